"""A plan and how it is divided: sections, strategies, themes."""

import uuid

from django.db import models
from django.urls import reverse

from actions.constraints import SameParent
from principles.models import Framework


class Publication(models.TextChoices):
    """How far a text has come; only what is published is public."""

    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"


def publication_known(name):
    """The constraint that a `publication` column holds one of the four states."""
    return models.CheckConstraint(
        name=name,
        condition=models.Q(publication__in=Publication.values),
        violation_error_message="Choose one of: draft, in_review, published, withdrawn.",
    )


class PlanQuerySet(models.QuerySet):
    """Which plans."""

    def published(self):
        """Plans that are published and open: all that the public may know of."""
        return self.filter(publication=Publication.PUBLISHED, access=Plan.Access.OPEN)

    def visible_to(self, user):
        """Officers see every plan, everybody else the published ones."""
        return self if user.is_staff else self.published()

    def with_counts(self, user):
        """Each plan with `strategy_total` and `action_total`, of what this reader may see."""

        def count(name):
            rows = self.model._meta.get_field(name).related_model.objects.visible_to(user)
            counted = rows.filter(plan=models.OuterRef("pk")).order_by().values("plan")
            total = models.Subquery(counted.annotate(total=models.Count("pk")).values("total"))
            return models.functions.Coalesce(total, 0)

        return self.annotate(strategy_total=count("strategies"), action_total=count("actions"))


