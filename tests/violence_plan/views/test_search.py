"""The search page: whatever is typed, an answer that helps on."""

import re

import pytest

from tests.factories import make_action, make_known, make_partner, make_plan, make_strategy, make_term
from tests.page_reading import links, read
from violence_plan.search import entries
from violence_plan.views import search as views

pytestmark = pytest.mark.django_db


@pytest.fixture
def strategy():
    """5.1 Figs of Anytown, with 5.1.1, printed as 5.11."""
    plan = make_plan(slug="anytown", title="A safer town")
    strategy = make_strategy(plan=plan, ref="5.1", title="Figs", position=1)
    make_action(strategy=strategy, ref="5.1.1", printed_ref="5.11", text="Plant figs & <b>pears</b>.", position=1)
    return strategy


@pytest.fixture
def ask(client):
    """A function: the page for a query."""
    return lambda **query: client.get("/search/", query)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("a\x00b", "What you searched for has signs in it that cannot be read. Type the words again."),
        ("a\x07b", "What you searched for has signs in it that cannot be read. Type the words again."),
        ("a\ufffdb", "What you searched for has signs in it that cannot be read. Type the words again."),
        ("a" * 10_000, "A search can be up to 200 characters long. Yours has 10,000: leave some words out."),
        ("a" * 201, "A search can be up to 200 characters long. Yours has 201: leave some words out."),
    ],
)
def test_what_cannot_be_read_is_refused_beside_its_box(strategy, ask, typed, message):
    page = ask(q=typed)
    assert page.status_code == 400
    assert read(page).startswith(
        f"There is a problem {message} Search Words, or the number of an action Error: {message}"
    )
    assert "#search-q" in links(page)
    assert "Nothing is shown, because what was asked for is not clear. Start a new search" in read(page)
    assert "5.1.1" not in page.content.decode()


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"q": ["figs", "pears"]}, "Give this parameter once; it takes one value."),
        (
            {"q": "figs", "kind": "<b>"},
            "There is no kind of thing called “<b>”. Choose one of: action, strategy, theme, principle, partner, "
            "acronym, update, note, section, plan.",
        ),
        ({"q": "figs", "plan": "draft"}, "There is no plan “draft”."),
    ],
)
def test_a_question_it_does_not_know_is_refused(strategy, ask, query, message):
    make_plan(slug="draft", publication="draft")
    page = ask(**query)
    assert page.status_code == 400
    assert message in read(page)
    assert "5.1.1" not in page.content.decode()


@pytest.mark.parametrize("typed", ["figs", ""])
@pytest.mark.parametrize("number", ["0", "2", "x", "9" * 5000])
def test_a_page_that_is_not_there(strategy, ask, typed, number):
    page = ask(q=typed, page=number)
    assert page.status_code == 404
    assert "This search has 1 page." in read(page)


@pytest.mark.parametrize(
    "typed", ["the", "-", '"', "-figs", "zebra", "' OR 1=1 --", "<script>alert(1)</script>", "a:* & !(b", "%s %d", "\\"]
)
def test_no_hits_help_on(strategy, ask, typed):
    page = ask(q=typed)
    assert page.status_code == 200
    assert f"Nothing found for “{typed}”" in read(page)
    assert "What else to try" in read(page)
    assert {"/plans/anytown/", "/plans/anytown/actions/", "/plans/anytown/glossary/", "/partners/"} <= set(links(page))
    assert b"<script>alert" not in page.content


def test_no_hits_and_no_plan(ask):
    page = ask(q="zebra")
    assert page.status_code == 200
    assert "What else to try Fewer words" in read(page)


def test_no_hits_offer_the_nearest_words(strategy, ask):
    page = ask(q='fgis "& <b>pears"')
    assert "Did you mean figs " in read(page).replace('"', "")
    assert "/search/?q=figs%20%22%26%20%3Cb%3Epears%22" in links(page)
    assert "/search/?q=fgis%20or%20%22%26%20%3Cb%3Epears%22" in links(page)
    assert b"<b>pears" not in page.content


