"""One numbered row of a plan's table."""

import uuid

from django.db import models
from django.db.models.functions import Coalesce, Concat
from django.urls import reverse

from actions.constraints import CHANGED_SINCE, RemembersRef, RowVersion, SameParent
from actions.models.indicator import Indicator, Milestone
from actions.models.links import Alignment, Lead
from actions.models.marks import Access, Marked, Publication, marks_known, publication_known
from actions.models.plan import Plan, PrintedQuerySet
from actions.models.source import SourceNote
from actions.models.strategy import Strategy, Theme
from actions.models.update import ProgressUpdate
from actions.models.version import Versioned
from actions.models.visibility import is_sensitive, own_actions, seen_by
from actions.own_rows import ACTION_LED
from history.tracking import tracked
from history.write_gate import WriteGate
from partners.models import Partner

PLACE = ("plan", "strategy", "ref", "printed_ref", "position")


class ActionQuerySet(PrintedQuerySet):
    """Which actions, and with what."""

    def published(self):
        """Published, open actions of published strategies of published, open plans."""
        return self.filter(
            publication=Publication.PUBLISHED,
            access=Access.OPEN,
            strategy__publication=Publication.PUBLISHED,
            plan__publication=Publication.PUBLISHED,
            plan__access=Access.OPEN,
        )

    def visible_to(self, user):
        """The actions that this reader may know of; see `actions/models/visibility.py`."""
        sensitive = is_sensitive() | is_sensitive("plan")
        return seen_by(user, self, public=self.published(), sensitive=sensitive, own=own_actions)

    def known_as(self, ref):
        """The action that has this number, else had it last, else is the only one printed with it; None without one."""
        if numbered := super().known_as(ref):
            return numbered
        printed = self.filter(printed_ref=ref)[:2]
        return printed[0] if len(printed) == 1 else None

    def with_words(self):
        """Each action with the words that a search may find it by: `heading`, `body`, and its `place` in the plan."""
        strategy = Concat("strategy__ref", models.Value(" "), "strategy__title")
        return self.annotate(
            heading=models.F("ref"),
            body=Concat("text", models.Value("\n"), "expected_outcome", output_field=models.TextField()),
            place=Concat(strategy, models.Value("\n"), "theme__title"),
        )

    def with_status(self, at=None):
        """Each action with `status`: that of its latest published update, on or before the date `at` where given."""
        updates = ProgressUpdate.objects.published().reported_by(at).filter(action=models.OuterRef("pk"))
        latest = updates.latest_first().values("status")[:1]
        return self.annotate(status=Coalesce(models.Subquery(latest), models.Value(ProgressUpdate.NOT_REPORTED)))

    def with_reports(self):
        """Each action with `reported`, what its latest published update tells, and `waiting`, what a later draft does.

        Of an action without such a report `reported` is not_reported; `waiting` is empty where nothing waits.
        """
        updates = ProgressUpdate.objects.filter(action=models.OuterRef("pk"))
        published = updates.published().latest_first()
        later = models.Q(pk__gt=Coalesce(models.Subquery(published.order_by("-pk").values("pk")[:1]), 0))
        waiting = updates.filter(publication__in=[Publication.DRAFT, Publication.IN_REVIEW]).filter(later)
        return self.annotate(
            reported=Coalesce(models.Subquery(published.told()[:1]), models.Value(ProgressUpdate.NOT_REPORTED)),
            waiting=Coalesce(models.Subquery(waiting.order_by("-pk").told()[:1]), models.Value("")),
        )

    def with_last_report(self, at):
        """Each action with `last_reported_on`: the day of its latest published update up to the date `at`, or None."""
        updates = ProgressUpdate.objects.published().reported_by(at).filter(action=models.OuterRef("pk"))
        return self.annotate(
            last_reported_on=models.Subquery(updates.order_by("-reported_on").values("reported_on")[:1])
        )

    def with_last_update(self, user):
        """Each action with what the last update that `user` may read says, published or not, unless it is withdrawn.

        `last_on`, `last_status`, `next_due`; all None where there is none.
        """
        updates = ProgressUpdate.objects.visible_to(user).standing().filter(action=models.OuterRef("pk")).latest_first()
        return self.annotate(
            last_on=models.Subquery(updates.values("reported_on")[:1]),
            last_status=models.Subquery(updates.values("status")[:1]),
            next_due=models.Subquery(updates.values("next_update_due")[:1]),
        )

    def not_reported_since(self, day, *, at):
        """Actions without a published update from the date `day` to the date `at`."""
        never = models.Q(last_reported_on=None)
        return self.with_last_report(at).filter(never | models.Q(last_reported_on__lt=day))

    def with_end(self):
        """Each action with `ends_on`: its last day where one is stated, else that of its last milestone, or None."""
        milestones = Milestone.objects.filter(action=models.OuterRef("pk")).order_by("-period__ends_on")
        return self.annotate(ends_on=Coalesce("due_on", models.Subquery(milestones.values("period__ends_on")[:1])))

    def past_end(self, at):
        """Actions that were to end before the date `at`, and were neither completed nor closed on it."""
        done = [ProgressUpdate.Status.COMPLETED, ProgressUpdate.Status.CLOSED]
        return self.with_end().with_status(at).filter(ends_on__lt=at).exclude(status__in=done)

    def no_measure(self):
        """Actions without expected outcome, milestone, or indicator of their theme or of their strategy as a whole."""
        milestones = Milestone.objects.filter(action=models.OuterRef("pk"))
        of_theme = models.Q(theme=models.OuterRef("theme"))
        of_strategy = models.Q(strategy=models.OuterRef("strategy"), theme=None)
        indicators = Indicator.objects.filter(of_theme | of_strategy)
        return self.filter(~models.Exists(milestones), ~models.Exists(indicators), expected_outcome="")

    def with_links(self, user):
        """Each action with all that a row or a page shows, as `user` may see it, in the same few queries for any rows.

        An alignment's `inherited_from` is None where the reader may not see that action.
        """
        return self.select_related("plan__framework", "strategy", "theme").prefetch_related(
            models.Prefetch("leads", Lead.objects.select_related("partner__succeeded_by")),
            models.Prefetch("alignments", Alignment.objects.select_related("principle__framework")),
            models.Prefetch("alignments__inherited_from", self.model.objects.visible_to(user)),
            models.Prefetch("milestones", Milestone.objects.select_related("period")),
            models.Prefetch("source_notes", SourceNote.objects.visible_to(user)),
        )

    def with_updates(self, user):
        """Each action with its `updates` that `user` may see, the latest first, each with its evidence."""
        updates = ProgressUpdate.objects.visible_to(user).prefetch_related("evidence")
        return self.prefetch_related(models.Prefetch("updates", updates.latest_first()))

    def covered_by(self, action):
        """Actions that a principle cell printed at `action` covers too, in printed order."""
        return self.filter(models.Exists(action.passed_on.filter(action=models.OuterRef("pk")))).as_printed()

    def no_lead(self):
        """Actions that nobody leads."""
        return self.filter(~models.Exists(Lead.objects.filter(action=models.OuterRef("pk"))))

    def with_lead(self):
        """Actions that somebody leads."""
        return self.filter(models.Exists(Lead.objects.filter(action=models.OuterRef("pk"))))

    def led_within(self, code):
        """Actions that the partner with this code leads or supports, or one of its teams and posts."""
        leads = Lead.objects.filter(partner__in=Partner.objects.within(code), action=models.OuterRef("pk"))
        return self.filter(models.Exists(leads))

    def per_status(self):
        """Of actions with_status(): pairs of a status and the number of actions that have it."""
        return self.order_by().values_list("status").annotate(total=models.Count("pk"))

    def reported(self, statuses):
        """Actions of with_status() whose status is one of `statuses`."""
        return self.filter(status__in=statuses)

    def aligned(self, bases=None, kind=""):
        """Actions that serve a principle on one of `bases` (all by default), of that kind where it is not empty."""
        alignments = Alignment.objects.on(bases).of_kind(kind).filter(action=models.OuterRef("pk"))
        return self.filter(models.Exists(alignments))

    def no_alignment(self, bases=None, kind=""):
        """Actions that serve no such principle."""
        alignments = Alignment.objects.on(bases).of_kind(kind).filter(action=models.OuterRef("pk"))
        return self.exclude(models.Exists(alignments))


