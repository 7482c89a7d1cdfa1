"""Whoever keeps a copy is told what is new, changed or gone: all that is public, in order, and nothing else."""

from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone
from openapi_schema_validator import OAS31Validator

from accounts.keys import make_key
from actions.models import Action, Plan
from actions.progress import record_update
from actions.publication import set_publication
from partners.models import Partner
from tests.copies import CHANGES, Copy, end_transaction, pulled
from tests.factories import (
    make_action,
    make_alignment,
    make_known,
    make_lead,
    make_partner,
    make_plan,
    make_principle,
    make_strategy,
    make_user,
)
from violence_plan.api.lists import LISTS
from violence_plan.api.urls import urlpatterns
from violence_plan.api.views import description
from violence_plan.ledger.cursors import Cursor, read
from violence_plan.models import Entry, Ledger

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """Two published plans with two actions each; a partner leads one of the first plan's."""
    partner = make_partner(code="mps", name="Police")
    for slug in ("one", "two"):
        strategy = make_strategy(plan=make_plan(slug=slug), ref="1")
        for n in (1, 2):
            make_action(strategy=strategy, ref=f"1.{n}", uid=uid(slug, n))
    make_lead(action=Action.objects.get(uid=uid("one", 1)), partner=partner)
    end_transaction()


@pytest.fixture
def copy(world, client):
    """A copy that knows all of it."""
    copy = Copy(client)
    copy.poll()
    end_transaction()
    return copy


def uid(slug, n):
    """The uid of an action of the world."""
    return UUID(int=["one", "two"].index(slug) * 10 + n)


def action(slug, n):
    """An action of the world."""
    return Action.objects.get(uid=uid(slug, n))


def told(copy, *, but=()):
    """What a poll tells, less that of the lists in `but`; what is written from now on is another transaction."""
    end_transaction()
    changes = copy.poll()
    end_transaction()
    assert copy.rows == pulled(copy.client)
    return [change for change in changes if change[1] not in but]


def refusal(client, **asked):
    """Status and messages of what is refused."""
    response = client.get(CHANGES, asked)
    assert response.headers["Content-Type"] == "application/problem+json"
    return response.status_code, response.json().get("errors", response.json()["detail"])


@pytest.mark.parametrize(
    ("asked", "errors"),
    [
        ({"since": "yesterday"}, {"since": ["Give the cursor of an answer before, now, or nothing."]}),
        ({"since": "\0" * 43}, {"since": ["Give the cursor of an answer before, now, or nothing."]}),
        ({"since": "é" * 43}, {"since": ["Give the cursor of an answer before, now, or nothing."]}),
        ({"since": "A" * 44}, {"since": ["Give the cursor of an answer before, now, or nothing."]}),
        ({"since": ["now", "now"]}, {"since": ["Give this parameter once; it takes one value."]}),
        ({"page_size": "0"}, {"page_size": ["Give a whole number, 1 or more."]}),
        ({"page_size": "1001"}, {"page_size": ["Give 1000 or less."]}),
        ({"as_at": "2026-01-01"}, {"as_at": ["There is no parameter “as_at”. Known here: since, page_size."]}),
    ],
)
def test_what_means_nothing_is_refused_by_name(client, asked, errors):
    assert refusal(client, **asked) == (400, errors)
    assert not Ledger.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        lambda cursor, uid: Cursor(uid[::-1], cursor.number, cursor.whole_at),
        lambda cursor, uid: Cursor(uid, cursor.number + 1, cursor.whole_at),
        lambda cursor, uid: Cursor(uid, cursor.number, cursor.number + 1),
        lambda cursor, uid: Cursor(uid, 2**64 - 1, 2**64 - 1),
    ],
    ids=["of another ledger", "to come", "begun later", "far beyond"],
)
def test_a_cursor_that_leads_nowhere_is_gone(copy, client, wrong):
    cursor = read(copy.cursor)
    status, detail = refusal(client, since=str(wrong(cursor, cursor.uid)))
    assert status == 410
    assert detail.startswith("From this cursor no way leads to today")


