"""The picture of who works with whom: partners on a ring, joined by lines. Geometry only, the same for the same pairs.

All lengths are in units of the picture, which is WIDTH of them wide. Partners stand at equal heights down both sides of
the ring, so that their names, written beside it, never meet.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from textwrap import wrap

from violence_plan.partnership import Standing

WIDTH = 1160
CENTRE = WIDTH // 2
RADIUS = 230  # of the ring, from side to side
SLOT = 44  # the height that a name of two lines needs
EDGE = 36  # above the uppermost name and below the lowest
NAME_LENGTH = 30  # signs on a line of a name
NAME_GAP = 20  # between ring and name
LINE_HEIGHT = 19
THINNEST, STEP, THICKEST = 1.5, 1.5, 12.0
PULL = 0.7  # how far a line bends towards the middle: 0 not at all, 1 so that it aims at the middle


@dataclass(frozen=True)
class Line:
    """What two partners share: an SVG path, and a stroke as thick as they share actions."""

    path: str
    thickness: str
    is_within: bool


@dataclass(frozen=True)
class Node:
    """A partner at `x`, `y`, its name in lines from `name_x`, anchored `start` or `end`, and the Lines that meet it."""

    standing: Standing
    x: int
    y: int
    name_x: int
    anchor: str
    name: tuple[tuple[str, int], ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Network:
    """The picture: `bands` are SVG paths, each along the partners of one organisation."""

    width: int
    height: int
    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    bands: tuple[str, ...]


def network(partnership):
    """The Network of the pairs of a Partnership; None where there are none."""
    pairs = partnership.pairs
    if not pairs:
        return None
    ring = around(pairs, order=[row.standing.partner for row in partnership.rows])
    points = dict(zip(ring, places(len(ring)), strict=True))
    height = SLOT * ((len(ring) + 1) // 2) + 2 * EDGE
    step = min(STEP, THICKEST / max(len(pair.actions) for pair in pairs))
    of_node, lines = defaultdict(list), []
    for pair in pairs:
        ends = points[pair.first.partner], points[pair.second.partner]
        thickness = max(THINNEST, step * len(pair.actions))
        line = Line(curve(*ends, (CENTRE, height // 2)), f"{thickness:.1f}", pair.is_within)
        lines.append(line)
        of_node[pair.first.partner].append(line)
        of_node[pair.second.partner].append(line)
    nodes = tuple(node(one, points[partner], tuple(of_node[partner])) for partner, one in ring.items())
    return Network(WIDTH, height, nodes, tuple(lines), bands(ring, points))


def around(pairs, *, order):
    """The Standings that the pairs are made of, by partner, clockwise: organisations of many partners first.

    Else they stand in the `order` of these partners, in which each organisation's come together.
    """
    found = {one.partner: one for pair in pairs for one in (pair.first, pair.second)}
    sizes = Counter(one.root.partner for one in found.values())
    place = {partner: at for at, partner in enumerate(order)}
    standings = sorted(found.values(), key=lambda one: (-sizes[one.root.partner], place[one.partner]))
    return {one.partner: one for one in standings}


def places(count):
    """So many points (x, y): down the right side of the ring, then up the left."""
    right = (count + 1) // 2
    reach = max(SLOT * right / 2, 1)

    def point(step, side):
        off = SLOT * (step + 0.5) - reach
        return round(CENTRE + side * RADIUS * (1 - (off / reach) ** 2) ** 0.5), round(EDGE + reach + off)

    left = [point(step, -1) for step in range(count - right)]
    return [*(point(step, 1) for step in range(right)), *reversed(left)]


def curve(start, end, centre):
    """An SVG path from point to point that bends towards the centre."""
    bend = [round((a + b) / 2 * (1 - PULL) + c * PULL) for a, b, c in zip(start, end, centre, strict=True)]
    return f"M{start[0]} {start[1]}Q{bend[0]} {bend[1]} {end[0]} {end[1]}"


def node(standing, point, lines):
    """The Node of a partner at this point; a name that needs more than two lines is cut, for the table has it whole."""
    x, y = point
    side = 1 if x >= CENTRE else -1
    words = wrap(standing.name, NAME_LENGTH, max_lines=2, placeholder="…")
    top = y + 6 - LINE_HEIGHT * (len(words) - 1) // 2
    name = tuple((text, top + LINE_HEIGHT * number) for number, text in enumerate(words))
    return Node(standing, x, y, x + side * NAME_GAP, "start" if side > 0 else "end", name, lines)


def bands(ring, points):
    """SVG paths along neighbours on the ring that belong to the same organisation, where it has several."""
    of_root = defaultdict(list)
    for partner, one in ring.items():
        of_root[one.root.partner].append(points[partner])
    return tuple("M" + "L".join(f"{x} {y}" for x, y in together) for together in of_root.values() if len(together) > 1)
