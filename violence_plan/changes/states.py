"""A plan as its reader sees it at one moment: each thing of it in words, by kind and key.

Asked within `as_it_stood`, all of it is of a past moment; the readings are the same.
"""

from dataclasses import dataclass

from django.db.models import Q

from access.roles import reads_unpublished
from actions.models import (
    Action,
    GlossaryTerm,
    Indicator,
    Plan,
    ProgressUpdate,
    Section,
    SourceNote,
    Strategy,
    Theme,
)
from actions.models.marks import Marks, holding
from history.words import value_in_words

TOLD = ("publication", "access", "handling")


@dataclass(frozen=True)
class Thing:
    """One thing of a plan: its `model` and key, what it is called, the id of its strategy, and its words by label.

    `marks` are those that hold for it.
    """

    model: type
    pk: int
    name: str
    strategy: int | None
    place: tuple
    words: dict
    marks: Marks = Marks()


def state_of(plan_pk, user):
    """Every Thing of the plan that `user` may see, by model and key; empty where the plan itself is hidden."""
    plan = Plan.objects.visible_to(user).filter(pk=plan_pk).first()
    if plan is None:
        return {}
    readings = (strategies, themes, actions, updates, notes, indicators, sections, terms)
    things = [_plan(plan, user), *(thing for reading in readings for thing in reading(plan, user))]
    return {(thing.model, thing.pk): thing for thing in things}


def said(row, names, user):
    """The words of `row` in the fields of these names, and its marks for who reads what is not published."""
    fields = [row._meta.get_field(name) for name in names]
    if reads_unpublished(user):
        fields += [field for field in row._meta.concrete_fields if field.name in TOLD]
    return {_label(field): value_in_words(field, row, None) for field in fields}


def _label(field):
    label = str(field.verbose_name)
    return label[:1].upper() + label[1:]


def served(alignments):
    """The principles of these alignments, each on a line with its basis."""
    lines = [f"{each.principle} ({each.get_basis_display().lower()})" for each in alignments]
    return "\n".join(sorted(lines))


def _plan(plan, user):
    names = ["title", "area", "introduction", "period_start", "period_end", "source_title", "source_date", "licence"]
    return Thing(Plan, plan.pk, "The plan", None, (0,), said(plan, names, user), holding(plan))


def sections(plan, user):
    """The chapters."""
    for row in Section.objects.visible_to(user).filter(plan=plan):
        words = said(row, ["ref", "title", "introduction"], user)
        yield Thing(Section, row.pk, f"Section {row.ref}", None, (1, row.position), words, holding(plan))


def strategies(plan, user):
    """The strategies, each with who answers for it and which principles it serves as a whole."""
    for row in Strategy.objects.visible_to(user).filter(plan=plan).with_own_links():
        words = said(row, ["ref", "title", "text", "expected_outcome"], user)
        words |= {
            "Section": str(row.section or ""),
            "Owner": row.owner.name_for(user) if row.owner else "",
            "Serves": served(row.alignments.all()),
        }
        yield Thing(Strategy, row.pk, f"Strategy {row.ref}", row.pk, (0,), words, holding(plan))


def themes(plan, user):
    """The themes."""
    for row in Theme.objects.visible_to(user).filter(strategy__plan=plan):
        words = said(row, ["title", "text", "objective"], user)
        yield Thing(Theme, row.pk, f"Theme “{row.title}”", row.strategy_id, (1, row.position), words, holding(plan))


def actions(plan, user):
    """The actions, each with its leads, principles and milestones."""
    for row in Action.objects.visible_to(user).filter(plan=plan).with_links(user):
        words = said(row, ["ref", "text", "kind", "expected_outcome", "starts_on", "due_on"], user)
        leads = [f"{lead.partner.name_for(user)} ({lead.get_role_display().lower()})" for lead in row.leads.all()]
        words |= {
            "Theme": str(row.theme or ""),
            "Led by": "\n".join(leads),
            "Serves": served(row.alignments.all()),
            "Milestones": "\n".join(f"{each.period}: {each.text}" for each in row.milestones.all()),
        }
        place = (2, row.position, row.ref, 0)
        yield Thing(Action, row.pk, f"Action {row.ref}", row.strategy_id, place, words, holding(row, plan))


def updates(plan, user):
    """The progress updates, each with its evidence."""
    rows = ProgressUpdate.objects.of_visible_actions(user).filter(action__plan=plan).prefetch_related("evidence")
    for row in rows:
        words = said(row, ["status", "direction", "narrative", "next_update_due"], user)
        words["Evidence"] = "\n".join(f"{each.title}: {each.url}" for each in row.evidence.all())
        day, of = value_in_words(row._meta.get_field("reported_on"), row, None), row.action
        place = (2, of.position, of.ref, 1, row.reported_on.isoformat(), row.pk)
        marks = holding(row, of, plan)
        yield Thing(ProgressUpdate, row.pk, f"Progress of {of.ref} on {day}", of.strategy_id, place, words, marks)


def notes(plan, user):
    """The source notes."""
    rows = SourceNote.objects.visible_to(user).filter(plan=plan).select_related("action")
    for row in rows:
        words = said(row, ["kind", "subject", "printed", "note"], user)
        strategy = row.action.strategy_id if row.action else row.strategy_id
        marks = holding(row.action, plan) if row.action else holding(plan)
        yield Thing(SourceNote, row.pk, f"Source note {row.number}", strategy, (4, row.number), words, marks)


def indicators(plan, user):
    """The indicators, each with its targets and actuals; of a strategy only where the reader may see it."""
    of_seen = Q(strategy=None) | Q(strategy__in=Strategy.objects.visible_to(user).order_by())
    for row in Indicator.objects.filter(of_seen, plan=plan).with_measurements():
        words = said(row, ["title", "unit", "direction", "baseline", "note"], user)
        for each in row.measurements.all():
            figures = (("target", each.target_words), ("actual", each.actual_words))
            words |= {f"{each.period}, {name}": figure for name, figure in figures if figure}
        place = (3, row.position, row.code)
        yield Thing(Indicator, row.pk, f"Indicator {row.code}", row.strategy_id, place, words, holding(plan))


def terms(plan, user):
    """The acronyms."""
    for row in GlossaryTerm.objects.visible_to(user).filter(plan=plan):
        words = said(row, ["term", "expansion", "note"], user)
        yield Thing(GlossaryTerm, row.pk, f"Acronym {row.term}", None, (5, row.term), words, holding(plan))
