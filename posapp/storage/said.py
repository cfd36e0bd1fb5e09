"""Values of a message beside its code, as one column keeps them: JSON, amounts and dates told apart."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from posapp.domain.money import Money


def said_text(fields: Mapping[str, Any]) -> str:
    """Values of a message as JSON; empty for none. Signs that no text may hold become ``?``."""
    if not fields:
        return ""
    text = json.dumps(fields, default=_plain, sort_keys=True, ensure_ascii=False)
    return text.encode(errors="replace").decode()


def said_fields(text: str) -> Mapping[str, Any]:
    """The values of ``said_text``, amounts and dates as they were."""
    found: dict[str, Any] = json.loads(text, object_hook=_rich) if text else {}
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, Money):
        return {"minor": value.minor}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return str(value)


def _rich(found: dict[str, Any]) -> Any:
    if found.keys() == {"minor"}:
        return Money(found["minor"])
    if found.keys() == {"date"}:
        return date.fromisoformat(found["date"][:10])
    return found
