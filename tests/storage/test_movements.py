"""Drawer movements: one sum, read in three ways (D-13, D-14, D-20, D-37, OU-12)."""

from typing import Any

import pytest
from sqlalchemy import Connection, select

from posapp.domain.ids import ControlId
from posapp.domain.money import Money
from posapp.storage.base import table_of
from posapp.storage.db import Database
from posapp.storage.movements import load_all_movements, load_movements, load_nets
from posapp.storage.tables.controls import TenderControlRow
from tests.helpers.rows import NOW, Office, make_office, put


def _tender(s: Connection, at: Office, cents: int, **values: Any) -> int:
    event = put(s, "payment_event", request_id=f"r{cents}{values}"[:60], created_by=at.user)
    given = {"counted": True, "tender_control_id": at.control, "event_id": event} | values
    return put(
        s,
        "tender",
        payor_account_id=at.account,
        control_amount=Money(cents),
        amount=Money(cents),
        created_by=at.user,
        **given,
    )


def _change(s: Connection, at: Office) -> None:
    _tender(s, at, -700, cash_back=True)


def _check(s: Connection, at: Office) -> None:
    _tender(s, at, 1_100, tender_type="CHEC", check_number="1")


def _not_counted(s: Connection, at: Office) -> None:
    _tender(s, at, 1_300, counted=False)


def _rounding(s: Connection, at: Office) -> None:
    _tender(s, at, -2, rounding=True)


def _booked(s: Connection, at: Office) -> None:
    put(s, "over_under_reason", code="X", description="X")
    of = {"attempt": 1, "counted_by": at.user, "submitted_by": at.user, "differs": True}
    count = put(s, "control_count", tender_control_id=at.control, submitted_at=NOW, **of)
    event = put(s, "payment_event", request_id="booked", created_by=at.user)
    _tender(s, at, -150, event_id=event)
    put(
        s,
        "over_under",
        tender_control_id=at.control,
        event_id=event,
        count_id=count,
        reason="X",
        created_by=at.user,
    )


def _turned_in(s: Connection, at: Office, way: str = "OUT") -> None:
    control = table_of(TenderControlRow)
    deposit = select(control.c.deposit_control_id).where(control.c.id == at.control)
    put(
        s,
        "turn_in",
        tender_control_id=at.control,
        deposit_control_id=s.execute(deposit).scalar_one(),
        direction=way,
        amount=Money(400 if way == "OUT" else 90),
        receipt_number=way,
        version=1,
        status="AWAITING",
        created_by=at.user,
    )


def _issued(s: Connection, at: Office) -> None:
    _turned_in(s, at, "IN")


def _refunded(s: Connection, at: Office) -> None:
    back = _tender(s, at, 600, counted=False)
    put(s, "cancel_reason", code="X", description="X")
    of = {"tender_id": back, "amount": Money(600), "created_by": at.user, "reason": "X"}
    put(s, "refund_movement", tender_control_id=at.control, **of)


_PARTS = {
    "change": (_change, {"CASH": -700}),
    "check": (_check, {"CHEC": 1_100}),
    "not counted": (_not_counted, {}),
    "rounding": (_rounding, {}),
    "booked": (_booked, {"CASH": -150}),
    "turned in": (_turned_in, {"CASH": -400}),
    "issued": (_issued, {"CASH": 90}),
    "refunded": (_refunded, {"CASH": -600}),
}


@pytest.mark.parametrize("part", [*_PARTS, "nothing", "all"])
def test_nets_are_those_of_the_movements(db: Database, part: str) -> None:
    names = list(_PARTS) if part == "all" else [part] if part in _PARTS else []
    expected = {"CASH": 5_000} if names else {}
    with db.begin() as s:
        at, other = make_office(s), make_office(s, source="CASH-A02")
        for one in (at, other) if names else (other,):
            _tender(s, one, 5_000 if one is at else 4_000)
        for name in names:
            add, nets = _PARTS[name]
            add(s, at)
            expected = {code: expected.get(code, 0) + nets.get(code, 0) for code in
                        {**expected, **nets}}  # fmt: skip
    with db.read() as s:
        control = ControlId(at.control)
        movements = load_movements(s, control)
        assert load_nets(s, control) == {code: Money(cents) for code, cents in expected.items()}
        assert {code: one.net for code, one in movements.items()} == load_nets(s, control)
        assert load_all_movements(s, [control])[control] == movements