def test_another_database_ends_every_cursor(copy, client):
    Ledger.objects.update(place="elsewhere")
    assert refusal(client, since=copy.cursor)[0] == 410
    again = Copy(client)
    assert {word for word, *_ in again.poll()} == {"insert"}
    assert again.rows == copy.rows


def test_nothing_but_reading_is_allowed(client):
    assert client.post(CHANGES).status_code == 405
    assert client.head(CHANGES).status_code == 200


def test_a_copy_begins_with_everything_what_is_named_before_what_names_it(world, client):
    copy = Copy(client, page_size=3)
    changes = copy.poll()
    assert copy.rows == pulled(client)
    assert {word for word, *_ in changes} == {"insert"}
    lists = [resource for _, resource, _ in changes]
    assert lists == sorted(lists, key=["partners", "frameworks", "principles", *LISTS].index)
    assert lists.count("actions") == 4
    assert told(copy) == []


def test_copies_that_know_the_same_have_one_cursor(copy, client):
    action("one", 1).delete()
    told(copy)
    small = Copy(client, page_size=2)
    small.poll()
    assert small.rows == copy.rows
    assert small.cursor == copy.cursor == client.get(CHANGES, {"since": "now"}).json()["cursor"]


def test_every_list_of_the_api_is_told(world, client):
    one_by_one = {address.name for address in urlpatterns if "-one" in str(address.name)}
    assert one_by_one == {f"api-{name}-one" for name in LISTS}
    every = description()["components"]["schemas"]["ResourceEnum"]["enum"]
    assert every == list(LISTS)


def test_of_nothing_nothing_is_told(client):
    copy = Copy(client)
    assert copy.poll() == []
    assert copy.poll() == []


def test_who_has_no_copy_may_listen_from_now_on(world, client):
    answer = client.get(CHANGES, {"since": "now"}).json()
    assert (answer["changes"], answer["more"]) == ([], False)
    end_transaction()
    Action.objects.filter(uid=uid("one", 1)).update(text="Other.")
    [change] = client.get(CHANGES, {"since": answer["cursor"]}).json()["changes"]
    assert (change["change"], change["key"], change["row"]["text"]) == ("change", str(uid("one", 1)), "Other.")


def test_each_kind_of_change_is_told_once(copy):
    Action.objects.filter(uid=uid("one", 1)).update(text="Other.")
    assert told(copy) == [("change", "actions", f"{uid('one', 1)}")]
    new = make_action(strategy=action("one", 1).strategy)
    assert told(copy, but=("plans", "strategies")) == [("insert", "actions", f"{new.uid}")]
    new.delete()
    assert told(copy, but=("plans", "strategies")) == [("delete", "actions", f"{new.uid}")]
    assert told(copy) == []


def test_what_changed_comes_in_the_order_of_the_commits(copy):
    for slug, n in [("two", 2), ("one", 1), ("two", 1)]:
        Action.objects.filter(uid=uid(slug, n)).update(text="Other.")
        end_transaction()
    make_lead(action=action("one", 2), partner=Partner.objects.get(code="mps"))
    end_transaction()
    Action.objects.filter(uid=uid("two", 2)).delete()
    end_transaction()
    Action.objects.filter(uid=uid("one", 1)).update(text="Third.")
    assert told(copy, but=("plans", "strategies", "partners")) == [
        ("change", "actions", f"{uid('two', 1)}"),
        ("change", "actions", f"{uid('one', 2)}"),
        ("delete", "actions", f"{uid('two', 2)}"),
        ("change", "actions", f"{uid('one', 1)}"),
    ]


