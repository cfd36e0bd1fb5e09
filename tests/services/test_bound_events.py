"""The event of a checkout or of an added credit changes only with it; a bounce is taken (CK-6, AC2-8)."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from posapp.domain.checkout_orders import ItemChoice, RefundCheckout
from posapp.domain.corrections import CorrectionOrder, Fault
from posapp.domain.credits import AddAdjustment, Adjustment, AdjustmentId, CheckoutId
from posapp.domain.event_views import EventView
from posapp.domain.ids import AccountId, new_request_id
from posapp.domain.money import Money
from posapp.domain.tender_cancels import CancelEvent, CancelTender
from posapp.domain.transfers import Transfer
from posapp.errors import NeedsConfirmation, Refused
from tests.helpers.checkouts import (
    add_credit,
    cancel,
    clearing,
    credit_ids,
    issue,
    left,
    person,
    process,
    refund,
    refunder,
    state,
    submit,
)
from tests.helpers.events import balance, drawer, is_clean, ledger, show
from tests.helpers.office import DAY, Office

YES = frozenset({"C-17", "M-33"})


def code_of(act: Callable[[], Any]) -> str:
    """Code of the refusal, empty when it was done."""
    try:
        act()
    except Refused as refused:
        return refused.code
    except NeedsConfirmation as asked:
        return asked.concerns[0].code
    return ""


def of_credit(office: Office, credit: Adjustment) -> EventView:
    """The event that paid an added credit."""
    debit = office.services.adjustments.show(credit.linked_id, office.cashier)
    return show(office, debit.event_id)


def of_checkout(office: Office, checkout: CheckoutId) -> EventView:
    """The event of a checkout."""
    return show(office, office.services.checkouts.show(checkout, office.cashier).event_id)


def bounce(office: Office, event: EventView) -> None:
    """The tender of an event was not good."""
    order = CancelTender(event.tenders[0].id, "NSF", confirmed=YES)
    office.services.canceling.cancel_tender(order, new_request_id(), office.supervisor)


def commands(office: Office, event: EventView) -> dict[str, Callable[[], Any]]:
    """Ordinary commands on an event."""
    do, who, other = office.services, office.supervisor, person(office)
    payment, tender = event.payments[0].id, event.tenders[0].id
    drawers = tuple((one.id, office.control) for one in event.tenders)
    cash = {"drawers_of": drawers, "change_returned": True, "confirmed": YES}

    def key() -> str:
        return new_request_id()

    return {
        "event cancel": lambda: do.canceling.cancel_event(
            CancelEvent(event.id, "DATA", **cash), key(), who
        ),
        "event cancel, handed out as bounced": lambda: do.canceling.cancel_event(
            CancelEvent(event.id, "NSF", **cash), key(), who
        ),
        "event delete": lambda: do.event_actions.delete(event.id, key(), who, frozenset({"M-41"})),
        "set-date": lambda: do.event_actions.set_date(event.id, DAY, key(), who),
        "payment cancel": lambda: do.canceling.cancel_payment(payment, "NSF", key(), who),
        "tender cancel": lambda: do.canceling.cancel_tender(
            CancelTender(tender, "DATA", drawer=office.control, confirmed=YES), key(), who
        ),
        "correct twice": lambda: do.corrections.correct(
            CorrectionOrder(event.id, Fault.TWICE), key(), who
        ),
        "event transfer": lambda: do.transfers.event(event.id, Transfer(other, "WRAC"), key(), who),
        "payment transfer": lambda: do.transfers.payment(
            payment, Transfer(other, "WRAC"), key(), who
        ),
    }


def demands(office: Office, account: AccountId) -> list[int]:
    """What the payments page asks for beside items, in cents."""
    page = office.services.checkouts.page(account, office.cashier)
    return [one.amount.minor for one in page.charges]


def waiting(office: Office, account: AccountId) -> tuple[AdjustmentId, ...]:
    """Charges that the payments page lists."""
    page = office.services.checkouts.page(account, office.cashier)
    return tuple(one.id for one in page.charges)


def deductions(office: Office) -> int:
    """What the next payroll batch comes to."""
    return sum(
        one.amount.minor for one in office.services.payroll_batches.preview(office.supervisor)
    )


def test_ck6_ac2_8_ordinary_commands_leave_the_events_of_checkouts_and_credits(
    office: Office,
) -> None:
    """CK-3, CK-6, AC2-8, D-23: each is refused with the way; below the services a guard holds."""
    account = person(office)
    permit, other = (issue(office, account, number, 18000) for number in ("P-1", "P-2"))
    credit = add_credit(office, account, permit, 4500, "CASH")
    done, waits = (submit(office, account, one, credits=()) for one in (permit, other))
    process(office, done)
    for event, code in (
        (of_credit(office, credit), "M-250"),
        (of_checkout(office, done), "M-249"),
        (of_checkout(office, waits), "M-320"),
    ):
        for name, command in commands(office, event).items():
            assert (name, code_of(command)) == (name, code)
    for event in (of_credit(office, credit), of_checkout(office, done)):
        for table in ("payment", "tender"):
            statement = (
                f"UPDATE {table} SET status = 'CANCELED', cancel_reason = 'DATA',"
                " canceled_at = created_at, canceled_by = 1 WHERE event_id = :id"
            )
            assert is_stopped(office, statement, event)
    assert is_clean(office)


def is_stopped(office: Office, statement: str, event: EventView) -> bool:
    """Whether the schema refuses a statement."""
    try:
        with office.db.begin(keep=False) as s:
            assert s.execute(text(statement), {"id": event.id}).rowcount
    except DatabaseError as refused:
        return "changes only with it" in str(refused)
    return False


def test_ac2_8_an_untouched_credit_is_reversed_when_its_money_bounces(office: Office) -> None:
    """AC2-8, AC2-3: the opposite pair; nothing is left to pay with, nothing is owed."""
    account = person(office)
    permit = issue(office, account, "P-1", 18000)
    credit = add_credit(office, account, permit, 4500, "CHEC", check_number="7")
    before = balance(office, account)
    bounce(office, of_credit(office, credit))
    assert (left(office, credit.id), clearing(office)) == (0, 0)
    assert demands(office, account) == []
    fee = balance(office, account) - before
    assert (fee >= 0, code_of(lambda: reverse(office, credit.id))) == (True, "M-331")
    assert is_clean(office)


def reverse(office: Office, credit: AdjustmentId) -> None:
    """*Reverse credit* by a supervisor."""
    office.services.credits.reverse(
        credit, new_request_id(), office.supervisor, control_id=office.control
    )


def test_ac2_8_what_was_spent_of_a_bounced_credit_is_asked_for(office: Office) -> None:
    """AC2-8, CK-6, CK-10: the rest is withdrawn; the debt is listed, paid, and can come back."""
    account = person(office)
    card, permit = issue(office, account, "A-1", 3000), issue(office, account, "P-1", 18000)
    credit = add_credit(office, account, permit, 4500, "CHEC", check_number="7")
    spent = submit(office, account, card, method="")
    process(office, spent)
    bounce(office, of_credit(office, credit))
    assert (left(office, credit.id), clearing(office), demands(office, account)) == (0, 0, [3000])
    assert is_clean(office)
    paid = submit(office, account, permit, adjustments=waiting(office, account))
    process(office, paid)
    assert (demands(office, account), state(office, permit)) == ([], ("PAID", 0))
    assert is_clean(office)
    refund(office, paid)
    assert demands(office, account) == [3000]
    refund(office, spent, method="")
    # The credit came back without money: it pays what was asked for.
    assert (left(office, credit.id), clearing(office), demands(office, account)) == (0, 0, [])
    assert (state(office, card), state(office, permit)) == (("PAYABLE", 3000), ("PAYABLE", 18000))
    assert is_clean(office)


def test_ac2_8_a_reserved_credit_whose_money_bounced_is_not_used(sqlite_office: Office) -> None:
    """AC2-8, CK-5, D-25: the checkout that holds it can only be canceled."""
    office = sqlite_office
    account = person(office)
    permit = issue(office, account, "P-1", 18000)
    credit = add_credit(office, account, permit, 4500, "CHEC", check_number="7")
    held = submit(office, account, permit)
    bounce(office, of_credit(office, credit))
    assert code_of(lambda: process(office, held)) == "M-341"
    cancel(office, held)
    assert (left(office, credit.id), clearing(office), demands(office, account)) == (0, 0, [])
    assert is_clean(office)


def test_ck6_ml5_a_refund_after_a_bounce_gives_back_what_is_left(office: Office) -> None:
    """CK-6, ML-1, ML-5: credits once, no money that bounced, and payroll follows the ledger."""
    account = person(office, email="ngozi@example.org")
    permit = issue(office, account, "P-1", 18000)
    credit = add_credit(office, account, permit, 4500, "CASH")
    checkout = submit(office, account, permit, method="PAYR")
    process(office, checkout)
    assert deductions(office) == ledger(office, "1040-PAYROLL") == 13500
    bounce(office, of_checkout(office, checkout))
    assert deductions(office) == ledger(office, "1040-PAYROLL") == 0
    assert state(office, permit) == ("PAYABLE", 13500)
    part = AddAdjustment(
        new_request_id(), account, "PART-REFUND", Money(-4501), "Half", checkout_id=checkout
    )
    assert code_of(lambda: office.services.adjustments.add(part, office.supervisor)) == "M-344"
    refund(office, checkout, method="")
    assert (state(office, permit), left(office, credit.id)) == (("PAYABLE", 18000), 4500)
    assert (deductions(office), code_of(lambda: refund(office, checkout))) == (0, "M-337")
    with office.db.read() as s:
        body = s.execute(text("SELECT body FROM mail WHERE kind = 'REFUND'")).scalar_one()
    assert "135.00" not in body
    assert is_clean(office)


def test_aj2_a_charge_of_a_refunded_checkout_is_payable_again(office: Office) -> None:
    """AJ-2, AJ-5, CK-6: also where a credit paid a part of it."""
    account = person(office)
    permit = issue(office, account, "P-1", 18000)
    order = AddAdjustment(new_request_id(), account, "FEE", Money(1200), "Late")
    fee = office.services.adjustments.add(order, office.supervisor).value
    checkout = submit(office, account, permit, adjustments=(fee,))
    process(office, checkout)
    refund(office, checkout)
    assert (demands(office, account), balance(office, account)) == ([1200], 19200)
    take_back = lambda one: office.services.adjustments.reverse(  # noqa: E731
        one, "Never late", new_request_id(), office.supervisor
    )
    assert code_of(lambda: take_back(fee)) == "M-252"
    again = submit(office, account, permit, adjustments=waiting(office, account))
    process(office, again)
    assert (demands(office, account), balance(office, account)) == ([], 0)
    assert ledger(office, "4140-ADJUST") == -1200
    refund(office, again)
    (asked,) = waiting(office, account)
    take_back(asked)
    assert (balance(office, account), ledger(office, "4140-ADJUST")) == (18000, 0)
    assert is_clean(office)


def test_ck6_a_charge_does_not_hide_a_part_refund(sqlite_office: Office) -> None:
    """CK-6: +100.00 and -100.00 for one checkout are not nothing."""
    office = sqlite_office
    account = person(office)
    permit = issue(office, account, "P-1", 10000)
    checkout = submit(office, account, permit)
    process(office, checkout)

    def adjust(code: str, cents: int) -> AdjustmentId:
        order = AddAdjustment(
            new_request_id(), account, code, Money(cents), "Why", checkout_id=checkout
        )
        return office.services.adjustments.add(order, office.supervisor).value

    fee = adjust("FEE", 10000)
    adjust("PART-REFUND", -10000)
    assert code_of(lambda: refund(office, checkout)) == "M-343"
    assert code_of(lambda: adjust("PART-REFUND", -1)) == "M-344"
    office.services.adjustments.reverse(fee, "Wrong", new_request_id(), office.supervisor)
    assert code_of(lambda: adjust("PART-REFUND", -1)) == "M-344"
    assert is_clean(office)


def test_d24_who_processed_a_checkout_does_not_refund_it_alone(sqlite_office: Office) -> None:
    """CK-6, D-24: another supervisor does, or approves."""
    office = sqlite_office
    account = person(office)
    permit = issue(office, account, "P-1", 18000)
    checkout = submit(office, account, permit)
    process(office, checkout)
    order = RefundCheckout(new_request_id(), checkout, "Sold the car", "", office.control)
    refunds = office.services.checkouts
    assert code_of(lambda: refunds.refund(order, office.supervisor)) == "M-251"
    assert code_of(lambda: refunds.refund(order, refunder(office))) == ""


def test_ac2_8_aj3_a_supervisor_reverses_a_credit_that_was_processed_alone(
    office: Office,
) -> None:
    """AC2-8, AJ-3, AJ-5: its money goes back, and the account is as before."""
    account = person(office)
    permit = issue(office, account, "P-1", 18000)
    credit = add_credit(office, account, permit, 4500, "CASH")
    adjustments = office.services.adjustments
    adjustments.process(credit.id, new_request_id(), office.supervisor)
    assert balance(office, account) == 13500
    alone = lambda: office.services.credits.reverse(credit.id, new_request_id(), office.cashier)  # noqa: E731
    assert code_of(alone) == "M-51"
    cash = drawer(office, "CASH")
    reverse(office, credit.id)
    assert (balance(office, account), drawer(office, "CASH") - cash) == (18000, -4500)
    assert clearing(office) == 0
    assert is_clean(office)


def test_it4_a_part_paid_item_is_kept_and_its_refund_leaves_it_payable(
    sqlite_office: Office,
) -> None:
    """IT-4, CK-5, CK-6: never given back with money due, in whatever order."""
    office = sqlite_office
    account = person(office)
    permit = issue(office, account, "P-1", 18000)
    first = submit(office, account, ItemChoice(permit, Money(5000)))
    process(office, first)
    cancel(office, submit(office, account, permit), release=True)
    assert state(office, permit) == ("PAYABLE", 13000)
    refund(office, first)
    assert (state(office, permit), balance(office, account)) == (("PAYABLE", 18000), 18000)
    assert is_clean(office)


def test_it4_an_item_without_due_stays_paid_after_a_refund(sqlite_office: Office) -> None:
    """IT-4: a reduction took what was due; credits that come back do not make it payable."""
    office = sqlite_office
    account = person(office)
    permit = issue(office, account, "P-1", 18000)
    checkout = submit(office, account, permit)
    process(office, checkout)
    bounce(office, of_checkout(office, checkout))
    second = submit(office, account, permit)
    process(office, second)
    refund(office, checkout)
    assert (state(office, permit), credit_ids(office, account)) == (("PAID", 0), ())
    assert is_clean(office)
