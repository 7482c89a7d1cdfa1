"""Actions in the admin: the list, its filters, and the page with all that hangs on an action."""

from datetime import date

import pytest

from actions.models import Action, Lead, Period
from actions.progress import record_update
from tests.actions.admin.forms import action_form, inline, listed, problems
from tests.factories import (
    make_action,
    make_alignment,
    make_lead,
    make_partner,
    make_plan,
    make_principle,
    make_strategy,
    make_theme,
)  # fmt: skip

pytestmark = pytest.mark.django_db
ACTIONS = "/admin/actions/action/"


def make_period(plan):
    """A financial year of `plan`."""
    days = {"starts_on": date(2016, 4, 1), "ends_on": date(2017, 3, 31)}
    return Period.objects.create(plan=plan, code="2016-17", title="2016/17", **days)


def refs(response):
    return [row.ref for row in response.context["cl"].result_list]


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"text": ""}, "This field is required."),
        ({"starts_on": "2026-02-01", "due_on": "2026-01-31"}, "The action cannot be due before it starts."),
    ],
)
def test_what_breaks_a_rule_is_told(signed_in, fields, problem):
    action = make_action()
    response = signed_in.post(f"{ACTIONS}{action.pk}/change/", action_form(action, **fields))
    assert problems(response) == [problem]


def test_a_theme_of_another_strategy_is_refused(signed_in):
    action, theme = make_action(), make_theme()
    response = signed_in.post(f"{ACTIONS}{action.pk}/change/", action_form(action, theme=theme.pk))
    assert problems(response) == ["The theme belongs to another strategy."]


def test_a_strategy_of_another_plan_is_refused(signed_in):
    action, strategy = make_action(), make_strategy()
    response = signed_in.post(f"{ACTIONS}add/", action_form(action, strategy=strategy.pk, ref="9.9"))
    assert problems(response) == ["The strategy belongs to another plan."]


def test_an_action_stays_in_its_plan_and_strategy(signed_in):
    action, other = make_action(), make_plan()
    elsewhere = make_strategy(plan=action.plan)
    response = signed_in.post(
        f"{ACTIONS}{action.pk}/change/", action_form(action, plan=other.pk, strategy=elsewhere.pk)
    )
    assert response.status_code == 302
    assert (Action.objects.get().plan, Action.objects.get().strategy) == (action.plan, action.strategy)


def test_a_reported_action_cannot_be_deleted(signed_in):
    action = make_action()
    record_update(action=action, reported_on=date(2026, 1, 31), status="on_track")
    response = signed_in.post(f"{ACTIONS}{action.pk}/delete/", {"post": "yes"})
    assert "<title>Cannot delete action | Violence Plan</title>" in response.content.decode()
    selected = {"action": "delete_selected", "_selected_action": [action.pk], "post": "yes"}
    assert signed_in.post(ACTIONS, selected).status_code == 200
    assert Action.objects.filter(pk=action.pk).exists()


def test_the_list_shows_who_does_what_and_why(signed_in):
    strategy = make_strategy(ref="5.1")
    theme = make_theme(strategy=strategy, title="Keeping deadly weapons off our streets, year after year")
    framework = strategy.plan.framework
    ninth = make_action(theme=theme, ref="5.1.9", position=9, text="word " * 40)
    tenth = make_action(strategy=strategy, ref="5.1.10", position=10)
    person = make_partner(kind="person", name="Jo Bloggs", public_name="A named officer")
    make_lead(action=ninth, partner=person, position=2)
    make_lead(action=ninth, partner=make_partner(name="Community Safety"), position=1)
    make_alignment(action=ninth, principle=make_principle(framework=framework, kind="enabling", number=1))
    for number, basis in ((4, {}), (5, {"basis": "assessed"}), (6, {"basis": "inherited", "inherited_from": tenth})):
        make_alignment(action=ninth, principle=make_principle(framework=framework, number=number), **basis)
    record_update(action=tenth, reported_on=date(2026, 1, 31), status="on_track", publication="published")
    columns = ("number", "strategy_ref", "theme", "leads_shown", "stated", "inherited", "progress", "publication")
    assert listed(signed_in.get(ACTIONS), *columns) == [
        (
            "5.1.9",
            "5.1",
            theme,
            "Community Safety; Jo Bloggs",
            "S4 E1 (S5)",
            "S6",
            "Not reported",
            "published",
        ),
        ("5.1.10", "5.1", None, "", "", "", "On track", "published"),
    ]
    assert [len(text) for (text,) in listed(signed_in.get(ACTIONS), "short_text")] == [120, 20]


