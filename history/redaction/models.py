"""The log of redactions: who asked, who confirmed, when, where and why, without the words."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class RedactionQuerySet(models.QuerySet):
    """Which redactions."""

    def waiting(self):
        """Those that nobody has decided."""
        return self.filter(state=Redaction.State.ASKED)

    def confirmed(self):
        """Those that were carried out, the first first."""
        return self.filter(state=Redaction.State.CONFIRMED).order_by("decided_at", "pk")


class Redaction(models.Model):
    """A request to take words out of everything, and what became of it.

    The words themselves are held only until somebody decides; then a keyed digest of them, by which they are known
    again wherever they would come back.
    """

    class State(models.TextChoices):
        ASKED = "asked", "Waits for a second person"
        CONFIRMED = "confirmed", "Redacted"
        REFUSED = "refused", "Refused"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    table = models.CharField(max_length=100, help_text="The model of the row it was asked of.")
    row_id = models.BigIntegerField(help_text="The row's id in its table.")
    row_uid = models.UUIDField(null=True, blank=True, help_text="The row's uid, where its table has one.")
    field = models.CharField(max_length=100, help_text="The field it was asked of.")
    passage = models.TextField(blank=True, help_text="The words, until it is decided; then empty.")
    why = models.TextField(help_text="The reason, without the words.")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="redactions_asked")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="redactions_decided"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    marker = models.CharField(max_length=60, blank=True, help_text="What stands in place of the words.")
    words = models.PositiveIntegerField(default=0, help_text="How many words they were.")
    digest = models.CharField(max_length=64, blank=True, help_text="Keyed digest of the words.")
    places = models.PositiveIntegerField(default=0, help_text="In how many places they were replaced.")

    objects = RedactionQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="history_redaction_state_known", condition=Q(state__in=["asked", "confirmed", "refused"])
            ),
            models.CheckConstraint(
                name="history_redaction_forgets_words", condition=Q(state="asked") | Q(passage="")
            ),
            models.CheckConstraint(
                name="history_redaction_has_reason", condition=~Q(why="")
            ),
            models.CheckConstraint(
                name="history_redaction_by_two_people",
                condition=~Q(state="confirmed") | Q(asked_by=None) | Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="history_redaction_confirmed_has_digest",
                condition=Q(state="confirmed", words__gt=0, digest__gt="", marker__gt="", decided_at__isnull=False)
                | (~Q(state="confirmed") & Q(words=0, digest="", marker="")),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.table} {self.row_id}, {self.field}"
