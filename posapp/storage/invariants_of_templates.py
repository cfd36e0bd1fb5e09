"""What must hold for payments without customer account (NC-4, NC-5)."""

from typing import Final

from posapp.storage.invariant import Invariant

LINES: Final = (
    Invariant(
        "NC-5 lines",
        "The lines of a payment do not sum to its amount.",
        """SELECT p.id FROM payment p JOIN payment_line l ON l.payment_id = p.id
        GROUP BY p.id, p.amount HAVING sum(l.amount) <> p.amount""",
    ),
    Invariant(
        "NC-4 credits",
        "A frozen payment credits a ledger account of its lines with another amount.",
        """SELECT x.payment_id AS id FROM (
            SELECT l.payment_id, l.distribution_code, sum(l.amount) AS said FROM payment_line l
            JOIN payment p ON p.id = l.payment_id AND p.status = 'FROZEN'
            WHERE NOT EXISTS (SELECT 1 FROM tender t WHERE t.event_id = p.event_id
                AND t.distribution_code = l.distribution_code)
            GROUP BY l.payment_id, l.distribution_code) x
        LEFT JOIN financial_transaction f ON f.parent_id = x.payment_id AND f.ft_type = 'PS'
        LEFT JOIN gl_line g ON g.ft_id = f.id AND g.distribution_code = x.distribution_code
        GROUP BY x.payment_id, x.distribution_code, x.said
        HAVING coalesce(sum(g.amount), 0) <> -x.said""",
    ),
)
