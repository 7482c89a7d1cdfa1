"""The marks that a text carries: how far it has come, who may read it, how it is handled."""

from operator import attrgetter
from typing import NamedTuple

from django.db import models

from access.handling import handling_of


class Publication(models.TextChoices):
    """How far a text has come; only what is published is public."""

    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"


def publication_known(name):
    """The constraint that a `publication` column holds one of the four states."""
    return models.CheckConstraint(
        name=name,
        condition=models.Q(publication__in=Publication.values),
        violation_error_message="Choose one of: draft, in_review, published, withdrawn.",
    )


class Access(models.TextChoices):
    """Whether the public may read a text once it is published."""

    OPEN = "open", "Open"
    EXEMPT = "exempt", "Exempt"


class Handling(models.TextChoices):
    """How a text is handled, in the words of the Government Security Classifications (2023)."""

    OFFICIAL = "official", "Official"
    OFFICIAL_SENSITIVE = "official_sensitive", "Official-sensitive"


class Marks(NamedTuple):
    """The marks that hold for a row, by the names of the fields that have them."""

    access: str = "open"
    exempt_paragraph: int | None = None
    handling: str = "official"

    @property
    def closed(self):
        """What of them the public does not read, as handling_of() says it."""
        return handling_of([self._asdict()])

    @property
    def cells(self):
        """The three as cells of a table, a paragraph that there is not as an empty one."""
        return tuple("" if mark is None else str(mark) for mark in self)


MARKS = Marks._fields


class Marked(models.Model):
    """A text with two marks: open or exempt, official or official-sensitive. What is sensitive is exempt too."""

    access = models.CharField(
        max_length=20,
        choices=Access,
        default=Access.OPEN,
        help_text="Open: the public reads it once it is published. Exempt: it never does.",
    )
    exempt_paragraph = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="Exempt only: which paragraph, 1 to 7, of Part 1 of Schedule 12A to the Local Government Act 1972.",
    )
    handling = models.CharField(
        max_length=20,
        choices=Handling,
        default=Handling.OFFICIAL,
        help_text="Official-sensitive is read by officers and auditors only, and needs an exempt paragraph.",
    )

    class Meta:
        abstract = True


def strictest(*marked):
    """The Marks that hold for a row which stands in others, of tuples of their values, its own first.

    It is exempt where any is, under its own paragraph where it has one; sensitive where any is.
    """
    accesses, paragraphs, handlings = zip(*marked, strict=True)
    return Marks(
        Access.EXEMPT.value if Access.EXEMPT in accesses else Access.OPEN.value,
        next((paragraph for paragraph in paragraphs if paragraph), None),
        Handling.OFFICIAL_SENSITIVE.value if Handling.OFFICIAL_SENSITIVE in handlings else Handling.OFFICIAL.value,
    )


def holding(*rows):
    """The Marks that hold for the first of `rows`, which stands in the others; each has marks of its own."""
    return strictest(*map(attrgetter(*MARKS), rows))


def marks_known(prefix):
    """The constraints of the marks, their names begun with `prefix`."""
    return [
        models.CheckConstraint(
            name=f"{prefix}_access_known",
            condition=models.Q(access__in=Access.values),
            violation_error_message="Choose one of: open, exempt.",
        ),
        models.CheckConstraint(
            name=f"{prefix}_exempt_has_paragraph",
            # Without a paragraph the range alone would be neither true nor false, which a check lets pass.
            condition=models.Q(access=Access.OPEN, exempt_paragraph=None)
            | models.Q(access=Access.EXEMPT, exempt_paragraph__isnull=False, exempt_paragraph__range=(1, 7)),
            violation_error_message="What is exempt names its paragraph, 1 to 7; what is open names none.",
        ),
        models.CheckConstraint(
            name=f"{prefix}_handling_known",
            condition=models.Q(handling__in=Handling.values),
            violation_error_message="Choose one of: official, official_sensitive.",
        ),
        models.CheckConstraint(
            name=f"{prefix}_sensitive_is_exempt",
            condition=models.Q(handling=Handling.OFFICIAL) | models.Q(access=Access.EXEMPT),
            violation_error_message="What is official-sensitive is exempt too: choose exempt, with its paragraph.",
        ),
    ]
