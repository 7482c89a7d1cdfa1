"""Who may know of what: the one rule that plans, strategies, actions and updates share.

- The public: what is published and open, down from the plan.
- A board member and a strategy lead: everything but what is sensitive.
- A strategy lead: sensitive parts of his or her own strategies too.
- A partner reporter: beside what is public, the actions that his or her organisation leads, once they are in review,
  and the updates that he or she wrote; of plan and strategy what such actions stand in.
- A partner's key that is for what is shared: what that partner's reporter reads, but updates, which people write.
- Administrators, officers and auditors: everything.

Models call `seen_by`; `own` is a function of the user that gives a condition for the rows that are this user's own.
"""

from django.apps import apps
from django.db.models import Q

from access.key_holders import partner_shared_with
from access.roles import Role, has_role, reads_all, reads_unpublished
from actions.models.marks import Handling, Publication
from partners.models import Partner


def seen_by(user, rows, *, public, sensitive, own):
    """Those of `rows` that `user` may know of: `public` for strangers, and what role and own work add."""
    if reads_all(user):
        return rows
    mine = own(user)
    if reads_unpublished(user):
        return rows.filter(~sensitive | mine)
    return rows.filter(Q(pk__in=public.order_by().values("pk")) | mine) if mine else public


def reads_as_public(user):
    """Whether `user` may know of what the public may know of, and of nothing else."""
    return not reads_unpublished(user) and not own_plans(user)


def is_sensitive(path=""):
    """The condition that a row, or the row that `path` leads to, is official-sensitive."""
    return Q(**{f"{path}__handling" if path else "handling": Handling.OFFICIAL_SENSITIVE})


def _strategies_led(user):
    model = apps.get_model("actions", "StrategyLead")
    return model.objects.filter(user=user).values("strategy")


def _actions_of(partners):
    """The actions that `partners`, a queryset, lead or support, from review on."""
    come_so_far = [Publication.IN_REVIEW, Publication.PUBLISHED]
    return (
        apps.get_model("actions", "Action")
        .objects.filter(
            leads__partner__in=partners,
            publication__in=come_so_far,
            strategy__publication__in=come_so_far,
            plan__publication__in=come_so_far,
        )
        .exclude(is_sensitive() | is_sensitive("plan"))
        .order_by()
    )


def _own(user, *, of_lead, of_reporter):
    """The condition for a user's own rows: `of_lead` and `of_reporter` make it where the user has that role.

    A program with its partner's key reads as `of_reporter` says.
    """
    condition = Q()
    if has_role(user, Role.STRATEGY_LEAD):
        condition |= of_lead(_strategies_led(user))
    if has_role(user, Role.PARTNER_REPORTER):
        condition |= of_reporter(_actions_of(Partner.objects.of_reporter(user)))
    if code := partner_shared_with(user):
        condition |= of_reporter(_actions_of(Partner.objects.within(code)))
    return condition


def own_plans(user):
    """The condition that a plan holds something of this user's own."""
    return _own(
        user,
        of_lead=lambda led: Q(pk__in=apps.get_model("actions", "Strategy").objects.filter(pk__in=led).values("plan")),
        of_reporter=lambda actions: Q(pk__in=actions.values("plan")),
    )


def own_strategies(user):
    """The condition that a strategy is, or holds something of, this user's own."""
    return _own(
        user, of_lead=lambda led: Q(pk__in=led), of_reporter=lambda actions: Q(pk__in=actions.values("strategy"))
    )


def own_actions(user):
    """The condition that an action is this user's own."""
    return _own(
        user, of_lead=lambda led: Q(strategy__in=led), of_reporter=lambda actions: Q(pk__in=actions.values("pk"))
    )


def own_updates(user):
    """The condition that an update is of this user's own strategy, or written by this reporter, no program."""
    return _own(
        user,
        of_lead=lambda led: Q(action__strategy__in=led),
        of_reporter=lambda actions: Q(recorded_by=user.pk, action__in=actions.values("pk")) if user.pk else Q(),
    )
