"""A world in which whatever may be hidden is hidden, beside one plan that may be seen; hidden words bear a mark."""

from datetime import date
from itertools import count, product

from django.db import connection, models

from actions.models import (
    Access,
    Action,
    Alignment,
    FormerRef,
    FormerSlug,
    GlossaryTerm,
    Indicator,
    Lead,
    Measurement,
    Milestone,
    Period,
    Plan,
    ProgressUpdate,
    Publication,
    Section,
    SourceNote,
    Strategy,
    Theme,
)  # fmt: skip
from partners.models import Alias, Partner
from principles.models import Framework, Principle
from tests.factories import make_alignment, make_framework, make_partner, make_principle

MARK = "zqhidden"
PUBLISHED, OPEN = Publication.PUBLISHED, Access.OPEN
# Plans, strategies and actions that are hidden by themselves; what hangs on them is hidden with them.
OF_HIDDEN = {
    ProgressUpdate: ["action"],
    Measurement: ["plan"],
    Milestone: ["action"],
    Indicator: ["plan", "strategy"],
    Lead: ["action"],
    Alignment: ["action", "strategy"],
    SourceNote: ["plan", "strategy", "action"],
    FormerRef: ["plan", "strategy", "action"],
    Action: ["plan", "strategy"],
    FormerSlug: ["theme"],
    Theme: ["strategy"],
    Strategy: ["plan"],
    Section: ["plan"],
    Period: ["plan"],
    GlossaryTerm: ["plan"],
    Plan: [],
}
number = count(1)


