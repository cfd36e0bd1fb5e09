"""Values of records as JSON holds them: money as decimal strings, ids as strings, ISO dates."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Final

from posapp.domain.ids import FIRST_ID, long_id, short_id
from posapp.domain.money import Currency, Money

Document = Mapping[str, Any]

# Fields whose ids are shown with twelve digits; all others have ten.
_WIDE: Final = frozenset({"event", "payment", "tender", "segment"})


def plain(value: Any, currency: Currency, *, name: str = "") -> Any:
    """A value of a message or record as JSON holds it.

    Args:
        value: money, date, id, code, text, number, or a collection of them.
        currency: gives money its decimals.
        name: what the value stands for; decides the width of an id.
    """
    if isinstance(value, Money):
        return currency.text(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool) and value >= FIRST_ID:
        return long_id(value) if name in _WIDE else short_id(value)
    if value is None or isinstance(value, bool | int | str):
        return value
    return _collection(value, currency, name)


def _collection(value: Any, currency: Currency, name: str) -> Any:
    if isinstance(value, Mapping):
        return {str(key): plain(item, currency, name=str(key)) for key, item in value.items()}
    if isinstance(value, tuple | list | frozenset | set):
        return [plain(item, currency, name=name) for item in value]
    return str(value)


def rate_text(rate: Decimal | str | None) -> str | None:
    """An exchange rate as written, never in exponent form; ``1/1.10`` for one divided by."""
    if isinstance(rate, str) and "/" in rate:
        return rate
    return None if rate is None else format(Decimal(rate), "f")


def maybe(currency: Currency, amount: Money | None) -> str | None:
    """An amount, or ``None`` where it is unknown or hidden (D-16)."""
    return None if amount is None else currency.text(amount)


def maybe_short(number: int | None) -> str | None:
    """An account, agreement or control id, or ``None``."""
    return None if number is None else short_id(number)
