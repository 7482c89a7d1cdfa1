"""The alignment matrix as a table for a spreadsheet: exactly what the page shows."""

import re

import tablib

from actions.models.marks import MARKS
from tables.formats import CSV

TOTALS = "Actions serving it"


def matrix_csv(matrix):
    """The Matrix as the bytes of a CSV file: UTF-8, a header row, and cells that no spreadsheet runs.

    A row has its number and title, in one cell so that 5.10 stays 5.10, how many of its actions serve a principle and
    how many it has, then per principle how many serve it; where the page shows them, then how many of these state it,
    and the basis on which the strategy as a whole is aligned with it. Last come the marks that hold for what it counts.
    """
    blocks = shown(matrix)
    table = tablib.Dataset(
        headers=[matrix.asked.rows.capitalize(), "Aligned", "Actions", *headers(matrix, blocks), *MARKS]
    )
    for row in [*matrix.active, *matrix.idle, *matrix.prose]:
        table.append(line(f"{row.subject.ref} {row.subject.title}".lstrip(), row, blocks))
    if matrix.active:
        table.append(line(TOTALS, matrix.whole, blocks))
    return CSV().export_data(table).encode()


def shown(matrix):
    """What the cells of the page show, in order: names of a Cell's fields."""
    blocks = ["actions"]
    if matrix.tells_stated:
        blocks.append("stated")
    if any(cell.of_strategy for row in matrix.rows for cell in row.cells):
        blocks.append("of_strategy")
    return blocks


def headers(matrix, blocks):
    """The heads of the columns of principles."""
    heads = {"actions": "{0}", "stated": "{0.label}, stated", "of_strategy": "{0.label}, the strategy as a whole"}
    return [heads[block].format(principle) for block in blocks for principle in matrix.principles]


def line(name, row, blocks):
    """One line of the table."""
    figures = [getattr(cell, block) for block in blocks for cell in row.cells]
    return [name, *(str(figure) for figure in [row.aligned, row.actions, *figures]), *row.marks.cells]


def matrix_file_name(matrix, as_at=None, made_on=None):
    """A name for the file that says what was asked: “anytown-alignment-by-theme-5.1-stated.csv”.

    `as_at` is the past day that it is read as at, if any; otherwise the day it is `made_on` may stand in its place.
    """
    asked = matrix.asked
    said = [
        matrix.plan.slug,
        "alignment-by",
        asked.rows,
        asked.strategy and asked.strategy.ref,
        asked.partner and asked.partner.code,
        *asked.statuses,
        asked.kind,
        *(asked.bases or ()),
        f"as-at-{as_at}" if as_at else made_on and f"{made_on}",
    ]
    return re.sub(r"[^\w.-]+", "-", "-".join(filter(None, said)), flags=re.ASCII) + ".csv"
