"""What a plan measures: periods, milestones of actions, indicators with targets and actuals."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from actions.constraints import SameParent
from actions.models.plan import Plan
from actions.models.strategy import Strategy, Theme
from actions.own_rows import LINK_LED
from history.tracking import tracked
from history.write_gate import WriteGate
from tables.words import words_of


@tracked
class Period(models.Model):
    """A stretch of time the plan reports by: the financial year 2016/17."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="periods")
    code = models.SlugField(max_length=40, help_text="Short name: 2016-17.")
    title = models.CharField(max_length=100, help_text="As printed: FY2016/17.")
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        ordering = ["plan", "starts_on", "ends_on"]
        constraints = [
            WriteGate(name="actions_period_write_gate"),
            models.UniqueConstraint(
                fields=["plan", "code"],
                name="actions_period_code_unique",
                violation_error_message="This plan already has a period with this code.",
            ),
            models.UniqueConstraint(fields=["id", "plan"], name="actions_period_plan_key"),
            models.CheckConstraint(
                name="actions_period_ends_after_start",
                condition=models.Q(ends_on__gt=models.F("starts_on")),
                violation_error_message="The period must end after it starts.",
            ),
        ]

    def __str__(self):
        return self.title


class MilestoneQuerySet(models.QuerySet):
    """Which milestones, in which order."""

    def as_printed(self):
        """Each with its action and period; action after action as printed, period after period."""
        related = self.select_related("action__plan", "action__strategy", "period")
        actions = ("action__plan__title", "action__plan__slug", "action__position", "action__ref")
        return related.order_by(*actions, "period__starts_on", "period__code", "position")

    def visible_to(self, user):
        """Milestones of the actions this reader may see."""
        return self.filter(action__in=self.model._meta.get_field("action").related_model.objects.visible_to(user))


