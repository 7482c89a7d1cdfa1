"""Which pg_dump is taken for which server."""

import pytest

from violence_plan.backup import BackupError, programs
from violence_plan.backup.programs import program


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine with the clients of PostgreSQL 13, 16 and 18, and one that does not run."""
    for major in ("13", "16", "18"):
        path = tmp_path / major / "bin" / "pg_dump"
        path.parent.mkdir(parents=True)
        path.write_text(f"#!/bin/sh\necho 'pg_dump (PostgreSQL) {major}.4 (Debian {major}.4-1)'\n")
        path.chmod(0o700)
    broken = tmp_path / "20" / "bin" / "pg_dump"
    broken.parent.mkdir(parents=True)
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o700)
    monkeypatch.setattr(programs, "DEBIAN", tmp_path)
    monkeypatch.setattr(programs, "PACKAGED", ("nowhere",))
    monkeypatch.setenv("PATH", str(tmp_path / "13" / "bin"))
    return tmp_path


def test_none_that_is_older_than_the_server(machine):
    with pytest.raises(BackupError) as refused:
        program("pg_dump", major=19)
    assert str(refused.value) == (
        "The server is PostgreSQL 19, and pg_dump must not be older; this machine has: 13, 16, 18. "
        "Install the client of PostgreSQL 19 (Debian, Ubuntu: apt install postgresql-client-19)."
    )


def test_none_where_there_is_none(machine, monkeypatch):
    monkeypatch.setattr(programs, "DEBIAN", machine / "nowhere")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(BackupError, match="this machine has: none"):
        program("pg_dump", major=14)


@pytest.mark.parametrize(("server", "taken"), [(16, "16"), (14, "16"), (17, "18"), (18, "18")])
def test_of_the_servers_version_or_the_next(machine, server, taken):
    assert program("pg_dump", major=server) == machine / taken / "bin" / "pg_dump"


def test_the_portals_own_fit_its_own_server(monkeypatch, tmp_path):
    monkeypatch.setattr(programs, "DEBIAN", tmp_path)
    monkeypatch.setenv("PATH", "")
    assert program("pg_restore", major=18).parts[-3:] == ("pginstall18", "bin", "pg_restore")
