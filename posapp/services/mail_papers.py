"""Files of a mail, drawn when it is sent: so a mail in the queue weighs little (ML-1)."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from posapp.domain.checkout_receipts import receipt_of_checkout
from posapp.domain.credits import CheckoutId
from posapp.domain.ids import EventId
from posapp.domain.mails import Attachment, AttachmentSource
from posapp.domain.receipts import receipt_doc
from posapp.domain.setup import SetUp
from posapp.errors import Refused
from posapp.printing.receipt import render_receipt
from posapp.printing.style import Layout
from posapp.services.printing import receipt_facts
from posapp.storage.base import Transaction
from posapp.storage.checkouts import load_checkout
from posapp.storage.event_views import load_event

Draw = Callable[[Transaction, int, SetUp, datetime], bytes]
File = tuple[str, str, bytes]


def draw_files(
    s: Transaction, attachments: tuple[Attachment, ...], setup: SetUp, now: datetime
) -> tuple[File, ...]:
    """Name, media type and content of each file; what has no paper goes without.

    Raises:
        Refused: a receipt cannot be drawn, such as of an event that was deleted.
    """
    return tuple(
        (one.name, one.media_type, _content(s, one, setup, now))
        for one in attachments
        if one.object_id is None or one.source in _DRAW
    )


def _content(s: Transaction, one: Attachment, setup: SetUp, now: datetime) -> bytes:
    if one.object_id is None:
        return one.content
    return _DRAW[one.source](s, one.object_id, setup, now)


def _event_receipt(s: Transaction, event_id: int, setup: SetUp, now: datetime) -> bytes:
    """The receipt of an event as it is now; a mailed one is no print, so none is counted (PR-04)."""
    event = load_event(s, EventId(event_id), setup)
    if event is None:
        raise Refused("M-55", field="event", value=event_id)
    facts = replace(receipt_facts(s, event, setup, now), copy=0)
    return render_receipt(receipt_doc(facts, setup), layout=Layout.ROLL80, long=False)


def _checkout_receipt(s: Transaction, checkout_id: int, setup: SetUp, now: datetime) -> bytes:
    """The receipt of a checkout that credits paid alone (CK-7)."""
    checkout = load_checkout(s, CheckoutId(checkout_id))
    if checkout is None:
        raise Refused("M-55", field="checkout", value=checkout_id)
    doc = receipt_of_checkout(checkout, now, setup)
    return render_receipt(doc, layout=Layout.ROLL80, long=False)


_DRAW: Final[Mapping[AttachmentSource, Draw]] = {
    AttachmentSource.EVENT_RECEIPT: _event_receipt,
    AttachmentSource.CHECKOUT_RECEIPT: _checkout_receipt,
}
