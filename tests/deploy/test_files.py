"""What `deploy/` ships and no test can start: read as podman, compose and systemd read it, and held to what we promise.

`tests/drills/` starts nginx with the very file, and `.ci/run` asks systemd itself about the units.
"""

import json
import re
import shlex
from configparser import ConfigParser

import pytest
import yaml
from django.core.management import get_commands, load_command_class

from tests.script.checkout import ROOT
from violence_plan.serve import GUNICORN
from violence_plan.variables import SETTINGS

DEPLOY = ROOT / "deploy"
UNITS = sorted(path.name for path in (DEPLOY / "systemd").iterdir())
SERVICES = [name for name in UNITS if name.endswith(".service")]
# What a compose file may say, as far as ours says it: the keys of the Compose Specification.
OF_FILE = {"name", "services", "networks", "volumes"}
OF_SERVICE = {
    "build", "cap_drop", "command", "depends_on", "environment", "healthcheck", "image", "mem_limit", "networks",
    "pids_limit", "ports", "read_only", "restart", "security_opt", "tmpfs", "volumes",
}  # fmt: skip
CONDITIONS = {"service_started", "service_healthy", "service_completed_successfully"}
INSTRUCTIONS = {
    "FROM",
    "WORKDIR",
    "COPY",
    "RUN",
    "ENV",
    "USER",
    "EXPOSE",
    "STOPSIGNAL",
    "HEALTHCHECK",
    "ENTRYPOINT",
    "CMD",
}


class Unit(ConfigParser):
    """A unit of systemd: a name may be given several times."""

    def __init__(self, name):
        super().__init__(interpolation=None, strict=False, delimiters=["="], comment_prefixes=["#"])
        self.optionxform = str
        self.text = (DEPLOY / "systemd" / name).read_text()
        self.read_string(self.text)

    def all(self, name):
        """Every value of a name."""
        return re.findall(rf"^{name}=(.*)$", self.text, re.MULTILINE)


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text())


@pytest.fixture(scope="module")
def instructions():
    """The instructions of the Containerfile: (name, rest) in their order."""
    text = re.sub(r"^#.*\n", "", (DEPLOY / "Containerfile").read_text(), flags=re.MULTILINE)
    lines = text.replace("\\\n", " ").splitlines()
    return [tuple(line.split(None, 1)) for line in lines if line.strip()]


def test_no_secret_is_in_any_file():
    for path in DEPLOY.rglob("*.*"):
        for name, value in re.findall(r"(?<![{\w])(\w*(?:PASSWORD|SECRET)\w*)[=:]\s*(\S+)", path.read_text()):
            assert value.startswith(("${", "...", "only-for-this-step")), f"{path}: {name}"


def test_the_image_is_of_two_stages_and_runs_as_a_number(instructions):
    names = [name for name, _ in instructions]
    assert set(names) <= INSTRUCTIONS
    assert names.count("FROM") == 2
    last = dict(instructions[max(at for at, name in enumerate(names) if name == "FROM") :])
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", last["USER"])
    assert last["COPY"].startswith("--from=built ")
    assert "RUN" not in last
    assert json.loads(last["ENTRYPOINT"]) == ["/portal/.venv/bin/python"]
    assert json.loads(last["CMD"]) == GUNICORN
    assert "migrate" not in str(instructions)
    assert json.loads(last["HEALTHCHECK"].partition("CMD ")[2])[0] == "/portal/.venv/bin/python"


def test_what_a_portal_left_in_the_checkout_stays_out_of_the_image(instructions):
    names = [name for name, _ in instructions]
    after = instructions[names.index("COPY") + 1]
    assert after[1].startswith("rm -rf .git .venv var ")


def test_the_image_is_set_by_settings_that_there_are(instructions):
    given = [words for name, words in instructions if name == "ENV"]
    named = {word.partition("=")[0] for words in given for word in shlex.split(words)}
    assert named - {"PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "HOST", "PORT", "HEALTH_PORT"} <= SETTINGS.keys()


def test_compose_says_what_the_specification_knows(compose):
    assert {key for key in compose if not key.startswith("x-")} == OF_FILE
    for name, service in compose["services"].items():
        assert service.keys() <= OF_SERVICE, name
        assert set(service["networks"]) <= compose["networks"].keys()
        for other, how in service.get("depends_on", {}).items():
            assert other in compose["services"]
            assert how["condition"] in CONDITIONS
            assert how["condition"] != "service_healthy" or "healthcheck" in compose["services"][other]
    assert {place.split(":")[0] for place in compose["services"]["database"]["volumes"]} <= compose["volumes"].keys()


def test_only_the_proxy_is_reached_from_outside(compose):
    services = compose["services"]
    assert {name for name, service in services.items() if "ports" in service} == {"proxy"}
    assert {name for name, service in services.items() if "outside" in service["networks"]} == {"portal", "proxy"}
    assert compose["networks"]["inside"]["internal"] is True


def test_the_portal_is_only_read_and_what_runs_on_starts_again(compose):
    services = compose["services"]
    for name in ("portal", "prepare"):
        assert services[name]["read_only"] is True
        assert services[name]["cap_drop"] == ["ALL"]
        assert services[name]["environment"].keys() <= SETTINGS.keys()
    assert {name for name, service in services.items() if service["restart"] == "always"} == services.keys() - {
        "prepare"
    }
    assert services["prepare"]["restart"] == "no"
    assert services["portal"]["depends_on"]["prepare"] == {"condition": "service_completed_successfully"}


def commands_of(words):
    """Which command of manage.py is meant by the words after `manage.py`, parsed by its own parser."""
    name, *arguments = words
    command = load_command_class(get_commands()[name], name)
    command.create_parser("manage.py", name).parse_args(arguments)
    return name


def test_every_command_named_is_one(compose):
    assert commands_of(compose["services"]["prepare"]["command"][1:]) == "prepare"
    named = [
        commands_of(shlex.split(line.partition(" manage.py ")[2]))
        for name in SERVICES for line in Unit(name).all("ExecStart") if " manage.py " in line
    ]  # fmt: skip
    assert sorted(named) == ["back_up", "prepare", "prove_backup", "purge"]


def test_the_unit_serves_as_script_server_does():
    [line] = Unit("violence-plan.service").all("ExecStart")
    assert shlex.split(line) == ["/opt/violence-plan/.venv/bin/python", *GUNICORN]


@pytest.mark.parametrize("name", SERVICES)
def test_a_unit_has_no_rights_it_does_not_need(name):
    service = Unit(name)["Service"]
    assert service["User"] not in ("", "root")
    assert service["ProtectSystem"] == "strict"
    assert service["CapabilityBoundingSet"] == ""
    for promise in ("NoNewPrivileges", "PrivateTmp", "PrivateDevices", "ProtectHome", "RestrictNamespaces"):
        assert service[promise] == "yes", promise


def test_the_portal_starts_again_and_timers_catch_up():
    assert Unit("violence-plan.service")["Service"]["Restart"] == "always"
    timers = [name for name in UNITS if name.endswith(".timer")]
    assert [name.replace(".timer", ".service") in SERVICES for name in timers] == [True, True]
    for name in timers:
        assert Unit(name)["Timer"]["Persistent"] == "true"
        assert Unit(name)["Install"]["WantedBy"] == "timers.target"
