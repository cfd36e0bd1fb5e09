"""Set-up as rules read it, and the closed lists (payments 1, D-36, IT-2, PE-2)."""

from datetime import date
from typing import Any

import pytest

from posapp.domain.codes import ChargeKind, PaymentStatus
from posapp.domain.setup_options import AccountingPeriod
from posapp.errors import Refused
from tests.helpers.every import every
from tests.helpers.facts import setup, tender_type


@every(
    ("day", "is_open"),
    [
        ("2026-10-31", False),
        ("2026-11-01", True),
        ("2026-11-30", True),
        ("2026-12-31", True),
        ("2027-01-01", False),
        ("2026-09-30", False),
    ],
)
def test_d36_m03_open_periods(day: str, is_open: bool) -> None:
    assert setup().is_open_period(date.fromisoformat(day)) is is_open


def test_d36_without_periods_nothing_is_open() -> None:
    assert setup(periods=()).is_open_period(date(2026, 11, 20)) is False
    reopened = AccountingPeriod("2026-10", date(2026, 10, 1), date(2026, 10, 31), open=True)
    assert setup(periods=(reopened,)).is_open_period(date(2026, 10, 31)) is True


def test_m55_an_unknown_tender_type_is_refused() -> None:
    assert setup().tender_type("CASH").like_cash
    with pytest.raises(Refused) as refused:
        setup().tender_type("cash")
    assert refused.value.code == "M-55"
    assert refused.value.fields == {"field": "tender_type", "value": "cash"}


@every(
    ("changes", "offered"),
    [
        ({}, True),
        ({"active": False}, False),
        ({"system_only": True}, False),
        ({"generate_auto_pay": True}, False),
    ],
)
def test_1_2_types_offered_at_the_counter(changes: dict[str, Any], offered: bool) -> None:
    assert tender_type("CASH", "Cash", **changes).offered is offered


def test_it2_reductions_and_payments_lower_what_is_due() -> None:
    lowering = {kind for kind in ChargeKind if kind.lowers_due}
    assert lowering == {ChargeKind.REDUCTION, ChargeKind.PAYMENT}


def test_pe2_unfrozen_statuses() -> None:
    unfrozen = {status for status in PaymentStatus if status.is_unfrozen}
    assert unfrozen == {PaymentStatus.INCOMPLETE, PaymentStatus.ERROR, PaymentStatus.FREEZABLE}
