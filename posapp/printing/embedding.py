"""Fonts inside a PDF: one small subset per font and paper, with a way back from glyph to text.

ReportLab embeds by character and cuts fonts in Python with their hints, which costs twice the
bytes and cannot carry shaped Arabic. Here a code stands for one glyph with the text behind it, so
ligatures and joined letters can be copied and searched (PDF 32000-1, 9.7 and 9.10.3).
"""

import struct
import zlib
from typing import Any, Final

from reportlab.pdfbase import pdfdoc

from posapp.printing.faces import EM, Face, Glyph

_FLAGS_SYMBOLIC: Final = 4
_TAG_LETTERS: Final = 6
_MAPPINGS_PER_BLOCK: Final = 100
_CMAP_HEAD: Final = (
    "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
    "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
    "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
    "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
)
_CMAP_TAIL: Final = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"


class EmbeddedFont:
    """The part of one font that one document uses; two-byte codes are given as glyphs come."""

    def __init__(self, face: Face, name: str) -> None:
        self.face = face
        self.name = name
        self._codes: dict[tuple[int, str], int] = {}
        self._widths: list[int] = []

    def code(self, glyph: Glyph) -> int:
        """Code of a glyph in this document, new at its first use."""
        key = (glyph.gid, glyph.text)
        code = self._codes.get(key)
        if code is None:
            # Code 0 stays free: it means "no glyph" everywhere in PDF.
            code = self._codes[key] = len(self._codes) + 1
            self._widths.append(glyph.width)
        return code

    def add_to(self, document: Any) -> None:
        """Write the font's objects into a ReportLab document, once, before it is saved."""
        data, places = self.face.subset(gid for gid, _ in self._codes)
        tag = _tag(zlib.crc32(repr(sorted(self._codes)).encode()))
        base = pdfdoc.PDFName(f"{tag}+{self.face.name}")
        descendant = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("CIDFontType2"),
                "BaseFont": base,
                "CIDSystemInfo": _system_info(),
                "FontDescriptor": document.Reference(self._descriptor(document, base, data)),
                "DW": 0,
                "W": pdfdoc.PDFArray([1, pdfdoc.PDFArray(self._widths)]),
                "CIDToGIDMap": _stream(document, self._gid_map(places)),
            }
        )
        font = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("Type0"),
                "BaseFont": base,
                "Encoding": pdfdoc.PDFName("Identity-H"),
                "DescendantFonts": pdfdoc.PDFArray([document.Reference(descendant)]),
                "ToUnicode": _stream(document, self._to_unicode()),
            }
        )
        fonts = document.idToObject[pdfdoc.BasicFonts].dict
        fonts[self.name] = document.Reference(font, f"embedded:{self.name}")

    def _descriptor(self, document: Any, base: Any, data: bytes) -> Any:
        face = self.face
        return pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("FontDescriptor"),
                "FontName": base,
                "Flags": _FLAGS_SYMBOLIC,
                "FontBBox": pdfdoc.PDFArray([-EM, face.descent, 2 * EM, face.ascent]),
                "ItalicAngle": 0,
                "Ascent": face.ascent,
                "Descent": face.descent,
                "CapHeight": face.cap_height,
                "StemV": face.stem,
                "FontFile2": _stream(document, data, Length1=len(data)),
            }
        )

    def _gid_map(self, places: dict[int, int]) -> bytes:
        gids = [0, *(places[gid] for gid, _ in self._codes)]
        return struct.pack(f">{len(gids)}H", *gids)

    def _to_unicode(self) -> bytes:
        """Text of each code; a code without text of its own says nothing."""
        said = [(code, text) for (_, text), code in self._codes.items() if text]
        parts = [_CMAP_HEAD]
        for start in range(0, len(said), _MAPPINGS_PER_BLOCK):
            block = said[start : start + _MAPPINGS_PER_BLOCK]
            parts.append(f"{len(block)} beginbfchar\n")
            parts += [f"<{code:04X}> <{_utf16(text)}>\n" for code, text in block]
            parts.append("endbfchar\n")
        return "".join([*parts, _CMAP_TAIL]).encode("ascii")


def _utf16(text: str) -> str:
    """A text as hexadecimal UTF-16BE, as PDF wants it."""
    return text.encode("utf-16-be").hex().upper()


def _system_info() -> Any:
    return pdfdoc.PDFDictionary(
        {
            "Registry": pdfdoc.PDFString("Adobe"),
            "Ordering": pdfdoc.PDFString("Identity"),
            "Supplement": 0,
        }
    )


def _stream(document: Any, content: bytes, **entries: int) -> Any:
    stream = pdfdoc.PDFStream(
        pdfdoc.PDFDictionary(dict(entries)), content, filters=[pdfdoc.PDFZCompress]
    )
    return document.Reference(stream)


def _tag(number: int) -> str:
    """Six letters that differ for different subsets: readers cache fonts by their full name."""
    letters = ""
    for _ in range(_TAG_LETTERS):
        number, rest = divmod(number, 26)
        letters += chr(ord("A") + rest)
    return letters