def test_pages_follow_each_other_whatever_happens_between(copy, client):
    late = Copy(client, page_size=1)
    answer = client.get(CHANGES, {"page_size": 4}).json()
    assert answer["more"]
    for change in answer["changes"]:
        late.take_in(change)
    late.cursor = answer["cursor"]
    Action.objects.filter(uid=uid("one", 1)).update(text="Other.")
    action("two", 2).delete()
    told(late)
    assert told(copy) != []
    assert copy.rows == late.rows


def test_a_draft_becomes_public_and_is_withdrawn(copy):
    draft = make_action(strategy=action("one", 1).strategy, publication="draft")
    record_update(action=action("one", 1), reported_on="2026-01-02", status="on_track", publication="draft")
    before = copy.cursor
    assert told(copy) == []
    assert copy.cursor == before
    set_publication(rows=Action.objects.filter(pk=draft.pk), publication="published")
    assert told(copy, but=("plans", "strategies")) == [("insert", "actions", f"{draft.uid}")]
    set_publication(rows=Action.objects.filter(pk=draft.pk), publication="withdrawn")
    assert told(copy, but=("plans", "strategies")) == [("delete", "actions", f"{draft.uid}")]
    assert not Entry.objects.filter(gone=True).exclude(row="").exists()
    set_publication(rows=Action.objects.filter(pk=draft.pk), publication="published")
    assert told(copy, but=("plans", "strategies")) == [("insert", "actions", f"{draft.uid}")]


def test_who_comes_later_is_not_told_of_what_is_gone(copy, client):
    action("one", 1).delete()
    assert ("delete", "actions", f"{uid('one', 1)}") in told(copy)
    assert {word for word, *_ in Copy(client, page_size=2).poll()} == {"insert"}


def test_a_plan_that_is_no_longer_public_takes_all_its_rows_with_it(copy):
    set_publication(rows=Plan.objects.filter(slug="one"), publication="draft")
    changes = told(copy, but=("partners",))
    assert {(word, resource) for word, resource, _ in changes} == {
        ("delete", name) for name in ("plans", "strategies", "actions", "frameworks")
    }
    assert [resource for _, resource, _ in changes] == ["actions", "actions", "strategies", "plans", "frameworks"]
    set_publication(rows=Plan.objects.filter(slug="one"), publication="published")
    order = ["frameworks", *(name for name in LISTS if name != "frameworks")]  # what plans share comes first
    assert told(copy, but=("partners",)) == [
        ("insert", resource, key) for _, resource, key in sorted(changes, key=lambda change: order.index(change[1]))
    ]


def test_a_plan_that_is_called_otherwise_keeps_its_rows(copy):
    Plan.objects.filter(slug="one").update(slug="uno")
    assert {change for change in told(copy) if change[1] != "strategies"} == {
        ("delete", "plans", "one"),
        ("insert", "plans", "uno"),
        ("change", "actions", f"{uid('one', 1)}"),
        ("change", "actions", f"{uid('one', 2)}"),
    }
    assert set(Entry.objects.filter(gone=False).values_list("plan", flat=True)) == {"", "uno", "two"}


def test_a_partner_called_otherwise_changes_the_actions_that_name_it(copy):
    Partner.objects.filter(code="mps").update(name="Metropolitan Police")
    assert told(copy) == [("change", "partners", "mps"), ("change", "actions", f"{uid('one', 1)}")]


def test_principles_and_owners_change_what_names_them(copy):
    principle = make_principle(framework=action("two", 1).plan.framework)
    make_alignment(action=action("two", 1), principle=principle)
    strategy = action("one", 1).strategy
    strategy.owner = Partner.objects.get(code="mps")
    strategy.save()
    told(copy)
    principle.framework.code = "other"
    principle.framework.save()
    assert ("change", "plans", "two") in (changes := told(copy))
    assert ("change", "actions", f"{uid('two', 1)}") in changes
    principle.number += 1
    principle.save()
    assert ("change", "actions", f"{uid('two', 1)}") in told(copy)
    Partner.objects.filter(code="mps").update(name="Metropolitan Police")
    assert ("change", "strategies", f"{strategy.uid}") in told(copy)


