"""What a query string may say of plans: the names in it must be of rows that its reader may see."""

import django_filters
from django import forms
from django.http import QueryDict

from actions.models import Plan
from tables.parameters import given, refused, shown

AS_AT = "as_at"  # in a query string: the past moment that a page is to be read as at


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
