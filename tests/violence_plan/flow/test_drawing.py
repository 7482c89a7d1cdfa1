"""Where the picture's bars and bands lie: nothing drawn that is not counted, nothing over anything else."""

from itertools import pairwise

import pytest

from actions.held import Held
from tests.factories import (
    make_action,
    make_alignment,
    make_lead,
    make_partner,
    make_plan,
    make_principle,
    make_strategy,
)
from violence_plan.dashboards import actions_address, alignment_matrix
from violence_plan.flow import flow

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    """Two strategies with actions, one in prose; strategic 1, nobody's strategic 6, enabling 7; an idle action."""
    plan = make_plan(slug="anytown")
    first, unserved, seventh = (
        make_principle(framework=plan.framework, kind=kind, number=number, short_title=title)
        for kind, number, title in (
            ("strategic", 1, "Causes"),
            ("strategic", 6, "Anti-racism"),
            ("enabling", 7, "Communicate"),
        )
    )
    knives = make_strategy(plan=plan, ref="5.1", title="Knife crime", position=2)
    gangs = make_strategy(plan=plan, ref="5.2", title="Gangs & guns", position=3)
    prose = make_strategy(plan=plan, ref="6.1", title="Words", position=1)
    both, one, _ = (make_action(strategy=knives) for _ in range(3))
    make_alignment(action=both, principle=first)
    make_alignment(action=both, principle=seventh)
    make_alignment(action=one, principle=first)
    make_alignment(action=make_action(strategy=gangs), principle=seventh)
    make_alignment(strategy=prose, principle=unserved)
    return plan


def drawn(plan, user, **asked):
    return flow(alignment_matrix(Held(plan, user), **asked))


def told(stops):
    """Title, figure and address of each stop."""
    return [(stop.title, stop.figure, stop.address) for stop in stops]


def apart(stops):
    """Whether no label of the column touches the next one, and all lie within the height that it begins with."""
    edges = [edge for stop in stops for edge in (stop.middle - stop.slot / 2, stop.middle + stop.slot / 2)]
    return edges[0] >= -0.1 and all(upper <= lower + 0.2 for upper, lower in pairwise(edges))


def ends_of(stop, side):
    """From where to where each band lies at that side of a stop's bar."""
    middles = [(getattr(band, side), band.thickness / 2) for band in stop.bands if band.actions]
    return [(round(middle - half, 1), round(middle + half, 1)) for middle, half in middles]


def test_without_actions_there_is_nothing_to_draw(public):
    plan = make_plan()
    assert drawn(plan, public) is None
    make_principle(framework=plan.framework)
    assert drawn(plan, public) is None
    make_alignment(strategy=make_strategy(plan=plan))
    assert drawn(plan, public) is None


def test_without_principles_there_is_nothing_to_draw(public):
    plan = make_plan()
    make_action(strategy=make_strategy(plan=plan))
    assert drawn(plan, public) is None
    plan.framework = None
    plan.save()
    assert drawn(plan, public) is None


def test_the_left_column_holds_the_rows_and_then_what_is_in_prose(plan, public):
    def aligned(ref):
        return actions_address(plan, strategy=ref, no_alignment="false")

    assert told(drawn(plan, public).left) == [
        ("5.1 Knife crime", "2 of 3 actions", aligned("5.1")),
        ("5.2 Gangs & guns", "1 of 1 action", aligned("5.2")),
        ("In prose: no actions", "", ""),
        ("6.1 Words", "", ""),
    ]


def test_the_right_column_holds_the_principles_by_kind_and_then_the_gap(plan, public):
    def served(code):
        return actions_address(plan, principle=code)

    assert told(drawn(plan, public).right) == [
        ("Strategic", "", ""),
        ("S1 Causes", "2 actions", served("strategic-1")),
        ("S6 Anti-racism", "no action", ""),
        ("Enabling", "", ""),
        ("E7 Communicate", "2 actions", served("enabling-7")),
        ("No principle", "1 action", actions_address(plan, no_alignment="true")),
    ]


