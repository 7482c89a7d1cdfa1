"""Backup: the database saved with a manifest of what is in it, restored, and proved by restoring aside."""


class BackupError(Exception):
    """Saving, restoring or proving cannot go on; the message says why, and the mend."""
