"""Partners' keys: how they are made, replaced and revoked, and whose key a request to the API shows."""

import uuid
from datetime import date, timedelta
from hashlib import sha256
from threading import Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connections, transaction
from django.test import Client
from django.utils import timezone

from accounts.keys import make_key, replace_key, revoke_key
from accounts.models import PartnerKey
from tests.factories import make_action, make_lead, make_partner, make_user
from tests.locks import wait_until_blocked

pytestmark = pytest.mark.django_db

ACTIONS = "/api/v1/actions/"
UNKNOWN = "This key is not known here, or was revoked. Ask whoever gave it to you for another."


@pytest.fixture
def today():
    """This day in London."""
    return timezone.localdate()


@pytest.fixture
def police():
    """A partner that leads an action in review."""
    partner = make_partner(code="police")
    make_lead(action=make_action(ref="9.1.1", publication="in_review"), partner=partner)
    return partner


@pytest.fixture
def made(police, today):
    """A key of the police for what is shared with them, and its token."""
    said = {"name": "Nightly pull", "scope": "shared", "expires_on": today + timedelta(days=30)}
    return make_key(by=make_user(password=None), partner=police, **said)


def asking(shown, address=ACTIONS, client=None):
    """The answer to a program that shows this."""
    return (client or Client()).get(address, headers={"authorization": shown})


def refs(response):
    """The numbers of the actions in an answer."""
    return [row["ref"] for row in response.json()["results"]]


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        *((f"Bearer {token}", UNKNOWN) for token in ("", "vp_", "x" * 9000, "vp_abcdefgh_" + "a" * 43, "\x00", "é")),
        *((shown, "Show a key as “Authorization: Bearer vp_…”") for shown in ("", "Basic Zm9v", "Token a", "vp_a")),
    ],
)
def test_what_is_no_key_is_refused(made, shown, said):
    response = asking(shown)
    assert (response.status_code, response["WWW-Authenticate"]) == (401, "Bearer")
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["detail"].startswith(said)
    assert response.json() | {"detail": ""} == {
        "type": "about:blank",
        "title": "Unauthorized",
        "status": 401,
        "detail": "",
        "instance": ACTIONS,
    }


def test_a_guess_with_the_right_beginning_is_refused(made):
    token = made[1]
    wrong = token[:-1] + ("a" if token[-1] != "a" else "b")
    for guess in (wrong, token + "a", f"{token},{token}", token.upper()):
        assert asking(f"Bearer {guess}").json()["detail"] == UNKNOWN


def test_a_revoked_key_is_as_unknown_as_one_that_never_was(made):
    revoke_key(key=made[0], by=made[0].made_by)
    assert (asking(f"Bearer {made[1]}").status_code, asking(f"Bearer {made[1]}").json()["detail"]) == (401, UNKNOWN)
    again = made[0].made_by, PartnerKey.objects.get().revoked_at
    revoke_key(key=made[0], by=make_user(password=None))
    assert (PartnerKey.objects.get().revoked_by, PartnerKey.objects.get().revoked_at) == again


def test_the_holder_of_an_expired_key_is_told_so(made):
    PartnerKey.objects.update(made_on=date(2026, 1, 1), expires_on=date(2026, 2, 3))
    assert asking(f"Bearer {made[1]}").json()["detail"] == (
        "This key worked until 3 February 2026. Make a new one at /accounts/keys/."
    )
    PartnerKey.objects.update(revoked_at=timezone.now(), revoked_by=made[0].made_by)
    assert asking(f"Bearer {made[1]}").json()["detail"] == UNKNOWN


@pytest.mark.parametrize("address", ["/api/v1/", "/api/v1/nothing/", "/api/v1/docs/", f"{ACTIONS}?colour=red"])
def test_a_wrong_key_is_refused_before_anything_else(made, address):
    assert asking("Bearer no", address).status_code == 401


@pytest.mark.parametrize("address", ["/accounts/", "/accounts/keys/", "/admin/"])
def test_a_key_signs_in_to_no_page(made, address):
    assert asking(f"Bearer {made[1]}", address).status_code == 302


def test_a_page_takes_no_notice_of_a_key(made):
    plan = made[0].partner.leads.get().action.plan.slug
    assert asking(f"Bearer {made[1]}", f"/plans/{plan}/actions/9.1.1/").status_code == 404
    assert asking("Bearer no", f"/plans/{plan}/").status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_key_writes_nothing(made, method):
    assert getattr(Client(), method)(ACTIONS, headers={"authorization": f"Bearer {made[1]}"}).status_code == 405


