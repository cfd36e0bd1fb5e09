"""Fingerprint of a command: what it asks for, without its request id and confirmations (D-21)."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from operator import attrgetter
from typing import Any, Final

from posapp.domain.money import Money
from posapp.errors import Refused

MOST_OF_ID: Final = 64
_OUTSIDE = frozenset({"request_id", "confirmed"})
_AS_THEY_ARE: Final = frozenset({str, int, bool, type(None)})
# Values of a record that never changes cannot hold the record itself.
_ENCODER: Final = json.JSONEncoder(
    sort_keys=True, ensure_ascii=False, separators=(",", ":"), check_circular=False
)


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
    return hashlib.sha256(_ENCODER.encode(_plain(command)).encode()).hexdigest()


@cache
def _asked(kind: type[Any]) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]] | None:
    """Names of what a kind of record asks for, and what picks it; ``None`` for what is no record."""
    if not is_dataclass(kind):
        return None
    # In the order in which they are written, so that little is left to sort.
    names = tuple(sorted(one.name for one in fields(kind) if one.name not in _OUTSIDE))
    if len(names) > 1:
        return names, attrgetter(*names)
    return names, lambda value: tuple(getattr(value, name) for name in names)


def _plain(value: Any) -> Any:
    kind = type(value)
    # Most values are these, and many payments in a row are fingerprinted (P4).
    if kind in _AS_THEY_ARE:
        return value
    if kind is Money:
        return value.minor
    asked = _asked(kind)  # type: ignore[arg-type]
    if asked is not None:
        names, pick = asked
        return {
            name: one if type(one) in _AS_THEY_ARE else _plain(one)
            for name, one in zip(names, pick(value), strict=True)
        }
    if isinstance(value, int | str):
        return value
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return str(value)
