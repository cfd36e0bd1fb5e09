"""The fonts of our papers: parsed once, shaped by HarfBuzz, cut down to the glyphs a paper uses.

Noto Sans for Latin, Greek and Cyrillic; its Armenian, Georgian, Hebrew and Arabic sisters;
NanumSquare for Korean (SIL Open Font License); Droid Sans Fallback, which has one weight, for
Chinese and Japanese (Apache License). All lie in ``resources/fonts``, and what a paper uses of them
goes into it: a font that is only named is blank in every reader and printer that has none (PR-05).
Lengths are in thousandths of the font size.
"""

from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

import uharfbuzz as hb

from posapp.paths import resource

FAMILY: Final = (
    "NotoSans",
    "NotoSansArmenian",
    "NotoSansGeorgian",
    "NotoSansHebrew",
    "NotoSansArabic",
)
_KOREAN: Final = "NanumSquare"
_IDEOGRAPHS: Final = "DroidSansFallback-Regular"
# First and last code of what that font draws: radicals to syllables, full-width forms.
_WIDE: Final = ((0x2E80, 0xD7A3), (0xFF01, 0xFFE6))
# First and last code of letters and syllables; the font's other signs are left to the rest.
_HANGUL: Final = ((0x1100, 0x11FF), (0x3130, 0x318F), (0xAC00, 0xD7A3))
_HANJA: Final = (0x4E00, 0x9FFF)
EM: Final = 1000
MINUS: Final = "\u2212"
_STEM_REGULAR: Final = 90
_STEM_BOLD: Final = 150
_EN_DASH: Final = "\u2013"
# What a PDF reader does not need of an embedded font.
_DROPPED: Final = ("GSUB", "GPOS", "GDEF", "cmap", "name", "post", "OS/2", "gasp", "DSIG")


class Glyph(NamedTuple):
    """One positioned glyph and the characters that it stands for.

    ``width`` is the font's own advance, ``advance`` the one after kerning; ``dx`` and ``dy`` move
    the glyph without moving the pen. ``text`` is empty for the second glyph of one character.
    ``cluster`` is the index of its first character in the shaped text.
    """

    gid: int
    text: str
    cluster: int
    advance: int
    width: int
    dx: int
    dy: int


