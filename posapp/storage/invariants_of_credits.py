"""What must hold over adjustments, credits and checkouts (AJ-2, AJ-5, CK-3, CK-7, CK-10, IT-4).

Like ``invariants``: each statement gives the ``id`` of every row that breaks the rule.
"""

from typing import Final

from posapp.storage.invariant import Invariant

# ruff: noqa: S608 - the SQL here is put together from constants of this file only

# What a clearing account waits for, and what its ledger lines come to (CK-10).
_WAITING: Final = """SELECT min(a.id) AS id, a.clearing_code AS code, a.currency,
        sum(-a.amount - coalesce(u.used, 0)) AS amount
    FROM account_adjustment a
    LEFT JOIN (SELECT credit_id, sum(amount) AS used FROM credit_use WHERE state = 'USED'
        GROUP BY credit_id) u ON u.credit_id = a.id
    WHERE a.amount < 0 AND a.reverses_id IS NULL GROUP BY a.clearing_code, a.currency"""
_CLEARING: Final = """SELECT open_credit_code FROM credit_option
    UNION SELECT clearing_code FROM account_adjustment WHERE clearing_code IS NOT NULL"""
_POSTED: Final = f"""SELECT min(g.ft_id) AS id, g.distribution_code AS code, f.currency,
        sum(g.amount) AS amount
    FROM gl_line g JOIN financial_transaction f ON f.id = g.ft_id
    WHERE g.distribution_code IN ({_CLEARING}) GROUP BY g.distribution_code, f.currency"""

