"""Which actions look alike: across strategies only, by the rare words they share, the most alike first."""

import pytest

from actions.models import Action
from actions.similarity import similar_pairs
from tests.factories import make_action, make_plan, make_strategy

pytestmark = pytest.mark.django_db

BOOTS = "Referral of mentors to IGU hospital teams"
SHOES = "Hospital team mentoring, with referrals by the IGU"


@pytest.fixture
def strategies():
    """Two strategies of one plan, with ten actions that share no word with any other."""
    plan = make_plan()
    first, second = make_strategy(plan=plan), make_strategy(plan=plan)
    for number in range(10):
        make_action(strategy=first, text=f"{chr(97 + number) * 4} {chr(97 + number) * 5}")
    return first, second


def pairs(most=20):
    """The pairs among all published actions, without their scores."""
    return [(pair.one, pair.other, pair.words) for pair in similar_pairs(Action.objects.published(), most=most)]


def test_no_actions_at_all():
    assert similar_pairs(Action.objects.all(), most=20) == []


def test_actions_of_one_strategy_are_no_pair(strategies):
    for text in (BOOTS, SHOES):
        make_action(strategy=strategies[0], text=text)
    assert pairs() == []


def test_what_is_hidden_has_no_part(strategies):
    make_action(strategy=strategies[0], text=BOOTS)
    make_action(strategy=strategies[1], text=SHOES, publication="draft")
    assert pairs() == []


def test_what_is_hidden_makes_no_word_common(strategies):
    one = make_action(strategy=strategies[0], text=BOOTS)
    other = make_action(strategy=strategies[1], text=SHOES)
    for _ in range(10):
        make_action(strategy=strategies[0], text=BOOTS, publication="draft")
    assert [pair[:2] for pair in pairs()] == [(one.pk, other.pk)]


def test_the_same_words_in_other_forms_are_shown_as_printed_and_shortest(strategies):
    one = make_action(strategy=strategies[0], text=BOOTS)
    other = make_action(strategy=strategies[1], text=SHOES)
    assert pairs() == [(one.pk, other.pk, ("hospital", "IGU", "mentors", "referrals", "team"))]


def test_the_shorter_form_is_shown_whichever_action_has_it(strategies):
    make_action(strategy=strategies[0], text="Zebras graze; a lion sleeps")
    make_action(strategy=strategies[1], text="A zebra grazes; lions sleep")
    assert pairs()[0][2] == ("graze", "lion", "sleep", "zebra")


def test_the_earlier_action_of_the_plan_comes_first(strategies):
    later = make_action(strategy=strategies[0], text=BOOTS, position=9002)
    earlier = make_action(strategy=strategies[1], text=SHOES, position=9001)
    assert [pair[:2] for pair in pairs()] == [(earlier.pk, later.pk)]


def test_three_rare_words_are_too_few_within_longer_texts(strategies):
    make_action(strategy=strategies[0], text="Zebra lion giraffe walk over seven green hills every morning")
    make_action(strategy=strategies[1], text="Zebra lion giraffe swim below blue bridges throughout winter nights")
    assert pairs() == []


def test_short_texts_that_say_much_the_same_are_alike_with_fewer_words(strategies):
    one = make_action(strategy=strategies[0], text="Promote zebras")
    other = make_action(strategy=strategies[1], text="Promote zebras")
    assert pairs() == [(one.pk, other.pk, ("Promote", "zebras"))]


def test_words_of_many_actions_make_nothing_alike(strategies):
    for strategy in strategies * 2:
        make_action(strategy=strategy, text="Zebra lion giraffe monkey")
    assert pairs() == []


def test_numbers_and_the_parts_of_compounds_count_no_more_than_once(strategies):
    make_action(strategy=strategies[0], text="Anti-racism 2024")
    make_action(strategy=strategies[1], text="anti-racism 2024")
    assert pairs()[0][2] == ("anti", "racism")


def test_the_most_alike_first_and_no_more_than_asked_for(strategies):
    for strategy in strategies:
        make_action(strategy=strategy, text="Zebra lion giraffe monkey", ref=f"few-{strategy.pk}")
        make_action(strategy=strategy, text="Ant bee wasp moth spider snail", ref=f"many-{strategy.pk}")
    found = similar_pairs(Action.objects.all(), most=20)
    assert [pair.words for pair in found] == [
        ("Ant", "bee", "moth", "snail", "spider", "wasp"),
        ("giraffe", "lion", "monkey", "Zebra"),
    ]
    assert found[0].score > found[1].score > 0
    assert similar_pairs(Action.objects.all(), most=1) == found[:1]


def test_pairs_alike_in_the_same_degree_stand_in_the_order_of_the_plan(strategies):
    first, second = strategies
    animals, insects = "Zebra lion giraffe monkey", "Ant bee moth snail"
    for position, (strategy, text) in enumerate(
        [(first, insects), (first, animals), (second, animals), (second, insects)], 9001
    ):
        make_action(strategy=strategy, text=text, position=position)
    refs = dict(Action.objects.values_list("pk", "position"))
    assert [(refs[one], refs[other]) for one, other, _ in pairs()] == [(9001, 9004), (9002, 9003)]


def test_a_thousand_actions_take_as_many_queries_as_two(strategies, django_assert_num_queries):
    with django_assert_num_queries(2):
        pairs()
    for strategy in strategies * 20:
        make_action(strategy=strategy, text=BOOTS)
    with django_assert_num_queries(2):
        pairs()
