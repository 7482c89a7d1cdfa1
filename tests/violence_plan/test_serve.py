"""The supervisor's own decisions; tests/script/test_server.py starts it for real."""

import os
import signal
from contextlib import contextmanager

import pytest

from tests.script.checkout import free_port
from violence_plan import serve
from violence_plan.address import Address
from violence_plan.processes import LockHeldError, NotReadyError, take_lock
from violence_plan.variables import switch


class Gunicorn:
    """A web server; what ends first has its number or another."""

    pid = 77


@pytest.fixture
def played(monkeypatch, tmp_path):
    """Everything but the decisions is played; gives what was done, and what is to happen."""
    done = {"steps": [], "prepared": 0, "ends": None, "database": None}

    @contextmanager
    def ready_environment():
        if done["database"]:
            raise done["database"]
        yield {"DATABASE_URL": "postgresql://here"}

    def run(command, **options):
        done["steps"].append(["prepare", options["env"].get("ALLOWED_HOSTS")])
        return done["prepared"]

    def spawn(command, **options):
        done["steps"].append(["gunicorn", options["lock"].name])
        return Gunicorn()

    def first_to_end():
        if not done["ends"]:
            os.kill(os.getpid(), signal.SIGINT)  # Ctrl-C
        return done["ends"]

    monkeypatch.setattr(serve, "VAR", tmp_path)
    monkeypatch.setattr(serve, "ready_environment", ready_environment)
    monkeypatch.setattr(serve, "run", run)
    monkeypatch.setattr(serve, "spawn", spawn)
    monkeypatch.setattr(serve, "first_to_end", first_to_end)
    monkeypatch.setattr(serve, "stop", lambda child: done["steps"].append(["stop"]))
    monkeypatch.setenv("PORT", str(free_port()))
    monkeypatch.delenv("HOST", raising=False)
    return done


def test_prepares_serves_and_stops(played, tmp_path):
    assert serve.main() == 0
    assert played["steps"] == [
        ["prepare", "localhost,127.0.0.1,[::1]"],
        ["gunicorn", str(tmp_path / "gunicorn.alive")],
        ["stop"],
    ]


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        ({"prepared": 1}, "script/server: The portal could not be made ready; the lines above say why."),
        ({"ends": 77}, "script/server: The web server ended by itself; the lines above say why."),
        ({"ends": 78}, "/postgres.log says why. Start again."),
        ({"database": LockHeldError("process 7")}, "is in use by process 7. Wait for it to end, or stop it."),
        ({"database": OSError(28, "No space left on device")}, "script/server: The disk is full. Free some space"),
    ],
)
def test_trouble_is_told_with_its_mend(played, trouble, words):
    played.update(trouble)
    with pytest.raises(SystemExit) as ended:
        serve.main()
    assert words in str(ended.value)


def test_only_one_serves_a_folder(played, tmp_path):
    with (
        take_lock(tmp_path / "server.lock", "http://127.0.0.1:8000"),
        pytest.raises(NotReadyError, match="already runs from this folder, on http://127.0.0.1:8000. Stop that"),
    ):
        serve.check_free(Address("127.0.0.1", free_port()))
    serve.check_free(Address("127.0.0.1", free_port()))


@pytest.mark.parametrize(
    ("host", "given", "allowed"),
    [
        ("portal.example", "", "localhost,127.0.0.1,[::1],portal.example"),
        ("0.0.0.0", "", None),  # noqa: S104
        ("portal.example", "www.example", "www.example"),
    ],
)
def test_answers_under_the_address_that_is_served_on(host, given, allowed):
    environment = {"ALLOWED_HOSTS": given} if given else {}
    serve.allow_host(environment, Address(host, 8000))
    assert environment.get("ALLOWED_HOSTS") == allowed


