"""What docs/api.md tells partners to type does what it says: run where it can be, else asked for at its address."""

import re
import subprocess
import sys
from urllib.parse import urlencode

import pytest
from django.conf import settings

from tests.factories import make_action, make_lead, make_partner, make_plan, make_strategy
from violence_plan.api.lists import LISTS
from violence_plan.api.views import description

GUIDE = (settings.BASE_DIR / "docs" / "api.md").read_text(encoding="utf-8")
TOOLS = GUIDE.partition("## From your own tools")[2].partition("\n## ")[0]
ELSEWHERE = "https://plan.example.org"
ADDRESSES = re.findall(rf"{ELSEWHERE}(/api/[^\s\"]+)", TOOLS)

TAKEN = re.compile(r"^\| `(/api/v1/\w+/)` \| ((?:`\w+`(?:, )?)+) \|$", re.MULTILINE)
BY_ALL = ["page", "page_size", "fields", "format"]


def first_line(response):
    """The first line of an answer as text."""
    return b"".join(response).decode().partition("\n")[0]


def test_the_table_of_filters_says_what_each_list_takes():
    taken = {path: ways["get"].get("parameters", []) for path, ways in description()["paths"].items()}
    queries = {path: [one["name"] for one in known if one["in"] == "query"] for path, known in taken.items()}
    lists = {f"/api/v1/{name}/" for name in LISTS}

    assert {path: re.findall(r"\w+", names) for path, names in TAKEN.findall(GUIDE)} == {
        path: [name for name in names if name not in BY_ALL] for path, names in queries.items() if path in lists
    }
    assert [path for path in lists if not set(BY_ALL) <= set(queries[path])] == []


def test_every_tool_has_its_example():
    assert re.findall(r"^\*\*([\w ]+)\*\*", TOOLS, re.MULTILINE) == ["curl", "Python", "R", "Excel", "Power BI"]
    assert len(ADDRESSES) == 3


@pytest.mark.parametrize("address", ADDRESSES)
def test_each_address_is_a_file(client, hackney, address):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith('attachment; filename="hackney-single-violence-plan-')


def test_the_parts_of_an_address_that_power_bi_is_given_lead_to_the_table(client, hackney):
    path = re.search(r'RelativePath = "([^"]+)"', TOOLS)[1]
    query = dict(re.findall(r'(\w+) = "([^"]+)"', re.search(r"Query = \[(.*?)\]", TOOLS)[1]))
    response = client.get(f"/{path}?{urlencode(query)}")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert first_line(response).startswith("uid,plan,ref,printed_ref,")


@pytest.mark.django_db(transaction=True)
def test_the_program_prints_every_action_with_who_leads_it(live_server):
    strategy = make_strategy(plan=make_plan(slug="hackney-single-violence-plan"))
    make_lead(action=make_action(strategy=strategy, ref="5.1.1", position=1), partner=make_partner(name="Police"))
    make_action(strategy=strategy, ref="5.1.2", position=2)
    program = re.search(r"```python\n(.*?)```", TOOLS, re.DOTALL)[1]
    printed = subprocess.run(
        [sys.executable, "-c", program, live_server.url], capture_output=True, check=True, text=True
    )
    assert printed.stdout == "5.1.1\tPolice\n5.1.2\tnobody\n"
