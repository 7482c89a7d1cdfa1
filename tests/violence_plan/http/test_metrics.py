"""Who reads the metrics, and what they say."""

import os
import subprocess
import sys
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.conf import settings
from django.db import OperationalError
from django.utils import timezone
from prometheus_client import CollectorRegistry
from prometheus_client.parser import text_string_to_metric_families

from violence_plan.http import metrics

TOKEN = "a-token-of-thirty-two-characters"


@pytest.fixture
def no_backup(monkeypatch):
    """There was no backup yet."""
    monkeypatch.setattr(metrics, "last_backup_at", lambda: None)


@pytest.fixture
def token(settings, no_backup):
    """The portal has a token for metrics."""
    settings.METRICS_TOKEN = TOKEN


def samples(client):
    """What the metrics say: a value by name and labels."""
    response = client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
    families = text_string_to_metric_families(response.content.decode())
    return {(found.name, *found.labels.values()): found.value for family in families for found in family.samples}


@pytest.mark.django_db
@pytest.mark.parametrize("shown", ["", TOKEN, "Bearer ", "Bearer wrong", f"Bearer {TOKEN}a", "Bearer é"])
def test_without_the_token_there_is_no_such_page(token, client, shown):
    headers = {"authorization": shown} if shown else {}
    here, nowhere = (client.get(address, headers=headers) for address in ("/metrics", "/metricz"))
    assert (here.status_code, here.content) == (404, nowhere.content.replace(b"metricz", b"metrics"))


@pytest.mark.django_db
@pytest.mark.parametrize("shown", ["Bearer ", f"Bearer {TOKEN}", "Bearer"])
def test_without_the_setting_nobody_has_the_token(client, settings, shown):
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"authorization": shown}).status_code == 404


@pytest.mark.django_db
def test_requests_are_counted_by_route_and_status_and_never_by_path(token, client):
    before = samples(client)
    client.get("/help/")
    client.get("/zq-secret-qz/")
    client.get("/search/?q=zq-secret-qz")
    after = samples(client)
    name = "violence_plan_requests_total"
    for labels in (("help", "200"), ("none", "404"), ("search", "200")):
        assert after[(name, *labels)] - before.get((name, *labels), 0) >= 1
    assert "zq-secret-qz" not in repr(after)
    assert after[("violence_plan_request_seconds_count",)] > before[("violence_plan_request_seconds_count",)]
    assert after[("violence_plan_database_up",)] == 1
    assert 0 <= after[("violence_plan_database_seconds",)] < 60


@pytest.mark.django_db(transaction=True)
def test_hits_and_misses_of_the_cache_are_counted(token, client, keeping):
    def outcomes():
        found = samples(client)
        return [found.get(("violence_plan_response_cache_total", outcome), 0) for outcome in ("hit", "miss")]

    before = outcomes()
    for _ in range(3):
        client.get("/partners/")
    assert [now - then for now, then in zip(outcomes(), before, strict=True)] == [2, 1]


@pytest.mark.django_db
def test_a_lost_database_is_told_without_asking_it(token, client):
    with patch.object(metrics.connection, "cursor", side_effect=OperationalError):
        found = samples(client)
    assert found[("violence_plan_database_up",)] == 0
    assert ("violence_plan_database_seconds",) not in found


@pytest.mark.django_db
def test_the_age_of_the_last_backup_is_told_where_there_was_one(token, client, monkeypatch):
    assert ("violence_plan_backup_age_seconds",) not in samples(client)
    monkeypatch.setattr(metrics, "last_backup_at", lambda: timezone.now() - timedelta(hours=2))
    assert samples(client)[("violence_plan_backup_age_seconds",)] >= 7200


@pytest.mark.django_db
def test_under_several_workers_what_all_of_them_counted_is_read(token, client, tmp_path):
    with patch.dict(os.environ, PROMETHEUS_MULTIPROC_DIR=str(tmp_path)):
        found = samples(client)
    assert {name for name, *_ in found} == {"violence_plan_database_up", "violence_plan_database_seconds"}


def test_in_a_worker_what_is_so_now_is_told_once_and_leaves_nothing_behind(tmp_path):
    code = (
        "import django; django.setup(); from violence_plan.http import metrics; metrics.REQUESTS.labels('help', 200)"
        ".inc(); metrics.told(); print(metrics.told().content.decode())"
    )
    database = "postgres://a:b@127.0.0.1:1/nowhere"
    worker = {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "violence_plan.settings"}
    environment = os.environ | worker | {"DATABASE_URL": database}
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=True
    )
    lines = run.stdout.splitlines()
    assert "violence_plan_database_up 0.0" in lines
    assert 'violence_plan_requests_total{route="help",status="200"} 1.0' in lines
    assert not [line for line in lines if "pid=" in line]
    assert not [file.name for file in tmp_path.iterdir() if file.name.startswith("gauge")]


def test_nothing_of_the_process_is_told():
    assert isinstance(metrics.COUNTED, CollectorRegistry)
    assert {family.name for family in metrics.COUNTED.collect()} == {
        "violence_plan_requests",
        "violence_plan_request_seconds",
        "violence_plan_response_cache",
    }
