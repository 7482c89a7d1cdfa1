"""What a form showed when it was sent out: kept in the form itself, so that a save knows what its reader had read.

All values are texts as a browser would post them, so that what was shown, what was typed and what stands now compare.
"""

from dataclasses import dataclass

from django.core import signing

SALT = "tables.seen"
FIELD = "_seen"


def as_posted(bound):
    """The initial value of a bound field, as the text that a browser would post for it."""
    value = bound.field.prepare_value(bound.initial)
    if isinstance(value, bool):
        return "on" if value else ""
    widget = getattr(bound.field.widget, "widget", bound.field.widget)  # a list with signs beside it is wrapped
    text = widget.format_value(value)
    if isinstance(text, list):
        text = "".join(text[:1])
    return "" if text is None else plain(text)


def plain(text):
    """A posted text as the database will hold it: without the browser's line ends and without spaces around it."""
    return str(text).replace("\r\n", "\n").strip()


def open_fields(form):
    """The names of the fields that a person fills in: not those that are fixed, hidden or marks for deletion."""
    fixed = {"DELETE", *(bound.name for bound in form.hidden_fields())}
    return [name for name, field in form.fields.items() if not field.disabled and name not in fixed]


def values_of(form):
    """The values that stand in a form before anybody types: a dict of texts by field."""
    return {name: as_posted(form[name]) for name in open_fields(form)}


@dataclass(frozen=True)
class Seen:
    """A row and the rows that hang on it: `version` (None where it has none), `row` and `lists` of texts.

    `row` maps fields to texts; `lists` maps the prefix of each list to its rows, by key, in order.
    """

    version: int | None
    row: dict
    lists: dict

    @classmethod
    def of(cls, form, formsets):
        """What these forms of a row that stands show, whatever was typed into them."""
        lists = {each.prefix: {str(row.instance.pk): values_of(row) for row in each.initial_forms} for each in formsets}
        return cls(getattr(form.instance, "version", None), values_of(form), lists)

    @property
    def content(self):
        """All but the version: what a person can see."""
        return self.row, self.lists

    @property
    def token(self):
        """A text that keeps it in a form."""
        return signing.dumps([self.version, self.row, self.lists], salt=SALT, compress=True)

    @classmethod
    def from_token(cls, token):
        """What `token` keeps; None where it is none of ours."""
        try:
            return cls(*signing.loads(token, salt=SALT))
        except signing.BadSignature:
            return None
