"""What must hold between a checkout or an added credit and the money behind it (CK-6, AC2-8).

Like ``invariants``: each statement gives the ``id`` of every row that breaks the rule.
"""

# ruff: noqa: S608 - the SQL here is put together from constants of this file only

from typing import Final

from posapp.storage.guards_of_bound_events import BOUNCED
from posapp.storage.invariant import Invariant

_TAKEN: Final = f"p.status = 'CANCELED' AND NOT {BOUNCED.format(reason='p.cancel_reason')}"
# Demands are paid ones where nothing asks for them again; those give a credit its money back.
_PAID: Final = """SELECT coalesce(sum(m.amount), 0) FROM account_adjustment m
    WHERE m.demands_id IS NOT NULL AND m.account_id = d.account_id AND m.state = 'PROCESSED'
    AND NOT EXISTS (SELECT 1 FROM account_adjustment r WHERE r.reverses_id = m.id)"""

BOUND_EVENTS: Final = (
    Invariant(
        "CK-6 money",
        "The payments of a processed checkout were taken back though it was not refunded.",
        f"""SELECT c.id FROM checkout c JOIN payment p ON p.event_id = c.event_id
        WHERE c.state = 'PROCESSED' AND {_TAKEN}""",
    ),
    Invariant(
        "AC2-8 money",
        "The money of an added credit was taken back, and the credit still pays or stands.",
        f"""SELECT d.id FROM account_adjustment d JOIN payment p ON p.event_id = d.event_id
        WHERE {_TAKEN} AND NOT EXISTS (SELECT 1 FROM account_adjustment o WHERE o.reverses_id = d.id)
        UNION ALL SELECT c.id FROM account_adjustment c
        JOIN account_adjustment d ON d.id = c.linked_id
        WHERE c.reverses_id IS NULL
        AND EXISTS (SELECT 1 FROM payment p WHERE p.event_id = d.event_id AND p.status = 'CANCELED')
        AND NOT EXISTS (SELECT 1 FROM account_adjustment o WHERE o.reverses_id = d.id)
        AND -c.amount - (SELECT coalesce(sum(u.amount), 0) FROM credit_use u
            WHERE u.credit_id = c.id AND u.state <> 'RETURNED') > ({_PAID})""",
    ),
    Invariant(
        "CK-6 event",
        "The event of a checkout, or of an added credit, has another payment or tender than it made.",
        """SELECT c.id FROM checkout c JOIN payment p ON p.event_id = c.event_id AND p.amount > 0
        GROUP BY c.id, c.to_pay HAVING sum(p.amount) <> c.to_pay
        UNION ALL SELECT d.id FROM account_adjustment d JOIN payment p ON p.event_id = d.event_id
        WHERE p.amount > 0 GROUP BY d.id, d.amount HAVING sum(p.amount) <> d.amount""",
    ),
)
