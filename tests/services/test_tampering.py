"""R11: whoever changes what the services wrote, guards out of the way, is found by the check."""

import pytest
from sqlalchemy import text

from posapp.domain.codes import DistributeAction
from posapp.domain.event_views import EventView
from posapp.domain.ids import ControlId, new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.tender_cancels import CancelTender
from posapp.storage.check import check_database, check_within
from tests.helpers.events import add
from tests.helpers.guards_away import remove_guards, taken_back
from tests.helpers.office import DAY, Office

HALF = "(SELECT min(id) FROM payment_event)"
SEGMENTS = f"(SELECT id FROM payment WHERE event_id = {HALF})"
MINE = "(SELECT max(id) FROM agreement WHERE sa_type = 'GAS')"
FTS = f"(SELECT id FROM financial_transaction WHERE parent_id IN {SEGMENTS})"
# A name, and what the owner of the file writes; each leaves sums that add up as far as it can.
TAMPERING: dict[str, tuple[str, ...]] = {
    "a tender's amount": (f"UPDATE tender SET amount = 1, control_amount = 1 WHERE event_id = {HALF}",),
    "a tender's type": (f"UPDATE tender SET tender_type = 'CARD' WHERE event_id = {HALF}",),
    "a tender is called canceled": (
        (f"UPDATE tender SET status = 'CANCELED', canceled_at = created_at WHERE event_id = {HALF}"
        " AND NOT cash_back"),
    ),
    "a tender is gone": (f"DELETE FROM tender WHERE event_id = {HALF} AND cash_back",),
    "a whole payment, down to the ledger": (
        (f"UPDATE tender SET amount = amount - 1, control_amount = control_amount - 1"
        f" WHERE event_id = {HALF} AND NOT cash_back"),
        f"UPDATE payment SET amount = amount - 1 WHERE event_id = {HALF}",
        f"UPDATE pay_segment SET amount = amount - 1 WHERE payment_id IN {SEGMENTS}",
        (f"UPDATE financial_transaction SET current_amount = current_amount + 1,"
        f" payoff_amount = payoff_amount + 1 WHERE id IN {FTS}"),
        f"UPDATE gl_line SET amount = amount - 1 WHERE amount > 0 AND ft_id IN {FTS}",
        f"UPDATE gl_line SET amount = amount + 1 WHERE amount < 0 AND ft_id IN {FTS}",
    ),
    "a payment moves to another account": (
        "UPDATE payment SET account_id = (SELECT max(id) FROM account)",
        "UPDATE pay_segment SET agreement_id = (SELECT max(id) FROM agreement)",
        ("UPDATE financial_transaction SET agreement_id = (SELECT max(id) FROM agreement)"
        " WHERE ft_type = 'PS'"),
    ),
    "a payment date": (f"UPDATE payment_event SET payment_date = '2026-11-01' WHERE id = {HALF}",),
    "an event is gone": (
        f"DELETE FROM gl_line WHERE ft_id IN {FTS}",
        f"DELETE FROM financial_transaction WHERE parent_id IN {SEGMENTS}",
        f"DELETE FROM pay_segment WHERE payment_id IN {SEGMENTS}",
        f"DELETE FROM payment WHERE event_id = {HALF}",
        f"DELETE FROM tender WHERE event_id = {HALF}",
        f"DELETE FROM payment_event WHERE id = {HALF}",
    ),
    "the last event is gone, with its number": (
        ("DELETE FROM gl_line WHERE ft_id IN (SELECT f.id FROM financial_transaction f JOIN payment p"
        " ON p.id = f.parent_id WHERE p.event_id = (SELECT max(id) FROM payment_event))"),
        ("DELETE FROM financial_transaction WHERE parent_id IN (SELECT id FROM payment"
        " WHERE event_id = (SELECT max(id) FROM payment_event))"),
        ("DELETE FROM pay_segment WHERE payment_id IN (SELECT id FROM payment"
        " WHERE event_id = (SELECT max(id) FROM payment_event))"),
        "DELETE FROM payment WHERE event_id = (SELECT max(id) FROM payment_event)",
        "DELETE FROM tender WHERE event_id = (SELECT max(id) FROM payment_event)",
        "DELETE FROM payment_event WHERE id = (SELECT max(id) FROM payment_event)",
        "UPDATE tender_control SET last_receipt = last_receipt - 1",
        "UPDATE number_sequence SET last = last - 1",
    ),
    "the float of a drawer": ("UPDATE tender_control SET starting_balance = starting_balance - 100",),
    "how far an open drawer is": ("UPDATE tender_control SET status = 'BALANCING'",),
    "whose drawer it is": (
        ("UPDATE tender_control SET user_id = (SELECT min(id) FROM app_user"
        " WHERE id <> tender_control.user_id)"),
    ),
    "the day of a drawer": ("UPDATE tender_control SET business_date = '2026-11-01'",),
    "the day of a deposit control": ("UPDATE deposit_control SET business_date = '2026-11-01'",),
    "when a tender was taken": (
        "UPDATE tender SET created_at = '2026-11-20T16:00:00.000000+00:00'",
    ),
    "who froze a payment": (
        "UPDATE payment SET frozen_by = (SELECT max(id) FROM app_user WHERE id <> frozen_by)",
    ),
    "a posting's account": ("UPDATE gl_line SET distribution_code = '1030-CARDS' WHERE amount > 0",),
    "a tender's payor": (
        f"UPDATE tender SET payor_account_id = (SELECT max(id) FROM account) WHERE event_id = {HALF}",
    ),
    "change is called a tender": (f"UPDATE tender SET cash_back = false WHERE event_id = {HALF}",),
    "a tender in the drawer's currency": (
        f"UPDATE tender SET control_amount = control_amount - 1 WHERE event_id = {HALF}",
    ),
    "a tender is not counted": (f"UPDATE tender SET counted = false WHERE event_id = {HALF}",),
    "a tender's ledger account, with the ledger": (
        f"UPDATE tender SET distribution_code = '1030-CARDS' WHERE event_id = {HALF}",
        "UPDATE gl_line SET distribution_code = '1030-CARDS' WHERE amount > 0",
    ),
    "the books of a posting": (
        f"UPDATE financial_transaction SET accounting_date = '2026-11-01' WHERE id IN {FTS}",
    ),
    "the currency of an event": (f"UPDATE payment_event SET currency = 'EUR' WHERE id = {HALF}",),
    "a segment moves, with its posting": (
        f"UPDATE pay_segment SET agreement_id = {MINE} WHERE payment_id IN {SEGMENTS}",
        f"UPDATE financial_transaction SET agreement_id = {MINE} WHERE id IN {FTS}",
    ),
    "an unfrozen segment moves": (
        (f"UPDATE pay_segment SET agreement_id = {MINE} WHERE payment_id IN"
        " (SELECT id FROM payment WHERE status = 'FREEZABLE')"),
    ),
    "a rating of a bounced check": ("DELETE FROM credit_rating WHERE tender_id IS NOT NULL",),
    "the effect of a bounced check": (
        "UPDATE credit_rating SET cash_only_effect = 0 WHERE tender_id IS NOT NULL",
    ),
    "the charge of a bounced check": ("UPDATE adjustment SET amount = 1",),
    "money that went back": ("UPDATE refund_movement SET amount = amount + 100",),
    "a bounced check counts no more": (
        "UPDATE tender SET counted = false WHERE status = 'CANCELED'",
    ),
    "an audit row": ("UPDATE audit SET body = '{}' WHERE action = 'event'",),
    "the tail of a chain": (
        ("DELETE FROM audit WHERE chain LIKE 'control/%' AND seq ="
        " (SELECT max(seq) FROM audit WHERE chain LIKE 'control/%')"),
    ),
    "the tail of an office's chain": (
        ("DELETE FROM audit WHERE chain LIKE 'office/%' AND seq ="
        " (SELECT max(seq) FROM audit WHERE chain LIKE 'office/%')"),
    ),
    "all chains of drawers": ("DELETE FROM audit WHERE chain LIKE 'control/%'",),
    "all chains of drawers, with their heads": (
        "DELETE FROM audit WHERE chain LIKE 'control/%'",
        "DELETE FROM audit_head WHERE chain LIKE 'control/%'",
    ),
    "all chains of offices": ("DELETE FROM audit WHERE chain LIKE 'office/%'",),
    "all chains of offices, with their heads": (
        "DELETE FROM audit WHERE chain LIKE 'office/%'",
        "DELETE FROM audit_head WHERE chain LIKE 'office/%'",
    ),
    "an event in a chain, with its head": (
        "DELETE FROM audit WHERE chain LIKE 'control/%' AND seq > 1",
        ("UPDATE audit_head SET length = 1, hash = (SELECT hash FROM audit a"
        " WHERE a.chain = audit_head.chain) WHERE chain LIKE 'control/%'"),
    ),
    "the head of a chain": ("DELETE FROM audit WHERE action = 'control.open'",),
}  # fmt: skip


