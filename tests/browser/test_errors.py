"""Pages that say what went wrong, in the one design, as accessible as all others."""

import pytest

from tests.browser.error_pages import FAILURES
from tests.browser.measuring import AT_400_PERCENT, CUT, EXPECT_STOPS, LEFT, STOP, WIDTHS
from tests.factories import make_plan

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("failure", FAILURES)
def test_accessible_by_keyboard_and_at_any_size(visit, faults, settings, failure):
    settings.ROOT_URLCONF = "tests.browser.error_pages"
    make_plan(slug="anytown", title="A safer town")
    for width in WIDTHS:
        page, status = visit(f"/failures/{failure}", width)
        assert status == int(failure[:3])
        assert page.locator("main h2").all_inner_texts() == ["What you can do", "Who can help"]
        assert faults(page) == []
    for _ in range(page.evaluate(EXPECT_STOPS)):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        assert (stop["covered"], stop["marked"]) == (False, True), stop["name"]
    assert page.evaluate(LEFT) == []
    page.set_viewport_size(AT_400_PERCENT)
    assert (page.evaluate("document.documentElement.scrollWidth"), page.evaluate(CUT)) == (320, [])
