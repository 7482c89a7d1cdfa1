"""Timeouts of statements, locks and idle transactions, by what a connection is used for just now.

They end what waits, so that no lock can hold all threads; 0 is no limit. `docs/running.md` tells the figures.
"""

from dataclasses import dataclass

PAGE, WRITE, IMPORT, COMMAND, MIGRATION, PROBE = "page", "write", "import", "command", "migration", "probe"


@dataclass(frozen=True)
class Limits:
    """How many milliseconds a statement runs, a lock is waited for, and an open transaction does nothing."""

    statement: int
    lock: int
    idle: int

    @property
    def settings(self):
        """The values by the names of PostgreSQL's settings."""
        return {
            "statement_timeout": self.statement,
            "lock_timeout": self.lock,
            "idle_in_transaction_session_timeout": self.idle,
        }

    @property
    def options(self):
        """As a new connection is told them, which takes no query."""
        return " ".join(f"-c {name}={value}" for name, value in self.settings.items())

    @property
    def sql(self):
        """As an open connection is told them."""
        return "; ".join(f"SET {name} = {value}" for name, value in self.settings.items())


# A command is watched by whoever gave it, and a copy of a whole table takes what it takes: it only waits for no lock.
LIMITS = {
    PAGE: Limits(statement=5_000, lock=3_000, idle=15_000),
    WRITE: Limits(statement=10_000, lock=5_000, idle=15_000),
    IMPORT: Limits(statement=60_000, lock=5_000, idle=60_000),
    COMMAND: Limits(statement=0, lock=30_000, idle=0),
    # It keeps others waiting while it waits itself, so it soon lets go and is tried again.
    MIGRATION: Limits(statement=0, lock=2_000, idle=0),
    PROBE: Limits(statement=2_000, lock=1_000, idle=2_000),
}
