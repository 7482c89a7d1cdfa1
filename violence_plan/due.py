"""Which actions of a plan are late, soon due or were never reported, for those who keep the plan going."""

from dataclasses import dataclass
from datetime import timedelta

from actions.models import Action, ProgressUpdate
from actions.rules import changes_all, reportable_by
from violence_plan.gaps.lists import in_full

SOON = 30  # days
LATE, DUE, NEVER = "late", "due", "never"
LISTS = ((LATE, "Late"), (DUE, f"Due in the next {SOON} days"), (NEVER, "Never reported"))
DONE = (ProgressUpdate.Status.COMPLETED, ProgressUpdate.Status.CLOSED)


@dataclass(frozen=True)
class Work:
    """What is to be done about one action: `why`, in words, by the name of each list that it stands in.

    The action has its status, its links, its end and what its last update says. `may_report` says whether the reader
    may report on it; `own` puts those first that are the reader's own business.
    """

    action: Action
    why: dict[str, str]
    may_report: bool
    own: bool


def work(actions, *, user, today):
    """A Work for each of the queryset `actions` on the date `today`, as `user` may see it: own ones first, as printed.

    What was reported and is not published yet counts as reported, as far as `user` may read it.
    """
    reportable = set(reportable_by(user, actions.order_by()).values_list("pk", flat=True))
    rows = actions.with_status(today).with_end().with_last_update(user).with_links(user).as_printed()
    found = [
        Work(action, reasons(action, today), action.pk in reportable, action.pk in reportable and not changes_all(user))
        for action in rows
    ]
    return sorted(found, key=lambda one: not one.own)


def reasons(action, today):
    """Why the action stands in which list on the date `today`: words by name, empty where there is nothing to do."""
    found, due = {}, action.next_due
    if action.last_status not in DONE:
        late = [f"update was due {in_full(due)}"] if due and due < today else []
        late += [f"was to end {in_full(action.ends_on)}"] if action.ends_on and action.ends_on < today else []
        if late:
            found[LATE] = ", ".join(late)
        if due and today <= due <= today + timedelta(days=SOON):
            found[DUE] = f"update is due {in_full(due)}"
    if action.last_on is None:
        found[NEVER] = "never reported"
    return found