CREDITS: Final = (
    Invariant(
        "CK-10 open credits",
        "The clearing account of credits is not what is open of them.",
        f"""SELECT min(x.id) AS id FROM ({_WAITING} UNION ALL {_POSTED}) x
        GROUP BY x.code, x.currency HAVING sum(x.amount) <> 0""",
    ),
    Invariant(
        "AJ-2 credits",
        "More is used or held of a credit than it is, or it is processed though something is left.",
        """SELECT a.id FROM account_adjustment a
        LEFT JOIN credit_use u ON u.credit_id = a.id AND u.state <> 'RETURNED'
        WHERE a.amount < 0 AND a.reverses_id IS NULL GROUP BY a.id, a.amount, a.state
        HAVING coalesce(sum(u.amount), 0) > -a.amount
            OR (a.state = 'PROCESSED') <> (coalesce(sum(
                CASE WHEN u.state = 'USED' THEN u.amount ELSE 0 END), 0) = -a.amount)""",
    ),
    Invariant(
        "AJ-2 uses",
        "A use of a credit is of a charge or of no line, or is not as its checkout says.",
        """SELECT u.id FROM credit_use u JOIN account_adjustment a ON a.id = u.credit_id
        LEFT JOIN checkout c ON c.id = u.checkout_id
        WHERE a.amount > 0 OR a.reverses_id IS NOT NULL
            OR (c.id IS NOT NULL AND (c.account_id <> a.account_id OR u.state <> CASE c.state
                WHEN 'SUBMITTED' THEN 'RESERVED' WHEN 'PROCESSED' THEN 'USED'
                ELSE 'RETURNED' END))
        UNION ALL SELECT l.checkout_id FROM (SELECT checkout_id, seq, credit AS amount
            FROM checkout_line WHERE credit <> 0
            UNION ALL SELECT checkout_id, seq, -amount FROM credit_use
            WHERE checkout_id IS NOT NULL) l
        GROUP BY l.checkout_id, l.seq HAVING sum(l.amount) <> 0""",
    ),
    Invariant(
        "CK-10 uses posted",
        "A use of a credit has not the transactions that its state asks for.",
        """SELECT u.id FROM credit_use u
        LEFT JOIN checkout c ON c.id = u.checkout_id
        LEFT JOIN financial_transaction f ON f.parent_id = u.id
        GROUP BY u.id, u.state, u.amount, c.processed_at
        HAVING (u.state = 'USED' AND count(f.id) <> 1)
            OR (u.state = 'RESERVED' AND count(f.id) <> 0)
            OR (u.state = 'RETURNED' AND count(f.id)
                <> CASE WHEN c.processed_at IS NULL THEN 0 ELSE 2 END)
            OR (u.state = 'RETURNED' AND coalesce(sum(f.current_amount), 0) <> 0)""",
    ),
    Invariant(
        "AJ-5 reversals",
        "A reversal is not the opposite of what it takes back, or of another account.",
        """SELECT r.id FROM account_adjustment r JOIN account_adjustment a ON a.id = r.reverses_id
        WHERE r.amount <> -a.amount OR r.account_id <> a.account_id OR r.state <> 'PROCESSED'
            OR a.state <> 'PROCESSED'""",
    ),
    Invariant(
        "AC2-2 pairs",
        "An added credit is not the opposite of its debit, or the debit was paid by no event.",
        """SELECT c.id FROM account_adjustment c JOIN account_adjustment d ON d.id = c.linked_id
        WHERE c.amount <> -d.amount OR c.account_id <> d.account_id
            OR (c.reverses_id IS NULL AND (d.event_id IS NULL OR d.state <> 'PROCESSED'))
        UNION ALL SELECT a.id FROM account_adjustment a
        LEFT JOIN account_adjustment c ON c.linked_id = a.id
        WHERE a.reverses_id IS NULL AND a.method IS NOT NULL
            AND (a.linked_id IS NULL) = (c.id IS NULL)""",
    ),
    Invariant(
        "AJ-3 charges",
        "A processed charge is not posted with its amount, or one that waits is posted.",
        """SELECT a.id FROM account_adjustment a
        LEFT JOIN financial_transaction f ON f.parent_id = a.id
        WHERE a.amount > 0 AND a.reverses_id IS NULL GROUP BY a.id, a.amount, a.state, a.demands_id
        HAVING coalesce(sum(f.current_amount), 0)
            <> CASE WHEN a.state = 'PROCESSED' AND a.demands_id IS NULL THEN a.amount ELSE 0 END""",
    ),
    Invariant(
        "D-24 checkouts",
        "A checkout was processed, canceled or refunded with an approval that is not on record.",
        """SELECT c.id FROM checkout c WHERE c.approved_by IS NOT NULL AND (c.approved_by = c.ended_by
            OR NOT EXISTS (SELECT 1 FROM approval v WHERE v.approved_by = c.approved_by
                AND v.requested_by = c.ended_by AND v.action = CASE c.state
                    WHEN 'REFUNDED' THEN 'checkout.refund' ELSE 'checkout.cancel' END))
        UNION ALL SELECT c.id FROM checkout c WHERE c.process_approved_by IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM approval v WHERE v.approved_by = c.process_approved_by
                AND v.requested_by = c.processed_by AND v.action = 'checkout.process')""",
    ),
    Invariant(
        "CK-1 sums",
        "The lines or the credits of a checkout do not make its totals.",
        """SELECT c.id FROM checkout c
        LEFT JOIN (SELECT checkout_id, sum(amount) AS amount, sum(credit) AS credit
            FROM checkout_line GROUP BY checkout_id) l ON l.checkout_id = c.id
        LEFT JOIN (SELECT checkout_id, sum(amount) AS amount FROM credit_use
            GROUP BY checkout_id) u ON u.checkout_id = c.id
        WHERE coalesce(l.amount, 0) <> c.lines_total OR coalesce(l.credit, 0) <> c.credits_total
            OR coalesce(u.amount, 0) <> c.credits_total""",
    ),
    Invariant(
        "CK-3 events",
        "The event of a checkout has not the payments that its state asks for (CK-3).",
        """SELECT c.id FROM checkout c JOIN payment p ON p.event_id = c.event_id
        GROUP BY c.id, c.state, c.to_pay
        HAVING c.state = 'SUBMITTED' AND (sum(p.amount) <> c.to_pay
            OR sum(CASE WHEN p.status IN ('FROZEN', 'CANCELED') THEN 1 ELSE 0 END) > 0)
        UNION ALL SELECT c.id FROM checkout c JOIN payment p ON p.event_id = c.event_id
        WHERE c.state IN ('PROCESSED', 'REFUNDED')
            AND p.status NOT IN ('FROZEN', 'CANCELED')
        UNION ALL SELECT c.id FROM checkout c JOIN tender t ON t.event_id = c.event_id
        WHERE c.state = 'REFUNDED' AND t.status = 'VALID'
        UNION ALL SELECT c.id FROM checkout c WHERE c.state <> 'CANCELED'
            AND (c.to_pay > 0) <> EXISTS (SELECT 1 FROM payment p WHERE p.event_id = c.event_id)""",
    ),
    Invariant(
        "IT-4 locks",
        "A lock is of no line of a submitted checkout, or such a line has no lock.",
        """SELECT k.id FROM checkout_lock k JOIN checkout c ON c.id = k.checkout_id
        WHERE c.state <> 'SUBMITTED' OR NOT EXISTS (SELECT 1 FROM checkout_line l
            WHERE l.checkout_id = k.checkout_id
            AND (l.item_id = k.item_id OR l.adjustment_id = k.adjustment_id))
        UNION ALL SELECT l.checkout_id FROM checkout_line l
        JOIN checkout c ON c.id = l.checkout_id AND c.state = 'SUBMITTED'
        WHERE NOT EXISTS (SELECT 1 FROM checkout_lock k WHERE k.checkout_id = l.checkout_id
            AND (l.item_id = k.item_id OR l.adjustment_id = k.adjustment_id))""",
    ),
    Invariant(
        "IT-4 in checkout",
        "An item is in checkout and no lock holds it, or the other way.",
        """SELECT i.id FROM payable_item i LEFT JOIN checkout_lock k ON k.item_id = i.id
        WHERE i.state = 'IN_CHECKOUT' AND k.id IS NULL
        UNION ALL SELECT i.id FROM checkout_lock k JOIN payable_item i ON i.id = k.item_id
        WHERE i.state <> 'IN_CHECKOUT'""",
    ),
    Invariant(
        "CK-2 numbers",
        "A confirmation number of a year is missing or follows another twice.",
        """SELECT min(x.id) AS id FROM (SELECT c.id,
            substr(c.number, 1, length(c.number) - 6) AS series,
            CAST(substr(c.number, length(c.number) - 5) AS bigint) AS n FROM checkout c) x
        GROUP BY x.series HAVING count(*) <> max(x.n) OR min(x.n) <> 1""",
    ),
)
