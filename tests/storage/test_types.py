"""The short way of values into and out of an engine gives what the column types say (D-17, D-18)."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Dialect
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
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
    quick_ways,
)

DAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 15, 0, 0, 250, tzinfo=UTC)
THERE = timezone(timedelta(hours=-5))
SQLITE, SERVER = dialect(), PGDialect_psycopg()
CASES: list[tuple[TypeEngine[Any], Any, Any]] = [
    (BigInt(), 7, 7),
    (MoneyType(), Money(-1250), -1250),
    (DateType(), DAY, "2026-11-20"),
    (UtcDateTime(), NOW, "2026-11-20T15:00:00.000250+00:00"),
    (Flag(), True, 1),
    (Flag(), False, 0),
    (CodeType(PaymentStatus), PaymentStatus.FROZEN, "FROZEN"),
]
ON_SERVER: list[tuple[TypeEngine[Any], Any, Any]] = [
    (BigInt(), 7, 7),
    (MoneyType(), Money(-1250), -1250),
    (DateType(), DAY, DAY),
    (UtcDateTime(), NOW, NOW),
    (Flag(), True, True),
    (Flag(), False, False),
    (CodeType(PaymentStatus), PaymentStatus.FROZEN, "FROZEN"),
]


@pytest.mark.parametrize(
    ("engine", "kind", "ours", "stored"),
    [*((SQLITE, *case) for case in CASES), *((SERVER, *case) for case in ON_SERVER)],
)
def test_the_short_way_is_the_long_way(engine: Dialect, kind: Any, ours: Any, stored: Any) -> None:
    quick = quick_ways(kind, engine)
    assert quick is not None
    into, out_of = (change or (lambda value: value) for change in quick)
    given, found = into(ours), out_of(stored)
    long_in, long_out = kind.bind_processor(engine), kind.result_processor(engine, None)
    assert given == stored == (long_in(ours) if long_in else ours)
    assert found == ours == (long_out(stored) if long_out else stored)
    assert (type(given), type(found)) == (type(stored), type(ours))


@pytest.mark.parametrize(
    ("kind", "found", "ours"),
    [
        (MoneyType(), Decimal(-1250), Money(-1250)),
        (UtcDateTime(), NOW.astimezone(THERE), NOW),
    ],
    ids=["a sum", "the server's zone"],
)
def test_what_only_a_server_says_comes_back_as_ours(kind: Any, found: Any, ours: Any) -> None:
    quick = quick_ways(kind, SERVER)
    assert quick is not None
    out_of = quick[1]
    assert out_of is not None
    back = out_of(found)
    assert back == ours == kind.result_processor(SERVER, None)(found)
    assert getattr(back, "tzinfo", None) is getattr(ours, "tzinfo", None)


@pytest.mark.parametrize("engine", [SQLITE, SERVER], ids=["sqlite", "postgresql"])
def test_a_code_that_is_not_in_the_list_is_a_bug_either_way(engine: Dialect) -> None:
    quick = quick_ways(CodeType(PaymentStatus), engine)
    assert quick is not None
    for change in quick:
        assert change is not None
        with pytest.raises(KeyError):
            change("MELTED")


@pytest.mark.parametrize("engine", [SQLITE, SERVER], ids=["sqlite", "postgresql"])
def test_d18_stamps_keep_their_checks(engine: Dialect) -> None:
    quick = quick_ways(UtcDateTime(), engine)
    assert quick is not None
    into, _ = quick
    assert into is not None
    with pytest.raises(ValueError, match="aware"):
        into(NOW.replace(tzinfo=None))
    # The same instant in another zone is the same stamp; a naive twin of a known one is not.
    assert into(NOW.astimezone(timezone(timedelta(hours=9)))) == into(NOW)
    with pytest.raises(ValueError, match="aware"):
        into(NOW.replace(tzinfo=None))
