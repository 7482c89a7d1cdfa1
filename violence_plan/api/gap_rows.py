"""One row of a list of gaps as JSON: an action, a pair of actions, a principle, a strategy or a partner."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from actions.api.links import LeadSerializer
from actions.api.rows import CountedSerializer, StrategyNameSerializer
from actions.filters import STATUSES
from principles.models import Principle
from violence_plan.api.matrix import RowPartnerSerializer
from violence_plan.gaps.lists import PairRow, marks_of

EXAMPLE = {
    "action": {
        "uid": "05186abe-723e-5561-a8d4-c3219577390a",
        "ref": "5.1.21",
        "text": "Work with communities to create interrupters and implement bystander approaches",
        "strategy": {"uid": "87c90a55-e7a0-557c-a9d9-37f460d0f0eb", "ref": "5.1", "title": "Knife crime action plan"},
        "leads": [],
        "status": "not_reported",
        "last_reported_on": None,
        "ends_on": None,
        "url": "https://violence-plan.example/plans/hackney-single-violence-plan/actions/5.1.21/",
    },
    "similar_action": None,
    "shared_words": [],
    "principle": None,
    "stated_by": [],
    "strategy": None,
    "partner": None,
    "successor": None,
    "succeeded_on": None,
    "actions": None,
    "access": "open",
    "exempt_paragraph": None,
    "handling": "official",
}


class GapActionSerializer(serializers.Serializer):
    """An action in a list of gaps."""

    uid = serializers.UUIDField(help_text="The action's uid, as in /actions/.")
    ref = serializers.CharField(help_text="The action's number. A text: 5.1.10 is not 5.1.1.")
    text = serializers.CharField(help_text="The action as printed.")
    strategy = StrategyNameSerializer(help_text="The strategy it belongs to.")
    leads = LeadSerializer(many=True, help_text="Who leads and supports it, in printed order; empty if nobody.")
    status = serializers.ChoiceField(STATUSES, help_text="Status of its latest published update; or not_reported.")
    last_reported_on = serializers.DateField(
        allow_null=True, help_text="The day of its latest published update; null if there is none."
    )
    ends_on = serializers.DateField(
        allow_null=True, help_text="Its last day, or the end of its last milestone's period; null if none is stated."
    )
    url = serializers.SerializerMethodField(help_text="The page for people.")

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, action):
        return self.context["request"].build_absolute_uri(action.get_absolute_url())


class GapPrincipleSerializer(serializers.Serializer):
    """A principle in a list of gaps."""

    framework = serializers.SlugField(source="framework.code", help_text="Code of the framework it is of.")
    code = serializers.CharField(help_text="Its kind and number, unique within the framework.")
    kind = serializers.ChoiceField(Principle.Kind.choices, help_text="The principle's kind.")
    number = serializers.IntegerField(help_text="Its number, as printed.")
    short_title = serializers.CharField(help_text="Two or three words; not printed.")
    text = serializers.CharField(help_text="The principle as printed.")


@extend_schema_serializer(examples=[OpenApiExample("An action without a lead", EXAMPLE)])
class GapRowSerializer(CountedSerializer):
    """One exception of `ground`. What its kind of gap is not about is null, or an empty list."""

    action = GapActionSerializer(allow_null=True, help_text="The action that lacks something; or one of two alike.")
    similar_action = GapActionSerializer(allow_null=True, help_text="similar-actions: the other action.")
    shared_words = serializers.ListField(
        child=serializers.CharField(), help_text="similar-actions: the rarer words that both actions have."
    )
    principle = GapPrincipleSerializer(
        allow_null=True, help_text="The principle that no action, or one strategy, serves."
    )
    stated_by = StrategyNameSerializer(
        many=True, help_text="unserved-principles: the strategies whose text states the principle nevertheless."
    )
    strategy = StrategyNameSerializer(
        allow_null=True, help_text="The strategy that states no principle, or that alone serves this one."
    )
    partner = RowPartnerSerializer(
        allow_null=True, help_text="The partner who leads a great many, or whose work others have taken over."
    )
    successor = RowPartnerSerializer(allow_null=True, help_text="replaced: who took over.")
    succeeded_on = serializers.DateField(
        allow_null=True, help_text="replaced: the successor's first day; null where it is not known."
    )
    actions = serializers.IntegerField(
        allow_null=True,
        help_text="How many actions the partner leads itself, or the strategy has, or serve the principle; null where "
        "the row is about actions.",
    )

    def to_representation(self, row):
        """The JSON of a Row or a PairRow."""
        pair = isinstance(row, PairRow)
        about = row.one.about if pair else row.about
        named = vars(about) | {
            "similar_action": row.other.about.action if pair else None,
            "shared_words": row.words if pair else (),
            "marks": marks_of(row, self.context["ground"]),
            "succeeded_on": about.partner.succeeded_on if about.successor else None,
        }
        return super().to_representation(named)
