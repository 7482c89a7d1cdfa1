"""A plan as it stood at a past moment, for one reader.

Who reads everything is told the past as it was. Anybody else is told a row only where he or she may know of it today,
and then only what `visible_to` lets through of the row as it stood: what was a draft then, or is withdrawn, exempt or
deleted now, is not told.
"""

from django.apps import apps
from django.db.models import Min, Q, Value

from access.roles import reads_all, reads_names, reads_unpublished
from actions.models import Access, Action, Handling, Lead, Plan, Publication
from history.past import Telling, table_at, todays, told_from, with_history
from partners.models import Partner
from partners.past import face, telling_of_partners
from principles.models import Framework

# Links that only point: NULL where their reader may not know what they point to. By any other link a row belongs to
# what the link names, and is not told without it.
POINTERS = {"framework", "inherited_from", "owner", "parent", "section", "succeeded_by", "theme"}
# What stands in addresses is always today's, so that links lead on.
IN_ADDRESSES = ((Plan, "slug"), (Partner, "code"), (Framework, "code"))


def as_it_stood(moment, user):
    """A context in which every query of plans, partners and principles reads them as they stood at `moment` for `user`.

    What `user` may know of today is asked at once. Raises ReadOnlyPastError in it where somebody writes.
    """
    return told_from(tables_at(moment, user))


def first_known(plans, user):
    """The first moment of which `user` may know anything of `plans`, a queryset; None where there is none.

    What was a draft, exempt or sensitive is told only from the moment on at which its marks let it be known.
    """
    versions = with_history()[Plan].objects.filter(pgh_obj__in=plans.visible_to(user).order_by())
    if not reads_unpublished(user):
        versions = versions.filter(publication=Publication.PUBLISHED, access=Access.OPEN)
    elif not reads_all(user):
        versions = versions.exclude(handling=Handling.OFFICIAL_SENSITIVE)
    return versions.aggregate(first=Min("pgh_created_at"))["first"]


def tables_at(moment, user):
    """The SQL of every table as it stood at the aware datetime `moment`, by its name, as `user` may read it."""
    telling = {} if reads_all(user) else telling_for(user)
    return {
        model._meta.db_table: table_at(model, moment, with_addresses(model, telling.get(model, Telling())))
        for model in with_history()
    }


def with_addresses(model, telling):
    """The Telling with today's words wherever addresses hold some."""
    found = {name: f"COALESCE({todays(model, name)}, past.{name})" for each, name in IN_ADDRESSES if each is model}
    return Telling(telling.only, telling.instead | found)


def telling_for(user):
    """The Telling of every table, by model, for a reader of less than everything."""
    known, names = ids_known_to(user), reads_names(user)
    of_partners = telling_of_partners(names)
    told = {}
    for model in with_history():
        extra = of_partners.get(model, Telling())
        only, instead = links_told(model, known)
        told[model] = Telling((*only, *extra.only), instead | extra.instead)
    told[Lead] = Telling(told[Lead].only, told[Lead].instead | lead_told(known, names))
    if not names:
        told[Action].instead["printed_leads"] = "''"
    return told


def links_told(model, known):
    """The conditions on a row of `model` and its links, and the links that stand for others, as a Telling has them."""
    only, instead = [among("past.id", known[model])], {}
    for link in links(model):
        column = f'past."{link.column}"'
        seen = among(column, known[link.related_model])
        if link.name in POINTERS:
            instead[link.column] = f"CASE WHEN {seen} THEN {column} END"
        elif (model, link.name) != (Lead, "partner"):
            only.append(f"({column} IS NULL OR {seen})" if link.null else seen)
    return only, instead


def lead_told(known, names):
    """What stands for columns of a Lead.

    A partner that is no more (merged with another) is the one that the lead names today. The printed words, which may
    name a person, are told as long as they are today's and never were a private person's.
    """
    partner = f"CASE WHEN {among('past.partner_id', known[Partner])} THEN past.partner_id"
    told = {"partner_id": f"{partner} ELSE {todays(Lead, 'partner_id')} END"}
    if not names:
        history = with_history()[Lead]._meta.db_table
        persons = f'SELECT FROM "{history}" led WHERE led.pgh_obj_id = past.id AND {face("led.partner_id")} IS NOT NULL'
        same = f"past.printed = {todays(Lead, 'printed')}"
        told["printed"] = f"CASE WHEN {same} AND NOT EXISTS ({persons}) THEN past.printed ELSE '' END"
    return told


def links(model):
    """The foreign keys of `model` to tables with a history."""
    return [link for link in model._meta.concrete_fields if link.is_relation and link.related_model in with_history()]


def among(column, ids):
    """The SQL condition that `column` is one of `ids`."""
    return f"{column} = ANY('{{{','.join(str(each) for each in ids)}}}'::bigint[])"


def ids_known_to(user):
    """The ids of the rows that `user` may know of today, by model: one query for all tables."""
    first, *rest = (
        rows.order_by().values_list(Value(model._meta.label), "pk") for model, rows in known_to(user).items()
    )
    ids = {model: [] for model in with_history()}
    for label, pk in first.union(*rest, all=True):
        ids[apps.get_model(label)].append(pk)
    return ids


def known_to(user):
    """The rows that `user` may know of today, as querysets by model: visible, and so is what they belong to."""
    found = {}

    def known(model):
        if model not in found:
            rows = model.objects.visible_to(user) if hasattr(model.objects, "visible_to") else model.objects.all()
            for link in links(model):
                if link.name not in POINTERS and hasattr(link.related_model.objects, "visible_to"):
                    above = Q(**{f"{link.name}__in": known(link.related_model).order_by().values("pk")})
                    rows = rows.filter(above | Q(**{link.name: None}) if link.null else above)
            found[model] = rows
        return found[model]

    for model in with_history():
        known(model)
    return found
