"""Cash rounding through the whole day: event, drawer, ledger, receipt, change, cancel (D-20)."""

from collections.abc import Sequence
from typing import Any

import pytest

from posapp.domain.codes import DistributeAction, PaymentStatus, TenderStatus
from posapp.domain.corrections import CorrectionOrder, Fault
from posapp.domain.event_views import EventView, TenderView
from posapp.domain.ids import AccountId, ControlId, new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_edits import PaymentChange
from posapp.domain.payment_events import TenderDraft
from posapp.domain.quick_add import Outcome, QuickKind
from posapp.domain.receipts import receipt_doc
from posapp.domain.tender_cancels import CancelTender
from posapp.domain.tender_edits import TenderChange
from posapp.errors import Refused
from posapp.services.printing import receipt_facts
from tests.helpers import quick_add
from tests.helpers.drawer_day import balance_drawer
from tests.helpers.events import add, balance, drawer, is_clean, ledger, show
from tests.helpers.office import DAY, Office

CASH, ROUNDING = "1010-CASH", "5910-ROUNDING"


@pytest.fixture
def stepped(office: Office) -> Office:
    """The office where cash comes in steps of 0.05."""
    edits, who = office.services.setup_edits, office.actors["setup"]
    (was,) = (row for row in edits.rows("currency", who).rows if row["code"] == "USD")
    edits.save("currency", dict(was) | {"cash_rounding": 5}, new_request_id(), who, was=was)
    return office


def owing(office: Office, cents: int) -> AccountId:
    account = office.account()
    office.agreement(account, "WATER", (DAY, cents))
    return account


def pay(office: Office, cash: int, owed: int, kind: str = "CASH", **more: Any) -> EventView:
    account = owing(office, owed)
    return add(office, account, [(kind, cash)], [(account, owed)], **more)


def flagged(event: EventView) -> TenderView:
    (found,) = (one for one in event.tenders if one.rounding)
    return found


def amounts(event: EventView) -> list[tuple[str, int]]:
    valid = (one for one in event.tenders if one.status is TenderStatus.VALID)
    return [(one.tender_type, one.amount.minor) for one in valid]


@pytest.mark.parametrize(
    ("cash", "owed", "stored", "in_drawer"),
    [
        (10_00, 10_02, [("CASH", 10_00), ("ROND", 2)], 10_00),
        (10_05, 10_03, [("CASH", 10_05), ("ROND", -2)], 10_05),
        (10_03, 10_03, [("CASH", 10_05), ("ROND", -2)], 10_05),
        (20_00, 10_02, [("CASH", 20_00), ("CASH", -10_00), ("ROND", 2)], 10_00),
    ],
)
def test_d20_event_drawer_and_ledger_agree(
    stepped: Office, cash: int, owed: int, stored: Sequence[tuple[str, int]], in_drawer: int
) -> None:
    before = drawer(stepped, "CASH")
    event = pay(stepped, cash, owed)
    assert amounts(event) == stored
    rounding = owed - in_drawer
    totals = event.totals
    assert totals.is_balanced
    assert (totals.payments, totals.rounding) == (Money(owed), Money(rounding))
    assert totals.amount_tendered == Money(stored[0][1])
    assert totals.tender_count == 1
    assert drawer(stepped, "CASH") - before == in_drawer
    assert drawer(stepped, "ROND") == 0
    assert (ledger(stepped, CASH), ledger(stepped, ROUNDING)) == (in_drawer, rounding)
    assert balance(stepped, event.payments[0].account_id) == 0
    (strip,) = stepped.services.proof.of_day(DAY, stepped.supervisor)
    assert strip.receipts.amount == strip.ledger.amount == Money(in_drawer)
    assert is_clean(stepped)


def test_d20_the_cash_part_only(stepped: Office) -> None:
    exact = pay(stepped, 10_02, 10_02, "CHEC")
    assert amounts(exact) == [("CHEC", 10_02)]
    account = owing(stepped, 10_03)
    both = add(stepped, account, [("CHEC", 5_01), ("CASH", 5_00)], [(account, 10_03)])
    assert amounts(both) == [("CHEC", 5_01), ("CASH", 5_00), ("ROND", 2)]
    with pytest.raises(Refused, match="M-282"):
        pay(stepped, 10_01, 10_02)
    assert is_clean(stepped)


def test_d20_the_receipt_has_a_line_of_its_own(stepped: Office) -> None:
    event = pay(stepped, 20_00, 10_03)
    with stepped.db.read() as s:
        doc = receipt_doc(
            receipt_facts(s, event, stepped.services.setup(), stepped.clock()),
            stepped.services.setup(),
        )
    assert doc.rounding == Money(-2)
    assert (doc.amount_tendered, doc.cash_back, doc.paid) == (
        Money(20_00),
        Money(9_95),
        Money(10_03),
    )


def test_d20_d32_recalculate_makes_changes_and_deletes_it(stepped: Office) -> None:
    event = pay(stepped, 20_00, 10_02, action=DistributeAction.NONE)
    (payment,) = event.payments
    seen = []
    for cents in (10_03, 10_05, 20_02, 19_98):
        change = PaymentChange(amount=Money(cents))
        stepped.services.payment_edits.adjust(payment.id, change, new_request_id(), stepped.cashier)
        stepped.services.event_actions.recalculate_cash_back(
            event.id, new_request_id(), stepped.cashier
        )
        after = show(stepped, event.id)
        assert after.totals.is_balanced
        seen.append(sorted(amounts(after)))
    assert seen == [
        [("CASH", -9_95), ("CASH", 20_00), ("ROND", -2)],
        [("CASH", -9_95), ("CASH", 20_00)],
        [("CASH", 20_00), ("ROND", 2)],
        [("CASH", 20_00), ("ROND", -2)],
    ]
    assert is_clean(stepped)


