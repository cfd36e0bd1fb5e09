"""Marks on a ReportLab canvas: shaped lines, rules, filled areas, bars.

Coordinates are points from the lower left corner of the page; gray runs from 0 (black) to 1.
"""

import re
from typing import Any, Final

from posapp.printing.embedding import EmbeddedFont
from posapp.printing.faces import EM, Face, Glyph
from posapp.printing.text import BOX_ADVANCE, GlyphRun, Line, Run

# The box for a character that no font has, in thousandths of the font size.
_BOX_INSET: Final = 70
_BOX_HEIGHT: Final = 714
_BOX_STROKE: Final = 60
_DARK: Final = re.compile("1+")


class Pen:
    """Draws on one canvas and keeps count of the glyphs that its document must carry."""

    def __init__(self, canvas: Any) -> None:
        self._canvas = canvas
        self._fonts: dict[str, EmbeddedFont] = {}

    def text(self, line: Line, x: float, y: float, size: float, gray: float = 0.0) -> None:
        """Draw a shaped line with its left end on the baseline at ``x``, ``y``."""
        self._canvas.setFillGray(gray)
        for run in line.runs:
            self._run(run, x, y, size, gray)
            x += run.advance * size / EM

    def rule(self, x: float, y: float, width: float, weight: float, gray: float = 0.0) -> None:
        """A horizontal line whose middle is at ``y``."""
        self.area(x, y - weight / 2, width, weight, gray)

    def area(self, x: float, y: float, width: float, height: float, gray: float = 0.0) -> None:
        """A filled rectangle."""
        self._canvas.setFillGray(gray)
        self._canvas.rect(x, y, width, height, stroke=0, fill=1)

    def frame(self, x: float, y: float, width: float, height: float, weight: float) -> None:
        """An outlined rectangle; the line lies inside it."""
        self._canvas.setStrokeGray(0)
        self._canvas.setLineWidth(weight)
        half = weight / 2
        self._canvas.rect(x + half, y + half, width - weight, height - weight)

    def bars(self, widths: str, x: float, y: float, module: float, height: float) -> None:
        """Bars and gaps in turn, ``module`` points for each unit of width."""
        parts = []
        for index, width in enumerate(map(int, widths)):
            if index % 2 == 0:
                parts.append(f"{x:.4f} {y:.2f} {width * module:.4f} {height:.2f} re")
            x += width * module
        self._canvas.setFillGray(0)
        self._canvas.addLiteral(f"n {' '.join(parts)} f")

    def squares(self, rows: tuple[str, ...], x: float, y: float, module: float) -> None:
        """Dark modules in rows from the top edge ``y``; neighbours of a row are one area."""
        parts = []
        for number, row in enumerate(rows, start=1):
            bottom = y - number * module
            for run in _DARK.finditer(row):
                left, width = x + run.start() * module, len(run[0]) * module
                parts.append(f"{left:.3f} {bottom:.3f} {width:.3f} {module:.3f} re")
        self._canvas.setFillGray(0)
        self._canvas.addLiteral(f"n {' '.join(parts)} f")

    def finish(self) -> None:
        """Put the fonts into the document; call once, just before the canvas is saved."""
        document = self._canvas._doc  # noqa: SLF001 - ReportLab has no public door to its fonts
        for font in self._fonts.values():
            font.add_to(document)

    def _run(self, run: Run, x: float, y: float, size: float, gray: float) -> None:
        if isinstance(run, GlyphRun):
            self._glyphs(run, x, y, size)
        else:
            self._boxes(len(run.text), x, y, size, gray)

    def _glyphs(self, run: GlyphRun, x: float, y: float, size: float) -> None:
        font = self._font(run.face)
        shown = _shown(font, run.glyphs, size)
        self._canvas.addLiteral(f"BT /{font.name} {size:g} Tf {x:.2f} {y:.2f} Td {shown} ET")

    def _boxes(self, count: int, x: float, y: float, size: float, gray: float) -> None:
        self._canvas.setStrokeGray(gray)
        self._canvas.setLineWidth(_BOX_STROKE * size / EM)
        unit = size / EM
        for index in range(count):
            left = x + (index * BOX_ADVANCE + _BOX_INSET) * unit
            width = (BOX_ADVANCE - 2 * _BOX_INSET) * unit
            self._canvas.rect(left, y, width, _BOX_HEIGHT * unit)

    def _font(self, face: Face) -> EmbeddedFont:
        font = self._fonts.get(face.name)
        if font is None:
            name = f"P{len(self._fonts) + 1}"
            font = self._fonts[face.name] = EmbeddedFont(face, name)
        return font


def _shown(font: EmbeddedFont, glyphs: tuple[Glyph, ...], size: float) -> str:
    """Operators that show glyphs: codes with the kerning between them, raised where asked."""
    out: list[str] = []
    items: list[str] = []
    codes = ""
    rise = 0
    for glyph in glyphs:
        if glyph.dy != rise:
            out.append(_array(items, codes))
            items, codes, rise = [], "", glyph.dy
            out.append(f"{rise * size / EM:.3g} Ts")
        if glyph.dx:
            items += [f"<{codes}>" if codes else "", str(-glyph.dx)]
            codes = ""
        codes += f"{font.code(glyph):04X}"
        back = glyph.width + glyph.dx - glyph.advance
        if back:
            items += [f"<{codes}>", str(back)]
            codes = ""
    out.append(_array(items, codes))
    if rise:
        out.append("0 Ts")
    return " ".join(filter(None, out))


def _array(items: list[str], codes: str) -> str:
    if codes:
        items = [*items, f"<{codes}>"]
    return f"[{' '.join(filter(None, items))}] TJ" if items else ""
