"""What the head of a page says, and that it says it as safely as the page."""

import re

import pytest
from django.template import Context, Template

from actions.models import Action
from tests.factories import (
    make_action,
    make_lead,
    make_partner,
    make_plan,
    make_principle,
    make_strategy,
    make_theme,
)
from violence_plan.templatetags.head import shortened

pytestmark = pytest.mark.django_db


def rendered(text, **context):
    """A template of that text, with the head's tags."""
    return Template("{% load head %}" + text).render(Context(context))


def head(client, address):
    """What the metas and links of a page's head say, by name."""
    page = client.get(address).content.decode()
    metas = re.findall(r'<meta (?:name|property)="([^"]*)" content="([^"]*)">', page)
    links = re.findall(r'<link rel="(canonical|alternate)"[^>]*href="([^"]*)"', page)
    return dict(metas + links) | {"title": re.search("<title>(.*?)</title>", page)[1]}


def test_a_title_is_said_twice_and_stays_a_title():
    text = '{% headline %}{{ words }} "or"\n  so{% endheadline %}'
    assert rendered(text, words='<b> "x" & y') == (
        "<title>&lt;b&gt; &quot;x&quot; &amp; y &quot;or&quot; so</title>\n"
        '  <meta property="og:title" content="&lt;b&gt; &quot;x&quot; &amp; y &quot;or&quot; so">'
    )


def test_a_summary_is_said_twice_or_not_at_all():
    assert rendered("{% summary %}\n {{ words }}\n{% endsummary %}", words="A & b") == (
        '<meta name="description" content="A &amp; b">\n  <meta property="og:description" content="A &amp; b">'
    )
    assert rendered("{% summary %}\n \n{% endsummary %}") == ""


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("## Why\n\n- one\n- two-fold", "Why one two-fold"),
        ("x" * 200, "x" * 200),
        ("word " * 40, ("word " * 40).strip()),
        ("word " * 41, "word " * 39 + "word …"),
    ],
)
def test_a_text_is_cut_between_words(text, short):
    assert shortened(text) == short


@pytest.fixture
def plan():
    """A plan with a page of each kind."""
    plan = make_plan(slug="anytown", title="A safer town", area="Anytown")
    strategy = make_strategy(plan=plan, ref="5.1", title="Knife crime", text="## Why\n\nKnives kill.")
    make_theme(strategy=strategy, title="Parks")
    make_action(strategy=strategy, ref="5.1.1", text='Sweep "parks" & streets.')
    police = make_partner(code="police", name="Police", description="They keep the peace.")
    officer = make_partner(code="officer-1", kind="person", name="Jane Doe", public_name="A named officer")
    for partner in (police, officer):
        make_lead(action=Action.objects.first(), partner=partner)
    framework = plan.framework
    type(framework).objects.update(code="anytown")
    make_principle(framework=framework, number=4, short_title="Curtail", text="We curtail it.")
    return plan


@pytest.mark.parametrize(
    ("address", "description"),
    [
        (
            "/",
            "What the partnership has promised to end violence in Anytown: who leads it, which principles it serves, "
            "and what is missing.",
        ),
        ("/help/", "Where to get help if you are in danger, or if crime has hurt you."),
        (
            "/plans/anytown/",
            "A safer town, Anytown: its strategies, their actions, who leads them, and where the gaps are.",
        ),
        ("/plans/anytown/strategies/5.1/", "Strategy 5.1 of A safer town, Anytown. Why Knives kill."),
        (
            "/plans/anytown/actions/5.1.1/",
            "Action 5.1.1 of A safer town, Anytown: Sweep &quot;parks&quot; &amp; streets.",
        ),
        ("/partners/police/", "Police: what it leads in A safer town, Anytown. They keep the peace."),
        ("/partners/officer-1/", "A named officer: what it leads in A safer town, Anytown."),
        ("/principles/anytown/strategic-4/", "Strategic 4, Curtail: We curtail it."),
        ("/plans/", "A safer town, Anytown: strategies, actions, partners and principles on one portal."),
    ],
)
def test_each_page_says_what_it_is_about(client, plan, address, description):
    found = head(client, address)
    assert found["description"] == found["og:description"] == description
    assert found["og:title"] == found["title"]
    assert found["canonical"] == found["og:url"] == f"http://testserver{address}"
    assert found["alternate"] == "/plans/anytown/updates.atom"


@pytest.mark.parametrize(
    "address",
    [
        "/data/",
        "/partners/",
        "/principles/",
        "/plans/anytown/actions/",
        "/plans/anytown/alignment/",
        "/plans/anytown/gaps/",
        "/plans/anytown/partners/",
        "/plans/anytown/glossary/",
        "/plans/anytown/strategies/5.1/themes/parks/",
        "/accessibility/",
        "/search/",
    ],
)
def test_no_two_pages_say_the_same(client, plan, address):
    assert head(client, address)["description"] != head(client, "/plans/")["description"]


def test_a_fault_has_no_address_of_its_own(client, plan):
    found = head(client, "/plans/anytown/actions/9.9/")
    assert not {"canonical", "og:url", "description"} & found.keys()


def test_a_portal_without_a_plan_has_no_feed(client):
    found = head(client, "/")
    assert "alternate" not in found
    assert "description" not in found
    assert found["canonical"] == "http://testserver/"
