"""How an account, an event or another record looks in the list under the search line."""

from typing import Final

from posapp.domain.accounts import AccountHit, EventHit
from posapp.domain.ids import long_id, short_id
from posapp.domain.record_hits import RecordHit, RecordKind
from posapp.domain.searching import HitKind
from posapp.i18n import _
from posapp.ui.formats import Formats, grouped, isolated, joined
from posapp.ui.widgets.hits import Hit

# Kinds whose match is the name, address or number that the hit shows anyway, and those whose
# match says itself what it is.
_SHOWN_ANYWAY: Final = frozenset({HitKind.NAME, HitKind.ADDRESS, HitKind.ACCOUNT})
_SAYS_ITSELF: Final = frozenset({HitKind.KEY, HitKind.CONTACT})

_WIDE: Final = frozenset({RecordKind.PAYMENT, RecordKind.TENDER, RecordKind.TRANSACTION})
_KINDS: Final = {
    RecordKind.PERSON: "Person",
    RecordKind.AGREEMENT: "Service agreement",
    RecordKind.BILL: "Bill",
    RecordKind.ITEM: "Item",
    RecordKind.MATCH_EVENT: "Match event",
    RecordKind.TRANSACTION: "Financial transaction",
    RecordKind.PAYMENT: "Payment",
    RecordKind.TENDER: "Tender",
    RecordKind.CHECKOUT: "Checkout",
    RecordKind.CONTROL: "Tender control",
    RecordKind.DEPOSIT_CONTROL: "Deposit control",
}
# What opens for a hit: a tender its event, all others a page of their own.
RECORD_PAGES: Final = {kind: kind.value for kind in RecordKind} | {
    RecordKind.TENDER: "event",
}


def hit_of(found: AccountHit) -> Hit:
    """Name above, account number and address below; what else matched stands at the right."""
    number = grouped(short_id(found.account_id))
    detail = joined(number, found.address)
    if found.kind in _SHOWN_ANYWAY or not found.matched:
        return Hit(found.name, detail)
    if found.kind in _SAYS_ITSELF:
        return Hit(found.name, detail, found.matched)
    return Hit(found.name, detail, f"{_(found.kind.capitalize())} {isolated(found.matched)}")


def record_hit_of(found: RecordHit) -> Hit:
    """What it is with its number above, whose it is below; what else it is called at the right."""
    wide = found.kind in _WIDE
    number = long_id(found.number) if wide else short_id(found.number)
    title = f"{_(_KINDS[found.kind])} {grouped(number)}"
    account = "" if found.account_id is None else grouped(short_id(found.account_id))
    return Hit(title, joined(found.name, account), isolated(found.words))


def event_hit_of(found: EventHit, formats: Formats) -> Hit:
    """Number above, then when, who and the numbers on its papers; its amount at the right."""
    title = _("Payment event {id}").format(id=grouped(long_id(found.event_id)))
    receipt = _("Receipt {number}").format(number=found.receipt_number)
    detail = joined(
        formats.date(found.payment_date),
        found.payor_name,
        receipt if found.receipt_number else "",
        found.document_number,
    )
    return Hit(title, detail, formats.money(found.amount, found.currency))
