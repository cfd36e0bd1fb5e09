"""What must hold for match events and moved credit (25.12, OI-2, OI-3, OI-5, OP-3, MT-11, MT-12)."""

from typing import Final

from posapp.storage.invariant import Invariant

MATCHES: Final = (
    Invariant(
        "25.12 matches",
        "A balanced match event does not sum to zero on each agreement.",
        """SELECT m.id FROM match_event m JOIN match_event_ft l ON l.match_event_id = m.id
        JOIN financial_transaction f ON f.id = l.ft_id WHERE m.status = 'BALANCED'
        GROUP BY m.id, f.agreement_id HAVING sum(f.current_amount) <> 0""",
    ),
    Invariant(
        "25.12 open matches",
        "A match event is open, though it sums to zero on each agreement.",
        """SELECT x.id FROM (SELECT m.id, sum(f.current_amount) AS unmatched FROM match_event m
            JOIN match_event_ft l ON l.match_event_id = m.id
            JOIN financial_transaction f ON f.id = l.ft_id WHERE m.status = 'OPEN'
            GROUP BY m.id, f.agreement_id) x
        GROUP BY x.id HAVING min(x.unmatched) = 0 AND max(x.unmatched) = 0""",
    ),
    Invariant(
        "MT-11 matches",
        "A financial transaction is on more than one live match event.",
        """SELECT l.ft_id AS id FROM match_event_ft l JOIN match_event m ON m.id = l.match_event_id
        WHERE m.status <> 'CANCELED' GROUP BY l.ft_id HAVING count(*) > 1""",
    ),
    Invariant(
        "matches of accounts",
        "A match event holds a transaction of another account, or is about a bill of one.",
        """SELECT m.id FROM match_event m JOIN match_event_ft l ON l.match_event_id = m.id
        JOIN financial_transaction f ON f.id = l.ft_id JOIN agreement a ON a.id = f.agreement_id
        WHERE a.account_id <> m.account_id
        UNION ALL SELECT m.id FROM match_event m JOIN bill b ON b.id = m.bill_id
        WHERE b.account_id <> m.account_id""",
    ),
    Invariant(
        "matches of payments",
        "A frozen segment that pays a bill is not on the match event of that bill (OI-3).",
        """SELECT g.id FROM pay_segment g JOIN payment p ON p.id = g.payment_id
        WHERE g.bill_id IS NOT NULL AND p.status = 'FROZEN' AND NOT EXISTS (
            SELECT 1 FROM financial_transaction f JOIN match_event_ft l ON l.ft_id = f.id
            JOIN match_event m ON m.id = l.match_event_id
            WHERE f.parent_id = p.id AND f.sibling_id = g.id AND f.ft_type = 'PS'
                AND m.bill_id = g.bill_id AND m.status <> 'CANCELED')""",
    ),
    Invariant(
        "OI-5 matches",
        "A live match event holds charges of a bill that it is not about, or lacks one of its own.",
        """SELECT m.id FROM match_event m JOIN match_event_ft l ON l.match_event_id = m.id
        JOIN financial_transaction f ON f.id = l.ft_id
        WHERE m.status <> 'CANCELED' AND f.ft_type = 'BS'
            AND (m.bill_id IS NULL OR f.parent_id <> m.bill_id)
        UNION ALL SELECT m.id FROM match_event m
        JOIN financial_transaction f ON f.parent_id = m.bill_id AND f.ft_type = 'BS'
        LEFT JOIN match_event_ft l ON l.match_event_id = m.id AND l.ft_id = f.id
        WHERE m.status <> 'CANCELED' AND l.ft_id IS NULL""",
    ),
    Invariant(
        "MT-12 matches",
        "A live match event holds a canceled payment without its reversal.",
        """SELECT m.id FROM match_event m JOIN match_event_ft l ON l.match_event_id = m.id
        JOIN financial_transaction x ON x.reverses_id = l.ft_id
        LEFT JOIN match_event_ft b ON b.match_event_id = m.id AND b.ft_id = x.id
        WHERE m.status <> 'CANCELED' AND b.ft_id IS NULL""",
    ),
    Invariant(
        "OP-3 credits",
        "Credit that a bill took from an overpayment is not what was given, or more than the bill.",
        """SELECT a.bill_id AS id FROM adjustment a JOIN bill b ON b.id = a.bill_id
        GROUP BY a.bill_id, b.amount HAVING sum(a.amount) <> 0
            OR sum(CASE WHEN a.amount > 0 THEN a.amount ELSE 0 END) > b.amount""",
    ),
    Invariant(
        "OP-3 debits",
        "A bill is debited with more than the credit of an overpayment has left of it (AP-05).",
        """SELECT d.bill_id AS id FROM bill_debit d JOIN bill b ON b.id = d.bill_id
        JOIN adjustment a ON a.bill_id = d.bill_id AND a.amount > 0
        GROUP BY d.bill_id, d.amount, b.amount HAVING d.amount > b.amount - sum(a.amount)""",
    ),
)
