"""How a query string is read: what is given, what is refused, and the kinds of filter there are.

An unknown parameter, one that is given twice but has one value, or a value that nothing answers to is an error that
names it, never a silent full list. An empty value is one not given: a form sends its empty fields too.
"""

import re

import django_filters
from django import forms
from django.contrib.postgres.search import SearchQuery
from django.http import QueryDict
from django.utils import timezone
from django_filters.fields import IsoDateTimeField

from tables.words import words_of

FIELDS, FORMAT = "fields", "format"  # which fields of rows, and as what
TRUE_OR_FALSE = [("true", "true"), ("false", "false")]
MOMENT = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)?)?", re.ASCII)
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
NO_DAY = "Write a day as 2026-01-31."
NO_MOMENT = "Write a time as 2026-01-31T09:00:00Z, or a day as 2026-01-31. In an address, + is written %2B."
# What the filters that most lists have mean, for the API's description; and the orders of what is printed.
WORDS = "English words, all of which occur (“quoted” together, -without)."
SINCE = "ISO 8601: changed at this time or later, such as 2026-01-31T09:00:00Z."
ORDERS = [("position", "As printed"), ("updated_at", "Last changed")]
ORDERED = "position (as printed) or updated_at; with - before it, the other way round."
LONGEST_ECHO = 60  # so much of what was asked for is repeated to the reader


def shown(text):
    """So much of what was asked for as can be repeated to the reader."""
    printable = "".join(sign if sign.isprintable() else "�" for sign in text)
    return printable if len(printable) <= LONGEST_ECHO else f"{printable[:LONGEST_ECHO]}…"


def given(query):
    """The QueryDict `query` less its empty values, and those of white space alone."""
    kept = QueryDict(mutable=True)
    for name, values in query.lists():
        if filled := [value for value in values if value.strip()]:
            kept.setlist(name, filled)
    return kept


def refused(query, *, filters, also_known=()):
    """Messages by name: what the QueryDict `query` asks that neither `filters`, by name, nor `also_known` answer."""
    known = ", ".join([*filters, *also_known])
    hint = f"Known here: {known}." if known else "None is known here."
    unknown = {
        shown(name): [f"There is no parameter “{shown(name)}”. {hint}"]
        for name in query
        if name not in filters and name not in also_known
    }
    repeatable = {name for name, one in filters.items() if isinstance(one, django_filters.MultipleChoiceFilter)}
    twice = {
        name: ["Give this parameter once; it takes one value."]
        for name, values in given(query).lists()
        if len(values) > 1 and name not in repeatable
    }
    return twice | unknown


def one_of(choices):
    """Error messages of a choice among `choices`, pairs of value and label, that say what can be chosen."""
    values = ", ".join(value for value, _ in choices)
    return {"invalid_choice": f"Choose one of: {values}."}


class Name(django_filters.CharFilter):
    """A filter by a name; no name is longer than a theme's title."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, max_length=200, **kwargs)


class Choices(django_filters.MultipleChoiceFilter):
    """A filter that may be given more than once: one of `choices` is enough. It says what can be chosen."""

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, choices=choices, error_messages=one_of(choices), **kwargs)


class OneOf(django_filters.ChoiceFilter):
    """A filter that takes one of `choices`, and says which there are."""

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, choices=choices, error_messages=one_of(choices), **kwargs)


class YesOrNo(OneOf):
    """A filter that takes true or false, and says so."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, choices=TRUE_OR_FALSE, **kwargs)


class MomentField(IsoDateTimeField):
    """A moment written in full; the many other shapes of ISO 8601 are more often a slip than meant."""

    def to_python(self, value):
        if value and not MOMENT.fullmatch(value.strip()):
            raise forms.ValidationError(self.error_messages["invalid"])
        return super().to_python(value)


class Moment(django_filters.IsoDateTimeFilter):
    """A filter by a moment, or by the beginning of a day, in the portal's own time where it does not say which."""

    field_class = MomentField

    def __init__(self, *args, **kwargs):
        super().__init__(*args, error_messages={"invalid": NO_MOMENT}, **kwargs)


class DayField(forms.DateField):
    """A day that has come, written in full: 2026-01-31."""

    default_error_messages = {"invalid": NO_DAY}

    def to_python(self, value):
        if value and not DAY.fullmatch(value.strip()):
            raise forms.ValidationError(self.error_messages["invalid"])
        day = super().to_python(value)
        if day and day > timezone.localdate():
            raise forms.ValidationError("That day is still to come. Write today, or a day before it.")
        return day


class Day(django_filters.DateFilter):
    """A filter by a day that has come."""

    field_class = DayField


class Words(Name):
    """A filter by English words, all of which stand in the `columns` of a row: “quoted” together, -without.

    Where there may be many rows, an index of `words_of` the same columns answers it.
    """

    def __init__(self, *args, columns, **kwargs):
        super().__init__(*args, **kwargs)
        self.vector = words_of(*columns)

    def filter(self, queryset, value):
        if not value:
            return queryset
        words = SearchQuery(value, search_type="websearch", config="english")
        return queryset.alias(searched=self.vector).filter(searched=words)


class Ordering(django_filters.OrderingFilter):
    """Orders rows by one or more of `orders`: pairs of a name and what it means in words.

    `own` names the order that a list has by itself. Rows equal in what was asked for stand in that order, and so do all
    where nothing was asked for; it must leave no two rows equal, so that pages neither overlap nor skip.
    """

    def __init__(self, *args, orders, own, **kwargs):
        choices = [*orders, *((f"-{name}", f"{label}, last first") for name, label in orders)]
        names = [name for name, _ in orders]
        super().__init__(*args, fields=names, choices=choices, error_messages=one_of(choices), **kwargs)
        self.own = own

    def filter(self, queryset, value):
        own = queryset.query.order_by
        meaning = {self.own: own, turned(self.own): [turned(name) for name in own]}
        asked = [name for part in value or () for name in meaning.get(part, [part]) if name]
        return queryset.order_by(*asked, *own)


def turned(name):
    """An order the other way round."""
    return name[1:] if name.startswith("-") else f"-{name}"