@tracked
class Action(Marked, Versioned):
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
        indexes = [
            models.Index(fields=["plan", "position", "ref"], name="actions_action_order"),
            models.Index(fields=["ref"], name="actions_action_ref"),
            models.Index(fields=["printed_ref"], name="actions_action_printed_ref"),
            # To count what the public may see without reading the rows.
            models.Index(
                fields=["plan", "strategy"],
                include=["id"],
                condition=models.Q(publication=Publication.PUBLISHED, access=Access.OPEN),
                name="actions_action_public",
            ),
        ]
        constraints = [
            WriteGate(
                name="actions_action_write_gate",
                allows=[ACTION_LED],
                fixed=["plan", "strategy", "ref", "printed_ref", "position", "access", "exempt_paragraph", "handling"],
            ),
            models.UniqueConstraint(
                fields=["plan", "ref"],
                name="actions_action_ref_unique",
                deferrable=models.Deferrable.IMMEDIATE,  # so that two may exchange their numbers in one statement
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
            *marks_known("actions_action"),
            RemembersRef(name="actions_action_ref_remembered", subject="action"),
            RowVersion(name="actions_action_version", violation_error_message=CHANGED_SINCE),
        ]

    def __str__(self):
        return f"{self.ref} {self.text[:60]}"

    def get_absolute_url(self):
        return reverse("action", args=[self.plan.slug, self.ref])
