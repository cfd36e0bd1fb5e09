"""What must hold between tenders, their drawers, the ledger's cash side, and the audit.

Sources: D-11, D-14, D-29, D-30, CX-1, CX-2, CX-8, D-40. Like ``invariants``: each statement gives the
``id`` of every row that breaks the rule.
"""

from typing import Final

from posapp.storage.invariant import Invariant

# An event is left out while its payments are not all frozen and equal to its tenders (an event with
# a cancelled payment, say), and when a bank account other than the drawer's took a cancelled tender
# back: the reversals then lie on that account's code on purpose (CX-2).
_CASH: Final = """SELECT w.event_id AS id FROM (
    SELECT d.event_id FROM (
        SELECT t.event_id, t.distribution_code AS code, t.amount FROM tender t
        WHERE t.status = 'VALID'
        UNION ALL SELECT p.event_id, g.distribution_code, -g.amount FROM payment p
        JOIN financial_transaction f ON f.parent_id = p.id AND f.ft_type IN ('PS', 'PX')
        JOIN gl_line g ON g.ft_id = f.id
        WHERE EXISTS (SELECT 1 FROM tender c
            WHERE c.event_id = p.event_id AND c.distribution_code = g.distribution_code)) d
    GROUP BY d.event_id, d.code HAVING sum(d.amount) <> 0) w
WHERE NOT EXISTS (SELECT 1 FROM payment p WHERE p.event_id = w.event_id
        AND p.status NOT IN ('FROZEN', 'CANCELED'))
    AND NOT EXISTS (SELECT 1 FROM tender t WHERE t.event_id = w.event_id
        AND t.status = 'CANCELED' AND t.charged_account IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM over_under o WHERE o.event_id = w.event_id
        AND NOT EXISTS (SELECT 1 FROM payment p WHERE p.event_id = w.event_id))
    AND (SELECT coalesce(sum(t.amount), 0) FROM tender t
            WHERE t.event_id = w.event_id AND t.status = 'VALID')
        = (SELECT coalesce(sum(p.amount), 0) FROM payment p
            WHERE p.event_id = w.event_id AND p.status = 'FROZEN')"""

_NO_DEMO: Final = "NOT EXISTS (SELECT 1 FROM installation i WHERE i.demo)"

CANCELED: Final = (
    Invariant(
        "cash side",
        "The ledger has another cash side than the valid tenders of an event (D-30).",
        _CASH,
    ),
    Invariant(
        "refund movements",
        "Money went through a drawer for a tender that is not canceled, or another sum (D-14).",
        """SELECT m.id FROM refund_movement m JOIN tender t ON t.id = m.tender_id
        JOIN tender_control c ON c.id = m.tender_control_id
        WHERE t.status <> 'CANCELED' OR m.amount <> t.control_amount OR NOT t.counted
            OR c.currency <> t.control_currency OR (m.tender_type <> t.tender_type
            AND NOT EXISTS (SELECT 1 FROM checkout x WHERE x.event_id = t.event_id
                AND x.refund_method = m.tender_type)
            AND NOT EXISTS (SELECT 1 FROM account_adjustment a WHERE a.event_id = t.event_id))""",
    ),
    Invariant(
        "uncounted tenders",
        "A tender is not counted, though it is valid or its drawer was balanced before (D-14).",
        """SELECT t.id FROM tender t LEFT JOIN tender_control c ON c.id = t.tender_control_id
        WHERE NOT t.counted AND (t.status <> 'CANCELED' OR c.id IS NULL
            OR c.balanced_at < t.canceled_at)""",
    ),
    Invariant(
        "demerits",
        "A tender was canceled for a reason with demerits, and its payor has no rating (CX-8).",
        """SELECT t.id FROM tender t
        LEFT JOIN credit_rating x ON x.tender_id = t.id AND x.account_id = t.payor_account_id
        WHERE t.demerit_due AND (x.id IS NULL OR t.status <> 'CANCELED')""",
    ),
    Invariant(
        "missing charges",
        "A charge is said to be missing for a tender that is not canceled, or was charged (NS-04).",
        """SELECT m.tender_id AS id FROM missing_charge m JOIN tender t ON t.id = m.tender_id
        LEFT JOIN adjustment a ON a.tender_id = m.tender_id
        WHERE t.status <> 'CANCELED' OR a.id IS NOT NULL""",
    ),
)

MENTIONS: Final = (
    Invariant(
        "audit stamps",
        "The end of an audit chain has not the stamp of its last row, by which clocks are judged.",
        """SELECT h.chain AS id FROM audit_head h
        JOIN audit a ON a.chain = h.chain AND a.seq = h.length WHERE a.at <> h.at""",
    ),
    Invariant(
        "audit of drawers",
        "The audit chain of a tender control does not begin with its opening (D-40).",
        f"""SELECT c.id FROM tender_control c WHERE {_NO_DEMO} AND NOT EXISTS (
            SELECT 1 FROM audit a WHERE a.object_id = c.id AND a.action = 'control.open'
                AND a.seq = 1 AND a.chain = 'control/' || c.id)""",  # noqa: S608 - our own SQL
    ),
    Invariant(
        "audit of deposits",
        "No audit chain of an office tells of the opening of a deposit control (D-40).",
        f"""SELECT d.id FROM deposit_control d WHERE {_NO_DEMO} AND NOT EXISTS (
            SELECT 1 FROM audit a WHERE a.object_id = d.id
                AND a.action = 'deposit-control.open')""",  # noqa: S608 - our own SQL
    ),
    Invariant(
        "audit of receipts",
        "An event has a receipt number that its drawer's audit chain does not know (D-31, D-40).",
        f"""SELECT e.id FROM payment_event e
        WHERE e.receipt_control_id IS NOT NULL AND {_NO_DEMO} AND NOT EXISTS (
            SELECT 1 FROM audit a WHERE a.object_id = e.id
                AND a.chain = 'control/' || e.receipt_control_id)""",  # noqa: S608 - our own SQL
    ),
)
