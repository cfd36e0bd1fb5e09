"""Fingerprint of a command: what it asks for, without its request id and confirmations (D-21)."""

import hashlib
import json
from dataclasses import fields, is_dataclass
from typing import Any

from posapp.domain.money import Money

_OUTSIDE = frozenset({"request_id", "confirmed"})


def fingerprint(command: Any) -> str:
    """SHA-256 over the canonical content of a command record.

    Two commands with the same fingerprint ask for the same thing; a confirmation that was given
    later does not make another request of it.
    """
    text = json.dumps(_plain(command), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, Money):
        return value.minor
    if is_dataclass(value):
        named = {f.name: getattr(value, f.name) for f in fields(value) if f.name not in _OUTSIDE}
        return {name: _plain(item) for name, item in named.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, bool | int | str):
        return value
    return str(value)
