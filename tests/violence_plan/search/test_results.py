"""What a search finds: counted, ranked, and with the words marked."""

import pytest

from actions.models import SourceNote
from tests.factories import (
    make_action,
    make_lead,
    make_partner,
    make_plan,
    make_principle,
    make_strategy,
    make_term,
    make_theme,
)
from violence_plan.search import entries
from violence_plan.search.kinds import KINDS
from violence_plan.search.results import Count, Hit, Results

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    """Anytown's plan: a strategy on figs with a theme and two actions, one of which says it; a partner of that name."""
    plan = make_plan(slug="anytown", title="A safer town")
    strategy = make_strategy(plan=plan, ref="5.1", title="Figs", position=1)
    theme = make_theme(strategy=strategy, title="Trees & <shrubs>")
    make_action(theme=theme, ref="5.1.1", text="Plant.", position=1)
    figs = make_action(theme=theme, ref="5.1.2", text="Plant <many> figs & pears.", position=2)
    make_lead(action=figs, partner=make_partner(code="growers", name="Fig Growers"))
    return plan


@pytest.fixture
def hits(public):
    def find(typed, user=public, **chosen):
        results = Results(typed, user=user, **chosen)
        return results.hits(results.chosen)

    return find


def test_nothing_where_nothing_is_wanted(public, plan):
    results = Results("-figs", user=public)
    assert (results.everything, results.kinds, results.hits([])) == ((), [], [])


def test_each_hit_says_what_it_is_where_it_stands_and_why_it_was_found(hits, plan):
    assert hits("figs") == [
        Hit("Strategy", "/plans/anytown/strategies/5.1/", "", "5.1 <mark>Figs</mark>", "", ""),
        Hit("Partner", "/partners/growers/", "", "<mark>Fig</mark> Growers", "", ""),
        Hit(
            "Action",
            "/plans/anytown/actions/5.1.2/",
            "Action ",
            "5.1.2",
            "Plant &lt;many&gt; <mark>figs</mark> &amp; pears.",
            "5.1 <mark>Figs</mark> · Trees &amp; &lt;shrubs&gt;",
        ),
        Hit(
            "Theme",
            "/plans/anytown/strategies/5.1/themes/trees-shrubs/",
            "",
            "Trees &amp; &lt;shrubs&gt;",
            "",
            "5.1 <mark>Figs</mark>",
        ),
        Hit(
            "Action",
            "/plans/anytown/actions/5.1.1/",
            "Action ",
            "5.1.1",
            "Plant.",
            "5.1 <mark>Figs</mark> · Trees &amp; &lt;shrubs&gt;",
        ),
    ]


def test_a_note_leads_to_what_it_is_about_and_counts_less(hits, plan):
    action = plan.actions.get(ref="5.1.2")
    values = {"plan": plan, "kind": "text", "note": "Figs, figs, figs."}
    SourceNote.objects.create(**values, number=1, action=action)
    SourceNote.objects.create(**values, number=2, strategy=action.strategy)
    SourceNote.objects.create(**values, number=3)
    found = hits("figs")
    assert sorted((hit.kind, hit.address, hit.before + hit.title) for hit in found if "note" in hit.kind) == [
        ("Source note", "/plans/anytown/", "Source note: the plan"),
        ("Source note", "/plans/anytown/actions/5.1.2/", "Source note: 5.1.2"),
        ("Source note", "/plans/anytown/strategies/5.1/", "Source note: 5.1"),
    ]
    assert [hit.kind for hit in found].index("Source note") > [hit.kind for hit in found].index("Action")


def test_the_other_kinds_lead_to_their_pages(hits, plan):
    make_term(plan=plan, term="A&E", expansion="Apples and elders")
    make_principle(framework=plan.framework, number=3, short_title="Elders", text="We honour them.")
    assert [(hit.kind, hit.address, hit.title) for hit in hits("elders")] == [
        ("Acronym", "/plans/anytown/glossary/#term-A%26E", "A&amp;E: Apples and <mark>elders</mark>"),
        (
            "Principle",
            f"/principles/{plan.framework.code}/strategic-3/",
            "Strategic Principle 3: <mark>Elders</mark>",
        ),
    ]