def text_columns(model):
    """The fields of `model` that hold words of their own: no choices, nothing that the database makes."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and not field.choices and not field.generated
    ]


def make(model, *, hidden, **fields):
    """A row of `model` with words in every text column, marked where the row is `hidden`; `fields` come first."""
    n = next(number)
    words = MARK if hidden else "plain"
    for field in text_columns(model):
        word = f"{words}-{n}" if "ref" in field.name or field.name in ("slug", "code") else f"{words} {field.name} {n}"
        fields.setdefault(field.name, word)
    if any(field.name == "position" for field in model._meta.fields):
        fields.setdefault("position", n)
    return model.objects.create(**fields)


def make_person(name, **fields):
    """A named person whom the public knows as “A named officer”."""
    person = make_partner(kind="person", name=name, public_name="A named officer", **fields)
    Alias.objects.create(partner=person, name=f"{name} as printed")
    return person


def make_partners():
    """Persons wherever a partner may stand; by role. Their names sort otherwise than their codes."""
    police = make_partner(code="police", name="Police")
    chief = make_person(f"{MARK} Zoe", code="officer-1", parent=police)
    deputy = make_person(f"{MARK} Ann", code="officer-2", parent=police)
    owner = make_person(f"{MARK} Mia", code="officer-3")
    make_partner(code="office", name="Office", kind="team", parent=owner)
    for code, name in (("officer-4", "Yve"), ("officer-5", "Bea")):
        make_person(f"{MARK} {name}", code=code, succeeded_by=police)
    make_partner(code="constabulary", name="Constabulary", succeeded_by=owner)
    Alias.objects.create(partner=police, name="The Met")
    return {"police": police, "chief": chief, "deputy": deputy, "owner": owner}


def make_full_action(strategy, *, partners, principles, hidden, publication=PUBLISHED, **fields):
    """An action with everything that may hang on one; what is said of persons is marked in any case."""
    plan = strategy.plan
    links = {"plan": plan, "strategy": strategy}
    action = make(Action, **links, hidden=hidden, publication=publication, **fields, printed_leads=f"{MARK} Zoe")
    for position, (role, partner) in enumerate(partners.items(), 1):
        printed = f"{MARK} {role}" if partner.is_private else ""
        Lead.objects.create(action=action, partner=partner, printed=printed, position=position)
    make_alignment(action=action, principle=principles[0], printed=f"{MARK if hidden else 'plain'} label")
    make(FormerRef, plan=plan, action=action, hidden=hidden)
    make(Milestone, plan=plan, action=action, period=plan.periods.get(), hidden=hidden)
    make(SourceNote, **links, action=action, number=next(number), kind="text", hidden=hidden)
    for day, state in enumerate(Publication, 1):
        status = "on_track" if state == PUBLISHED else "completed"
        make(
            ProgressUpdate,
            action=action,
            reported_on=date(2026, 1, day),
            status=status,
            direction="",
            publication=state,
            hidden=hidden or state != PUBLISHED,
        )
    return action


def make_full_strategy(plan, *, partners, principles, hidden, publication=PUBLISHED):
    """A strategy with whatever may hang on one; an action in each state of publication where it may be seen."""
    section = make(Section, plan=plan, hidden=hidden)
    owned = {"plan": plan, "section": section, "owner": partners["owner"]}
    strategy = make(Strategy, **owned, hidden=hidden, publication=publication)
    theme = make(Theme, strategy=strategy, hidden=hidden)
    make(FormerSlug, theme=theme, hidden=hidden)
    make(SourceNote, plan=plan, strategy=strategy, number=next(number), kind="text", hidden=hidden)
    make(FormerRef, plan=plan, strategy=strategy, hidden=hidden)
    make_alignment(strategy=strategy, principle=principles[1], printed=f"{MARK if hidden else 'plain'} sentence")
    indicator = make(Indicator, plan=plan, strategy=strategy, direction="", hidden=hidden)
    make(Measurement, plan=plan, indicator=indicator, period=plan.periods.get(), target=5, hidden=hidden)
    for state in [PUBLISHED] if hidden else Publication:
        make_full_action(
            strategy,
            partners=partners,
            principles=principles,
            hidden=hidden or state != PUBLISHED,
            publication=state,
            theme=theme,
        )


def make_full_plan(*, framework, partners, principles, hidden, **fields):
    """A plan with a strategy in each state of publication where it may be seen, with one where it may not."""
    plan = make(Plan, framework=framework, hidden=hidden, **fields)
    make(Period, plan=plan, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31), hidden=hidden)
    make(GlossaryTerm, plan=plan, basis="public", hidden=hidden)
    make(SourceNote, plan=plan, number=next(number), kind="text", hidden=hidden)
    for state in [PUBLISHED] if hidden else Publication:
        make_full_strategy(
            plan,
            partners=partners,
            principles=principles,
            hidden=hidden or state != PUBLISHED,
            publication=state,
        )
    return plan


def make_unnamed(partners):
    """A framework with its principles, and a partner beside `partners`, which only what is hidden is going to name."""
    framework = make_framework(code=f"{MARK}-framework", title=f"{MARK} principles")
    words = {"framework": framework, "short_title": f"{MARK} one", "text": f"{MARK} text"}
    trust = make_partner(code=f"{MARK}-trust", name=f"{MARK} Trust", description=f"{MARK} words")
    Alias.objects.create(partner=trust, name=f"{MARK} Trust as printed")
    return {
        "framework": framework,
        "principles": [make_principle(**words, number=n) for n in (1, 2, 3)],
        "partners": partners | {"trust": trust},
    }


def make_world():
    """One plan that may be seen, eight that may not; returns the one draft action that a visible one inherits from."""
    partners = make_partners()
    framework = make_framework(code="framework")
    principles = [make_principle(framework=framework, number=n) for n in (1, 2, 3)]
    rest = {"framework": framework, "partners": partners, "principles": principles}
    plan = make_full_plan(**rest, hidden=False, slug="plain-plan", publication=PUBLISHED, access=OPEN)
    for state, access in product(Publication, Access):
        if (state, access) != (PUBLISHED, OPEN):
            paragraph = 7 if access == Access.EXEMPT else None
            make_full_plan(**rest, hidden=True, publication=state, access=access, exempt_paragraph=paragraph)
    make_full_plan(**make_unnamed(partners), hidden=True, publication=Publication.DRAFT, access=OPEN)
    [seen] = Action.objects.published()
    source = make(Action, plan=plan, strategy=seen.strategy, hidden=True)
    make_alignment(action=seen, principle=principles[2], basis="inherited", inherited_from=source)
    return source


def is_hidden(model):
    """The condition that a row of `model` is hidden, by itself or with what it hangs on."""
    condition = models.Q(pk__in=[])
    if any(field.name == "publication" for field in model._meta.fields):
        condition |= ~models.Q(publication=PUBLISHED)
    if model is Plan:
        condition |= ~models.Q(access=OPEN)
    for name in OF_HIDDEN[model]:
        above = model._meta.get_field(name).related_model
        condition |= models.Q(**{f"{name}__in": above.objects.filter(is_hidden(above))})
    return condition


def remove_hidden(*, but):
    """Delete every hidden row, except the action `but`, of which all words change."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE actions_progressupdate DISABLE TRIGGER USER")  # which forbids to delete
    for model in OF_HIDDEN:
        model.objects.filter(is_hidden(model)).exclude(**{"pk": but.pk} if model is Action else {"pk": None}).delete()
    Alias.objects.filter(name__startswith=MARK, partner__code__startswith=MARK).delete()
    for model, code in ((Partner, "code"), (Principle, "framework__code"), (Framework, "code")):
        model.objects.filter(**{f"{code}__startswith": MARK}).delete()
    Action.objects.filter(pk=but.pk).update(**{field.name: "changed" for field in text_columns(Action)}, position=9999)


def swap_names():
    """Give every person the name of another, so that their order turns round."""
    persons = list(Partner.objects.filter(kind="person").order_by("name"))
    for person, name in zip(persons, [person.name for person in reversed(persons)], strict=True):
        Partner.objects.filter(pk=person.pk).update(name=name)


def hidden_uids():
    """The uids of hidden rows, as texts."""
    return {
        str(uid)
        for model in (Action, Strategy, Theme, ProgressUpdate)
        for uid in model.objects.filter(is_hidden(model)).values_list("uid", flat=True)
    }


def everything_of(model, name):
    """All values of one column of a table, hidden ones too."""
    return sorted({str(value) for value in model.objects.values_list(name, flat=True)})
