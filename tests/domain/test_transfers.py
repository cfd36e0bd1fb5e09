"""Transfers: what may move as a whole, and the payment on the right account (payments 9)."""

from typing import Any

import pytest

from posapp.domain.codes import PaymentStatus, TenderStatus
from posapp.domain.ids import AccountId, PaymentId, TenderId
from posapp.domain.money import Money
from posapp.domain.templates import CreditLine
from posapp.domain.transfers import (
    Transfer,
    new_payment,
    payment_of_event,
    payment_to_transfer,
)
from posapp.errors import Refused
from tests.helpers import views
from tests.helpers.every import every

RIGHT = AccountId(9)


def code(act: Any) -> str:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code


def test_9_one_tender_one_frozen_payment_one_account() -> None:
    canceled = views.payment("5.00", PaymentStatus.CANCELED, id=PaymentId(2))
    gone = views.tender("5.00", id=TenderId(2), status=TenderStatus.CANCELED)
    change = views.change("-1.00", id=TenderId(3))
    event = views.event((views.tender("11.00"), gone, change), (views.payment("10.00"), canceled))
    assert payment_of_event(event).id == 1


@every(
    ("tenders", "payments"),
    [
        ((views.tender("1.00"), views.tender("1.00", id=TenderId(2))), (views.payment("2.00"),)),
        ((views.tender("2.00"),), (views.payment("1.00"), views.payment("1.00", id=PaymentId(2)))),
        ((views.tender("1.00"),), (views.payment("1.00", PaymentStatus.FREEZABLE),)),
        ((views.tender("1.00"),), (views.payment("1.00", account_id=AccountId(2)),)),
        ((views.tender("1.00"),), ()),
    ],
)
def test_9_other_events_do_not_move_as_a_whole(tenders: Any, payments: Any) -> None:
    assert code(lambda: payment_of_event(views.event(tenders, payments))) == "M-16"


def test_9_a_payment_moves_while_it_is_frozen() -> None:
    for status in PaymentStatus:
        event = views.event((views.tender("1.00"),), (views.payment("1.00", status),))
        if status is PaymentStatus.FROZEN:
            assert payment_to_transfer(event, PaymentId(1)).id == 1
        else:
            assert code(lambda e=event: payment_to_transfer(e, PaymentId(1))) == "M-16"


def test_tr1_the_match_follows_unless_another_one_is_given() -> None:
    old = views.payment("10.00", match_type="SA-ID", match_value="7")
    moved = new_payment(old, Transfer(RIGHT, "WRAC"))
    assert (moved.account_id, moved.match_type, moved.match_value) == (RIGHT, "SA-ID", "7")
    plain = new_payment(old, Transfer(RIGHT, "WRAC", ("", "")))
    assert (plain.match_type, plain.match_value) == ("", "")


def test_tr6_something_changes() -> None:
    old = views.payment("10.00", match_type="SA-ID", match_value="7")
    same = Transfer(old.account_id, "WRAC")
    assert code(lambda: new_payment(old, same)) == "M-16"
    assert new_payment(old, Transfer(old.account_id, "WRAC", ("SA-ID", "8"))).match_value == "8"


def test_nc4_template_and_lines_stay_with_their_account() -> None:
    lines = (CreditLine("4100-PERMIT", Money(1000)),)
    old = views.payment("10.00", template="PERMIT", lines=lines, long_comment="Lot 7")
    stays = new_payment(old, Transfer(old.account_id, "WRAC", ("SA-ID", "8")))
    assert (stays.template, stays.lines, stays.long_comment) == ("PERMIT", lines, "Lot 7")
    moved = new_payment(old, Transfer(RIGHT, "WRAC"))
    assert (moved.template, moved.lines) == ("", ())