def test_the_list_is_narrowed_by_what_is_missing(signed_in):
    strategy = make_strategy(ref="5.1")
    led, served, inheriting, bare = (make_action(strategy=strategy, ref=f"5.1.{n}", position=n) for n in range(1, 5))
    make_lead(action=led)
    make_alignment(action=served)
    make_alignment(action=inheriting, basis="inherited", inherited_from=served)
    for query, found in (
        ({}, ["5.1.1", "5.1.2", "5.1.3", "5.1.4"]),
        ({"lead": "yes"}, ["5.1.1"]),
        ({"lead": "no"}, ["5.1.2", "5.1.3", "5.1.4"]),
        ({"aligned": "yes"}, ["5.1.2", "5.1.3"]),
        ({"aligned": "no"}, ["5.1.1", "5.1.4"]),
        ({"basis": "stated"}, ["5.1.2"]),
        ({"basis": "inherited"}, ["5.1.3"]),
        ({"basis": "assessed"}, []),
        ({"basis": "guessed"}, ["5.1.1", "5.1.2", "5.1.3", "5.1.4"]),
    ):
        assert refs(signed_in.get(ACTIONS, query)) == found, query


def test_the_list_says_how_basis_works(signed_in):
    make_action()
    html = signed_in.get(ACTIONS).content.decode()
    assert "<strong>Inherited</strong>: a merged cell printed further up covers this row too." in html


def test_strategies_to_choose_from_are_of_the_chosen_plan(signed_in):
    first, second = make_action(), make_action()

    def offered(**query):
        filters = signed_in.get(ACTIONS, query).context["cl"].filter_specs
        return {pk for spec in filters if spec.title == "strategy" for pk, _ in spec.lookup_choices}

    both = {first.strategy_id, second.strategy_id}
    assert offered() == both
    # One strategy alone is no choice, so a second one is needed for the filter to show.
    third = make_strategy(plan=first.plan)
    assert offered(plan__id__exact=first.plan_id) == {first.strategy_id, third.pk}


def test_a_plan_that_is_no_number_is_ignored(signed_in):
    make_action()
    make_action()
    assert signed_in.get(ACTIONS, {"plan__id__exact": "x"}).status_code == 302


def test_the_list_finds_actions_by_number_words_and_lead(signed_in):
    make_lead(action=make_action(ref="5.1.10", text="Weapons sweeps."), partner=make_partner(name="Police"))
    make_action(ref="5.2.1")
    for words in ("5.1.10", "sweeps", "police"):
        assert refs(signed_in.get(ACTIONS, {"q": words})) == ["5.1.10"]


def test_leads_change_places(signed_in):
    action = make_action()
    first, second = (make_lead(action=action, position=n, printed="") for n in (1, 2))
    rows = [
        {"id": lead.pk, "action": action.pk, "partner": lead.partner_id, "role": "lead", "printed": "", "position": n}
        for lead, n in ((first, 2), (second, 1))
    ]
    leads = inline("leads", *rows, existing=2)
    assert signed_in.post(f"{ACTIONS}{action.pk}/change/", action_form(action, **leads)).status_code == 302
    assert list(action.leads.values_list("pk", "position")) == [(second.pk, 1), (first.pk, 2)]


@pytest.mark.parametrize(
    ("positions", "same_partner", "problem"),
    [
        ((1, 1), False, "Please correct the duplicate data for position."),
        ((1, 2), True, "This partner already leads this action."),
    ],
)
def test_two_leads_alike_are_refused(signed_in, positions, same_partner, problem):
    action, standing = make_action(), make_lead(position=9)
    Lead.objects.filter(pk=standing.pk).update(action=action)
    partner = standing.partner if same_partner else make_partner()
    rows = [
        {
            "id": standing.pk,
            "action": action.pk,
            "partner": standing.partner_id,
            "role": "lead",
            "position": positions[0],
        },
        {"action": action.pk, "partner": partner.pk, "role": "lead", "position": positions[1]},
    ]
    response = signed_in.post(
        f"{ACTIONS}{action.pk}/change/", action_form(action, **inline("leads", *rows, existing=1))
    )
    assert problem in problems(response)


