"""What a measured paper consists of: marks at places, gathered in strips that are never split.

Positions inside a strip count from its upper left corner, downwards, in points.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from posapp.printing.style import ASCENT, Style
from posapp.printing.text import Line


@dataclass(frozen=True, slots=True)
class TextMark:
    """A shaped line with its baseline at ``y``; gray 0 is black, 1 white."""

    line: Line
    x: float
    y: float
    size: float
    gray: float = 0.0


@dataclass(frozen=True, slots=True)
class AreaMark:
    """A rectangle with its upper edge at ``y``: filled, or framed by a line of ``stroke``."""

    x: float
    y: float
    width: float
    height: float
    stroke: float = 0.0
    gray: float = 0.0


@dataclass(frozen=True, slots=True)
class BarsMark:
    """Bars and gaps in turn (``barcode.bars``) with their upper edge at ``y``."""

    widths: str
    x: float
    y: float
    module: float
    height: float


@dataclass(frozen=True, slots=True)
class SquaresMark:
    """Square modules in rows of ``1`` and ``0`` (``qr.modules``) with the upper edge at ``y``."""

    rows: tuple[str, ...]
    x: float
    y: float
    module: float


Mark = TextMark | AreaMark | BarsMark | SquaresMark


@dataclass(frozen=True, slots=True)
class Strip:
    """Marks that stay together; ``keep`` holds the strip on the page of the next one.

    ``head`` stands above it where it is the first of a page: the heads of a table's columns.
    """

    height: float
    marks: tuple[Mark, ...] = ()
    keep: bool = False
    head: "Strip | None" = None


def stacked(
    lines: tuple[Line, ...], size: float, style: Style, *, centre: bool = False, gray: float = 0.0
) -> Iterator[Strip]:
    """Lines below each other, a strip each; on a roll they are centred anyway."""
    for text in lines:
        x = (style.content - text.width(size)) / 2 if centre or style.roll else 0.0
        yield Strip(size * style.leading, (TextMark(text, x, size * ASCENT, size, gray),))
