"""Folding of names and addresses, so that what people type finds what is written (ui.md 3).

Case, accents, apostrophes, dashes, foreign digits and letters like ``ł`` do not count:
``Suilleabhain`` finds ``Ó Súilleabháin`` and ``obrien`` finds ``O'Brien``. Scripts written without
spaces are cut into tails, so that a given name finds its owner. Pure text, no I/O.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

LONGEST_TEXT: Final = 200
"""More of a query than this is not looked at; no name or address needs more."""
LONGEST_WORD: Final = 24
"""Words are kept and sought up to this many characters."""
MOST_WORDS: Final = 8
"""A query counts this many words; each further one could only narrow the hits."""

_TAIL: Final = 6
_SHORT: Final = 3

# Letters that Unicode does not take apart; casefold and NFKD see to the others.
_LETTERS: Final = {
    "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i",
    "ĸ": "k", "ŋ": "n", "ŧ": "t", "ƒ": "f", "ə": "e", "ɛ": "e", "ɔ": "o", "ɓ": "b", "ɗ": "d",
    "ƙ": "k", "ƴ": "y", "ʔ": "", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ـ": "",
}  # fmt: skip
# Written out in two letters where the keyboard lacks them: Müller is also typed Mueller.
_SPELT: Final = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue",
     "Å": "Aa", "Ø": "Oe"}
)  # fmt: skip
_APOSTROPHES: Final = frozenset(
    "'`\u00b4\u2018\u2019\u201b\u02b9\u02bb\u02bc\u02bd\u2032\uff07\u05f3"
)
_JOINTS: Final = frozenset("-._/&\u00b7\u30fb\u05be\u2212")
_SPACELESS: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u312f"
    "\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
_JOINT: Final = re.compile(r"['-]+")
_JOINT_OR_GAP: Final = re.compile(r"['@-]")


class _Folds(dict[int, str]):
    """What each character of a decomposed text becomes; worked out when first met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


class _Lines(dict[int, str]):
    """The same for a line: apostrophes join, dashes and ``@`` part."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _JOINT_OR_GAP.sub(_in_line, _FOLDS[code])
        return folded


_FOLDS: Final = _Folds()
_LINES: Final = _Lines()


@cache
def _runs() -> re.Pattern[str]:
    """Runs of letters with and without spaces; its sets take 4 ms to compile, a start has no word."""
    return re.compile(f"[{_SPACELESS}]+|[^{_SPACELESS}]+")


@cache
def _run() -> re.Pattern[str]:
    return re.compile(f"[{_SPACELESS}]+")


def _fold_character(char: str) -> str:
    """A folded letter or digit, ``'``, ``-`` or ``@`` inside words, nothing, or a space."""
    category = unicodedata.category(char)
    if char in _APOSTROPHES:
        folded = "'"
    elif char in _JOINTS or category == "Pd":
        folded = "-"
    elif char == "@":
        folded = char
    elif category[0] == "M":
        # Vowel signs of Indic scripts are no accents: they have no combining class.
        folded = "" if unicodedata.combining(char) else char
    elif category == "Nd":
        folded = str(unicodedata.decimal(char))
    elif category[0] in "LN":
        parts = unicodedata.normalize("NFKD", char.casefold())
        folded = "".join(_LETTERS.get(p, p) for p in parts if not unicodedata.combining(p))
    else:
        folded = "" if category == "Cf" else " "
    return folded


def _in_line(found: re.Match[str]) -> str:
    return "" if found[0] == "'" else " "


def _folded(text: str, table: dict[int, str] = _FOLDS) -> str:
    """A text in folded characters; apostrophes, dashes and ``@`` are still in it."""
    if text.isascii():
        return text.translate(table)
    plain = unicodedata.normalize("NFKD", text).translate(table)
    # Korean syllables were taken apart; nobody types their parts.
    return unicodedata.normalize("NFC", plain)


def clean(text: str) -> str:
    """A query without what no name or number holds: control and direction marks, odd widths.

    Both databases take any text that this gives.
    """
    wide = unicodedata.normalize("NFKC", text[:LONGEST_TEXT])
    kept = (char if char.isprintable() else " " for char in wide if _is_visible(char))
    return " ".join("".join(kept).split())[:LONGEST_TEXT]


def _is_visible(char: str) -> bool:
    return unicodedata.category(char) != "Cf"