def test_a_key_shows_what_is_shared_with_its_partner_and_nobody_else(client, made, today):
    public = make_action(ref="1.1.1")
    assert refs(client.get(ACTIONS)) == ["1.1.1"]
    assert sorted(refs(asking(f"Bearer {made[1]}"))) == ["1.1.1", "9.1.1"]
    assert sorted(refs(asking(f"bearer  {made[1]}"))) == ["1.1.1", "9.1.1"]
    said = {"name": "Map", "expires_on": today}
    _, only_open = make_key(by=make_user(password=None), partner=made[0].partner, scope="open", **said)
    _, of_another = make_key(by=make_user(password=None), partner=make_partner(), scope="shared", **said)
    for token in (only_open, of_another):
        assert refs(asking(f"Bearer {token}")) == ["1.1.1"]
    assert public.plan.slug in asking(f"Bearer {of_another}", "/api/v1/plans/").content.decode()


def test_a_holder_asks_for_the_publics_view(made):
    assert refs(asking(f"Bearer {made[1]}", f"{ACTIONS}?see=public")) == []


def test_what_is_shared_is_read_in_the_past_too(made):
    action = made[0].partner.leads.get().action
    address = f"{ACTIONS}{action.uid}/?as_at={timezone.localdate()}"
    assert Client().get(address).status_code == 404
    assert asking(f"Bearer {made[1]}", address).json()["ref"] == "9.1.1"


def test_a_persons_name_stays_masked(made):
    person = make_partner(kind="person", name="Zoe Chief", public_name="A named officer")
    make_lead(action=made[0].partner.leads.get().action, partner=person, printed="Zoe Chief")
    answers = [asking(f"Bearer {made[1]}", address) for address in (ACTIONS, "/api/v1/partners/")]
    assert all("A named officer" in answer.content.decode() for answer in answers)
    assert not any("Zoe" in answer.content.decode() for answer in answers)


def test_a_key_counts_where_a_session_stands_beside_it(client, made, officer):
    make_action(ref="1.1.1", publication="draft")
    client.force_login(officer)
    assert sorted(refs(client.get(ACTIONS))) == ["1.1.1", "9.1.1"]
    assert refs(asking(f"Bearer {made[1]}", client=client)) == ["9.1.1"]


def test_what_a_key_is_answered_is_kept_by_nobody_else(client, made):
    kept = asking(f"Bearer {made[1]}")
    assert kept["Cache-Control"] == "private"
    assert "Authorization" in kept["Vary"]
    assert "Authorization" in client.get(ACTIONS)["Vary"]
    assert "Authorization" not in client.get("/").get("Vary", "")


def test_the_day_of_last_use_is_kept_once_a_day(made, today, django_assert_num_queries):
    first = asking(f"Bearer {made[1]}", "/api/v1/")
    assert (first.status_code, PartnerKey.objects.get().last_used_on) == (200, today)
    with django_assert_num_queries(1):
        asking(f"Bearer {made[1]}", "/api/v1/")


def test_only_a_digest_of_the_token_is_kept(made):
    key, token = made
    assert (len(token), token[:12]) == (55, f"vp_{key.prefix}_")
    assert key.digest == sha256(token.encode()).hexdigest()
    assert token not in str(PartnerKey.objects.values().get())


def test_a_key_is_replaced_with_a_week_of_overlap(made, today):
    old, first = made
    new, second = replace_key(key=old, by=old.made_by)
    old.refresh_from_db()
    assert (old.expires_on, new.expires_on) == (today + timedelta(days=7), today + timedelta(days=30))
    assert (new.replaces, new.partner, new.name, new.scope) == (old, old.partner, old.name, "shared")
    for token in (first, second):
        assert refs(asking(f"Bearer {token}")) == ["9.1.1"]
    with pytest.raises(ValidationError, match="was not replaced yet"):
        replace_key(key=old, by=old.made_by)


def test_a_key_that_ends_before_the_week_still_ends_then(made, today):
    PartnerKey.objects.update(expires_on=today)
    old = PartnerKey.objects.get()
    replace_key(key=old, by=old.made_by)
    old.refresh_from_db()
    assert old.expires_on == today


def test_what_no_longer_works_is_not_replaced(made):
    revoke_key(key=made[0], by=made[0].made_by)
    with pytest.raises(ValidationError, match="Only a key that works"):
        replace_key(key=made[0], by=made[0].made_by)


def test_a_form_sent_twice_makes_one_key(made, today):
    said = {"by": made[0].made_by, "partner": made[0].partner, "name": "Map", "scope": "open", "expires_on": today}
    with pytest.raises(ValidationError, match="Uid"):
        make_key(**said, uid=made[0].uid)


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_twice_at_the_same_moment_makes_one_key_too(police, today):
    said = {"partner": police, "name": "Map", "scope": "open", "expires_on": today, "uid": uuid.uuid4()}
    by, refused = make_user(password=None), []

    def send_again():
        with pytest.raises(ValidationError, match="Uid") as refusal:
            make_key(by=by, **said)
        refused.append(refusal)
        connections.close_all()

    with transaction.atomic():
        make_key(by=by, **said)
        late = Thread(target=send_again)
        late.start()
        wait_until_blocked(late)
    late.join()
    assert (len(refused), PartnerKey.objects.count()) == (1, 1)
