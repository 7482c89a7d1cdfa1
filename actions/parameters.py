"""What a query string may say of plans: the names in it must be of rows that its reader may see."""

from functools import reduce
from operator import or_

import django_filters
from django import forms
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.http import QueryDict

from actions.models import Access, Handling, Plan
from tables.parameters import OneOf, given, refused, shown

AS_AT = "as_at"  # in a query string: the past moment that a page is to be read as at


MARK = "holding_mark"
PARAGRAPHS = [(str(number), f"Paragraph {number}") for number in range(1, 8)]


class Mark(OneOf):
    """A filter by a mark as it holds for rows: their own, or that of what they stand in, by `paths`, the own first.

    `closed` is the value that holds where any of them has it; without it the first that has any value counts.
    """

    def __init__(self, *args, paths, closed=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.paths, self.closed = paths, closed

    def filter(self, queryset, value):
        if not value:
            return queryset
        names = [f"{path}{self.field_name}" for path in self.paths]
        if self.closed:
            closed = reduce(or_, (Q(**{name: self.closed}) for name in names))
            return queryset.filter(closed if value == self.closed else ~closed)
        return queryset.alias(**{MARK: Coalesce(*names, Value(None))}).filter(**{MARK: value})


def marks_filters(*paths):
    """The filters by access, exempt paragraph and handling of rows whose marks `paths` lead to."""
    return (
        Mark("access", choices=Access.choices, paths=paths, closed=Access.EXEMPT, help_text="Open to all, or exempt."),
        Mark("exempt_paragraph", choices=PARAGRAPHS, paths=paths, help_text="Exempt under this paragraph, 1 to 7."),
        Mark(
            "handling",
            choices=Handling.choices,
            paths=paths,
            closed=Handling.OFFICIAL_SENSITIVE,
            help_text="Official, or official-sensitive.",
        ),
    )


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
