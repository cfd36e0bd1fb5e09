"""Mail addresses: one plain address, checked where it is entered (ML-4).

Strict on purpose: what a header or an envelope could be broken with (line ends, controls, quotes,
brackets, commas) is in no address that is taken, and a display name is not part of one.
"""

import re
from typing import Final

from posapp.domain.texts import clean_text
from posapp.errors import Refused

LONGEST: Final = 254
_LONGEST_LOCAL: Final = 64
_LOCAL: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL: Final = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")


def check_address(text: str, field: str = "email") -> str:
    """An address as it is kept: trimmed, its domain in small letters; empty stays empty.

    Args:
        text: as typed, imported or read.
        field: name of the input, for the refusal.

    Raises:
        Refused: ``M-360`` with what is wrong about it.
    """
    address = text.strip()
    if not address:
        return ""
    wrong = why_wrong(address)
    if wrong:
        raise Refused("M-360", field=field, value=_shown(address), reason=wrong)
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.lower()}"


def why_wrong(address: str) -> str:
    """What is wrong about an address, as the end of a sentence; empty for a good one."""
    local, at, domain = address.rpartition("@")
    if not at or not local or not domain:
        return "it needs a name, an @ and a domain"
    if not address.isascii():
        return "only plain letters are understood by every mail server"
    if len(address) > LONGEST or len(local) > _LONGEST_LOCAL:
        return f"it is longer than {LONGEST} characters, or {_LONGEST_LOCAL} before the @"
    if not _LOCAL.fullmatch(local):
        return "there is a sign before the @ that may not stand there"
    labels = domain.split(".")
    if len(labels) == 1 or not all(_LABEL.fullmatch(one) for one in labels):
        return "what follows the @ is no domain such as example.org"
    return "" if not labels[-1].isdigit() else "what follows the @ is no domain such as example.org"


def _shown(address: str) -> str:
    """An address as part of a message: without what is not seen, and short."""
    try:
        return clean_text(address[:60], "email")
    except Refused:
        return "…"
