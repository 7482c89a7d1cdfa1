"""Actions without a lead, a principle, a recent update or a measure, and those past their date."""

from actions.models import ProgressUpdate
from violence_plan.dashboards import actions_address
from violence_plan.findings import counted
from violence_plan.gaps.biggest import see_actions
from violence_plan.gaps.lists import About, GapList, Row, flat, in_full, share
from violence_plan.gaps.of_principles import NO_PRINCIPLES

COLUMNS = ("action_no", "action", "strategy", "strategy_title", "leads", "status", "last_reported_on", "ends_on")
STATUSES = dict(ProgressUpdate.Status.choices) | {ProgressUpdate.NOT_REPORTED: "Not reported"}


def action_row(ground, action, *remarks):
    """The Row of an action of `ground.by_id`: number, text, then its strategy, its leads and `remarks`."""
    leads = ground.leads_of(action)
    dates = (action.last_reported_on, action.ends_on)
    return Row(
        action.ref,
        action.get_absolute_url(),
        flat(action.text),
        aside=" · ".join(filter(None, (str(action.strategy), leads, *remarks))),
        cells=(
            action.ref,
            action.text,
            action.strategy.ref,
            action.strategy.title,
            leads,
            action.status,
            *(day.isoformat() if day else "" for day in dates),
        ),
        about=About(action=action),
    )


def of_actions(ground, found, *, remark=lambda action: "", address="", **words):
    """The GapList of the actions in the queryset `found`, in the order of the plan; `words` are its other fields.

    `address` is the page of exactly these. Without one, all actions of the plan have the list of actions.
    """
    chosen = [ground.by_id[pk] for pk in found.values_list("pk", flat=True)]
    is_whole = bool(chosen) and len(chosen) == ground.total
    address = address or (actions_address(ground.plan) if is_whole else "")
    return GapList(
        headers=COLUMNS,
        rows=tuple(action_row(ground, action, remark(action)) for action in chosen),
        share=share(len(chosen), ground.total, "action") if chosen else "",
        link=see_actions(len(chosen)) if address else "",
        address=address,
        is_whole=is_whole,
        **words,
    )


def no_lead(ground):
    """The GapList of the actions that nobody leads."""
    return of_actions(
        ground,
        ground.actions.no_lead(),
        address=actions_address(ground.plan, no_lead="true"),
        title="Actions without a lead",
        why="What nobody leads, nobody answers for.",
        nothing="Every action has a lead.",
    )


def no_alignment(ground):
    """The GapList of the actions that serve no principle."""
    return of_actions(
        ground,
        ground.actions.no_alignment() if ground.plan.framework else ground.actions.none(),
        address=actions_address(ground.plan, no_alignment="true"),
        title="Actions that serve no principle",
        why="They may well matter, but the plan does not say what for.",
        nothing="Every action serves a principle." if ground.plan.framework else NO_PRINCIPLES,
    )


def no_update(ground):
    """The GapList of the actions not reported on in `ground.days` days; one never reported on is among them."""
    days = "1 day" if ground.days == 1 else f"{ground.days} days"
    found = ground.actions.not_reported_since(ground.since, at=ground.today)
    never = found.filter(last_reported_on=None).count()
    return of_actions(
        ground,
        found,
        remark=last_report,
        title=f"Actions without an update in {days}",
        why="Without news nobody can tell whether they happen." + never_reported(never, ground.total),
        nothing=f"Every action has been reported on in the last {days}.",
    )


def never_reported(number, total):
    """How many actions have never been reported on, as a sentence after another; empty where there are none."""
    if not number:
        return ""
    if number == total:
        return " No action of the plan has been reported on yet."
    return f" {counted(number, 'action')} {'has' if number == 1 else 'have'} never been reported on."


def last_report(action):
    """When an action was last reported on, in words."""
    day = action.last_reported_on
    return f"last reported on {in_full(day)}" if day else "never reported on"


def past_date(ground):
    """The GapList of the actions past their date that are neither completed nor closed."""
    dated = any(action.ends_on for action in ground.by_id.values())
    return of_actions(
        ground,
        ground.actions.past_end(ground.today),
        remark=lambda action: f"due {in_full(action.ends_on)}, {STATUSES[action.status].lower()}",
        title="Actions past their date",
        why="Their last day, or the end of the period of their last milestone, is over, and they are not completed.",
        nothing="No action is past its date." if dated else "No action can be late, because none has a date.",
    )


def no_measure(ground):
    """The GapList of the actions that nothing measures."""
    return of_actions(
        ground,
        ground.actions.no_measure(),
        title="Actions without a measure",
        why="No outcome, milestone or indicator is recorded, so nobody can tell when they have worked.",
        nothing="Every action has an outcome, a milestone or an indicator.",
    )
