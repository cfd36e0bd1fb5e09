"""Which checkout an event pays: asked for with every event, so it loads nothing else (CK-7b)."""

from posapp.domain.checkouts import Checkout
from posapp.domain.credits import CheckoutId
from posapp.domain.ids import EventId
from posapp.domain.rights import Actor, Right
from posapp.errors import Refused
from posapp.storage import checkouts as store
from posapp.storage.base import Transaction
from posapp.storage.db import Database


class EventCheckouts:
    """Checkouts by the event that pays them."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def of_event(self, event_id: EventId, actor: Actor) -> Checkout | None:
        """The checkout that an event pays, ``None`` for any other event (CK-7b).

        Raises:
            Refused: ``M-51``.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            found = store.checkout_of_event(s, event_id)
            return None if found is None else loaded_checkout(s, found)


def loaded_checkout(s: Transaction, checkout_id: CheckoutId) -> Checkout:
    """A checkout.

    Raises:
        Refused: ``M-55`` when there is none.
    """
    found = store.load_checkout(s, checkout_id)
    if found is None:
        raise Refused("M-55", field="checkout", value=checkout_id)
    return found
