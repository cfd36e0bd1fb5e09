"""The audit seal on a paper: a QR code at the left, beside it the same to be read and typed (R11)."""

from collections.abc import Iterator
from typing import Final

from posapp.printing.blocks import Proof
from posapp.printing.marks import Mark, SquaresMark, Strip, TextMark
from posapp.printing.qr import QUIET, modules
from posapp.printing.style import ASCENT, DOT, GAP, Style
from posapp.printing.text import Line, wrap

_MODULE: Final = 4 * DOT
"""Four printer dots: sharp on thermal paper, and wide enough for any scanner and telephone."""
_LEGIBLE: Final = 9.5


def proof(block: Proof, style: Style) -> Iterator[Strip]:
    """One strip, so that code and words stay together; a text that has no code is words alone."""
    rows = modules(block.scanned) or ()
    side = len(rows) * _MODULE
    # The margin is white too: only what is missing to the quiet zone is left free.
    left = max(0.0, QUIET * _MODULE - style.side) if rows else 0.0
    left = round((style.side + left) / DOT) * DOT - style.side
    text_at = left + side + max(QUIET * _MODULE, GAP) if rows else 0.0
    lines = _words(block, style, style.content - text_at)
    words = sum(size * style.leading for _line, size, _gray in lines)
    height = max(side, words)
    marks: list[Mark] = []
    if rows:
        marks.append(SquaresMark(rows, left, (height - side) / 2, _MODULE))
    y = (height - words) / 2
    for text, size, gray in lines:
        marks.append(TextMark(text, text_at, y + size * ASCENT, size, gray))
        y += size * style.leading
    yield Strip(style.line * 0.6, keep=True)
    yield Strip(height + style.line * 0.3, tuple(marks))


def _words(block: Proof, style: Style, room: float) -> list[tuple[Line, float, float]]:
    """Lines with size and gray: what it is, the seal large enough to type, what it is for."""
    small = [(part, style.small, style.muted) for part in wrap(block.title, room, style.small)]
    seal = [(part, _LEGIBLE, 0.0) for part in wrap(block.seal, room, _LEGIBLE, bold=True)]
    says = [(part, style.small, style.muted) for part in wrap(block.says, room, style.small)]
    return [*small, *seal, *says]
