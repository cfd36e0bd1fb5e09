"""Exchange rates in force: the last day not after the one asked for (AC-04)."""

from datetime import date
from decimal import Decimal
from typing import Final

from sqlalchemy import Connection, bindparam, select

from posapp.domain.converter import RateQuote
from posapp.domain.rates import ExchangeRate
from posapp.storage.base import table_of
from posapp.storage.prepared import Prepared
from posapp.storage.tables.setup import ExchangeRateRow

_rate = table_of(ExchangeRateRow)
_LAST: Final = Prepared(
    select(_rate.c.day, _rate.c.rate)
    .where(
        _rate.c.source == bindparam("source"),
        _rate.c.target == bindparam("target"),
        _rate.c.day <= bindparam("day"),
    )
    .order_by(_rate.c.day.desc())
    .limit(1)
)


def load_quote(s: Connection, source: str, target: str, day: date) -> RateQuote | None:
    """One unit of ``source`` in ``target`` on a day or the last day before it.

    A table kept from the other side (home to foreign) is divided by. Where both sides are kept the
    newer day counts: one side may be a table that nobody keeps any more.
    """
    found: RateQuote | None = None
    for pair in ((source, target), (target, source)):
        row = _LAST.first(s, {"source": pair[0], "target": pair[1], "day": day})
        if row is not None and (found is None or row.day > found.day):
            inverted = pair != (source, target)
            found = RateQuote(ExchangeRate(Decimal(row.rate), inverted=inverted), row.day)
    return found
