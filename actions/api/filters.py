"""The filters that many lists have: by plan, strategy and action, by when a row changed, and in which order."""

from actions.filters import ActionForm
from actions.models import Action, Indicator, Period
from actions.parameters import ReadersFilterSet
from tables.parameters import ORDERED, ORDERS, SINCE, Moment, Name, Ordering

PLAN = "A plan's slug."
STRATEGY = "A strategy's number: 5.1."
ACTION = "An action's number: 5.1.1."
PERIOD = "Short name of a period: 2016-17."


class RowForm(ActionForm):
    """Refuses what is not there, of all that a row may be of."""

    def refuse_names_within(self, plans):
        super().refuse_names_within(plans)
        actions = Action.objects.visible_to(self.reader).filter(plan__in=plans)
        periods = Period.objects.filter(plan__in=plans)
        indicators = Indicator.objects.visible_to(self.reader).filter(plan__in=plans)
        self.refuse_unknown("action", lambda ref: actions.filter(ref=ref), "There is no action “{}”.")
        self.refuse_unknown("period", lambda code: periods.filter(code=code), "There is no period “{}”.")
        self.refuse_unknown("indicator", lambda code: indicators.filter(code=code), "There is no indicator “{}”.")


class RowFilter(ReadersFilterSet):
    """The filters of a list in printed order, of rows with `updated_at`."""

    plan = Name("plan__slug", help_text=PLAN)
    strategy = Name("strategy__ref", help_text=STRATEGY)
    updated_since = Moment("updated_at", "gte", help_text=SINCE)
    ordering = Ordering(orders=ORDERS, own="position", help_text=ORDERED)


class OfActionFilter(RowFilter):
    """The filters of a list of rows that belong to actions."""

    plan = Name("action__plan__slug", help_text=PLAN)
    strategy = Name("action__strategy__ref", help_text=STRATEGY)
    action = Name("action__ref", help_text=ACTION)
