"""The API's description for people, in a real browser: with no script, on a phone, and tried by its forms."""

import json

import pytest

from tests.factories import make_action

pytestmark = pytest.mark.django_db(transaction=True)

DOCS = "/api/v1/docs/"


@pytest.mark.parametrize("width", [320, 1280])
def test_no_faults_with_all_that_opens_open(visit, faults, live_server, width):
    page, status = visit("/help/", width)
    said, asked = [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))

    page, status = visit(DOCS, width)
    for summary in page.locator("summary").all():
        summary.click()

    assert (status, said, faults(page)) == (200, [], [])
    assert [url for url in asked if not url.startswith(live_server.url)] == []
    assert page.locator("script").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_an_endpoint_is_tried_by_keyboard(visit):
    make_action(ref="5.1.1", text="Weapon sweeps")
    make_action(ref="5.1.2", text="Patrols")
    page, _ = visit(DOCS)
    page.locator("summary", has_text="Try it at /api/v1/actions/").press("Enter")
    form = page.locator("form[action='/api/v1/actions/']")
    form.get_by_label("q", exact=True).fill("sweeps")
    form.get_by_label("not_reported").check()
    form.get_by_label("no_lead").select_option("true")
    form.get_by_label("ordering").select_option("-updated_at")
    form.get_by_role("button", name="Get the answer").press("Enter")
    page.wait_for_url("**/api/v1/actions/?**")

    answer = json.loads(page.locator("body").inner_text())
    assert [row["ref"] for row in answer["results"]] == ["5.1.1"]


def test_every_endpoint_and_object_is_at_hand(visit):
    page, _ = visit(DOCS)

    assert page.locator("article h3 code").count() == 36
    for link in page.locator("a[href^='#']").all():
        target = link.get_attribute("href")
        assert page.locator(f"[id='{target[1:]}']").count() == 1, target
