"""What must hold between drawers, turn-ins, deposits and exports of the ledger (controls 4, 9).

Sources: DC-11, DC-12, TI-04, TI-11, TI-14, P7, D-13, D-29, D-37, GL-1. Like ``invariants``: each
statement gives the ``id`` of every row that breaks the rule.
"""

from typing import Final

from posapp.storage.invariant import Invariant

# What drawers of a deposit control took, less what went back out of them (DC-00, D-14).
_EXPECTED: Final = """(SELECT coalesce(sum(c.starting_balance), 0) FROM tender_control c
        WHERE c.deposit_control_id = d.id)
    + (SELECT coalesce(sum(t.control_amount), 0) FROM tender t
        JOIN tender_control c ON c.id = t.tender_control_id
        WHERE c.deposit_control_id = d.id AND t.counted AND NOT t.rounding)
    - (SELECT coalesce(sum(m.amount), 0) FROM refund_movement m
        JOIN tender_control c ON c.id = m.tender_control_id WHERE c.deposit_control_id = d.id)
    - (SELECT coalesce(sum(k.amount), 0) FROM tender_deposit k
        WHERE k.deposit_control_id = d.id)"""

DEPOSITS: Final = (
    Invariant(
        "deposit figures",
        "A balanced deposit control has another ending balance than its rows make (DC-11).",
        f"""SELECT d.id FROM deposit_control d
        WHERE d.status = 'BALANCED' AND d.source_type IN ('CASHIERING', 'ADHOC')
            AND (d.ending_balance IS NULL OR d.ending_balance <> {_EXPECTED})""",  # noqa: S608 - our own SQL
    ),
    Invariant(
        "deposit gates",
        "A balanced deposit control has a drawer that is not, or a turn-in that waits (DC-12).",
        """SELECT d.id FROM deposit_control d WHERE d.status = 'BALANCED' AND (
            EXISTS (SELECT 1 FROM tender_control c
                WHERE c.deposit_control_id = d.id AND c.status <> 'BALANCED')
            OR EXISTS (SELECT 1 FROM turn_in k
                WHERE k.deposit_control_id = d.id AND k.status <> 'APPROVED'))""",
    ),
    Invariant(
        "deposit stamps",
        "A deposit control is balanced without saying by whom, or says so and is not (4.1).",
        """SELECT d.id FROM deposit_control d
        WHERE (d.status = 'BALANCED') <> (d.balanced_at IS NOT NULL)
            OR (d.balanced_at IS NULL) <> (d.balanced_by IS NULL)""",
    ),
    Invariant(
        "deposit rows",
        "A deposit is of another currency than its control or bank account, or settles paper (D-29).",
        """SELECT k.id FROM tender_deposit k JOIN deposit_control d ON d.id = k.deposit_control_id
        LEFT JOIN bank_account b ON b.bank = k.bank AND b.key = k.bank_account
        LEFT JOIN tender_type t ON t.code = k.tender_type
        WHERE k.currency <> d.currency OR (b.key IS NOT NULL AND b.currency <> k.currency)
            OR t.physical""",
    ),
    Invariant(
        "deposit slips",
        "Checks and counted cash of a deposit do not fit its amount, or lie elsewhere (P7).",
        """SELECT k.id FROM tender_deposit k
        LEFT JOIN (SELECT s.deposit_id, sum(t.control_amount) AS checks,
                min(c.deposit_control_id) AS least, max(c.deposit_control_id) AS most
            FROM deposit_tender s JOIN tender t ON t.id = s.tender_id
            JOIN tender_control c ON c.id = t.tender_control_id GROUP BY s.deposit_id) i
            ON i.deposit_id = k.id
        LEFT JOIN (SELECT n.deposit_id, sum(n.value * n.quantity) AS cash
            FROM deposit_denomination n GROUP BY n.deposit_id) n ON n.deposit_id = k.id
        WHERE coalesce(i.checks, 0) > k.amount
            OR (n.cash IS NOT NULL AND n.cash + coalesce(i.checks, 0) <> k.amount)
            OR i.least <> k.deposit_control_id OR i.most <> k.deposit_control_id""",
    ),
    Invariant(
        "turn-ins",
        "A turn-in lies under another deposit control than its drawer, or is of no paper (TI-07).",
        """SELECT k.id FROM turn_in k JOIN tender_control c ON c.id = k.tender_control_id
        JOIN tender_type t ON t.code = k.tender_type
        WHERE c.deposit_control_id <> k.deposit_control_id OR NOT t.physical""",
    ),
    Invariant(
        "turn-ins approved",
        "A turn-in was approved by who wrote it or works at the drawer, or by nobody (TI-11, D-37).",
        """SELECT k.id FROM turn_in k JOIN tender_control c ON c.id = k.tender_control_id
        WHERE k.status = 'APPROVED' AND (k.approved_by IS NULL OR k.approved_by = k.created_by
            OR k.approved_by = k.changed_by
            OR (k.direction = 'OUT' AND k.approved_by = c.user_id)
            OR (k.direction = 'IN' AND NOT c.all_users AND k.approved_by <> c.user_id))""",
    ),
    Invariant(
        "turn-in parts",
        "Notes and coins, or the checks of a turn-in, do not make its amount, or a check that did not"
        " come back is of another type or lies in another drawer (TI-12).",
        """SELECT k.id FROM turn_in k
        JOIN (SELECT n.turn_in_id, sum(n.value * n.quantity) AS amount
            FROM turn_in_denomination n GROUP BY n.turn_in_id) n ON n.turn_in_id = k.id
        WHERE n.amount <> k.amount
        UNION ALL SELECT k.id FROM turn_in k JOIN turn_in_tender p ON p.turn_in_id = k.id
        JOIN tender t ON t.id = p.tender_id
        WHERE k.direction = 'OUT' AND NOT EXISTS (
            SELECT 1 FROM turn_in_tender l JOIN turn_in_tender c ON c.tender_id = l.tender_id
            JOIN turn_in b ON b.id = c.turn_in_id
            WHERE l.turn_in_id = k.id AND b.direction = 'IN')
        GROUP BY k.id, k.amount, k.tender_type, k.tender_control_id
        HAVING sum(t.control_amount) <> k.amount OR sum(CASE WHEN t.tender_type = k.tender_type
            AND t.tender_control_id = k.tender_control_id THEN 0 ELSE 1 END) > 0""",
    ),
    Invariant(
        "drawers handed over",
        "A balanced drawer has a turn-in that nobody approved (TC-23, D-13).",
        """SELECT c.id FROM tender_control c WHERE c.status = 'BALANCED' AND EXISTS (
            SELECT 1 FROM turn_in k WHERE k.tender_control_id = c.id AND k.status <> 'APPROVED')""",
    ),
    Invariant(
        "exports",
        "An export has not the lines and totals of its transactions, or does not balance (GL-1).",
        """SELECT b.id FROM ledger_batch b
        LEFT JOIN (SELECT m.batch_id, count(*) AS lines,
                sum(CASE WHEN g.amount > 0 THEN g.amount ELSE 0 END) AS debits,
                sum(CASE WHEN g.amount < 0 THEN -g.amount ELSE 0 END) AS credits
            FROM ledger_batch_transaction m JOIN gl_line g ON g.ft_id = m.ft_id
            GROUP BY m.batch_id) x ON x.batch_id = b.id
        WHERE coalesce(x.lines, 0) <> b.lines OR coalesce(x.debits, 0) <> b.debits
            OR coalesce(x.credits, 0) <> b.credits
            OR NOT EXISTS (SELECT 1 FROM request r WHERE r.id = b.request_id)""",
    ),
    Invariant(
        "exports in place",
        "An export holds a transaction of another currency, or of a later day.",
        """SELECT m.ft_id AS id FROM ledger_batch_transaction m
        JOIN ledger_batch b ON b.id = m.batch_id
        JOIN financial_transaction f ON f.id = m.ft_id
        WHERE f.currency <> b.currency OR f.accounting_date > b.until""",
    ),
)
"""Invariants of deposit controls, turn-ins and exports."""
