"""Paper sizes and their type: what turns the one layout model into a roll or a sheet.

Lengths are points (1/72 inch).
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final

MM: Final = 72 / 25.4
INCH: Final = 72.0
ENDORSED: Final = 1.5 * INCH  # height of the endorsement on a check
# Receipt printers put down 203 dots an inch; bars two dots wide stay sharp and easy to scan.
DOT: Final = 72 / 203
MODULE: Final = 2 * DOT
GAP: Final = 8.0  # between a text and what stands beside it
ASCENT: Final = 1.05  # baseline below the top of a line, in font sizes
HAIR: Final = 0.5
HEAVY: Final = 1.4


class Layout(Enum):
    """Papers that we print on."""

    ROLL80 = "roll80"
    A4 = "a4"
    LETTER = "letter"


@dataclass(frozen=True, slots=True)
class Style:
    """Measures of one paper.

    Attributes:
        height: page height; on a roll the greatest one, the page is cut to its content.
        columns: columns of the facts; 1 puts labels beside their values, more put them above.
        muted: gray of labels and remarks; thermal paper has none.
        roll: no page numbers, masthead and prose centred.
        least: on a roll, the smallest height of a page.
    """

    width: float
    height: float
    side: float
    top: float
    bottom: float
    roll: bool
    columns: int
    base: float
    small: float
    name: float
    number: float
    total: float
    muted: float
    leading: float = 1.34
    least: float = 0.0

    @property
    def content(self) -> float:
        """Width between the margins."""
        return self.width - 2 * self.side

    @property
    def narrow(self) -> float:
        """Left edge, inside the content, of the column of amounts."""
        return 0.0 if self.roll else self.content * 0.5

    @property
    def line(self) -> float:
        """Height of a line of base text."""
        return self.base * self.leading


def _sheet(width: float, height: float) -> Style:
    return Style(
        width=width,
        height=height,
        side=20 * MM,
        top=18 * MM,
        bottom=20 * MM,
        roll=False,
        columns=3,
        base=9.5,
        small=8.0,
        name=16.0,
        number=16.0,
        total=22.0,
        muted=0.38,
    )


STYLES: Final = {
    # PDF readers accept at most 14,400 points of height.
    Layout.ROLL80: Style(
        width=80 * MM,
        height=14_000,
        side=4 * MM,
        top=5 * MM,
        bottom=7 * MM,
        roll=True,
        columns=1,
        base=8.5,
        small=7.5,
        name=13.0,
        number=14.0,
        total=21.0,
        muted=0.0,
    ),
    Layout.A4: _sheet(210 * MM, 297 * MM),
    Layout.LETTER: _sheet(612, 792),
}


def check_back(base: float, layout: Layout) -> Style:
    """The back of a check: an endorsement has an inch and a half at its trailing edge.

    A roll printer prints on a slip as wide as its roll; others on a page as wide as a check is
    high (2.75 inches), which the check is fed into.

    Args:
        base: font size.
        layout: the paper of the workstation's printer.
    """
    roll = layout is Layout.ROLL80
    return Style(
        width=80 * MM if roll else 2.75 * INCH,
        height=14_000,
        side=4 * MM,
        top=3 * MM,
        bottom=3 * MM,
        roll=True,
        columns=1,
        base=base,
        small=base,
        name=base,
        number=base,
        total=base,
        muted=0.0,
        leading=1.2,
        least=0.0 if roll else ENDORSED,
    )
