"""``db check`` finds what is off between drawers, turn-ins, deposits and exports (R4, controls 4, 9)."""

from sqlalchemy import Connection, text

from posapp.domain.codes import TurnInDirection
from posapp.domain.ids import new_request_id
from posapp.domain.money import Money
from posapp.domain.setup_options import Denomination
from posapp.storage.check import check_database, run
from posapp.storage.db import Database
from posapp.storage.invariants_of_deposits import DEPOSITS
from tests.helpers.clock import FixedClock
from tests.helpers.drawer_day import approve, balance_drawer, bank, owing, settle, take, turn_in
from tests.helpers.guards_away import remove_guards, taken_back
from tests.helpers.office import Office, open_office

NOTES = ((Denomination("USD", Money(20_00), coin=False), 20),)
WAITS = "status = 'AWAITING', approved_by = NULL, approved_at = NULL"
FAULTS: dict[str, tuple[str, ...]] = {
    "deposit figures": (
        "UPDATE deposit_control SET ending_balance = ending_balance + 1",
        "UPDATE tender_deposit SET amount = amount + 1 WHERE kind = 'SETTLEMENT'",
        "UPDATE tender SET control_amount = control_amount + 1 WHERE tender_type = 'CARD'",
    ),
    "deposit gates": (
        "UPDATE tender_control SET status = 'OPEN'",
        f"UPDATE turn_in SET {WAITS}",
    ),
    "deposit stamps": (
        "UPDATE deposit_control SET balanced_at = NULL",
        "UPDATE deposit_control SET balanced_by = NULL",
        "UPDATE deposit_control SET status = 'OPEN'",
    ),
    "deposit rows": (
        "UPDATE tender_deposit SET currency = 'EUR'",
        "UPDATE tender_deposit SET tender_type = 'CHEC' WHERE kind = 'SETTLEMENT'",
    ),
    "deposit slips": (
        "UPDATE tender_deposit SET amount = 100 WHERE kind = 'BANK'",
        "UPDATE deposit_denomination SET quantity = quantity + 1",
    ),
    "turn-ins": ("UPDATE turn_in SET tender_type = 'CARD'",),
    "turn-ins approved": (
        (
            "UPDATE turn_in SET changed_by = created_by, created_by = approved_by,"
            " approved_by = created_by WHERE direction = 'IN'"
        ),
    ),
    "turn-in parts": (
        "UPDATE turn_in_denomination SET quantity = quantity - 1",
        "DELETE FROM turn_in_tender; UPDATE turn_in SET amount = amount + 1",
    ),
    "drawers handed over": (f"UPDATE turn_in SET {WAITS}",),
    "exports": (
        (
            "DELETE FROM ledger_batch_transaction WHERE ft_id ="
            " (SELECT max(ft_id) FROM ledger_batch_transaction)"
        ),
        "UPDATE ledger_batch SET lines = lines + 1",
        "UPDATE ledger_batch SET debits = debits + 1, credits = credits + 1",
        "UPDATE ledger_batch SET request_id = 'nobody'",
    ),
    "exports in place": (
        "UPDATE ledger_batch SET currency = 'EUR'",
        "UPDATE ledger_batch SET until = '2026-01-01'",
    ),
}


def day(office: Office) -> None:
    """Turn-ins both ways, slips, a settlement, an export; all of it balanced."""
    account = owing(office)
    take(office, account, "CASH", 500_00)
    check = take(office, account, "CHEC", 80_00, check="1047").tenders[0].id
    take(office, account, "CARD", 20_00)
    approve(office, turn_in(office, "CASH", 400_00, counted=NOTES))
    approve(office, turn_in(office, "CHEC", 80_00, tenders=(check,)))
    issued = turn_in(office, "CASH", 5_00, actor=office.supervisor, direction=TurnInDirection.IN)
    approve(office, issued, office.cashier)
    bank(office, 480_00, tenders=(check,), counted=NOTES)
    settle(office, "CARD", 20_00)
    balance_drawer(office, office.control)
    office.services.deposit_controls.balance(
        office.deposit, new_request_id(), office.supervisor, ending=Money(250_00)
    )
    office.services.ledger_exports.export(new_request_id(), office.supervisor)


def found_by(s: Connection, name: str) -> bool:
    rule = next(one for one in DEPOSITS if one.name == name)
    return any(run(s, rule))


def test_r4_a_whole_day_is_clean_and_each_fault_is_found(db: Database, clock: FixedClock) -> None:
    office = open_office(db, clock)
    day(office)
    assert check_database(db).findings == ()
    missed = []
    remove_guards(db, ("turn_in", "deposit_control", "tender_deposit", "ledger_batch"))
    for name, faults in FAULTS.items():
        for fault in faults:
            with taken_back(db) as s:
                for statement in fault.split("; "):
                    s.execute(text(statement))
                if not found_by(s, name):
                    missed.append((name, fault))
    assert missed == []
    assert {rule.name for rule in DEPOSITS} == set(FAULTS)
