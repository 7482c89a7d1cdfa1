"""The page of downloads, and the files it hands out."""

import json
import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.cache import caches

from tests.factories import make_action, make_alignment, make_lead, make_partner, make_plan, make_strategy
from tests.page_reading import links, read

pytestmark = pytest.mark.django_db

ADDRESSES = ["/data/anytown/tables.zip", "/data/anytown/csv-metadata.json", "/data/anytown/leads.csv"]


@pytest.fixture
def plan():
    """A plan with one lead who is a private person."""
    plan = make_plan(slug="anytown", title="A safer town", area="Anytown", licence="Ours & yours.")
    action = make_action(strategy=make_strategy(plan=plan, ref="5.1"), ref="5.1.1")
    person = make_partner(code="officer-1", kind="person", name="Jane Doe", public_name="A named officer")
    make_lead(action=action, partner=person, printed="Jane", position=1)
    return plan


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_such_plan(client, address):
    page = client.get(address)
    assert page.status_code == 404
    assert "There is no plan called “anytown”." in read(page)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_hidden_plan_is_no_plan_whoever_asks(client, plan, officer, address):
    plan.publication = "draft"
    plan.save()
    client.force_login(officer)
    assert client.get(address).status_code == 404
    assert "No plan is published yet, so there is nothing to download." in read(client.get("/data/"))


def test_no_such_table(client, plan):
    page = client.get("/data/anytown/users.csv")
    assert page.status_code == 404
    assert "There is no table users.csv. There are: partners.csv, partner_aliases.csv," in read(page)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_file_is_whole_or_nothing(client, plan, address):
    assert client.get(f"{address}?plan=other").status_code == 400


def test_a_table_says_where_it_is_described(client, plan):
    answer = client.get("/data/anytown/leads.csv")
    assert answer.content == (
        b"plan,action,partner,role,printed,position,response,response_reason,responded_on\n"
        b"anytown,5.1.1,officer-1,lead,A named officer,1,,,\n"
    )
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="anytown-leads.csv"'
    described = '</data/anytown/csv-metadata.json>; rel="describedby"; type="application/csvm+json"'
    assert answer.headers["Link"] == described


def test_officers_get_the_same(client, plan, officer):
    public = client.get("/data/anytown/tables.zip").content
    client.force_login(officer)
    assert client.get("/data/anytown/tables.zip").content == public
    assert b"Jane" not in client.get("/data/anytown/leads.csv").content


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_a_reader_has_already_is_not_sent_again(keeping, client, plan, address):
    first = client.get(address)
    again = client.get(address, headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    make_lead(action=plan.actions.get(), position=2)
    plan.title = "A safer city"
    plan.save()
    caches["kept"].clear()  # one test, one transaction, one revision
    changed = client.get(address, headers={"if-none-match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


def test_the_description_is_of_this_plan(client, plan):
    answer = client.get("/data/anytown/csv-metadata.json")
    assert answer.headers["Content-Type"] == "application/csvm+json"
    assert answer.json()["dc:title"] == "A safer town, Anytown"
    assert answer.json()["dc:license"] == "Ours & yours."


def test_all_tables_at_once(client, plan):
    answer = client.get("/data/anytown/tables.zip")
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="anytown.zip"'
    packed = ZipFile(BytesIO(answer.content))
    assert packed.read("anytown/leads.csv") == client.get("/data/anytown/leads.csv").content
    assert packed.read("anytown/csv-metadata.json") == client.get("/data/anytown/csv-metadata.json").content


def test_the_page_offers_every_table_of_every_plan(client, plan):
    make_plan(slug="elsewhere", title="Another plan")
    page = client.get("/data/")
    assert "Every published table of every plan, to count for yourself" in read(page)
    for slug in ("anytown", "elsewhere"):
        offered = [link for link in links(page) if link.startswith(f"/data/{slug}")]
        assert [client.get(link).status_code for link in offered] == [200] * 24
        assert f"/plans/{slug}/updates.atom" in links(page)


def test_ten_plans_stand_on_a_page(client, plan):
    for number in range(10):
        make_plan(slug=f"plan-{number}")
    first, second = client.get("/data/"), client.get("/data/?page=2")
    assert "/data/anytown/tables.zip" in links(first)
    assert "/data/plan-9/tables.zip" not in links(first)
    assert "?page=2" in links(first)
    assert [link for link in links(second) if link.endswith("tables.zip")] == ["/data/plan-9/tables.zip"]
    assert "Every published table of every plan" in read(second)
    assert client.get("/data/?page=3").status_code == 404
    assert client.get("/data/?page=x").status_code == 404
    refusal = client.get("/data/?page=1&page=2")
    assert refusal.status_code == 400
    assert "Give this parameter once; it takes one value." in read(refusal)


def test_the_page_says_what_each_table_holds(client, plan):
    words = read(client.get("/data/"))
    assert "Every published table of the plan, to count for yourself" in words
    assert (
        "leads.csv One partner's part in an action, in printed order. 9 columns of leads.csv plan The row of" in words
    )
    assert re.search(r"responded_on The day the partner said so; for officers only\. 1 row, 13\d bytes", words)
    assert "themes.csv A sub-heading" in words
    assert "0 rows, 48 bytes" in words
    assert "Licence Ours & yours." in words
    assert "http://testserver/data/#anytown" in words
    assert "Jane" not in words


def test_a_plan_without_a_licence_says_so(client, plan):
    plan.licence = ""
    plan.save()
    assert "The plan states none. Ask its owner before you use its text." in read(client.get("/data/"))


def test_programs_find_the_dataset_in_the_page(client, plan):
    page = client.get("/data/").content.decode()
    [text] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    [found] = json.loads(text)
    assert found["@id"] == "http://testserver/data/#anytown"
    assert found["license"] == {"@type": "CreativeWork", "text": "Ours & yours."}
    for part in found["distribution"]:
        answer = client.get(part["contentUrl"].removeprefix("http://testserver"))
        assert answer.headers["Content-Type"].partition(";")[0] == part["encodingFormat"]


def test_more_rows_take_no_more_queries(client, plan, django_assert_num_queries):
    with django_assert_num_queries(30):
        client.get("/data/")
    for number in range(5):
        make_action(strategy=make_strategy(plan=make_plan(slug=f"plan-{number}")))
    for position in range(2, 12):
        action = make_action(strategy=plan.strategies.get())
        make_lead(action=action, position=position)
        make_alignment(action=action)
    with django_assert_num_queries(30):
        client.get("/data/")
