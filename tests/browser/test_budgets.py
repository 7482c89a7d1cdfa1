"""What every page costs a poor phone: bytes and requests as they go over the wire, compressed as in production."""

from dataclasses import dataclass, field
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings
from django.test.testcases import LiveServerThread

from actions.models import Plan
from tests.browser.measuring import WIDTHS
from tests.browser.test_pages import PAGES, anytown

pytestmark = pytest.mark.django_db(transaction=True)

# kB of 1,000 bytes, with headers, style sheet and script: of any page here, and of the real plan's by type.
USUAL = 35
REAL = {
    "/": 35,
    "/plans/<plan>/": 35,
    "/plans/<plan>/alignment/": 50,
    "/plans/<plan>/gaps/": 50,
    "/plans/<plan>/partners/": 50,
    "/plans/<plan>/strategies/5.1/": 35,
    "/plans/<plan>/actions/": 40,
    "/plans/<plan>/actions/5.1.1/": 35,
    "/partners/": 35,
    "/principles/": 35,
}
MOST_REQUESTS = 4
SERVED = {
    "STORAGES": settings.STORAGES | {"staticfiles": {"BACKEND": "violence_plan.http.static_files.ManifestStaticFiles"}},
    "STATICFILES_FINDERS": ["django.contrib.staticfiles.finders.FileSystemFinder"],  # the admin's are not for readers
    "ALLOWED_HOSTS": ["127.0.0.1"],
}
WATCH_SHIFTS = """
    window.shifted = 0;
    new PerformanceObserver(list => { for (const shift of list.getEntries()) window.shifted += shift.value; })
        .observe({type: "layout-shift", buffered: true});
"""
SHIFTED = "() => new Promise(tell => requestAnimationFrame(() => requestAnimationFrame(() => tell(window.shifted))))"


@pytest.fixture(autouse=True)
def plan():
    """The plan of all pages."""
    return anytown()


@dataclass
class Cost:
    """What loading one page took: requests as (kind, address), bytes over the wire, how much the layout shifted."""

    requests: list = field(default_factory=list)
    size: int = 0
    shifted: float = 0


@pytest.fixture(scope="module")
def server(django_db_setup, site_is_built, tmp_path_factory):
    """The address of the portal, its static files collected, compressed and served by the portal itself."""
    with override_settings(**SERVED, STATIC_ROOT=tmp_path_factory.mktemp("collected")):
        call_command("collectstatic", interactive=False, verbosity=0)
        thread = LiveServerThread("127.0.0.1", static_handler=lambda portal: portal)
        thread.daemon = True
        thread.start()
        thread.is_ready.wait()
        yield f"http://127.0.0.1:{thread.port}"
        thread.terminate()


@pytest.fixture
def load(page, server):
    """Loads an address in a fresh browser's way and returns its Cost."""
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.add_init_script(WATCH_SHIFTS)
    cost = Cost()

    def ask(event):
        cost.requests.append((event["type"], event["request"]["url"]))

    def finish(event):
        cost.size += event["encodedDataLength"]

    wire.on("Network.requestWillBeSent", ask)
    wire.on("Network.loadingFinished", finish)

    def loaded(address, width=WIDTHS[1]):
        page.set_viewport_size({"width": width, "height": 844})
        cost.requests, cost.size = [], 0
        page.goto(f"{server}{address}", wait_until="networkidle")
        return Cost(cost.requests, cost.size, page.evaluate(SHIFTED))

    return loaded


def overspent(cost, server, kilobytes):
    """What of a Cost is more than may be."""
    found = [f"{cost.size} bytes"] if cost.size > kilobytes * 1000 else []
    asked = [url for _, url in cost.requests if not url.startswith("data:")]  # an icon within the style sheet is none
    found += [f"{len(asked)} requests"] if len(asked) > MOST_REQUESTS else []
    found += [f"shifts by {cost.shifted}"] if cost.shifted else []
    found += [f"font {url}" for kind, url in cost.requests if kind == "Font"]
    return found + [f"third party {url}" for _, url in cost.requests if not url.startswith((f"{server}/", "data:"))]


def test_every_page_keeps_to_its_budget(load, page, server):
    over = {}
    for address in PAGES:
        over[address] = overspent(load(address), server, USUAL)
        over[address] += ["a font"] if page.evaluate("document.fonts.size") else []
    assert {address: what for address, what in over.items() if what} == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_the_real_plan_keeps_to_its_budget(load, server, width):
    folder = settings.BASE_DIR / "fixtures" / "hackney-single-violence-plan"
    Plan.objects.update(publication="draft")  # so that the home page is the real plan's
    call_command("load_plan", folder, stdout=StringIO())
    over = {
        page: overspent(load(page.replace("<plan>", folder.name), width), server, kilobytes)
        for page, kilobytes in REAL.items()
    }
    assert {page: what for page, what in over.items() if what} == {}


def test_what_is_counted_is_compressed(load, page, server):
    size = load("/plans/anytown/").size
    whole = len(page.content().encode()) + len((settings.BASE_DIR / "var" / "assets" / "site.css").read_bytes())
    assert 0 < size < whole / 3


def test_a_shift_and_a_stranger_would_be_seen(load, page, server):
    load("/")
    page.evaluate("document.querySelector('main').style.marginTop = '200px'")
    assert page.evaluate(SHIFTED) > 0
    cost = Cost([("Font", "https://fonts.example/a.woff2")] * 5, 46_000, 0.1)
    assert overspent(cost, server, 45) == [
        "46000 bytes",
        "5 requests",
        "shifts by 0.1",
        *["font https://fonts.example/a.woff2"] * 5,
        *["third party https://fonts.example/a.woff2"] * 5,
    ]
