"""Files on their way in: kept in the database, so that whoever shows the preview, anybody can take the confirmation."""

import re
import uuid
from datetime import timedelta
from pathlib import PurePath

from django.conf import settings
from django.db import models
from django.utils import timezone

KEPT_FOR = timedelta(days=1)
MOST, MOST_BYTES = 20, 50 * 1024**2  # of one person's files that wait at once
UNFIT = re.compile(r"[^\w .()&,'-]")


class UploadQuerySet(models.QuerySet):
    """Which uploads."""

    def of(self, user):
        """The uploads that this user may confirm: his or her own, of the last day."""
        return self.filter(user=user, uploaded_at__gt=timezone.now() - KEPT_FOR)

    def past_their_time(self):
        """Those that nobody may confirm any more."""
        return self.filter(uploaded_at__lte=timezone.now() - KEPT_FOR)

    def keep(self, *, user, file, table="", answers=()):
        """Keep an uploaded file, for the table of a model where its label is given; those of yesterday go.

        So do this person's oldest, where they are more than MOST or larger together than MOST_BYTES.
        """
        self.past_their_time().delete()
        name = UNFIT.sub("_", PurePath(file.name or "").name)[-100:] or "table"
        upload = self.create(user=user, name=name, content=file.read(), table=table, answers=dict(answers))
        self.filter(pk__in=self.too_many_of(user)).delete()
        return upload

    def too_many_of(self, user):
        """The keys of this user's uploads that are too many, or too large together with the newer ones."""
        size = models.Func("content", function="octet_length", output_field=models.IntegerField())
        newest = self.filter(user=user).order_by("-uploaded_at", "-pk").values_list("pk", size)
        total, found = 0, []
        for number, (key, bytes_of_it) in enumerate(newest, start=1):
            total += bytes_of_it
            if number > MOST or total > MOST_BYTES:
                found.append(key)
        return found


class Upload(models.Model):
    """A file between its preview and its confirmation; then its content is gone, and for a day it says that it came in.

    It is no part of the plan, so it has no history.
    """

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Its address.")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="uploads")
    name = models.CharField(max_length=100, help_text="What the file was called.")
    content = models.BinaryField(help_text="The file itself; empty once it is imported.")
    table = models.CharField(max_length=100, blank=True, help_text="The one model it is for, where it is for one.")
    answers = models.JSONField(default=dict, help_text="What the officer chose for it.")
    uploaded_at = models.DateTimeField(default=timezone.now)
    imported_at = models.DateTimeField(null=True, blank=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ["uploaded_at"]

    def __str__(self):
        return self.name
