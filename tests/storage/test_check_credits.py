"""``db check`` finds what is off among adjustments, credits and checkouts (CK-10, AJ-2, AJ-5, IT-4)."""

from sqlalchemy import Connection, text

from posapp.domain.ids import new_request_id
from posapp.storage.check import check_database, run
from posapp.storage.db import Database
from posapp.storage.invariants_of_bound_events import BOUND_EVENTS
from posapp.storage.invariants_of_credits import CREDITS
from posapp.storage.invariants_of_payroll import PAYROLL
from posapp.storage.live_rows import live_checks
from tests.helpers.checkouts import every_state, issue, person, process, refund, submit
from tests.helpers.clock import FixedClock
from tests.helpers.events import add
from tests.helpers.guards_away import remove_guards, taken_back
from tests.helpers.office import DAY, open_office

RULES = (*CREDITS, *BOUND_EVENTS)
LIVE = {
    "audit of checkout": ("UPDATE checkout SET snapshot = '{}' WHERE state = 'PROCESSED'",),
    "audit of mail": (
        "UPDATE mail SET recipient = 'thief@example.org'",
        "DELETE FROM mail",
    ),
    "audit of payroll_deduction": (
        "UPDATE payroll_deduction SET employee_number = 'E-1'",
        "DELETE FROM payroll_deduction",
    ),
    "audit of payroll_batch": ("UPDATE payroll_batch SET acknowledged_name = 'Nobody'",),
    "audit of payroll_batch_deduction": ("DELETE FROM payroll_batch_deduction",),
}
PAYROLL_FAULTS = {
    "ML-5 batches": (
        "UPDATE payroll_deduction SET amount = amount + 1",
        "DELETE FROM payroll_batch_deduction",
        "UPDATE payroll_batch SET lines = lines + 1",
    ),
    "ML-5 deductions": (
        "UPDATE payroll_deduction SET amount = amount + 1 WHERE amount < 0",
        "DELETE FROM payroll_deduction WHERE amount < 0",
        "UPDATE payroll_deduction SET amount = 1000000 WHERE amount > 0",
    ),
}
TABLES = ("account_adjustment", "credit_use", "checkout", "checkout_line", "checkout_lock")
TOLD = ("mail", "payroll_deduction", "payroll_batch", "payroll_batch_deduction")
USED = "state = 'USED' AND checkout_id IS NOT NULL"
OF_EVENT = "event_id IN (SELECT event_id FROM {0} WHERE event_id IS NOT NULL{1})"
TAKEN = "UPDATE payment SET status = 'CANCELED', cancel_reason = '{}' WHERE "
STANDS = " AND NOT EXISTS (SELECT 1 FROM account_adjustment o WHERE o.reverses_id = account_adjustment.id)"
FAULTS: dict[str, tuple[str, ...]] = {
    "CK-6 money": (
        TAKEN.format("DATA") + OF_EVENT.format("checkout", " AND state = 'PROCESSED'"),
        "UPDATE checkout SET state = 'PROCESSED' WHERE state = 'REFUNDED'",
    ),
    "AC2-8 money": (
        TAKEN.format("DATA") + OF_EVENT.format("account_adjustment", STANDS),
        TAKEN.format("NSF") + OF_EVENT.format("account_adjustment", STANDS),
        "UPDATE account_adjustment SET reverses_id = NULL WHERE linked_id IS NULL",
    ),
    "CK-6 event": (
        "UPDATE payment SET amount = amount + 1 WHERE " + OF_EVENT.format("checkout", ""),
        "UPDATE payment SET amount = amount + 1 WHERE " + OF_EVENT.format("account_adjustment", ""),
    ),
    "CK-10 open credits": (
        "UPDATE gl_line SET amount = amount - 1 WHERE distribution_code = '2160-OPEN-CREDIT'",
        "UPDATE account_adjustment SET amount = amount - 1 WHERE amount < 0",
        (
            "UPDATE gl_line SET distribution_code = '2160-OPEN-CREDIT'"
            " WHERE distribution_code = '1010-CASH'"
        ),
    ),
    "AJ-3 charges": (
        (
            "DELETE FROM financial_transaction WHERE parent_id IN"
            " (SELECT id FROM account_adjustment WHERE amount > 0)"
        ),
        (
            "UPDATE financial_transaction SET current_amount = current_amount + 1 WHERE parent_id IN"
            " (SELECT id FROM account_adjustment WHERE amount > 0)"
        ),
        "UPDATE account_adjustment SET state = 'UNPROCESSED' WHERE amount > 0",
    ),
    "D-24 checkouts": (
        "UPDATE checkout SET process_approved_by = submitted_by WHERE state = 'PROCESSED'",
        "UPDATE checkout SET approved_by = ended_by WHERE state = 'REFUNDED'",
        (
            "UPDATE checkout SET approved_by = (SELECT max(id) FROM app_user)"
            " WHERE state = 'REFUNDED'"
        ),
    ),
    "AJ-2 credits": (
        "UPDATE credit_use SET amount = amount + 100000 WHERE state = 'RESERVED'",
        (
            "UPDATE account_adjustment SET state = 'UNPROCESSED', processed_at = NULL"
            " WHERE amount < 0 AND state = 'PROCESSED'"
        ),
        (
            "UPDATE account_adjustment SET state = 'PROCESSED'"
            " WHERE amount < 0 AND state = 'UNPROCESSED'"
        ),
    ),
    "AJ-2 uses": (
        f"UPDATE credit_use SET state = 'RETURNED' WHERE {USED}",
        "UPDATE credit_use SET state = 'USED' WHERE state = 'RESERVED'",
        (
            "UPDATE credit_use SET credit_id = (SELECT min(id) FROM account_adjustment"
            " WHERE amount > 0)"
        ),
        "UPDATE credit_use SET seq = 9 WHERE checkout_id IS NOT NULL",
    ),
    "CK-10 uses posted": (
        f"DELETE FROM financial_transaction WHERE parent_id IN (SELECT id FROM credit_use WHERE {USED})",
        "UPDATE credit_use SET state = 'USED' WHERE state = 'RETURNED'",
    ),
    "AJ-5 reversals": (
        "UPDATE account_adjustment SET amount = amount + 1 WHERE reverses_id IS NOT NULL",
        "UPDATE account_adjustment SET state = 'UNPROCESSED' WHERE reverses_id IS NOT NULL",
    ),
    "AC2-2 pairs": (
        "UPDATE account_adjustment SET amount = amount - 1 WHERE linked_id IS NOT NULL",
        "UPDATE account_adjustment SET event_id = NULL",
        "UPDATE account_adjustment SET linked_id = NULL",
    ),
    "CK-1 sums": (
        "UPDATE checkout_line SET amount = amount + 1",
        "UPDATE checkout_line SET credit = credit + 1",
        "UPDATE credit_use SET amount = amount + 1 WHERE checkout_id IS NOT NULL",
    ),
    "CK-3 events": (
        "UPDATE payment SET status = 'FROZEN' WHERE status = 'FREEZABLE'",
        "UPDATE payment SET status = 'FREEZABLE' WHERE status = 'FROZEN'",
        "UPDATE tender SET status = 'VALID' WHERE status = 'CANCELED'",
        "UPDATE payment SET amount = amount + 1 WHERE status = 'FREEZABLE'",
        "UPDATE checkout SET event_id = NULL WHERE state = 'PROCESSED'",
    ),
    "IT-4 locks": (
        "DELETE FROM checkout_lock",
        (
            "UPDATE checkout_lock SET checkout_id = (SELECT min(id) FROM checkout"
            " WHERE state <> 'SUBMITTED')"
        ),
    ),
    "IT-4 in checkout": (
        "DELETE FROM checkout_lock",
        "UPDATE payable_item SET state = 'IN_CHECKOUT'",
        "UPDATE payable_item SET state = 'PAYABLE' WHERE state = 'IN_CHECKOUT'",
    ),
    "CK-2 numbers": (
        "UPDATE checkout SET number = 'CO-2026-MAIN-000099' WHERE state = 'SUBMITTED'",
    ),
}


