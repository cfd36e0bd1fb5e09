"""From the layout model to PDF: measured, broken into pages, drawn on a ReportLab canvas.

A roll is one page cut to its content. Sheets carry *Page n of m* (PR-05) and, from the second page
on, a line that says which paper they belong to. The same blocks always give the same bytes.
"""

import io
from collections.abc import Iterable, Iterator
from dataclasses import replace

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from posapp.i18n import _
from posapp.printing.blocks import Block
from posapp.printing.cleaning import one_line
from posapp.printing.marks import AreaMark, BarsMark, Mark, SquaresMark, Strip, TextMark
from posapp.printing.pen import Pen
from posapp.printing.strips import measure
from posapp.printing.style import STYLES, Layout, Style
from posapp.printing.text import line

Page = list[Strip]

# Pages written as letters take more time and a quarter more room; printers and viewers read bytes (P9).
rl_config.useA85 = 0


class _Sheets(Canvas):  # type: ignore[misc]
    """A canvas that names no font of its own: ReportLab's would be Helvetica, not embedded."""

    def _make_preamble(self) -> None:
        """Begin a page in points from its lower left corner and nothing else."""
        self._preamble = "1 0 0 1 0 0 cm"


def render(blocks: Iterable[Block], *, layout: Layout, title: str, running: str = "") -> bytes:
    """PDF of a paper.

    Args:
        blocks: what it says.
        layout: the paper.
        title: document title, for print queues and viewers.
        running: head of the second and later pages of a sheet; ``title`` when empty.
    """
    return render_parts([blocks], style=STYLES[layout], title=title, running=running)


def render_parts(
    parts: Iterable[Iterable[Block]],
    *,
    style: Style,
    title: str,
    running: str = "",
    apart: bool = False,
) -> bytes:
    """PDF of several papers in one: a page each on a roll, below each other on a sheet.

    Args:
        parts: what each says.
        style: measures of the paper.
        title: as for ``render``.
        running: as for ``render``.
        apart: a page each on a sheet too, because each is for somebody else; each counts its own
            pages.
    """
    measured = [measure(tuple(blocks), style) for blocks in parts]
    flows = measured if apart else _flows(measured, style)
    parts_of_pages = [paginate(strips, style) for strips in flows]
    buffer = io.BytesIO()
    canvas = _Sheets(buffer, pageCompression=1, invariant=1)
    canvas.setTitle(one_line(title))
    canvas.setCreator("posapp")
    canvas.setViewerPreference("PrintScaling", "None")
    pen = Pen(canvas)
    for pages in parts_of_pages:
        for number, page in enumerate(pages, start=1):
            height = _height(page, style)
            canvas.setPageSize((style.width, height))
            _draw(pen, page, style, height - style.top)
            if not style.roll:
                _furnish(pen, style, running or title, number, len(pages))
            canvas.showPage()
    pen.finish()
    canvas.save()
    return buffer.getvalue()


def _flows(measured: list[list[Strip]], style: Style) -> Iterator[list[Strip]]:
    """Strips that follow each other: each part for itself, or all with every part kept whole."""
    if style.roll or len(measured) == 1:
        yield from measured
        return
    yield [
        replace(strip, keep=strip.keep or number < len(strips))
        for strips in measured
        for number, strip in enumerate(strips, start=1)
    ]


def paginate(strips: list[Strip], style: Style) -> list[Page]:
    """Strips of each page: filled from the top, groups held by ``keep`` moved together.

    A group that is higher than a page is split after all; empty strips do not begin a page.
    """
    room = style.height - style.top - style.bottom
    pages: list[Page] = [[]]
    used = 0.0
    for group in _groups(strips, room):
        height = sum(strip.height for strip in group)
        if used + height > room and pages[-1]:
            head = group[0].head
            pages.append([] if head is None else [head])
            used = 0.0 if head is None else head.height
        if len(pages) > 1 and not pages[-1] and not any(strip.marks for strip in group):
            continue
        pages[-1] += group
        used += height
    return pages


def _groups(strips: list[Strip], room: float) -> list[list[Strip]]:
    groups: list[list[Strip]] = []
    group: list[Strip] = []
    height = 0.0
    for strip in strips:
        if group and (not group[-1].keep or height + strip.height > room):
            groups.append(group)
            group, height = [], 0.0
        group.append(strip)
        height += strip.height
    return [*groups, group] if group else groups


def _height(page: Page, style: Style) -> float:
    if not style.roll:
        return style.height
    return max(style.top + sum(strip.height for strip in page) + style.bottom, style.least)


def _draw(pen: Pen, page: Page, style: Style, top: float) -> None:
    for strip in page:
        for mark in strip.marks:
            _draw_mark(pen, mark, style.side, top)
        top -= strip.height


def _draw_mark(pen: Pen, mark: Mark, left: float, top: float) -> None:
    if isinstance(mark, TextMark):
        pen.text(mark.line, left + mark.x, top - mark.y, mark.size, mark.gray)
    elif isinstance(mark, BarsMark):
        bottom = top - mark.y - mark.height
        pen.bars(mark.widths, left + mark.x, bottom, mark.module, mark.height)
    elif isinstance(mark, SquaresMark):
        pen.squares(mark.rows, left + mark.x, top - mark.y, mark.module)
    elif isinstance(mark, AreaMark):
        bottom = top - mark.y - mark.height
        if mark.stroke:
            pen.frame(left + mark.x, bottom, mark.width, mark.height, mark.stroke)
        else:
            pen.area(left + mark.x, bottom, mark.width, mark.height, mark.gray)


def _furnish(pen: Pen, style: Style, running: str, number: int, of: int) -> None:
    """Page number below, and on later pages the running head above."""
    count = line(_("Page {number} of {of}").format(number=number, of=of))
    x = style.width - style.side - count.width(style.small)
    pen.text(count, x, style.bottom * 0.55, style.small, style.muted)
    if number > 1:
        y = style.height - style.top * 0.6
        pen.text(line(running), style.side, y, style.small, style.muted)
