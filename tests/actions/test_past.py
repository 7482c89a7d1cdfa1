"""What of a plan's past a reader is told: what could be read then, and may be known of now."""

import pytest
from django.utils import timezone

from actions.models import (
    Action,
    Alignment,
    FormerRef,
    GlossaryTerm,
    Lead,
    Milestone,
    Period,
    Plan,
    SourceNote,
    Strategy,
    StrategyLead,
    Theme,
)
from actions.past import as_it_stood
from partners.models import Membership, Partner
from tests.factories import (
    make_action,
    make_alignment,
    make_lead,
    make_partner,
    make_plan,
    make_strategy,
    make_term,
    make_theme,
    make_user,
)
from tests.past import happened_on, noon

pytestmark = pytest.mark.django_db

DAY = "2026-03-01"
MOMENT = noon(DAY)


@pytest.fixture
def action():
    """An action of 1 March 2026 under a theme, published, with its plan and strategy."""
    with happened_on(DAY):
        plan = make_plan(slug="anytown")
        strategy = make_strategy(plan=plan, ref="5.1")
        return make_action(theme=make_theme(strategy=strategy), ref="5.1.1", text="As it was.")


def change(row, **values):
    """Change a row today, whatever its version."""
    type(row).objects.filter(pk=row.pk).update(**values)


def texts(user, moment=MOMENT):
    """The texts of the actions that `user` is told of."""
    with as_it_stood(moment, user):
        return [action.text for action in Action.objects.visible_to(user).with_links(user).with_status()]


def test_a_stranger_is_told_the_text_of_then(action, public):
    change(action, text="As it is.")
    assert texts(public) == ["As it was."]
    assert texts(public, timezone.now()) == ["As it is."]


@pytest.mark.parametrize(
    "hide",
    [
        lambda action: change(action, publication="withdrawn"),
        lambda action: change(action, access="exempt", exempt_paragraph=2),
        lambda action: change(action.strategy, publication="draft"),
        lambda action: change(action.plan, publication="withdrawn"),
        lambda action: change(action.plan, access="exempt", exempt_paragraph=2),
        lambda action: Action.objects.get(pk=action.pk).delete(),
        lambda action: change(action, strategy=make_strategy(plan=action.plan, publication="draft"), theme=None),
    ],
    ids=["withdrawn", "exempt", "strategy", "plan withdrawn", "plan exempt", "deleted", "moved to a draft"],
)
def test_what_is_hidden_now_is_hidden_then(action, public, officer, hide):
    hide(action)
    assert texts(public) == texts(make_user()) == []
    assert texts(officer) == ["As it was."]


def test_what_was_hidden_then_is_hidden_still(public, officer):
    with happened_on(DAY):
        strategy = make_strategy(plan=make_plan(publication="draft"), publication="draft")
        action = make_action(strategy=strategy, text="A first try.", publication="draft")
    with happened_on("2026-03-02"):
        change(action.plan, publication="published")
        change(action.strategy, publication="published")
        change(action, text="Said well.")
    with happened_on("2026-03-03"):
        change(action, publication="published")
    found = {day: texts(public, noon(day)) for day in (DAY, "2026-03-02", "2026-03-03")}
    assert found == {DAY: [], "2026-03-02": [], "2026-03-03": ["Said well."]}
    assert texts(officer) == ["A first try."]


def test_a_board_member_is_told_what_is_sensitive_neither_then_nor_now(officer):
    sensitive = {"access": "exempt", "exempt_paragraph": 7, "handling": "official_sensitive"}
    with happened_on(DAY):
        draft, is_now, was_then = (
            make_action(text=text, publication="draft", **marks)
            for text, marks in (("Draft.", {}), ("Sensitive now.", {}), ("Sensitive then.", sensitive))
        )
    change(is_now, **sensitive)
    change(was_then, access="open", exempt_paragraph=None, handling="official")
    assert texts(make_user("board-member")) == ["Draft."]
    assert len(texts(officer)) == 3
    assert draft.pk


def test_who_leads_a_strategy_or_works_for_a_partner_today_is_asked(action):
    change(action, publication="in_review")
    with happened_on(DAY):
        change(action, publication="in_review")
        lead = make_lead(action=action)
    change(action, text="As it is.")
    reporter, other = make_user("partner-reporter"), make_user("partner-reporter")
    Membership.objects.create(partner=lead.partner, user=reporter)
    assert (texts(reporter), texts(other)) == (["As it was."], [])
    change(action, handling="official_sensitive", access="exempt", exempt_paragraph=7)
    leader = make_user("strategy-lead")
    assert texts(leader) == []
    StrategyLead.objects.create(strategy=action.strategy, user=leader)
    assert texts(leader) == ["As it was."]


