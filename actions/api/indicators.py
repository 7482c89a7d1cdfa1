"""Indicators as JSON, each with its measurements; and the measurements by themselves."""

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from actions.api.filters import PERIOD, PLAN, STRATEGY, RowFilter, RowForm
from actions.api.rows import HeldSerializer, StrategyNameSerializer
from actions.models import Indicator, Measurement
from actions.parameters import marks_filters
from history.rows import last_changed
from tables.parameters import WORDS, Name, OneOf, Words
from tables.rows import RowsViewSet, described

MEASUREMENT = {
    "period": "2016-17",
    "title": "FY2016/17",
    "starts_on": "2016-04-01",
    "ends_on": "2017-03-31",
    "target": 100.0,
    "actual": -0.5,
    "target_printed": "a hundred",
    "actual_printed": "",
    "note": "",
}
EXAMPLE = {
    "plan": "anytown-plan",
    "code": "knives",
    "title": "Knives found",
    "strategy": {"uid": "00000000-0000-4000-8000-000000000001", "ref": "1.1", "title": "Knife crime"},
    "theme": "Enforcement",
    "theme_uid": "00000000-0000-4000-8000-000000000003",
    "unit": "knives",
    "direction": "increase",
    "baseline": "12 in 2015",
    "note": "",
    "position": 1,
    "measurements": [
        MEASUREMENT,
        {
            "period": "2017-18",
            "title": "FY2017/18",
            "starts_on": "2017-04-01",
            "ends_on": "2018-03-31",
            "target": None,
            "actual": None,
            "target_printed": "Tbc",
            "actual_printed": "",
            "note": "",
        },
    ],
    "access": "open",
    "exempt_paragraph": None,
    "handling": "official",
    "updated_at": "2026-11-20T09:00:00Z",
    "url": "https://violence-plan.example/plans/anytown-plan/strategies/1.1/themes/enforcement/",
}
MEASURED = (
    {"plan": "anytown-plan", "indicator": "knives", "indicator_title": "Knives found", "unit": "knives"}
    | MEASUREMENT
    | {name: EXAMPLE[name] for name in HeldSerializer.last}
)


class MeasurementSerializer(serializers.Serializer):
    """An indicator's target and actual in one period."""

    period = serializers.SlugField(source="period.code", help_text="Short name of the period.")
    title = serializers.CharField(source="period.title", help_text="The period as printed.")
    starts_on = serializers.DateField(source="period.starts_on", help_text="First day of the period.")
    ends_on = serializers.DateField(source="period.ends_on", help_text="Last day of the period.")
    target = serializers.FloatField(
        allow_null=True, help_text="What was to be reached, in the indicator's unit; null where it is no number."
    )
    actual = serializers.FloatField(
        allow_null=True,
        help_text="What was reached, in the indicator's unit; null where it is no number, or not known.",
    )
    target_printed = serializers.CharField(help_text="The target in the words of the source, where they say more.")
    actual_printed = serializers.CharField(help_text="The actual in the words of the source, where they say more.")
    note = serializers.CharField(help_text="What is to be known about the two; else empty.")

    @staticmethod
    def in_a_cell(row):
        """The period, target and actual: numbers where they are numbers, else the printed words."""
        told = [(name, row[f"{name}_printed"] if row[name] is None else row[name]) for name in ("target", "actual")]
        return f"{row['period']}: {', '.join(f'{name} {value}' for name, value in told if value != '')}"


