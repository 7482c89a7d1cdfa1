"""What a reader may ask of actions and strategies, in the query string: the same on the page and in the API."""

from django.contrib.postgres.search import SearchQuery
from django.db.models import Exists, OuterRef, Q

from actions.models import Action, Alignment, Plan, ProgressUpdate, SearchEntry, Strategy, Theme
from actions.models.search import SAID
from actions.parameters import KnownValuesForm, ReadersFilterSet, marks_filters
from history.past import in_the_past
from partners.models import Partner
from principles.models import Framework, Principle
from tables.parameters import (
    ORDERED,
    ORDERS,
    SINCE,
    WORDS,
    Choices,
    Day,
    Moment,
    Name,
    OneOf,
    Ordering,
    Words,
    YesOrNo,
)

STATUSES = [(ProgressUpdate.NOT_REPORTED, "Not reported"), *ProgressUpdate.Status.choices]


def says(words):
    """The condition that what an action says answers a SearchQuery; of a past action, what it said then."""
    if in_the_past():
        return Q(pk__in=Action.objects.order_by().with_words().alias(said=SAID).filter(said=words).values("pk"))
    entries = SearchEntry.objects.filter(kind="action", row_id=OuterRef("pk"))
    return Q(Exists(entries.filter(said=words)))


def principles_named(value):
    """Principles that `value` names: `strategic-4` in any framework, `<framework>:<code>` in one."""
    framework, colon, code = value.rpartition(":")
    principles = Principle.objects.filter(code=code)
    return principles.filter(framework__code=framework) if colon else principles


class StrategyForm(KnownValuesForm):
    """Refuses plans and numbers that are not there."""

    def refuse_names_within(self, plans):
        strategies = Strategy.objects.visible_to(self.reader).filter(plan__in=plans)
        self.refuse_unknown("ref", lambda ref: strategies.filter(ref=ref), "There is no strategy “{}”.")
        partners = Partner.objects.visible_to(self.reader)
        self.refuse_unknown("owner", partners.called, "There is no partner “{}”.")


class ActionForm(KnownValuesForm):
    """Refuses plans, strategies, themes, partners and principles that are not there."""

    def refuse_names_within(self, plans):
        strategies = Strategy.objects.visible_to(self.reader).filter(plan__in=plans)
        themes = Theme.objects.filter(strategy__in=strategies)
        self.refuse_unknown("strategy", lambda ref: strategies.filter(ref=ref), "There is no strategy “{}”.")
        self.refuse_unknown("theme", lambda title: themes.filter(title__iexact=title), "There is no theme “{}”.")
        partners = Partner.objects.visible_to(self.reader)
        self.refuse_unknown("partner", partners.called, "There is no partner “{}”.")

        def principles(value):
            named = principles_named(value).filter(framework__in=Framework.objects.visible_to(self.reader))
            return named if ":" in value else named.filter(framework__plans__in=plans)

        self.refuse_unknown(
            "principle",
            principles,
            "There is no principle “{}”. Write strategic-4 for one of the plan's own, "
            "hackney-violence-reduction:strategic-4 for one of any framework.",
        )


class PlanForm(KnownValuesForm):
    """Refuses principles that are not there."""

    def refuse_names_within(self, plans):
        known = Framework.objects.visible_to(self.reader)
        self.refuse_unknown("framework", lambda code: known.filter(code=code), "There is no framework “{}”.")


class PlanFilter(ReadersFilterSet):
    """The filters on plans."""

    framework = Name("framework__code", help_text="Code of a set of principles: the plans that serve it.")
    access, exempt_paragraph, handling = marks_filters("")
    q = Words(columns=("title", "area", "introduction", "source_title"), help_text=WORDS)
    updated_since = Moment("updated_at", "gte", help_text=SINCE)
    ordering = Ordering(
        orders=[("title", "By title"), ("updated_at", "Last changed")],
        own="title",
        help_text="title or updated_at; with - before it, the other way round.",
    )

    class Meta:
        model = Plan
        fields = []
        form = PlanForm


