"""What a search looks in: the words of everything that can be found, read and weighted beforehand."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models

from actions.models.plan import Plan

# What counts most is the name of a thing, then its text, then where it stands.
SAID = (
    SearchVector("heading", weight="A", config="english")
    + SearchVector("body", weight="B", config="english")
    + SearchVector("place", weight="D", config="english")
)
HEADING = models.Func("said", models.Value("{a}"), function="ts_filter", output_field=SearchVectorField())


class SearchEntryQuerySet(models.QuerySet):
    """Which entries."""

    def of_kind(self, kind):
        """Entries of one kind, of any where it is empty."""
        return self.filter(kind=kind) if kind else self

    def of_plan(self, plan):
        """Entries of what belongs to this plan, of everything where it is None."""
        return self.filter(plan=plan) if plan else self

    def headed(self, query):
        """Entries of which the heading alone answers a SearchQuery."""
        return self.alias(heading=HEADING).filter(heading=query)


class SearchEntry(models.Model):
    """The words of one row of a table that is searched.

    The database itself writes it, by triggers, whenever the row changes or one whose words or marks the row takes part
    of: what `with_words()` of the row's queryset gives, heading, body and place with the weights A, B and D. So it is
    no part of the plan: it has no history, no admin and no table. A partner has two entries, one for each face.
    """

    class Face(models.TextChoices):
        PUBLIC = "public", "As those read it who read no private names"
        NAMED = "named", "As those read it who do"

    kind = models.CharField(max_length=20, help_text="What of: action, strategy, theme and so on.")
    row_id = models.BigIntegerField(help_text="The key of the row in its table.")
    face = models.CharField(max_length=10, blank=True, choices=Face, help_text="Empty where all read the same words.")
    plan = models.ForeignKey(Plan, models.DO_NOTHING, null=True, related_name="+", db_constraint=False)
    is_public = models.BooleanField(help_text="Whether strangers may know of the row, and read these words of it.")
    said = SearchVectorField(help_text="The words.")

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["kind", "row_id", "face"], name="actions_searchentry_row_unique"),
        ]
        indexes = [
            # Without a list of what waits to be indexed, which every search would read through.
            GinIndex(fields=["said"], name="actions_searchentry_said", fastupdate=False),
            GinIndex(HEADING, name="actions_searchentry_heading", fastupdate=False),
        ]

    def __str__(self):
        return f"{self.kind} {self.row_id}"
