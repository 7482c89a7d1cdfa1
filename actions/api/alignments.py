"""Alignments as JSON: one row for each action, or strategy, and each principle that it serves."""

from uuid import UUID

from django.db.models import Q
from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from actions.api.filters import ACTION, RowFilter, RowForm
from actions.api.links import AlignmentSerializer
from actions.api.rows import ActionNameSerializer, HeldSerializer, StrategyNameSerializer
from actions.filters import principles_named
from actions.models import Alignment
from actions.parameters import marks_filters
from history.rows import last_changed
from principles.models import Principle
from tables.parameters import WORDS, Choices, Name, OneOf, Words
from tables.rows import RowsViewSet, described

EXAMPLE = {
    "plan": "hackney-single-violence-plan",
    "subject": "action",
    "strategy": {"uid": "87c90a55-e7a0-557c-a9d9-37f460d0f0eb", "ref": "5.1", "title": "Knife crime action plan"},
    "action": {
        "uid": "3ecc45cc-033f-5bac-8547-1d02b5f0e07e",
        "ref": "5.1.2",
        "access": "open",
        "exempt_paragraph": None,
        "handling": "official",
    },
    "framework": "hackney-violence-reduction",
    "principle": "strategic-4",
    "kind": "strategic",
    "number": 4,
    "basis": "inherited",
    "printed": "",
    "inherited_from": "5.1.1",
    "reason": "",
    "access": "open",
    "exempt_paragraph": None,
    "handling": "official",
    "updated_at": "2026-11-20T09:00:00Z",
    "url": "https://violence-plan.example/plans/hackney-single-violence-plan/actions/5.1.2/",
}
SUBJECTS = [("action", "An action"), ("strategy", "A strategy as a whole")]


class SubjectSerializer(serializers.Serializer):
    """What an alignment is of."""

    plan = serializers.SlugField(source="subject.plan.slug", help_text="The plan's slug.")
    subject = serializers.SerializerMethodField(
        help_text="What serves the principle: an action, or a strategy as a whole. Its uid, the framework and the "
        "principle are what names the row."
    )
    strategy = StrategyNameSerializer(source="of_strategy", help_text="The strategy, or that of the action.")
    action = ActionNameSerializer(allow_null=True, help_text="The action; null where a strategy serves the principle.")

    @extend_schema_field(serializers.ChoiceField(SUBJECTS))
    def get_subject(self, row):
        return "action" if row.action else "strategy"

    def shown_with(self, row):
        """It stands on the page of what serves the principle."""
        return row.subject


@extend_schema_serializer(examples=[OpenApiExample("An alignment", EXAMPLE)])
class AlignmentRowSerializer(SubjectSerializer, AlignmentSerializer, HeldSerializer):
    """A principle that an action, or a strategy as a whole, serves, and on whose word; with what serves it."""

    stands_in = "subject.plan"

    def marked(self, row):
        return (row.action, row.action.plan) if row.action else (row.strategy.plan,)


class AlignmentFilter(RowFilter):
    """The filters on alignments."""

    plan = Name(method="of_plan", help_text="A plan's slug.")
    strategy = Name(method="within", help_text="A strategy's number, 5.1: its own alignments and those of its actions.")
    action = Name("action__ref", help_text=ACTION)
    subject = OneOf(choices=SUBJECTS, method="of_kind", help_text="Alignments of actions, or of strategies as wholes.")
    principle = Name(
        method="serving",
        help_text="A principle's code, strategic-4, of the plan's own framework; framework:code of any other.",
    )
    principle_kind = OneOf("principle__kind", choices=Principle.Kind.choices, help_text="Principles of this kind.")
    basis = Choices("basis", choices=Alignment.Basis.choices, help_text="On this basis; may be given more than once.")
    access, exempt_paragraph, handling = marks_filters("action__", "action__plan__", "strategy__plan__")
    q = Words(columns=("printed", "reason"), help_text=WORDS)

    class Meta:
        model = Alignment
        fields = []
        form = RowForm

    def of_plan(self, queryset, name, value):
        return queryset.of_plan(value)

    def within(self, queryset, name, value):
        return queryset.filter(Q(action__strategy__ref=value) | Q(strategy__ref=value))

    def of_kind(self, queryset, name, value):
        return queryset.filter(**{f"{value}__isnull": False})

    def serving(self, queryset, name, value):
        found = queryset.filter(principle__in=principles_named(value))
        return found if ":" in value else found.of_own_framework()


@described(
    many=("Alignments", "Each action or strategy with each principle it serves, as printed unless ordered otherwise."),
    one=("One alignment", "The alignment of this action or strategy with this principle."),
    keys={
        "uid": (UUID, "Uid of the action or the strategy.", EXAMPLE["action"]["uid"]),
        "framework": (str, "Code of the framework."),
        "code": (str, "Kind and number of the principle: strategic-4.", EXAMPLE["principle"]),
    },
)
class AlignmentViewSet(RowsViewSet):
    """Alignments, by what serves and what is served."""

    serializer_class = AlignmentRowSerializer
    filterset_class = AlignmentFilter
    keys = {"uid": "subject_uid", "framework": "principle__framework__code", "code": "principle__code"}

    @classmethod
    def key_values(cls, row):
        return [row[row["subject"]]["uid"], row["framework"], row["principle"]]

    def get_queryset(self):
        user = self.request.user
        alignments = Alignment.objects.visible_to(user).annotate(updated_at=last_changed(Alignment))
        return alignments.as_printed().with_sources(user)
