"""What one plan holds, as one reader may see it: read once, for pages that tell of it in several ways."""

from functools import cached_property

from actions.models import MARKS, Access, Action
from actions.models.marks import holding, strictest
from partners.tree import tree_of
from principles.models import Principle


class Held:
    """The rows of `plan` that `user` may see; each kind is read once, when it is first asked for."""

    def __init__(self, plan, user):
        self.plan, self.user = plan, user

    @cached_property
    def principles(self):
        """The principles of the plan's framework as a tuple, as printed; empty where it has none."""
        principles = Principle.objects.filter(framework=self.plan.framework_id).in_order()
        return tuple(principles.select_related("framework"))

    @cached_property
    def strategies(self):
        """The strategies as a tuple, in order; their long texts are not read."""
        strategies = self.plan.strategies.visible_to(self.user).order_by("position")
        return tuple(strategies.defer("text", "expected_outcome"))

    @cached_property
    def led(self):
        """The ids of each action, its strategy, its theme and a partner that leads it, as a tuple of tuples.

        One for each lead; one with None for a partner where nobody leads the action. A theme may be None too.
        """
        actions = Action.objects.visible_to(self.user).filter(plan=self.plan)
        return tuple(actions.order_by().values_list("pk", "strategy", "theme", "leads__partner"))

    @cached_property
    def placed(self):
        """The ids of each action, of its strategy and of its theme, as a tuple of triples; the last may be None."""
        return tuple(dict.fromkeys(each[:3] for each in self.led))

    @cached_property
    def actions(self):
        """The ids of the actions, as a frozen set."""
        return frozenset(action for action, _, _ in self.placed)

    @cached_property
    def marks(self):
        """The values of MARKS of each action that is closed itself, by its id. Nothing is read for strangers."""
        if not self.user.is_authenticated:
            return {}
        closed = Action.objects.visible_to(self.user).filter(plan=self.plan, access=Access.EXEMPT)
        return {pk: marks for pk, *marks in closed.order_by("pk").values_list("pk", *MARKS)}

    def marks_of(self, actions=None):
        """The strictest Marks of the actions with these ids, of all where None, and of the plan that they stand in.

        Of several paragraphs that of the first action counts, the plan's where no action has one.
        """
        closed = [marks for pk, marks in self.marks.items() if actions is None or pk in actions]
        return strictest(*closed, holding(self.plan))

    @property
    def leads(self):
        """The ids of partner and action of each lead, as a list of pairs."""
        return [(partner, action) for action, _, _, partner in self.led if partner]

    @cached_property
    def branches(self):
        """All partners with what they lead in this plan, as the tree that they form."""
        return tree_of(self.leads, self.user)
