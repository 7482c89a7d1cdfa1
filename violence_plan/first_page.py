"""Two short answers for the first page: who leads most, and what is late."""

from dataclasses import dataclass

from actions.models import Action, Lead, ProgressUpdate
from partners.models import Partner
from violence_plan.dashboards import actions_address
from violence_plan.findings import counted

MOST = 5  # so many partners are named
STATUS = ProgressUpdate.Status


@dataclass(frozen=True)
class Leader:
    """A partner, its name as the reader may see it, and how many actions it leads itself."""

    partner: Partner
    name: str
    actions: int


def leaders(*, plan, user):
    """The Leaders of most actions of `plan` that `user` may see, MOST of them: those who lead more first."""
    leads = Lead.objects.visible_to(user).filter(action__plan=plan, role=Lead.Role.LEAD)
    totals = dict(leads.per_partner())
    found = [
        Leader(partner, partner.name_for(user), totals[pk])
        for pk, partner in Partner.objects.in_bulk(list(totals)).items()
    ]
    return sorted(found, key=lambda leader: (-leader.actions, leader.name.casefold(), leader.partner.pk))[:MOST]


@dataclass(frozen=True)
class Lateness:
    """How far a plan has come: actions with a published update, in each status that worries, and past their date."""

    actions: int
    reported: int
    off_track: int
    at_risk: int
    past_end: int
    off_track_address: str
    at_risk_address: str

    @property
    def summary(self):
        """How many actions have reported, in a sentence."""
        if not self.reported:
            return "No progress has been reported yet."
        verb = "has" if self.reported == 1 else "have"
        return f"{self.reported} of {counted(self.actions, 'action')} {verb} reported progress."

    @property
    def is_well(self):
        """True where progress is reported and nothing is late or in danger of it."""
        return bool(self.reported) and not (self.off_track or self.at_risk or self.past_end)


def lateness(*, plan, user, today, at=None):
    """The Lateness of `plan` on the date `today`, as `user` may see it; its addresses ask for the day `at`."""
    actions = Action.objects.visible_to(user).filter(plan=plan)
    by_status = dict(actions.with_status(today).per_status())
    return Lateness(
        actions=sum(by_status.values()),
        reported=sum(number for status, number in by_status.items() if status != ProgressUpdate.NOT_REPORTED),
        off_track=by_status.get(STATUS.OFF_TRACK, 0),
        at_risk=by_status.get(STATUS.AT_RISK, 0),
        past_end=actions.past_end(today).count(),
        off_track_address=actions_address(plan, status=STATUS.OFF_TRACK.value, at=at),
        at_risk_address=actions_address(plan, status=STATUS.AT_RISK.value, at=at),
    )
