"""What may be done to an event that exists (payments 6, PE-3, PE-13, D-04, PY-4)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from posapp.domain.codes import ControlStatus, PaymentStatus, TenderStatus
from posapp.domain.event_views import EventView, TenderView
from posapp.domain.lifecycle import check_deletable, check_new_date, to_distribute, to_freeze
from posapp.errors import Concern, NeedsConfirmation, Refused
from tests.helpers.every import every
from tests.helpers.facts import TODAY, setup
from tests.helpers.views import event, payment, tender

INCOMPLETE, ERROR, FREEZABLE, FROZEN, GONE = PaymentStatus
OPEN, BALANCING, BALANCED = ControlStatus
YES = frozenset({"M-41"})
Statuses = tuple[PaymentStatus, ...]


def having(*statuses: PaymentStatus) -> EventView:
    return event((tender("9.00"),), tuple(payment("1.00", status) for status in statuses))


ACTIONS: list[tuple[str, Statuses, Statuses | str, Statuses | str]] = [
    ("incomplete", (INCOMPLETE,), (INCOMPLETE,), "M-70"),
    ("in error", (ERROR,), (ERROR,), "M-70"),
    ("freezable", (FREEZABLE,), (FREEZABLE,), (FREEZABLE,)),
    ("frozen", (FROZEN,), "M-70", "M-12"),
    ("canceled", (GONE,), "M-70", "M-12"),
    ("frozen and canceled", (GONE, FROZEN), "M-70", "M-12"),
    ("one of each", tuple(PaymentStatus), (INCOMPLETE, ERROR, FREEZABLE), (FREEZABLE,)),
    ("frozen and in error", (FROZEN, ERROR), (ERROR,), "M-70"),
    ("no payment", (), "M-70", "M-70"),
]


@every(("statuses", "distribute", "freeze"), [a[1:] for a in ACTIONS], ids=[a[0] for a in ACTIONS])
def test_6_distribute_and_freeze_of_an_event(
    statuses: Statuses, distribute: Statuses | str, freeze: Statuses | str
) -> None:
    for action, expected in ((to_distribute, distribute), (to_freeze, freeze)):
        if isinstance(expected, str):
            with pytest.raises(Refused, match=expected):
                action(having(*statuses))
        else:
            assert tuple(found.status for found in action(having(*statuses))) == expected


def test_py4_freeze_twice_says_what_the_payment_is() -> None:
    with pytest.raises(Refused) as refused:
        to_freeze(having(FROZEN))
    assert (refused.value.code, refused.value.fields) == ("M-12", {"status": "FROZEN"})


@pytest.mark.parametrize("left", [(), (tender("-1.00", cash_back=True),)], ids=["none", "change"])
def test_25_8_nothing_is_frozen_when_no_tender_is_left(left: tuple[TenderView, ...]) -> None:
    gone = tender("9.00", status=TenderStatus.CANCELED)
    with pytest.raises(Refused, match="M-179"):
        to_freeze(event((gone, *left), (payment("1.00", FREEZABLE),)))


DELETABLE: list[tuple[str, EventView, dict[int, ControlStatus]]] = [
    ("nothing frozen", having(INCOMPLETE, ERROR, FREEZABLE), {5: OPEN}),
    ("drawer in balancing", having(INCOMPLETE), {5: BALANCING}),
    ("no control yet", event((tender("1.00", tender_control_id=None),)), {}),
]


@every(("view", "statuses"), [d[1:] for d in DELETABLE], ids=[d[0] for d in DELETABLE])
def test_pe13_m41_deleting_asks_once(view: EventView, statuses: dict[int, ControlStatus]) -> None:
    with pytest.raises(NeedsConfirmation) as asked:
        check_deletable(view, statuses, frozenset())
    assert asked.value.concerns == (Concern("M-41", {"event": "000000000001"}),)
    check_deletable(view, statuses, YES)


CANCELED_TENDER = event((tender("1.00"), tender("1.00", status=TenderStatus.CANCELED)))

KEPT: list[tuple[str, EventView, dict[int, ControlStatus], str]] = [
    ("a frozen payment", having(INCOMPLETE, FROZEN), {5: OPEN}, "a payment is FROZEN"),
    ("a canceled payment", having(GONE), {5: OPEN}, "a payment is CANCELED"),
    ("a canceled tender", CANCELED_TENDER, {5: OPEN}, "a tender is canceled"),
    ("a balanced drawer", having(INCOMPLETE), {5: BALANCED}, "tender control 5 is balanced"),
    ("C-25 a document number", replace(having(), document_number="N-1"), {5: OPEN}, "it has number N-1"),
    ("D-04 a receipt number", replace(having(), receipt_number="501-7"), {5: OPEN}, "it has number 501-7"),
]  # fmt: skip


@every("confirmed", [frozenset(), YES], ids=["not asked", "confirmed"])
@every(("view", "statuses", "reason"), [k[1:] for k in KEPT], ids=[k[0] for k in KEPT])
def test_pe13_m11_what_cannot_be_deleted(
    view: EventView, statuses: dict[int, ControlStatus], reason: str, confirmed: frozenset[str]
) -> None:
    with pytest.raises(Refused) as refused:
        check_deletable(view, statuses, confirmed)
    assert (refused.value.code, refused.value.fields) == ("M-11", {"reason": reason})


DAY = timedelta(days=1)
OPENED = TODAY - DAY

DATES: list[tuple[str, EventView, date, bool, str | None]] = [
    ("today", having(INCOMPLETE, ERROR, FREEZABLE), TODAY, False, None),
    ("the day the drawer was opened", having(), OPENED, False, None),
    ("tomorrow", having(), TODAY + DAY, True, "M-59"),
    ("before the drawer was opened", having(), OPENED - DAY, False, "M-60"),
    ("the same with the right to back-date", having(), OPENED - DAY, True, None),
    ("closed period", having(), date(2026, 10, 31), True, "M-03"),
    ("closed period, which no right opens", having(), date(2026, 10, 31), False, "M-03"),
    ("a frozen payment", having(INCOMPLETE, FROZEN), TODAY, True, "M-68"),
    ("a canceled payment", having(GONE), TODAY, True, "M-68"),
]


@every(("view", "day", "right", "code"), [d[1:] for d in DATES], ids=[d[0] for d in DATES])
def test_pe3_new_payment_date(view: EventView, day: date, right: bool, code: str | None) -> None:
    known: dict[str, Any] = {"today": TODAY, "opened": OPENED, "setup": setup()}
    if code is None:
        check_new_date(view, day, may_back_date=right, **known)
    else:
        with pytest.raises(Refused, match=code):
            check_new_date(view, day, may_back_date=right, **known)


def test_pe3_a_drawer_of_tomorrow_may_take_its_own_date() -> None:
    check_new_date(
        having(), TODAY + DAY, today=TODAY, opened=TODAY + DAY, may_back_date=False, setup=setup()
    )
