"""Source notes and the glossary as JSON."""

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from actions.api.filters import ACTION, RowFilter, RowForm
from actions.api.links import SourceNoteSerializer
from actions.api.rows import ActionNameSerializer, HeldSerializer, StrategyNameSerializer
from actions.models import GlossaryTerm, SourceNote
from actions.parameters import marks_filters
from history.rows import last_changed
from tables.parameters import WORDS, Name, OneOf, Ordering, Words
from tables.rows import RowsViewSet, described

NOTE = {
    "plan": "hackney-single-violence-plan",
    "strategy": None,
    "action": {
        "uid": "3ecc45cc-033f-5bac-8547-1d02b5f0e07e",
        "ref": "5.1.2",
        "access": "open",
        "exempt_paragraph": None,
        "handling": "official",
    },
    "subject": "",
    "number": 40,
    "kind": "lead",
    "printed": "IGU / MPS",
    "note": "Staff of the council, the police, probation and others work together in the Integrated…",
    "access": "open",
    "exempt_paragraph": None,
    "handling": "official",
    "updated_at": "2026-11-20T09:00:00Z",
    "url": "https://violence-plan.example/plans/hackney-single-violence-plan/actions/5.1.2/",
}
TERM = {
    "plan": "hackney-single-violence-plan",
    "term": "MPS",
    "expansion": "Metropolitan Police Service",
    "basis": "public",
    "note": "",
    "access": "open",
    "exempt_paragraph": None,
    "handling": "official",
    "updated_at": "2026-11-20T09:00:00Z",
    "url": "https://violence-plan.example/plans/hackney-single-violence-plan/glossary/#term-MPS",
}


class NotedSerializer(serializers.Serializer):
    """What a source note is on."""

    plan = serializers.SlugField(source="plan.slug", help_text="The plan's slug.")
    strategy = StrategyNameSerializer(allow_null=True, help_text="The strategy it is on, if it is on one.")
    action = ActionNameSerializer(allow_null=True, help_text="The action it is on, if it is on one.")
    subject = serializers.CharField(help_text="What it is about, where that is no strategy or action; else empty.")

    def shown_with(self, row):
        """It stands on the page of what it is on."""
        return row.action or row.strategy or row.plan


@extend_schema_serializer(examples=[OpenApiExample("A source note", NOTE)])
class NoteRowSerializer(NotedSerializer, SourceNoteSerializer, HeldSerializer):
    """Something odd in the printed plan, and what was done about it; with what it is on."""

    def marked(self, row):
        return (row.action, row.plan) if row.action else (row.plan,)


@extend_schema_serializer(examples=[OpenApiExample("A term", TERM)])
class GlossaryTermSerializer(HeldSerializer):
    """An acronym of a plan, expanded only where that is known."""

    plan = serializers.SlugField(source="plan.slug", help_text="The plan's slug.")
    term = serializers.CharField(help_text="The acronym, as the plan prints it; unique within the plan.")
    expansion = serializers.CharField(help_text="What it stands for; empty where that is not known.")
    basis = serializers.ChoiceField(
        GlossaryTerm.Basis.choices,
        help_text="document: the plan's documents expand it. public: it is common knowledge. unexpanded: neither.",
    )
    note = serializers.CharField(help_text="Where it is expanded, or what it seems to be; else empty.")


class NoteFilter(RowFilter):
    """The filters on source notes."""

    action = Name("action__ref", help_text=ACTION)
    kind = OneOf(choices=SourceNote.Kind.choices, help_text="Notes about this.")
    access, exempt_paragraph, handling = marks_filters("action__", "plan__")
    q = Words(columns=("subject", "printed", "note"), help_text=WORDS)
    ordering = Ordering(
        orders=[("number", "By number"), ("updated_at", "Last changed")],
        own="number",
        help_text="number or updated_at; with - before it, the other way round.",
    )

    class Meta:
        model = SourceNote
        fields = []
        form = RowForm


class GlossaryFilter(RowFilter):
    """The filters on the glossary; a term is of no strategy."""

    strategy = None
    basis = OneOf(choices=GlossaryTerm.Basis.choices, help_text="Terms whose meaning is known on this ground, or not.")
    access, exempt_paragraph, handling = marks_filters("plan__")
    q = Words(columns=("term", "expansion", "note"), help_text=WORDS)
    ordering = Ordering(
        orders=[("term", "By term"), ("updated_at", "Last changed")],
        own="term",
        help_text="term or updated_at; with - before it, the other way round.",
    )

    class Meta:
        model = GlossaryTerm
        fields = []
        form = RowForm


@described(
    many=("Source notes", "What is odd in the printed plans, plan after plan by number, unless ordered otherwise."),
    one=("One source note", "The note with this number in this plan."),
    keys={"plan": (str, "The plan's slug."), "number": (int, "The note's number.")},
)
class NoteViewSet(RowsViewSet):
    """Source notes, by plan and number."""

    serializer_class = NoteRowSerializer
    filterset_class = NoteFilter
    keys = {"plan": "plan__slug", "number": "number"}

    def get_queryset(self):
        notes = SourceNote.objects.visible_to(self.request.user).annotate(updated_at=last_changed(SourceNote))
        related = notes.select_related("plan", "strategy__plan", "action__plan")
        return related.order_by("plan__title", "plan__slug", "number")


@described(
    many=("The glossary", "The acronyms of the plans, plan after plan by term, unless ordered otherwise."),
    one=("One term", "What this acronym stands for in this plan."),
    keys={"plan": (str, "The plan's slug."), "term": (str, "The acronym.")},
)
class GlossaryViewSet(RowsViewSet):
    """Acronyms, by plan and term."""

    serializer_class = GlossaryTermSerializer
    filterset_class = GlossaryFilter
    keys = {"plan": "plan__slug", "term": "term"}

    def get_queryset(self):
        terms = GlossaryTerm.objects.visible_to(self.request.user).annotate(updated_at=last_changed(GlossaryTerm))
        return terms.select_related("plan").order_by("plan__title", "plan__slug", "term")
