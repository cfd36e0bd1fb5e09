"""The facts of an installation's health as JSON holds them (T20)."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from posapp.domain.health import Health


def health_values(health: Health) -> dict[str, Any]:
    """The facts by name: stamps are UTC in ISO form, sizes are bytes."""
    values: dict[str, Any] = json.loads(as_json(asdict(health)))
    return values


def as_json(document: Any) -> str:
    """A document as text: stamps are UTC in ISO form, what JSON does not know as its words."""
    return json.dumps(document, indent=2, ensure_ascii=False, default=_plain)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