@tracked
class Milestone(models.Model):
    """What an action is to reach in a period."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="milestones")
    action = models.ForeignKey("actions.Action", models.CASCADE, related_name="milestones")
    period = models.ForeignKey(Period, models.PROTECT, related_name="milestones")
    text = models.TextField(help_text="As printed.")
    position = models.PositiveSmallIntegerField(default=1, help_text="Order within action and period, from 1.")

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        ordering = ["action", "period__starts_on", "position"]
        indexes = [GinIndex(words_of("text"), name="actions_milestone_words")]
        constraints = [
            WriteGate(name="actions_milestone_write_gate", allows=[LINK_LED]),
            models.UniqueConstraint(
                fields=["action", "period", "position"],
                name="actions_milestone_position_unique",
                violation_error_message="This action already has a milestone at this position of the period.",
            ),
            models.CheckConstraint(
                name="actions_milestone_text_not_empty",
                condition=~models.Q(text=""),
                violation_error_message="Say what is to be reached.",
            ),
            SameParent(
                name="actions_milestone_action_of_same_plan",
                field="action",
                parent="plan",
                violation_error_message="The action belongs to another plan.",
            ),
            SameParent(
                name="actions_milestone_period_of_same_plan",
                field="period",
                parent="plan",
                violation_error_message="The period belongs to another plan.",
            ),
        ]

    def __str__(self):
        return f"{self.period}: {self.text[:60]}"


class IndicatorQuerySet(models.QuerySet):
    """Which indicators, and with what."""

    def visible_to(self, user):
        """Indicators of the plans and, where they are of a strategy, of the strategies that this reader may see."""
        # Looked up one by one where there are few, which the list of all strategies that are visible would not be.
        strategies = Strategy.objects.visible_to(user).filter(pk=models.OuterRef("strategy"))
        of_seen = models.Q(strategy=None) | models.Exists(strategies.order_by())
        return self.filter(of_seen, plan__in=Plan.objects.visible_to(user))

    def as_printed(self):
        """Each with its plan, strategy and theme, plan after plan, in printed order."""
        related = self.select_related("plan", "strategy__plan", "theme__strategy__plan")
        return related.order_by("plan__title", "plan__slug", "position", "code")

    def of_whole_plan(self):
        """Indicators that are of no strategy."""
        return self.filter(strategy=None)

    def with_measurements(self):
        """Each indicator with its theme, and its targets and actuals by period."""
        measurements = Measurement.objects.select_related("period")
        return self.select_related("theme").prefetch_related(models.Prefetch("measurements", measurements))


@tracked
class Indicator(models.Model):
    """A measure of a strategy, of one of its themes, or of the plan as a whole."""

    class Direction(models.TextChoices):
        INCREASE = "increase", "Increase"
        DECREASE = "decrease", "Decrease"
        MAINTAIN = "maintain", "Maintain"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="indicators")
    strategy = models.ForeignKey(Strategy, models.CASCADE, null=True, blank=True, related_name="indicators")
    theme = models.ForeignKey(Theme, models.PROTECT, null=True, blank=True, related_name="indicators")
    code = models.SlugField(max_length=80, help_text="Short name, unique within the plan.")
    title = models.TextField(help_text="As printed.")
    unit = models.CharField(max_length=60, blank=True, help_text="Unit of targets and actuals: %, victims, cases.")
    direction = models.CharField(max_length=20, choices=Direction, blank=True, help_text="Which way is better.")
    baseline = models.TextField(blank=True, help_text="What it is measured against, as printed.")
    note = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(help_text="Order within the plan, from 1.")

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "position", "code"]
        indexes = [GinIndex(words_of("title", "baseline", "note"), name="actions_indicator_words")]
        constraints = [
            WriteGate(name="actions_indicator_write_gate"),
            models.UniqueConstraint(
                fields=["plan", "code"],
                name="actions_indicator_code_unique",
                violation_error_message="This plan already has an indicator with this code.",
            ),
            models.UniqueConstraint(fields=["id", "plan"], name="actions_indicator_plan_key"),
            models.CheckConstraint(
                name="actions_indicator_theme_needs_strategy",
                condition=models.Q(theme=None) | models.Q(strategy__isnull=False),
                violation_error_message="Name the strategy that the theme belongs to.",
            ),
            models.CheckConstraint(
                name="actions_indicator_direction_known",
                condition=models.Q(direction__in=["", "increase", "decrease", "maintain"]),
                violation_error_message="Choose one of: increase, decrease, maintain; or leave it empty.",
            ),
            SameParent(
                name="actions_indicator_strategy_of_same_plan",
                field="strategy",
                parent="plan",
                violation_error_message="The strategy belongs to another plan.",
            ),
            SameParent(
                name="actions_indicator_theme_of_same_strategy",
                field="theme",
                parent="strategy",
                violation_error_message="The theme belongs to another strategy.",
            ),
        ]

    def __str__(self):
        return self.title


class MeasurementQuerySet(models.QuerySet):
    """Which measurements."""

    def visible_to(self, user):
        """Measurements of the indicators that this reader may see."""
        return self.filter(indicator__in=Indicator.objects.visible_to(user))

    def as_printed(self):
        """Each with its plan, indicator and period; indicator after indicator as printed, period after period."""
        of_indicator = ("indicator__strategy__plan", "indicator__theme__strategy__plan")
        places = ("indicator__position", "indicator__code", "period__starts_on", "period__code")
        return self.select_related("plan", "period", *of_indicator).order_by("plan__title", "plan__slug", *places)


@tracked
class Measurement(models.Model):
    """An indicator's target and actual in one period, as numbers where they are numbers, and as printed."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="measurements")
    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="measurements")
    period = models.ForeignKey(Period, models.PROTECT, related_name="measurements")
    target = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True, help_text="In the unit.")
    actual = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True, help_text="In the unit.")
    target_printed = models.CharField(max_length=200, blank=True, help_text="The words of the source: Tbc.")
    actual_printed = models.CharField(max_length=200, blank=True, help_text="The words of the source.")
    note = models.TextField(blank=True)

    objects = MeasurementQuerySet.as_manager()

    class Meta:
        ordering = ["indicator__position", "period__starts_on"]
        constraints = [
            WriteGate(name="actions_measurement_write_gate"),
            models.UniqueConstraint(
                fields=["indicator", "period"],
                name="actions_measurement_period_unique",
                violation_error_message="This indicator already has a measurement of this period.",
            ),
            models.CheckConstraint(
                name="actions_measurement_says_something",
                condition=models.Q(target__isnull=False)
                | models.Q(actual__isnull=False)
                | ~models.Q(target_printed="")
                | ~models.Q(actual_printed=""),
                violation_error_message="Give a target or an actual.",
            ),
            SameParent(
                name="actions_measurement_indicator_of_same_plan",
                field="indicator",
                parent="plan",
                violation_error_message="The indicator belongs to another plan.",
            ),
            SameParent(
                name="actions_measurement_period_of_same_plan",
                field="period",
                parent="plan",
                violation_error_message="The period belongs to another plan.",
            ),
        ]

    def __str__(self):
        return f"{self.indicator}: {self.period}"

    @property
    def target_words(self):
        """The target with its unit, then its printed words; empty where there is none."""
        return self._worded(self.target, self.target_printed)

    @property
    def actual_words(self):
        """The actual with its unit, then its printed words; empty where there is none."""
        return self._worded(self.actual, self.actual_printed)

    def _worded(self, number, printed):
        if number is None:
            return printed
        unit = self.indicator.unit
        figure = f"{number.normalize():f}{unit if unit == '%' else f' {unit}'}".strip()
        return f"{figure} (“{printed}”)" if printed else figure
