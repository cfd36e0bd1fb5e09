"""Which payment events change only through what they pay: a checkout, an added credit (CK-3, CK-6, AC2-8).

An ordinary command would leave the checkout or the credit standing without its money. Only what
happens outside is taken as it is: a payment that bounced.
"""

from dataclasses import dataclass

from posapp.domain.credit_codes import CheckoutState
from posapp.domain.credits import AdjustmentId, CheckoutId
from posapp.domain.ids import AccountId, EventId, long_id
from posapp.errors import Refused


@dataclass(frozen=True, slots=True)
class Bond:
    """What an event pays: a checkout by number and state, or else an added credit.

    ``checkout_id`` and ``account_id``, that of the credit, are the way to what can be done with it.
    """

    checkout: str = ""
    state: CheckoutState | None = None
    credit: AdjustmentId | None = None
    checkout_id: CheckoutId | None = None
    account_id: AccountId | None = None

    @property
    def may_bounce(self) -> bool:
        """Whether its money may still turn out not to be good: it was handed over for good."""
        return self.state is not CheckoutState.SUBMITTED


def why_bound(bond: Bond | None, event_id: EventId, *, bounced: bool = False) -> Refused | None:
    """What ``check_unbound`` refuses, ``None`` for nothing."""
    try:
        check_unbound(bond, event_id, bounced=bounced)
    except Refused as refused:
        return refused
    return None


def check_unbound(bond: Bond | None, event_id: EventId, *, bounced: bool) -> None:
    """Stop an ordinary command on the event of a checkout or of an added credit.

    Args:
        bond: what the event pays, ``None`` for an event of its own.
        event_id: the event.
        bounced: the command says that the money of a tender was not good; nobody can stop that.

    Raises:
        Refused: ``M-320`` of a submitted checkout, ``M-249`` of a processed one, ``M-250`` of an added
            credit; each names the way.
    """
    if bond is None:
        return
    fields = {"field": "event", "value": long_id(event_id)}
    if bond.state is CheckoutState.SUBMITTED:
        raise Refused("M-320", checkout=bond.checkout, **fields)
    if bounced:
        return
    if bond.state is not None:
        state = bond.state.value.lower()
        raise Refused("M-249", checkout=bond.checkout, state=state, **fields)
    raise Refused("M-250", credit=bond.credit, **fields)
