"""The folders that backups lie in, DIR/<moment>/ with `dump` and `manifest.json`; half ones are named otherwise."""

import json
import os
import re
import shutil
from contextlib import contextmanager, suppress
from datetime import datetime
from hashlib import file_digest
from pathlib import Path

from django.conf import settings

from violence_plan.backup import BackupError

DUMP, MANIFEST, REDACTIONS = "dump", "manifest.json", "redactions.json"
UNFINISHED = ".unfinished"
MOMENT = "%Y-%m-%dT%H-%M-%S.%fZ"
NAME = re.compile(r"\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{6}Z", re.ASCII)
SPARE = 20_000_000  # bytes


@contextmanager
def new_backup(directory, moment, *, size):
    """The folder to write a backup into; it gets its own name at the end, when all of it is on the disk.

    A `size` is that of the database in bytes. What fails is removed; what is killed keeps a name that ends in
    `.unfinished`. Raises BackupError where the disk has not the room.
    """
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    check_room(directory, size // 2 + SPARE)  # a dump is compressed and holds no index
    folder = directory / moment.strftime(MOMENT)
    unfinished = folder.with_name(folder.name + UNFINISHED)
    unfinished.mkdir(mode=0o700)
    try:
        yield unfinished
        for path in [*unfinished.iterdir(), unfinished]:
            on_disk(path)
        unfinished.rename(folder)
        on_disk(directory)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def check_room(directory, needed):
    """Raises BackupError where the disk has less than `needed` bytes left."""
    free = shutil.disk_usage(directory).free
    if free < needed:
        raise BackupError(
            f"The disk of {directory} has {free // 1_000_000} MB left; a backup may take {needed // 1_000_000} MB. "
            "Remove old backups, or name a folder on another disk."
        )


def on_disk(path):
    """Wait until a file, or a folder's list of files, is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_alone(path, text):
    """Write a file that its owner alone can read."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)


def chosen(directory):
    """The backup that DIR means: itself, or the newest whole one in it. Raises BackupError where there is none."""
    if (directory / MANIFEST).is_file() and not directory.name.endswith(UNFINISHED):
        return directory
    whole = sorted(path for path in directory.glob("*/") if NAME.fullmatch(path.name) and (path / MANIFEST).is_file())
    if not whole:
        raise BackupError(f"{directory} is no whole backup, and there is none in it.")
    return whole[-1]


def unfinished_in(directory):
    """The names of what was never finished."""
    return sorted(path.name for path in directory.glob(f"*{UNFINISHED}"))


def read_manifest(folder):
    """The manifest of a backup, as a dict. Raises BackupError where it is damaged."""
    try:
        return json.loads((folder / MANIFEST).read_text())
    except ValueError:
        raise BackupError(f"{folder / MANIFEST} is damaged; take another backup.") from None


def digest_of(path):
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def note_last_backup(moment, folder):
    """Keep when the last good backup was taken, where the metrics read it."""
    path = record()
    path.parent.mkdir(exist_ok=True)
    new = path.with_suffix(".new")
    write_alone(new, json.dumps({"at": moment.isoformat(), "folder": str(folder)}))
    new.replace(path)


def last_backup_at():
    """When the last good backup was taken on this machine, an aware datetime; None where none was."""
    with suppress(OSError, ValueError, KeyError):
        return datetime.fromisoformat(json.loads(record().read_text())["at"])
    return None


def record():
    """The file that says so."""
    return Path(settings.BASE_DIR, "var", "last_backup.json")
