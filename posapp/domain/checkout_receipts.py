"""What a receipt says of a checkout, and the receipt of one that credits paid alone (CK-7, CK-7b)."""

from datetime import datetime

from posapp.domain.checkouts import Checkout
from posapp.domain.clock import business_date
from posapp.domain.credit_codes import CheckoutState
from posapp.domain.documents import ReceiptCheckout, ReceiptDoc, ReceiptSegment
from posapp.domain.ids import short_id
from posapp.domain.money import ZERO, Money
from posapp.domain.setup import SetUp
from posapp.errors import Refused


def receipt_checkout(checkout: Checkout) -> ReceiptCheckout:
    """Items and charges of a checkout, and the credits that it used, below zero (CK-7b)."""
    sums: dict[int, Money] = {}
    comments: dict[int, str] = {}
    for view in checkout.uses:
        key = view.use.credit_id
        sums[key] = sums.get(key, ZERO) + view.use.amount
        comments[key] = view.comment
    lines = [
        ReceiptSegment(f"{line.named} {line.description}".strip(), line.amount)
        for line in checkout.lines
    ]
    used = [ReceiptSegment(comments[key], -amount) for key, amount in sums.items()]
    return ReceiptCheckout(checkout.number, tuple(lines), tuple(used))


def check_paper(checkout: Checkout) -> None:
    """A checkout has a receipt of its own once it is processed, if no event pays it (CK-3, CK-7).

    Raises:
        Refused: ``M-350``.
    """
    done = checkout.state in {CheckoutState.PROCESSED, CheckoutState.REFUNDED}
    if not done or checkout.event_id is not None:
        raise Refused("M-350", field="checkout", value=checkout.number)


def receipt_of_checkout(checkout: Checkout, printed_at: datetime, setup: SetUp) -> ReceiptDoc:
    """The receipt of a checkout that credits paid alone, under its confirmation number (CK-7).

    Raises:
        Refused: ``M-350`` before it is processed, or where an event has the receipt.
    """
    check_paper(checkout)
    office = setup.offices[checkout.office]
    paid_at = checkout.processed_at or checkout.submitted_at
    refunded = checkout.state is CheckoutState.REFUNDED
    return ReceiptDoc(
        organisation=setup.installation.organisation,
        address=tuple(line for line in setup.installation.address.splitlines() if line),
        number=checkout.number,
        document_number="",
        event_id="",
        payment_date=business_date(paid_at, office.zone, office.day_start),
        paid_at=paid_at,
        printed_at=printed_at,
        zone=office.zone,
        office=office.name,
        drawer="",
        cashier=checkout.submitted_by,
        payor_name=checkout.account_name,
        payor_account=short_id(checkout.account_id),
        currency=setup.currencies[checkout.currency],
        paid=ZERO,
        amount_tendered=ZERO,
        cash_back=ZERO,
        tenders=(),
        payments=(),
        items=tuple(line.named for line in checkout.lines if line.item_id is not None),
        canceled=checkout.end_comment if refunded else "",
        demo=setup.installation.demo,
        checkout=receipt_checkout(checkout),
    )
