"""Principles in the admin, with how many actions serve them on which basis."""

import pytest

from tests.factories import make_action, make_alignment, make_framework, make_plan, make_principle, make_strategy

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client, officer):
    """A signed-in officer's browser."""
    client.force_login(officer)
    return client


def listed(response, *names):
    """What the columns `names` of the list say, by row."""
    admin = response.context["cl"].model_admin
    return [tuple(getattr(admin, name)(row) for name in names) for row in response.context["cl"].result_list]


@pytest.mark.parametrize("address", ["framework", "principle"])
def test_what_is_in_use_cannot_be_deleted(signed_in, address):
    principle = make_alignment().principle
    row = {"framework": principle.framework, "principle": principle}[address]
    response = signed_in.post(f"/admin/principles/{address}/{row.pk}/delete/", {"post": "yes"})
    assert "would require deleting the following protected related objects" in response.content.decode()


def test_the_list_counts_actions_by_basis(signed_in):
    framework = make_framework(title="Principles")
    plan = make_plan(framework=framework)
    strategy = make_strategy(plan=plan)
    served = make_principle(framework=framework, number=1)
    make_principle(framework=framework, number=2)
    first, second, third = (make_action(strategy=strategy) for _ in range(3))
    make_alignment(action=first, principle=served)
    make_alignment(action=second, principle=served, basis="inherited", inherited_from=first)
    make_alignment(action=third, principle=served, basis="inherited", inherited_from=first)
    make_alignment(strategy=strategy, principle=served)
    make_alignment(action=make_action(strategy=strategy), principle=served, basis="assessed")
    response = signed_in.get("/admin/principles/principle/")
    assert listed(response, "stated", "inherited", "assessed") == [(1, 2, 1), (0, 0, 0)]


def test_principles_are_narrowed_by_plan(signed_in):
    principle = make_principle()
    plan = make_plan(framework=principle.framework)
    make_plan(framework=make_principle().framework)
    response = signed_in.get("/admin/principles/principle/", {"framework__plans__id__exact": plan.pk})
    assert list(response.context["cl"].result_list) == [principle]


def test_choices_name_the_framework(signed_in):
    principle = make_principle(number=1, kind="aim", framework=make_framework(title="Islington's aims"))
    query = {"app_label": "actions", "model_name": "alignment", "field_name": "principle", "term": "aim-1"}
    assert signed_in.get("/admin/autocomplete/", query).json()["results"] == [
        {"id": str(principle.pk), "text": "Aim 1: Early intervention (Islington's aims)"}
    ]


def test_frameworks_count_their_principles(signed_in):
    make_principle(framework=make_principle().framework)
    make_framework(title="Zero")
    assert listed(signed_in.get("/admin/principles/framework/"), "principles_total") == [(2,), (0,)]


def test_a_principle_is_added_with_its_framework(signed_in):
    data = {
        "title": "Steps",
        "code": "steps",
        "introduction": "",
        "principles-TOTAL_FORMS": "1",
        "principles-INITIAL_FORMS": "0",
        "principles-0-kind": "step",
        "principles-0-number": "1",
        "principles-0-short_title": "Prevent",
        "principles-0-text": "We prevent.",
    }
    assert signed_in.post("/admin/principles/framework/add/", data).status_code == 302
    response = signed_in.get("/admin/principles/principle/")
    assert [row.code for row in response.context["cl"].result_list] == ["step-1"]
