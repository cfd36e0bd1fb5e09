"""Exchange rates of imported files, kept as exact decimal text (AC-04)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from sqlalchemy import Connection, bindparam, select, update

from posapp.domain.import_rates import RateKey, RatePlan
from posapp.domain.imports import ImportRate
from posapp.storage.base import table_of
from posapp.storage.bulk import BulkInsert, Step, among, batches, key_set, plain_date
from posapp.storage.tables.setup import ExchangeRateRow

_rate = table_of(ExchangeRateRow)
_CHANGE = (
    update(_rate)
    .where(
        _rate.c.source == bindparam("from_code"),
        _rate.c.target == bindparam("to_code"),
        _rate.c.day == bindparam("on_day"),
    )
    .values(rate=bindparam("new_rate"))
)


def load_rates(s: Connection, records: Sequence[ImportRate]) -> Mapping[RateKey, Decimal]:
    """Rates that we have between the first and the last day of a file, for its currencies."""
    if not records:
        return {}
    days = [record.day for record in records]
    query = select(_rate).where(
        among(s, _rate.c.source), _rate.c.day >= min(days), _rate.c.day <= max(days)
    )
    rows = s.execute(query, {"keys": key_set(s, {record.source for record in records})})
    return {(row.source, row.target, row.day): Decimal(row.rate) for row in rows}


def record_rates(s: Connection, plan: RatePlan, *, step: Step) -> None:
    """Write new rates and those that changed."""
    day = plain_date(s)
    insert = BulkInsert(s, ExchangeRateRow, "source target day rate")
    done = 0
    for batch in batches(plan.added):
        insert([(one.source, one.target, day(one.day), f"{one.rate:f}") for one in batch])
        done += len(batch)
        step(done)
    if plan.changed:
        s.execute(_CHANGE, [_changed(one) for one in plan.changed])
        step(done + len(plan.changed))


def _changed(one: ImportRate) -> dict[str, object]:
    return {
        "from_code": one.source,
        "to_code": one.target,
        "on_day": one.day,
        "new_rate": f"{one.rate:f}",
    }
