"""Fingerprint of a command: what it asks for, without its request id and confirmations (D-21)."""

import hashlib
import json
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Final

from posapp.domain.money import Money
from posapp.errors import Refused

MOST_OF_ID: Final = 64
_OUTSIDE = frozenset({"request_id", "confirmed"})


def check_request_id(request_id: str) -> None:
    """Stop a request id that could not be kept as it is (D-21).

    Raises:
        Refused: ``M-50``; it is 1 to 64 visible ASCII signs.
    """
    fit = request_id.isascii() and request_id.isprintable() and " " not in request_id
    if not (fit and 0 < len(request_id) <= MOST_OF_ID):
        raise Refused(
            "M-50",
            field="request_id",
            value=request_id[:MOST_OF_ID],
            reason=f"is not 1 to {MOST_OF_ID} letters, digits and signs without spaces",
        )


def fingerprint(command: Any) -> str:
    """SHA-256 over the canonical content of a command record.

    Two commands with the same fingerprint ask for the same thing; a confirmation that was given
    later does not make another request of it.
    """
    text = json.dumps(_plain(command), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def _asked(kind: type[Any]) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind) if one.name not in _OUTSIDE)


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Money):
        return value.minor
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _plain(getattr(value, name)) for name in _asked(type(value))}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return str(value)
