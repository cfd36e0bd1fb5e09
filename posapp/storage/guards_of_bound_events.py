"""Guards of the events behind processed checkouts and added credits (CK-6, AC2-8).

Their money is taken back only by a refund, which ends the checkout before, by the reversal of the
credit, which is written before, or because it bounced.
"""

from typing import Final

from posapp.storage.guard_terms import Guard

BOUNCED: Final = (
    "EXISTS (SELECT 1 FROM cancel_reason r WHERE r.code = {reason} AND (r.nsf_charge"
    " OR r.affect_cash_only_by <> 0 OR r.affect_credit_rating_by <> 0))"
)
"""SQL: a cancel reason says that the money was not good; as ``CancelReason.bounces``."""
_PAYS: Final = (
    "(EXISTS (SELECT 1 FROM checkout c WHERE c.event_id = NEW.event_id)"
    " OR EXISTS (SELECT 1 FROM account_adjustment a WHERE a.event_id = NEW.event_id))"
)
_STANDS: Final = (
    "(EXISTS (SELECT 1 FROM checkout c WHERE c.event_id = NEW.event_id AND c.state = 'PROCESSED')"
    " OR EXISTS (SELECT 1 FROM account_adjustment a WHERE a.event_id = NEW.event_id"
    " AND NOT EXISTS (SELECT 1 FROM account_adjustment o WHERE o.reverses_id = a.id)))"
)
_CANCELED: Final = (
    "NEW.status = 'CANCELED' AND OLD.status <> 'CANCELED'"
    f" AND NOT {BOUNCED.format(reason='NEW.cancel_reason')} AND {_STANDS}"
)
_SAYS: Final = "the event of a checkout or an added credit changes only with it"

OF_BOUND_EVENTS: Final = (
    Guard("bound_insert", "payment", "INSERT", _SAYS, f"NEW.amount > 0 AND {_PAYS}"),
    Guard("bound_cancel", "payment", "UPDATE", _SAYS, _CANCELED),
    Guard("bound_insert", "tender", "INSERT", _SAYS, _PAYS),
    Guard("bound_cancel", "tender", "UPDATE", _SAYS, _CANCELED),
)
"""Guards of their payments and tenders."""
