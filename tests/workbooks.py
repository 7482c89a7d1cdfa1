"""Excel workbooks for tests, and a plan's tables printed as a council prints them."""

from io import BytesIO

import openpyxl

from actions.models import Action

HEADING = [
    "Action no.",
    "Action",
    "Lead\npartner(s)",
    "Strategic Principle alignment",
    "Enabling Principle  Alignment",
]


def workbook(sheets, merged=()):
    """The bytes of a workbook: `sheets` maps a title to rows, `merged` a title to ranges such as D2:D4."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        for found in dict(merged).get(title, ()):
            sheet.merge_cells(found)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def printed_sheets(plan):
    """The tables of a plan in the database as they are printed, a sheet per strategy, and their merged ranges.

    Rows of a theme that print no principle of a kind are covered by the cell above, as in the printed document.
    """
    sheets, merged = {}, {}
    for strategy in plan.strategies.filter(actions__isnull=False).distinct():
        title = f"{strategy.ref} {strategy.title}"[:31]
        rows, ranges, theme, above = [HEADING], [], None, {}
        for action in Action.objects.filter(strategy=strategy).select_related("theme").order_by("position"):
            if action.theme and action.theme != theme:
                rows.append([action.theme.title])
                ranges.append(f"A{len(rows)}:E{len(rows)}")
                theme, above = action.theme, {}
            cells = [action.printed_strategic, action.printed_enabling]
            rows.append([action.ref, action.text, action.printed_leads, *cells])
            for letter, cell in zip("DE", cells, strict=True):
                if cell:
                    above[letter] = [len(rows), len(rows)]
                    ranges.append((letter, above[letter]))
                elif letter in above:
                    above[letter][1] = len(rows)
        sheets[title] = [[cell or None for cell in row] for row in rows]
        merged[title] = [
            found if isinstance(found, str) else f"{found[0]}{found[1][0]}:{found[0]}{found[1][1]}"
            for found in ranges
            if isinstance(found, str) or found[1][0] < found[1][1]
        ]
    return sheets, merged
