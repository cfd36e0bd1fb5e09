"""What must hold of payable items, their states and numbers (IT-1, IT-2, IT-4, CK-5)."""

from typing import Final

from posapp.storage.invariant import Invariant

ITEMS: Final = (
    Invariant(
        "IT-1 own agreement",
        "An item and its agreement are of different types, or of one that is no kind of items.",
        """SELECT i.id FROM payable_item i JOIN agreement a ON a.id = i.agreement_id
        JOIN sa_type t ON t.code = i.sa_type
        WHERE a.sa_type <> i.sa_type OR NOT t.item_kind""",
    ),
    Invariant(
        "IT-4 states",
        "An item is payable and nothing is due of it, or was released and something is, or was"
        " written off and money was posted on it.",
        """SELECT i.id FROM payable_item i
        LEFT JOIN financial_transaction f ON f.agreement_id = i.agreement_id
        GROUP BY i.id, i.state
        HAVING (i.state IN ('PAYABLE', 'IN_CHECKOUT') AND coalesce(sum(f.current_amount), 0) = 0)
            OR (i.state = 'RELEASED' AND coalesce(sum(f.current_amount), 0) <> 0)
            OR (i.state = 'WRITTEN_OFF' AND count(f.id) > 0)""",
    ),
    Invariant(
        "IT-4 released",
        "An item was given back though a payment or a credit still pays of it.",
        """SELECT i.id FROM payable_item i
        JOIN financial_transaction f ON f.agreement_id = i.agreement_id
        LEFT JOIN credit_use u ON u.id = f.parent_id
        WHERE i.state = 'RELEASED' AND (f.ft_type IN ('PS', 'PX') OR u.id IS NOT NULL)
        GROUP BY i.id HAVING sum(f.current_amount) <> 0""",
    ),
    Invariant(
        "IT-4 lines",
        "An item that was not written off has a line without an amount, or the other way.",
        """SELECT i.id FROM payable_item i LEFT JOIN item_line l ON l.item_id = i.id
        GROUP BY i.id, i.state
        HAVING (i.state = 'WRITTEN_OFF') <> (count(l.item_id) > count(l.amount))""",
    ),
    Invariant(
        "IT-4 numbers",
        "Two items that were not released have one number.",
        """SELECT min(i.id) AS id FROM payable_item i WHERE i.state <> 'RELEASED'
        GROUP BY i.number HAVING count(*) > 1""",
    ),
    Invariant(
        "IT-1 issued",
        "An item that was issued by hand says who but not when, or the other way.",
        """SELECT i.id FROM payable_item i
        WHERE (i.issued_at IS NULL) <> (i.issued_by IS NULL)
            OR (i.violation_code IS NULL) <> (i.location_class IS NULL)""",
    ),
)
