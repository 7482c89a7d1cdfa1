"""Whatever changes, and whoever changes it: what a search looks in is what the tables say."""

from datetime import date
from functools import partial

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.db.models import BigIntegerField, F, Value
from django.db.models.functions import Concat

from actions.models import (
    Action,
    GlossaryTerm,
    Plan,
    ProgressUpdate,
    SearchEntry,
    Section,
    SourceNote,
    Strategy,
    Theme,
)  # fmt: skip
from actions.models.search import SAID
from partners.models import Alias, Partner
from principles.models import Framework, Principle
from tests.factories import (
    make_action,
    make_framework,
    make_partner,
    make_plan,
    make_principle,
    make_strategy,
    make_term,
    make_theme,
    make_user,
)
from violence_plan.search.entries import SHARED
from violence_plan.search.kinds import KINDS

pytestmark = pytest.mark.django_db

PLANS = {"plan": "pk", "theme": "strategy__plan", "update": "action__plan", "principle": None, "partner": None}
WITHIN = {"section": "plan", "theme": "strategy"}  # a row and what it stands in have this in common
EXEMPT = {"access": "exempt", "exempt_paragraph": 1}


def grow():
    """Two plans with a row of every kind each, a part of it public; partners, one of them a person."""
    for publication in ("published", "draft"):
        framework = make_framework(title=f"Principles of {publication}")
        plan = make_plan(publication=publication, introduction="Why.", source_title="Paper", framework=framework)
        section = Section.objects.create(plan=plan, ref="5", title="Chapter", introduction="First.", position=1)
        Section.objects.create(plan=plan, ref="6", title="Empty", position=2)
        strategy = make_strategy(plan=plan, section=section, text="Long.", expected_outcome="Peace")
        theme = make_theme(strategy=strategy, text="Broad.", objective="To mend")
        make_theme(strategy=strategy)
        action = make_action(theme=theme, expected_outcome="Calm")
        make_action(theme=theme, publication="draft")
        make_term(plan=plan, term=f"T{publication}", note="Known.")
        of_what = [(None, None), (strategy, None), (None, action), (strategy, action)]
        for number, (of, on) in enumerate(of_what):
            texts = {"kind": "text", "subject": "It", "printed": "Thsi", "note": "Odd."}
            SourceNote.objects.create(plan=plan, number=plan.pk * 10 + number, strategy=of, action=on, **texts)
        for state in ("published", "draft"):
            ProgressUpdate.objects.create(
                action=action, reported_on=date(2026, 1, 1), status="on_track", narrative="Done.", publication=state
            )
        make_principle(framework=plan.framework, kind="enabling")
    make_principle(kind="aim")
    for partner in (
        make_partner(description="Keeps watch."),
        make_partner(kind="person", name="Jo Bloggs", public_name="A named officer"),
    ):
        for spelling in ("B", "A"):
            Alias.objects.create(partner=partner, name=f"{partner.code} {spelling}")


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        grow()
        yield make_user("officer", is_superuser=True)
        transaction.set_rollback(True)


def kept():
    """What the entries say: plan, whether it is public, and the words, by kind, row and face."""
    entries = SearchEntry.objects.values_list("kind", "row_id", "face", "plan_id", "is_public", "said")
    return {tuple(row[:3]): tuple(row[3:]) for row in entries}


def told(officer):
    """What they are to say, by the querysets of every kind; of what plans share, who may know of it is asked later."""
    found = {}
    for kind in KINDS.values():
        public = set(kind.rows(officer if kind.name in SHARED else AnonymousUser()).values_list("pk", flat=True))
        faces = {"public": AnonymousUser(), "named": officer} if kind.name == "partner" else {"": officer}
        plan = PLANS.get(kind.name, "plan")
        for face, user in faces.items():
            of = F(plan) if plan else Value(None, BigIntegerField())
            seen = Partner.objects.with_words(user) if kind.name == "partner" else kind.rows(user)
            rows = seen.order_by().annotate(of=of, words=SAID)
            for pk, plan_id, words in rows.values_list("pk", "of", "words"):
                found[kind.name, pk, face] = (plan_id, pk in public and face != "named", words)
    return found


def anew(model, *columns):
    """Changes of all rows of a table at once, one for each of these columns."""
    for column in columns:
        change = partial(model.objects.update, **{column: Concat(column, Value(" anew"))})
        yield pytest.param(change, id=f"{model.__name__}.{column}")


def to(model, rows=lambda rows: rows, **values):
    """A change of some rows of a table to these values."""
    name = f"{model.__name__} {', '.join(map(str, values.values()))}"
    return pytest.param(lambda: rows(model.objects).update(**values), id=name)


def raw(sql):
    """A change by raw SQL."""
    return pytest.param(lambda: connection.cursor().execute(sql), id=sql)


