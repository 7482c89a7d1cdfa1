"""Where a figure leads."""

from types import SimpleNamespace

from violence_plan.dashboards import actions_address


def test_an_address_encodes_its_query():
    plan = SimpleNamespace(slug="anytown")
    assert actions_address(plan) == "/plans/anytown/actions/"
    assert actions_address(plan, strategy="5.1 & more", basis=("stated", "inherited"), principle=None) == (
        "/plans/anytown/actions/?strategy=5.1+%26+more&basis=stated&basis=inherited"
    )
