"""What the picture is made of: bands, the stops where they begin and end, and all of them together.

Lengths are CSS pixels, down from the picture's top. Across, a band runs from 0 to 100, which the page stretches.
"""

from dataclasses import dataclass
from functools import cached_property
from textwrap import wrap

LINE, FIGURE = 20, 24  # the heights of a line of a title, and of the figure below it
ROOM, HEADING = 8, 36  # between a label with a figure and the next, and the height of a heading
NONE = "none"  # the name and the kind of the gap for actions that serve no principle


@dataclass(frozen=True)
class Band:
    """The actions of a row that serve a principle, or none; it begins around `left` and ends around `right`.

    `kind` is the principle's, `says` the band in words, `address` the page of exactly these actions, empty where there
    is none. Without actions it is a line: the row as a whole serves the principle, by its text or an officer's word.
    """

    actions: int
    left: float
    right: float
    thickness: float
    kind: str
    says: str
    address: str = ""

    @property
    def path(self):
        """The band as SVG path data: its outline, or the line where no action makes it thick."""
        half = self.thickness / 2
        over, under = (self.left - half, self.right - half), (self.right + half, self.left + half)
        there = "M0 {0:.1f}C50 {0:.1f} 50 {1:.1f} 100 {1:.1f}".format(*over)
        back = "V{0:.1f}C50 {0:.1f} 50 {1:.1f} 0 {1:.1f}Z".format(*under)
        return there + back if self.actions else there

    @property
    def numbers(self):
        """The baselines of its number at either end."""
        return round(self.left + 5, 1), round(self.right + 5, 1)


@dataclass(frozen=True)
class Stop:
    """Where bands begin or end: a row, a principle, or the gap for actions that serve none. Without `name`, a heading.

    `sign` stands for the `title` where that has no room; a line of it has at most `width` signs. `address` is the page
    of what the words `figure` count, `short` the same in few signs. `bar` is the height of its bar, and `middle` the
    height at which bar and label lie.
    """

    name: str
    sign: str
    title: str
    width: int
    figure: str = ""
    short: str = ""
    address: str = ""
    kind: str = ""
    bar: float = 0
    middle: float = 0
    bands: tuple[Band, ...] = ()

    @property
    def is_gap(self):
        """True for a principle that no action serves, and for the actions that serve none."""
        return bool(self.name and self.kind) and (self.name == NONE or not self.bar)

    @property
    def signed(self):
        """The title with its sign before it, once."""
        return self.title if self.title.startswith(f"{self.sign} ") else f"{self.sign} {self.title}".strip()

    @cached_property
    def texts(self):
        """The title in lines."""
        return wrap(self.title, self.width)

    @cached_property
    def name_height(self):
        """The height of the name."""
        return LINE * len(self.texts) + 4

    @cached_property
    def label(self):
        """The height of name and figure."""
        return self.name_height + (FIGURE if self.figure else 0)

    @cached_property
    def slot(self):
        """The height it needs, with room to the next."""
        return max(self.bar, self.label) + (ROOM if self.figure else 0) if self.name else HEADING

    @cached_property
    def reach(self):
        """How far the label reaches from the bar, by a generous width of a sign."""
        return 24 + 9 * max(map(len, [*self.texts, self.figure]))

    @cached_property
    def top(self):
        """Where the label begins."""
        return round(self.middle - self.label / 2, 1)

    @cached_property
    def lines(self):
        """Each line of the name with its baseline."""
        return [(text, round(self.top + 17 + LINE * at, 1)) for at, text in enumerate(self.texts)]

    @property
    def narrow(self):
        """The baseline of the sign where it stands alone: just above the figure, or beside the mark."""
        return self.lines[-1][1] if self.figure else round(self.middle + 5, 1)

    @cached_property
    def figure_top(self):
        """Where the figure begins, below the name."""
        return round(self.top + self.name_height, 1)

    @property
    def figure_line(self):
        """The baseline of the figure."""
        return round(self.figure_top + 16, 1)

    @cached_property
    def bar_height(self):
        """The height of what stands for it: its bar, or a gap as tall as its label."""
        return round(max(self.bar, self.label if self.is_gap else 0), 1)

    @property
    def bar_top(self):
        """Where that begins."""
        return round(self.middle - self.bar_height / 2, 1)


@dataclass(frozen=True)
class Flow:
    """The whole picture: its stops left and right, headings among them, and its height.

    `sample` is a number of actions that shows how thick a band is, `unit` the thickness of one.
    """

    left: tuple[Stop, ...]
    right: tuple[Stop, ...]
    height: int
    unit: float
    sample: int
    sentences: tuple[str, ...]

    @property
    def sample_height(self):
        """How thick a band of `sample` actions is."""
        return round(self.sample * self.unit, 1)

    @property
    def has_lines(self):
        """True where a row as a whole serves a principle, with no action."""
        return any(not band.actions for stop in self.left for band in stop.bands)
