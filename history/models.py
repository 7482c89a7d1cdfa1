"""What a row of any table's history holds beside the tracked row's own columns."""

import pghistory.models
from django.db import models
from django.db.models.functions import Cast

from history.redaction.models import Redaction

__all__ = ["Event", "Redaction", "Revision"]


class Event(pghistory.models.Event):
    """One insert, change or delete of one row, with the row as it was after it (a deleted one: before).

    `pgh_label` says which; `pgh_created_at` is when its transaction began; `pgh_context`, None for raw SQL, holds who,
    from where and why; `pgh_role` is the role of the database that wrote, which raw SQL cannot be without; `pgh_turn`
    is in the order of the commits.
    """

    pgh_role = models.CharField(
        max_length=63,
        editable=False,
        db_default=Cast(models.Func(function="session_user", template="%(function)s"), models.CharField()),
        help_text="The database's own role that wrote.",
    )
    pgh_turn = models.BigIntegerField(
        null=True,
        editable=False,
        db_index=True,
        db_default=models.Func(function="history_turn", output_field=models.BigIntegerField(null=True)),
        help_text="The number of its transaction in the order of the commits; none before these were counted.",
    )

    class Meta:
        abstract = True


class Revision(models.Model):
    """How often something was changed; counted by the database alone, see `history/revisions.py`."""

    scope = models.TextField(primary_key=True, help_text="What: all, shared, plans, or plan and a slug.")
    number = models.BigIntegerField(help_text="How many transactions changed it.")
    changed_at = models.DateTimeField(help_text="When the last of them did.")

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.scope}: {self.number}"
