"""Text in many scripts: split by font and direction, shaped, measured and broken into lines.

Every character ends up as a glyph of our own fonts or as a visible box; none is dropped. Advances are in thousandths of the font size, widths in points.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Final

from posapp.printing.bidi_levels import base_level, levels, visual_order
from posapp.printing.cleaning import clean
from posapp.printing.faces import EM, Face, Glyph, face_for, hanja_face, is_hangul

BOX_ADVANCE: Final = 640
_JOINERS: Final = "\u200c\u200d"
_SHORT: Final = 120  # texts that may well fit a line and return on other papers
_BREAK_AFTER: Final = "-/,;"


@dataclass(frozen=True, slots=True)
class GlyphRun:
    """Glyphs of one embedded font, in visual order."""

    face: Face
    glyphs: tuple[Glyph, ...]
    advance: float


@dataclass(frozen=True, slots=True)
class MissingRun:
    """Characters that no font has: drawn as that many boxes."""

    text: str
    advance: float


Run = GlyphRun | MissingRun


@dataclass(frozen=True, slots=True)
class Line:
    """One shaped line: its text as written, its runs from left to right."""

    text: str
    runs: tuple[Run, ...]
    advance: float

    def width(self, size: float) -> float:
        """Width in points at a font size."""
        return self.advance * size / EM


EMPTY: Final = Line("", (), 0.0)


def line(text: str, *, bold: bool = False) -> Line:
    """A text on one line whatever its width; line breaks in it become spaces."""
    cleaned = clean(text).replace("\n", " ")
    return shaped(cleaned, bold, base_level(cleaned))


def wrap(text: str, width: float, size: float, *, bold: bool = False) -> tuple[Line, ...]:
    """A text on as many lines as a column of ``width`` points needs; at least one.

    Breaks at blanks, after hyphens and between ideographs; a word wider than the column is cut
    between characters, never inside a character with its marks.
    """
    lines: list[Line] = []
    for paragraph in clean(text).split("\n"):
        base = base_level(paragraph)
        if len(paragraph) <= _SHORT:
            whole = shaped(paragraph.strip(" "), bold, base)
            if whole.width(size) <= width:
                lines.append(whole)
                continue
        parts = _broken(paragraph, width * EM / size, bold)
        lines += [shaped(part, bold, base) for part in parts]
    return tuple(lines)


@lru_cache(maxsize=1024)
def shaped(text: str, bold: bool, base: int) -> Line:
    """One line of clean text, its runs from left to right."""
    found = list(_runs(text, bold, base))
    runs = tuple(found[index][1] for index in visual_order([level for level, _ in found]))
    return Line(text, runs, sum(run.advance for run in runs))


def _runs(text: str, bold: bool, base: int) -> Iterator[tuple[int, Run]]:
    """Runs of one font and one direction in reading order, with their levels."""
    fonts = _fonts(text, bold)
    keys = list(zip(levels(text, base), fonts, strict=True))
    for (level, font), group in groupby(range(len(text)), key=keys.__getitem__):
        indexes = list(group)
        part = text[indexes[0] : indexes[-1] + 1]
        yield level, _run(part, font, rtl=bool(level % 2))


def _run(text: str, font: Face | None, *, rtl: bool) -> Run:
    if isinstance(font, Face):
        glyphs = font.shape(text, rtl=rtl)
        return GlyphRun(font, glyphs, sum(glyph.advance for glyph in glyphs))
    return MissingRun(text[::-1] if rtl else text, BOX_ADVANCE * len(text))


def _fonts(text: str, bold: bool) -> list[Face | None]:
    """A font for each character; blanks, joiners and marks stay with what precedes them."""
    korean = not text.isascii() and any(map(is_hangul, text))
    fonts: list[Face | None] = []
    for char in text:
        before = fonts[-1] if fonts else None
        if before is not None and _stays(char, before):
            fonts.append(before)
        else:
            hanja = hanja_face(char, bold=bold) if korean else None
            fonts.append(hanja or face_for(char, bold=bold))
    return fonts


def _stays(char: str, font: Face) -> bool:
    if char in _JOINERS:
        return True
    return (char == " " or unicodedata.combining(char) > 0) and font.covers(char)


def _broken(text: str, width: float, bold: bool) -> list[str]:
    """Pieces of one paragraph that each fit ``width`` (in thousandths of the font size)."""
    advances = _advances(text, bold)
    if sum(advances) <= width:
        return [text.strip(" ")]
    pieces: list[str] = []
    start, used, best = 0, 0.0, 0
    for index, advance in enumerate(advances):
        if used + advance > width and index > start and text[index] != " " and advance:
            cut = best if best > start else _whole(text, start, index)
            pieces.append(text[start:cut].strip(" "))
            start, used = cut, sum(advances[cut:index])
        used += advance
        if _may_break(text, index):
            best = index + 1
    return [*pieces, text[start:].strip(" ")]


def _advances(text: str, bold: bool) -> list[float]:
    """Advance of each character in reading order; those of a cluster lie on its first one."""
    advances = [0.0] * len(text)
    at = 0
    for _, run in _runs(text, bold, base_level(text)):
        if isinstance(run, GlyphRun):
            for glyph in run.glyphs:
                advances[at + glyph.cluster] += glyph.advance
            at += _length(run)
        else:
            for offset in range(len(run.text)):
                advances[at + offset] = run.advance / len(run.text)
            at += len(run.text)
    return advances


def _length(run: GlyphRun) -> int:
    return sum(len(glyph.text) for glyph in run.glyphs)


def _may_break(text: str, index: int) -> bool:
    """Whether a line may end after this character."""
    char = text[index]
    if char == " " or char in _BREAK_AFTER:
        return True
    return "\u2e80" <= char <= "\ud7a3" or "\uff01" <= char <= "\uff60"


def _whole(text: str, start: int, index: int) -> int:
    """``index`` moved back so that no mark or joiner begins a line."""
    cut = index
    while cut > start + 1 and (text[cut] in _JOINERS or unicodedata.combining(text[cut])):
        cut -= 1
    return cut