def test_counts_of_kinds_and_plans_each_in_what_else_is_chosen(public, plan):
    other = make_plan(slug="elsewhere", title="Another plan")
    make_action(strategy=make_strategy(plan=other), text="Figs")
    empty = make_plan()
    results = Results("figs", user=public)
    assert results.kinds == [
        Count("action", "Actions", 3),
        Count("strategy", "Strategies", 1),
        Count("theme", "Themes", 1),
        Count("partner", "Partners", 1),
    ]
    assert results.of_plans([plan, other, empty]) == [
        Count("anytown", "A safer town", 4),
        Count("elsewhere", "Another plan", 1),
    ]
    assert (results.of_any_kind, results.of_any_plan) == (6, 6)
    narrowed = Results("figs", user=public, kind="action", plan=plan)
    assert len(narrowed.chosen) == 2
    assert narrowed.kinds == [
        Count("action", "Actions", 2),
        Count("strategy", "Strategies", 1),
        Count("theme", "Themes", 1),
    ]
    assert narrowed.of_plans([plan, other]) == [
        Count("anytown", "A safer town", 2),
        Count("elsewhere", "Another plan", 1),
    ]
    assert (narrowed.of_any_kind, narrowed.of_any_plan) == (4, 3)


def test_an_acronym_finds_what_it_stands_for_and_the_other_way_round(hits, plan, public):
    make_term(plan=plan, term="VAWG", expansion="Violence against women and girls")
    make_term(plan=make_plan(publication="draft"), term="FIG", expansion="Plant")
    spelt = make_action(strategy=plan.strategies.get(), text="End violence against women and girls.")
    short = make_action(strategy=plan.strategies.get(), text="End VAWG.")
    both = {spelt.get_absolute_url(), short.get_absolute_url()}
    for typed in ("vawg", "violence against women and girls", '"Violence against women and girls"', "end VAWG"):
        assert both <= {hit.address for hit in hits(typed)}, typed
    assert Results("fig", user=public).words.also == ()


def test_a_hidden_glossary_widens_an_officers_search_alone(public, officer):
    make_term(plan=make_plan(publication="draft"), term="FIG", expansion="Plant")
    assert Results("fig", user=public).words.also == ()
    assert Results("fig", user=officer).words.also == ("Plant",)


def test_the_order_of_equals_is_that_of_the_kinds_and_then_of_entry(hits):
    plan = make_plan(slug="anytown")
    strategy = make_strategy(plan=plan, ref="5.1", title="Grow")
    for ref in ("5.1.2", "5.1.1"):
        make_action(strategy=strategy, ref=ref, text="Figs")
    assert [hit.title for hit in hits("figs")] == ["5.1.2", "5.1.1"]


def test_a_long_text_is_shown_in_part(hits):
    make_action(text=f"{'Words before it. ' * 30}Plant figs here. {'And after. ' * 30}")
    [hit] = hits("figs")
    assert hit.excerpt.startswith("… ")
    assert hit.excerpt.endswith("\u00a0…")
    assert "<mark>figs</mark>" in hit.excerpt
    assert len(hit.excerpt) < 400


def test_ten_times_the_rows_take_as_many_queries(public, plan, django_assert_num_queries):
    def search():
        results = Results("figs", user=public)
        return results.hits(results.chosen)

    with django_assert_num_queries(6):
        search()
    for _ in range(10):
        figs = make_action(strategy=make_strategy(plan=make_plan(), title="Figs"), text="Figs")
        make_lead(action=figs, partner=make_partner(name="Fig Growers"))
    with django_assert_num_queries(6):
        assert len(search()) == 35


@pytest.fixture
def elsewhere(plan):
    """Another plan with an action on figs."""
    other = make_plan(slug="elsewhere", title="Another plan")
    make_action(strategy=make_strategy(plan=other, title="Grow"), text="Plant figs.")
    return other


def test_a_plan_alone_says_nothing_of_the_others(public, plan, elsewhere):
    results = Results("figs", user=public, plan=elsewhere, alone=True)
    assert (len(results.everything), len(results.chosen)) == (1, 1)
    assert (results.of_any_kind, results.of_any_plan) == (1, None)
    assert results.kinds == [Count("action", "Actions", 1)]
    assert results.best_plans == [elsewhere.pk]
    everything = Results("figs", user=public, alone=True)
    assert (len(everything.everything), everything.of_any_plan) == (6, 6)
    assert everything.best_plans == [plan.pk, elsewhere.pk]


def test_of_more_than_are_put_in_order_nobody_counts(public, plan, elsewhere, monkeypatch):
    monkeypatch.setattr(entries, "MOST", 2)
    results = Results("figs", user=public)
    assert (len(results.chosen), results.narrowed.more) == (2, True)
    assert (results.of_any_kind, results.of_any_plan) == (None, None)
    assert [count.value for count in results.kinds] == list(KINDS)
    assert {count.hits for count in results.kinds} == {None}
    assert results.of_plans([plan, elsewhere]) == [Count("anytown", "A safer town", None)]
    narrowed = Results("figs", user=public, kind="action", plan=elsewhere)
    assert ([row.plan_id for row in narrowed.chosen], narrowed.narrowed.more) == ([elsewhere.pk], False)
    alone = Results("figs", user=public, plan=plan, alone=True)
    assert ({row.plan_id for row in alone.chosen}, alone.narrowed.more) == ({plan.pk}, True)