@extend_schema_serializer(examples=[OpenApiExample("An indicator", EXAMPLE)])
class IndicatorSerializer(HeldSerializer):
    """A measure of a strategy, of one of its themes, or of the plan as a whole."""

    plan = serializers.SlugField(source="plan.slug", help_text="The plan's slug.")
    code = serializers.SlugField(help_text="The indicator's short name, unique within the plan.")
    title = serializers.CharField(help_text="The indicator as printed.")
    strategy = StrategyNameSerializer(allow_null=True, help_text="The strategy it measures; null: the whole plan.")
    theme = serializers.CharField(
        source="theme.title", default="", help_text="The sub-heading it measures, as printed; empty if none."
    )
    theme_uid = serializers.UUIDField(
        source="theme.uid", default=None, allow_null=True, help_text="The sub-heading's uid, as in /themes/, if any."
    )
    unit = serializers.CharField(help_text="Unit of targets and actuals: %, victims, cases. Empty where none is given.")
    direction = serializers.ChoiceField(
        Indicator.Direction.choices, allow_blank=True, help_text="Which way is better; empty where it is not said."
    )
    baseline = serializers.CharField(help_text="What it is measured against, as printed.")
    note = serializers.CharField(help_text="What is to be known about it; else empty.")
    position = serializers.IntegerField(help_text="Order within the plan, from 1.")
    measurements = MeasurementSerializer(many=True, help_text="Target and actual of each period, in order.")

    def shown_with(self, row):
        return row.theme or row.strategy or row.plan


class MeasuredSerializer(serializers.Serializer):
    """The indicator that is measured."""

    plan = serializers.SlugField(source="plan.slug", help_text="The plan's slug.")
    indicator = serializers.SlugField(source="indicator.code", help_text="The indicator's short name within the plan.")
    indicator_title = serializers.CharField(source="indicator.title", help_text="The indicator as printed.")
    unit = serializers.CharField(
        source="indicator.unit", help_text="Unit of target and actual; empty if none is given."
    )

    def shown_with(self, row):
        """It stands where its indicator stands."""
        indicator = row.indicator
        return indicator.theme or indicator.strategy or row.plan


@extend_schema_serializer(examples=[OpenApiExample("A measurement", MEASURED)])
class MeasurementRowSerializer(MeasuredSerializer, MeasurementSerializer, HeldSerializer):
    """An indicator's target and actual in one period, with the indicator."""


class IndicatorFilter(RowFilter):
    """The filters on indicators."""

    direction = OneOf(choices=Indicator.Direction.choices, help_text="Which way is better.")
    access, exempt_paragraph, handling = marks_filters("plan__")
    q = Words(columns=("title", "baseline", "note"), help_text=WORDS)

    class Meta:
        model = Indicator
        fields = []
        form = RowForm


class MeasurementFilter(RowFilter):
    """The filters on measurements."""

    plan = Name("plan__slug", help_text=PLAN)
    strategy = Name("indicator__strategy__ref", help_text=STRATEGY)
    indicator = Name("indicator__code", help_text="Short name of an indicator.")
    period = Name("period__code", help_text=PERIOD)
    access, exempt_paragraph, handling = marks_filters("plan__")

    class Meta:
        model = Measurement
        fields = []
        form = RowForm


@described(
    many=("Indicators", "What plans and strategies are measured by, as printed unless ordered otherwise."),
    one=("One indicator", "The indicator with this code in this plan."),
    keys={"plan": (str, "The plan's slug."), "code": (str, "Short name of the indicator.")},
)
class IndicatorViewSet(RowsViewSet):
    """Indicators, by plan and code."""

    serializer_class = IndicatorSerializer
    filterset_class = IndicatorFilter
    keys = {"plan": "plan__slug", "code": "code"}

    def get_queryset(self):
        indicators = Indicator.objects.visible_to(self.request.user).annotate(updated_at=last_changed(Indicator))
        return indicators.with_measurements().as_printed()


@described(
    many=(
        "Measurements",
        "Targets and actuals, indicator after indicator, period after period, unless ordered otherwise.",
    ),
    one=("One measurement", "The measurement of this indicator in this period."),
    keys={
        "plan": (str, "The plan's slug."),
        "indicator": (str, "Short name of the indicator."),
        "period": (str, "Short name of the period."),
    },
)
class MeasurementViewSet(RowsViewSet):
    """Measurements, by indicator and period."""

    serializer_class = MeasurementRowSerializer
    filterset_class = MeasurementFilter
    keys = {"plan": "plan__slug", "indicator": "indicator__code", "period": "period__code"}

    def get_queryset(self):
        measured = Measurement.objects.visible_to(self.request.user).annotate(updated_at=last_changed(Measurement))
        return measured.as_printed()
