"""script/set_up: what is made, what is left alone, and what is said where it can't be made."""

import signal
import subprocess
import sys
from collections import namedtuple

import pytest

from script import build_assets, set_up
from violence_plan.processes import NotReadyError

GOOD_PIP = "import sys; open(sys.argv[0] + '.calls', 'a').write(' '.join(sys.argv[1:]) + '\\n')"


@pytest.fixture
def checkout(monkeypatch, tmp_path):
    """A checkout with locks and nothing else, with a space in its path."""
    root = tmp_path / "a clone"
    (root / "script").mkdir(parents=True)
    (root / "var").mkdir()
    (root / "script" / "requirements.txt").write_text("django==5.2 \\\n    --hash=sha256:0\n")
    (root / "script" / "requirements-test.txt").write_text("django==5.2\npytest==9\n")
    monkeypatch.setattr(set_up, "ROOT", root)
    monkeypatch.setattr(set_up, "VAR", root / "var")
    monkeypatch.setattr(set_up, "VENV", root / ".venv")
    monkeypatch.setattr(set_up, "PYTHON", root / ".venv" / "bin" / "python")
    monkeypatch.setattr(set_up, "UNFINISHED", root / ".venv" / "unfinished")
    return root


@pytest.fixture
def pip(monkeypatch):
    """Pip, played: what it was asked, what it answers."""
    asked = {"commands": [], "code": 0, "says": ""}

    def run(command, *, stdout=None, **options):
        asked["commands"].append([str(word) for word in command])
        if stdout:
            stdout.write(asked["says"].encode())
            stdout.flush()
        return asked["code"]

    monkeypatch.setattr(set_up, "run", run)
    return asked


def test_a_venv_is_made_and_then_left_alone(checkout):
    set_up.make_venv()
    assert (checkout / ".venv" / "unfinished").exists()  # until the dependencies are in
    (checkout / ".venv" / "unfinished").unlink()
    (checkout / ".venv" / "kept").touch()
    set_up.make_venv()
    assert (checkout / ".venv" / "kept").exists()


@pytest.mark.parametrize("breakage", ["unfinished", "no python", "empty"])
def test_a_half_built_or_broken_venv_is_made_anew(checkout, capsys, breakage):
    venv = checkout / ".venv"
    if breakage == "empty":
        venv.mkdir()
    else:
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
        (venv / ".." / ".venv" / "bin" / "python").unlink() if breakage == "no python" else (
            venv / "unfinished"
        ).touch()
    (venv / "old").touch()
    set_up.make_venv()
    assert not (venv / "old").exists()
    assert set_up.works(venv / "bin" / "python", "import pip")
    assert "Removes .venv, which is half built or broken\nMakes .venv with Python 3." in capsys.readouterr().out


def test_a_missing_venv_module_is_told(checkout, monkeypatch, tmp_path, pip):
    monkeypatch.setattr(set_up, "works", lambda python, code: False)
    with pytest.raises(NotReadyError, match="venv module is missing or broken. Install it .*apt install python3-venv"):
        set_up.make_venv()
    assert not (checkout / ".venv").exists()
    monkeypatch.setattr(set_up, "works", lambda python, code: "ensurepip" in code)
    pip["code"] = 1
    with pytest.raises(NotReadyError, match="can't make a virtual environment"):
        set_up.make_venv()


def test_dependencies_are_installed_by_hash_and_only_where_the_lock_changed(checkout, pip, capsys):
    (checkout / ".venv").mkdir()
    set_up.install("server")
    assert {"--require-hashes", "--only-binary"} < set(pip["commands"][0])
    assert pip["commands"][0][-1] == str(checkout / "script" / "requirements.txt")
    assert "Installs 1 locked dependencies of script/requirements.txt" in capsys.readouterr().out
    assert not (checkout / ".venv" / "unfinished").exists()
    set_up.install("server")
    assert len(pip["commands"]) == 1
    (checkout / "script" / "requirements.txt").write_text("django==5.2.1\n")
    set_up.install("server")
    assert len(pip["commands"]) == 2


