"""Partners who lead a great many actions, and leads whose work others have taken over since."""

from collections import defaultdict

from actions.models import Lead
from partners.models import Partner
from violence_plan.findings import counted
from violence_plan.gaps.lists import About, GapList, Row, in_full, share

MANY_TIMES = 3  # a partner leads a great many actions where it leads more than so many times the average,
MANY_ACTIONS = 5  # and no fewer than these
NOBODY_LEADS = "No partner leads any action."


def led(ground):
    """Which actions each partner leads itself: sets of action ids by Partner; no part counts for its parent."""
    leads = Lead.objects.filter(action__in=ground.actions.order_by(), role=Lead.Role.LEAD).select_related("partner")
    found = defaultdict(set)
    for lead in leads.order_by():
        found[lead.partner].add(lead.action_id)
    return found


def by_load(leads):
    """The partners of `leads`, sets of action ids by Partner, who lead most first; never by a private name."""
    return sorted(leads, key=lambda partner: (-len(leads[partner]), partner.display_name.casefold(), partner.code))


def many_actions(ground):
    """The GapList of the partners who lead more than three times the average of the lead partners, at least five."""
    leads = led(ground)
    average = sum(map(len, leads.values())) / len(leads) if leads else 0
    least = max(MANY_TIMES * average, MANY_ACTIONS - 1)
    many = [partner for partner in by_load(leads) if len(leads[partner]) > least]
    return GapList(
        title="Partners who lead a great many",
        why=f"More than three times the average of {average:.1f} actions, so much hangs on few. "
        "Each partner is counted without its teams and posts.",
        nothing="No partner leads more than three times as many actions as the average." if leads else NOBODY_LEADS,
        headers=("partner", "name", "actions"),
        rows=tuple(heavy(ground, partner, len(leads[partner])) for partner in many),
        share=share_of(many, leads, ground.total),
    )


def heavy(ground, partner, actions):
    """The Row of a partner who leads so many actions."""
    return Row(
        partner.name_for(ground.user),
        partner.get_absolute_url(),
        counted(actions, "action"),
        cells=(partner.code, partner.name_for(ground.user), str(actions)),
        about=About(partner=partner, actions=actions),
    )


def share_of(partners, leads, total):
    """What follows the number of these partners: of how many, and the share of the plan they lead together."""
    if not partners:
        return ""
    together = len(set().union(*(leads[partner] for partner in partners)))
    return f"of {counted(len(leads), 'lead partner')}; {together} {share(together, total, 'action')}"


def replaced(ground):
    """The GapList of the lead partners that others have followed up to today."""
    leads = led(ground)
    partners = Partner.objects.in_bulk() if any(partner.succeeded_by_id for partner in leads) else {}
    gone = [partner for partner in by_load(leads) if has_gone(partner, ground.today)]
    return GapList(
        title="Lead partners since replaced",
        why="The plan still names them, though others have taken over their work.",
        nothing="No lead partner has been replaced, as far as is recorded." if leads else NOBODY_LEADS,
        headers=("partner", "name", "actions", "successor", "successor_name", "succeeded_on"),
        rows=tuple(followed(ground, partner, len(leads[partner]), partners) for partner in gone),
        share=share_of(gone, leads, ground.total),
        note="A partner that has ended without a recorded successor cannot be told from one that works on.",
    )


def has_gone(partner, today):
    """Whether another has followed the partner up to the date `today`; where the day is not recorded, it has."""
    return partner.succeeded_by_id and (partner.succeeded_on is None or partner.succeeded_on <= today)


def followed(ground, partner, actions, partners):
    """The Row of a partner that others have followed, one after another; `partners` are all partners by id."""
    successor, steps, here = partners[partner.succeeded_by_id], [], partner
    while has_gone(here, ground.today):
        day = f"on {in_full(here.succeeded_on)}" if here.succeeded_on else "on a day that is not recorded"
        here = partners[here.succeeded_by_id]
        steps.append(f"by {here.name_for(ground.user)} {day}")
    return Row(
        partner.name_for(ground.user),
        partner.get_absolute_url(),
        counted(actions, "action"),
        aside=f"Followed {', then '.join(steps)}",
        cells=(
            partner.code,
            partner.name_for(ground.user),
            str(actions),
            successor.code,
            successor.name_for(ground.user),
            partner.succeeded_on.isoformat() if partner.succeeded_on else "",
        ),
        about=About(partner=partner, actions=actions, successor=successor),
    )
