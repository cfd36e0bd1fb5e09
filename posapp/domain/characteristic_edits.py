"""Which characteristics of an event may change, and when (payments 2.4, PY-4, D-28)."""

from posapp.domain.characteristics import Bearer, CharacteristicDraft, CharacteristicView
from posapp.domain.codes import TenderStatus
from posapp.domain.event_views import EventView
from posapp.errors import Refused


def check_bearer(event: EventView, bearer: Bearer, *, drawer_is_balanced: bool) -> None:
    """A frozen payment and a cancelled or balanced tender stay as they are (PY-4, D-28).

    The event itself has no such moment: what is known about it may be added at any time.

    Raises:
        Refused: ``M-12``, ``M-55``, ``M-92``.
    """
    if bearer.payment_id is not None:
        payment = next((one for one in event.payments if one.id == bearer.payment_id), None)
        if payment is None:
            raise Refused("M-55", field="payment", value=bearer.payment_id)
        if not payment.status.is_unfrozen:
            raise Refused("M-12", status=payment.status)
    if bearer.tender_id is not None:
        tender = next((one for one in event.tenders if one.id == bearer.tender_id), None)
        if tender is None:
            raise Refused("M-55", field="tender", value=bearer.tender_id)
        if tender.flagged:
            raise Refused("M-92", reason="the program made this tender")
        if tender.status is TenderStatus.CANCELED:
            raise Refused("M-92", reason="its tender is canceled")
        if drawer_is_balanced:
            raise Refused("M-92", reason="its tender control is balanced")


def free_bearers(event: EventView) -> frozenset[Bearer]:
    """All that ``check_bearer`` lets take a new one, drawers aside, in one walk."""
    return frozenset(
        (
            Bearer(),
            *(Bearer(payment_id=one.id) for one in event.payments if one.status.is_unfrozen),
            *(
                Bearer(tender_id=one.id)
                for one in event.tenders
                if not one.flagged and one.status is not TenderStatus.CANCELED
            ),
        )
    )


def check_new(
    event: EventView, bearer: Bearer, draft: CharacteristicDraft, but: int | None = None
) -> None:
    """The same type and value stand only once on the same thing; ``but`` is the one that changes.

    Raises:
        Refused: ``M-57``.
    """
    for one in event.characteristics:
        same = (one.bearer, one.characteristic_type, one.value)
        if same == (bearer, draft.characteristic_type, draft.value) and one.id != but:
            raise Refused("M-57", field="characteristic_value", value=draft.value)


def characteristic_of(event: EventView, characteristic_id: int) -> CharacteristicView:
    """A characteristic of the event.

    Raises:
        Refused: ``M-55``.
    """
    for one in event.characteristics:
        if one.id == characteristic_id:
            return one
    raise Refused("M-55", field="characteristic", value=characteristic_id)