class Face:
    """One font file with its metrics; safe to share between threads after it is made.

    Raises:
        uharfbuzz.HarfBuzzError: when the shipped file is missing (a broken installation).
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._face = hb.Face(hb.Blob.from_file_path(str(resource("fonts", f"{name}.ttf"))))
        self._font = hb.Font(self._face)
        self._font.scale = (EM, EM)
        self._covered = frozenset(self._face.unicodes)
        extents = self._font.get_font_extents("ltr")
        self.ascent: int = extents.ascender
        self.descent: int = extents.descender
        capital = self._font.get_nominal_glyph(ord("H"))
        self.cap_height: int = (
            self._font.get_glyph_extents(capital).y_bearing if capital else self.ascent
        )
        self.stem = _STEM_BOLD if name.endswith("Bold") else _STEM_REGULAR
        self._stand_ins = {} if ord(MINUS) in self._covered else self._minus()

    def covers(self, char: str) -> bool:
        """Whether the font has a glyph for a character."""
        return ord(char) in self._covered or char in self._stand_ins

    def shape(self, text: str, *, rtl: bool) -> tuple[Glyph, ...]:
        """Glyphs of a run in one direction, in visual order from left to right."""
        return _shape(self, text, rtl)

    def subset(self, gids: Iterable[int]) -> tuple[bytes, dict[int, int]]:
        """A font file with only these glyphs, unhinted, and the new index of each old one."""
        wanted = hb.SubsetInput()
        wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
        wanted.glyph_set.update(gids)
        wanted.drop_table_tag_set.update(
            int.from_bytes(tag.encode("ascii"), "big") for tag in _DROPPED
        )
        plan = hb.SubsetPlan(self._face, wanted)
        data = bytes(plan.execute().blob.data)
        return data, dict(plan.old_to_new_glyph_mapping)

    def glyphs(self, text: str, *, rtl: bool) -> tuple[Glyph, ...]:
        """``shape`` without its memory."""
        shown = "".join(_EN_DASH if char in self._stand_ins else char for char in text)
        buffer = hb.Buffer()
        buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
        buffer.add_str(shown)
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if rtl else "ltr"
        hb.shape(self._font, buffer, {})
        infos = buffer.glyph_infos
        texts = _texts([info.cluster for info in infos], text, rtl=rtl)
        return tuple(
            self._stand_ins.get(said)
            or Glyph(
                info.codepoint,
                said,
                info.cluster,
                place.x_advance,
                self._font.get_glyph_h_advance(info.codepoint),
                place.x_offset,
                place.y_offset,
            )
            for info, place, said in zip(infos, buffer.glyph_positions, texts, strict=True)
        )

    def _minus(self) -> dict[str, Glyph]:
        """A true minus for a font without one: its en dash, as wide and as high as its plus."""
        dash, plus = (self._font.get_nominal_glyph(ord(char)) for char in (_EN_DASH, "+"))
        if not dash or not plus:
            return {}
        here, there = (self._font.get_glyph_extents(gid) for gid in (dash, plus))
        width = self._font.get_glyph_h_advance(dash)
        advance = self._font.get_glyph_h_advance(plus)
        rise = there.y_bearing + there.height // 2 - here.y_bearing - here.height // 2
        return {MINUS: Glyph(dash, MINUS, 0, advance, width, (advance - width) // 2, rise)}


@cache
def face(name: str) -> Face:
    """The font of a name, parsed at its first use (about 2 ms) and kept."""
    return Face(name)


@lru_cache(maxsize=8192)
def face_for(char: str, *, bold: bool) -> Face | None:
    """The first of our fonts that has a character, ``None`` when none has."""
    weight = "Bold" if bold else "Regular"
    families = (_KOREAN,) if is_hangul(char) else FAMILY
    names = [f"{family}-{weight}" for family in families]
    if _lies_in(_WIDE, char):
        names.append(_IDEOGRAPHS)
    candidates = map(face, names)
    return next((found for found in candidates if found.covers(char)), None)


def is_hangul(char: str) -> bool:
    """Whether a character is Korean and nothing else."""
    return _lies_in(_HANGUL, char)


def _lies_in(ranges: tuple[tuple[int, int], ...], char: str) -> bool:
    return any(low <= ord(char) <= high for low, high in ranges)


@lru_cache(maxsize=1024)
def hanja_face(char: str, *, bold: bool) -> Face | None:
    """The font of an ideograph in a Korean name; ``None`` where that font has none."""
    if not _HANJA[0] <= ord(char) <= _HANJA[1]:
        return None
    found = face(f"{_KOREAN}-{'Bold' if bold else 'Regular'}")
    return found if found.covers(char) else None


@lru_cache(maxsize=1024)
def _shape(font: Face, text: str, rtl: bool) -> tuple[Glyph, ...]:
    # Labels, names of tenders and round amounts return on every receipt.
    return font.glyphs(text, rtl=rtl)


def _texts(clusters: list[int], text: str, *, rtl: bool) -> list[str]:
    """The characters behind each glyph, so that copied text reads as it was written.

    A ligature gets all of its characters; where one cluster became several glyphs, the first
    ones in reading order get one character each and the last the rest.
    """
    bounds = [*sorted(set(clusters)), len(text)]
    end = dict(pairwise(bounds))
    order = range(len(clusters) - 1, -1, -1) if rtl else range(len(clusters))
    said = [""] * len(clusters)
    places: dict[int, list[int]] = {}
    for index in order:
        places.setdefault(clusters[index], []).append(index)
    for start, indexes in places.items():
        chars = text[start : end[start]]
        for index in indexes[:-1]:
            said[index], chars = chars[:1], chars[1:]
        said[indexes[-1]] = chars
    return said
