"""How one cell is understood and written: text, a choice, yes or no, a number, a day, a uid, a row of another table.

`clean` takes the cell of a file (text; from Excel also a number, a date or a boolean) and returns the value, or raises
ValueError with a sentence that quotes the cell and says the mend; `render` is the way back, always text.
"""

import re
import uuid
from datetime import date, datetime
from decimal import Decimal

from import_export.fields import Field
from import_export.widgets import Widget

WHOLE = re.compile(r"[0-9]{1,18}")
DECIMAL = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,18})?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Text(Widget):
    """Words, whole and as they stand; a line ends with LF whatever the file's own way."""

    def clean(self, value, row=None, **kwargs):
        if isinstance(value, str):
            return value.replace("\r\n", "\n")
        if type(value) is int:
            return str(value)
        # A sheet that holds 5.10 as a number has lost the 0 already: only text is safe.
        raise ValueError(f"The cell is no text but {value!r}. Format the column as text and write the cell again.")


class OneOf(Text):
    """One of a few fixed words."""

    def __init__(self, words):
        super().__init__()
        self.words = [word for word in words if word]

    def clean(self, value, row=None, **kwargs):
        word = super().clean(value)
        if word and word not in self.words:
            raise ValueError(f"“{word}” is not known. Choose one of: {', '.join(self.words)}.")
        return word


class Whole(Widget):
    """A whole number of 0 or more."""

    def clean(self, value, row=None, **kwargs):
        text = str(value).strip()
        if text and not WHOLE.fullmatch(text):
            raise ValueError(f"“{text}” is no whole number. Write it in digits only: 12.")
        return int(text) if text else None


class Number(Widget):
    """A decimal number; written without needless noughts."""

    def clean(self, value, row=None, **kwargs):
        text = str(value).strip()
        if text and not DECIMAL.fullmatch(text):
            raise ValueError(
                f"“{text}” is no number. Write digits and a point, without unit or thousands comma: 1234.5."
            )
        return Decimal(text) if text else None

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else f"{value:f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"


class Day(Widget):
    """A date as ISO 8601 writes it: 2021-03-24."""

    def clean(self, value, row=None, **kwargs):
        if isinstance(value, date):
            return value.date() if isinstance(value, datetime) else value
        text = str(value).strip()
        try:
            if text and not DAY.fullmatch(text):
                raise ValueError
            return date.fromisoformat(text) if text else None
        except ValueError:
            raise ValueError(
                f"“{text}” is no date. Write year, month and day: 2021-03-24; spreadsheets like to change it."
            ) from None

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else value.isoformat()


class Uid(Widget):
    """A UUID."""

    def clean(self, value, row=None, **kwargs):
        text = str(value).strip()
        try:
            return uuid.UUID(text) if text else None
        except ValueError:
            raise ValueError(f"“{text}” is no uid. Put back what was exported; leave it empty for a new row.") from None


class YesNo(Widget):
    """True or false; no is an empty cell."""

    def clean(self, value, row=None, **kwargs):
        word = str(value).strip().lower()
        if word not in ("", "true", "false"):
            raise ValueError(f"“{word}” is neither true nor false. Write true, or leave the cell empty.")
        return word == "true"

    def render(self, value, obj=None, **kwargs):
        return "true" if value else ""


class Reference(Widget):
    """A row of another table, named by its natural key: `key` in this cell, the rest of it in the columns of `within`.

    `within` maps columns of the file to lookups of the model: {"plan": "plan__slug"}. `file` is the table that holds
    the rows. Rows are read once for each value of these columns, and once more for a key that is not among them.
    """

    def __init__(self, model, key, *, file, within=()):
        super().__init__()
        self.model, self.key, self.file, self.within = model, key, file, dict(within)
        self.rows = {}

    def clean(self, value, row=None, **kwargs):
        key = self._named(value)
        if not key:
            return None
        scope = {lookup: str(row.get(column, "")) for column, lookup in self.within.items()}
        rows = self.rows.setdefault(tuple(scope.values()), {})
        if not rows:
            rows.update(self._read(scope))
        if key not in rows:
            # It may have been added since, by a row above in this very file.
            rows.update(self._read(scope | {self.key: key}))
        if key not in rows:
            raise ValueError(self._missing(key, scope))
        return rows[key]

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else getattr(value, self.key)

    def forget(self):
        """Read the rows anew at the next cell."""
        self.rows.clear()

    def _named(self, value):
        return Text().clean(value)

    def _read(self, scope):
        parents = {lookup.rpartition("__")[0] for lookup in self.within.values()} - {""}
        found = self.model._default_manager.filter(**scope).select_related(*parents)
        return {str(getattr(row, self.key)): row for row in found}

    def _missing(self, key, scope):
        name = self.model._meta.verbose_name
        if not scope:
            return f"There is no {name} “{key}”. Correct it, or add it to {self.file} first."
        pairs = list(zip(self.within, scope.values(), strict=True))
        place = " of ".join(f"{column} {cell or '(empty)'}" for column, cell in reversed(pairs))
        return f"{place[0].upper()}{place[1:]} has no {name} “{key}”. Correct it, or add it to {self.file} first."


class UidReference(Reference):
    """A row of another table, named by its uid."""

    def render(self, value, obj=None, **kwargs):
        return str(super().render(value))

    def _named(self, value):
        return str(Uid().clean(value) or "")


class Column(Field):
    """One column of a table; texts that differ only in how a line ends are equal."""

    def get_value(self, instance):
        value = super().get_value(instance)
        return value.replace("\r\n", "\n") if isinstance(value, str) else value


class UidColumn(Column):
    """The column of a uid: an empty cell keeps it, or makes one for a new row; another value is refused."""

    def __init__(self):
        super().__init__(attribute="uid", column_name="uid", widget=Uid())

    def save(self, instance, row, is_m2m=False, **kwargs):
        uid = self.clean(row)
        if uid is None or uid == instance.uid:
            return
        if not instance._state.adding:
            raise ValueError(f"A uid never changes. Put back {instance.uid}, or leave the cell empty.")
        instance.uid = uid


class Narrowing(Column):
    """A column that says where to look, such as the plan of an action; it is read from `paths`, never written."""

    def __init__(self, column, *paths):
        super().__init__(attribute=column, column_name=column, readonly=True, widget=Text())
        self.columns = [Column(path) for path in paths]

    def get_value(self, instance):
        values = (column.get_value(instance) for column in self.columns)
        return next((value for value in values if value is not None), None)
