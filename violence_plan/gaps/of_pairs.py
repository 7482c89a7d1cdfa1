"""Actions of different strategies that look alike: where partners may find each other."""

from actions.similarity import similar_pairs
from violence_plan.gaps.lists import About, GapList, PairRow, Row, flat, share

MOST = 20
COLUMNS = ("action_no", "action", "strategy", "strategy_title", "leads")  # of either action


def similar_actions(ground):
    """The GapList of the pairs of similar actions in different strategies, the likest first."""
    pairs = similar_pairs(ground.actions, most=MOST)
    touched = len({action for pair in pairs for action in (pair.one, pair.other)})
    return GapList(
        title="Similar actions in different strategies",
        why="Their leads may be doing the same work twice, or could do it together. Found by rarer words they share, "
        f"the most alike first, {MOST} pairs at most; whether they are alike is for people to judge.",
        nothing="No two actions of different strategies share enough of their rarer words to look alike.",
        headers=tuple(f"{which}_{name}" for which in ("one", "other") for name in COLUMNS) + ("shared_words",),
        rows=tuple(pair_row(ground, pair) for pair in pairs),
        share=f"{'pair' if len(pairs) == 1 else 'pairs'}; {touched} {share(touched, ground.total, 'action')}"
        if pairs
        else "",
    )


def pair_row(ground, pair):
    """The PairRow of a Likeness."""
    one, other = (side(ground, ground.by_id[pk]) for pk in (pair.one, pair.other))
    return PairRow(one, other, pair.words, cells=(*one.cells, *other.cells, ", ".join(pair.words)))


def side(ground, action):
    """The Row of one action of a pair."""
    strategy, leads = action.strategy, ground.leads_of(action)
    return Row(
        action.ref,
        action.get_absolute_url(),
        flat(action.text),
        aside=f"{strategy} · {leads or 'No lead named'}",
        cells=(action.ref, action.text, strategy.ref, strategy.title, leads),
        about=About(action=action),
    )
