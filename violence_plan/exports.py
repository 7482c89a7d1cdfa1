"""The way out: a plan becomes a folder of tables, the same bytes it was loaded from."""

from tablib import Dataset

from tables.formats import CSV, XLSX, TableError
from violence_plan.source_tables import FILES, PLAN_FILE, SOURCE_TABLES


class ExportError(Exception):
    """A folder that cannot be written to; the message names the mend."""


def plan_tables(*, slug):
    """The tables of a plan, by its short name, the shared ones too: (file name, rows, bytes) where there are rows."""
    for table in SOURCE_TABLES:
        rows, content = table_file(table, slug=slug)
        if rows:
            yield table.file, rows, content


def table_file(table, *, slug, reader=None):
    """Number of rows, and bytes, of one SourceTable of a plan: all, or what the user `reader` may see."""
    dataset = table.resource().export(plan=slug, reader=reader)
    return len(dataset), CSV().export_data(dataset).encode()


def table_files(table, *, slugs, reader):
    """As table_file(), by the short name of each of several plans, in as many queries as for one."""
    resource = table.resource()
    dataset = resource.export(plans=slugs, reader=reader)
    column = dataset.headers.index(resource.plan_column)
    of_plan = {slug: Dataset(headers=dataset.headers) for slug in slugs}
    for row in dataset:
        of_plan[row[column]].append(row)
    return {slug: (len(rows), CSV().export_data(rows).encode()) for slug, rows in of_plan.items()}


def plan_workbook(*, slug):
    """The bytes of an Excel workbook with the tables of a plan that have rows, a sheet each, the shared ones too.

    Raises TableError where a text is longer than an Excel cell.
    """
    datasets = [(table.file.removesuffix(".csv"), table.resource().export(plan=slug)) for table in SOURCE_TABLES]
    return XLSX().workbook([(title, dataset) for title, dataset in datasets if len(dataset)])


def write_plan(*, slug, folder):
    """Write the tables of a plan to `folder`, a Path, which is made if need be; returns [(file name, rows)].

    Tables of the same plan are replaced, and taken away where the plan has no such rows any more; other files stay.
    Raises ExportError where the folder holds tables of another plan, or cannot be written to.
    """
    tables = list(plan_tables(slug=slug))
    try:
        refuse_foreign(slug, folder)
        folder.mkdir(parents=True, exist_ok=True)
        for file, _, content in tables:
            (folder / file).write_bytes(content)
        for file in set(FILES) - {file for file, _, _ in tables}:
            (folder / file).unlink(missing_ok=True)
    except OSError as error:
        raise ExportError(f"{folder} cannot be written to: {error.strerror}. Give another folder.") from error
    return [(file, rows) for file, rows, _ in tables]


def refuse_foreign(slug, folder):
    """Raise ExportError where `folder` holds tables, but not those of the plan `slug`."""
    standing = [file for file in FILES if (folder / file).exists()]
    if standing and owner(folder) != slug:
        raise ExportError(
            f"{folder} holds tables that are not those of {slug} ({', '.join(standing)}). "
            "Nothing was written. Give a new or empty folder."
        )


def owner(folder):
    """The short name of the plan whose tables `folder` holds; None where that cannot be told."""
    try:
        return CSV().create_dataset((folder / PLAN_FILE).read_bytes()).dict[0].get("slug")
    except (FileNotFoundError, TableError, IndexError):
        return None
