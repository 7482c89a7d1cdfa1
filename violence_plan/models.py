"""The portal's own bookkeeping: what it has told others. Nothing here is plan data; all of it can be made anew."""

import uuid

from django.db import models

from history.models import Revision
from history.revisions import ALL

# Another after a restored dump, a failover that lost commits, or a copy of the database elsewhere.
HERE = """
(SELECT concat_ws('-', system_identifier, timeline_id, 'violence_plan_ledger'::regclass::oid)
FROM pg_control_system(), pg_control_checkpoint())
"""


class LedgerQuerySet(models.QuerySet):
    """Which ledger, and whether it is behind."""

    def beside_the_data(self):
        """Each with `turn_now`, the number of the last commit that wrote, and `place_now`, the database it is in."""
        return self.annotate(
            turn_now=models.functions.Coalesce(
                models.Subquery(Revision.objects.filter(scope=ALL).values("number")), models.Value(0)
            ),
            place_now=models.Func(template=HERE, output_field=models.TextField()),
        )


class Ledger(models.Model):
    """What the readers of one kind could know of each row of the API's lists, and in which order they came to know it.

    Its numbers move where something changes for these readers, and only then.
    """

    audience = models.TextField(primary_key=True, help_text="Whose readers.")
    uid = models.UUIDField(default=uuid.uuid4, help_text="Names it in cursors.")
    place = models.TextField(default="", help_text="The database it was last in.")
    turn = models.BigIntegerField(
        null=True, help_text="The last commit it knows of; null: none, all is to be looked at."
    )
    seen = models.JSONField(default=dict, help_text="The number of each scope of the revisions at that commit.")
    number = models.BigIntegerField(default=0, help_text="The last number that was given.")
    forgotten = models.BigIntegerField(default=0, help_text="Up to this number, what is gone may be forgotten.")

    objects = LedgerQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.audience}: {self.number}"

    @property
    def is_behind(self):
        """True where something was written, or the database is another, since it was brought up to date."""
        return (self.turn, self.place) != (self.turn_now, self.place_now)


class Entry(models.Model):
    """A row of one of the API's lists, as a ledger's readers know it, or that it is gone."""

    ledger = models.ForeignKey(Ledger, models.CASCADE, related_name="entries")
    resource = models.TextField(help_text="Name of the list.")
    key = models.TextField(help_text="The end of the row's address in the API.")
    plan = models.TextField(help_text="Slug of the plan it is of; empty if of none.")
    row_id = models.BigIntegerField(help_text="Its id in its own table.")
    row = models.TextField(help_text="As JSON; empty where it is gone.")
    gone = models.BooleanField(default=False)
    turn = models.BigIntegerField(null=True, help_text="The commit behind its last number, where one is known.")
    first_number = models.BigIntegerField(null=True, help_text="The number under which it was new.")
    number = models.BigIntegerField(null=True, help_text="The number of its last change; null until it is given.")
    numbered_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(fields=["ledger", "resource", "key"], name="violence_plan_entry_row_unique"),
            models.UniqueConstraint(fields=["ledger", "number"], name="violence_plan_entry_number_unique"),
            models.CheckConstraint(
                name="violence_plan_entry_gone_says_nothing",
                condition=models.Q(gone=True, row="") | models.Q(gone=False, row__gt=""),
            ),
        ]
        indexes = [
            models.Index(fields=["ledger", "resource", "plan"], name="violence_plan_entry_of_plan"),
            models.Index(
                fields=["ledger", "numbered_at"], name="violence_plan_entry_gone", condition=models.Q(gone=True)
            ),
        ]

    def __str__(self):
        return f"{self.resource}/{self.key}"


class SecretKeyDigest(models.Model):
    """The keyed digest of the SECRET_KEY that every node has to have: one row, since the first start."""

    only = models.BooleanField(primary_key=True, default=True, editable=False)
    digest = models.CharField(max_length=64)
    set_at = models.DateTimeField(auto_now=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(name="violence_plan_secret_key_only_one", condition=models.Q(only=True)),
        ]

    def __str__(self):
        return f"since {self.set_at:%d %B %Y}"
