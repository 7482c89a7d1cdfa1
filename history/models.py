"""What a row of any table's history holds beside the tracked row's own columns."""

import pghistory.models
from django.db import models
from django.db.models.functions import Cast


class Event(pghistory.models.Event):
    """One insert, change or delete of one row, with the row as it was after it (a deleted one: before).

    `pgh_label` says which; `pgh_created_at` is when its transaction began; `pgh_context`, None for raw SQL, holds who,
    from where and why; `pgh_role` is the role of the database that wrote, which raw SQL cannot be without.
    """

    pgh_role = models.CharField(
        max_length=63,
        editable=False,
        db_default=Cast(models.Func(function="session_user", template="%(function)s"), models.CharField()),
        help_text="The database's own role that wrote.",
    )

    class Meta:
        abstract = True
