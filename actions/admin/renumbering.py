"""The pages that renumber or move an action or a strategy, for who may change the whole plan."""

from django import forms

from actions.models import Action, Alignment, Strategy
from actions.renumbering import (
    LONGEST_REF,
    move_action,
    move_strategy,
    renumber_action,
    renumber_strategy,
    swap_numbers,
)
from actions.rules import changes_all
from tables.previewed import PreviewedForm, PreviewedPages

LEAVE, LAST = "", "last"


class Renumbered(PreviewedPages):
    """A mixin for admins of what has a number: others stand in the way of it, so a strategy lead does not change it."""

    def has_previewed_permission(self, request, row):
        return super().has_previewed_permission(request, row) and changes_all(request.user)


class RenumberForm(PreviewedForm):
    """Another number, or another place, for a row of a plan."""

    ref = forms.CharField(label="Number", max_length=LONGEST_REF)
    exchange = forms.BooleanField(required=False, label="If another has this number, the two exchange theirs")
    before = forms.ChoiceField(required=False, label="Stands in front of")

    def __init__(self, data=None, *, row):
        super().__init__(data, row=row)
        self.beside = list(type(row).objects.filter(plan=row.plan_id).exclude(pk=row.pk).order_by("position", "ref"))
        places = [(str(other.pk), str(other)) for other in self.beside]
        self.fields["before"].choices = [(LEAVE, "Leave it where it is"), *places, (LAST, "None: it comes last")]
        # As they are called before anything changes, so that before and after can be told together.
        self.names = {
            **{one.pk: f"Action {one.ref}" for one in Action.objects.filter(plan=row.plan_id)},
            **{f"s{one.pk}": f"Strategy {one.ref}" for one in Strategy.objects.filter(plan=row.plan_id)},
        }

    def as_it_is(self, row):
        return {"ref": row.ref}

    @property
    def following(self):
        """The row that it is to stand in front of; None where that is none."""
        return next((other for other in self.beside if str(other.pk) == self.cleaned_data["before"]), None)

    @property
    def holder(self):
        """The other row that has the number, where it was chosen that they exchange; else None."""
        wanted = self.cleaned_data["exchange"] and self.cleaned_data["ref"]
        return next((other for other in self.beside if other.ref == wanted), None)

    def facts(self):
        return self._of_strategies() | self._of_actions()

    def _of_strategies(self):
        found, above = {}, None
        for one in Strategy.objects.filter(plan=self.row.plan_id).order_by("position", "ref"):
            found[self.names[f"s{one.pk}"]] = f"number {one.ref}; {after(above)}"
            above = self.names[f"s{one.pk}"]
        return found

    def _of_actions(self):
        inherited = {}
        links = Alignment.objects.on([Alignment.Basis.INHERITED]).filter(action__plan=self.row.plan_id)
        for link in links.select_related("principle").order_by("-principle__kind", "principle__number"):
            inherited.setdefault(link.action_id, []).append(link.principle.initials)
        found, above = {}, None
        rows = Action.objects.filter(plan=self.row.plan_id).select_related("strategy", "theme")
        for one in rows.order_by("position", "ref"):
            place = f"strategy {one.strategy.title}" + (f", theme {one.theme}" if one.theme else "")
            inherits = " ".join(inherited.get(one.pk, ["nothing"]))
            found[self.names[one.pk]] = f"number {one.ref}; {place}; {after(above)}; inherits {inherits}"
            above = self.names[one.pk]
        return found


def after(above):
    """In words, behind which row one stands."""
    return f"after {above}" if above else "first of all"


class RenumberActionForm(RenumberForm):
    """Another number, strategy, theme or place for an action."""

    strategy = forms.ModelChoiceField(Strategy.objects.none())
    theme = forms.ChoiceField(required=False)
    field_order = ["ref", "exchange", "strategy", "theme", "before", "why"]

    def __init__(self, data=None, *, row):
        super().__init__(data, row=row)
        self.fields["strategy"].queryset = row.plan.strategies.order_by("position")
        self.themes = {
            str(theme.pk): theme
            for strategy in row.plan.strategies.order_by("position").prefetch_related("themes")
            for theme in strategy.themes.all()
        }
        named = [(pk, f"{theme.strategy.ref} · {theme}") for pk, theme in self.themes.items()]
        self.fields["theme"].choices = [("", "None"), *named]

    def as_it_is(self, row):
        return super().as_it_is(row) | {"strategy": row.strategy_id, "theme": row.theme_id}

    def write(self):
        action, asked = Action.objects.get(pk=self.row.pk), self.cleaned_data
        strategy, theme, why = asked["strategy"], self.themes.get(asked["theme"]), asked["why"]
        if self.holder:
            swap_numbers(one=action, other=self.holder, why=why)
        elif asked["ref"] != action.ref:
            renumber_action(action=action, ref=asked["ref"], why=why)
        stays = (strategy.pk, theme and theme.pk) == (action.strategy_id, action.theme_id)
        if asked["before"] != LEAVE or not stays:
            move_action(action=action, strategy=strategy, theme=theme, before=self.following, why=why)
        return action


class RenumberStrategyForm(RenumberForm):
    """Another number or place for a strategy."""

    with_actions = forms.BooleanField(
        required=False, initial=True, label="Its actions follow its number (5.1.3 becomes 5.2.3)"
    )
    field_order = ["ref", "exchange", "with_actions", "before", "why"]

    def write(self):
        strategy, asked = Strategy.objects.get(pk=self.row.pk), self.cleaned_data
        rest = {"with_actions": asked["with_actions"], "why": asked["why"]}
        if self.holder:
            swap_numbers(one=strategy, other=self.holder, **rest)
        elif asked["ref"] != strategy.ref:
            renumber_strategy(strategy=strategy, ref=asked["ref"], **rest)
        if asked["before"] != LEAVE:
            move_strategy(strategy=strategy, before=self.following, why=asked["why"])
        return strategy
