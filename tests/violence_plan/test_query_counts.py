"""How often each page and each address of the API asks the database: what stands in query_counts.csv, and no more.

Each is asked by a stranger on Hackney's plan: when nothing is kept, again, and by who has the answer already.
"""

import csv
from itertools import islice
from operator import itemgetter
from pathlib import Path

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.crawling import routes
from tests.violence_plan.test_visibility import addresses_of
from violence_plan.kept.keys import LISTS_OF_A_PLAN

COUNTS = Path(__file__).with_name("query_counts.csv")
COLUMNS = ["address", "cold", "kept", "not_modified"]
TRIES = 5  # rows of a kind, of which the first may have no page
# Longer lists than one is led to.
LISTS = [f"{path}?plan=hackney-single-violence-plan" for path in sorted(LISTS_OF_A_PLAN)]
LISTS += ["/api/v1/actions/?page_size=1000", "/search/?q=knife"]


def asked(client, address, **headers):
    """The response, and how many queries it took."""
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address, headers=headers)
    return response, str(len(queries))


def counted(client, address):
    """The row of an address: how many queries it takes each time; None where it does not answer a stranger."""
    caches["kept"].clear()
    response, cold = asked(client, address)
    if response.status_code != 200:
        return None
    response, kept = asked(client, address)
    tag = response.headers.get("ETag")
    had = asked(client, address, **{"if-none-match": tag})[1] if tag else ""
    return {"address": address, "cold": cold, "kept": kept, "not_modified": had}


def all_counted():
    """The rows of one address of each route that answers a stranger, and of the longer lists."""
    client = Client()
    for addresses in [*(addresses_of(route) for route in routes() if "^" not in route), *([each] for each in LISTS)]:
        rows = (counted(client, address) for address in addresses[:TRIES])
        yield from islice(filter(None, rows), 1)


def written():
    """The rows that are committed."""
    with COUNTS.open(newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.django_db
def test_no_address_asks_more_often_than_it_did(hackney, keeping, request):
    found = sorted(all_counted(), key=itemgetter("address"))
    if request.config.getoption("--write-query-counts"):
        with COUNTS.open("w", newline="") as file:
            rows = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            rows.writeheader()
            rows.writerows(found)
    assert found == written()


def test_what_is_kept_or_had_takes_one_query_and_a_cold_list_six():
    rows = {row["address"]: row for row in written()}
    assert {row["kept"] for row in rows.values() if row["not_modified"]} == {"1"}
    assert {row["not_modified"] for row in rows.values()} == {"1", ""}
    lists = [row for address, row in rows.items() if address.startswith("/api/v1/actions/?")]
    assert len(lists) >= 2
    assert [row for row in lists if int(row["cold"]) > 6] == []
