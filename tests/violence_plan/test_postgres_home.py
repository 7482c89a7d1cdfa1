"""Which account PostgreSQL runs as, and where its files go."""

import os
from pathlib import Path

import pytest

from violence_plan import postgres_home
from violence_plan.postgres_home import account_for, binaries_in, home_of, owner_of, works
from violence_plan.processes import NotReadyError


def test_ordinary_user_runs_it_as_themselves(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    assert account_for(tmp_path) == {}
    assert home_of(tmp_path, {}) == tmp_path


def test_ordinary_user_does_not_touch_another_user_s_data(tmp_path, monkeypatch):
    (tmp_path / "postgres").mkdir()
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    with pytest.raises(NotReadyError, match=r"belongs to another user of this machine \(number \d+\). Start"):
        account_for(tmp_path)


def test_data_that_can_not_be_looked_at_is_another_user_s(monkeypatch):
    def refused(path):
        raise PermissionError

    monkeypatch.setattr(Path, "stat", refused)
    assert owner_of(Path("data")) == 0


def test_root_takes_the_first_account_that_the_machine_has(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(postgres_home, "ACCOUNTS", ("no-such-account", "nobody"))
    assert account_for(tmp_path)["user"] not in (0, None)
    monkeypatch.setattr(postgres_home, "ACCOUNTS", ("no-such-account",))
    with pytest.raises(NotReadyError, match="no account named postgres or nobody. Start the portal as"):
        account_for(tmp_path)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root meets this")
def test_root_runs_it_as_the_owner_of_the_data(tmp_path):
    (tmp_path / "postgres").mkdir()
    os.chown(tmp_path / "postgres", 1, 1)
    assert account_for(tmp_path) == {"user": 1, "group": 1, "extra_groups": []}


def test_a_home_that_is_gone_or_that_others_can_change_is_refused(tmp_path):
    target = tmp_path / "home"
    (tmp_path / "elsewhere").symlink_to(target)
    with pytest.raises(NotReadyError, match="which is no folder that only root can change. Bring it back, or remove"):
        home_of(tmp_path, {})
    target.mkdir()
    target.chmod(0o777)
    with pytest.raises(NotReadyError, match="which is no folder that only root can change"):
        home_of(tmp_path, {})
    target.chmod(0o755)
    assert home_of(tmp_path, {}) == target


def test_data_that_is_there_is_never_left_for_another_home(tmp_path):
    (tmp_path / "postgres").mkdir()
    assert home_of(tmp_path, {"user": 65534, "group": 65534, "extra_groups": []}) == tmp_path


def test_binaries_out_of_reach_are_copied_once_and_run_from_there(tmp_path, monkeypatch):
    monkeypatch.setattr(
        postgres_home, "works", lambda command, account: command[0].is_relative_to(tmp_path) and works(command, account)
    )
    programs = binaries_in(tmp_path, {})
    assert works([programs / "initdb", "--version"], {})
    made = programs.stat().st_ino
    assert binaries_in(tmp_path, {}) == programs
    assert programs.stat().st_ino == made
    assert {oct(path.stat().st_mode)[-3:] for path in programs.iterdir()} == {"755"}


def test_binaries_that_do_not_run_are_told(tmp_path, monkeypatch):
    monkeypatch.setattr(postgres_home, "works", lambda command, account: False)
    with pytest.raises(NotReadyError, match="programs do not run on this machine .* Set DATABASE_URL"):
        binaries_in(tmp_path, {})


def test_what_can_not_be_started_does_not_work(tmp_path):
    assert not works([tmp_path / "nothing"], {})
