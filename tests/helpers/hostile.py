"""Hostile texts and files, drawn from a seed: what people, files and scanners must never get past us.

Sources: reliability A.5 (traps of digits, files, markup), R10 (controls, bidi, spreadsheets, paths,
header line breaks, SQL and PDF syntax).
"""

import io
import json
import random
import string
import zipfile
from collections.abc import Callable
from functools import cache
from typing import Any, Final

from openpyxl import Workbook

PIECES: Final = (
    "a\x00b", "\x1b[31m", "\x9b", "\r\nBcc: all@x.example", "\u202e", "\u2066", "\ufeff", "\ud800",
    '=HYPERLINK("http://x.example";"pay")', "+1", "-1", "@SUM(A1)", "\t=1", "'; DROP TABLE payment; --",
    "../../../etc/passwd", "C:\\CON", "%s%n{0}${x}", "<img src=x>", "A & B <b", '<a href="file:///">',
    "endstream endobj %%EOF", "(\\)", "\x1bp\x00", "%B4111111111111111^DOE/J^2512101?",
    "4111 1111 1111 1111", "5555555555554444", "１２３", "²", "١٢٣", "Ⅷ", "1_000", "1 000", "1\u00a0000",
    "NaN", "Infinity", "-0", "1E+999999", "1e9", "0x10", "1.2.3", "12,5", "00", "-", "+", ".", ",",
    "#7", "ca", "ck", "NEAR", "*", '"', "OR", "^", "😀", "e\u0301", "\u0301" * 9, " ", "\n", "77", "]C1",
)  # fmt: skip
SIGNS: Final = string.printable + "".join(
    map(chr, (0, 27, 0x85, 0xA0, 0x660, 0xFF11, 0x202E, 0x2028))
)


def text(draw: random.Random) -> str:
    """A text: pieces, printable signs, any signs, one piece many times."""
    lot = draw.random()
    if lot < 0.5:
        return "".join(draw.choices(PIECES, k=draw.randint(1, 4)))
    if lot < 0.8:
        return "".join(draw.choices(SIGNS, k=draw.randint(0, 40)))
    if lot < 0.98:
        return "".join(chr(draw.randrange(0x110000)) for _ in range(draw.randint(0, 20)))
    return draw.choice(PIECES) * draw.randint(100, 3_000)


def number(draw: random.Random) -> str:
    """What may or may not be an amount."""
    lot = draw.random()
    plain = f"{draw.randrange(10 ** draw.randint(1, 16))}"
    if lot < 0.2:
        return f"{plain}.{draw.randrange(100):02}"
    if lot < 0.5:
        signs = draw.choice(("0123456789.,", "0123456789.,-+ '", "0123456789٣５²_e\u00a0\u202f"))
        return "".join(draw.choices(signs, k=draw.randint(1, 18)))
    if lot < 0.6:
        return plain * draw.randint(1, 600)
    return draw.choice((text(draw), plain + draw.choice(PIECES), draw.choice(PIECES) + plain))


def damaged(content: str, draw: random.Random) -> str:
    """A text in which something was misread: a sign changed, lost, doubled, two in another order."""
    at = draw.randrange(len(content))
    sign = draw.choice(SIGNS)
    return draw.choice(
        (
            content[:at] + sign + content[at + 1 :],
            content[:at] + content[at + 1 :],
            content[:at] + content[at : at + 1] * 2 + content[at + 1 :],
            content[:at] + content[at : at + 2][::-1] + content[at + 2 :],
        )
    )


NAMES: Final = (
    "plate", "state", "summons_number", "issue_date", "fine_amount", "amount_due", "TDS #", "EDP",
    "Current Charges", "key", "name", "account_key", "amount", "bill_date", "sa_type", "Date", "USD",
    "source", "target", "day", "rate", "guid", "charges", "totalCost", "meterData", "",
)  # fmt: skip


def _cell(draw: random.Random) -> str:
    return draw.choice((draw.choice(NAMES), number(draw)[:60], text(draw)[:60], "2026-02-30"))


def _csv(draw: random.Random) -> bytes:
    mark, end = draw.choice(",;\t|"), draw.choice(("\n", "\r\n", "\r"))
    rows = [[_cell(draw) for _ in range(draw.randint(0, 8))] for _ in range(draw.randint(0, 8))]
    return end.join(mark.join(row) for row in rows).encode("utf-8", "replace")


def _value(draw: random.Random, depth: int = 0) -> Any:
    lot = draw.randrange(8)
    if depth < 4 and lot < 2:
        return [_value(draw, depth + 1) for _ in range(draw.randint(0, 4))]
    if depth < 4 and lot < 5:
        return {draw.choice(NAMES): _value(draw, depth + 1) for _ in range(draw.randint(0, 6))}
    return draw.choice((None, True, -1, 10**30, 1e308, _cell(draw), _cell(draw)))


@cache
def _workbook() -> bytes:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["number", "account_key", "sa_type", "issue_date", "amount"])
    sheet.append(["V1", "K1", "VIOLATION", "2026-01-02", 12.5])
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def _xlsx(draw: random.Random) -> bytes:
    """A workbook with damage, outside its archive or inside."""
    if draw.random() < 0.5:
        return _bytes_of(_workbook(), draw)
    into = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_workbook())) as old, zipfile.ZipFile(into, "w") as new:
        hit = draw.choice(old.namelist())
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, _bytes_of(content, draw) if name == hit else content)
    return into.getvalue()


def _bytes_of(content: bytes, draw: random.Random) -> bytes:
    found = bytearray(content)
    for _ in range(draw.randint(1, 6)):
        at = draw.randrange(len(found) + 1)
        found[at : at + draw.choice((0, 1, 1, 1, 40))] = draw.randbytes(draw.choice((0, 1, 1, 8)))
    return bytes(found)


KINDS: Final[tuple[Callable[[random.Random], bytes], ...]] = (
    _csv,
    _csv,
    lambda draw: json.dumps(_value(draw)).encode(),
    lambda draw: draw.randbytes(draw.randint(0, 300)),
    _xlsx,
)


def content(draw: random.Random) -> bytes:
    """The content of a file to be imported."""
    kinds = KINDS if draw.random() < 0.2 else KINDS[:4]
    return draw.choice(kinds)(draw)


def mutated(content: bytes, draw: random.Random) -> bytes:
    """A good file with damage."""
    return _bytes_of(content, draw)
