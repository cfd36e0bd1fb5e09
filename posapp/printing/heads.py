"""The upper part of a paper: who gives it, what nobody may overlook, when and where it was."""

from collections.abc import Iterator
from itertools import zip_longest
from typing import Final

from posapp.printing.blocks import Banner, Facts, Masthead
from posapp.printing.marks import AreaMark, Mark, Strip, TextMark, stacked
from posapp.printing.style import ASCENT, GAP, HEAVY, Style
from posapp.printing.text import EMPTY, line, wrap

_WHITE: Final = 1.0
_CAP: Final = 0.714  # height of a capital letter, in font sizes


def masthead(block: Masthead, style: Style) -> Iterator[Strip]:
    """Name, address, title and number: centred below each other, or in two columns on sheets."""
    if style.roll:
        yield from stacked(
            wrap(block.name, style.content, style.name, bold=True), style.name, style
        )
        yield Strip(style.line * 0.15)
        for text in block.address:
            yield from stacked(wrap(text, style.content, style.base), style.base, style)
        yield Strip(style.line * 0.7)
        yield from stacked((line(block.title),), style.base, style)
        number = wrap(block.number, style.content, style.number, bold=True)
        yield from stacked(number, style.number, style)
        yield Strip(style.line * 0.4)
        return
    yield from _sheet_head(block, style)
    yield Strip(style.line * 0.8)
    mark = AreaMark(0, style.line * 0.4, style.content, HEAVY)
    yield Strip(style.line * 0.8 + HEAVY, (mark,), keep=True)


def _sheet_head(block: Masthead, style: Style) -> Iterator[Strip]:
    """Name and address at the left, title and number at the right."""
    half = style.content * 0.6
    rest = style.content - half - GAP
    left = [(text, style.name, 0.0) for text in wrap(block.name, half, style.name, bold=True)]
    last_of_name = len(left) - 1
    for text in block.address:
        left += [(part, style.base, style.muted) for part in wrap(text, half, style.base)]
    right = [(line(block.title), style.base, style.muted)]
    numbers = wrap(block.number, rest, style.number, bold=True)
    right[:0] = [(part, style.number, 0.0) for part in numbers]
    for row, (one, other) in enumerate(zip_longest(left, right)):
        marks: list[Mark] = []
        height = max(item[1] for item in (one, other) if item) * style.leading
        baseline = height - style.base * (style.leading - ASCENT)
        if one:
            marks.append(TextMark(one[0], 0, baseline, one[1], one[2]))
        if other:
            x = style.content - other[0].width(other[1])
            marks.append(TextMark(other[0], x, baseline, other[1], other[2]))
        below = style.line * 0.2 if row == last_of_name else 0.0
        yield Strip(height + below, tuple(marks), keep=True)


def banner(block: Banner, style: Style) -> Iterator[Strip]:
    """A box across the paper with the word in its middle, and the detail below it."""
    size = style.number
    lines = wrap(block.text, style.content - 2 * GAP, size, bold=True)
    pad = size * 0.42
    height = len(lines) * size * style.leading - size * (style.leading - _CAP) + 2 * pad
    marks: list[Mark] = [
        AreaMark(0, 0, style.content, height, stroke=0.0 if block.solid else HEAVY)
    ]
    for index, text in enumerate(lines):
        baseline = pad + size * _CAP + index * size * style.leading
        x = (style.content - text.width(size)) / 2
        marks.append(TextMark(text, x, baseline, size, _WHITE if block.solid else 0.0))
    yield Strip(style.line * 0.3, keep=True)
    yield Strip(height + style.line * 0.3, tuple(marks), keep=bool(block.detail))
    if block.detail:
        details = wrap(block.detail, style.content, style.base)
        yield from stacked(details, style.base, style, centre=True)
    yield Strip(style.line * 0.3)


def facts(block: Facts, style: Style) -> Iterator[Strip]:
    """Labels beside their values on a roll, above them in a grid on sheets."""
    pairs = [(label, value) for label, value in block.pairs if value]
    if style.columns == 1:
        yield from _facts_beside(pairs, style)
        return
    for start in range(0, len(pairs), style.columns):
        yield from _facts_above(pairs[start : start + style.columns], style)


def _facts_beside(pairs: list[tuple[str, str]], style: Style) -> Iterator[Strip]:
    """Labels in one column, values in a second one that starts at the same place for all."""
    labels = [line(label) for label, _ in pairs]
    widest = max((label.width(style.base) for label in labels), default=0.0)
    tab = min(widest, style.content * 0.42) + GAP
    baseline = style.base * ASCENT
    for (label, value), _ in zip(pairs, labels, strict=True):
        left = wrap(label, tab - GAP, style.base)
        right = wrap(value, style.content - tab, style.base)
        for one, other in zip_longest(left, right, fillvalue=EMPTY):
            marks = (
                TextMark(one, 0, baseline, style.base, style.muted),
                TextMark(other, tab, baseline, style.base),
            )
            yield Strip(style.line, marks)


def _facts_above(pairs: list[tuple[str, str]], style: Style) -> Iterator[Strip]:
    """A row of cells: small labels, values below them."""
    width = style.content / style.columns
    at = [index * width for index in range(len(pairs))]
    labels = [line(label) for label, _ in pairs]
    heads = tuple(
        TextMark(label, x, style.small * ASCENT, style.small, style.muted)
        for label, x in zip(labels, at, strict=True)
    )
    yield Strip(style.small * style.leading, heads, keep=True)
    cells = [wrap(value, width - GAP, style.base) for _, value in pairs]
    for row in zip_longest(*cells, fillvalue=EMPTY):
        marks = tuple(
            TextMark(text, x, style.base * ASCENT, style.base)
            for text, x in zip(row, at, strict=True)
        )
        yield Strip(style.line, marks)
    yield Strip(style.line * 0.45)
