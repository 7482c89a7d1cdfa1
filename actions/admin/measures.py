"""What plans measure: periods, milestones, indicators with targets and actuals."""

from django.contrib import admin

from actions.admin.filters import OfChosenPlan
from actions.admin.of_plan import OfPlanInline, StaysInPlace
from actions.admin.own import WithinOwnStrategies
from actions.models import Indicator, Measurement, Milestone, Period
from actions.resources import IndicatorResource, MeasurementResource, MilestoneResource, PeriodResource
from tables.admin import TableAdmin


@admin.register(Period)
class PeriodAdmin(StaysInPlace, TableAdmin):
    """The stretches of time plans report by."""

    resource_classes = [PeriodResource]
    list_display = ["title", "code", "plan", "starts_on", "ends_on"]
    list_filter = ["plan"]
    list_select_related = ["plan"]
    search_fields = ["title", "code", "plan__title"]
    search_help_text = "Title or code (2016-17)."
    ordering = ["plan", "starts_on", "ends_on"]
    autocomplete_fields = ["plan"]
    fieldsets = [(None, {"fields": ["plan", "code", "title", "starts_on", "ends_on"]})]

    def officer_label(self, period):
        """The period with its plan: years are the same everywhere."""
        return f"{period} ({period.plan})"


@admin.register(Milestone)
class MilestoneAdmin(WithinOwnStrategies, StaysInPlace, TableAdmin):
    """What actions are to reach in a period."""

    resource_classes = [MilestoneResource]
    list_display = ["action", "period", "position", "text"]
    list_filter = ["plan", ("period", OfChosenPlan), "action__strategy"]
    list_select_related = ["action", "period"]
    search_fields = ["action__ref", "action__text", "text", "period__title"]
    search_help_text = "Action number, period, or words of the milestone."
    ordering = ["plan", "action__position", "period__starts_on", "position"]
    autocomplete_fields = ["plan", "action", "period"]
    fieldsets = [(None, {"fields": ["plan", "action", "period", "position", "text"]})]


class MeasurementInline(OfPlanInline):
    """Targets and actuals of an indicator, period by period."""

    model = Measurement
    fields = ["period", "target", "actual", "target_printed", "actual_printed", "note"]
    autocomplete_fields = ["period"]


@admin.register(Indicator)
class IndicatorAdmin(StaysInPlace, TableAdmin):
    """What is counted, of a strategy, of a theme or of the whole plan."""

    resource_classes = [IndicatorResource]
    history_of = ["measurements"]
    list_display = ["title", "plan", "strategy", "unit", "direction", "code"]
    list_filter = ["plan", ("strategy", OfChosenPlan), "direction"]
    list_select_related = ["plan", "strategy"]
    search_fields = ["title", "code", "strategy__ref", "strategy__title"]
    search_help_text = "Words of the title, code, or the strategy's number."
    ordering = ["plan", "position", "code"]
    autocomplete_fields = ["plan", "strategy", "theme"]
    inlines = [MeasurementInline]
    fieldsets = [
        (None, {"fields": ["plan", "strategy", "theme", "title", "code"]}),
        (
            "How it is measured",
            {
                "fields": ["unit", "direction", "baseline", "note"],
                "description": "Targets and actuals below are numbers in this unit; "
                "“printed” keeps the words of the source where it gives no number.",
            },
        ),
        ("Order", {"fields": ["position"]}),
    ]

    def officer_label(self, indicator):
        """The indicator with its plan."""
        return f"{indicator} ({indicator.plan})"


@admin.register(Measurement)
class MeasurementAdmin(StaysInPlace, TableAdmin):
    """Targets and actuals, in one list."""

    resource_classes = [MeasurementResource]
    list_display = ["indicator", "period", "target", "actual", "target_printed", "actual_printed"]
    list_filter = ["plan", ("period", OfChosenPlan), ("actual", admin.EmptyFieldListFilter)]
    list_select_related = ["indicator", "period"]
    search_fields = ["indicator__title", "indicator__code", "period__title", "note"]
    search_help_text = "Words of the indicator, its code or the period."
    ordering = ["plan", "indicator__position", "period__starts_on"]
    autocomplete_fields = ["plan", "indicator", "period"]
    fieldsets = [
        (None, {"fields": ["plan", "indicator", "period"]}),
        ("In the indicator's unit", {"fields": ["target", "actual"]}),
        ("In the words of the source", {"fields": ["target_printed", "actual_printed", "note"]}),
    ]
