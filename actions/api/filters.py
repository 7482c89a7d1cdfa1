"""The filters that many lists have: by plan, strategy and action, by when a row changed, and in which order."""

from actions.filters import ActionForm
from actions.models import Action, Indicator, Period
from actions.parameters import ReadersFilterSet
from history.rows import changed_since
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


class ChangedSince(Moment):
    """A filter by when rows last changed, as their history tells: far sooner asked than the moment of each row."""

    def filter(self, queryset, value):
        return queryset.filter(changed_since(queryset.model, value)) if value else queryset


class RowFilter(ReadersFilterSet):
    """The filters of a list in printed order, of rows that have a history."""

    plan = Name("plan__slug", help_text=PLAN)
    strategy = Name("strategy__ref", help_text=STRATEGY)
    updated_since = ChangedSince(help_text=SINCE)
    ordering = Ordering(orders=ORDERS, own="position", help_text=ORDERED)


class OfActionFilter(RowFilter):
    """The filters of a list of rows that belong to actions."""

    plan = Name("action__plan__slug", help_text=PLAN)
    strategy = Name("action__strategy__ref", help_text=STRATEGY)
    action = Name("action__ref", help_text=ACTION)
