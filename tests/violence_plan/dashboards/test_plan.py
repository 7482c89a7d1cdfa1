"""A plan in five figures, of what the reader may see."""

import pytest

from tests.factories import make_action, make_framework, make_lead, make_partner, make_plan, make_theme
from violence_plan.dashboards import plan_figures

pytestmark = pytest.mark.django_db


def test_a_plan_without_anything(public):
    bare = make_plan()
    bare.framework = None
    bare.save()
    assert plan_figures(plan=bare, user=public).longest == 0


def test_the_plan_in_five_figures(plan, public):
    action = plan.actions.filter(strategy__ref="5.1").last()
    partner = make_partner()
    make_lead(action=action, partner=partner)
    make_lead(action=plan.actions.get(strategy__ref="5.2"), partner=partner)
    make_lead(action=action, role="support")
    make_lead(action=make_action(strategy=action.strategy, publication="draft"))
    make_lead(action=make_action(theme=make_theme()))
    figures = plan_figures(plan=plan, user=public)
    assert (figures.actions, figures.strategies, figures.strategies_with_actions) == (5, 3, 2)
    assert (figures.lead_partners, figures.aligned, figures.stated, figures.no_lead) == (2, 4, 2, 2)
    assert [principle.code for principle in figures.unserved] == ["enabling-7"]
    assert figures.longest == 4


def test_figures_of_a_framework_that_is_shared(public):
    framework = make_framework()
    assert plan_figures(plan=make_plan(framework=framework), user=public).actions == 0
