"""Blocks measured for one paper: strips of marks that a page breaker can stack.

Each line of text is a strip of its own, so a text of any length breaks between its lines.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final

from posapp.printing.barcode import QUIET, bars
from posapp.printing.blocks import (
    Banner,
    Barcode,
    Block,
    Divider,
    Entry,
    Facts,
    Masthead,
    Note,
    Proof,
    Rule,
    Section,
    Signatures,
    Space,
    Table,
    Total,
)
from posapp.printing.heads import banner, facts, masthead
from posapp.printing.marks import AreaMark, BarsMark, Mark, Strip, TextMark, stacked
from posapp.printing.proofs import proof
from posapp.printing.style import ASCENT, DOT, GAP, HAIR, HEAVY, MODULE, Style
from posapp.printing.tables import held, signatures, table, unfolded
from posapp.printing.text import Line, line, wrap

_INDENT: Final = 9.0
_PALE: Final = 0.8
_BAR_HEIGHT: Final = 36.0
_LEGIBLE: Final = 11.0  # digits that optical readers and people read


def measure(blocks: tuple[Block, ...], style: Style) -> list[Strip]:
    """Strips of all blocks, in order; those that close a table stay with its last lines."""
    parts = [tuple(_MEASURES[type(block)](block, style)) for block in blocks]
    for at in _closing(blocks):
        whole = not isinstance(blocks[at], Table)
        parts[at] = held(parts[at]) if whole else (*parts[at][:-1], *held(parts[at][-1:]))
    return [strip for part in parts for strip in part]


def _closing(blocks: tuple[Block, ...]) -> range:
    """The last table before signatures and what stands between: totals are never signed alone."""
    kinds = [type(block) for block in blocks]
    if Signatures not in kinds:
        return range(0)
    end = kinds.index(Signatures)
    tables = [at for at in range(end) if kinds[at] is Table]
    return range(tables[-1], end) if tables else range(0)


def _section(block: Section, style: Style) -> Iterator[Strip]:
    yield Strip(style.line * 0.2, keep=True)
    for text in wrap(block.text, style.content, style.base, bold=True):
        yield Strip(style.line, (TextMark(text, 0, style.base * ASCENT, style.base),), keep=True)
    yield Strip(style.line * 0.15, keep=True)


def _entry(block: Entry, style: Style) -> Iterator[Strip]:
    """The text wraps beside its amount; the amount stands on the first line."""
    size = style.base
    left = (style.narrow if block.narrow else 0.0) + block.level * _INDENT
    amount = line(block.right, bold=block.strong)
    room = style.content - left - (amount.width(size) + GAP if block.right else 0.0)
    texts = wrap(block.left, room, size, bold=block.strong)
    beside, below = _aside(block, texts, room, style)
    last = len(texts) + len(below) - 1
    for index, text in enumerate(texts):
        marks: list[Mark] = [TextMark(text, left, size * ASCENT, size)]
        if beside:
            x = left + text.width(size) + GAP
            marks.append(TextMark(beside, x, size * ASCENT, style.small, style.muted))
        if index == 0 and block.right:
            x = style.content - amount.width(size)
            marks.append(TextMark(amount, x, size * ASCENT, size))
        yield Strip(size * style.leading, tuple(marks), keep=index < min(last, 3) or block.keep)
    small = style.small
    for index, text in enumerate(below, start=len(texts)):
        mark = TextMark(text, left, small * ASCENT, small, style.muted)
        yield Strip(small * style.leading, (mark,), keep=index < min(last, 3) or block.keep)


def _aside(
    block: Entry, texts: tuple[Line, ...], room: float, style: Style
) -> tuple[Line | None, tuple[Line, ...]]:
    """The remark of an entry: the line beside the text, or the lines below it."""
    if not block.aside:
        return None, ()
    remark = line(block.aside)
    needed = texts[0].width(style.base) + GAP + remark.width(style.small)
    if not style.roll and len(texts) == 1 and needed <= room:
        return remark, ()
    # Below the first line the column of amounts is free.
    left = (style.narrow if block.narrow else 0.0) + block.level * _INDENT
    return None, wrap(block.aside, style.content - left, style.small)


def _total(block: Total, style: Style) -> Iterator[Strip]:
    """Label and amount on one baseline; an amount too wide for that gets its own line."""
    width = style.content - style.narrow
    amount = line(block.amount, bold=True)
    size = min(style.total, style.total * width / max(amount.width(style.total), 1.0))
    label_size = style.base * 1.25
    labels = wrap(block.label, width, label_size, bold=True)
    beside = len(labels) == 1 and labels[0].width(label_size) + GAP + amount.width(size) <= width
    height = size * 1.12
    baseline = height - size * 0.2
    number = TextMark(amount, style.content - amount.width(size), baseline, size)
    if beside:
        label = TextMark(labels[0], style.narrow, baseline, label_size)
        yield Strip(height, (label, number), keep=True)
        return
    for text in labels:
        mark = TextMark(text, style.narrow, label_size * ASCENT, label_size)
        yield Strip(label_size * style.leading, (mark,), keep=True)
    yield Strip(height, (number,), keep=True)


def _note(block: Note, style: Style) -> Iterator[Strip]:
    size = style.small if block.small else style.base
    gray = style.muted if block.small else 0.0
    yield from stacked(wrap(block.text, style.content, size), size, style, gray=gray)


def _rule(block: Rule, style: Style) -> Iterator[Strip]:
    left = style.narrow if block.narrow else 0.0
    weight = HEAVY if block.heavy else HAIR
    gap = style.line * 0.4
    mark = AreaMark(left, gap, style.content - left, weight)
    yield Strip(weight + 2 * gap, (mark,), keep=True)


def _divider(_block: Divider, style: Style) -> Iterator[Strip]:
    if style.roll:
        yield Strip(style.line * 0.4)
        return
    gap = style.line * 0.3
    yield Strip(HAIR + 2 * gap, (AreaMark(0, gap, style.content, HAIR, gray=_PALE),))


def _space(block: Space, style: Style) -> Iterator[Strip]:
    yield Strip(block.lines * style.line)


def _table(block: Table, style: Style) -> Iterator[Strip]:
    if style.roll:
        yield from measure(unfolded(block), style)
        return
    yield from table(block, style)


def _barcode(block: Barcode, style: Style) -> Iterator[Strip]:
    """Bars two printer dots wide, where the number is long one and a half or one.

    A number that even so is wider than the paper has none: its digits are on the paper anyway.
    """
    widths = bars(block.value)
    if widths is None:
        return
    modules = sum(map(int, widths)) + 2 * QUIET
    fitting = [m for m in (MODULE, 1.5 * DOT, DOT) if modules * m <= style.content]
    if not fitting:
        return
    module = fitting[0]
    inner = (modules - 2 * QUIET) * module
    x = (style.content - inner) / 2 if style.roll else 0.0
    # On whole printer dots, so that every bar is as wide as its neighbour of the same width.
    x = round((style.side + x) / DOT) * DOT - style.side
    mark = BarsMark(widths, x, style.line * 0.5, module, _BAR_HEIGHT)
    yield Strip(_BAR_HEIGHT + style.line * 0.7, (mark,), keep=True)
    digits = line(block.digits or block.value)
    size = style.small
    if block.digits:
        size = min(_LEGIBLE, _LEGIBLE * style.content / digits.width(_LEGIBLE))
    middle = max(0.0, x + (inner - digits.width(size)) / 2)
    text = TextMark(digits, middle, size * ASCENT, size)
    yield Strip(size * style.leading, (text,))


_MEASURES: Final[dict[type, Callable[[Any, Style], Iterator[Strip]]]] = {
    Masthead: masthead,
    Banner: banner,
    Facts: facts,
    Section: _section,
    Entry: _entry,
    Total: _total,
    Note: _note,
    Rule: _rule,
    Divider: _divider,
    Space: _space,
    Barcode: _barcode,
    Proof: proof,
    Table: _table,
    Signatures: signatures,
}