def test_what_tests_need_holds_what_the_server_needs(checkout, pip):
    (checkout / ".venv").mkdir()
    set_up.install("test")
    set_up.install("server")
    assert len(pip["commands"]) == 1


@pytest.mark.parametrize(
    ("says", "words"),
    [
        ("WARNING: Retrying\nERROR: Could not install packages: HTTPSConnectionPool: Max retries", "Check the network"),
        ("", "The package index could not be reached. Check the network connection"),
        ("ERROR: Could not find a version that satisfies x\nERROR: No matching distribution", "PYTHON=python3.12"),
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
            "The disk is full.",
        ),
        ("ERROR: In --require-hashes mode, all requirements must have their versions pinned", "Write the locks again"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "is not the locked one"),
    ],
)
def test_what_pip_can_not_do_is_told_with_its_mend(checkout, pip, says, words):
    (checkout / ".venv").mkdir()
    pip.update(code=1, says=says)
    with pytest.raises(NotReadyError, match="pip could not install the dependencies") as told:
        set_up.install("server")
    assert words in str(told.value)
    assert (checkout / ".venv" / "unfinished").exists()
    assert not set_up.is_installed("server")


def test_no_network_for_real(checkout, monkeypatch):
    set_up.make_venv()
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("PIP_FIND_LINKS", "PIP_EXTRA_INDEX_URL", "PIP_NO_INDEX"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_RETRIES", "0")
    monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
    with pytest.raises(NotReadyError, match="Check the network\\s+connection"):
        set_up.install("server")


def test_a_disk_without_room_is_told_before_any_work(checkout, monkeypatch):
    disk = namedtuple("disk", "total used free")
    monkeypatch.setattr(set_up.shutil, "disk_usage", lambda path: disk(0, 0, 300_000_000))
    with pytest.raises(NotReadyError, match="The disk has 300 MB left; about 1000 MB are needed. Free some space"):
        set_up.check_room("server")
    (checkout / ".venv").mkdir()
    set_up.stamp("server").write_text(set_up.checksum("server"))
    set_up.check_room("server")


def test_another_start_that_sets_up_is_waited_for(checkout):
    code = (
        "import sys; sys.path.insert(0, '.'); from pathlib import Path; from script import set_up\n"
        "set_up.VAR = Path(sys.argv[1])\n"
        "with set_up.one_at_a_time(): print('in', flush=True)"
    )
    command = [sys.executable, "-c", code, checkout / "var"]
    root = build_assets.Path(build_assets.__file__).parents[1]
    with set_up.one_at_a_time():
        other = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root)
        assert other.stdout.readline() == "Waits for another start that is setting up\n"
    assert other.communicate()[0] == "in\n"


def test_it_becomes_the_command(checkout, pip, monkeypatch):
    became = []
    monkeypatch.setattr(set_up, "check_room", lambda kind: None)
    monkeypatch.setattr(set_up, "make_venv", lambda: None)
    monkeypatch.setattr(set_up, "install", lambda kind: None)
    monkeypatch.setattr(set_up, "check_free", lambda address: None)
    monkeypatch.setattr(set_up.os, "execv", lambda *words: became.append(words))
    assert set_up.main(["server", "--", "python", "-m", "serve"]) == 0
    assert became == [("python", ["python", "-m", "serve"])]
    assert set_up.main(["test"]) == 0
    pip["code"] = 1  # the assets
    assert set_up.main(["test"]) == 1


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (NotReadyError("Mend this."), "script/server: Mend this."),
        (OSError(28, "No space left on device"), "script/server: The disk is full"),
        (
            PermissionError(13, "Permission denied", "/a/var"),
            "/a/var can't be written: it belongs to another user",
        ),
    ],
)
def test_trouble_ends_it_in_plain_words(monkeypatch, problem, words):
    def fail(*arguments):
        raise problem

    monkeypatch.setattr(set_up, "check_free", fail)
    with pytest.raises(SystemExit, match=words):
        set_up.main(["server"])


def test_ctrl_c_ends_it_quietly(monkeypatch):
    monkeypatch.setattr(set_up, "check_free", lambda address: signal.raise_signal(signal.SIGINT))
    assert set_up.main(["server"]) == 130
