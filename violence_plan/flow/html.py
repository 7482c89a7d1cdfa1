"""The stops of the picture and their bands as SVG: some three hundred shapes, too many for a template to be quick."""

from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import mark_safe

from violence_plan.flow.shapes import FIGURE


@dataclass(frozen=True)
class Side:
    """A side of the picture: its name and edge, and where texts, bars and the numbers of bands begin.

    `number` is which of a band's two numbers stands there. On the left there is less room on a narrow screen: a text
    has a class for wide ones, and a short one stands beside it.
    """

    name: str
    edge: str
    text: int
    bar: int
    number: int
    numbers_at: str
    wide: str = ""
    narrow: bool = False

    def target(self, stop, top, height):
        """What can be clicked around a label of a Stop."""
        x = f"-{stop.reach}" if self.narrow else "12"
        return f'<rect class="flow__target" x="{x}" y="{top}" width="{stop.reach}" height="{height}"/>'

    def line(self, text, y, classes=""):
        """A line of text, as on a wide screen."""
        named = " ".join(filter(None, (classes, self.wide)))
        attribute = f' class="{named}"' if named else ""
        return f'<text{attribute} x="{self.text}" y="{y}">{escape(text)}</text>'

    def short(self, text, y, classes=""):
        """What stands in its place on a narrow screen; nothing on the right."""
        if not self.narrow:
            return ""
        return f'<text class="{classes}flow__narrow" x="{self.text}" y="{y}">{escape(text)}</text>'


SIDES = {
    "left": Side("left", "0", -22, -12, 1, "100%", wide="flow__wide", narrow=True),
    "right": Side("right", "100%", 22, 0, 0, "0"),
}


def stop_html(stop, *, height, side):
    """A Stop of a picture of that height, on the `side` called left or right, as SVG."""
    side, gap = SIDES[side], " flow__stop--gap" if stop.is_gap else ""
    place = f'<rect id="flow-{stop.name}" class="flow__place" y="-60" width="1" height="1"/>' if stop.name else ""
    what = named_html(stop, side) if stop.name else heading_html(stop, side)
    # All that came from outside was escaped.
    return mark_safe(  # noqa: S308
        f'\n<g class="flow__stop flow__stop--{side.name}{gap}">\n  {place}\n'
        f"  {bands_html(stop, height, side) if stop.bands else ''}\n"
        f'  <svg x="{side.edge}" overflow="visible">\n    {what}\n  </svg>\n</g>\n'
    )


def bands_html(stop, height, side):
    """The bands of a Stop and the numbers at their ends; only those on the left say what they are, and lead on."""
    shape = band_html if side.narrow else path_html
    bands = "".join(f"{shape(band)}\n    " for band in stop.bands)
    numbers = "".join(
        f'<text x="{side.numbers_at}" y="{band.numbers[side.number]}">{band.actions}</text>'
        for band in stop.bands
        if band.actions
    )
    return (
        f'\n  <svg class="flow__bands" viewBox="0 0 100 {height}" width="100%" height="{height}" '
        f'preserveAspectRatio="none" aria-hidden="true">\n    {bands}\n  </svg>\n'
        f'  <g class="flow__numbers" aria-hidden="true">{numbers}</g>\n  '
    )


def path_html(band):
    """The outline of a Band."""
    kind = f"band flow__band--{band.kind}" if band.actions else "line"
    return f'<path class="flow__{kind}" d="{band.path}"/>'


def band_html(band):
    """A Band that says what it is, and leads to its actions where there are any."""
    begin, end = (f'<a href="{escape(band.address)}" tabindex="-1">', "</a>") if band.address else ("<g>", "</g>")
    return f"{begin}<title>{escape(band.says)}</title>{path_html(band)}{end}"


def heading_html(stop, side):
    """A Stop that is a heading."""
    kind = "" if side.narrow else f" flow__group--{stop.kind}"
    short = side.short(stop.short, stop.middle, "flow__group ")
    return f"{short}\n    {side.line(stop.title, stop.middle, f'flow__group{kind}')}\n    "


def named_html(stop, side):
    """A Stop with its bar, its name and its figure."""
    if stop.is_gap or stop.bar:
        kind = "flow__gap" if stop.is_gap else f"flow__bar flow__bar--{stop.kind}"
        sizes = f'x="{side.bar}" y="{stop.bar_top}" width="12" height="{stop.bar_height}"'
        mark = f'<rect class="{kind}" {sizes}/>\n    '
    else:
        mark = f'<circle class="flow__mark" cx="-6" cy="{stop.middle}" r="4"/>'
    return f"\n    {mark}\n    {name_html(stop, side)}{figure_html(stop, side)}\n\n    "


def name_html(stop, side):
    """The name of a Stop, which shows its bands alone."""
    wide = f' class="{side.wide}"' if side.wide else ""
    lines = "".join(f'<text x="{side.text}" y="{y}">{escape(line)}</text> ' for line, y in stop.lines)
    return (
        f'\n<a class="flow__title" href="#flow-{stop.name}" aria-label="{escape(stop.signed)}: show its bands alone">\n'
        f"  {side.target(stop, stop.top, stop.name_height)}\n  {side.short(stop.sign, stop.narrow)}\n"
        f"  <g{wide}>{lines}</g>\n</a>\n"
    )


def figure_html(stop, side):
    """What a Stop counts; it leads to the actions that are counted, where there are any."""
    y = stop.figure_line
    if stop.address:
        return (
            f'\n<a class="flow__figure" href="{escape(stop.address)}" '
            f'aria-label="{escape(stop.figure)}: {escape(stop.title)}">\n'
            f"  {side.target(stop, stop.figure_top, FIGURE)}\n  {side.short(stop.short, y)}\n"
            f"  {side.line(stop.figure, y)}\n</a>\n"
        )
    if not stop.figure:
        return ""
    chip = f'<rect class="flow__gap flow__chip" x="16" y="{stop.figure_top}" width="88" height="{FIGURE}" rx="3"/>'
    return (
        f"\n{chip if stop.is_gap else ''}\n{side.short(stop.short, y, 'flow__none ')}\n"
        f"{side.line(stop.figure, y, 'flow__none')}\n"
    )
