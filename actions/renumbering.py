"""Other numbers and other places for actions and strategies; `uid` stays, and old addresses lead on.

The database itself keeps each number that was lost (see `RemembersRef`). What hangs on an action goes along with it:
leads, alignments, milestones, updates, notes. Inherited alignments are worked out anew where rows change places. Every
function locks the plan, so that two officers never number at once, and raises ValidationError with the mend.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils import timezone

from actions.alignment import inherit_alignments
from actions.models import Action, Plan, Strategy
from history.reasons import because
from history.revisions import write_in_turn

LONGEST_REF = Action._meta.get_field("ref").max_length


def _lock(plan_id):
    write_in_turn()
    return Plan.objects.select_for_update().get(pk=plan_id)


def _set(rows, field, values):
    """Give each row of the queryset `rows` its value in `values`, by id, in one statement: two may exchange theirs."""
    if values:
        cases = [When(pk=pk, then=Value(value)) for pk, value in values.items()]
        found = Case(*cases, default=F(field), output_field=rows.model._meta.get_field(field))
        rows.filter(pk__in=values).update(**{field: found}, updated_at=timezone.now())


def _renumber(model, plan, refs):
    """Give rows of `model` the numbers `refs`, by id; refuses what is no number, or another row's."""
    noun = "a strategy" if model is Strategy else "an action"
    rows = model.objects.filter(plan=plan)
    for ref in refs.values():
        if not ref or ref != ref.strip() or len(ref) > LONGEST_REF:
            raise ValidationError(f"“{ref}” is no number. Write one of 1 to {LONGEST_REF} signs, such as 5.1.10.")
    taken = rows.exclude(pk__in=refs).filter(ref__in=refs.values()).order_by("position").values_list("ref", flat=True)
    if taken:
        raise ValidationError(
            f"This plan already has {noun} {', '.join(taken)}. Choose another number, or exchange the two."
        )
    _set(rows, "ref", refs)


def following_refs(strategy, ref):
    """The numbers, by id, of those actions of `strategy` that begin with its own, were it numbered `ref`: 5.2.x."""
    own = f"{strategy.ref}."
    found = strategy.actions.filter(ref__startswith=own).values_list("pk", "ref")
    return {pk: f"{ref}.{old.removeprefix(own)}" for pk, old in found}


@transaction.atomic
def renumber_action(*, action, ref, why):
    """Give `action` the number `ref`, which no other action of its plan has."""
    with because(why):
        _renumber(Action, _lock(action.plan_id), {action.pk: ref})
    action.refresh_from_db()


@transaction.atomic
def renumber_strategy(*, strategy, ref, with_actions, why):
    """Give `strategy` the number `ref`; `with_actions`, those of its actions that begin with the old one follow it."""
    with because(why):
        plan = _lock(strategy.plan_id)
        refs = following_refs(strategy, ref) if with_actions else {}
        _renumber(Strategy, plan, {strategy.pk: ref})
        _renumber(Action, plan, refs)
    strategy.refresh_from_db()


@transaction.atomic
def swap_numbers(*, one, other, with_actions=False, why):
    """Exchange the numbers of two actions, or of two strategies, of a plan; `with_actions`, theirs follow these."""
    if type(one) is not type(other) or one.plan_id != other.plan_id or one.pk == other.pk:
        raise ValidationError("Only two actions, or two strategies, of one plan exchange their numbers.")
    with because(why):
        plan = _lock(one.plan_id)
        refs = following_refs(one, other.ref) | following_refs(other, one.ref) if with_actions else {}
        _renumber(type(one), plan, {one.pk: other.ref, other.pk: one.ref})
        _renumber(Action, plan, refs)
    one.refresh_from_db()
    other.refresh_from_db()


@transaction.atomic
def move_action(*, action, strategy, theme, before=None, why):
    """Put `action` under `strategy` and `theme`, or no theme, in front of the action `before`, else last there.

    Positions are counted anew through the plan. The strategy is of the action's plan, the theme of the strategy.
    """
    if strategy.plan_id != action.plan_id or theme and theme.strategy_id != strategy.pk:
        raise ValidationError("An action stays in its plan, and stands under a theme of its own strategy.")
    if before and (before.plan_id != action.plan_id or before.pk == action.pk):
        raise ValidationError("Choose another action of the same plan to stand before.")
    with because(why):
        plan = _lock(action.plan_id)
        order = [pk for pk in plan.actions.order_by("position", "ref").values_list("pk", flat=True) if pk != action.pk]
        place = order.index(before.pk) if before else _end(order, plan, strategy, theme)
        order.insert(place, action.pk)
        now = {"strategy": strategy, "theme": theme}
        plan.actions.filter(pk=action.pk).update(**now, updated_at=timezone.now())
        action.source_notes.exclude(strategy=None).update(strategy=strategy)
        _count(plan.actions, order)
        inherit_alignments(plan=plan)
    action.refresh_from_db()


@transaction.atomic
def move_strategy(*, strategy, before=None, why):
    """Put `strategy` in front of the strategy `before`, else last in its plan; its actions go along in their order."""
    if before and (before.plan_id != strategy.plan_id or before.pk == strategy.pk):
        raise ValidationError("Choose another strategy of the same plan to stand before.")
    with because(why):
        plan = _lock(strategy.plan_id)
        order = list(plan.strategies.order_by("position", "ref").exclude(pk=strategy.pk).values_list("pk", flat=True))
        order.insert(order.index(before.pk) if before else len(order), strategy.pk)
        _count(plan.strategies, order)
        rank = {pk: place for place, pk in enumerate(order)}
        rows = plan.actions.order_by("position", "ref").values_list("pk", "strategy")
        _count(plan.actions, [pk for pk, of in sorted(rows, key=lambda row: rank[row[1]])])
        inherit_alignments(plan=plan)
    strategy.refresh_from_db()


def _count(rows, order):
    """Number the positions of `rows` from 1 in the `order` of their ids; only those that differ are written."""
    now = dict(rows.values_list("pk", "position"))
    _set(rows, "position", {pk: place for place, pk in enumerate(order, 1) if now[pk] != place})


def _end(order, plan, strategy, theme):
    """Where in `order`, ids of actions, one that is added last to the theme, else to the strategy, comes to stand."""
    below = plan.actions.filter(strategy=strategy)
    above = plan.actions.filter(strategy__position__lt=strategy.position)
    for rows in (below.filter(theme=theme), below, above):
        places = [order.index(pk) for pk in rows.values_list("pk", flat=True) if pk in order]
        if places:
            return max(places) + 1
    return 0