@pytest.mark.parametrize("typed", ["", "   ", "\u200b"])
def test_nothing_typed_shows_how_to_search_with_examples(strategy, ask, typed):
    make_term(plan=strategy.plan, term="A&E", expansion="Accident and Emergency")
    page = ask(q=typed)
    assert page.status_code == 200
    assert "How to search" in read(page)
    assert [link for link in links(page) if "?q=" in link] == [
        "/search/?q=Figs",
        "/search/?q=5.1.1",
        "/search/?q=A%26E",
    ]
    assert "results" not in read(page)


def test_examples_hold_nothing_that_is_hidden(ask):
    action = make_action(strategy=make_strategy(plan=make_plan(publication="draft"), title="Secret"), ref="9.9.9")
    make_term(plan=action.plan, term="HID")
    page = ask()
    assert "How to search" in read(page)
    assert [link for link in links(page) if "?q=" in link] == []


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("5.1.1", "/plans/anytown/actions/5.1.1/"),
        (" action 5 . 1 . 1 ", "/plans/anytown/actions/5.1.1/"),
        ("5.11", "/plans/anytown/actions/5.1.1/"),
        ("5.1", "/plans/anytown/strategies/5.1/"),
    ],
)
def test_a_number_leads_straight_there(strategy, ask, typed, address):
    page = ask(q=typed)
    assert (page.status_code, page["Location"]) == (302, address)


def test_a_number_that_two_things_have_shows_both(strategy, ask):
    other = make_plan(slug="elsewhere", title="Another plan")
    make_action(strategy=make_strategy(plan=other, ref="5.1"), ref="5.1.1", text="Prune.")
    page = ask(q="5.1.1")
    assert page.status_code == 200
    assert (
        "Numbered 5.1.1 5.1.1 Plant figs & <b>pears</b>. A safer town, printed as 5.11 5.1.1 Prune. Another plan"
        in read(page)
    )
    assert ask(q="5.1.1", plan="elsewhere")["Location"] == "/plans/elsewhere/actions/5.1.1/"


def test_hits_with_the_words_marked_and_all_else_escaped(strategy, ask):
    page = ask(q="FIGS")
    assert "2 results for “FIGS”" in read(page)
    text = re.sub(r"\s+", " ", page.content.decode())
    assert '<a href="/plans/anytown/strategies/5.1/">5.1 <mark>Figs</mark></a>' in text
    assert '<a href="/plans/anytown/actions/5.1.1/">Action 5.1.1</a>' in text
    assert "<p>Plant <mark>figs</mark> &amp; &lt;b&gt;pears …</p>" in text
    assert '<p class="hit__place">5.1 <mark>Figs</mark></p>' in text


def test_one_hit(ask):
    make_known(make_partner(name="Fig Growers"))
    assert "1 result for “fig”" in read(ask(q="fig"))


def test_what_was_typed_stays_in_the_box(strategy, ask):
    assert 'value="&quot;figs&quot; &amp; &lt;b&gt;"' in ask(q='"figs" & <b>').content.decode()


def test_acronyms_that_were_looked_for_too(strategy, ask):
    make_term(plan=strategy.plan, term="FIG", expansion="Plant & <prune>")
    assert "Also looked for: “Plant & <prune>”." in read(ask(q="fig"))


def test_kinds_and_plans_narrow_by_links_that_keep_the_words(strategy, ask):
    other = make_plan(slug="elsewhere", title="Another plan")
    make_action(strategy=make_strategy(plan=other, ref="1"), ref="1.1", text="Figs")
    page = ask(q="figs & pears or figs", page="1")
    words = "q=figs+%26+pears+or+figs"
    assert f"/search/?{words}&kind=action" in [f"/search/{link}" for link in links(page)]
    narrowed = ask(q="figs", kind="action", plan="anytown")
    assert "1 result for “figs”" in read(narrowed)
    assert "What it is Everything 2 Actions 1 Strategies 1 Plan All plans 2 A safer town 1 Another plan 1" in read(
        narrowed
    )
    assert narrowed.content.decode().count('aria-current="true"') == 2
    assert {"?q=figs&plan=anytown", "?q=figs&kind=action", "?q=figs&kind=action&plan=elsewhere"} <= set(links(narrowed))


