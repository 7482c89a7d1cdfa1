"""The kinds of things that can be found: where their rows come from, and where a row is read."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery

from actions.models import Action, GlossaryTerm, Plan, ProgressUpdate, Section, SourceNote, Strategy, Theme
from partners.models import Partner
from principles.models import Principle
from tables.keys import AmongKeys


@dataclass(frozen=True)
class Kind:
    """One kind of thing that can be found.

    `name` stands in addresses; `label` and `plural` are for readers, `before` is said before a heading, `nameless` in
    place of an empty one. `rows` gives those that a reader may see, with their words; `related` is what a row is read
    with, `subject` what it is read at. Its score counts by its `worth`.
    """

    name: str
    label: str
    plural: str
    rows: Callable
    related: tuple = ()
    before: str = ""
    nameless: str = ""
    subject: Callable = lambda row: row
    worth: float = 1

    def texts(self, user, keys):
        """The words of those of the rows that `user` may see whose keys the queryset `keys` finds: rows of three texts.

        The rows are looked up one by one, and so is whether each may be seen: `keys` should find few.
        """
        found = self.rows(user).filter(AmongKeys("pk", ArraySubquery(keys)))
        return found.order_by().values_list("heading", "body", "place")


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "action",
            "Action",
            "Actions",
            lambda user: Action.objects.visible_to(user).with_words(),
            related=("plan", "strategy"),
            before="Action ",
        ),
        Kind(
            "strategy",
            "Strategy",
            "Strategies",
            lambda user: Strategy.objects.visible_to(user).with_words(),
            related=("plan",),
        ),
        Kind(
            "theme",
            "Theme",
            "Themes",
            lambda user: Theme.objects.visible_to(user).with_words(),
            related=("strategy__plan",),
        ),
        Kind(
            "principle",
            "Principle",
            "Principles",
            lambda user: Principle.objects.visible_to(user).with_words(),
            related=("framework",),
        ),
        Kind("partner", "Partner", "Partners", lambda user: Partner.objects.visible_to(user).with_words(user)),
        Kind(
            "acronym",
            "Acronym",
            "Acronyms",
            lambda user: GlossaryTerm.objects.visible_to(user).with_words(),
            related=("plan",),
        ),
        Kind(
            "update",
            "Progress update",
            "Progress updates",
            lambda user: ProgressUpdate.objects.of_visible_actions(user).with_words(),
            related=("action__plan",),
            before="Progress of action ",
            subject=lambda update: update.action,
        ),
        Kind(
            "note",
            "Source note",
            "Source notes",
            lambda user: SourceNote.objects.visible_to(user).with_words(),
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
            related=("plan",),
            subject=lambda section: section.plan,
        ),
        Kind("plan", "Plan", "Plans", lambda user: Plan.objects.visible_to(user).with_words()),
    )
}
