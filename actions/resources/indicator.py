"""The tables of what a plan measures: periods, milestones, indicators, measurements."""

from actions.models import Action, Indicator, Measurement, Milestone, Period, Plan, Strategy
from actions.resources.columns import (
    action_column,
    indicator_column,
    period_column,
    plan_column,
    strategy_column,
    theme_column,
)
from tables.resources import TableResource


class PeriodResource(TableResource):
    """Periods, in order of time."""

    plan = plan_column()

    plan_lookups = ("plan__slug",)
    seen_with = {"plan": Plan}

    class Meta:
        model = Period
        import_id_fields = ["plan", "code"]
        fields = ["plan", "code", "title", "starts_on", "ends_on"]
        related = ("plan",)

    def place(self, row):
        return row.plan.slug, row.starts_on, row.ends_on, row.code


class MilestoneResource(TableResource):
    """Milestones of actions in printed order, by period."""

    plan = plan_column()
    action = action_column()
    period = period_column()

    plan_lookups = ("plan__slug",)
    seen_with = {"action": Action}

    class Meta:
        model = Milestone
        import_id_fields = ["plan", "action", "period", "position"]
        fields = ["plan", "action", "period", "position", "text"]
        related = ("plan", "action", "period")

    def place(self, row):
        period = row.period
        return row.plan.slug, row.action.position, row.action.ref, period.starts_on, period.code, row.position


class IndicatorResource(TableResource):
    """Indicators, in printed order."""

    plan = plan_column()
    strategy = strategy_column()
    theme = theme_column()

    plan_lookups = ("plan__slug",)
    seen_with = {"plan": Plan, "strategy": Strategy}

    class Meta:
        model = Indicator
        import_id_fields = ["plan", "code"]
        fields = [
            "plan",
            "code",
            "strategy",
            "theme",
            "title",
            "unit",
            "direction",
            "baseline",
            "note",
            "position",
        ]
        related = ("plan", "strategy", "theme")

    def place(self, row):
        return row.plan.slug, row.position, row.code


class MeasurementResource(TableResource):
    """Targets and actuals of indicators in printed order, by period."""

    plan = plan_column()
    indicator = indicator_column()
    period = period_column()

    plan_lookups = ("plan__slug",)
    seen_with = {"plan": Plan, "indicator__strategy": Strategy}

    class Meta:
        model = Measurement
        import_id_fields = ["plan", "indicator", "period"]
        fields = [
            "plan",
            "indicator",
            "period",
            "target",
            "actual",
            "target_printed",
            "actual_printed",
            "note",
        ]
        related = ("plan", "indicator", "period")

    def place(self, row):
        indicator, period = row.indicator, row.period
        return row.plan.slug, indicator.position, indicator.code, period.starts_on, period.code