def test_each_band_says_what_it_counts_and_leads_there(plan, public):
    knives, gangs, heading, prose = drawn(plan, public).left

    def address(ref, code):
        return actions_address(plan, strategy=ref, principle=code)

    assert [(band.actions, band.says, band.address, band.kind) for band in knives.bands] == [
        (2, "5.1 Knife crime: 2 actions serve S1 Causes", address("5.1", "strategic-1"), "strategic"),
        (1, "5.1 Knife crime: 1 action serves E7 Communicate", address("5.1", "enabling-7"), "enabling"),
        (1, "5.1 Knife crime: 1 action serves No principle", "", "none"),
    ]
    assert [band.says for band in gangs.bands] == ["5.2 Gangs & guns: 1 action serves E7 Communicate"]
    assert heading.bands == ()
    assert [(band.actions, band.says, band.address) for band in prose.bands] == [
        (0, "6.1 Words: its text names S6 Anti-racism", "")
    ]


def test_a_strategy_that_an_officer_says_serves_a_principle_is_not_quoted(plan, public):
    communicate = plan.framework.principles.get(code="enabling-7")
    make_alignment(strategy=plan.strategies.get(ref="6.1"), principle=communicate, basis="assessed")
    assert [band.says for band in drawn(plan, public).left[3].bands] == [
        "6.1 Words: its text names S6 Anti-racism",
        "6.1 Words: an officer says that as a whole it serves E7 Communicate",
    ]


def test_a_bar_is_as_tall_as_its_bands_and_they_fill_it_without_overlap(plan, public):
    picture = drawn(plan, public)
    assert picture.unit == 8  # as thick as one action may be
    knives, gangs, *_ = picture.left
    assert (knives.bar, gangs.bar) == (32, 8)
    top = knives.bar_top
    assert ends_of(knives, "left") == [(top, top + 16), (top + 16, top + 24), (top + 24, top + 32)]
    communicate = picture.right[4]
    top = communicate.bar_top
    assert ends_of(communicate, "right") == [(top, top + 8), (top + 8, top + 16)]
    assert [band.says.partition(":")[0] for band in communicate.bands] == ["5.1 Knife crime", "5.2 Gangs & guns"]


def test_a_line_runs_between_the_middles(plan, public):
    picture = drawn(plan, public)
    [line] = picture.left[3].bands
    assert picture.right[2].bands == (line,)
    assert (line.left, line.right) == (picture.left[3].middle, picture.right[2].middle)


def test_both_columns_take_the_whole_height(plan, public):
    picture = drawn(plan, public)
    for stops in (picture.left, picture.right):
        assert apart(stops)
        assert stops[0].middle == pytest.approx(stops[0].slot / 2, abs=0.1)
        assert stops[-1].middle == pytest.approx(picture.height - stops[-1].slot / 2, abs=0.6)


def test_a_single_row_stands_in_the_middle(public):
    plan = make_plan()
    for number in range(1, 4):
        make_principle(framework=plan.framework, number=number)
    action = make_action(strategy=make_strategy(plan=plan))
    make_alignment(action=action, principle=plan.framework.principles.get(number=3))
    picture = drawn(plan, public)
    [only] = picture.left
    assert only.middle == pytest.approx(picture.height / 2, abs=0.5)
    assert picture.sample == 1


def test_a_row_whose_actions_serve_nothing_flows_into_the_gap_and_has_no_address(public):
    plan = make_plan()
    make_principle(framework=plan.framework, number=1)
    make_action(strategy=make_strategy(plan=plan, ref="5.1", title="Idle"))
    picture = drawn(plan, public)
    assert told(picture.left) == [("5.1 Idle", "0 of 1 action", "")]
    assert [band.says for band in picture.right[-1].bands] == ["5.1 Idle: 1 action serves No principle"]
    assert [stop.is_gap for stop in picture.right] == [False, True, True]