class Plan(models.Model):
    """One published document: a partnership's violence-reduction plan."""

    class Access(models.TextChoices):
        OPEN = "open", "Open"
        EXEMPT = "exempt", "Exempt"

    slug = models.SlugField(max_length=80, unique=True, help_text="Short name in addresses.")
    title = models.CharField(max_length=200)
    area = models.CharField(max_length=100, help_text="The place the plan is for.")
    introduction = models.TextField(blank=True, help_text="The plan's own introduction, as printed.")
    framework = models.ForeignKey(
        Framework, models.PROTECT, null=True, blank=True, related_name="plans", help_text="The principles it serves."
    )
    period_start = models.DateField(null=True, blank=True, help_text="First day of the plan, where one is stated.")
    period_end = models.DateField(null=True, blank=True, help_text="Last day of the plan, where one is stated.")
    publication = models.CharField(max_length=20, choices=Publication, default=Publication.DRAFT)
    access = models.CharField(max_length=20, choices=Access, default=Access.OPEN)
    source_title = models.CharField(max_length=300, blank=True, help_text="The document this was transcribed from.")
    source_date = models.DateField(null=True, blank=True)
    licence = models.CharField(
        max_length=300, blank=True, help_text="Who owns the text and what others may do with it."
    )
    updated_at = models.DateTimeField(auto_now=True, help_text="When this row last changed.")

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(
                name="actions_plan_slug_not_empty",
                condition=~models.Q(slug=""),
                violation_error_message="Give the plan a short name: lower-case letters, digits and hyphens.",
            ),
            models.CheckConstraint(
                name="actions_plan_period_ends_after_start",
                condition=models.Q(period_start=None)
                | models.Q(period_end=None)
                | models.Q(period_end__gt=models.F("period_start")),
                violation_error_message="The plan must end after it starts.",
            ),
            publication_known("actions_plan_publication_known"),
            models.CheckConstraint(
                name="actions_plan_access_known",
                condition=models.Q(access__in=["open", "exempt"]),
                violation_error_message="Choose one of: open, exempt.",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("plan", args=[self.slug])


class Section(models.Model):
    """A chapter of the plan that holds strategies: “3. Addressing the wider determinants”."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="sections")
    ref = models.CharField(max_length=20, help_text="Number as printed: 3.")
    title = models.CharField(max_length=200)
    printed_title = models.CharField(max_length=200, blank=True, help_text="The title as printed.")
    introduction = models.TextField(blank=True, help_text="The text before the first strategy, as printed.")
    position = models.PositiveSmallIntegerField(help_text="Order within the plan, from 1.")

    class Meta:
        ordering = ["plan", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "ref"],
                name="actions_section_ref_unique",
                violation_error_message="This plan already has a section with this number.",
            ),
            # A strategy's section is of the strategy's plan; the composite key is what that rule points to.
            models.UniqueConstraint(fields=["id", "plan"], name="actions_section_plan_key"),
        ]

    def __str__(self):
        return f"{self.ref} {self.title}"


class PrintedQuerySet(models.QuerySet):
    """Rows of a plan that stand in printed order, by `position` and then `ref`."""

    # No two rows are equal in it, so that the pages of a list neither overlap nor skip.
    PRINTED_ORDER = ("plan__title", "plan__slug", "position", "ref")

    def as_printed(self):
        """Plan after plan, each in printed order."""
        return self.order_by(*self.PRINTED_ORDER)

    def before(self, row):
        """Rows of the same plan printed before this one, the nearest first."""
        earlier = models.Q(position__lt=row.position) | models.Q(position=row.position, ref__lt=row.ref)
        return self.filter(earlier, plan=row.plan_id).order_by("-position", "-ref")

    def after(self, row):
        """Rows of the same plan printed after this one, the nearest first."""
        later = models.Q(position__gt=row.position) | models.Q(position=row.position, ref__gt=row.ref)
        return self.filter(later, plan=row.plan_id).order_by("position", "ref")


class StrategyQuerySet(PrintedQuerySet):
    """Which strategies, and with what."""

    def published(self):
        """Published strategies of published plans."""
        return self.filter(
            publication=Publication.PUBLISHED,
            plan__publication=Publication.PUBLISHED,
            plan__access=Plan.Access.OPEN,
        )

    def visible_to(self, user):
        """Officers see every strategy, everybody else the published ones."""
        return self if user.is_staff else self.published()

    def with_action_counts(self, user):
        """Each strategy with `action_total` and `action_no_lead`, of the actions this reader may see."""
        # Subqueries instead of joins: a second join would multiply the rows of the first.
        actions = self.model._meta.get_field("actions").related_model.objects.visible_to(user)

        def count(queryset):
            counted = queryset.filter(strategy=models.OuterRef("pk")).order_by().values("strategy")
            total = models.Subquery(counted.annotate(total=models.Count("pk")).values("total"))
            return models.functions.Coalesce(total, 0)

        return self.annotate(action_total=count(actions), action_no_lead=count(actions.no_lead()))

    def with_own_links(self):
        """Each strategy with its plan, section, owner, and the alignments and source notes of it as a whole."""
        alignments, notes = (
            self.model._meta.get_field(name).related_model.objects for name in ("alignments", "source_notes")
        )
        return self.select_related("plan", "section", "owner").prefetch_related(
            models.Prefetch("alignments", alignments.select_related("principle__framework")),
            models.Prefetch("source_notes", notes.filter(action=None)),
        )


class Strategy(models.Model):
    """A section of a plan with its own owner, with a table of actions or in prose only."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Never changes.")
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="strategies")
    section = models.ForeignKey(Section, models.PROTECT, null=True, blank=True, related_name="strategies")
    owner = models.ForeignKey(
        "partners.Partner",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="strategies",
        help_text="Who answers for it.",
    )
    ref = models.CharField(max_length=20, help_text="Number as printed: 5.1.")
    title = models.CharField(max_length=200)
    printed_title = models.CharField(max_length=200, blank=True, help_text="The title as printed.")
    text = models.TextField(blank=True, help_text="Introduction, or the whole strategy where it is prose, as printed.")
    expected_outcome = models.TextField(
        blank=True, help_text="What the strategy is to achieve, where the plan says so."
    )
    publication = models.CharField(max_length=20, choices=Publication, default=Publication.DRAFT)
    position = models.PositiveSmallIntegerField(help_text="Order within the plan, from 1.")
    updated_at = models.DateTimeField(auto_now=True, help_text="When this row last changed.")

    objects = StrategyQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "position"]
        verbose_name_plural = "strategies"
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "ref"],
                name="actions_strategy_ref_unique",
                violation_error_message="This plan already has a strategy with this number.",
            ),
            models.UniqueConstraint(fields=["id", "plan"], name="actions_strategy_plan_key"),
            models.CheckConstraint(
                name="actions_strategy_ref_not_empty",
                condition=~models.Q(ref="") & ~models.Q(title=""),
                violation_error_message="Give the strategy a number and a title.",
            ),
            SameParent(
                name="actions_strategy_section_of_same_plan",
                field="section",
                parent="plan",
                violation_error_message="The section belongs to another plan.",
            ),
            publication_known("actions_strategy_publication_known"),
        ]

    def __str__(self):
        return f"{self.ref} {self.title}"

    def get_absolute_url(self):
        return reverse("strategy", args=[self.plan.slug, self.ref])

    def table_for(self, user):
        """The strategy's table as this reader may see it: pairs of a theme, or None, and its actions.

        Actions outside any theme come first, then the themes in printed order, those without actions too.
        """
        groups = {None: []} | {theme: [] for theme in self.themes.all()}
        for action in self.actions.visible_to(user).with_links(user).with_status():
            groups[action.theme].append(action)
        return [(theme, actions) for theme, actions in groups.items() if theme or actions]


class Theme(models.Model):
    """A sub-heading of a strategy's table; it may carry an introduction or an objective."""

    strategy = models.ForeignKey(Strategy, models.CASCADE, related_name="themes")
    title = models.CharField(max_length=200, help_text="As printed.")
    text = models.TextField(blank=True, help_text="Introduction, as printed.")
    objective = models.TextField(blank=True, help_text="What the theme is to achieve, where the plan says so.")
    position = models.PositiveSmallIntegerField(help_text="Order within the strategy, from 1.")

    class Meta:
        ordering = ["strategy", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["strategy", "title"],
                name="actions_theme_title_unique",
                violation_error_message="This strategy already has a theme with this title.",
            ),
            models.UniqueConstraint(fields=["id", "strategy"], name="actions_theme_strategy_key"),
        ]

    def __str__(self):
        return self.title