def moved(model, **links):
    """A change of the last row of a table: each of `links`, a table by its column, leads to another row."""

    def change():
        row = model.objects.order_by("pk").last()
        for name, table in links.items():
            others = table.objects.exclude(pk=getattr(row, f"{name}_id"))
            parent = WITHIN.get(name)
            setattr(row, name, others.filter(**{parent: getattr(row, parent)} if parent else {}).first())
        row.save()

    return pytest.param(change, id=f"{model.__name__} to another {', '.join(links)}")


def numbered_anew():
    term = make_term()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE actions_glossaryterm SET id = id + 1000, plan_id = 1000 WHERE id = %s", [term.pk])
        cursor.execute("UPDATE actions_plan SET id = 1000 WHERE id = %s", [term.plan_id])


CHANGES = [
    pytest.param(grow, id="more of everything"),
    *anew(Plan, "title", "introduction", "source_title", "area"),
    *anew(Section, "ref", "title", "introduction"),
    *anew(Strategy, "ref", "title", "text", "expected_outcome"),
    *anew(Theme, "title", "text", "objective"),
    *anew(Action, "ref", "text", "expected_outcome"),
    *anew(SourceNote, "subject", "note", "printed"),
    *anew(GlossaryTerm, "term", "note"),
    *anew(Framework, "title"),
    *anew(Principle, "short_title", "text"),
    *anew(Partner, "name", "description"),
    *anew(Alias, "name"),
    to(Plan, publication="published"),
    to(Plan, publication="withdrawn"),
    to(Plan, **EXEMPT),
    to(Strategy, publication="withdrawn"),
    to(Action, publication="published"),
    to(Action, **EXEMPT),
    to(ProgressUpdate, publication="published"),
    to(ProgressUpdate, **EXEMPT),
    to(Action, theme=None),
    to(Strategy, section=None),
    to(SourceNote, action=None),
    to(Principle, kind="step"),
    to(Principle, number=F("number") + 100),
    to(Partner, lambda rows: rows.filter(kind="organisation"), kind="person", code="guard", public_name="A guard"),
    moved(Strategy, section=Section),
    moved(Action, theme=Theme),
    moved(GlossaryTerm, plan=Plan),
    moved(SourceNote, plan=Plan, strategy=Strategy, action=Action),
    moved(Alias, partner=Partner),
    moved(Principle, framework=Framework),
    raw("DELETE FROM actions_sourcenote"),
    raw("DELETE FROM actions_glossaryterm"),
    raw("DELETE FROM partners_alias"),
    raw("DELETE FROM principles_principle"),
    raw("DELETE FROM partners_alias; DELETE FROM partners_partner"),
    raw("UPDATE actions_action SET theme_id = NULL; DELETE FROM actions_theme"),
    pytest.param(numbered_anew, id="a plan and what hangs on it get other keys, the plan last"),
    raw("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE partners_alias"),
    raw("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE actions_sourcenote, actions_glossaryterm"),
]  # fmt: skip


def test_at_first(world):
    entries = kept()
    assert len(entries) > 30
    assert entries == told(world)


@pytest.mark.parametrize("change", CHANGES)
def test_after_a_change(world, change):
    before = kept()
    change()
    assert kept() == told(world) != before


def test_what_was_not_changed_is_not_written(world):
    written = "SELECT array_agg(ctid::text ORDER BY ctid) FROM actions_searchentry"
    with connection.cursor() as cursor:
        cursor.execute(written)
        before = cursor.fetchall()
        Action.objects.update(due_on=date(2026, 1, 1))
        Plan.objects.update(licence="Free", title=F("title"))
        cursor.execute(written)
        assert cursor.fetchall() == before


def test_a_plan_that_goes_takes_its_entries_along(world):
    plan = make_plan()
    make_term(plan=plan)
    make_action(strategy=make_strategy(plan=plan))
    assert SearchEntry.objects.filter(plan=plan).count() == 4
    plan.delete()
    assert kept() == told(world)


def test_a_text_longer_than_the_database_reads_is_found_by_its_beginning(world):
    words = " ".join(f"word{number}" for number in range(150_000))
    action = make_action(text=f"figs {words} quinces")
    said = SearchEntry.objects.filter(kind="action", row_id=action.pk)
    assert said.filter(said="fig").exists()
    assert not said.filter(said="quinc").exists()


def test_entries_of_a_kind_of_a_plan_and_by_their_heading():
    fig = make_action(ref="1.1", text="Plant figs").plan
    make_plan(title="Figs")
    assert str(SearchEntry.objects.get(kind="plan", plan=fig)) == f"plan {fig.pk}"

    def found(entries):
        return sorted(entries.values_list("kind", flat=True))

    assert found(SearchEntry.objects.of_plan(fig)) == ["action", "plan", "strategy"]
    figs = SearchEntry.objects.filter(said="fig")
    assert found(figs.of_kind("").of_plan(None)) == ["action", "plan"]
    assert found(figs.of_kind("plan")) == ["plan"]
    assert found(SearchEntry.objects.headed("fig")) == ["plan"]
