"""The kinds of things that can be found: where their rows come from, and where a row is read."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.postgres.search import SearchRank, SearchVector
from django.db.models import BigIntegerField, F, Value
from django.db.models.functions import Cast

from actions.models import Action, GlossaryTerm, Plan, ProgressUpdate, Section, SourceNote, Strategy, Theme
from partners.models import Partner
from principles.models import Principle

# What counts most is the name of a thing, then its text, then where it stands; long texts count a little less.
SAID = (
    SearchVector("heading", weight="A", config="english")
    + SearchVector("body", weight="B", config="english")
    + SearchVector("place", weight="D", config="english")
)
BY_LENGTH = Value(1)


@dataclass(frozen=True)
class Kind:
    """One kind of thing that can be found.

    `name` stands in addresses; `label` and `plural` are for readers, `before` is said before a heading, `nameless` in
    place of an empty one. `rows` gives those that a reader may see, with their words; `plan` is the way from a row to
    its plan, `related` what a row is read with, `subject` what it is read at. Its score counts by its `worth`.
    """

    name: str
    label: str
    plural: str
    rows: Callable
    plan: str = ""
    related: tuple = ()
    before: str = ""
    nameless: str = ""
    subject: Callable = lambda row: row
    worth: float = 1

    def matching(self, words, user):
        """Rows that `user` may see and that answer the Words: (name of the kind, plan or None, primary key, score).

        What holds none of the words that are wanted answers nothing, though it may lack what must not occur.
        """
        score = SearchRank(SAID, words.wanted, normalization=BY_LENGTH)
        return (
            self.rows(user)
            .alias(said=SAID)
            .annotate(of=Value(self.name), within=self.within, row=F("pk"), score=score)
            .filter(said=words.query, score__gt=0)
            .order_by()
            .values_list("of", "within", "row", "score", named=True)
        )

    @property
    def within(self):
        """The primary key of a row's plan as an expression; null for what belongs to no one plan."""
        return Cast(F(self.plan) if self.plan else Value(None), BigIntegerField())

    def texts(self, user):
        """The words of all rows that `user` may see, as rows of three texts."""
        return self.rows(user).order_by().values_list("heading", "body", "place")


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "action",
            "Action",
            "Actions",
            lambda user: Action.objects.visible_to(user).with_words(),
            plan="plan",
            related=("plan", "strategy"),
            before="Action ",
        ),
        Kind(
            "strategy",
            "Strategy",
            "Strategies",
            lambda user: Strategy.objects.visible_to(user).with_words(),
            plan="plan",
            related=("plan",),
        ),
        Kind(
            "theme",
            "Theme",
            "Themes",
            lambda user: Theme.objects.visible_to(user).with_words(),
            plan="strategy__plan",
            related=("strategy__plan",),
        ),
        Kind(
            "principle",
            "Principle",
            "Principles",
            lambda user: Principle.objects.with_words(),
            related=("framework",),
        ),
        Kind("partner", "Partner", "Partners", lambda user: Partner.objects.with_words(user)),
        Kind(
            "acronym",
            "Acronym",
            "Acronyms",
            lambda user: GlossaryTerm.objects.visible_to(user).with_words(),
            plan="plan",
            related=("plan",),
        ),
        Kind(
            "update",
            "Progress update",
            "Progress updates",
            lambda user: ProgressUpdate.objects.of_visible_actions(user).with_words(),
            plan="action__plan",
            related=("action__plan",),
            before="Progress of action ",
            subject=lambda update: update.action,
        ),
        Kind(
            "note",
            "Source note",
            "Source notes",
            lambda user: SourceNote.objects.visible_to(user).with_words(),
            plan="plan",
            related=("plan", "strategy__plan", "action__plan"),
            before="Source note: ",
            nameless="the plan",
            worth=0.2,
            subject=lambda note: note.action or note.strategy or note.plan,
        ),
        Kind(
            "section",
            "Chapter",
            "Chapters",
            lambda user: Section.objects.visible_to(user).with_words(),
            plan="plan",
            related=("plan",),
            subject=lambda section: section.plan,
        ),
        Kind("plan", "Plan", "Plans", lambda user: Plan.objects.visible_to(user).with_words(), plan="pk"),
    )
}
