"""What one partner does, plan by plan: where it leads, with whom, and which principles its work serves."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from actions.models import Action, Alignment, Lead, Plan, Strategy
from partners.models import Partner
from partners.tree import walk
from principles.models import Principle
from violence_plan.dashboards import actions_address
from violence_plan.partnership import Figure


@dataclass(frozen=True)
class Service:
    """A principle, and how many of the partner's actions serve it on each basis; `any` counts them together."""

    principle: Principle
    any: Figure
    stated: Figure
    inherited: Figure
    assessed: Figure


@dataclass(frozen=True)
class Colleague:
    """Another partner, named as the reader may see it, and the actions that name both, in the order of the plan."""

    partner: Partner
    name: str
    actions: tuple[Action, ...]


@dataclass(frozen=True)
class Work:
    """A partner with its teams and posts in one plan: actions in all and per strategy, principles, colleagues.

    `services` holds every principle of the plan's framework, those that no action serves too.
    """

    plan: Plan
    total: Figure
    strategies: tuple[tuple[Strategy, Figure], ...]
    services: tuple[Service, ...]
    colleagues: tuple[Colleague, ...]

    @property
    def served(self):
        """How many principles its actions serve."""
        return sum(bool(service.any.actions) for service in self.services)

    @property
    def most(self):
        """The number of actions in the strategy that has most of them."""
        return max(figure.actions for _, figure in self.strategies)


def partner_work(branch, *, user):
    """The Works of the partner of a Branch, one per plan that names it; the Branch counts what `user` may see."""
    actions = Action.objects.visible_to(user).filter(pk__in=branch.with_parts).order_by("plan", "position")
    actions = list(actions.select_related("plan", "strategy__plan").defer("plan__introduction", "strategy__text"))
    of_plan = defaultdict(list)
    for action in actions:
        of_plan[action.plan].append(action)
    colleagues = other_leads(branch, actions, user)
    alignments = Alignment.objects.filter(action__in=branch.with_parts).order_by()
    services = Counter(alignments.values_list("action__plan", "principle", "basis"))
    frameworks = {plan.framework_id for plan in of_plan}
    principles = defaultdict(list)
    for principle in Principle.objects.filter(framework__in=frameworks).select_related("framework").in_order():
        principles[principle.framework_id].append(principle)
    return tuple(
        work(branch.partner, plan, here, principles[plan.framework_id], services, colleagues[plan.pk])
        for plan, here in of_plan.items()
    )


def work(partner, plan, actions, principles, services, colleagues):
    """The Work of a partner in a plan: `actions` are its own there, `services` counts by (plan, principle, basis)."""
    of_strategy = Counter(action.strategy for action in actions)

    def figure(count, **asked):
        return Figure(count, actions_address(plan, partner=partner.code, **asked))

    def service(principle):
        counts = {basis: services[plan.pk, principle.pk, basis] for basis in Alignment.Basis.values}
        on = {basis: figure(n, principle=principle.code, basis=basis) for basis, n in counts.items()}
        return Service(principle, figure(sum(counts.values()), principle=principle.code), **on)

    return Work(
        plan,
        total=figure(len(actions)),
        strategies=tuple((strategy, figure(n, strategy=strategy.ref)) for strategy, n in of_strategy.items()),
        services=tuple(service(principle) for principle in principles),
        colleagues=colleagues,
    )


def other_leads(branch, actions, user):
    """By plan id, the Colleagues of a Branch on these actions, those who share most first."""
    family = {each.partner for each in walk([branch])}
    by_id = {action.pk: action for action in actions}
    shared = defaultdict(lambda: defaultdict(list))
    leads = Lead.objects.filter(action__in=by_id).select_related("partner").order_by("action__position")
    for lead in leads:
        if lead.partner not in family:
            action = by_id[lead.action_id]
            shared[action.plan_id][lead.partner].append(action)

    def order(colleague):
        partner = colleague.partner
        return (-len(colleague.actions), partner.is_private, colleague.name.casefold(), partner.code)

    found = {
        plan: tuple(
            sorted((Colleague(other, other.name_for(user), tuple(both)) for other, both in of.items()), key=order)
        )
        for plan, of in shared.items()
    }
    return defaultdict(tuple, found)
