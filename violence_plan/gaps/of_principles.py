"""Principles that nobody serves or that hang on one strategy, and strategies that state none."""

from actions.models import Strategy
from violence_plan.dashboards import actions_address
from violence_plan.findings import capitalised, counted, numbered, said_in
from violence_plan.gaps.biggest import alignment_address, see_actions
from violence_plan.gaps.lists import About, GapList, Row, share

NO_PRINCIPLES = "The plan names no principles that it could serve."


def unserved_principles(ground):
    """The GapList of the principles that no action serves."""
    matrix = ground.matrix
    found = [column for column in matrix.columns if not column.actions]
    return GapList(
        title="Principles nobody serves",
        why="What the plan says it stands for, but no action does.",
        nothing="Every principle is served by at least one action." if matrix.principles else NO_PRINCIPLES,
        headers=("principle", "short_title", "text", "stated_in_words_by"),
        rows=tuple(unserved(column) for column in found),
        share=share(len(found), len(matrix.principles), "principle") if found else "",
        link="See all principles, strategy by strategy",
        address=alignment_address(matrix),
    )


def unserved(column):
    """The Row of a principle that no action serves, and whose text states it nevertheless."""
    principle = column.principle
    return Row(
        numbered(principle),
        principle.get_absolute_url(),
        principle.short_title,
        aside=f"{capitalised(said_in(column.in_prose, 'state'))} it in words" if column.in_prose else "",
        cells=(
            principle.code,
            principle.short_title,
            principle.text,
            " ".join(strategy.ref for strategy in column.in_prose),
        ),
        about=About(principle=principle, stated_by=column.in_prose, actions=0),
    )


def lone_principles(ground):
    """The GapList of the principles that only one of several strategies serves."""
    matrix = ground.matrix
    if not matrix.principles:
        nothing = NO_PRINCIPLES
    elif len(matrix.active) < 2:
        nothing = "Only one strategy has actions, so no principle can be served by more."
    else:
        nothing = "No principle hangs on one strategy alone."
    return GapList(
        title="Principles only one strategy serves",
        why="If that strategy ends or stalls, nobody serves them.",
        nothing=nothing,
        headers=("principle", "short_title", "strategy", "strategy_title", "actions"),
        rows=tuple(lone(column, matrix.plan) for column in matrix.lone),
        share=share(len(matrix.lone), len(matrix.principles), "principle") if matrix.lone else "",
    )


def lone(column, plan):
    """The Row of a principle that one strategy serves."""
    principle, [strategy] = column.principle, column.strategies
    return Row(
        numbered(principle),
        principle.get_absolute_url(),
        principle.short_title,
        aside=f"{strategy}, {counted(column.actions, 'action')}",
        more=(see_actions(column.actions), actions_address(plan, principle=principle.code)),
        cells=(principle.code, principle.short_title, strategy.ref, strategy.title, str(column.actions)),
        about=About(principle=principle, strategy=strategy, actions=column.actions),
    )


def silent_strategies(ground):
    """The GapList of the strategies that state no principle, neither in words nor on any action."""
    strategies = Strategy.objects.visible_to(ground.user).filter(plan=ground.plan)
    counted_strategies = strategies.with_action_counts(ground.user).select_related("plan").order_by("position")
    found = list(counted_strategies.nothing_stated(ground.user)) if ground.plan.framework else []
    return GapList(
        title="Strategies that state no principle",
        why="Neither their text nor any of their actions says which principle they serve.",
        nothing="Every strategy states a principle." if ground.plan.framework else NO_PRINCIPLES,
        headers=("strategy", "strategy_title", "actions"),
        rows=tuple(
            Row(
                strategy.ref,
                strategy.get_absolute_url(),
                strategy.title,
                aside=counted(strategy.action_total, "action") if strategy.action_total else "In prose",
                cells=(strategy.ref, strategy.title, str(strategy.action_total)),
                about=About(strategy=strategy, actions=strategy.action_total),
            )
            for strategy in found
        ),
        share=share(len(found), strategies.count(), "strategy") if found else "",
    )