def test_an_alignment_without_its_ground_is_refused(signed_in):
    action = make_action()
    principle = make_principle(framework=action.plan.framework)
    rows = inline("alignments", {"principle": principle.pk, "basis": "assessed", "printed": "", "reason": ""})
    response = signed_in.post(f"{ACTIONS}{action.pk}/change/", action_form(action, **rows))
    assert problems(response)[0].startswith("A stated alignment needs the printed words")


def test_an_officer_assesses_an_action(signed_in):
    action = make_action()
    principle = make_principle(framework=action.plan.framework)
    rows = inline("alignments", {"principle": principle.pk, "basis": "assessed", "reason": "It plainly does."})
    assert signed_in.post(f"{ACTIONS}{action.pk}/change/", action_form(action, **rows)).status_code == 302
    assert list(action.alignments.values_list("principle", "basis")) == [(principle.pk, "assessed")]


def test_milestones_and_notes_are_of_the_actions_plan(signed_in):
    strategy = make_strategy()
    period = make_period(strategy.plan)
    new = Action(plan=strategy.plan, strategy=strategy, ref="5.1.1", text="Act.", position=1)
    rows = inline("milestones", {"period": period.pk, "position": 1, "text": "Begin."})
    rows |= inline("source_notes", {"number": 7, "kind": "text", "printed": "", "note": "A word is missing."})
    assert signed_in.post(f"{ACTIONS}add/", action_form(new, **rows)).status_code == 302
    action = Action.objects.get()
    assert (action.milestones.get().plan, action.source_notes.get().plan) == (strategy.plan, strategy.plan)


@pytest.mark.parametrize(
    ("prefix", "row", "problem"),
    [
        ("milestones", {"position": 1, "text": "Begin."}, "The period belongs to another plan."),
        (
            "source_notes",
            {"number": 1, "kind": "text", "note": "Odd."},
            "This plan already has a source note with this number.",
        ),
    ],
)
def test_what_hangs_on_an_action_keeps_the_rules_of_its_plan(signed_in, prefix, row, problem):
    action = make_action()
    action.plan.source_notes.create(number=1, kind="text", note="The first.")
    row = row | {"period": make_period(make_plan()).pk}
    response = signed_in.post(f"{ACTIONS}{action.pk}/change/", action_form(action, **inline(prefix, row)))
    assert problems(response) == [problem]


def test_an_action_without_a_plan_is_told_so_and_no_more(signed_in):
    strategy = make_strategy()
    new = Action(strategy=strategy, ref="5.1.1", text="Act.", position=1)
    rows = inline("milestones", {"period": make_period(strategy.plan).pk, "position": 1, "text": "Begin."})
    response = signed_in.post(f"{ACTIONS}add/", action_form(new, plan="", **rows))
    assert problems(response) == ["This field is required."]


def test_the_page_reads_progress_and_leads_to_reporting(signed_in, officer):
    action = make_action()
    record_update(
        action=action, reported_on=date(2026, 1, 31), status="on_track", narrative="Well begun.", recorded_by=officer
    )
    html = signed_in.get(f"{ACTIONS}{action.pk}/change/").content.decode()
    assert "Well begun." in html
    assert f'<a href="{action.get_absolute_url()}report/">Add a progress update</a>' in html
    assert 'name="updates-0-status"' not in html
    assert 'name="updates-MAX_NUM_FORMS" value="0"' in html


def test_a_new_action_is_saved_before_it_is_reported(signed_in):
    assert "Save the action first." in signed_in.get(f"{ACTIONS}add/").content.decode()


def test_choices_name_the_plan(signed_in):
    action = make_action(ref="5.1.1", text="Act.", strategy=make_strategy(plan=make_plan(title="Violence Plan")))
    query = {"app_label": "actions", "model_name": "lead", "field_name": "action", "term": "5.1.1"}
    assert signed_in.get("/admin/autocomplete/", query).json()["results"] == [
        {"id": str(action.pk), "text": "5.1.1 Act. (Violence Plan)"}
    ]
