"""Who may see which row of a plan, said a second time in plain Python over the rows: what the querysets are held to."""

from dataclasses import dataclass, field

from access.roles import Role
from actions.models import (
    Action,
    Alignment,
    AlignmentRejection,
    Evidence,
    FormerRef,
    GlossaryTerm,
    Indicator,
    Lead,
    Measurement,
    Milestone,
    Period,
    Plan,
    ProgressUpdate,
    Section,
    SourceNote,
    Strategy,
    Theme,
)  # fmt: skip

EVERYTHING = {Role.ADMINISTRATOR, Role.OFFICER, Role.AUDITOR}
UNPUBLISHED = EVERYTHING | {Role.STRATEGY_LEAD, Role.BOARD_MEMBER}
COME_SO_FAR = {"in_review", "published"}


@dataclass(frozen=True)
class Reader:
    """Somebody who reads: with one role or none, the ids of the strategies led, of the partners worked for, the own."""

    name: str
    role: Role | None = None
    user_id: int | None = None
    strategies: frozenset = field(default_factory=frozenset)
    partners: frozenset = field(default_factory=frozenset)

    @property
    def all(self):
        return self.role in EVERYTHING

    @property
    def unpublished(self):
        return self.role in UNPUBLISHED

    def sees_plan(self, plan):
        """Whether this reader may know of a Plan."""
        if self.all or is_public(plan):
            return True
        led = any(strategy.pk in self.strategies for strategy in plan.strategies.all())
        if self.unpublished:
            return led or not is_sensitive(plan)
        return any(self.reports_on(action) for action in plan.actions.all())

    def sees_strategy(self, strategy):
        """Whether this reader may know of a Strategy."""
        plan = strategy.plan
        if self.all or is_public(plan) and strategy.publication == "published":
            return True
        if self.unpublished:
            return strategy.pk in self.strategies or not is_sensitive(plan)
        return any(self.reports_on(action) for action in strategy.actions.all())

    def sees_action(self, action):
        """Whether this reader may know of an Action."""
        above = is_public(action.plan) and action.strategy.publication == "published"
        if self.all or above and is_public(action):
            return True
        if self.unpublished:
            return action.strategy_id in self.strategies or not (is_sensitive(action) or is_sensitive(action.plan))
        return self.reports_on(action)

    def sees_update(self, update):
        """Whether this reader may know of a ProgressUpdate."""
        if not self.sees_action(update.action):
            return False
        if self.all or is_public(update):
            return True
        if self.unpublished:
            return update.action.strategy_id in self.strategies or not is_sensitive(update)
        return self.reports_on(update.action) and update.recorded_by_id == self.user_id

    def reports_on(self, action):
        """Whether this reader reports on an Action for a partner that leads it."""
        come = {action.publication, action.strategy.publication, action.plan.publication} <= COME_SO_FAR
        secret = is_sensitive(action) or is_sensitive(action.plan)
        return come and not secret and any(lead.partner_id in self.partners for lead in action.leads.all())


def is_public(row):
    """Whether a row is published and open by itself."""
    return row.publication == "published" and row.access == "open"


def is_sensitive(row):
    """Whether a row is official-sensitive by itself."""
    return row.handling == "official_sensitive"


# What a row of each table hangs on: it is seen where each of these is, if it has it.
HANGS_ON = {
    Evidence: ["update"],
    ProgressUpdate: [],
    Measurement: ["plan", "indicator"],
    Milestone: ["action"],
    Indicator: ["plan", "strategy"],
    Lead: ["action"],
    AlignmentRejection: ["action"],
    Alignment: ["action", "strategy"],
    SourceNote: ["plan", "strategy", "action"],
    FormerRef: ["plan", "strategy", "action"],
    Action: [],
    Theme: ["strategy"],
    Strategy: [],
    Section: ["plan"],
    Period: ["plan"],
    GlossaryTerm: ["plan"],
    Plan: [],
}


def sees(reader, row):
    """Whether `reader`, a Reader, may know of any row of a plan."""
    of_its_own = {
        Plan: reader.sees_plan,
        Strategy: reader.sees_strategy,
        Action: reader.sees_action,
        ProgressUpdate: reader.sees_update,
    }
    if type(row) in of_its_own:
        return of_its_own[type(row)](row)
    if isinstance(row, Section):
        return any(reader.sees_strategy(strategy) for strategy in row.strategies.all())
    if isinstance(row, AlignmentRejection) and not reader.unpublished:
        return False
    above = [getattr(row, name) for name in HANGS_ON[type(row)]]
    return all(sees(reader, each) for each in above if each is not None)
