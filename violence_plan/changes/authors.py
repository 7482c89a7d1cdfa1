"""Who made the changes of a plan, from where and why: for readers of histories."""

from actions.models import Action, Strategy
from history.rows import events_of
from history.words import where, who, why

# What hangs on a thing and counts as a change of it, by the name of the link to it.
HANGING = {
    Action: ("leads", "alignments", "milestones"),
    Strategy: ("alignments",),
}


def authors(found, since, until):
    """For each Difference of `found` lines of who, where and why, by model and key: in a few queries for all."""
    lines, steps = {}, []
    for model in {each.thing.model for each in found}:
        keys = [each.thing.pk for each in found if each.thing.model is model]
        for events, column in _sources(model):
            rows = events.objects.filter(**{f"{column}__in": keys}, pgh_created_at__gt=since, pgh_created_at__lte=until)
            rows = rows.select_related("pgh_context").order_by("pgh_id")
            steps += [(event.pgh_created_at, (model, getattr(event, column)), event) for event in rows]
    people = who([event for *_, event in steps])
    for _, key, event in sorted(steps, key=lambda step: step[0]):
        parts = (people.get(event.pgh_context_id, ""), where(event), why(event))
        lines.setdefault(key, {})[" · ".join(part for part in parts if part)] = True
    return {key: list(said) for key, said in lines.items()}


def _sources(model):
    """Pairs of a table of events and its column that holds the key of a row of `model`."""
    yield events_of(model), "pgh_obj_id"
    for name in HANGING.get(model, ()):
        relation = model._meta.get_field(name)
        yield events_of(relation.related_model), relation.field.attname
