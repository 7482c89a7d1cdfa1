"""A file is loaded: as a rehearsal that leaves nothing behind, or for good, exactly as the rehearsal showed it."""

from functools import partial

import pghistory
from django.db import DatabaseError, OperationalError, connection, transaction
from django.utils import timezone

from actions.models import Plan
from history.rehearsing import rehearsed
from history.revisions import write_in_turn
from tables.formats import TableError, as_dataset
from tables.models import Upload
from violence_plan.loading.converting import Incoming, converted, incoming
from violence_plan.loading.files import sheets_of
from violence_plan.loading.leads import KnownPartners
from violence_plan.loading.outcome import Outcome, TableOutcome, take_in
from violence_plan.loading.recognising import BY_NAME, printed_table, table_of
from violence_plan.source_tables import SOURCE_TABLES

ALREADY = "This file was imported already. Nothing was written again."
GONE = "This file waited too long, or is not yours. Load it again."
CHANGED_SINCE = (
    "Nothing was imported: what it would write is no longer what you were shown, since somebody changed the same data. "
    "Look at it once more below, then confirm."
)


END_WITHIN = """
SELECT set_config('transaction_timeout', %s, true) WHERE current_setting('server_version_num')::integer >= 170000
"""


class NotLoadedError(Exception):
    """A confirmation that wrote nothing; the message says why. `again` where the file waits for another try."""

    def __init__(self, message, *, again):
        super().__init__(message)
        self.again = again


def rehearse(upload):
    """What would become of an Upload, as an Outcome; nothing stays of it, and nobody waits for it.

    One is made at a time. Raises TableError where the file cannot be read, RehearsalBusyError where others are at it.
    """
    try:
        sheets = read(upload)
        return rehearsed(partial(run, upload, sheets), alone=True)
    except OperationalError:
        raise
    except DatabaseError as error:
        raise TableError(f"The database refused the file: {error}") from error


def load(*, upload, digest):
    """Write all that was shown under `digest`, or nothing; return the Outcome. Raises NotLoadedError.

    Others wait for no more than the writing, and where PostgreSQL can end a transaction (17 and newer) for a minute.
    """
    sheets = read(upload) if upload.content else []
    with transaction.atomic():
        write_in_turn()
        end_within_a_minute()
        waiting = Upload.objects.select_for_update().filter(pk=upload.pk).first()
        if waiting is None or waiting.imported_at:
            raise NotLoadedError(ALREADY if waiting else GONE, again=False)
        outcome = run(waiting, sheets)
        if outcome.refused or outcome.unknown or outcome.digest != digest:
            raise NotLoadedError(CHANGED_SINCE, again=True)
        waiting.content, waiting.imported_at = b"", timezone.now()
        waiting.save()
        connection.check_constraints()
    return outcome


def end_within_a_minute():
    """Let the database end this transaction should it take longer."""
    with connection.cursor() as cursor:
        cursor.execute(END_WITHIN, ["60s"])


def read(upload):
    """The Sheets of an Upload that have rows; raises TableError."""
    return [sheet for sheet in sheets_of(upload.name, bytes(upload.content)) if sheet.rows]


def run(upload, sheets):
    """Write what of an Upload's `sheets` is not refused, in a transaction of the caller's, and return the Outcome."""
    outcome = Outcome(read_as=list(dict.fromkeys(sheet.read_as for sheet in sheets)))
    with pghistory.context(source="import", file=upload.name):
        if upload.table:
            steps = [partial(take_in, one_table(upload.table, sheets))]
        else:
            steps = [partial(take_in, coming) for coming in tables_of(sheets)]
        outcome.tables = [step() for step in steps]
        if not upload.table:
            take_in_printed(outcome, sheets, upload.answers)
    return outcome


def one_table(label, sheets):
    """The Incoming rows of a file that is for the table of one model; raises TableError."""
    table = next(table for table in SOURCE_TABLES if table.resource._meta.model._meta.label_lower == label)
    if len(sheets) != 1:
        raise TableError(f"The file has {len(sheets)} sheets with rows. Keep the one with the table.")
    return as_incoming(table, sheets[0])


def tables_of(sheets):
    """The Incoming rows of the sheets that are tables of ours, in loading order; raises TableError of unknown ones."""
    found, unknown = {}, []
    for sheet in sheets:
        if printed_table(sheet):
            continue
        if (table := table_of(sheet)) is None:
            unknown.append(sheet.title)
        elif table in found:
            raise TableError(f"Two sheets hold the table {table.file.removesuffix('.csv')}. Keep one of them.")
        else:
            found[table] = sheet
    if unknown or not sheets:
        raise TableError(
            f"{'; '.join(f'“{title}”' for title in unknown) or 'The file'} is none of a plan's tables. Name the sheet "
            f"or file after one ({', '.join(BY_NAME)}), or head it as the plan's own table: "
            "Action no., Action, Lead partner(s), Strategic Principle alignment, Enabling Principle alignment."
        )
    return [as_incoming(table, found[table]) for table in SOURCE_TABLES if table in found]


def as_incoming(table, sheet):
    """The Incoming rows of a Sheet that is a table of ours; raises TableError, which names the sheet."""
    try:
        dataset = as_dataset([list(row) for row in sheet.rows])
    except TableError as error:
        raise TableError(f"{table.file.removesuffix('.csv')}: {error}") from error
    return Incoming(table, dataset, sheet.title, list(range(2, len(dataset) + 2)))


def take_in_printed(outcome, sheets, answers):
    """Add to `outcome` what becomes of the sheets that are headed as a plan's own table; raises TableError."""
    tables = [printed for sheet in sheets if (printed := printed_table(sheet))]
    if not tables:
        return
    if any("\x00" in str(cell) for printed in tables for row in printed.sheet.rows for cell in row):
        raise TableError("The table holds a NUL character, which no text has. Save it anew.")
    plan = Plan.objects.filter(slug=answers.get("plan", "")).first()
    if plan is None:
        raise TableError("This is a plan's own table. Choose on the form which plan it belongs to.")
    partners = KnownPartners(answers.get("leads", {}))
    chosen = {"partners.csv": partners.new_partners, "partner_aliases.csv": partners.new_aliases}
    for file, rows in chosen.items():
        if rows:
            outcome.tables.append(take_in(incoming(file, list(enumerate(rows, start=1)), "Your choices")))
    unknown = {}
    for printed in tables:
        said = {"strategy": answers.get("strategy", ""), "title": answers.get("title", "")}
        found = converted(printed, plan=plan, partners=partners, **said)
        if found.refusals:
            outcome.tables.append(TableOutcome("actions", found.place, 0, 0, 0, [], [], found.refusals))
        outcome.tables += [take_in(coming) for coming in found.incoming]
        outcome.notices += found.notices
        for spelling, actions in found.unknown.items():
            unknown.setdefault(spelling, []).extend(actions)
    outcome.unknown = [partners.unknown(spelling, actions) for spelling, actions in unknown.items()]
