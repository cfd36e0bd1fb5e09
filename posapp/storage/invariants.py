"""What must hold over the whole database, each as one set-based statement (payments 25).

Numbers follow the rule book; 25.4 is kept by the triggers and the audit chains, 25.5 and 25.9 are
derived or about one action. Each statement gives the ``id`` of every row that breaks the rule.
"""

from typing import Final

from posapp.storage.invariant import Invariant
from posapp.storage.invariants_of_autopay import AUTOPAY
from posapp.storage.invariants_of_bound_events import BOUND_EVENTS
from posapp.storage.invariants_of_cash import CANCELED, MENTIONS
from posapp.storage.invariants_of_credits import CREDITS
from posapp.storage.invariants_of_deposits import DEPOSITS
from posapp.storage.invariants_of_drawers import DRAWERS
from posapp.storage.invariants_of_items import ITEMS
from posapp.storage.invariants_of_matches import MATCHES
from posapp.storage.invariants_of_payroll import PAYROLL
from posapp.storage.invariants_of_quick_add import QUICK_ADD
from posapp.storage.invariants_of_stamps import STAMPS
from posapp.storage.invariants_of_taxes import TAXES
from posapp.storage.invariants_of_templates import LINES

INVARIANTS: Final = (
    Invariant(
        "25.1 segments",
        "The segments of a payment do not sum to its amount.",
        """SELECT p.id FROM payment p LEFT JOIN pay_segment g ON g.payment_id = p.id
        GROUP BY p.id, p.amount, p.status
        HAVING (p.status IN ('FREEZABLE', 'FROZEN', 'CANCELED')
                AND coalesce(sum(g.amount), 0) <> p.amount)
            OR (p.status = 'ERROR' AND count(g.id) > 0)""",
    ),
    Invariant(
        "25.2 postings",
        "A segment has not the financial transactions that its payment's status asks for.",
        """SELECT g.id FROM pay_segment g JOIN payment p ON p.id = g.payment_id
        LEFT JOIN financial_transaction f ON f.parent_id = p.id AND f.sibling_id = g.id
        GROUP BY g.id, p.status
        HAVING sum(CASE WHEN f.ft_type = 'PS' THEN 1 ELSE 0 END)
                <> CASE WHEN p.status IN ('FROZEN', 'CANCELED') THEN 1 ELSE 0 END
            OR sum(CASE WHEN f.ft_type = 'PX' THEN 1 ELSE 0 END)
                <> CASE WHEN p.status = 'CANCELED' THEN 1 ELSE 0 END""",
    ),
    Invariant(
        "25.2 amounts",
        "A financial transaction of a payment has not the amounts of its segment (FT-1, FT-2).",
        """SELECT f.id FROM financial_transaction f
        LEFT JOIN pay_segment g ON g.id = f.sibling_id AND g.payment_id = f.parent_id
        LEFT JOIN agreement a ON a.id = f.agreement_id
        LEFT JOIN sa_type t ON t.code = a.sa_type
        WHERE f.ft_type IN ('PS', 'PX') AND (g.id IS NULL
            OR g.agreement_id <> f.agreement_id
            OR f.current_amount <> CASE WHEN f.ft_type = 'PS' THEN -g.amount ELSE g.amount END
            OR f.payoff_amount
                <> CASE WHEN t.segment_type = 'CHARITY' THEN 0 ELSE f.current_amount END)""",
    ),
    Invariant(
        "25.2 reversals",
        "A reversal does not take back exactly what it reverses (FT-5).",
        """SELECT x.id FROM financial_transaction x
        JOIN financial_transaction f ON f.id = x.reverses_id
        WHERE x.current_amount <> -f.current_amount OR x.payoff_amount <> -f.payoff_amount
            OR x.agreement_id <> f.agreement_id OR x.parent_id <> f.parent_id
            OR x.currency <> f.currency""",
    ),
    Invariant(
        "25.3 ledger",
        "The ledger lines of a financial transaction do not sum to zero, or are missing.",
        """SELECT f.id FROM financial_transaction f LEFT JOIN gl_line g ON g.ft_id = f.id
        GROUP BY f.id, f.current_amount, f.payoff_amount
        HAVING coalesce(sum(g.amount), 0) <> 0
            OR (count(g.ft_id) = 0 AND (f.current_amount <> 0 OR f.payoff_amount <> 0))""",
    ),
    Invariant(
        "25.4 stamps",
        "A frozen or canceled row lacks the stamp that says so.",
        """SELECT p.id FROM payment p
        WHERE (p.status IN ('FROZEN', 'CANCELED')) <> (p.frozen_at IS NOT NULL)
            OR (p.status = 'CANCELED') <> (p.canceled_at IS NOT NULL)
        UNION ALL SELECT t.id FROM tender t
        WHERE (t.status = 'CANCELED') <> (t.canceled_at IS NOT NULL)""",
    ),
    Invariant(
        "25.6 drawers",
        "A tender is in no tender control, though it is no automatic payment.",
        """SELECT t.id FROM tender t LEFT JOIN clearing_request r ON r.tender_id = t.id
        WHERE t.status = 'VALID' AND t.tender_control_id IS NULL AND r.id IS NULL""",
    ),
    Invariant(
        "25.6 currencies",
        "A tender and its tender control are of two currencies, or the amounts differ.",
        """SELECT t.id FROM tender t JOIN payment_event e ON e.id = t.event_id
        LEFT JOIN tender_control c ON c.id = t.tender_control_id
        WHERE (c.id IS NOT NULL AND c.currency <> t.control_currency)
            OR (t.control_currency = e.currency AND t.control_amount <> t.amount)""",
    ),
    Invariant(
        "25.7 cash back",
        "An event has more than one valid cash-back tender, or one that is not negative (D-01).",
        """SELECT t.event_id AS id FROM tender t WHERE t.cash_back AND t.status = 'VALID'
        GROUP BY t.event_id HAVING count(*) > 1 OR max(t.amount) >= 0""",
    ),
    Invariant(
        "25.7 signs",
        "A valid tender that is no change, rounding or booked difference is not above zero (D-27).",
        """SELECT t.id FROM tender t WHERE t.status = 'VALID'
        AND NOT t.cash_back AND NOT t.rounding AND (t.amount <= 0 OR t.control_amount <= 0)
        AND NOT EXISTS (SELECT 1 FROM over_under o WHERE o.event_id = t.event_id)""",
    ),
    Invariant(
        "25.8 tenders",
        "An event has a frozen payment, and not one valid tender that pays it.",
        """SELECT p.event_id AS id FROM payment p
        LEFT JOIN tender t ON t.event_id = p.event_id AND t.status = 'VALID' AND NOT t.cash_back
        WHERE p.status = 'FROZEN' AND p.amount > 0
        GROUP BY p.event_id HAVING count(t.id) = 0""",
    ),
    Invariant(
        "25.10 floats",
        "The counted notes and coins of a float do not make its starting balance.",
        """SELECT c.id FROM tender_control c JOIN float_count f ON f.tender_control_id = c.id
        GROUP BY c.id, c.starting_balance
        HAVING sum(f.value * f.quantity) <> c.starting_balance""",
    ),
    Invariant(
        "25.10 controls",
        "A tender control is of another currency than its deposit control.",
        """SELECT c.id FROM tender_control c JOIN deposit_control d ON d.id = c.deposit_control_id
        WHERE c.currency <> d.currency""",
    ),
    Invariant(
        "25.11 accounts",
        "A segment lies on an agreement of another account than its payment's.",
        """SELECT g.id FROM pay_segment g JOIN payment p ON p.id = g.payment_id
        JOIN agreement a ON a.id = g.agreement_id WHERE a.account_id <> p.account_id""",
    ),
    Invariant(
        "25.11 signs",
        "A segment has another sign than its payment.",
        """SELECT g.id FROM pay_segment g JOIN payment p ON p.id = g.payment_id
        WHERE (g.amount < 0) <> (p.amount < 0)""",
    ),
    *MATCHES,
    *LINES,
    Invariant(
        "bills",
        "The charge lines of a bill, the residue included, do not make its amount.",
        """SELECT b.id FROM bill b LEFT JOIN bill_line l ON l.bill_id = b.id
        GROUP BY b.id, b.amount HAVING coalesce(sum(l.amount), 0) <> b.amount""",
    ),
    Invariant(
        "bills posted",
        "A bill's transactions do not sum to its lines on each agreement.",
        """SELECT d.bill_id AS id FROM (
            SELECT l.bill_id, l.agreement_id, l.amount FROM bill_line l UNION ALL
            SELECT f.parent_id, f.agreement_id, -f.current_amount
            FROM financial_transaction f WHERE f.ft_type = 'BS') d
        GROUP BY d.bill_id, d.agreement_id HAVING sum(d.amount) <> 0""",
    ),
    Invariant(
        "items",
        "An item is paid, and its agreement has a balance (IT-2), or lies on another account.",
        """SELECT i.id FROM payable_item i JOIN agreement a ON a.id = i.agreement_id
        LEFT JOIN financial_transaction f ON f.agreement_id = i.agreement_id
        GROUP BY i.id, i.state, i.account_id, a.account_id
        HAVING a.account_id <> i.account_id
            OR (i.state = 'PAID' AND coalesce(sum(f.current_amount), 0) <> 0)""",
    ),
    Invariant(
        "items posted",
        "A charge line of an item has not one transaction of its amount on the item's agreement.",
        """SELECT d.item_id AS id FROM (
            SELECT l.item_id, l.seq, i.agreement_id, 1 AS n,
                CASE WHEN l.kind IN ('REDUCTION', 'PAYMENT') THEN -l.amount ELSE l.amount END
                AS amount
            FROM item_line l JOIN payable_item i ON i.id = l.item_id WHERE l.amount IS NOT NULL
            UNION ALL SELECT f.parent_id, f.sibling_id, f.agreement_id, -1, -f.current_amount
            FROM financial_transaction f JOIN payable_item i ON i.id = f.parent_id
            WHERE f.ft_type IN ('AD', 'CV')
                AND (f.sibling_id IS NOT NULL OR f.current_amount <> 0)) d
        GROUP BY d.item_id, d.seq, d.agreement_id HAVING sum(d.amount) <> 0 OR sum(d.n) <> 0""",
    ),
    Invariant(
        "items alone",
        "A charge on an item's agreement is neither of the item nor an adjustment (IT-1).",
        """SELECT f.id FROM payable_item i
        JOIN financial_transaction f ON f.agreement_id = i.agreement_id
        WHERE f.ft_type NOT IN ('PS', 'PX') AND f.parent_id <> i.id
            AND NOT EXISTS (SELECT 1 FROM adjustment a WHERE a.id = f.parent_id)
            AND NOT EXISTS (SELECT 1 FROM credit_use u WHERE u.id = f.parent_id)""",
    ),
    *ITEMS,
    *PAYROLL,
    Invariant(
        "adjustments",
        "An adjustment has not exactly one transaction of its amount.",
        """SELECT a.id FROM adjustment a LEFT JOIN financial_transaction f
            ON f.parent_id = a.id AND f.ft_type = 'AD' AND f.agreement_id = a.agreement_id
        GROUP BY a.id, a.amount
        HAVING count(f.id) <> 1 OR coalesce(sum(f.current_amount), 0) <> a.amount""",
    ),
    *CANCELED,
    *DEPOSITS,
    Invariant(
        "EX-1 balance",
        "An event is marked as unbalanced and is not, or the other way (PE-5).",
        """SELECT e.id FROM payment_event e
        LEFT JOIN (SELECT event_id, sum(amount) AS tendered FROM tender
            WHERE status = 'VALID' GROUP BY event_id) t ON t.event_id = e.id
        LEFT JOIN (SELECT event_id, sum(amount) AS paid FROM payment
            WHERE status <> 'CANCELED' GROUP BY event_id) p ON p.event_id = e.id
        WHERE e.unbalanced <> (coalesce(t.tendered, 0) <> coalesce(p.paid, 0))""",
    ),
    Invariant(
        "receipts",
        "The receipt numbers of a tender control have a gap, or are not as many as it gave (D-31).",
        """SELECT c.id FROM tender_control c
        LEFT JOIN payment_event e ON e.receipt_control_id = c.id
        GROUP BY c.id, c.last_receipt
        HAVING count(e.id) <> c.last_receipt OR coalesce(max(e.receipt_seq), 0) <> c.last_receipt
            OR coalesce(min(e.receipt_seq), 1) <> 1""",
    ),
    Invariant(
        "receipts of frozen events",
        "A payment was frozen with money of a drawer there, and its event has no receipt number,"
        " or the other way (D-31).",
        """SELECT e.id FROM payment_event e
        LEFT JOIN (SELECT event_id, max(frozen_at) AS at FROM payment
            WHERE status IN ('FROZEN', 'CANCELED') GROUP BY event_id) p ON p.event_id = e.id
        LEFT JOIN (SELECT t.event_id, min(t.created_at) AS at FROM tender t
            LEFT JOIN clearing_request r ON r.tender_id = t.id
            WHERE r.id IS NULL GROUP BY t.event_id) t ON t.event_id = e.id
        WHERE (e.receipt_seq IS NOT NULL AND p.event_id IS NULL)
            OR (e.receipt_seq IS NULL AND t.at <= p.at
                AND NOT EXISTS (SELECT 1 FROM over_under o WHERE o.event_id = e.id))""",
    ),
    Invariant(
        "requests",
        "The request id of an event was recorded with another result (D-21).",
        """SELECT e.id FROM payment_event e JOIN request r ON r.id = e.request_id
        WHERE r.result_id <> e.id AND r.kind = 'event'""",
    ),
    *TAXES,
    *MENTIONS,
    *AUTOPAY,
    *QUICK_ADD,
    *DRAWERS,
    *CREDITS,
    *BOUND_EVENTS,
    *STAMPS,
)