def test_of_a_private_person_only_the_public_name_is_told(copy):
    person = make_partner(code="chief", kind="person", name="Zoe Zoe", public_name="A named officer")
    make_lead(action=action("one", 2), partner=person, printed="Zoe Zoe")
    told(copy)
    before = copy.cursor
    Partner.objects.filter(code="chief").update(name="Ada Ada")
    assert told(copy) == []
    assert copy.cursor == before
    assert not Entry.objects.filter(row__contains="Zoe").exists()


def test_everybody_is_told_what_is_public_officers_too(copy, officer, admin_client):
    make_action(strategy=action("one", 1).strategy, publication="draft")
    end_transaction()
    mine = Copy(admin_client)
    mine.poll()
    assert mine.rows == copy.rows == pulled(copy.client)


def test_a_shared_key_is_told_what_it_reads_and_nobody_else(copy, client):
    said = {"by": make_user(), "name": "Copy", "expires_on": timezone.localdate()}
    _, shared = make_key(partner=Partner.objects.get(code="mps"), scope="shared", **said)
    _, only_open = make_key(partner=Partner.objects.get(code="mps"), scope="open", **said)
    mine, public = (Copy(Client(headers={"authorization": f"Bearer {token}"})) for token in (shared, only_open))
    waiting = make_action(strategy=action("one", 1).strategy, publication="in_review")
    make_lead(action=waiting, partner=make_known(make_partner(code="team", kind="team")))
    told(copy)
    told(public)
    told(mine)
    assert ("actions", f"{waiting.uid}") not in mine.rows
    Partner.objects.filter(code="team").update(parent=Partner.objects.get(code="mps"))
    assert ("insert", "actions", f"{waiting.uid}") in told(mine)
    assert {resource for _, resource, _ in told(copy)} <= {"partners"}
    assert told(public) == [("change", "partners", "team")]
    assert refusal(client, since=mine.cursor)[0] == 410


def test_addresses_are_those_of_who_was_asked(copy, client):
    rows = client.get(CHANGES, headers={"host": "127.0.0.1:8000"}).json()["changes"]
    assert {row["row"]["url"][:22] for row in rows} == {"http://127.0.0.1:8000/"}


def test_a_text_cannot_take_an_address_for_its_own(copy):
    text = '"\\u0000/plans/ \\"\\u0000 \\0 “'
    Action.objects.filter(uid=uid("one", 1)).update(text=text)
    told(copy)
    assert copy.rows["actions", f"{uid('one', 1)}"]["text"] == text


def test_without_news_two_queries_answer(copy, client, django_assert_num_queries):
    with django_assert_num_queries(2):
        client.get(CHANGES, {"since": copy.cursor})


def test_with_news_of_one_plan_the_others_are_not_read(copy, client, django_assert_max_num_queries):
    counts = []
    for more in range(2):
        for n in range(5 * more):
            make_action(strategy=make_strategy(plan=make_plan(slug=f"plan-{n}")))
            make_action(strategy=action("one", 1).strategy)
        told(copy)
        Action.objects.filter(uid=uid("one", 1)).update(text=f"Text {more}.")
        end_transaction()
        with django_assert_max_num_queries(150) as asked:
            client.get(CHANGES, {"since": copy.cursor})
        end_transaction()
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_description_is_true_of_what_is_told(copy, client):
    Action.objects.filter(uid=uid("one", 1)).delete()
    end_transaction()
    whole = description()
    schema = {"$ref": "#/components/schemas/Changes", "components": whole["components"]}
    for since in (copy.cursor, ""):
        answer = client.get(CHANGES, {"since": since}).json()
        assert answer["changes"]
        assert list(OAS31Validator(schema).iter_errors(answer)) == []