def test_d20_a_cancel_takes_it_back_and_the_refund_is_cash(stepped: Office) -> None:
    event = pay(stepped, 20_00, 10_02)
    order = CancelTender(event.tenders[0].id, "WRAC", drawer=stepped.control, change_returned=True)
    stepped.services.canceling.cancel_tender(order, new_request_id(), stepped.supervisor)
    after = show(stepped, event.id)
    assert amounts(after) == []
    assert after.payments[0].status is PaymentStatus.CANCELED
    assert after.totals.is_balanced
    assert drawer(stepped, "CASH") == drawer_of_none(stepped)
    assert (ledger(stepped, CASH), ledger(stepped, ROUNDING)) == (0, 0)
    assert is_clean(stepped)


def drawer_of_none(office: Office) -> int:
    """What the drawer holds without any payment: its float."""
    view = office.services.tender_controls.show(office.control, office.supervisor)
    return view.control.starting_balance.minor


def test_d20_d11_a_bounced_check_with_rounded_change_kept(stepped: Office) -> None:
    event = pay(stepped, 100_00, 25_03, "TRAV")
    assert amounts(event) == [("TRAV", 100_00), ("CASH", -74_95), ("ROND", -2)]
    order = CancelTender(event.tenders[0].id, "NSF", change_returned=False)
    stepped.services.canceling.cancel_tender(order, new_request_id(), stepped.supervisor)
    after = show(stepped, event.id)
    assert amounts(after) == [("CASH", -74_95)]
    assert after.totals.is_balanced
    assert ledger(stepped, ROUNDING) == 0
    assert is_clean(stepped)


def test_d20_m86_it_is_not_canceled_alone(stepped: Office) -> None:
    event = pay(stepped, 10_00, 10_02)
    order = CancelTender(flagged(event).id, "WRAC")
    with pytest.raises(Refused) as refused:
        stepped.services.canceling.cancel_tender(order, new_request_id(), stepped.supervisor)
    assert refused.value.code == "M-86"


def test_d20_d28_tenders_of_an_event_keep_to_the_steps(stepped: Office) -> None:
    event = pay(stepped, 10_00, 10_02, action=DistributeAction.NONE)
    edits, who = stepped.services.tender_edits, stepped.cashier
    change = TenderChange(amount=Money(10_01))
    with pytest.raises(Refused, match="M-282"):
        edits.adjust(event.tenders[0].id, change, new_request_id(), who)
    with pytest.raises(Refused, match="M-282"):
        edits.add(event.id, TenderDraft("CASH", Money(3)), new_request_id(), who)
    with pytest.raises(Refused, match="M-88"):
        edits.delete(flagged(event).id, new_request_id(), who)


def correct(office: Office, event: EventView, fault: Fault, **order: Any) -> EventView:
    wanted = CorrectionOrder(event.id, fault, **order)
    done = office.services.corrections.correct(wanted, new_request_id(), office.supervisor)
    return show(office, done.value.event_id)


@pytest.mark.parametrize("balanced", [False, True])
def test_d20_d28_the_right_amount_of_frozen_cash(stepped: Office, *, balanced: bool) -> None:
    event = pay(stepped, 10_00, 10_02)
    if balanced:
        bring_to_another_drawer(stepped)
    order = {"amount": Money(10_05), "confirmed": frozenset({"M-39"})}
    after = correct(stepped, event, Fault.AMOUNT, **order)
    assert amounts(after) == [("CASH", 10_05)]
    assert after.totals.is_balanced
    assert ledger(stepped, ROUNDING) == 0
    assert is_clean(stepped)


def test_d20_d28_the_right_type_of_frozen_cash(stepped: Office) -> None:
    event = pay(stepped, 100_00, 25_03, "TRAV")
    after = correct(stepped, event, Fault.TENDER_TYPE, tender_type="CASH")
    assert after.totals.is_balanced
    assert ledger(stepped, CASH) + ledger(stepped, ROUNDING) == 25_03
    assert balance(stepped, event.payments[0].account_id) == 0
    assert is_clean(stepped)


def bring_to_another_drawer(office: Office) -> ControlId:
    """Balance the cashier's drawer; the supervisor has one for what comes after."""
    balance_drawer(office, office.control, confirmed=frozenset({"C-07"}))
    return office.second_drawer()


def test_d20_qa7_quick_add_rounds_each_event(stepped: Office) -> None:
    rows = [quick_add.of_account(str(owing(stepped, cents)), f"{cents / 100:.2f}") for cents in
            (10_02, 10_03, 10_05)]  # fmt: skip
    view = quick_add.take(stepped, QuickKind.ACCOUNTS, rows, confirmed=quick_add.ALL)
    assert {one.outcome for one in view.rows} == {Outcome.DONE}
    assert (ledger(stepped, CASH), ledger(stepped, ROUNDING)) == (30_10, 0)
    assert is_clean(stepped)
