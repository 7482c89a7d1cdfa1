"""The rows of the past, whatever table they are of: which tables have a history, and rows as they once were."""

from django.apps import apps
from django.db.models import Exists, ForeignKey, Max, OuterRef, Q, Subquery

from history.models import Event
from history.tracking import FOLLOWING

DELETE = "delete"


def events_of(model):
    """The model of the history of `model`. Raises LookupError where it has none."""
    for relation in model._meta.related_objects:
        if issubclass(relation.related_model, Event) and relation.field.name == "pgh_obj":
            return relation.related_model
    raise LookupError(f"{model.__name__} has no history.")


def tracked_models():
    """Every model that has a history."""
    return [model.pgh_tracked_model for model in apps.get_models() if issubclass(model, Event)]


def written_fields(model):
    """The fields of `model` that somebody writes, the key included: none that the database makes or counts."""
    return [field for field in model._meta.concrete_fields if not field.generated and field.name not in FOLLOWING]


def shown_fields(model):
    """The fields of `model` that a reader of its history is shown."""
    return [field for field in written_fields(model) if not field.primary_key and field.name != "uid"]


def foreign_keys(model):
    """The fields of `model` that point to another row."""
    return [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]


def row_of(event):
    """The row as it was when `event` was written, as an unsaved object of its model."""
    model = event.pgh_tracked_model
    names = [field.attname for field in model._meta.concrete_fields if not field.generated]
    return model(**{name: getattr(event, name) for name in names})


def last_changed(model):
    """When each row of a queryset of `model` last changed, as an expression: the moment of the last of its history."""
    events = events_of(model).objects.filter(pgh_obj=OuterRef("pk")).order_by().values("pgh_obj")
    return Subquery(events.annotate(last=Max("pgh_created_at")).values("last"))


def changed_since(model, moment):
    """The condition that a row of `model` changed at the moment or later."""
    since = events_of(model).objects.filter(pgh_created_at__gte=moment)
    return Q(pk__in=since.order_by().values("pgh_obj"))


def deleted_rows(model):
    """The events by which the rows of `model` were deleted that are not there now, the last first."""
    events = events_of(model)
    later = events.objects.filter(pgh_obj=OuterRef("pgh_obj"), pgh_id__gt=OuterRef("pgh_id"))
    standing = model._base_manager.filter(pk=OuterRef("pgh_obj"))
    gone = events.objects.filter(~Exists(standing), ~Exists(later), pgh_label=DELETE)
    return gone.select_related("pgh_context").order_by("-pgh_id")


def deletion_of(model, pk):
    """The event by which the row `pk` of `model` was deleted, or None where it stands or never was."""
    return deleted_rows(model).filter(pgh_obj=pk).first()


def last_event(model, pk, *, at=None):
    """The last event of the row `pk` of `model`, up to the moment `at` where that is given; None without one."""
    until = {} if at is None else {"pgh_created_at__lte": at}
    return events_of(model).objects.filter(pgh_obj=pk, **until).order_by("-pgh_id").first()


def deleted_with(event):
    """The events by which rows were deleted with the row of `event`, since they hung on it, directly or not."""
    found, left, seen = [], [event], {(type(event), event.pgh_obj_id)}
    while left:
        above = left.pop()
        for model in tracked_models():
            for field in foreign_keys(model):
                if field.related_model is above.pgh_tracked_model:
                    for each in _deleted_at_once(events_of(model), above, field):
                        if (type(each), each.pgh_obj_id) not in seen:
                            seen.add((type(each), each.pgh_obj_id))
                            found.append(each)
                            left.append(each)
    return found


def _deleted_at_once(events, above, field):
    """The deletes in the table `events`, in the transaction of `above`, of rows whose `field` led to its row."""
    return events.objects.filter(
        pgh_label=DELETE,
        pgh_created_at=above.pgh_created_at,
        pgh_context=above.pgh_context_id,
        **{field.attname: above.pgh_obj_id},
    ).order_by("pgh_id")
