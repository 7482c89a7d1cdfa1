"""What is past its time goes by the clock, and nothing else: each limit from both sides."""

import re
from collections import Counter
from datetime import timedelta
from io import StringIO
from threading import Thread

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from access.roles import Role
from accounts import requests
from accounts.invitations import invite
from accounts.models import Invitation, KnownPlace, Session
from tables.models import Upload
from tests.factories import make_strategy, make_user
from violence_plan import limits, purging

pytestmark = pytest.mark.django_db
NOTHING = (
    "Purged: ended sessions 0, uploads 0, unanswered invitations 0, places of signing in 0, counted tries 0, "
    "counted requests 0.\n"
)
SECOND = timedelta(seconds=1)


def purge():
    output = StringIO()
    call_command("purge", stdout=output)
    return output.getvalue()


def session(key, *, ends, seen):
    """A session that ends, and was last seen, so long from now."""
    now = timezone.now()
    Session.objects.create(session_key=key, session_data="", expire_date=now + ends, seen_at=now + seen)


def upload(user, age):
    """A file that was uploaded so long ago."""
    kept = Upload.objects.keep(user=user, file=SimpleUploadedFile("a.csv", b"name\n"))
    Upload.objects.filter(pk=kept.pk).update(uploaded_at=timezone.now() - age)
    return kept


def invitation(by, name, **changes):
    """An invitation of that name to lead a strategy, with some moments changed."""
    made, _ = invite(
        by=by, name=name, email=f"{name}@example.org", roles=[Role.STRATEGY_LEAD], strategies=[make_strategy()]
    )
    long_ago = timezone.now() - timedelta(days=400)
    Invitation.objects.filter(pk=made.pk).update(**{"invited_at": long_ago} | changes)


def test_a_database_that_only_reads_is_refused_in_words(monkeypatch):
    monkeypatch.setattr(type(connections["default"]), "is_read_only", True)
    with pytest.raises(CommandError, match=r"^Nothing was purged: the database only reads\. Run it where the portal"):
        purge()


def test_where_nothing_is_past_its_time_nothing_goes():
    assert purge() == NOTHING


def test_sessions_go_once_they_ended_either_way(settings):
    idle, day = timedelta(seconds=settings.SESSION_IDLE_AGE), timedelta(hours=12)
    session("live", ends=SECOND * 60, seen=SECOND * 60 - idle)
    session("idle", ends=day, seen=-idle)
    session("old", ends=-SECOND, seen=timedelta())
    assert purge() == NOTHING.replace("sessions 0", "sessions 2")
    assert [each.session_key for each in Session.objects.all()] == ["live"]
    assert purge() == NOTHING


def test_uploads_go_after_a_day_whether_they_were_loaded_or_not():
    user, day = make_user(), timedelta(days=1)
    young = upload(user, day - SECOND * 60)
    for each in (upload(user, timedelta()), upload(user, timedelta())):
        Upload.objects.filter(pk=each.pk).update(uploaded_at=timezone.now() - day)
    assert purge() == NOTHING.replace("uploads 0", "uploads 2")
    assert list(Upload.objects.all()) == [young]
    assert purge() == NOTHING


def test_invitations_that_nobody_accepted_go_ninety_days_after_they_ended():
    administrator = make_user(Role.ADMINISTRATOR)
    now, long = timezone.now(), timedelta(days=90)
    invitation(administrator, "waits")
    invitation(administrator, "expired", expires_at=now - long + SECOND * 60)
    invitation(administrator, "expired-long", expires_at=now - long)
    invitation(administrator, "withdrawn", withdrawn_at=now - long + SECOND * 60)
    invitation(administrator, "withdrawn-long", withdrawn_at=now - long, expires_at=now)
    invitation(administrator, "accepted", accepted_at=now - long, accepted_by=make_user(), expires_at=now - long)
    assert purge() == NOTHING.replace("invitations 0", "invitations 2")
    assert {each.name for each in Invitation.objects.all()} == {"waits", "expired", "withdrawn", "accepted"}
    assert purge() == NOTHING


def test_places_go_ninety_days_after_the_last_sign_in():
    now, long = timezone.now(), timedelta(days=90)
    for digit, seen in (("a", now - long), ("b", now - long + SECOND * 60)):
        KnownPlace.objects.create(user=make_user(), digest=digit * 64, seen_at=seen)
    assert purge() == NOTHING.replace("signing in 0", "signing in 1")
    assert [place.digest[0] for place in KnownPlace.objects.all()] == ["b"]


def test_counts_go_once_their_minute_or_their_time_is_over(monkeypatch):
    monkeypatch.setattr(limits, "now", lambda: 600.0)
    for minute in (7, 8, 9, 10):
        requests.add("somebody", minute, 1)
    cache.set("over", 1, -1)
    cache.set("not-yet", 1, 60)
    assert purge() == NOTHING.replace("tries 0", "tries 1").replace("requests 0", "requests 2")
    assert cache.get("not-yet") == 1
    assert requests.add("somebody", 9, 1) == 2
    assert purge() == NOTHING


@pytest.mark.parametrize(
    "planned", [(), ("hashjoin", "mergejoin", "hashagg", "sort", "indexscan", "bitmapscan", "material")]
)
def test_many_go_in_batches_however_postgresql_joins(monkeypatch, planned):
    for way in planned:
        connection.cursor().execute(f"SET LOCAL enable_{way} = off")
    monkeypatch.setattr(purging, "BATCH", 2)
    monkeypatch.setattr(limits, "now", lambda: 600.0)
    for number in range(5):
        session(str(number), ends=-SECOND, seen=timedelta())
        requests.add(str(number), 1, 1)
        cache.set(str(number), 1, -1)
    with CaptureQueriesContext(connection) as asked:
        said = purge()
    deleted = Counter(re.findall(r"DELETE FROM \"?(\w+)", " ".join(each["sql"] for each in asked)))
    assert deleted == {"accounts_session": 3, "accounts_cache": 4, "accounts_requests": 4}
    assert said == NOTHING.replace("sessions 0", "sessions 5").replace("tries 0", "tries 5").replace(
        "requests 0", "requests 5"
    )


@pytest.mark.django_db(transaction=True)
def test_what_somebody_else_holds_is_left_to_the_next_time():
    session("held", ends=-SECOND, seen=timedelta())
    session("free", ends=-SECOND, seen=timedelta())
    said = []

    def elsewhere():
        said.append(purge())
        connection.close()

    with transaction.atomic():
        Session.objects.select_for_update().get(session_key="held")
        other = Thread(target=elsewhere)
        other.start()
        other.join()
    assert [*said, purge(), purge()] == [NOTHING.replace("sessions 0", "sessions 1")] * 2 + [NOTHING]
