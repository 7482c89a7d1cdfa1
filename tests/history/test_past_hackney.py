"""A whole plan read from its history at this moment is the plan itself, table by table and page by page."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actions.models import Action
from actions.past import as_it_stood
from history.past import with_history
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_every_table_is_as_its_history_tells(hackney, officer):
    now = {model: list(model.objects.order_by("pk").values()) for model in with_history()}
    with as_it_stood(timezone.now(), officer):
        told = {model: list(model.objects.order_by("pk").values()) for model in with_history()}
    assert told == now
    assert len(now[Action]) == 131


@pytest.mark.parametrize("role", [None, "board-member", "officer"])
@pytest.mark.parametrize(
    "path",
    [
        "",
        "strategies/5.1/",
        "actions/",
        "actions/?partner=mps&q=knife",
        "actions/5.1.1/",
        "alignment/",
        "alignment/?rows=partner&basis=stated",
        "alignment/csv/?strategy=5.1",
    ],
)
def test_every_page_is_as_its_history_tells_at_the_price_of_one_query(hackney, role, path):
    client, user = Client(), make_user(role)
    client.force_login(user)
    address = f"/plans/{hackney}/{path}"
    client.get(address)
    with CaptureQueriesContext(connection) as today:
        now = client.get(address)
    with CaptureQueriesContext(connection) as past, as_it_stood(timezone.now(), user):
        then = client.get(address)
    assert (then.status_code, then.content) == (now.status_code, now.content)
    assert len(past) - len(today) <= 2, "the role, and what this reader may know of today"
