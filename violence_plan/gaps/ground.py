"""What every list of gaps stands on: a plan, who reads it, and the day on which it is read."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch

from actions.held import Held
from actions.models import Action, Lead, Plan
from violence_plan.dashboards import alignment_matrix


@dataclass(frozen=True)
class Ground:
    """A plan as `user` may see it on the date `today`; an action is silent after `days` without an update.

    Whatever several lists need is read once.
    """

    plan: Plan
    user: AbstractBaseUser | AnonymousUser
    today: date
    days: int

    @property
    def since(self):
        """The first day of those that count as of late."""
        return self.today - timedelta(days=self.days)

    @cached_property
    def actions(self):
        """A queryset of the plan's actions that the reader may see."""
        return Action.objects.visible_to(self.user).filter(plan=self.plan)

    @cached_property
    def total(self):
        """How many these are."""
        return self.actions.count()

    @cached_property
    def by_id(self):
        """These actions by id, each with strategy, leads, status, the day of its last report and its end."""
        leads = Prefetch("leads", Lead.objects.select_related("partner"))
        actions = self.actions.select_related("strategy", "plan").defer("plan__introduction", "strategy__text")
        dated = actions.with_status(self.today).with_last_report(self.today).with_end()
        return {action.pk: action for action in dated.prefetch_related(leads)}

    @cached_property
    def held(self):
        """What the plan holds, as the reader may see it."""
        return Held(self.plan, self.user)

    @cached_property
    def matrix(self):
        """The plan's principles against its strategies, on every basis."""
        return alignment_matrix(self.held)

    @cached_property
    def marks(self):
        """The strictest Marks of the plan and of its actions, of all of which every kind of gap tells."""
        return self.held.marks_of()

    def leads_of(self, action):
        """Who leads an action, named as the reader may see them, in printed order."""
        return ", ".join(lead.partner.name_for(self.user) for lead in action.leads.all())
