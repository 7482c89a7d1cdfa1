"""How often a row was changed, so that nobody overwrites what he or she has not read."""

from django.db import models


class VersionField(models.PositiveIntegerField):
    """The version of the row as it was read. The database compares it at each save, and counts it up.

    The object in memory is counted up along with it, so that it may be saved again.
    """

    def pre_save(self, instance, add):
        version = super().pre_save(instance, add)
        if not add:
            setattr(instance, self.attname, version + 1)
        return version


class Versioned(models.Model):
    """A row that two people may edit at the same time: the later save is refused (see RowVersion)."""

    version = VersionField(default=1, editable=False, help_text="Counts the row's changes, from 1.")

    class Meta:
        abstract = True
