"""A plan, its chapters, and how what it prints is ordered and found."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Concat
from django.urls import reverse

from actions.constraints import CHANGED_SINCE, RowVersion
from actions.models.marks import Access, Marked, Publication, marks_known, publication_known
from actions.models.version import Versioned
from actions.models.visibility import is_sensitive, own_plans, seen_by
from history.tracking import tracked
from history.write_gate import WriteGate
from principles.models import Framework
from tables.words import words_of


class PlanQuerySet(models.QuerySet):
    """Which plans."""

    def published(self):
        """Plans that are published and open: all that the public may know of."""
        return self.filter(publication=Publication.PUBLISHED, access=Access.OPEN)

    def visible_to(self, user):
        """The plans that this reader may know of; see `actions/models/visibility.py`."""
        return seen_by(user, self, public=self.published(), sensitive=is_sensitive(), own=own_plans)

    def with_words(self):
        """Each plan with the words that a search may find it by: `heading`, `body`, and `place`, its area."""
        return self.annotate(
            heading=models.F("title"),
            body=Concat("introduction", models.Value("\n"), "source_title", output_field=models.TextField()),
            place=models.F("area"),
        )

    def with_counts(self, user):
        """Each plan with `strategy_total` and `action_total`, of what this reader may see."""

        def count(name):
            rows = self.model._meta.get_field(name).related_model.objects.visible_to(user)
            counted = rows.filter(plan=models.OuterRef("pk")).order_by().values("plan")
            total = models.Subquery(counted.annotate(total=models.Count("pk")).values("total"))
            return models.functions.Coalesce(total, 0)

        return self.annotate(strategy_total=count("strategies"), action_total=count("actions"))


@tracked
class Plan(Marked, Versioned):
    """One published document: a partnership's violence-reduction plan."""

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
    source_title = models.CharField(max_length=300, blank=True, help_text="The document this was transcribed from.")
    source_date = models.DateField(null=True, blank=True)
    licence = models.CharField(
        max_length=300, blank=True, help_text="Who owns the text and what others may do with it."
    )
    updated_at = models.DateTimeField(auto_now=True, help_text="When this row last changed.")

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        indexes = [
            models.Index(fields=["title", "slug"], name="actions_plan_title"),
            GinIndex(words_of("title", "area", "introduction", "source_title"), name="actions_plan_words"),
        ]
        constraints = [
            WriteGate(name="actions_plan_write_gate"),
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
            *marks_known("actions_plan"),
            RowVersion(name="actions_plan_version", violation_error_message=CHANGED_SINCE),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("plan", args=[self.slug])


class SectionQuerySet(models.QuerySet):
    """Which sections."""

    def visible_to(self, user):
        """Sections of the plans that this reader may see, which hold a strategy that this reader may see."""
        strategies = self.model._meta.get_field("strategies").related_model.objects.visible_to(user)
        return self.filter(models.Exists(strategies.filter(section=models.OuterRef("pk"))))

    def with_words(self):
        """Each section with the words that a search may find it by: `heading`, `body`, and `place`, its plan."""
        heading = Concat("ref", models.Value(". "), "title")
        return self.annotate(heading=heading, body=models.F("introduction"), place=models.F("plan__title"))


@tracked
class Section(models.Model):
    """A chapter of the plan that holds strategies: “3. Addressing the wider determinants”."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="sections")
    ref = models.CharField(max_length=20, help_text="Number as printed: 3.")
    title = models.CharField(max_length=200)
    printed_title = models.CharField(max_length=200, blank=True, help_text="The title as printed.")
    introduction = models.TextField(blank=True, help_text="The text before the first strategy, as printed.")
    position = models.PositiveSmallIntegerField(help_text="Order within the plan, from 1.")

    objects = SectionQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "position"]
        constraints = [
            WriteGate(name="actions_section_write_gate"),
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

    def known_as(self, ref):
        """The row that has this number, else the one that had it last; None without one. ValueError is a NUL in it."""
        return self.filter(ref=ref).first() or self.filter(former_refs__ref=ref).order_by("-former_refs__pk").first()
