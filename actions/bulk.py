"""What is done to many chosen actions at once: publish, withdraw, report, move to a theme.

Each function takes `actions`, a queryset, and `user`, who does it, and returns an Outcome; with `dry_run` it writes
nothing and says what it would do. An action that cannot change is left as it is, and the Outcome says why.
"""

from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from actions.editing import change_action
from actions.models import Action, Publication
from actions.rules import changeable_by, may_publish, states_for
from history.reasons import because
from history.revisions import write_in_turn

ALREADY = object()
NOT_YOURS = "It stands in a strategy that you do not lead."
NOT_PUBLISHED_BY_YOU = "Officers publish and withdraw; you send drafts to review."


@dataclass(frozen=True)
class Outcome:
    """Which of the chosen actions change, which are so already, and which cannot: pairs of an action and the reason."""

    changing: tuple
    already: tuple
    refused: tuple

    @property
    def token(self):
        """A text that is another one as soon as any of the chosen actions has changed, or would come out otherwise."""
        parts = [[(action.pk, action.version) for action in rows] for rows in (self.changing, self.already)]
        parts.append([(action.pk, why) for action, why in self.refused])
        return sha256(repr(parts).encode()).hexdigest()[:32]


@transaction.atomic
def carry_out(*, actions, user, judge, write, why="", dry_run=False):
    """Do to each of `actions` what `write(action)` does, where `judge(action)` allows it, and return the Outcome.

    `judge` gives None where the action changes, ALREADY where it is so already, else the reason why it cannot.
    """
    write_in_turn()
    keys = list(actions.order_by().values_list("pk", flat=True))
    list(Action.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    rows = Action.objects.filter(pk__in=keys).as_printed().select_related("plan", "strategy", "theme").with_reports()
    mine = set(changeable_by(user, Action.objects.filter(pk__in=keys)).order_by().values_list("pk", flat=True))
    judged = [(action, judge(action) if action.pk in mine else NOT_YOURS) for action in rows]
    outcome = Outcome(
        changing=tuple(action for action, verdict in judged if verdict is None),
        already=tuple(action for action, verdict in judged if verdict is ALREADY),
        refused=tuple(
            (action, verdict) for action, verdict in judged if verdict is not None and verdict is not ALREADY
        ),
    )
    if not dry_run:
        with because(why):
            for action in outcome.changing:
                write(action)
    return outcome


def give_publication(*, actions, user, publication, why="", dry_run=False):
    """Give `actions` that state of Publication."""

    def judge(action):
        if action.publication == publication:
            return ALREADY
        return None if publication in states_for(user, action) else NOT_PUBLISHED_BY_YOU

    def write(action):
        action.publication = publication
        change_action(action=action, columns=["publication"], why=why)

    return carry_out(actions=actions, user=user, judge=judge, write=write, why=why, dry_run=dry_run)


def send_to_review(*, actions, user, why="", dry_run=False):
    """Hold `actions` for somebody to read before they are public."""
    return give_publication(actions=actions, user=user, publication=Publication.IN_REVIEW, why=why, dry_run=dry_run)


def publish(*, actions, user, why="", dry_run=False):
    """Make `actions` public."""
    return give_publication(actions=actions, user=user, publication=Publication.PUBLISHED, why=why, dry_run=dry_run)


def withdraw(*, actions, user, why="", dry_run=False):
    """Take `actions` back from the public."""
    return give_publication(actions=actions, user=user, publication=Publication.WITHDRAWN, why=why, dry_run=dry_run)


def set_status(
    *, actions, user, status, why, direction="", publication=Publication.DRAFT, reported_on=None, dry_run=False
):
    """Record a progress update with `status` and the narrative `why` for `actions`, as of `reported_on`, else today.

    Who may not publish leaves a draft, whatever `publication` says.
    """
    publication = publication if may_publish(user) else Publication.DRAFT
    told = f"{status}:{direction}" if direction else status
    report = {
        "status": status,
        "direction": direction,
        "narrative": why,
        "publication": publication,
        "reported_on": reported_on or timezone.localdate(),
        "recorded_by": user,
    }

    def judge(action):
        if publication == Publication.PUBLISHED and action.waiting == told:
            return "A draft says so already. Publish that update instead."
        return ALREADY if told == (action.waiting or action.reported) else None

    def write(action):
        change_action(action=action, report=report, why=why)

    return carry_out(actions=actions, user=user, judge=judge, write=write, why=why, dry_run=dry_run)


def move_to_theme(*, actions, user, theme, why="", dry_run=False):
    """Put `actions` under `theme`, of their own strategy."""

    def judge(action):
        if action.strategy_id != theme.strategy_id:
            return f"It stands in strategy {action.strategy.ref}, and the theme in {theme.strategy.ref}."
        return ALREADY if action.theme_id == theme.pk else None

    def write(action):
        action.theme = theme
        change_action(action=action, columns=["theme"], why=why)

    return carry_out(actions=actions, user=user, judge=judge, write=write, why=why, dry_run=dry_run)