def cancel(office: Office, event: EventView, reason: str, drawer: ControlId | None = None) -> None:
    order = CancelTender(event.tenders[0].id, reason, drawer=drawer)
    office.services.canceling.cancel_tender(order, new_request_id(), office.supervisor)


@pytest.fixture
def paid(office: Office) -> Office:
    """Payments with change, canceled checks, one not frozen, and an account that nobody paid."""
    account = office.account()
    office.agreement(account, "WATER", (DAY, 50_000))
    office.agreement(account, "GAS")
    for cents in (1000, 2500):
        command = AddEvent(
            new_request_id(),
            account,
            (TenderDraft("CASH", Money(5000)),),
            (PaymentDraft(account, Money(cents)),),
            action=DistributeAction.FREEZE,
            confirmed=frozenset({"M-40", "M-42"}),
        )
        office.services.payment_events.add(command, office.cashier)
    check = add(office, account, [("CHEC", 700)], [(account, 700)])
    cancel(office, check, "NSF")
    given_back = add(office, account, [("CASH", 800)], [(account, 800)])
    cancel(office, given_back, "DATA", office.second_drawer())
    add(office, account, [("CASH", 900)], [(account, 900)], action=DistributeAction.DISTRIBUTE)
    other = office.account("Nobody, Ann")
    office.agreement(other, "WATER", (DAY, 50_000))
    assert check_database(office.db).findings == ()
    return office


def test_r11_what_was_changed_behind_the_services_is_found(paid: Office) -> None:
    """Each change in the same day, taken back after it was looked for."""
    silent = []
    remove_guards(paid.db)
    with taken_back(paid.db) as s:
        assert {one.name for one in check_within(s).findings} == {"guards"}
    for name, statements in TAMPERING.items():
        with taken_back(paid.db) as s:
            assert sum(s.execute(text(statement)).rowcount for statement in statements) > 0, name
            if {one.name for one in check_within(s).findings} <= {"guards"}:
                silent.append(name)
    assert silent == []
