"""What an ordinary developer would write: nested ModelSerializers with prefetch, for measuring beside ours.

The same rows and fields as the list of actions, by Django REST framework's own classes, as its documentation shows
them. It answers what is published, to whoever asks, and knows no reader, no filter and no mask.
"""

from django.db.models import Prefetch
from rest_framework import generics, pagination, renderers, serializers

from actions.models import Action, Alignment, Evidence, Lead, Milestone, ProgressUpdate, SourceNote, Strategy


class LeadSerializer(serializers.ModelSerializer):
    """A lead."""

    partner = serializers.CharField(source="partner.code")
    name = serializers.CharField(source="partner.display_name")
    printed = serializers.CharField(source="public_printed")

    class Meta:
        model = Lead
        fields = ["partner", "name", "printed", "role"]


class AlignmentSerializer(serializers.ModelSerializer):
    """An alignment."""

    framework = serializers.CharField(source="principle.framework.code")
    principle = serializers.CharField(source="principle.code")
    kind = serializers.CharField(source="principle.kind")
    number = serializers.IntegerField(source="principle.number")
    inherited_from = serializers.CharField(source="inherited_from.ref", default=None)

    class Meta:
        model = Alignment
        fields = ["framework", "principle", "kind", "number", "basis", "printed", "inherited_from", "reason"]


class EvidenceSerializer(serializers.ModelSerializer):
    """What an update rests on."""

    class Meta:
        model = Evidence
        fields = ["title", "url"]


class UpdateSerializer(serializers.ModelSerializer):
    """A progress update."""

    evidence = EvidenceSerializer(many=True)

    class Meta:
        model = ProgressUpdate
        fields = [
            "uid", "reported_on", "status", "direction", "narrative", "next_update_due", "evidence", "publication",
            "access",
        ]  # fmt: skip


class MilestoneSerializer(serializers.ModelSerializer):
    """A milestone."""

    period = serializers.CharField(source="period.code")
    title = serializers.CharField(source="period.title")
    starts_on = serializers.DateField(source="period.starts_on")
    ends_on = serializers.DateField(source="period.ends_on")

    class Meta:
        model = Milestone
        fields = ["period", "title", "starts_on", "ends_on", "text"]


class NoteSerializer(serializers.ModelSerializer):
    """A source note."""

    class Meta:
        model = SourceNote
        fields = ["number", "kind", "printed", "note"]


class StrategySerializer(serializers.ModelSerializer):
    """The strategy of an action."""

    class Meta:
        model = Strategy
        fields = ["uid", "ref", "title"]


class ActionSerializer(serializers.ModelSerializer):
    """An action, with all that hangs on it."""

    plan = serializers.CharField(source="plan.slug")
    strategy = StrategySerializer()
    theme = serializers.CharField(source="theme.title", default="")
    theme_uid = serializers.UUIDField(source="theme.uid", default=None)
    leads = LeadSerializer(many=True)
    alignments = AlignmentSerializer(many=True)
    status = serializers.CharField()
    updates = UpdateSerializer(many=True)
    milestones = MilestoneSerializer(many=True)
    source_notes = NoteSerializer(many=True)
    url = serializers.SerializerMethodField()

    class Meta:
        model = Action
        fields = [
            "uid", "plan", "ref", "printed_ref", "position", "kind", "strategy", "theme", "theme_uid", "text", "leads",
            "alignments", "status", "updates", "expected_outcome", "starts_on", "due_on", "milestones", "source_notes",
            "publication", "updated_at", "url",
        ]  # fmt: skip

    def get_url(self, action):
        """The page for people."""
        return self.context["request"].build_absolute_uri(action.get_absolute_url())


class Pages(pagination.PageNumberPagination):
    """Numbered pages."""

    page_size_query_param = "page_size"
    max_page_size = 1000


class PlainActions(generics.ListAPIView):
    """The list of actions as an ordinary developer writes it."""

    serializer_class = ActionSerializer
    pagination_class = Pages
    filter_backends = ()
    schema = None
    renderer_classes = (renderers.JSONRenderer,)

    def get_queryset(self):
        published = ProgressUpdate.objects.published().latest_first().prefetch_related("evidence")
        return (
            Action.objects.published()
            .with_status()
            .filter(plan__slug=self.request.query_params["plan"])
            .select_related("plan", "strategy", "theme")
            .prefetch_related(
                Prefetch("leads", Lead.objects.select_related("partner")),
                Prefetch("alignments", Alignment.objects.select_related("principle__framework", "inherited_from")),
                Prefetch("updates", published),
                Prefetch("milestones", Milestone.objects.select_related("period")),
                "source_notes",
            )
            .as_printed()
        )
