"""CK-5, IT-4: which items of a canceled checkout are given back, without a database."""

from dataclasses import replace
from datetime import date
from typing import Any

from posapp.domain.codes import ChargeKind, ItemState
from posapp.domain.ids import EventId, PaymentId
from posapp.domain.issuing import given_back, is_part_paid
from posapp.domain.item_setup import ItemKind, ItemSetUp
from posapp.domain.items import ChargeLine, ItemPayment, ItemView
from posapp.domain.money import Money
from tests.helpers.every import every
from tests.helpers.facts import setup

FEE, REDUCTION, PAYMENT = ChargeKind.FEE, ChargeKind.REDUCTION, ChargeKind.PAYMENT
SETUP = replace(
    setup(),
    items=ItemSetUp(
        {
            code: ItemKind(
                code, code.capitalize(), FEE, None, by_violation=False, part_payment=True,
                releasable=releasable, number_prefix="P-", number_digits=6, active=True,
            )
            for code, releasable in (("PERMIT", True), ("VIOLATION", False))
        }
    ),
)  # fmt: skip
WAITS = ItemPayment(PaymentId(1), EventId(2), date(2026, 11, 20), "Cash", Money(1), "FREEZABLE")


def item(due: int | None, *lines: tuple[ChargeKind, int | None], **more: Any) -> ItemView:
    base = dict.fromkeys(ItemView.__slots__) | {
        "number": "P-1", "sa_type": "PERMIT", "state": ItemState.PAYABLE, "payments": (),
        "due": None if due is None else Money(due),
        "lines": tuple(
            ChargeLine(n, kind, None if cents is None else Money(cents))
            for n, (kind, cents) in enumerate(lines, 1)
        ),
    }  # fmt: skip
    return ItemView(**(base | more))


@every(
    ("one", "back"),
    [
        (item(180, (FEE, 180)), 180),
        (item(100, (FEE, 180)), None),
        (item(150, (FEE, 180), (REDUCTION, 30)), 150),
        (item(140, (FEE, 180), (REDUCTION, 30)), None),
        # A payment that came with the file is one, too.
        (item(120, (FEE, 180), (PAYMENT, 60)), None),
        (item(180, (FEE, 180), payments=(WAITS,)), None),
        (item(180, (FEE, 180), state=ItemState.PAID), None),
        (item(180, (FEE, 180), sa_type="VIOLATION"), None),
        (item(180, (FEE, 180), sa_type="UNKNOWN"), None),
        (item(None, (FEE, None)), None),
    ],
)
def test_ck5_it4_only_what_nobody_paid_of_is_given_back(one: ItemView, back: int | None) -> None:
    given = given_back(one, SETUP)
    assert (None if given is None else given.due.minor) == back


def test_it2_less_due_than_charged_is_part_paid() -> None:
    assert is_part_paid(item(1, (FEE, 2)))
    assert not is_part_paid(item(2, (FEE, 2)))
    assert not is_part_paid(item(None, (FEE, None)))