def test_no_hit_of_the_chosen_kind_leads_back(strategy, ask):
    page = ask(q="figs", kind="partner")
    assert "Nothing found for “figs”" in read(page)
    assert "Nothing of this kind. Show all 2 results" in read(page)
    assert "?q=figs" in links(page)


def test_a_plan_alone_needs_no_choice(strategy, ask):
    assert "All plans" not in read(ask(q="figs"))


def test_twenty_hits_on_a_page_and_the_words_kept(strategy, ask):
    for _ in range(20):
        make_action(strategy=strategy, text="Figs")
    first, second = ask(q="figs"), ask(q="figs", page="2")
    assert first.content.decode().count('class="hit"') == 20
    assert second.content.decode().count('class="hit"') == 2
    assert "?q=figs&page=2" in links(first)
    assert "<title>figs – Search, page 2 – A safer town" in " ".join(second.content.decode().split())


def test_a_stranger_finds_nothing_hidden(strategy, ask, client, officer):
    make_action(strategy=strategy, ref="5.1.2", text="Zebra", publication="draft")
    make_partner(kind="person", name="Zoe Zebra", public_name="A named officer", code="officer-1")
    assert "Nothing found for “zebra”" in read(ask(q="zebra"))
    assert ask(q="5.1.2").status_code == 200
    client.force_login(officer)
    assert "2 results for “zebra”" in read(ask(q="zebra"))
    assert "Zoe Zebra" in read(ask(q="zebra"))
    assert ask(q="5.1.2").status_code == 302


def test_nothing_in_it_breaks_the_content_policy(strategy, ask):
    page = ask(q="figs").content.decode()
    assert " style=" not in page
    assert "<script" not in page


def test_ten_times_the_rows_take_as_many_queries(strategy, ask, django_assert_num_queries):
    with django_assert_num_queries(9):
        ask(q="figs")
    for _ in range(10):
        make_action(strategy=make_strategy(plan=make_plan(), title="Figs"), text="Figs")
    with django_assert_num_queries(9):
        ask(q="figs")


@pytest.fixture
def many(strategy, monkeypatch):
    """As if two plans were many: beside Anytown's, Another plan with an action on figs, and one without."""
    monkeypatch.setattr(views, "MOST_PLANS", 1)
    other = make_plan(slug="elsewhere", title="Another plan")
    make_action(strategy=make_strategy(plan=other, ref="1"), ref="1.1", text="Figs")
    make_plan(title="Empty plan")


def test_of_many_plans_those_with_hits_are_offered(many, ask):
    assert "Plan All plans 3 A safer town 2 Another plan 1" in read(ask(q="figs"))


def test_of_many_plans_a_chosen_one_is_searched_alone(many, ask):
    page = ask(q="figs", plan="elsewhere")
    assert "1 result for “figs” What it is Everything 1 Actions 1 Plan All plans Another plan 1" in read(page)
    assert "Show all results" in read(ask(q="figs", plan="elsewhere", kind="partner"))
    nothing = ask(q="pears", plan="elsewhere")
    assert "Look in all plans: only Another plan was searched." in read(nothing)
    assert "/search/?q=pears" in links(nothing)


def test_of_more_hits_than_are_put_in_order_the_best_are_shown(strategy, ask, monkeypatch):
    monkeypatch.setattr(entries, "MOST", 1)
    page = read(ask(q="figs"))
    assert (
        "More than 1 result for “figs” So many are not put in order: 1 of them are shown, the best first. Add a word, "
        "or choose what it is or its plan, to find the others. What it is Everything Actions Strategies Themes" in page
    )
    assert "5.1 Figs" in page
    assert "Did you mean figs more than 1 result" in read(ask(q="fgis"))
