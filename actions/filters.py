"""What a reader may ask of the actions, in the query string: the same on the page and in the API.

An unknown parameter or a value that nothing answers to is an error that names it, never a silent full list.
"""

import django_filters
from django import forms
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Exists, OuterRef, Q

from actions.models import Action, Alignment, Lead, Plan, ProgressUpdate, Strategy, Theme
from partners.models import Partner
from principles.models import Principle

TRUE_OR_FALSE = [("true", "true"), ("false", "false")]
STATUSES = [(ProgressUpdate.NOT_REPORTED, "Not reported"), *ProgressUpdate.Status.choices]
ORDERS = [("position", "As printed"), ("updated_at", "Last changed")]
SEARCHED = SearchVector("ref", "text", "strategy__title", "theme__title", config="english")


def principles_named(value):
    """Principles that `value` names: `strategic-4` in any framework, `<framework>:<code>` in one."""
    framework, _, code = value.rpartition(":")
    principles = Principle.objects.filter(code=code)
    return principles.filter(framework__code=framework) if framework else principles


class KnownValuesForm(forms.Form):
    """The filter's form: refuses names that nothing visible to the reader answers to."""

    reader = None

    def refuse_unknown(self, name, known, sentence):
        """Add an error to the field `name` where its value is filled and `known(value)` is an empty queryset."""
        value = self.cleaned_data.get(name)
        if value and not known(value).exists():
            self.add_error(name, sentence.format(value))

    def clean(self):
        plan = {"plan__slug": self.cleaned_data["plan"]} if self.cleaned_data.get("plan") else {}
        strategies = Strategy.objects.visible_to(self.reader).filter(**plan)
        themes = Theme.objects.filter(strategy__in=strategies)
        self.refuse_unknown(
            "plan", lambda slug: Plan.objects.visible_to(self.reader).filter(slug=slug), "There is no plan “{}”."
        )
        self.refuse_unknown("strategy", lambda ref: strategies.filter(ref=ref), "There is no strategy “{}”.")
        self.refuse_unknown("theme", lambda title: themes.filter(title__iexact=title), "There is no theme “{}”.")
        self.refuse_unknown("partner", lambda code: Partner.objects.filter(code=code), "There is no partner “{}”.")
        self.refuse_unknown("principle", principles_named, "There is no principle “{}”. An example is strategic-4.")
        return self.cleaned_data


class ActionFilter(django_filters.FilterSet):
    """The filters on actions. `request.user` is the reader; `also_known` are parameters that others read (page)."""

    plan = django_filters.CharFilter("plan__slug", help_text="A plan's slug.")
    strategy = django_filters.CharFilter("strategy__ref", help_text="A strategy's number: 5.1.")
    theme = django_filters.CharFilter("theme__title", "iexact", help_text="A theme's title, whole.")
    partner = django_filters.CharFilter(
        method="led_by", help_text="A partner's code: actions it leads, or one of its teams or posts."
    )
    principle = django_filters.CharFilter(
        method="serving",
        help_text="A principle's code, strategic-4, of the plan's own framework; <framework>:<code> of any other. "
        "Together with basis: aligned with this principle on that basis.",
    )
    basis = django_filters.MultipleChoiceFilter(
        choices=Alignment.Basis.choices,
        method="serving_on",
        help_text="Counts only alignments on this basis; may be given more than once. Without it, all count.",
    )
    status = django_filters.MultipleChoiceFilter(
        choices=STATUSES, help_text="Status of the latest published update; may be given more than once."
    )
    no_lead = django_filters.ChoiceFilter(
        choices=TRUE_OR_FALSE, method="leadless", help_text="true: nobody leads it. false: somebody does."
    )
    no_alignment = django_filters.ChoiceFilter(
        choices=TRUE_OR_FALSE,
        method="unaligned",
        help_text="true: serves no principle (on the given basis). false: does.",
    )
    q = django_filters.CharFilter(
        method="search",
        max_length=200,
        help_text="English words, all of which occur (“quoted” together, -without); or a number.",
    )
    updated_since = django_filters.IsoDateTimeFilter(
        "updated_at", "gte", help_text="ISO 8601: changed at this time or later, such as 2026-01-31T09:00:00Z."
    )
    ordering = django_filters.OrderingFilter(
        fields=[(name, name) for name, _ in ORDERS],
        choices=[*ORDERS, *((f"-{n}", f"{label}, last first") for n, label in ORDERS)],
        help_text="position (as printed) or updated_at; with - before it, the other way round.",
    )

    class Meta:
        model = Action
        fields = []
        form = KnownValuesForm

    def __init__(self, *args, also_known=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.unknown = sorted(set(self.data or {}) - set(self.filters) - set(also_known))

    @property
    def form(self):
        form = super().form
        form.reader = self.request.user
        return form

    @property
    def errors(self):
        """Messages by parameter name, the unknown parameters among them; empty where all is well."""
        known = ", ".join(self.filters)
        unknown = {name: [f"There is no filter “{name}”. The filters are: {known}."] for name in self.unknown}
        return {name: list(messages) for name, messages in self.form.errors.items()} | unknown

    def is_valid(self):
        return not self.errors

    @property
    def bases(self):
        """The chosen bases, or None where all count."""
        return self.form.cleaned_data["basis"] or None

    def led_by(self, queryset, name, value):
        leads = Lead.objects.filter(partner__in=Partner.objects.within(value), action=OuterRef("pk"))
        return queryset.filter(Exists(leads))

    def serving(self, queryset, name, value):
        alignments = Alignment.objects.on(self.bases).filter(
            principle__in=principles_named(value), action=OuterRef("pk")
        )
        if ":" not in value:
            alignments = alignments.filter(principle__framework=OuterRef("plan__framework"))
        return queryset.filter(Exists(alignments))

    def serving_on(self, queryset, name, value):
        """With principle or no_alignment the basis narrows these; alone it asks for any alignment on it."""
        narrows = self.form.cleaned_data["principle"] or self.form.cleaned_data["no_alignment"]
        return queryset if narrows or not value else queryset.aligned(value)

    def leadless(self, queryset, name, value):
        return queryset.no_lead() if value == "true" else queryset.with_lead()

    def unaligned(self, queryset, name, value):
        return queryset.no_alignment(self.bases) if value == "true" else queryset.aligned(self.bases)

    def search(self, queryset, name, value):
        words = SearchQuery(value, search_type="websearch", config="english")
        return queryset.alias(searched=SEARCHED).filter(Q(searched=words) | Q(ref=value) | Q(printed_ref=value))
