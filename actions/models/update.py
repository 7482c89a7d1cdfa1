"""Dated progress of an action."""

import uuid

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Concat

from actions.constraints import AppendOnly
from actions.models.marks import Access, Marked, Publication, marks_known, publication_known
from actions.models.visibility import is_sensitive, own_updates, seen_by
from actions.own_rows import EVIDENCE_GIVEN, REPORTED, UPDATE_OF_OWN
from history.tracking import tracked
from history.write_gate import WriteGate
from tables.words import words_of


class ProgressUpdateQuerySet(models.QuerySet):
    """Which updates."""

    def published(self):
        """Updates that the public may read, if it may read their action: published and open."""
        return self.filter(publication=Publication.PUBLISHED, access=Access.OPEN)

    def reported_by(self, day):
        """Updates reported on or before the date `day`; all where it is None."""
        return self if day is None else self.filter(reported_on__lte=day)

    def standing(self):
        """Updates that have not been withdrawn."""
        return self.exclude(publication=Publication.WITHDRAWN)

    def waiting(self):
        """Updates that wait for review, the first recorded first, each with action, plan and evidence."""
        waiting = self.filter(publication=Publication.IN_REVIEW)
        return waiting.select_related("action__plan").prefetch_related("evidence").order_by("recorded_at", "pk")

    def latest_first(self):
        """The last reported first; of one day the last recorded."""
        return self.order_by("-reported_on", "-pk")

    def told(self):
        """What each update says of its action in one word, as values: its status; at_risk:improving and the like."""
        way = models.Case(
            models.When(direction="", then=models.Value("")), default=Concat(models.Value(":"), "direction")
        )
        return self.values_list(Concat("status", way, output_field=models.CharField()))

    def visible_to(self, user):
        """The updates that this reader may see, of actions that it may see too; see `actions/models/visibility.py`."""
        actions = self.model._meta.get_field("action").related_model.objects.visible_to(user)
        return self.filter(action__in=actions.order_by()).seen_with_action(user)

    def seen_with_action(self, user):
        """Those that this reader may see of updates of which it may see the actions."""
        return seen_by(user, self, public=self.published(), sensitive=is_sensitive(), own=own_updates)

    def of_visible_actions(self, user):
        """Updates that this reader may see, with action and plan; the last recorded first."""
        return self.visible_to(user).select_related("action__plan").order_by("-recorded_at", "-pk")

    def with_words(self):
        """Each update with the words that a search may find it by: `heading`, `body`, and `place`, its strategy."""
        return self.annotate(
            heading=models.F("action__ref"),
            body=models.F("narrative"),
            place=Concat("action__strategy__ref", models.Value(" "), "action__strategy__title"),
        )


@tracked
class ProgressUpdate(Marked):
    """What was reported of an action on a day. Updates are added, never changed; a later one corrects it."""

    NOT_REPORTED = "not_reported"

    class Status(models.TextChoices):
        NOT_STARTED = "not_started", "Not started"
        ON_TRACK = "on_track", "On track"
        AT_RISK = "at_risk", "At risk"
        OFF_TRACK = "off_track", "Off track"
        COMPLETED = "completed", "Completed"
        CLOSED = "closed", "Closed"

    class Direction(models.TextChoices):
        IMPROVING = "improving", "Improving"
        STEADY = "steady", "Steady"
        WORSENING = "worsening", "Worsening"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Never changes.")
    action = models.ForeignKey("actions.Action", models.PROTECT, related_name="updates")
    reported_on = models.DateField(help_text="The day the status held.")
    status = models.CharField(max_length=20, choices=Status)
    direction = models.CharField(
        max_length=20, choices=Direction, blank=True, help_text="At risk only: which way it is going."
    )
    narrative = models.TextField(blank=True, help_text="What happened, in a few sentences.")
    next_update_due = models.DateField(null=True, blank=True)
    publication = models.CharField(max_length=20, choices=Publication, default=Publication.DRAFT)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="progress_updates",
        editable=False,
    )

    objects = ProgressUpdateQuerySet.as_manager()

    class Meta:
        ordering = ["action", "-reported_on", "-pk"]
        indexes = [GinIndex(words_of("narrative"), name="actions_progressupdate_words")]
        constraints = [
            WriteGate(
                name="actions_progressupdate_write_gate",
                allows=[UPDATE_OF_OWN, REPORTED],
                fixed=["action", "access", "exempt_paragraph", "handling"],
            ),
            models.CheckConstraint(
                name="actions_progressupdate_status_known",
                condition=models.Q(
                    status__in=["not_started", "on_track", "at_risk", "off_track", "completed", "closed"]
                ),
                violation_error_message="Choose one of: not_started, on_track, at_risk, off_track, completed, closed.",
            ),
            models.CheckConstraint(
                name="actions_progressupdate_direction_when_at_risk",
                condition=models.Q(status="at_risk", direction__in=["improving", "steady", "worsening"])
                | (~models.Q(status="at_risk") & models.Q(direction="")),
                violation_error_message="Say which way an action at risk is going; no other status has a direction.",
            ),
            models.CheckConstraint(
                name="actions_progressupdate_next_after_report",
                condition=models.Q(next_update_due=None) | models.Q(next_update_due__gt=models.F("reported_on")),
                violation_error_message="The next update is due after this one.",
            ),
            publication_known("actions_progressupdate_publication_known"),
            *marks_known("actions_progressupdate"),
            AppendOnly(
                name="actions_progressupdate_append_only",
                fields=["action", "reported_on", "status", "direction", "narrative", "recorded_at"],
                violation_error_message="A progress update stays as it was reported. Add a new one instead.",
            ),
        ]

    def __str__(self):
        return f"{self.get_status_display()} on {self.reported_on}"


MOST_LINKS = 10  # of one update


@tracked
class Evidence(models.Model):
    """What a progress update rests on: a link to a report, a minute, a figure. As append-only as its update."""

    update = models.ForeignKey(ProgressUpdate, models.PROTECT, related_name="evidence")
    title = models.CharField(max_length=200, help_text="What the link leads to.")
    url = models.URLField("address", max_length=500, help_text="https://… or http://…")
    position = models.PositiveSmallIntegerField(help_text="Order within the update, from 1.")

    class Meta:
        ordering = ["update", "position"]
        verbose_name_plural = "evidence"
        constraints = [
            WriteGate(name="actions_evidence_write_gate", allows=[EVIDENCE_GIVEN]),
            models.UniqueConstraint(
                fields=["update", "position"],
                name="actions_evidence_position_unique",
                violation_error_message="Another link of this update has this position.",
            ),
            models.CheckConstraint(
                name="actions_evidence_ten_at_most",
                condition=models.Q(position__range=(1, MOST_LINKS)),
                violation_error_message="An update has ten links at most, numbered from 1 to 10.",
            ),
            models.CheckConstraint(
                name="actions_evidence_title_not_empty",
                condition=~models.Q(title=""),
                violation_error_message="Say what the link leads to.",
            ),
            models.CheckConstraint(
                name="actions_evidence_url_is_web",
                condition=models.Q(url__regex=r"^https?://[^[:space:]]+$"),
                violation_error_message="Give a whole web address: https://example.org/report.",
            ),
            AppendOnly(
                name="actions_evidence_append_only",
                fields=["update", "title", "url", "position"],
                violation_error_message="Evidence stays as it was given. Add a new update instead.",
            ),
        ]

    def __str__(self):
        return self.title
