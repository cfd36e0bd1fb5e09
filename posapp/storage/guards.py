"""The last look before COMMIT: what this transaction wrote adds up (payments 25.1 to 25.3).

One statement for each event proves its payments and every financial transaction of theirs. The
services decide rightly; this is for the day when one of them does not.
"""

from collections.abc import Collection
from typing import Final

from sqlalchemy import Connection, text

from posapp.storage.prepared import Prepared


class InvariantError(RuntimeError):
    """Rows that do not add up: a bug, and the transaction must not be committed."""


# A transaction without amounts (a free charge) has no lines.
_UNEVEN: Final = (
    "SELECT 2, f.id FROM {} LEFT JOIN gl_line g ON g.ft_id = f.id"
    " WHERE {} = :id GROUP BY {}"
    " HAVING coalesce(sum(g.amount), 0) <> 0 OR (count(g.ft_id) = 0"
    " AND (f.current_amount <> 0 OR f.payoff_amount <> 0))"
)
_UNEVEN_ONE = Prepared(text(_UNEVEN.format("financial_transaction f", "f.id", "f.id")))
# What is wrong (1: a payment, 2: a transaction) and where, over all payments of one event.
_UNSPLIT: Final = (
    "SELECT 1, p.id FROM payment p LEFT JOIN pay_segment g ON g.payment_id = p.id"
    " WHERE p.event_id = :id GROUP BY p.id"
    " HAVING (p.status IN ('FREEZABLE', 'FROZEN', 'CANCELED')"
    " AND coalesce(sum(g.amount), 0) <> p.amount)"
    " OR (p.status = 'ERROR' AND count(g.id) > 0)"
    " OR (p.status IN ('FROZEN', 'CANCELED') AND count(g.id) <> (SELECT count(*)"
    " FROM financial_transaction f WHERE f.parent_id = p.id AND f.ft_type = 'PS'))"
    " OR (p.status = 'CANCELED' AND count(g.id) <> (SELECT count(*)"
    " FROM financial_transaction f WHERE f.parent_id = p.id AND f.ft_type = 'PX'))"
)
# In the order of the indexes, so that nothing is sorted.
_OF_EVENT = _UNEVEN.format(
    "payment p JOIN financial_transaction f ON f.parent_id = p.id", "p.event_id", "p.id, f.id"
)
# More tax moved from holding than was billed; agreements of other types are out at once (GL-6).
_OVERDRAWN: Final = (
    "SELECT 3, a.id FROM payment p JOIN pay_segment g ON g.payment_id = p.id"
    " JOIN agreement a ON a.id = g.agreement_id"
    " JOIN sa_type t ON t.code = a.sa_type AND t.holding_code IS NOT NULL"
    " JOIN financial_transaction f ON f.agreement_id = a.id"
    " JOIN gl_line l ON l.ft_id = f.id AND l.distribution_code = t.holding_code"
    " WHERE p.event_id = :id GROUP BY a.id HAVING sum(l.amount) > 0"
)
# What is wrong and where, over all payments of one event: a number of ``_SAYS`` and an id.
_UNPROVED = Prepared(text(f"{_UNSPLIT} UNION ALL {_OF_EVENT} UNION ALL {_OVERDRAWN} LIMIT 1"))
_EVEN_SAYS: Final = "the GL lines of financial transaction {} do not sum to zero"
_SAYS: Final = {
    1: "segments and postings of payment {} do not equal it",
    2: _EVEN_SAYS,
    3: "more tax is moved from holding than was billed to agreement {}",
}


def verify(s: Connection, *, event_ids: Collection[int] = (), ft_ids: Collection[int] = ()) -> None:
    """Check events and financial transactions that this transaction wrote, before its COMMIT.

    Args:
        s: the write transaction, with everything written.
        event_ids: events whose payments, segments or postings were written.
        ft_ids: financial transactions that were written outside of an event.

    Raises:
        InvariantError: names the first row that does not add up.
    """
    for number in event_ids:
        wrong = _UNPROVED.first(s, {"id": number})
        if wrong is not None:
            kind, row = wrong
            raise InvariantError(_SAYS[kind].format(row))
    for number in ft_ids:
        wrong = _UNEVEN_ONE.first(s, {"id": number})
        if wrong is not None:
            raise InvariantError(_EVEN_SAYS.format(wrong[1]))
