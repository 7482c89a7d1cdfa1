"""A small plan to count."""

import pytest

from tests.factories import make_action, make_alignment, make_lead, make_plan, make_principle, make_strategy


@pytest.fixture
def plan():
    """Two strategies with actions, one in prose; strategic 1 and 2, enabling 7; all three bases; nobody serves 7."""
    plan = make_plan(slug="anytown")
    first, second, third = (
        make_principle(framework=plan.framework, kind=kind, number=number)
        for kind, number in (("strategic", 1), ("strategic", 2), ("enabling", 7))
    )
    knives = make_strategy(plan=plan, ref="5.1", title="Knife crime", position=2)
    gangs = make_strategy(plan=plan, ref="5.2", title="Gangs & guns", position=3)
    prose = make_strategy(plan=plan, ref="3.1", title="Anti-racism", position=1)
    stating, inheriting, assessed, idle = (make_action(strategy=knives) for _ in range(4))
    make_alignment(action=stating, principle=first)
    make_alignment(action=stating, principle=second)
    make_alignment(action=inheriting, principle=first, basis="inherited", inherited_from=stating)
    make_alignment(action=assessed, principle=first, basis="assessed")
    make_alignment(action=make_action(strategy=gangs), principle=first)
    make_alignment(strategy=prose, principle=third)
    make_lead(action=stating)
    return plan
