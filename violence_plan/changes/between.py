"""The net differences of a plan between two moments, strategy by strategy."""

from dataclasses import dataclass

from actions.models import Action, Plan, Strategy
from actions.models.marks import strictest
from actions.past import as_it_stood
from history.differences import SAME, Part, differences, shortened
from violence_plan.changes.states import state_of

NEW, CHANGED, GONE = "new", "changed", "gone"
WHOLE = "The plan as a whole"


@dataclass(frozen=True)
class Difference:
    """One Thing that differs: as it was (`before`) and as it became (`after`), one of them None where it was not there.

    `strategy` is the heading it stands under.
    """

    strategy: str
    before: object
    after: object

    @property
    def thing(self):
        """The Thing as it became, else as it was."""
        return self.after or self.before

    @property
    def marks(self):
        """The strictest Marks of the two."""
        return strictest(*(thing.marks for thing in (self.after, self.before) if thing))

    @property
    def kind(self):
        """What happened: new, changed or gone."""
        return CHANGED if self.before and self.after else NEW if self.after else GONE

    @property
    def cells(self):
        """Triples of a field's label, its words before and after: those that differ, or all of what is new or gone."""
        old, new = (side.words if side else {} for side in (self.before, self.after))
        labels = [*new, *(label for label in old if label not in new)]
        triples = [(label, old.get(label, ""), new.get(label, "")) for label in labels]
        return [triple for triple in triples if triple[1] != triple[2]]

    @property
    def fields(self):
        """Pairs of a field's label and its Parts."""
        if self.kind == CHANGED:
            return [(label, shortened(differences(old, new))) for label, old, new in self.cells]
        return [(label, shortened((Part(SAME, old or new),))) for label, old, new in self.cells]


def changes_between(plan, user, since, until):
    """The Differences of a plan between two moments, as `user` may know of them, in the order of the plan.

    What `user` may not know of today is not told, nor what he or she could not have known of then.
    """
    before, after = (_state_at(plan.pk, user, moment) for moment in (since, until))
    differ = [key for key in before.keys() | after.keys() if _differs(before.get(key), after.get(key))]
    headings = {
        pk: f"{thing.words['Ref']} {thing.words['Title']}"
        for state in (before, after)
        for (model, pk), thing in state.items()
        if model is Strategy
    }
    order = {pk: n for n, pk in enumerate(_in_order(plan, user, headings), 1)}
    found = []
    for key in differ:
        thing = after.get(key) or before[key]
        difference = Difference(headings.get(thing.strategy, WHOLE), before.get(key), after.get(key))
        found.append((order.get(thing.strategy, 0), thing.place, difference))
    return [difference for *_, difference in sorted(found, key=lambda each: each[:2])]


def _state_at(plan_pk, user, moment):
    with as_it_stood(moment, user):
        return state_of(plan_pk, user)


def _differs(before, after):
    return before is None or after is None or before.words != after.words


def _in_order(plan, user, headings):
    """The ids of the strategies in `headings` as printed; those that are gone come last."""
    standing = list(plan.strategies.visible_to(user).as_printed().values_list("pk", flat=True))
    return [*standing, *sorted(headings.keys() - standing)]


def addresses(found, user):
    """The page of each Thing of these Differences that has one today and that `user` may see, by model and key."""
    pages = {}
    for model in (Action, Strategy, Plan):
        keys = [each.thing.pk for each in found if each.thing.model is model]
        rows = model.objects.visible_to(user).filter(pk__in=keys)
        rows = rows if model is Plan else rows.select_related("plan")
        pages |= {(model, row.pk): row.get_absolute_url() for row in rows} if keys else {}
    return pages
