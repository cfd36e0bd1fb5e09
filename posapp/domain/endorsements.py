"""What the back of a check and a bill stub say, and when they may be printed.

Source: RC-3, RC-4, RC-5, PR-04, PR-06, PR-07, PR-08. Amounts are integer minor units: of the
tender's own currency on a check, of the event's on a stub.
"""

from typing import Final

from posapp.domain.codes import PaymentStatus, TenderStatus
from posapp.domain.documents import EndorsementDoc, Stub, StubDoc
from posapp.domain.event_views import EventView, TenderView
from posapp.domain.ids import TenderId, long_id, short_id
from posapp.domain.money import Money
from posapp.domain.scan_line import compose, in_groups, stub_layout
from posapp.domain.setup import SetUp
from posapp.domain.setup_options import BankAccount
from posapp.domain.wording import event_words, filled, placeholders_in, priced
from posapp.errors import Refused

NOTHING_TO_ENDORSE: Final = (
    "every tender of the event is like cash, an automatic payment or canceled"
)
NOTHING_TO_STUB: Final = "the event has no payment that is not canceled"
_MASK: Final = "\u2022\u2022\u2022\u2022"


def endorsable(event: EventView, setup: SetUp) -> tuple[TenderView, ...]:
    """Tenders that are neither like cash nor automatic payments (RC-3, PR-06).

    Cancelled ones and those that the program made are no paper in anybody's hand.
    """
    return tuple(t for t in event.tenders if t.status is TenderStatus.VALID and _is_paper(t, setup))


def check_endorsable(event: EventView, tender_id: TenderId, setup: SetUp) -> TenderView:
    """The tender that is to be endorsed.

    Raises:
        Refused: ``M-70`` when the event has none to endorse, ``M-55`` when it is not this one.
    """
    found = endorsable(event, setup)
    if not found:
        raise Refused("M-70", reason=NOTHING_TO_ENDORSE)
    for tender in found:
        if tender.id == tender_id:
            return tender
    raise Refused("M-55", field="tender", value=tender_id)


def has_stub(event: EventView) -> bool:
    """Whether a payment is there that a stub can stand for (RC-4)."""
    return any(payment.status is not PaymentStatus.CANCELED for payment in event.payments)


def check_stub(event: EventView) -> None:
    """Stop a stub of an event without a payment.

    Raises:
        Refused: ``M-70``.
    """
    if not has_stub(event):
        raise Refused("M-70", reason=NOTHING_TO_STUB)


def endorsement_doc(
    event: EventView, tender: TenderView, setup: SetUp, *, copy: int
) -> EndorsementDoc:
    """The back of one check: the office's text, then what it must carry and does not say."""
    currency = setup.currencies[tender.control_currency]
    bank = _bank_account(_bank_of(tender, setup))
    account = short_id(tender.payor_account_id)
    values = event_words(event, setup) | {
        "payor": tender.payor_name,
        "amount": priced(tender.control_amount, currency),
        "tender_type": tender.description,
        "tender_id": long_id(tender.id),
        "bank_account": bank,
        "account": account,
        "check_number": tender.check_number,
    }
    message = setup.installation.endorse_message
    said = placeholders_in(message)
    return EndorsementDoc(
        text=filled(message, values).strip(),
        organisation="" if "org" in said else setup.installation.organisation,
        bank_account="" if "bank_account" in said else bank,
        day=None if "date" in said else event.payment_date,
        tender_id="" if said & {"tender_id", "event_id"} else long_id(tender.id),
        account="" if "account" in said else account,
        amount=None if "amount" in said else tender.control_amount,
        currency=currency,
        copy=copy,
        demo=setup.installation.demo,
    )


def stub_doc(event: EventView, setup: SetUp, *, copy: int) -> StubDoc:
    """A stub for each payment that is not cancelled (RC-4)."""
    return StubDoc(
        organisation=setup.installation.organisation,
        address=tuple(line for line in setup.installation.address.splitlines() if line),
        day=event.payment_date,
        event_id=long_id(event.id),
        currency=setup.currencies[event.currency],
        stubs=tuple(
            Stub(
                short_id(payment.account_id),
                payment.non_cis_name if payment.non_cis else payment.account_name,
                payment.amount,
                _scan_line(short_id(payment.account_id), payment.amount, setup),
            )
            for payment in event.payments
            if payment.status is not PaymentStatus.CANCELED
        ),
        copy=copy,
        demo=setup.installation.demo,
    )


def _scan_line(account: str, amount: Money, setup: SetUp) -> str:
    """What the next counter reads off a stub; empty where no layout of ours holds it."""
    layout = stub_layout(setup.entry.layouts.values())
    line = "" if layout is None else compose(layout, account, amount)
    return in_groups(layout, line) if layout is not None and line else ""


def _is_paper(tender: TenderView, setup: SetUp) -> bool:
    kind = setup.tender_types[tender.tender_type]
    return not (tender.flagged or kind.like_cash or kind.generate_auto_pay or kind.system_only)


def _bank_of(tender: TenderView, setup: SetUp) -> BankAccount | None:
    """The account that the tender's drawer is banked to: by ledger account and currency."""
    source = setup.tender_sources.get(tender.tender_source)
    for account in setup.bank_accounts:
        same_money = account.currency == tender.control_currency
        if source and same_money and account.distribution_code == source.distribution_code:
            return account
    return None


def _bank_account(account: BankAccount | None) -> str:
    """A bank account with its last digits only (PR-08); its name where they are not known."""
    if account is None:
        return ""
    return _MASK + account.account_last4 if account.account_last4 else account.description
