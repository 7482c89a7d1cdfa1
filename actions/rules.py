"""Who may change which rows of a plan: rules that depend on the row, on top of what a role is granted.

Officers and administrators change everything; a strategy lead changes his or her own strategies and what hangs on them;
nobody else changes anything. `access/grants.py` says which tables a role may touch at all. Unless stated otherwise a
row is an action, a strategy, a theme, or a link of these: a lead, an alignment, a rejection, a milestone.
"""

from django.db.models import Q

from access.roles import Role, has_role
from actions.models import Action, Alignment, AlignmentRejection, Lead, Milestone, Strategy, StrategyLead, Theme

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


def changes_all(user):
    """Whether `user` may change every row of every plan."""
    return has_role(user, Role.ADMINISTRATOR, Role.OFFICER)


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


def _strategy_of(row):
    """The id of the strategy that `row` stands in; None where it stands in none yet."""
    if isinstance(row, Strategy):
        return row.pk
    own = getattr(row, "strategy_id", None)
    return own or (row.action.strategy_id if getattr(row, "action_id", None) else None)
