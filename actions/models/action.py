"""One numbered row of a plan's table."""

import uuid

from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse

from actions.constraints import SameParent
from actions.models.indicator import Milestone
from actions.models.links import Alignment, Lead
from actions.models.plan import Plan, PrintedQuerySet, Publication, Strategy, Theme, publication_known
from actions.models.source import SourceNote
from actions.models.update import ProgressUpdate


class ActionQuerySet(PrintedQuerySet):
    """Which actions, and with what."""

    def published(self):
        """Published actions of published strategies of published plans."""
        return self.filter(
            publication=Publication.PUBLISHED,
            strategy__publication=Publication.PUBLISHED,
            plan__publication=Publication.PUBLISHED,
            plan__access=Plan.Access.OPEN,
        )

    def visible_to(self, user):
        """Officers see every action, everybody else the published ones."""
        return self if user.is_staff else self.published()

    def with_status(self, at=None):
        """Each action with `status`: that of its latest published update, on or before the date `at` where given."""
        updates = ProgressUpdate.objects.published().filter(action=models.OuterRef("pk"))
        if at is not None:
            updates = updates.filter(reported_on__lte=at)
        latest = updates.order_by("-reported_on", "-pk").values("status")[:1]
        return self.annotate(status=Coalesce(models.Subquery(latest), models.Value(ProgressUpdate.NOT_REPORTED)))

    def with_links(self, user):
        """Each action with all that a row or a page shows, as `user` may see it, in the same few queries for any rows.

        An alignment's `inherited_from` is None where the reader may not see that action.
        """
        return self.select_related("plan__framework", "strategy", "theme").prefetch_related(
            models.Prefetch("leads", Lead.objects.select_related("partner")),
            models.Prefetch("alignments", Alignment.objects.select_related("principle__framework")),
            models.Prefetch("alignments__inherited_from", self.model.objects.visible_to(user)),
            models.Prefetch("milestones", Milestone.objects.select_related("period")),
            models.Prefetch("source_notes", SourceNote.objects.visible_to(user)),
        )

    def no_lead(self):
        """Actions that nobody leads."""
        return self.filter(~models.Exists(Lead.objects.filter(action=models.OuterRef("pk"))))

    def with_lead(self):
        """Actions that somebody leads."""
        return self.filter(models.Exists(Lead.objects.filter(action=models.OuterRef("pk"))))

    def aligned(self, bases=None):
        """Actions that serve a principle on one of `bases` (all of them by default)."""
        return self.filter(models.Exists(Alignment.objects.on(bases).filter(action=models.OuterRef("pk"))))

    def no_alignment(self, bases=None):
        """Actions that serve no principle on any of `bases` (all of them by default)."""
        return self.exclude(models.Exists(Alignment.objects.on(bases).filter(action=models.OuterRef("pk"))))


class Action(models.Model):
    """What the plan promises in one row: a number, a text, who leads it and which principles it serves."""

    class Kind(models.TextChoices):
        ACTION = "action", "Action"
        IMPROVEMENT = "improvement", "Improvement action"

    uid = models.UUIDField(
        default=uuid.uuid4,
        unique=True,
        editable=False,
        help_text="Never changes, not even when the action is renumbered.",
    )
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="actions")
    strategy = models.ForeignKey(Strategy, models.CASCADE, related_name="actions")
    theme = models.ForeignKey(Theme, models.PROTECT, null=True, blank=True, related_name="actions")
    ref = models.CharField("action no.", max_length=20, help_text="Corrected number. 5.1.10 is not 5.1.1.")
    printed_ref = models.CharField(max_length=20, blank=True, help_text="The number as printed.")
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.ACTION)
    text = models.TextField("action", help_text="The action as printed.")
    printed_leads = models.TextField(
        "lead partner(s) as printed",
        blank=True,
        help_text="The whole printed cell. It may name a person: officers only.",
    )
    printed_strategic = models.TextField(
        "strategic principles as printed", blank=True, help_text="The whole printed cell."
    )
    printed_enabling = models.TextField(
        "enabling principles as printed", blank=True, help_text="The whole printed cell."
    )
    expected_outcome = models.TextField(blank=True, help_text="What the action is to achieve, where the plan says so.")
    starts_on = models.DateField(null=True, blank=True, help_text="First day, where one is stated.")
    due_on = models.DateField(null=True, blank=True, help_text="Last day, where one is stated.")
    publication = models.CharField(max_length=20, choices=Publication, default=Publication.DRAFT)
    position = models.PositiveIntegerField(help_text="Order within the plan, as printed, from 1.")
    updated_at = models.DateTimeField(auto_now=True, help_text="When this row last changed.")

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "position", "ref"]
        indexes = [models.Index(fields=["plan", "position", "ref"], name="actions_action_order")]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "ref"],
                name="actions_action_ref_unique",
                violation_error_message="This plan already has an action with this number.",
            ),
            models.UniqueConstraint(fields=["id", "plan"], name="actions_action_plan_key"),
            models.CheckConstraint(
                name="actions_action_ref_not_empty",
                condition=~models.Q(ref="") & ~models.Q(text=""),
                violation_error_message="Give the action a number and a text.",
            ),
            models.CheckConstraint(
                name="actions_action_due_after_start",
                condition=models.Q(starts_on=None)
                | models.Q(due_on=None)
                | models.Q(due_on__gte=models.F("starts_on")),
                violation_error_message="The action cannot be due before it starts.",
            ),
            SameParent(
                name="actions_action_strategy_of_same_plan",
                field="strategy",
                parent="plan",
                violation_error_message="The strategy belongs to another plan.",
            ),
            SameParent(
                name="actions_action_theme_of_same_strategy",
                field="theme",
                parent="strategy",
                violation_error_message="The theme belongs to another strategy.",
            ),
            models.CheckConstraint(
                name="actions_action_kind_known",
                condition=models.Q(kind__in=["action", "improvement"]),
                violation_error_message="Choose one of: action, improvement.",
            ),
            publication_known("actions_action_publication_known"),
        ]

    def __str__(self):
        return f"{self.ref} {self.text[:60]}"

    def get_absolute_url(self):
        return reverse("action", args=[self.plan.slug, self.ref])
