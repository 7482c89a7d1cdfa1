"""Progress updates as JSON, each with its evidence and the action it is of."""

from uuid import UUID

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from actions.api.filters import OfActionFilter, RowForm
from actions.api.links import ProgressUpdateSerializer
from actions.api.rows import UTC, DatedSerializer, MarkedSerializer, OfActionSerializer
from actions.models import Action, ProgressUpdate
from actions.models.marks import MARKS
from actions.parameters import marks_filters
from history.rows import last_changed
from partners.models import Partner
from tables.parameters import WORDS, Choices, Name, Ordering, Words
from tables.rows import RowsViewSet, described

EXAMPLE = {
    "plan": "anytown-plan",
    "strategy": {"uid": "00000000-0000-4000-8000-000000000001", "ref": "1.1", "title": "Knife crime"},
    "action": {
        "uid": "00000000-0000-4000-8000-000000000011",
        "ref": "1.1.1",
        "access": "open",
        "exempt_paragraph": None,
        "handling": "official",
    },
    "uid": "00000000-0000-4000-8000-000000000021",
    "reported_on": "2016-06-30",
    "status": "at_risk",
    "direction": "improving",
    "narrative": "Boots.",
    "next_update_due": "2016-09-30",
    "evidence": [{"title": "Minutes of June", "url": "https://example.org/minutes"}],
    "publication": "published",
    "access": "open",
    "exempt_paragraph": None,
    "handling": "official",
    "recorded_at": "2026-11-20T09:00:00Z",
    "updated_at": "2026-11-20T09:00:00Z",
    "url": "https://violence-plan.example/plans/anytown-plan/actions/1.1.1/",
}


@extend_schema_serializer(examples=[OpenApiExample("A progress update", EXAMPLE)])
class UpdateRowSerializer(OfActionSerializer, MarkedSerializer, ProgressUpdateSerializer, DatedSerializer):
    """What was reported of an action on a day, with the action; it never changes, a later one corrects it."""

    recorded_at = serializers.DateTimeField(default_timezone=UTC, help_text="When it was entered here. UTC.")
    last = ("publication", *MARKS, "recorded_at", *DatedSerializer.last)

    def marked(self, row):
        return row, row.action, row.action.plan


class UpdateFilter(OfActionFilter):
    """The filters on progress updates."""

    partner = Name(method="led_by", help_text="A partner's code: updates of actions it leads, or a team or post of it.")
    status = Choices(
        choices=ProgressUpdate.Status.choices, help_text="How the action stood; may be given more than once."
    )
    q = Words(columns=("narrative",), help_text=WORDS)
    access, exempt_paragraph, handling = marks_filters("", "action__", "action__plan__")
    ordering = Ordering(
        orders=[("reported_on", "The day reported on"), ("updated_at", "Last changed")],
        own="-reported_on",
        help_text="reported_on or updated_at; with - before it, the last first. The last reported first if not given.",
    )

    class Meta:
        model = ProgressUpdate
        fields = []
        form = RowForm

    def led_by(self, queryset, name, value):
        led = Action.objects.led_within(Partner.objects.known_as(value).code)
        return queryset.filter(action__in=led.order_by())


@described(
    many=("Progress updates", "What was reported of the actions, the last reported first unless ordered otherwise."),
    one=("One progress update", "The update with this uid."),
    keys={"uid": (UUID, "The update's uid.")},
)
class UpdateViewSet(RowsViewSet):
    """Progress updates, by uid."""

    serializer_class = UpdateRowSerializer
    filterset_class = UpdateFilter
    keys = {"uid": "uid"}

    def get_queryset(self):
        updates = ProgressUpdate.objects.visible_to(self.request.user).latest_first()
        related = updates.select_related("action__strategy", "action__plan").prefetch_related("evidence")
        return related.annotate(updated_at=last_changed(ProgressUpdate))
