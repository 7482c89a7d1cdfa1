"""What of each kind a search looks through, for whom, and what it counts most."""

from datetime import date

import pytest

from actions.models import ProgressUpdate, Section, SourceNote
from partners.models import Alias
from tests.factories import (
    make_action,
    make_framework,
    make_known,
    make_lead,
    make_partner,
    make_plan,
    make_principle,
    make_strategy,
    make_term,
    make_theme,
)
from violence_plan.search.entries import find
from violence_plan.search.kinds import KINDS
from violence_plan.search.words import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(public):
    """A function: (kind, plan, primary key) of all that a search finds for a reader, kind by kind."""

    def all_found(typed, user=public):
        found = find(read(typed, []), user=user)
        assert not found.more
        rows = [(row.kind, row.plan_id, row.row_id) for row in found.rows]
        return sorted(rows, key=lambda row: (list(KINDS).index(row[0]), row[2]))

    return all_found


def test_every_kind_is_found_by_its_name_by_its_text_and_by_where_it_stands(found):
    plan = make_plan(
        title="Fig plan", introduction="A quince.", area="Anytown", framework=make_framework(title="Trees")
    )
    section = Section.objects.create(plan=plan, ref="5", title="Fig chapter", introduction="Quince", position=1)
    strategy = make_strategy(plan=plan, section=section, ref="5.1", title="Fig growing", text="Quinces, too")
    outcome = make_strategy(plan=plan, ref="5.2", title="More figs", expected_outcome="Quinces")
    theme = make_theme(strategy=strategy, title="Figs", objective="To have quinces")
    action = make_action(theme=theme, ref="5.1.1", text="Plant quinces.")
    promise = make_action(theme=theme, ref="5.1.2", text="Water.", expected_outcome="A quince")
    principle = make_principle(framework=plan.framework, kind="enabling", number=7, short_title="Fig", text="Quince!")
    partner = make_partner(name="Fig Growers", description="They grow quinces.")
    make_lead(action=action, partner=partner, printed="Growers")
    Alias.objects.create(partner=partner, name="Fig Men")
    term = make_term(plan=plan, term="FG", expansion="Fig growers", note="Of quinces.")
    update = ProgressUpdate.objects.create(
        action=action,
        reported_on=date(2026, 1, 1),
        status="on_track",
        narrative="Quinces grow.",
        publication="published",
    )
    note = SourceNote.objects.create(
        plan=plan, number=1, kind="text", subject="Figs", note="Kept.", printed="Quince", action=action
    )
    quinces = [
        ("action", plan.pk, action.pk),
        ("action", plan.pk, promise.pk),
        ("strategy", plan.pk, strategy.pk),
        ("strategy", plan.pk, outcome.pk),
        ("theme", plan.pk, theme.pk),
        ("principle", None, principle.pk),
        ("partner", None, partner.pk),
        ("acronym", plan.pk, term.pk),
        ("update", plan.pk, update.pk),
        ("note", plan.pk, note.pk),
        ("section", plan.pk, section.pk),
        ("plan", plan.pk, plan.pk),
    ]
    assert sorted(found("quince"), key=str) == sorted(quinces, key=str)
    assert sorted(found("fig"), key=str) == sorted(quinces, key=str)
    assert found("enabling principle 7") == found("trees") == [("principle", None, principle.pk)]
    assert found('"fig men"') == [("partner", None, partner.pk)]
    assert found("anytown") == [("plan", plan.pk, plan.pk)]
    assert found("5.1.1") == [
        ("action", plan.pk, action.pk),
        ("update", plan.pk, update.pk),
        ("note", plan.pk, note.pk),
    ]
    assert ("update", plan.pk, update.pk) in found("growing quinces")
    assert ("strategy", plan.pk, strategy.pk) in found("chapter quinces")


def test_an_aim_is_no_principle(found):
    make_principle(kind="aim", number=2, short_title="Figs")
    assert found('"aim principle"') == []
    assert len(found('"aim 2"')) == 1


def test_the_name_counts_most_then_the_text_then_the_place(public):
    theme = make_theme(strategy=make_strategy(title="Grow"), title="Figs")
    named = make_strategy(title="Figs")
    texts = make_action(strategy=make_strategy(title="Grow"), text="Plant figs.")
    placed = make_action(theme=theme, text="Plant.")
    words = read("figs", [])
    scores = {(row.kind, row.row_id): row.score for row in find(words, user=public).rows}
    assert scores["strategy", named.pk] > scores["action", texts.pk] > scores["action", placed.pk] > 0


def test_what_lacks_a_word_is_not_found_for_that_alone(found):
    action = make_action(text="Plant figs.")
    assert found("figs -quinces")[0] == ("action", action.plan.pk, action.pk)
    assert found("the -quinces") == []


def test_what_is_hidden_is_found_by_officers_only(found, officer):
    plan = make_plan(publication="draft")
    section = Section.objects.create(plan=plan, ref="5", title="Fig", position=1)
    strategy = make_strategy(plan=plan, section=section, title="Fig")
    make_theme(strategy=strategy, title="Fig")
    action = make_action(strategy=strategy, text="Fig")
    make_term(plan=plan, term="FIG")
    SourceNote.objects.create(plan=plan, number=1, kind="text", note="Fig")
    ProgressUpdate.objects.create(
        action=action, reported_on=date(2026, 1, 1), status="on_track", narrative="Fig", publication="published"
    )
    shown = make_action()
    ProgressUpdate.objects.create(action=shown, reported_on=date(2026, 1, 1), status="on_track", narrative="Fig")
    empty = Section.objects.create(plan=make_plan(), ref="5", title="Fig", position=1)
    make_strategy(plan=empty.plan, section=empty, publication="draft")
    assert found("fig") == []
    kinds = [kind for kind, _, _ in found("fig", user=officer)]
    assert sorted(set(kinds)) == ["acronym", "action", "note", "section", "strategy", "theme", "update"]
    assert kinds.count("update") == kinds.count("section") == 2


def test_a_person_is_found_by_the_public_name_and_by_officers_by_the_other_too(found, officer):
    person = make_known(make_partner(kind="person", name="Jo Bloggs", public_name="A named officer"))
    Alias.objects.create(partner=person, name="Sgt Bloggs")
    mine = ("partner", None, person.pk)
    assert found("bloggs") == found("sgt") == []
    assert found("named officer") == [mine]
    assert found("bloggs", user=officer) == found("sgt", user=officer) == [mine]
