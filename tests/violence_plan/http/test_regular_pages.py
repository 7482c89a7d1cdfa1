"""A page is a regular one once it was asked for a second time, for as long as it is asked for."""

from violence_plan.http.regular_pages import RegularPages


def test_a_page_is_known_from_the_second_time_on():
    pages = RegularPages()
    assert [pages.knew(address) for address in ("/", "/?q=1", "/", "/?q=2", "/")] == [False, False, True, False, True]


def test_what_is_asked_for_again_outlasts_what_is_asked_for_once():
    pages = RegularPages(most=3)
    assert not pages.knew("/")
    for number in range(9):
        assert not pages.knew(f"/search/?q={number}")
        assert pages.knew("/")
    assert not pages.knew("/search/?q=0")
