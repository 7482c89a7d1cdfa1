"""How rows of the past are told to a reader: values in words, rows by their names, even those that are gone."""

from collections import defaultdict

from django.contrib.auth import get_user_model
from django.core.exceptions import ObjectDoesNotExist
from django.utils import formats, timezone
from django.utils.text import capfirst

from history.rows import events_of, foreign_keys, row_of, shown_fields

DOORS = {"admin": "Admin", "import": "Import", "API": "API", "page": "Page"}
NOBODY = "Nobody signed in"


class Names:
    """Names of rows by model and key, asked for in one query per table; of rows that are gone, what they were.

    `label_of(model)` gives the function that names a row of `model`; `str` where it is not given.
    """

    def __init__(self, label_of=lambda model: str):
        self.label_of = label_of
        self.wanted = defaultdict(set)
        self.rows = defaultdict(dict)

    def want(self, rows):
        """Note the rows that the foreign keys of `rows` (events or objects) point to."""
        for row in rows:
            for field in foreign_keys(getattr(row, "pgh_tracked_model", type(row))):
                if (key := getattr(row, field.attname)) is not None:
                    self.wanted[field.related_model].add(key)

    def of(self, model, key):
        """The name of the row `key` of `model`."""
        row = self.row(model, key)
        gone = "" if row and not row._state.adding else " (deleted)"
        return f"{self.name(row) if row else f'{capfirst(model._meta.verbose_name)} {key}'}{gone}"

    def row(self, model, key):
        """The row `key` of `model` as it is, else as it was when it was deleted, else None."""
        missing = (self.wanted.pop(model, set()) | {key}) - self.rows[model].keys()
        if missing:
            related = [field.name for field in foreign_keys(model)]
            self.rows[model] |= model._base_manager.select_related(*related).in_bulk(missing)
            self.rows[model] |= self._gone(model, missing - self.rows[model].keys())
        return self.rows[model][key]

    def _gone(self, model, keys):
        try:
            events = list(events_of(model).objects.filter(pgh_obj__in=keys).order_by("pgh_id")) if keys else ()
        except LookupError:
            events = ()
        return dict.fromkeys(keys) | {event.pgh_obj_id: row_of(event) for event in events}

    def name(self, row):
        """The name of a row, even where what it names itself by is gone."""
        for field in foreign_keys(type(row)):
            key = getattr(row, field.attname)
            if key is not None and not field.is_cached(row) and (related := self.row(field.related_model, key)):
                setattr(row, field.name, related)
        try:
            return str(self.label_of(type(row))(row))
        except (ObjectDoesNotExist, AttributeError):
            return f"{capfirst(row._meta.verbose_name)} {row.pk}"


def value_in_words(field, row, names):
    """What the `field` of `row`, an event or an object, says to a reader; empty where it says nothing."""
    value = getattr(row, field.attname)
    if value is None or value == "":
        return ""
    if field.is_relation:
        return names.of(field.related_model, value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return str(formats.localize(value, use_l10n=True)) if not isinstance(value, str) else value


def values_in_words(model, row, names):
    """What `row` of `model` says, by the label of each field that says something."""
    said = {capfirst(field.verbose_name): value_in_words(field, row, names) for field in shown_fields(model)}
    return {label: words for label, words in said.items() if words}


def who(events):
    """Who wrote each of the `events`, in words, by pgh_context's key; one query for all."""
    contexts = {event.pgh_context_id: event.pgh_context for event in events if event.pgh_context_id}
    users = {key: context.metadata.get("user") for key, context in contexts.items()}
    named = get_user_model().objects.filter(pk__in=set(users.values()) - {None})
    names = {user.pk: user.get_username() for user in named}
    return {key: names.get(user, f"A user who is gone (no. {user})") if user else NOBODY for key, user in users.items()}


def where(event):
    """From where `event` was written, in words: which door, which command; of raw SQL the role of the database."""
    if event.pgh_context_id is None:
        return f"Raw SQL, as {event.pgh_role}"
    said = event.pgh_context.metadata
    if said.get("source") == "command":
        return f"Command {said.get('command', '')}".strip()
    return DOORS.get(said.get("source"), "Program")


def why(event):
    """The reason that was given; empty where there was none."""
    return "" if event.pgh_context_id is None else str(event.pgh_context.metadata.get("why", ""))


def moment_in_words(moment):
    """A moment as people say it, in the portal's own time: 3 May 2026, 10:05."""
    local = timezone.localtime(moment)
    return f"{local.day} {local:%B %Y, %H:%M}"