def test_what_hangs_on_a_hidden_row_is_told_of_nothing_else(action, public, officer):
    with happened_on(DAY):
        plan = action.plan
        hidden = make_action(strategy=action.strategy)
        period = Period.objects.create(plan=plan, code="2026", title="2026", starts_on=DAY, ends_on="2026-12-31")
        make_alignment(action=action, basis="inherited", inherited_from=hidden)
        make_alignment(action=hidden)
        make_lead(action=hidden)
        make_term(plan=plan)
        Milestone.objects.create(plan=plan, action=hidden, period=period, text="Ten.")
        FormerRef.objects.create(plan=plan, action=hidden, ref="9.9")
        for number, subject in enumerate(({"action": hidden}, {"strategy": action.strategy}), 1):
            SourceNote.objects.create(plan=plan, number=number, kind="text", note="Odd.", **subject)
    change(hidden, publication="withdrawn")
    hanging = (Alignment, Lead, Milestone, FormerRef, SourceNote, GlossaryTerm, Period, Theme)

    def counts(user):
        with as_it_stood(MOMENT, user):
            return {model.__name__: model.objects.count() for model in hanging}

    with as_it_stood(MOMENT, public):
        assert [alignment.inherited_from_id for alignment in Alignment.objects.all()] == [None]
    assert counts(public) == dict.fromkeys(counts(public), 1) | {"Lead": 0, "Milestone": 0, "FormerRef": 0}
    assert counts(officer) == dict.fromkeys(counts(public), 1) | {"Alignment": 2, "SourceNote": 2}


def test_a_note_moved_to_something_hidden_is_not_told_of_what_it_was_on(action, public):
    with happened_on(DAY):
        note = SourceNote.objects.create(plan=action.plan, number=1, kind="text", note="Odd.")
    change(note, action=make_action(strategy=action.strategy, publication="draft"))
    with as_it_stood(MOMENT, public):
        assert not SourceNote.objects.exists()


def test_a_theme_that_is_no_more_leaves_its_actions_without_one(action, public):
    theme = action.theme
    change(action, theme=None)
    Theme.objects.get(pk=theme.pk).delete()
    with as_it_stood(MOMENT, public):
        [told] = Action.objects.visible_to(public).with_links(public)
        assert told.theme is None


def test_a_partner_merged_with_another_leads_under_the_name_of_that(action, public, officer):
    with happened_on(DAY):
        gone, kept = make_partner(name="CCG"), make_partner(name="ICB")
        lead = make_lead(action=action, partner=gone, printed="CCG")
    change(lead, partner=kept)
    Partner.objects.get(pk=gone.pk).delete()

    def told(user):
        with as_it_stood(MOMENT, user):
            return [(lead.partner.name, lead.printed) for lead in Lead.objects.select_related("partner")]

    assert told(public) == [("ICB", "CCG")]
    assert told(officer) == [("CCG", "CCG")]


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ({"partner": "person"}, {"partner": "team"}),
        ({"partner": "team"}, {"partner": "person"}),
        ({"printed": "Team / Zoe Doe"}, {"printed": "Team"}),
    ],
    ids=["of a person then", "of a person now", "other words now"],
)
def test_printed_words_that_may_name_a_person_are_not_told(action, public, officer, then, now):
    with happened_on(DAY):
        partners = {
            "person": make_partner(kind="person", name="Zoe Doe", public_name="A named officer"),
            "team": make_partner(kind="team", name="Team"),
        }

        def valued(values):
            return {name: partners.get(value, value) for name, value in values.items()}

        change(action, printed_leads="Team / Zoe Doe")
        lead = make_lead(action=action, **{"partner": partners["team"], "printed": "Zoe Doe"} | valued(then))
    change(lead, **valued(now))

    def told(user):
        with as_it_stood(MOMENT, user):
            [lead] = Lead.objects.select_related("action")
            return lead.printed, lead.action.printed_leads

    assert told(public) == ("", "")
    assert told(officer) == (then.get("printed", "Zoe Doe"), "Team / Zoe Doe")


def test_words_in_addresses_are_todays(action, public, officer):
    change(action.plan, slug="newtown", title="New")
    for user in (public, officer):
        with as_it_stood(MOMENT, user):
            assert list(Plan.objects.values_list("slug", "title")) == [("newtown", "A plan")]
    Action.objects.get().delete()
    Plan.objects.get().delete()
    with as_it_stood(MOMENT, officer):
        assert Plan.objects.get().slug == "anytown"
        assert Strategy.objects.get().ref == "5.1"
