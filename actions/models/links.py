"""The links of an action: who leads it, which principles it serves, and on what ground we say so."""

from functools import reduce
from operator import or_

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Coalesce

from access.roles import reads_unpublished
from actions.own_rows import ALIGNMENT_LED, ANSWERED, LINK_LED
from history.tracking import tracked
from history.write_gate import WriteGate
from partners.models import Partner
from principles.models import Principle
from tables.keys import AmongKeys
from tables.words import words_of


class LeadQuerySet(models.QuerySet):
    """Which leads."""

    def visible_to(self, user):
        """Leads of the actions this reader may see."""
        return self.filter(action__in=self.model._meta.get_field("action").related_model.objects.visible_to(user))

    def per_partner(self):
        """Pairs of a partner's id and its number of these leads."""
        return self.order_by().values_list("partner").annotate(total=models.Count("pk"))

    def disputed(self):
        """Leads of which the partner says that it should not be named."""
        return self.filter(response=self.model.Response.DISPUTED)

    def with_action(self):
        """Each lead with its action, strategy and plan, in the order of the plan."""
        return self.select_related("action__strategy", "action__plan").order_by("action__plan", "action__position")


@tracked
class Lead(models.Model):
    """One partner's part in an action, in printed order."""

    class Role(models.TextChoices):
        LEAD = "lead", "Lead"
        SUPPORT = "support", "Support"

    class Response(models.TextChoices):
        ACCEPTED = "accepted", "Accepted"
        DISPUTED = "disputed", "Disputed"

    action = models.ForeignKey("actions.Action", models.CASCADE, related_name="leads")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="leads")
    role = models.CharField(max_length=20, choices=Role, default=Role.LEAD)
    printed = models.CharField(
        max_length=200, blank=True, help_text="The partner's own part of the printed cell. It may name a person."
    )
    position = models.PositiveSmallIntegerField(help_text="Order within the action, as printed, from 1.")
    response = models.CharField(
        max_length=20, choices=Response, blank=True, help_text="What the partner says of being named; empty: nothing."
    )
    response_reason = models.TextField(blank=True, help_text="Disputed: why.")
    responded_on = models.DateField(null=True, blank=True, help_text="The day the partner said so.")

    objects = LeadQuerySet.as_manager()

    class Meta:
        ordering = ["action", "position"]
        constraints = [
            WriteGate(name="actions_lead_write_gate", allows=[LINK_LED, ANSWERED]),
            models.UniqueConstraint(
                fields=["action", "partner"],
                name="actions_lead_partner_unique",
                violation_error_message="This partner already leads this action.",
            ),
            models.UniqueConstraint(
                fields=["action", "position"],
                name="actions_lead_position_unique",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="Another lead of this action has this position.",
            ),
            models.CheckConstraint(
                name="actions_lead_role_known",
                condition=models.Q(role__in=["lead", "support"]),
                violation_error_message="Choose one of: lead, support.",
            ),
            models.CheckConstraint(
                name="actions_lead_response_has_ground",
                condition=models.Q(response="", response_reason="", responded_on=None)
                | models.Q(response="accepted", response_reason="", responded_on__isnull=False)
                | models.Q(response="disputed", response_reason__gt="", responded_on__isnull=False),
                violation_error_message="A partner accepts, or disputes with a reason, on a day; else all are empty.",
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()}: {self.partner}"

    @property
    def public_printed(self):
        """The printed words, or the public face where they name a person."""
        return self.partner.display_name if self.partner.is_private else self.printed


class AlignmentQuerySet(models.QuerySet):
    """Which alignments, and how many."""

    def on(self, bases=None):
        """Alignments on one of `bases`, a collection of Basis values; all where it is None."""
        return self if bases is None else self.filter(basis__in=bases)

    def of_kind(self, kind):
        """Alignments with principles of that kind; all where it is empty."""
        return self.filter(principle__kind=kind) if kind else self

    def visible_to(self, user):
        """Alignments of the actions and strategies this reader may see."""
        subjects = (
            self.model._meta.get_field(name).related_model.objects.visible_to(user).filter(pk=models.OuterRef(name))
            for name in ("action", "strategy")
        )
        # Looked up one by one where there are few alignments, which the list of all that is visible would not be.
        return self.filter(reduce(or_, (models.Exists(rows.order_by()) for rows in subjects)))

    def of_plan(self, slug):
        """Alignments of the actions and strategies of the plan with this slug."""
        # One lookup after the other: an index serves each, and none the two together.
        of_actions, of_strategies = (
            self.model.objects.filter(**{f"{name}__plan__slug": slug}).order_by().values("pk")
            for name in ("action", "strategy")
        )
        return self.filter(AmongKeys("pk", ArraySubquery(of_actions.union(of_strategies, all=True))))

    def with_subject(self):
        """Each alignment with the action or strategy it is of, in the order of the plan."""
        related = ("action__strategy", "action__plan", "strategy__plan", "principle__framework")
        return self.select_related(*related).order_by(
            Coalesce("strategy__plan", "action__plan"),
            Coalesce("strategy__position", "action__strategy__position"),
            models.F("action__position").asc(nulls_first=True),
        )

    def as_printed(self):
        """Each alignment with what it is of, and its `subject_uid`, plan after plan, in printed order.

        A strategy's own stand before those of its actions, strategic principles before enabling ones.
        """
        subject = self.annotate(subject_uid=Coalesce("action__uid", "strategy__uid")).alias(
            plan_title=Coalesce("action__plan__title", "strategy__plan__title"),
            plan_slug=Coalesce("action__plan__slug", "strategy__plan__slug"),
            strategy_place=Coalesce("action__strategy__position", "strategy__position"),
            strategy_ref=Coalesce("action__strategy__ref", "strategy__ref"),
            action_place=Coalesce("action__position", 0),
            action_ref=Coalesce("action__ref", models.Value("")),
        )
        places = ("strategy_place", "strategy_ref", "action_place", "action_ref")
        principles = ("-principle__kind", "principle__number", "principle__framework__code")
        related = ("action__strategy", "action__plan", "strategy__plan", "principle__framework")
        return subject.select_related(*related).order_by("plan_title", "plan_slug", *places, *principles)

    def of_own_framework(self):
        """Alignments with principles of the plan's own framework."""
        own = models.Q(principle__framework=models.F("action__plan__framework"))
        return self.filter(own | models.Q(principle__framework=models.F("strategy__plan__framework")))

    def with_sources(self, user):
        """Each alignment with the action it is inherited from; None where `user` may not see that one."""
        action = self.model._meta.get_field("inherited_from").related_model
        return self.prefetch_related(models.Prefetch("inherited_from", action.objects.visible_to(user)))


@tracked
class Alignment(models.Model):
    """An action, or a whole strategy, serves a principle; the basis says who says so."""

    class Basis(models.TextChoices):
        STATED = "stated", "Stated"
        INHERITED = "inherited", "Inherited"
        ASSESSED = "assessed", "Assessed"

    action = models.ForeignKey("actions.Action", models.CASCADE, null=True, blank=True, related_name="alignments")
    strategy = models.ForeignKey("actions.Strategy", models.CASCADE, null=True, blank=True, related_name="alignments")
    principle = models.ForeignKey(Principle, models.PROTECT, related_name="alignments")
    basis = models.CharField(
        max_length=20,
        choices=Basis,
        help_text="Stated: printed on this row. Inherited: a merged cell printed above covers it. Assessed: ours.",
    )
    printed = models.TextField(blank=True, help_text="Stated: the printed label and words, or the quoted sentence.")
    inherited_from = models.ForeignKey(
        "actions.Action",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="passed_on",
        help_text="Inherited: the action whose printed cell covers this one.",
    )
    reason = models.TextField(blank=True, help_text="Assessed: why we say so.")
    confirmed_on = models.DateField(
        null=True, blank=True, help_text="Inherited: the day an officer confirmed that it holds."
    )

    objects = AlignmentQuerySet.as_manager()

    class Meta:
        ordering = ["-principle__kind", "principle__number"]
        indexes = [GinIndex(words_of("printed", "reason"), name="actions_alignment_words")]
        constraints = [
            WriteGate(name="actions_alignment_write_gate", allows=[ALIGNMENT_LED]),
            models.UniqueConstraint(
                fields=["action", "principle"],
                name="actions_alignment_action_pair_unique",
                violation_error_message="This action is already aligned with this principle.",
            ),
            models.UniqueConstraint(
                fields=["strategy", "principle"],
                name="actions_alignment_strategy_pair_unique",
                violation_error_message="This strategy is already aligned with this principle.",
            ),
            models.CheckConstraint(
                name="actions_alignment_one_subject",
                condition=models.Q(action=None, strategy__isnull=False) | models.Q(action__isnull=False, strategy=None),
                violation_error_message="Name either an action or a strategy.",
            ),
            models.CheckConstraint(
                name="actions_alignment_basis_has_ground",
                condition=models.Q(basis="stated", inherited_from=None, reason="", printed__gt="")
                | models.Q(basis="inherited", inherited_from__isnull=False, action__isnull=False, reason="", printed="")
                | models.Q(basis="assessed", inherited_from=None, reason__gt="", printed=""),
                violation_error_message=(
                    "A stated alignment needs the printed words, an inherited one the action it comes from, "
                    "an assessed one a reason; and none of the others' grounds."
                ),
            ),
            models.CheckConstraint(
                name="actions_alignment_confirmed_if_inherited",
                condition=models.Q(confirmed_on=None) | models.Q(basis="inherited"),
                violation_error_message="Only an inherited alignment is confirmed; the others need it not.",
            ),
            models.CheckConstraint(
                name="actions_alignment_not_from_itself",
                condition=models.Q(inherited_from=None) | ~models.Q(inherited_from=models.F("action")),
                violation_error_message="An action cannot inherit from itself.",
            ),
        ]

    def __str__(self):
        return f"{self.principle} ({self.get_basis_display().lower()})"

    @property
    def subject(self):
        """The action, or the strategy as a whole, that serves the principle."""
        return self.action or self.strategy

    @property
    def of_strategy(self):
        """The strategy that serves the principle, or that of the action."""
        return self.strategy or self.action.strategy


class AlignmentRejectionQuerySet(models.QuerySet):
    """Which rejections."""

    def visible_to(self, user):
        """Rejections on the actions this reader may see, for readers of what is not published."""
        actions = self.model._meta.get_field("action").related_model.objects.visible_to(user)
        return self.filter(action__in=actions) if reads_unpublished(user) else self.none()


@tracked
class AlignmentRejection(models.Model):
    """An officer's word that an action does not serve a principle, although a merged cell above would cover it.

    It stands in place of the inherited alignment, so that no count can take in what was rejected; the merged-cell rule
    leaves such a pair alone.
    """

    action = models.ForeignKey("actions.Action", models.CASCADE, related_name="rejections")
    principle = models.ForeignKey(Principle, models.PROTECT, related_name="rejections")
    inherited_from = models.ForeignKey(
        "actions.Action",
        models.CASCADE,
        related_name="rejections_passed_on",
        help_text="The action whose printed cell would cover this one.",
    )
    reason = models.TextField(help_text="Why the action does not serve the principle.")
    rejected_on = models.DateField(help_text="The day it was rejected.")

    objects = AlignmentRejectionQuerySet.as_manager()

    class Meta:
        ordering = ["action", "-principle__kind", "principle__number"]
        constraints = [
            WriteGate(name="actions_alignmentrejection_write_gate", allows=[LINK_LED]),
            models.UniqueConstraint(
                fields=["action", "principle"],
                name="actions_alignmentrejection_pair_unique",
                violation_error_message="It is rejected already that this action serves this principle.",
            ),
            models.CheckConstraint(
                name="actions_alignmentrejection_reason_not_empty",
                condition=~models.Q(reason=""),
                violation_error_message="Say why the action does not serve the principle.",
            ),
            models.CheckConstraint(
                name="actions_alignmentrejection_not_from_itself",
                condition=~models.Q(inherited_from=models.F("action")),
                violation_error_message="An action cannot inherit from itself.",
            ),
        ]

    def __str__(self):
        return f"{self.principle} (rejected)"