@pytest.mark.parametrize(
    ("given", "opened"),
    [
        ({}, "http://10.0.0.1:8000"),
        ({"ALLOWED_HOSTS": "plan.example"}, "http://10.0.0.1:8000"),
        ({"SECURE_TLS": "on"}, "http://10.0.0.1:8000"),
        ({"SECURE_TLS": "off", "ALLOWED_HOSTS": "plan.example"}, "http://10.0.0.1:8000"),
        ({"SECURE_TLS": "on", "ALLOWED_HOSTS": ""}, "http://10.0.0.1:8000"),
        ({"SECURE_TLS": "on", "ALLOWED_HOSTS": "plan.example,www.example"}, "http://10.0.0.1:8000"),
        ({"SECURE_TLS": "on", "ALLOWED_HOSTS": "*"}, "http://10.0.0.1:8000"),
        ({"SECURE_TLS": "on", "ALLOWED_HOSTS": ".example"}, "http://10.0.0.1:8000"),
        ({"SECURE_TLS": "on", "ALLOWED_HOSTS": "plan.example"}, "https://plan.example"),
        ({"SECURE_TLS": " Yes ", "ALLOWED_HOSTS": " plan.example, "}, "https://plan.example"),
    ],
)
def test_people_open_the_one_name_by_https_else_the_address_served_on(given, opened):
    assert serve.opened_at(Address("10.0.0.1", 8000), given) == opened


@pytest.mark.parametrize("word", ["on", "TRUE", "Yes", "1", "off", "False", "no", "0"])
def test_a_switch_is_read_as_the_settings_read_it(monkeypatch, word):
    monkeypatch.setenv("SECURE_TLS", word)
    given = {"SECURE_TLS": word, "ALLOWED_HOSTS": "plan.example"}
    assert serve.opened_at(Address("10.0.0.1", 8000), given).startswith("https:") is switch("SECURE_TLS")


def test_the_first_officer_is_told_what_to_open(played, monkeypatch):
    asked = []
    monkeypatch.setenv("SECURE_TLS", "on")
    monkeypatch.setenv("ALLOWED_HOSTS", "plan.example")
    monkeypatch.setattr(serve, "run", lambda command, **options: asked.append(command[1:]))
    assert serve.main() == 0
    assert asked == [["manage.py", "prepare", "--address", "https://plan.example"]]


@pytest.mark.parametrize(
    ("host", "given", "asked"),
    [
        ("127.0.0.1", {}, "off"),
        ("::1", {"SECOND_FACTOR": ""}, "off"),
        ("0.0.0.0", {}, None),  # noqa: S104
        ("portal.example", {}, None),
        ("127.0.0.1", {"SECOND_FACTOR": "on"}, None),
        ("127.0.0.1", {"DATABASE_URL": "postgres://db.example/plans"}, None),
        ("127.0.0.1", {"ALLOWED_HOSTS": "plan.example"}, None),
        ("127.0.0.1", {"TRUSTED_PROXIES": "1"}, None),
        ("127.0.0.1", {"SECURE_TLS": "on"}, None),
    ],
)
def test_only_a_first_try_on_ones_own_machine_goes_without_second_factor(capsys, host, given, asked):
    environment = {}
    serve.ease_first_try(environment, Address(host, 8000), given)
    assert environment.get("SECOND_FACTOR") == asked
    assert ("SECOND_FACTOR=on asks for it" in capsys.readouterr().out) is (asked == "off")


@pytest.mark.parametrize(
    ("host", "given", "warned"),
    [
        ("0.0.0.0", {}, True),  # noqa: S104
        ("portal.example", {"TRUSTED_PROXIES": "0"}, True),
        ("portal.example", {"TRUSTED_PROXIES": ""}, True),
        ("portal.example", {"TRUSTED_PROXIES": "1"}, False),
        ("127.0.0.1", {}, False),
        ("::1", {}, False),
    ],
)
def test_says_that_it_must_not_stand_in_public_without_a_proxy(capsys, host, given, warned):
    serve.warn_without_proxy(Address(host, 8000), given)
    assert ("it must not stand like this in public" in capsys.readouterr().out) is warned
