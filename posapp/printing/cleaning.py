"""The edge where foreign text becomes printable text (reliability A.5, B.5).

Names, comments and messages come from files, scanners and keyboards. What could steer a printer
(``ESC p`` opens a cash drawer), hide text or turn its direction (bidi overrides) is removed here,
before anything is measured. What is merely unknown to our fonts stays: it becomes a visible box.
"""

import re
import unicodedata
from typing import Final

# C0 and C1 controls without tab and line feed, surrogates, and every invisible format character
# except the joiners, which Persian and Indic names need.
_REMOVED: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_BREAKS: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SPACES: Final = re.compile("[\t\u1680\u2000-\u200a\u205f]")


def clean(text: str) -> str:
    """Printable form of any text: NFC, no controls, no bidi controls, single line feeds.

    Tabs and exotic spaces become plain spaces; no-break spaces stay. Never fails.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _BREAKS.sub("\n", text)
    text = _REMOVED.sub("", _SPACES.sub(" ", text))
    return unicodedata.normalize("NFC", text)


def one_line(text: str) -> str:
    """``clean`` with line breaks turned into spaces and surrounding blanks cut off."""
    return clean(text).replace("\n", " ").strip()
