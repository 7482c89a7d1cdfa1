"""The live server, asked all that the API's description allows and forbids: no 500, and nothing but what it says."""

import subprocess
from pathlib import Path
from sys import executable

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.keys import make_key
from actions.models import Action, Plan, ProgressUpdate
from partners.models import Partner
from tests.factories import make_user
from tests.small_plan import write_files

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("uncounted")]

# A parameter is any word to the description, and a name that nothing has is a 400 that says so.
SETTINGS = """\
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "400", "404"]
"""
# Asked every way: each value that each parameter may have and may not, one by one. The other lists read them alike.
EVERY_WAY = ["actions/{uid}/", "alignment/", "changes/", "gaps/{plan}/{gap}/"]


@pytest.fixture
def plan(tmp_path):
    """The small plan, published; a partner of it."""
    call_command("load_plan", write_files(tmp_path / "plan"), verbosity=0)
    for model in (Plan, Action, ProgressUpdate):
        model.objects.update(publication="published")
    return Partner.objects.get(code="police")


def key_of(partner):
    """The header that a program of this partner's sends."""
    said = {"name": "Pull", "scope": "shared", "expires_on": timezone.localdate()}
    return f"Authorization: Bearer {make_key(by=make_user(password=None), partner=partner, **said)[1]}"


def session_of_officer(partner):
    """The header that an officer's browser sends."""
    client = Client()
    client.force_login(make_user("officer"))
    return f"Cookie: sessionid={client.cookies['sessionid'].value}"


@pytest.fixture
def ask(live_server, tmp_path):
    """Runs schemathesis with such arguments, all of its checks and the same choice of values each time."""
    (tmp_path / "schemathesis.toml").write_text(SETTINGS)
    program = Path(executable).with_name("schemathesis")
    always = ["--checks", "all", "--max-examples", "3", "--generation-deterministic", "--no-color"]

    def run(*arguments):
        command = [program, "run", f"{live_server.url}/api/v1/schema/", *always, *arguments]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)

    return run


@pytest.mark.parametrize("header", [None, key_of, session_of_officer], ids=["stranger", "key", "officer"])
def test_every_answer_is_as_described(ask, plan, header):
    sent = ["--header", header(plan)] if header else []
    asked = ask("--phases", "fuzzing" if header else "examples,fuzzing", *sent)
    assert (asked.returncode, asked.stderr) == (0, ""), asked.stdout


@pytest.mark.usefixtures("plan")
def test_every_value_of_every_parameter_is_answered_as_described(ask):
    paths = [word for path in EVERY_WAY for word in ("--include-path", f"/api/v1/{path}")]
    asked = ask("--phases", "coverage", *paths)
    assert (asked.returncode, asked.stderr) == (0, ""), asked.stdout
