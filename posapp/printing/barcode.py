"""Code 128: the widths of bars and gaps of a text, in modules (ISO/IEC 15417).

Digits go two to a symbol (set C) where that is shorter; everything else is set B.
"""

import re
from typing import Final

QUIET: Final = 10  # modules of white on either side
_START_B: Final = 104
_START_C: Final = 105
_TO_B: Final = 100
_TO_C: Final = 99
_STOP: Final = 106
_PRIME: Final = 103
_PRINTABLE: Final = re.compile("[ -~]+")
# Runs worth a change of sets: four digits at either end of the text, six inside it.
_DIGITS: Final = re.compile(r"^(?:\d\d){2,}|(?:\d\d){3,}|(?:\d\d){2,}$", re.ASCII)
# The 107 symbols of the standard: six widths each, seven for the stop.
_TABLE: Final = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 "
    "231212 112232 122132 122231 113222 123122 123221 223211 221132 221231 213212 "
    "223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 232121 "
    "111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 "
    "132131 113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 "
    "311321 331121 312113 312311 332111 314111 221411 431111 111224 111422 121124 "
    "121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 "
    "413111 241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 "
    "421211 212141 214121 412121 111143 111341 131141 114113 114311 411113 411311 "
    "113141 114131 311141 411131 211412 211214 211232 2331112"
)
_WIDTHS: Final = tuple(_TABLE.split())


def bars(text: str) -> str | None:
    """Widths of bars and gaps in turn, a digit each, beginning with a bar.

    ``None`` when the text is empty or has characters outside printable ASCII: such a number is
    printed in digits only.
    """
    if not _PRINTABLE.fullmatch(text):
        return None
    codes = _codes(text)
    check = (codes[0] + sum(place * code for place, code in enumerate(codes))) % _PRIME
    return "".join(_WIDTHS[code] for code in (*codes, check, _STOP))


def _codes(text: str) -> list[int]:
    codes: list[int] = []
    here = 0
    for run in _DIGITS.finditer(text):
        codes += _set_b(text[here : run.start()], first=not codes)
        codes.append(_TO_C if codes else _START_C)
        codes += [int(run[0][at : at + 2]) for at in range(0, len(run[0]), 2)]
        here = run.end()
    return codes + _set_b(text[here:], first=not codes)


def _set_b(text: str, *, first: bool) -> list[int]:
    if not text:
        return []
    return [_START_B if first else _TO_B, *(ord(char) - 32 for char in text)]
