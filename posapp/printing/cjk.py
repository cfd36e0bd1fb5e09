"""Chinese and Japanese by the standard CID fonts that PDF readers bring along.

Korean has a font of its own (``faces``); rare signs that it lacks are tried here as well.

They are not embedded, so a paper stays small. The reader's font is addressed by UCS-2 code; what
the national character set behind it lacks would be silently blank, so coverage is asked of the
codec of that set and the rest becomes a box.
"""

from functools import cache, lru_cache
from typing import Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont

_HAN: Final = "STSong-Light"
_KANA: Final = "HeiseiMin-W3"
_HANGUL: Final = "HYSMyeongJo-Medium"
_CODEC: Final = {_HAN: "gbk", _KANA: "shift_jis", _HANGUL: "cp949"}
# First and last code of what we let these fonts draw: radicals to syllables, full-width forms.
_RANGES: Final = ((0x2E80, 0xD7A3), (0xFF01, 0xFFE6))


def order_for(text: str) -> tuple[str, str, str]:
    """Fonts to try for the ideographs of a text: kana means Japanese, hangul Korean."""
    if any("\u3041" <= char <= "\u30ff" or "\uff66" <= char <= "\uff9d" for char in text):
        return _KANA, _HAN, _HANGUL
    if any("\uac00" <= char <= "\ud7a3" for char in text):
        return _HANGUL, _HAN, _KANA
    return _HAN, _KANA, _HANGUL


@lru_cache(maxsize=8192)
def cid_font_for(char: str, order: tuple[str, ...]) -> str | None:
    """Name of the first font in ``order`` that has a character, ``None`` when none has."""
    if not any(low <= ord(char) <= high for low, high in _RANGES):
        return None
    return next((name for name in order if _encodes(char, _CODEC[name])), None)


def cid_width(name: str, text: str) -> float:
    """Advance of a text in a CID font, in thousandths of the font size."""
    return float(_registered(name).stringWidth(text, 1000))


@cache
def _registered(name: str) -> UnicodeCIDFont:
    font = UnicodeCIDFont(name)
    pdfmetrics.registerFont(font)
    return font


def _encodes(char: str, codec: str) -> bool:
    try:
        char.encode(codec)
    except UnicodeEncodeError:
        return False
    return True
