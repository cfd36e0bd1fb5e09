"""The short way of values into and out of SQLite gives what the column types say (D-17, D-18)."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.types import TypeEngine

from posapp.domain.codes import PaymentStatus
from posapp.domain.money import Money
from posapp.storage.types import (
    BigInt,
    CodeType,
    DateType,
    Flag,
    MoneyType,
    UtcDateTime,
    quick_on_sqlite,
)

DAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 15, 0, 0, 250, tzinfo=UTC)
CASES: list[tuple[TypeEngine[Any], Any, Any]] = [
    (BigInt(), 7, 7),
    (MoneyType(), Money(-1250), -1250),
    (DateType(), DAY, "2026-11-20"),
    (UtcDateTime(), NOW, "2026-11-20T15:00:00.000250+00:00"),
    (Flag(), True, 1),
    (Flag(), False, 0),
    (CodeType(PaymentStatus), PaymentStatus.FROZEN, "FROZEN"),
]


@pytest.mark.parametrize(("kind", "ours", "stored"), CASES)
def test_the_short_way_is_the_long_way(kind: Any, ours: Any, stored: Any) -> None:
    quick = quick_on_sqlite(kind)
    assert quick is not None
    into, out_of = (change or (lambda value: value) for change in quick)
    given, found = into(ours), out_of(stored)
    sqlite = dialect()
    long_in, long_out = kind.bind_processor(sqlite), kind.result_processor(sqlite, None)
    assert given == stored == (long_in(ours) if long_in else ours)
    assert found == ours == (long_out(stored) if long_out else stored)
    assert (type(given), type(found)) == (type(stored), type(ours))


def test_a_code_that_is_not_in_the_list_is_a_bug_either_way() -> None:
    quick = quick_on_sqlite(CodeType(PaymentStatus))
    assert quick is not None
    for change in quick:
        assert change is not None
        with pytest.raises(KeyError):
            change("MELTED")


def test_d18_stamps_keep_their_checks() -> None:
    quick = quick_on_sqlite(UtcDateTime())
    assert quick is not None
    into, _ = quick
    assert into is not None
    with pytest.raises(ValueError, match="aware"):
        into(NOW.replace(tzinfo=None))
    # The same instant in another zone is the same stamp; a naive twin of a known one is not.
    assert into(NOW.astimezone(timezone(timedelta(hours=9)))) == into(NOW)
    with pytest.raises(ValueError, match="aware"):
        into(NOW.replace(tzinfo=None))
