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

from violence_plan.http import metrics, page_queue

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


def queued(found):
    """What samples say of the page queue: numbers by kind and state."""
    return {tuple(labels): value for (name, *labels), value in found.items() if name == "violence_plan_page_queue"}


def run_worker(folder, code, *arguments):
    """What a process says that counts in `folder`, as a worker of gunicorn does, and reaches no database."""
    worker = {"PROMETHEUS_MULTIPROC_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "violence_plan.settings"}
    environment = os.environ | worker | {"DATABASE_URL": "postgres://a:b@127.0.0.1:1/nowhere"}
    command = [sys.executable, "-c", code, *arguments]
    run = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=True)
    return run.stdout


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


@pytest.mark.django_db
def test_what_is_made_and_what_waits_is_told_of_each_kind(token, client, monkeypatch):
    nobody = {(kind, state): 0 for kind in ("regular", "other", "people") for state in ("making", "waiting")}
    assert queued(samples(client)) == nobody
    found, held = [], page_queue.held
    with page_queue.for_people.place(), page_queue.for_people.place(), page_queue.regular_pages.place_for(1):
        monkeypatch.setattr(page_queue.regular_pages, "patience", 0)
        monkeypatch.setattr(page_queue, "held", lambda *given: found.append(samples(client)) or held(*given))
        with pytest.raises(page_queue.QueueFullError), page_queue.regular_pages.place_for(1):
            raise AssertionError
    busy = {("people", "making"): 2, ("regular", "making"): 1}
    assert [queued(each) for each in found] == [nobody | busy, nobody | busy | {("regular", "waiting"): 1}]
    assert queued(samples(client)) == nobody


def test_all_workers_are_added_up_and_one_that_ended_is_not_counted_any_more(tmp_path):
    worker = (
        "import os, sys, django; django.setup(); from violence_plan.gunicorn_settings import child_exit;"
        "from types import SimpleNamespace; from violence_plan.http import metrics, page_queue;"
        "place = page_queue.other_pages.place(); place.__enter__(); print(metrics.told().content.decode());"
        "sys.argv[1:] and child_exit(None, SimpleNamespace(pid=int(sys.argv[1])));"
        "print(metrics.told().content.decode(), os.getpid(), flush=True); os._exit(0)"  # as if killed
    )
    line = 'violence_plan_page_queue{kind="other",state="making"} '
    first = run_worker(tmp_path, worker)
    second = run_worker(tmp_path, worker, first.split()[-1])
    told = [[said for said in output.splitlines() if said.startswith(line)] for output in (first, second)]
    assert told == [[f"{line}1.0", f"{line}1.0"], [f"{line}2.0", f"{line}1.0"]]


def test_in_a_worker_what_is_so_now_is_told_once_and_leaves_nothing_behind(tmp_path):
    code = (
        "import django; django.setup(); from violence_plan.http import metrics; metrics.REQUESTS.labels('help', 200)"
        ".inc(); metrics.told(); print(metrics.told().content.decode())"
    )
    lines = run_worker(tmp_path, code).splitlines()
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
        "violence_plan_page_queue",
    }
