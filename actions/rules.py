"""Who may change which rows of a plan: rules that depend on the row, on top of what a role is granted.

Officers and administrators change everything; a strategy lead changes his or her own strategies and what hangs on them;
nobody else changes anything. The write gate of each table (`actions/own_rows.py`) holds that below every door; this
module says it beforehand. Only officers and administrators publish, withdraw, mark, number and move; a strategy lead
sends drafts to review. `access/grants.py` says which tables a role may touch at all. Unless stated otherwise a row is
an action, a strategy, a theme, or a link of these: a lead, an alignment, a rejection, a milestone.

Who may change an action may report on it, and so may a partner reporter whose organisation leads it; such a reporter
also answers for the organisation whether it accepts being named lead.
"""

from django.db.models import Q

from access.roles import Role, changes_all, has_role, reads_all
from actions.models import (
    Action,
    Alignment,
    AlignmentRejection,
    Lead,
    Milestone,
    ProgressUpdate,
    Publication,
    Strategy,
    StrategyLead,
    Theme,
)
from actions.models.visibility import own_actions
from partners.models import Partner

# How each row leads to the strategy it stands in; an alignment is of an action or of a strategy.
PATHS = {
    Strategy: ("pk",),
    Theme: ("strategy",),
    Action: ("strategy",),
    Lead: ("action__strategy",),
    Alignment: ("action__strategy", "strategy"),
    AlignmentRejection: ("action__strategy",),
    Milestone: ("action__strategy",),
}


def strategies_led(user):
    """The ids of the strategies that `user` leads, as a queryset; none where `user` is no strategy lead."""
    led = (
        StrategyLead.objects.filter(user=user.pk) if has_role(user, Role.STRATEGY_LEAD) else StrategyLead.objects.none()
    )
    return led.order_by().values_list("strategy", flat=True)


def changeable_by(user, rows):
    """Those of `rows`, a queryset, that `user` may change; a strategy lead none of a model that PATHS does not name."""
    if changes_all(user):
        return rows
    led, condition = strategies_led(user), Q(pk__in=[])
    for path in PATHS.get(rows.model, ()):
        condition |= Q(**{f"{path}__in": led})
    return rows.filter(condition)


def may_change(user, row):
    """Whether `user` may add, change or delete `row`, an instance that need not be saved yet."""
    if changes_all(user):
        return True
    return type(row) in PATHS and _strategy_of(row) in strategies_led(user)


def may_publish(user, row=None):
    """Whether `user` may publish `row`, withdraw it and mark it exempt or sensitive; any row where none is given."""
    return changes_all(user)


def may_send_to_review(user, row):
    """Whether `user` may send `row` to review: who may publish it, and the lead of its strategy while it is a draft."""
    subject = row.action if isinstance(row, ProgressUpdate) else row
    return may_publish(user, row) or (row.publication == Publication.DRAFT and may_change(user, subject))


def states_for(user, row):
    """The states of Publication that `user` may leave `row` in, or bring it to; None stands for a row to be added."""
    if may_publish(user, row):
        return tuple(Publication)
    unpublished = (Publication.DRAFT, Publication.IN_REVIEW)
    return unpublished if row is None or row.publication in unpublished else (Publication(row.publication),)


def reportable_by(user, actions):
    """Those of `actions`, a queryset, that `user` may report progress on."""
    if changes_all(user):
        return actions
    own = own_actions(user)
    return actions.filter(pk__in=Action.objects.filter(own).order_by().values("pk")) if own else actions.none()


def may_report(user, action):
    """Whether `user` may report progress on `action`."""
    return reportable_by(user, Action.objects.filter(pk=action.pk)).exists()


def named_of(user, leads):
    """Those of `leads`, a queryset, that name an organisation which the partner reporter `user` works for."""
    if not has_role(user, Role.PARTNER_REPORTER):
        return leads.none()
    own = Action.objects.filter(own_actions(user)).order_by()
    return leads.filter(partner__in=Partner.objects.of_reporter(user), action__in=own.values("pk"))


def answers_read_by(user, leads):
    """Those of `leads`, a queryset, of which `user` may read what the partner answered."""
    if reads_all(user):
        return leads
    return changeable_by(user, leads) | named_of(user, leads)


def may_answer(user, lead):
    """Whether `user` may say of `lead` that the partner accepts or disputes being named."""
    return may_change(user, lead) or named_of(user, Lead.objects.filter(pk=lead.pk)).exists()


def _strategy_of(row):
    """The id of the strategy that `row` stands in; None where it stands in none yet."""
    if isinstance(row, Strategy):
        return row.pk
    own = getattr(row, "strategy_id", None)
    return own or (row.action.strategy_id if getattr(row, "action_id", None) else None)
