"""How the alignment matrix becomes a picture: where each bar lies, and each band between two of them."""

from collections import defaultdict
from dataclasses import dataclass, replace

from violence_plan.findings import counted
from violence_plan.flow.caption import sentences
from violence_plan.flow.shapes import NONE, Band, Flow, Stop

BARS = 480  # how tall the bars of a column are together,
THINNEST, THICKEST = 1, 8  # as far as one action is no thinner and no thicker than this
ROW_SIGNS, PRINCIPLE_SIGNS = 31, 20  # in a line of a title
LONGEST = 75  # signs of a row's title, so that it takes three lines at most


def flow(matrix):
    """The Flow that draws this Matrix; None where it has no action or no principle, and so nothing to draw."""
    links = list(linked(matrix))
    places = sum(link.actions for link in links)
    if not (places and matrix.principles):
        return None
    unit = min(max(BARS / places, THINNEST), THICKEST)
    left, right = list(starts(matrix, links, unit)), list(ends(matrix, links, unit))
    height = max(sum(stop.slot for stop in stops) for stops in (left, right))
    left, right = spread(left, height), spread(right, height)
    begun, ended = banded(links, left, right, unit)
    return Flow(
        left=tuple(replace(stop, bands=tuple(begun[stop.name])) for stop in left),
        right=tuple(replace(stop, bands=tuple(ended[stop.name])) for stop in right),
        height=round(height),
        unit=unit,
        sample=10 if max(link.actions for link in links) >= 10 else 1,
        sentences=tuple(sentences(matrix, places)),
    )


@dataclass(frozen=True)
class Link:
    """How many actions of a row serve a principle, by the names of their stops; none where just the row as a whole.

    `says` begins the sentence that ends with the principle.
    """

    start: str
    end: str
    actions: int
    says: str
    address: str = ""


def linked(matrix):
    """Every Link of the matrix, row by row, each with the actions that serve no principle last."""
    for at, row in enumerate(matrix.rows):
        for cell in row.cells:
            if cell.actions:
                yield Link(row_name(at), cell.principle.code, cell.actions, serving(cell.actions), cell.address)
            elif cell.of_strategy:
                says = "its text names" if cell.in_prose else "an officer says that as a whole it serves"
                yield Link(row_name(at), cell.principle.code, 0, says)
        if rest := row.actions - row.aligned:
            yield Link(row_name(at), NONE, rest, serving(rest))


def serving(actions):
    """“1 action serves”, “2 actions serve”."""
    return f"{counted(actions, 'action')} {'serves' if actions == 1 else 'serve'}"


def row_name(at):
    """The name of the row at that place: a partner's code would tell who a person is."""
    return f"row-{at + 1}"


def held(links, name):
    """How many actions the bands hold that begin or end at the stop of this name."""
    return sum(link.actions for link in links if name in (link.start, link.end))


def starts(matrix, links, unit):
    """The left column: the rows with actions; then those without, under headings as in the table."""
    names = {id(row): said for row, said in zip(matrix.rows, named(matrix.rows), strict=True)}
    for row in matrix.active:
        name, *titles = names[id(row)]
        bar = held(links, name) * unit
        if matrix.asked.rows == "action":
            yield Stop(name, *titles, ROW_SIGNS, "See the action", "See", row.address, bar=bar)
        else:
            figure, address = f"{row.aligned} of {counted(row.actions, 'action')}", row.address if row.aligned else ""
            yield Stop(name, *titles, ROW_SIGNS, figure, str(row.aligned), address, bar=bar)
    prose = "The strategy’s own text" if matrix.active and matrix.asked.strategy else "In prose: no actions"
    for rows, heading, short in ((matrix.idle, "None of these actions", "None"), (matrix.prose, prose, "Prose")):
        if rows:
            yield Stop("", "", heading, ROW_SIGNS, short=short)
            yield from (Stop(*names[id(row)], ROW_SIGNS) for row in rows)


def named(rows):
    """Name, sign and title of each row; the sign is its number as printed, or its place where that is not its own.

    A title that is too long is cut short; the table holds it in full.
    """
    refs = [row.subject.ref for row in rows]
    are_signs = all(refs) and len(set(refs)) == len(refs)
    for at, (ref, row) in enumerate(zip(refs, rows, strict=True)):
        title = cut(f"{ref} {row.subject.title}".strip())
        yield row_name(at), ref if are_signs else f"{at + 1}.", title


def cut(title):
    """The title where it is not too long, else what of its words fits."""
    return title if len(title) <= LONGEST else f"{title[:LONGEST].rpartition(' ')[0] or title[:LONGEST]}…"


def ends(matrix, links, unit):
    """The right column: the principles by kind, then the gap for actions that serve none."""
    kind = None
    for total in matrix.totals:
        principle, actions = total.principle, total.actions
        if principle.kind != kind:
            kind = principle.kind
            yield Stop("", "", principle.get_kind_display(), PRINCIPLE_SIGNS, kind=kind)
        figure, address = (counted(actions, "action"), total.address) if actions else ("no action", "")
        names = principle.code, principle.initials, f"{principle.initials} {principle.short_title}"
        bar = held(links, principle.code) * unit
        yield Stop(*names, PRINCIPLE_SIGNS, figure, figure, address, kind, bar)
    if rest := matrix.unaligned:
        names, bar = (NONE, "", "No principle"), held(links, NONE) * unit
        figure, address = counted(rest, "action"), matrix.unaligned_address
        yield Stop(*names, PRINCIPLE_SIGNS, figure, figure, address, NONE, bar)


def spread(stops, height):
    """The column over the whole height: what is left of it lies evenly between the stops, or around a single one."""
    spare = height - sum(stop.slot for stop in stops)
    gap = spare / (len(stops) - 1) if len(stops) > 1 else 0
    at, placed = (0 if gap else spare / 2), []
    for stop in stops:
        placed.append(replace(stop, middle=round(at + stop.slot / 2, 1)))
        at += stop.slot + gap
    return placed


def banded(links, left, right, unit):
    """The bands by the stop where they begin, and by the one where they end; there they lie one below the other."""
    begun, ended = defaultdict(list), defaultdict(list)
    stops = {stop.name: stop for stop in [*left, *right]}
    free = {name: stop.middle - stop.bar / 2 for name, stop in stops.items()}
    for link in links:
        start, end, thickness = stops[link.start], stops[link.end], link.actions * unit
        if link.actions:
            middles = [free[name] + thickness / 2 for name in (link.start, link.end)]
            free[link.start] += thickness
            free[link.end] += thickness
        else:
            middles = [start.middle, end.middle]
        says = f"{start.title}: {link.says} {end.title}"
        band = Band(link.actions, *middles, thickness, end.kind, says, link.address)
        begun[link.start].append(band)
        ended[link.end].append(band)
    return begun, ended
