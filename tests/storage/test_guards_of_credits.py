"""Guards of credits and checkouts hold against any tool, on both engines (AJ-5, CK-6, CK-8, IT-4)."""

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from posapp.errors import PosError
from posapp.storage.db import Database
from tests.helpers.checkouts import every_state
from tests.helpers.clock import FixedClock
from tests.helpers.office import open_office

LOCKED = "(SELECT min(id) FROM checkout WHERE state = 'SUBMITTED')"
DONE = "(SELECT min(id) FROM checkout WHERE state = 'PROCESSED')"
FORBIDDEN = {
    "AJ-5 amount": "UPDATE account_adjustment SET amount = amount - 1 WHERE amount < 0",
    "AJ-5 state": "UPDATE account_adjustment SET state = 'UNPROCESSED', processed_at = NULL,"
    " processed_by = NULL WHERE amount > 0 AND state = 'PROCESSED'",
    "AJ-5 once": "UPDATE account_adjustment SET reverses_id = (SELECT min(reverses_id)"
    " FROM account_adjustment)",
    "D-23 adjustments": "DELETE FROM account_adjustment",
    "CK-8 below zero": "INSERT INTO credit_use (id, credit_id, checkout_id, seq, amount, state,"
    f" version) SELECT 9000000001, min(credit_id), {LOCKED}, 1, 999999, 'RESERVED', 1"
    " FROM credit_use WHERE state = 'RESERVED'",
    "AJ-2 use": "UPDATE credit_use SET amount = 1 WHERE state = 'RESERVED'",
    "CK-6 returned once": "UPDATE credit_use SET state = 'USED' WHERE state = 'RETURNED'",
    "D-23 uses": "DELETE FROM credit_use",
    "CK-6 refunded once": "UPDATE checkout SET end_comment = 'x' WHERE state = 'REFUNDED'",
    "CK-5 canceled once": "UPDATE checkout SET state = 'SUBMITTED', ended_at = NULL"
    " WHERE state = 'CANCELED'",
    "CK-9 processed once": "UPDATE checkout SET comment = 'x' WHERE state = 'PROCESSED'",
    "CK-2 submitted": "UPDATE checkout SET to_pay = to_pay, comment = 'x'"
    " WHERE state = 'SUBMITTED'",
    "D-23 checkouts": "DELETE FROM checkout",
    "CK-2 lines": "UPDATE checkout_line SET amount = amount + 1",
    "D-23 lines": "DELETE FROM checkout_line",
    "IT-4 kept": "DELETE FROM checkout_lock",
    "IT-4 stays": "UPDATE checkout_lock SET workstation = 'x'",
    "IT-4 one lock": "INSERT INTO checkout_lock (id, item_id, checkout_id, user_id, workstation,"
    " locked_at) SELECT 9000000002, item_id, checkout_id, user_id, workstation, locked_at"
    " FROM checkout_lock WHERE item_id IS NOT NULL",
    "IT-4 of submitted": "INSERT INTO checkout_lock (id, item_id, checkout_id, user_id,"
    f" workstation, locked_at) SELECT 9000000003, 0, {DONE}, user_id, workstation, locked_at"
    " FROM checkout_lock",
}


def test_aj5_ck6_ck8_it4_each_forbidden_statement_is_stopped(
    db: Database, clock: FixedClock
) -> None:
    """AJ-2, AJ-5, CK-2, CK-5, CK-6, CK-8, CK-9, IT-4, D-23."""
    every_state(open_office(db, clock))
    passed = []
    for name, statement in FORBIDDEN.items():
        try:
            with db.begin(keep=False) as s:
                assert s.execute(text(statement)).rowcount
        except (PosError, IntegrityError):
            continue
        passed.append(name)
    assert passed == []