class StrategyFilter(ReadersFilterSet):
    """The filters on strategies."""

    plan = Name("plan__slug", help_text="A plan's slug.")
    ref = Name("ref", help_text="A strategy's number: 5.1.")
    owner = Name(method="owned_by", help_text="A partner's code: strategies that it, or a team or post of it, owns.")
    access, exempt_paragraph, handling = marks_filters("plan__")
    q = Words(columns=("ref", "title", "text", "expected_outcome"), help_text=WORDS)
    updated_since = Moment("updated_at", "gte", help_text=SINCE)
    ordering = Ordering(orders=ORDERS, own="position", help_text=ORDERED)

    class Meta:
        model = Strategy
        fields = []
        form = StrategyForm

    def owned_by(self, queryset, name, value):
        return queryset.filter(owner__in=Partner.objects.within(Partner.objects.known_as(value).code))


class ActionFilter(ReadersFilterSet):
    """The filters on actions."""

    plan = Name("plan__slug", help_text="A plan's slug.")
    strategy = Name("strategy__ref", help_text="A strategy's number: 5.1.")
    theme = Name("theme__title", "iexact", help_text="A theme's title, whole.")
    no_theme = YesOrNo(method="themeless", help_text="true: stands under no theme. false: does.")
    partner = Name(method="led_by", help_text="A partner's code: actions it leads, or one of its teams or posts.")
    principle = Name(
        method="serving",
        help_text="A principle's code, strategic-4, of the plan's own framework; framework:code of any other. "
        "Together with basis: aligned with this principle on that basis.",
    )
    principle_kind = OneOf(
        choices=Principle.Kind.choices,
        method="serving_kind",
        help_text="Aligned with a principle of this kind, on the given basis. With no_alignment=true: with none of it.",
    )
    basis = Choices(
        choices=Alignment.Basis.choices,
        method="serving_on",
        help_text="Counts only alignments on this basis; may be given more than once. Without it, all count.",
    )
    at = Day(
        method="reported_by",
        help_text="A day such as 2026-01-31: the status, here and in the filter by it, is that of the latest published "
        "update reported on or before this day.",
    )
    status = Choices(
        choices=STATUSES,
        method="reported",
        help_text="Status of the latest published update; may be given more than once.",
    )
    no_lead = YesOrNo(method="leadless", help_text="true: nobody leads it. false: somebody does.")
    no_alignment = YesOrNo(method="unaligned", help_text="true: serves no principle (on the given basis). false: does.")
    access, exempt_paragraph, handling = marks_filters("", "plan__")
    q = Name(
        method="search",
        help_text="English words, all of which occur (“quoted” together, -without); or a number.",
    )
    updated_since = Moment("updated_at", "gte", help_text=SINCE)
    ordering = Ordering(orders=ORDERS, own="position", help_text=ORDERED)

    class Meta:
        model = Action
        fields = []
        form = ActionForm

    @property
    def bases(self):
        """The chosen bases, or None where all count."""
        return self.form.cleaned_data["basis"] or None

    def themeless(self, queryset, name, value):
        return queryset.filter(theme__isnull=value == "true")

    def led_by(self, queryset, name, value):
        return queryset.led_within(Partner.objects.known_as(value).code)

    def serving(self, queryset, name, value):
        alignments = Alignment.objects.on(self.bases).filter(
            principle__in=principles_named(value), action=OuterRef("pk")
        )
        if ":" not in value:
            alignments = alignments.filter(principle__framework=OuterRef("plan__framework"))
        return queryset.filter(Exists(alignments))

    def serving_on(self, queryset, name, value):
        """With principle, principle_kind or no_alignment the basis narrows these; alone it asks for any alignment."""
        asked = self.form.cleaned_data
        narrows = asked["principle"] or asked["principle_kind"] or asked["no_alignment"]
        return queryset if narrows else queryset.aligned(value)

    def serving_kind(self, queryset, name, value):
        """With no_alignment the kind narrows it; otherwise it asks for any alignment with a principle of that kind."""
        return queryset if self.form.cleaned_data["no_alignment"] else queryset.aligned(self.bases, value)

    def reported_by(self, queryset, name, value):
        """The filter by status comes after this one, so that it reads the status of that day."""
        return queryset.with_status(value)

    def reported(self, queryset, name, value):
        return queryset.reported(value)

    def leadless(self, queryset, name, value):
        return queryset.no_lead() if value == "true" else queryset.with_lead()

    def unaligned(self, queryset, name, value):
        asked = self.bases, self.form.cleaned_data["principle_kind"]
        return queryset.no_alignment(*asked) if value == "true" else queryset.aligned(*asked)

    def search(self, queryset, name, value):
        words = SearchQuery(value, search_type="websearch", config="english")
        return queryset.filter(says(words) | Q(ref=value) | Q(printed_ref=value))
