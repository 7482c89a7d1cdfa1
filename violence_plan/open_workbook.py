"""A whole plan as one Excel workbook for whoever reads it: what it is, then a sheet for each of its open tables."""

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import tablib

from access.handling import handling_of
from access.key_holders import partner_shared_with
from access.roles import roles_of
from actions.models import MARKS, Plan
from actions.models.marks import holding, strictest
from tables.formats import MAX_EXCEL_CELL, XLSX
from violence_plan import csvw
from violence_plan.open_data import LONG_AGO
from violence_plan.source_tables import OPEN_TABLES

ABOUT = "about"
KEYS = {"actions": {"action": "action_no"}, "updates": {"update": "uid"}}  # the columns that name their rows elsewhere
HOLDS = " As it holds for the row: its own, or that of what it stands in."
CUT = " … (cut: too long for a cell of Excel; whole in the CSV tables and in JSON)"
LONGEST = MAX_EXCEL_CELL - len(CUT) - 1  # one sign is for the apostrophe of a guarded cell
NOT_FOR_ALL = (
    "These are the rows that you may see, unpublished ones too, and perhaps names: they are not for everybody."
)
WRITTEN_AT = re.compile(rb"[0-9T:-]+Z(?=</dcterms:)")  # in the part of a workbook that says when it was made


def open_workbook(plan, *, reader, made_on, address):
    """The bytes of a workbook with the tables of a Plan that have rows, as the user `reader` may see them; its marks.

    The marks are those of handling_of(), which the first sheet says too.
    The same rows of the same day are the same bytes. `address` is the plan's page, `made_on` the day. Cells are safe
    for a spreadsheet; a text that no cell can hold is cut, and says so.
    """
    exported = [(table, table.resource().export(plan=plan.slug, reader=reader)) for table in OPEN_TABLES.values()]
    filled = marked([(table, dataset) for table, dataset in exported if len(dataset)], plan)
    marks = handling_of([row for _, dataset in filled for row in dataset.dict])
    facts = about_plan(plan, reader, made_on, address, marks)
    sheets = [(name_of(table), fitting(dataset)) for table, dataset in filled]
    content = XLSX().workbook([(ABOUT, fitting(about(facts, [table for table, _ in filled]))), *sheets])
    return settled(content, made_on), marks


def marked(filled, plan):
    """The pairs of a SourceTable and its rows, those of the Plan with the marks that hold for them."""
    known, found = {}, []
    for table, dataset in filled:
        if table.shared:
            found.append((table, dataset))
            continue
        rows = [row | dict(zip(MARKS, marks_of(row, known, holding(plan)).cells, strict=True)) for row in dataset.dict]
        for kind, key in KEYS.get(name_of(table), {}).items():
            known |= {(kind, row[key]): values(row) for row in rows}
        headers = list(dict.fromkeys([*dataset.headers, *MARKS]))
        found.append((table, tablib.Dataset(*([row[name] for name in headers] for row in rows), headers=headers)))
    return found


def marks_of(row, known, of_plan):
    """The Marks of a row, a dict: its own, those `known` of what it names, by kind and key, and those `of_plan`."""
    own = [values(row)] if MARKS[0] in row else []
    named = [known[kind, row[kind]] for kind in ("update", "action") if (kind, row.get(kind)) in known]
    return strictest(*own, *named, of_plan)


def values(row):
    """The values of MARKS in a row, a dict: an empty cell is none."""
    return tuple(row[name] or None for name in MARKS)


def name_of(table):
    """What the sheet of a SourceTable is called."""
    return table.file.removesuffix(".csv")


def about_plan(plan, reader, made_on, address, marks):
    """What there is to know of the file, as pairs of a word and what it is."""
    source = ", ".join(filter(None, [plan.source_title, plan.source_date and plan.source_date.isoformat()]))
    knows_more = roles_of(reader) or partner_shared_with(reader)
    notes = [NOT_FOR_ALL, *csvw.NOTES[1:]] if knows_more else csvw.NOTES
    return [
        ("plan", plan.title),
        ("area", plan.area),
        ("source", source),
        ("licence", plan.licence),
        ("address", address),
        ("made on", made_on.isoformat()),
        *(("closed", mark) for mark in marks),
        *(("note", note) for note in notes),
    ]


def about(facts, tables):
    """The first sheet as a dataset: the `facts`, and what each sheet and column of the SourceTables holds."""
    dataset = tablib.Dataset(*(("", word, meaning) for word, meaning in facts), headers=["sheet", "column", "meaning"])
    for table in tables:
        said = csvw.described_table(table)
        dataset.append((name_of(table), "", said["dc:description"]))
        columns = {column["name"]: column["dc:description"] for column in said["tableSchema"]["columns"]}
        marks = {} if table.shared else {name: Plan._meta.get_field(name).help_text + HOLDS for name in MARKS}
        for name, meaning in (columns | marks).items():
            dataset.append((name_of(table), name, meaning))
    return dataset


def fitting(dataset):
    """The `dataset` with its texts cut to what a cell of Excel can hold."""
    cells = ([text if len(text) <= LONGEST else text[:LONGEST] + CUT for text in row] for row in dataset)
    return tablib.Dataset(*cells, headers=dataset.headers)


def settled(content, day):
    """The bytes of a workbook, packed anew as if it were always written at the beginning of that `day`."""
    stream = BytesIO()
    with ZipFile(BytesIO(content)) as book, ZipFile(stream, "w") as packed:
        for member in book.infolist():
            part = ZipInfo(member.filename, LONG_AGO)
            part.compress_type = ZIP_DEFLATED
            packed.writestr(part, WRITTEN_AT.sub(f"{day}T00:00:00Z".encode(), book.read(member)))
    return stream.getvalue()
