"""How a query string is read: what is given, what is refused, and the kinds of filter there are.

An unknown parameter, one that is given twice but has one value, or a value that nothing answers to is an error that
names it, never a silent full list. An empty value is one not given: a form sends its empty fields too.
"""

import re

import django_filters
from django import forms
from django.http import QueryDict
from django.utils import timezone
from django_filters.fields import IsoDateTimeField

from actions.models import Plan

TRUE_OR_FALSE = [("true", "true"), ("false", "false")]
MOMENT = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)?)?", re.ASCII)
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
NO_DAY = "Write a day as 2026-01-31."
NO_MOMENT = "Write a time as 2026-01-31T09:00:00Z, or a day as 2026-01-31. In an address, + is written %2B."
AS_AT = "as_at"  # in a query string: the past moment that a page is to be read as at
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


class PrintedOrdering(django_filters.OrderingFilter):
    """Orders rows; those equal in what was asked for stand as printed, and so do all where nothing was asked for."""

    def __init__(self, *args, orders, **kwargs):
        choices = [*orders, *((f"-{name}", f"{label}, last first") for name, label in orders)]
        names = [name for name, _ in orders]
        super().__init__(*args, fields=names, choices=choices, error_messages=one_of(choices), **kwargs)

    def filter(self, queryset, value):
        printed = list(queryset.PRINTED_ORDER)
        meaning = {"position": printed, "-position": [f"-{name}" for name in printed]}
        asked = [name for part in value or () for name in meaning.get(part, [part]) if name]
        return queryset.order_by(*asked, *printed)


class KnownValuesForm(forms.Form):
    """A filter's form: refuses names that nothing visible to its reader answers to."""

    reader = None

    def refuse_unknown(self, name, known, sentence):
        """Add an error to the field `name` where its value is filled and `known(value)` is an empty queryset."""
        value = self.cleaned_data.get(name)
        if value and not known(value).exists():
            self.add_error(name, sentence.format(shown(value)))

    def clean(self):
        plans = Plan.objects.visible_to(self.reader)
        self.refuse_unknown("plan", lambda slug: plans.filter(slug=slug), "There is no plan “{}”.")
        if self.cleaned_data.get("plan"):
            plans = plans.filter(slug=self.cleaned_data["plan"])
        self.refuse_names_within(plans)
        return self.cleaned_data

    def refuse_names_within(self, plans):
        """Add an error to each field whose value names nothing in `plans`, the visible plans that were asked for."""


class ReadersFilterSet(django_filters.FilterSet):
    """Filters for a reader, `request.user`; `also_known` are parameters that others read (page)."""

    def __init__(self, data=None, *args, also_known=(), **kwargs):
        self.asked = QueryDict() if data is None else data
        self.also_known = also_known
        super().__init__(given(self.asked), *args, **kwargs)

    @property
    def form(self):
        form = super().form
        form.reader = self.request.user
        return form

    @property
    def errors(self):
        """Messages by parameter name, the unknown parameters among them; empty where all is well."""
        wrong = {name: list(messages) for name, messages in self.form.errors.items()}
        return wrong | refused(self.asked, filters=self.filters, also_known=self.also_known)

    def is_valid(self):
        return not self.errors