def fold_line(text: str) -> str:
    """A text as one folded line: words by single spaces, apostrophes left out.

    Names are sorted and sought by their beginning in this form.
    """
    return " ".join(_folded(text, _LINES).split())


def index_words(text: str, *, name: bool = False) -> set[str]:
    """Every word under which a text is found.

    Words with a dash or apostrophe count whole and in parts, mail addresses by what stands before
    the ``@``, runs of scripts without spaces by each tail and each character.

    Args:
        text: a name, an address, a phone number.
        name: join short words with the next one too, so that ``vandermeer`` finds ``van der
            Meer`` and ``osuilleabhain`` finds ``Ó Súilleabháin``.
    """
    found: set[str] = set()
    words = _folded(text).split()
    for word in words:
        if word.isalnum() and word.isascii():
            found.add(word[:LONGEST_WORD])
        else:
            found.update(_index_forms(word))
    if name:
        found.update(_joined(words))
    if not text.isascii():
        spelt = unicodedata.normalize("NFC", text).translate(_SPELT)
        if spelt != text:
            found.update(index_words(spelt, name=name))
    return {word for word in found if len(word) > 1 or not _is_letter(word)}


def phone_words(phone: str) -> set[str]:
    """A phone number as people give it: whole, without country, without area, its last four."""
    digits = "".join(char for char in _folded(phone) if char.isdigit())
    return {digits[-size:] for size in (LONGEST_WORD, 10, 7, 4) if digits}


def _index_forms(word: str) -> Iterator[str]:
    local = word.partition("@")[0]
    parts = [part for part in _JOINT.split(local) if part]
    for part in {*parts, "".join(parts)}:
        for run in _runs().findall(part):
            if _run().match(run):
                yield from run
                yield from (run[start : start + _TAIL] for start in range(len(run)))
            else:
                yield run[:LONGEST_WORD]


def _joined(words: Iterable[str]) -> Iterator[str]:
    """Short words together with what follows them."""
    kept = ""
    for word in words:
        plain = _JOINT.sub("", word)
        if kept:
            yield (kept + plain)[:LONGEST_WORD]
        kept = (kept + plain)[:LONGEST_WORD] if len(plain) <= _SHORT else ""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a query; ``whole`` ones must be equal, the others may be a beginning."""

    text: str
    whole: bool = False


def query_words(text: str) -> tuple[Word, ...]:
    """The words of a query, each of which must be found, in the order typed.

    A single letter is dropped beside other words (it would cost most and say least); a single
    digit is a house number and must be equal. Empty when nothing is left to look for.
    """
    found = dict.fromkeys(word for typed in _folded(text).split() for word in _query_forms(typed))
    words = tuple(found)[:MOST_WORDS]
    return tuple(word for word in words if len(word.text) > 1 or word.whole)


def _query_forms(typed: str) -> Iterator[Word]:
    # What stands before the first ``@`` that has something before it.
    local = typed.lstrip("@").partition("@")[0]
    parts = [part for part in _JOINT.split(local) if part]
    numeric = any(char.isdigit() for char in local)
    # A dash parts names but not numbers; an apostrophe never parts anything.
    if "'" in local or numeric or "@" in typed or all(len(part) == 1 for part in parts):
        parts = ["".join(parts)]
    for part in parts:
        for run in _runs().findall(part):
            if _run().match(run):
                yield from _query_run(run)
            else:
                yield Word(run[:LONGEST_WORD], whole=len(run) >= LONGEST_WORD or _is_digit(run))


def _query_run(run: str) -> Iterator[Word]:
    for start in range(0, len(run), _TAIL):
        part = run[start : start + _TAIL]
        yield Word(part, whole=len(part) in {1, _TAIL})


def _is_digit(text: str) -> bool:
    return len(text) == 1 and text.isdigit()


def _is_letter(text: str) -> bool:
    """A single letter of a script with spaces, or nothing: too little to look for."""
    return not _is_digit(text) and not _run().match(text)


def joined_words(text: str) -> tuple[Word, ...]:
    """The query with short words joined to the next: ``mc donald`` also means ``mcdonald``.

    Empty when that says nothing new.
    """
    words = [_JOINT.sub("", word) for word in _folded(text).split()]
    joined: list[str] = []
    kept = ""
    for word in words:
        kept += word
        if len(word) > _SHORT:
            joined.append(kept)
            kept = ""
    if kept:
        joined.append(kept)
    return query_words(" ".join(joined)) if len(joined) < len(words) else ()
