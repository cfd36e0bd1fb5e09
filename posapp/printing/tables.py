"""Tables of the day's papers: columns on a sheet, entries on a roll; and lines to sign on.

Amounts are never broken: where a table is too wide for its paper, its type gets smaller.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import zip_longest
from typing import Final

from posapp.printing.blocks import Block, Divider, Entry, Signatures, Table, TableLine
from posapp.printing.marks import AreaMark, Mark, Strip, TextMark
from posapp.printing.style import ASCENT, HAIR, Style
from posapp.printing.text import EMPTY, Line, line, wrap

_SMALLER: Final = 0.5
_LEAST: Final = 5.0  # font size below which nobody reads a table
_LEAST_TEXT: Final = 5.5  # narrowest column of texts, in font sizes
_PALE: Final = 0.8
_WITH_SUM: Final = 2  # lines that stay with their sum
_GAP: Final = 11.0  # between columns
_SIGN: Final = 2.6  # room to sign in, in lines
_DOT: Final = " \u00b7 "


def held(strips: Iterable[Strip]) -> tuple[Strip, ...]:
    """Strips that stay on the page of the next one."""
    return tuple(replace(strip, keep=True) for strip in strips)


def unfolded(block: Table) -> tuple[Block, ...]:
    """The entries that a table is on a roll."""
    if block.listed:
        return tuple(_listed(one) for one in block.lines)
    found: list[Block] = []
    for one in block.lines:
        cells = list(zip(block.columns[1:], one.cells[1:], strict=True))
        remarks = _DOT.join(cell for column, cell in cells if cell and not column.right)
        found.append(Entry(one.cells[0], aside=remarks, strong=True, keep=True))
        found += [
            Entry(column.title, cell, level=1, strong=one.strong)
            for column, cell in cells
            if cell and column.right
        ]
        found.append(Divider())
    return tuple(found)


def _listed(one: TableLine) -> Entry:
    first, *rest, last = one.cells
    if len(rest) == 1:
        return Entry(" ".join(filter(None, (first, *rest))), last, strong=one.strong)
    aside = _DOT.join(cell for cell in rest if cell)
    return Entry(first or aside, last, aside if first else "", strong=one.strong)


def table(block: Table, style: Style) -> Iterator[Strip]:
    """Heads, then the lines with a pale rule above sums; the heads return on each page."""
    size, widths = _fitted(block, style)
    head = _head(block, size, widths, style)
    yield replace(head, keep=True)
    for number, one in enumerate(block.lines):
        if one.strong and number:
            rule = AreaMark(0, size * 0.3, style.content, HAIR)
            yield Strip(size * 0.6 + HAIR, (rule,), keep=True, head=head)
        strips = tuple(_line(block, one, size, widths, style, head))
        after = block.lines[number + 1 : number + 1 + _WITH_SUM]
        if len(after) < _WITH_SUM or any(other.strong for other in after):
            # A sum, or what closes a table, never stands alone under heads repeated for it.
            strips = held(strips)
        yield from strips
    yield Strip(size * 0.6)


def _fitted(block: Table, style: Style) -> tuple[float, list[float]]:
    """The largest type in which all amounts stand beside each other, and the columns' widths."""
    shares = sum(column.share for column in block.columns if not column.right)
    units = [_unit(block, index) for index in range(len(block.columns))]
    gaps = _GAP * (len(units) - 1)
    size = style.small + 1.0
    while True:
        amounts = sum(unit * size for unit in units)
        room = style.content - gaps - amounts
        if room >= shares * _LEAST_TEXT * size or size <= _LEAST:
            break
        size -= _SMALLER
    return size, [
        unit * size if column.right else max(room, size) * column.share / shares
        for unit, column in zip(units, block.columns, strict=True)
    ]


def _unit(block: Table, index: int) -> float:
    """Width of a column of amounts for a font size of one; texts take what is left."""
    column = block.columns[index]
    if not column.right:
        return 0.0
    words = [line(word).width(1.0) for word in column.title.split()]
    cells = [line(one.cells[index], bold=one.strong).width(1.0) for one in block.lines]
    return max([*words, *cells], default=0.0)


def _head(block: Table, size: float, widths: list[float], style: Style) -> Strip:
    """The titles as one strip, standing on a rule."""
    cells = [
        wrap(column.title, width + (_GAP * 0.5 if column.right else 0.0), size)
        for column, width in zip(block.columns, widths, strict=True)
    ]
    rows = max(len(cell) for cell in cells)
    marks: list[Mark] = []
    for row in range(rows):
        texts = [cell[row - rows + len(cell)] if row >= rows - len(cell) else EMPTY
                 for cell in cells]  # fmt: skip
        y = size * ASCENT + row * size * style.leading
        marks += _marks(block, texts, widths, y, size, style.muted)
    height = rows * size * style.leading + size * 0.25
    marks.append(AreaMark(0, height, style.content, HAIR, gray=_PALE))
    return Strip(height + HAIR + size * 0.35, tuple(marks))


def _line(
    block: Table, one: TableLine, size: float, widths: list[float], style: Style, head: Strip
) -> Iterator[Strip]:
    cells = [
        (line(cell, bold=one.strong),) if column.right else wrap(cell, width, size, bold=one.strong)
        for cell, column, width in zip(one.cells, block.columns, widths, strict=True)
    ]
    rows = list(zip_longest(*cells, fillvalue=EMPTY))
    for number, texts in enumerate(rows, start=1):
        marks = _marks(block, list(texts), widths, size * ASCENT, size, 0.0)
        # A text that is longer than a page is broken after all.
        keep = number < min(len(rows), 4)
        yield Strip(size * style.leading, tuple(marks), keep=keep, head=head)


def _marks(
    block: Table, texts: list[Line], widths: list[float], y: float, size: float, gray: float
) -> list[Mark]:
    marks: list[Mark] = []
    x = 0.0
    for column, text, width in zip(block.columns, texts, widths, strict=True):
        left = x + width - text.width(size) if column.right else x
        if text is not EMPTY:
            marks.append(TextMark(text, left, y, size, gray))
        x += width + _GAP
    return marks


def signatures(block: Signatures, style: Style) -> Iterator[Strip]:
    """Lines to sign on, beside each other on a sheet, with what is signed for below."""
    across = 1 if style.roll else 2
    width = (style.content - (across - 1) * 2 * _GAP) / across
    for start in range(0, len(block.people), across):
        group = block.people[start : start + across]
        yield _signed(group, width, style)


def _signed(group: tuple[tuple[str, str], ...], width: float, style: Style) -> Strip:
    """One strip: a signature is never torn from its line."""
    rule = style.line * _SIGN
    marks: list[Mark] = []
    most = 0
    for index, (role, name) in enumerate(group):
        x = index * (width + 2 * _GAP)
        marks.append(AreaMark(x, rule, width, HAIR))
        says = wrap(_DOT.join(filter(None, (role, name))), width, style.small)
        most = max(most, len(says))
        for row, text in enumerate(says):
            y = rule + style.small * (ASCENT + 0.3 + row * style.leading)
            marks.append(TextMark(text, x, y, style.small, style.muted))
    return Strip(rule + style.small * (0.6 + most * style.leading), tuple(marks))
