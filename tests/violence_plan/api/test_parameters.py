"""Every parameter of every endpoint is known, or it is a 400."""

import pytest

from tests.factories import make_action, make_lead, make_plan, make_principle

pytestmark = pytest.mark.django_db

PAGES = "fields, format, page, page_size"
MARKS = "access, exempt_paragraph, handling"
KNOWN = {
    "": None,
    "plans/": f"framework, {MARKS}, q, updated_since, ordering, {PAGES}",
    "strategies/": f"plan, ref, owner, {MARKS}, q, updated_since, ordering, {PAGES}",
    "actions/": "plan, strategy, theme, no_theme, partner, principle, principle_kind, basis, at, status, no_lead, "
    f"no_alignment, {MARKS}, q, updated_since, ordering, {PAGES}",
    "partners/": f"kind, parent, q, updated_since, ordering, {PAGES}",
    "principles/": f"framework, kind, q, updated_since, ordering, {PAGES}",
    "themes/": f"plan, strategy, updated_since, ordering, {MARKS}, q, {PAGES}",
    "frameworks/": f"q, updated_since, ordering, {PAGES}",
    "alignments/": "plan, strategy, updated_since, ordering, action, subject, principle, principle_kind, basis, "
    f"{MARKS}, q, {PAGES}",
    "milestones/": f"plan, strategy, updated_since, ordering, action, period, {MARKS}, q, {PAGES}",
    "indicators/": f"plan, strategy, updated_since, ordering, direction, {MARKS}, q, {PAGES}",
    "measurements/": f"plan, strategy, updated_since, ordering, indicator, period, {MARKS}, {PAGES}",
    "updates/": f"plan, strategy, updated_since, ordering, action, partner, status, q, {MARKS}, {PAGES}",
    "notes/": f"plan, strategy, updated_since, ordering, action, kind, {MARKS}, q, {PAGES}",
    "glossary/": f"plan, updated_since, ordering, basis, {MARKS}, q, {PAGES}",
    "alignment/": "rows, strategy, partner, status, basis, principle_kind, plan, format, as_at",
    "gaps/": "days, plan, format",
    "schema/": None,
    "docs/": None,
}


@pytest.mark.parametrize("name", ["colour", "formats", "PLAN", "a[]", "updated_at__gte"])
@pytest.mark.parametrize("address", KNOWN)
def test_an_unknown_parameter_is_refused_with_those_that_are_known(client, address, name):
    make_plan()
    known = f"Known here: {KNOWN[address]}." if KNOWN[address] else "None is known here."

    response = client.get(f"/api/v1/{address}", {name: "1"})

    assert response.status_code == 400
    assert response.json()["errors"] == {name: [f"There is no parameter “{name}”. {known}"]}


@pytest.mark.parametrize(
    ("address", "query"),
    [
        ("plans/", "page=1&page=1"),
        ("actions/", "page_size=1&page_size=2"),
        ("strategies/", "ref=1&ref=2"),
        ("partners/", "q=a&q=b"),
        ("alignment/", "plan=a&plan=a"),
    ],
)
def test_a_parameter_with_one_value_is_given_once(client, address, query):
    make_plan(slug="a")

    response = client.get(f"/api/v1/{address}?{query}")

    assert response.json()["errors"][query.partition("=")[0]] == ["Give this parameter once; it takes one value."]


def test_empty_parameters_are_not_given(client):
    lead = make_lead()
    make_principle(framework=lead.action.plan.framework)
    for address, known in KNOWN.items():
        if known:
            query = "&".join(f"{name}=" for name in known.split(", "))
            full, empty = client.get(f"/api/v1/{address}"), client.get(f"/api/v1/{address}?{query}")
            assert (empty.status_code, empty.json()) == (200, full.json()), address


def test_filters_leave_what_they_are_asked_to(client):
    lead = make_lead()
    make_action()

    assert client.get(f"/api/v1/actions/?partner={lead.partner.code}").json()["count"] == 1