def found_by(s: Connection, name: str) -> bool:
    rule = next(one for one in RULES if one.name == name)
    return any(run(s, rule))


LOOSE = (*TABLES, *TOLD, "financial_transaction", "gl_line")


def test_ck10_aj2_it4_each_fault_is_found(db: Database, clock: FixedClock) -> None:
    """CK-10, CK-1, CK-2, CK-3, AJ-2, AJ-5, AC2-2, IT-4: clean before, named after each fault."""
    office = open_office(db, clock)
    every_state(office)
    assert check_database(db).findings == ()
    missed = []
    remove_guards(db, LOOSE)
    for name, faults in FAULTS.items():
        for fault in faults:
            with taken_back(db) as s:
                s.execute(text(fault))
                if not found_by(s, name):
                    missed.append((name, fault))
    assert missed == []
    assert {rule.name for rule in RULES} == set(FAULTS)


def test_ck10_the_open_credits_account_is_checked_before_there_is_a_credit(
    sqlite_db: Database, clock: FixedClock
) -> None:
    """CK-10: the check begins with the ledger account, and not with the credits."""
    office = open_office(sqlite_db, clock)
    account = office.account()
    office.agreement(account, "WATER", (DAY, 2500))
    event = add(office, account, [("CASH", 2500)], [(account, 2500)])
    assert event.payments
    remove_guards(sqlite_db)
    with taken_back(sqlite_db) as s:
        assert not found_by(s, "CK-10 open credits")
        s.execute(
            text(
                "UPDATE gl_line SET distribution_code = '2160-OPEN-CREDIT'"
                " WHERE distribution_code = '1010-CASH'"
            )
        )
        assert found_by(s, "CK-10 open credits")


def test_ck2_ml1_ml5_what_was_told_stays_as_it_was(db: Database, clock: FixedClock) -> None:
    """CK-2, ML-1, ML-5: the snapshot, whom a mail goes to, and what payroll deducts."""
    office = open_office(db, clock)
    account = person(office, email="q@example.org")
    kept, back = issue(office, account, "P-1", 9000), issue(office, account, "P-2", 9000)
    process(office, submit(office, account, kept, method="PAYR"))
    again = submit(office, account, back, method="PAYR")
    process(office, again)
    batches = office.services.payroll_batches
    batches.make(new_request_id(), office.supervisor)
    batches.acknowledge(1, "Ana", new_request_id(), office.supervisor)
    refund(office, again)
    assert check_database(db).findings == ()
    rules = {one.name: one for one in (*PAYROLL, *live_checks(db.dialect))}
    missed = []
    remove_guards(db, LOOSE)
    for name, faults in (LIVE | PAYROLL_FAULTS).items():
        for fault in faults:
            with taken_back(db) as s:
                s.execute(text(fault))
                if not any(run(s, rules[name])):
                    missed.append((name, fault))
    assert missed == []
