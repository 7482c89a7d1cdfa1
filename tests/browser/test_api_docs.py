"""The API's docs page, drawn by its own scripts under the strict Content-Security-Policy."""

import pytest

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("width", [390, 1280])
def test_the_docs_page_is_drawn_and_breaks_no_rule(visit, page, live_server, width):
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    _, status = visit("/api/v1/docs/", width)
    page.locator(".opblock-summary-control", has_text="/api/v1/actions/").first.click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()
    page.locator(".live-responses-table .response-col_status", has_text="200").wait_for()

    assert (status, said) == (200, [])
    assert [url for url in asked if not url.startswith((live_server.url, "data:"))] == []
    assert page.locator(".opblock").count() == 13
    assert page.evaluate("document.documentElement.scrollWidth") == width