def test_sixty_rows_keep_their_labels_apart_and_one_action_visible(public, django_assert_num_queries):
    plan = make_plan()
    principles = [make_principle(framework=plan.framework, number=number) for number in range(1, 15)]
    for n in range(60):
        strategy = make_strategy(plan=plan, ref=f"7.{n}", title="A strategy with a rather long title of its own")
        for at in range(12):
            make_alignment(action=make_action(strategy=strategy), principle=principles[(n + at) % 14])
    matrix = alignment_matrix(Held(plan, public))
    with django_assert_num_queries(0):
        picture = flow(matrix)
    assert picture.unit == 1
    assert len(picture.left) == 60
    assert apart(picture.left)
    assert apart(picture.right)
    assert sum(len(stop.bands) for stop in picture.left) == sum(len(stop.bands) for stop in picture.right) == 720


def test_ten_actions_are_the_sample_where_a_band_has_as_many(public):
    plan = make_plan()
    principle = make_principle(framework=plan.framework)
    strategy = make_strategy(plan=plan)
    for _ in range(10):
        make_alignment(action=make_action(strategy=strategy), principle=principle)
    picture = drawn(plan, public)
    assert (picture.sample, picture.sample_height) == (10, 80)


def test_rows_without_numbers_are_numbered_by_their_place_never_by_a_partners_code(plan, public):
    action = plan.actions.first()
    make_lead(action=action, partner=make_partner(name="Police"))
    make_lead(
        action=action, partner=make_partner(name="Jane Doe", kind="person", public_name="An officer", code="jane")
    )
    picture = drawn(plan, public, rows="partner")
    assert [(stop.name, stop.sign, stop.title) for stop in picture.left] == [
        ("row-1", "1.", "Police"),
        ("row-2", "2.", "An officer"),
        ("row-3", "3.", "Nobody"),
    ]
    assert [stop.bar for stop in picture.left] == [16, 16, 24]  # two bands, two bands, and of the rest three
    # What two lead is in the bands of both, and the figure still counts it once.
    causes = picture.right[1]
    assert (causes.figure, causes.bar) == ("2 actions", 24)


def test_strategies_that_hold_none_of_what_is_asked_for_stand_apart(plan, public):
    partner = make_partner()
    make_lead(action=plan.strategies.get(ref="5.2").actions.get(), partner=partner)
    assert told(drawn(plan, public, partner=partner).left)[1:] == [
        ("None of these actions", "", ""),
        ("5.1 Knife crime", "", ""),
    ]


def test_within_a_strategy_its_own_text_stands_below_its_actions(plan, public):
    strategy = plan.strategies.get(ref="5.1")
    make_alignment(strategy=strategy, principle=plan.framework.principles.get(code="strategic-6"))
    left = drawn(plan, public, strategy=strategy, rows="action").left
    assert [stop.title for stop in left[3:]] == ["The strategy’s own text", "5.1 Knife crime"]


def test_a_row_of_a_single_action_leads_to_it(plan, public):
    strategy = make_strategy(plan=plan)
    action = make_action(strategy=strategy, ref="5.9.1", text="Weapon sweeps")
    [row] = drawn(plan, public, strategy=strategy, rows="action").left
    assert told([row]) == [("5.9.1 Weapon sweeps", "See the action", action.get_absolute_url())]


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("x" * 75, "x" * 75),
        ("x" * 76, f"{'x' * 75}…"),
        ("Many words. " * 9, "Many words. Many words. Many words. Many words. Many words. Many words.…"),
    ],
)
def test_a_title_that_is_too_long_is_cut_at_a_word_where_it_has_any(plan, public, title, shown):
    make_lead(action=plan.actions.first(), partner=make_partner(name=title))
    assert drawn(plan, public, rows="partner").left[0].title == shown
