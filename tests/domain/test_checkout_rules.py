"""What a selection comes to and what states forbid, without a database (CK-1, CK-6, CK-8, IT-4)."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from posapp.domain.checkout_orders import ItemChoice, Selection
from posapp.domain.checkout_receipts import receipt_checkout, receipt_of_checkout
from posapp.domain.checkout_rules import (
    check_left,
    check_payable,
    check_state,
    decide_plan,
)
from posapp.domain.checkouts import Checkout, CheckoutFacts, CheckoutLine, PayableItem, UseView
from posapp.domain.codes import ItemState
from posapp.domain.credit_codes import AdjustmentState, CheckoutState, UseState
from posapp.domain.credit_rules import allocate, methods_for, open_amount
from posapp.domain.credits import Adjustment, AdjustmentId, CheckoutId, CreditUse, Holder
from posapp.domain.ids import AccountId, AgreementId, ItemId
from posapp.domain.money import Money
from posapp.domain.payments_page import from_document, to_document
from posapp.errors import Refused
from tests.helpers.every import every
from tests.helpers.facts import setup

AT = datetime(2026, 11, 20, 15, tzinfo=UTC)
ME = AccountId(7)
HELD = Holder(CheckoutId(9), "CO-1", "Kim", "WS1", AT)


def credit(number: int, cents: int, **more: Any) -> Adjustment:
    base = dict.fromkeys(Adjustment.__slots__) | {
        "id": AdjustmentId(number), "account_id": ME, "agreement_id": AgreementId(1),
        "requisition_code": "FEE", "description": "Fee", "amount": Money(cents), "currency": "USD",
        "comment": "", "state": AdjustmentState.UNPROCESSED, "created_at": AT, "version": 1,
        "reserved": Money(0), "used": Money(0),
    }  # fmt: skip
    return Adjustment(**(base | more))


def item(number: int, cents: int | None, **more: Any) -> PayableItem:
    due = None if cents is None else Money(cents)
    base = PayableItem(
        ItemId(number), f"P-{number}", "PERMIT", "Lot", AgreementId(2), ME, ItemState.PAYABLE, due
    )
    return replace(base, **more)


def checkout(**more: Any) -> Checkout:
    base = dict.fromkeys(Checkout.__slots__) | {
        "id": CheckoutId(9), "number": "CO-1", "state": CheckoutState.SUBMITTED, "currency": "USD",
        "office": "MAIN", "account_id": ME, "account_name": "Okafor", "submitted_at": AT,
        "submitted_by": "Kim", "workstation": "WS1", "lines": (), "uses": (),
        "processed_by": "Sam", "processed_at": AT, "end_comment": "Sold",
        "ended_by": "Sam", "ended_at": AT,
    }  # fmt: skip
    return Checkout(**(base | more))


def refusal(selection: Selection, *things: PayableItem | Adjustment) -> str:
    items = {one.id: one for one in things if isinstance(one, PayableItem)}
    adjustments = {one.id: one for one in things if isinstance(one, Adjustment)}
    with pytest.raises(Refused) as refused:
        decide_plan(selection, CheckoutFacts(ME, "USD", items, adjustments))
    return refused.value.code


def test_ck1_it4_what_cannot_be_selected() -> None:
    """CK-1, CK-8, IT-4: of another account, held, processed, the wrong kind."""
    one, of = Selection((ItemChoice(ItemId(1)),)), AccountId(8)
    assert refusal(one) == refusal(one, item(1, 100, account_id=of)) == "M-345"
    charge = Selection(adjustments=(AdjustmentId(5),))
    done = AdjustmentState.PROCESSED
    assert refusal(charge) == refusal(charge, credit(5, -100)) == "M-345"
    assert refusal(charge, credit(5, 100, account_id=of)) == "M-345"
    assert refusal(charge, credit(5, 100, state=done)) == "M-330"
    assert refusal(charge, credit(5, 100, holder=HELD)) == "M-322"
    named = replace(one, credits=(AdjustmentId(6),))
    assert refusal(named, item(1, 100)) == "M-345"
    assert refusal(named, item(1, 100), credit(6, -50, account_id=of)) == "M-345"
    assert refusal(named, item(1, 100), credit(6, -50, state=done)) == "M-330"
    used = credit(6, -50, used=Money(50), holder=HELD)
    assert refusal(named, item(1, 100), used) == "M-322"
    check_left(credit(6, -50))


@every(
    "changes",
    [{"state": ItemState.PAID}, {"state": ItemState.WRITTEN_OFF}, {"due": None}, {"due": Money(0)}],
)
def test_it4_what_is_not_payable(changes: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        check_payable(item(1, 100, **changes))
    assert refused.value.code == "M-323"


def test_ck1_oldest_credit_first_never_below_zero() -> None:
    """CK-1, CK-10: what is processed or reserved is not taken; the clearing account is the rest."""
    credits_ = [credit(2, -300), credit(1, -500, reserved=Money(400))]
    taken = allocate(credits_, [Money(150), Money(0), Money(900)])
    assert [(one.credit_id, one.seq, one.amount.minor) for one in taken] == [
        (1, 1, 100),
        (2, 1, 50),
        (2, 3, 250),
    ]
    assert open_amount([*credits_, credit(3, 70)]) == Money(800)
    assert credits_[1].holder is None
    assert not credits_[1].is_untouched


def test_ck6_ck9_states_say_who_was_first() -> None:
    """CK-6, CK-9: another state is refused with the name of who made it."""
    for state, code in (
        (CheckoutState.SUBMITTED, "M-335"),
        (CheckoutState.PROCESSED, "M-336"),
        (CheckoutState.CANCELED, "M-337"),
    ):
        needed = (
            CheckoutState.PROCESSED if state is CheckoutState.SUBMITTED else CheckoutState.SUBMITTED
        )
        with pytest.raises(Refused) as refused:
            check_state(checkout(state=state), needed, "process")
        assert refused.value.code == code
    check_state(checkout(), CheckoutState.SUBMITTED, "process")
    assert checkout().holder == HELD


def test_ck7_ck7b_receipts_show_lines_and_credits_of_a_checkout() -> None:
    """CK-7, CK-7b: two uses of one credit are one line; a refunded paper says so."""
    line = CheckoutLine(1, ItemId(1), None, AgreementId(2), "P-1", "Lot", Money(90), Money(90))
    fee = CheckoutLine(2, None, AdjustmentId(5), AgreementId(3), "FEE", "Late", Money(9))
    uses = tuple(
        UseView(
            CreditUse(number, AdjustmentId(6), CheckoutId(9), 1, Money(45), UseState.USED, 1),
            "PAYR",
            "Flex",
            AT,
        )
        for number in (1, 2)
    )
    done = checkout(state=CheckoutState.PROCESSED, lines=(line, fee), uses=uses)
    shown = receipt_checkout(done)
    assert [(one.description, one.amount.minor) for one in shown.lines] == [
        ("P-1 Lot", 90),
        ("FEE Late", 9),
    ]
    assert [(one.description, one.amount.minor) for one in shown.credits] == [("Flex", -90)]
    paper = receipt_of_checkout(done, AT, setup())
    assert (paper.number, paper.items, paper.canceled) == ("CO-1", ("P-1",), "")
    ended = receipt_of_checkout(replace(done, state=CheckoutState.REFUNDED), AT, setup())
    assert ended.canceled == "Sold"
    for one in (checkout(), replace(done, event_id=3)):
        with pytest.raises(Refused) as refused:
            receipt_of_checkout(one, AT, setup())
        assert refused.value.code == "M-350"


def test_ck1_parked_selections_come_back_as_they_were() -> None:
    """CK-1: also without a named credit; what is no selection is refused."""
    for credits_ in (None, (), (AdjustmentId(6),)):
        choices = (ItemChoice(ItemId(1), Money(5)), ItemChoice(ItemId(2)))
        given = Selection(choices, (AdjustmentId(5),), credits_)
        assert from_document(to_document(given, "CASH")) == (given, "CASH")
    for wrong in ({}, to_document(Selection((ItemChoice("x"),)), "")):  # type: ignore[arg-type]
        with pytest.raises(Refused) as refused:
            from_document(wrong)
        assert refused.value.code == "M-50"


def test_ac2_7_somebody_of_no_known_type_is_offered_every_method() -> None:
    facts = setup()
    types = {code: replace(kind, add_credit=True) for code, kind in facts.tender_types.items()}
    offered = methods_for(replace(facts, tender_types=types), "")
    assert {kind.code for kind in offered} == {c for c, kind in types.items() if kind.offered}
