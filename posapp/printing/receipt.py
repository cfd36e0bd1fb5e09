"""The customer receipt, short and long (RC-1..RC-7, PR-03..PR-08, D-20, D-31).

Account numbers show their last four characters only, checks their number and the last four of the
MICR line (PR-08). An event that is not balanced prints like any other (RC-7): a difference is not
the customer's business.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final
from zoneinfo import ZoneInfo

from posapp.domain.documents import ReceiptCheckout, ReceiptDoc, ReceiptPayment, ReceiptTender
from posapp.domain.money import ZERO, Money, total
from posapp.i18n import ISO, _, format_date, format_money, format_stamp, format_time, plural
from posapp.printing.blocks import (
    Banner,
    Barcode,
    Block,
    Divider,
    Entry,
    Facts,
    Masthead,
    Note,
    Rule,
    Section,
    Space,
    Total,
)
from posapp.printing.day_heads import proof_of
from posapp.printing.page import render
from posapp.printing.style import Layout

LOCALE: Final = "en_US"
_SHOWN: Final = 4
_KEPT_PARTS: Final = 5
_MOST_ITEMS: Final = 3
_MASK: Final = "\u2022\u2022\u2022\u2022"
_DOT: Final = " \u00b7 "


def render_receipt(
    doc: ReceiptDoc,
    *,
    layout: Layout,
    long: bool,
    locale: str = LOCALE,
    date_style: str = ISO,
) -> bytes:
    """PDF of a receipt; the same document always gives the same bytes.

    Args:
        doc: what happened; texts may hold anything, nothing in them is markup.
        layout: 80 mm roll, A4 or Letter.
        long: also each payment with its parts, and check numbers.
        locale: how money is written.
        date_style: how dates and times are written: ``iso`` or a locale.
    """
    title = _("Receipt {number}").format(number=doc.number)
    marks = _DOT.join([title, *(banner.text for banner in _banners(doc))])
    blocks = receipt_blocks(doc, long=long, locale=locale, date_style=date_style)
    return render(blocks, layout=layout, title=title, running=marks)


def receipt_blocks(
    doc: ReceiptDoc, *, long: bool, locale: str = LOCALE, date_style: str = ISO
) -> tuple[Block, ...]:
    """The layout model of a receipt; every paper of it is made of the same blocks."""
    return tuple(_Wording(doc, locale, date_style).blocks(long=long))


def masked(account: str) -> str:
    """An account number with all but its last four characters hidden; short ones stay."""
    return account if len(account) <= _SHOWN else _MASK + account[-_SHOWN:]


def named_items(numbers: tuple[str, ...]) -> str:
    """What was paid for, short enough for a roll: the first items by number, the rest counted."""
    named = ", ".join(numbers[:_MOST_ITEMS])
    rest = len(numbers) - _MOST_ITEMS
    if rest <= 0:
        return named
    return named + plural(" and {n} more", " and {n} more", rest).format(n=rest)


def _banners(doc: ReceiptDoc) -> list[Banner]:
    found = []
    if doc.demo:
        found.append(Banner(_("DEMO"), _("Made by a demonstration. No money was taken.")))
    if doc.canceled:
        reason = _("Reason: {reason}").format(reason=doc.canceled)
        found.append(Banner(_("VOID \u00b7 CANCELED"), reason))
    elif doc.copy and (doc.voided or doc.canceled_tenders):
        # The paper of this number that came before says another sum.
        found.append(Banner(_("CORRECTED"), _("Replaces the earlier papers of this number.")))
    if doc.copy:
        found.append(Banner(_("Duplicate {n}").format(n=doc.copy), solid=False))
    return found


class _Wording:
    """Blocks of one receipt, worded for one locale and date style."""

    def __init__(self, doc: ReceiptDoc, locale: str, date_style: str) -> None:
        self._doc = doc
        self._locale = locale
        self._date_style = date_style

    def blocks(self, *, long: bool) -> Iterator[Block]:
        doc = self._doc
        yield Masthead(doc.organisation, doc.address, _("Receipt"), doc.number)
        yield from _banners(doc)
        yield Space(0.3)
        yield self._facts()
        if long:
            yield from self._payments()
        if doc.checkout is not None:
            yield from self._checkout(doc.checkout)
        yield Rule(heavy=True, narrow=True)
        yield Total(_("Total Paid"), self._money(doc.paid))
        yield Rule(heavy=True, narrow=True)
        yield from self._tenders(long=long)
        if doc.voided or doc.canceled_tenders:
            yield from self._canceled(long=long)
        if doc.message:
            yield Space(1.0)
            yield Note(doc.message)
        yield Space()
        yield Barcode(doc.number)
        yield from proof_of(doc.number, doc.seal)

    def _money(self, amount: Money) -> str:
        return format_money(amount, self._doc.currency, locale=self._locale)

    def _facts(self) -> Facts:
        doc = self._doc
        day, taken = self._when()
        again = bool(doc.copy or doc.canceled)
        printed = format_stamp(doc.printed_at, doc.zone, self._date_style) if again else ""
        return Facts(
            (
                (_("Payment Date"), day),
                (_("Taken"), taken),
                (_("Payor"), doc.payor_name),
                (_("Account"), masked(doc.payor_account)),
                (_("Items"), named_items(doc.items)),
                (_("Office"), doc.office),
                (_("Drawer"), doc.drawer),
                (_("Cashier"), doc.cashier),
                (_("Payment Event"), doc.event_id),
                (_("Document Number"), doc.document_number),
                (_("Printed"), printed),
            )
        )

    def _when(self) -> tuple[str, str]:
        """Payment date with the time; both apart where money was taken on another day (RC-6)."""
        doc, style = self._doc, self._date_style
        day = format_date(doc.payment_date, style)
        if doc.paid_at.astimezone(ZoneInfo(doc.zone)).date() == doc.payment_date:
            return f"{day} {format_time(doc.paid_at, doc.zone, style)}", ""
        return day, format_stamp(doc.paid_at, doc.zone, style)

    def _payments(self) -> Iterator[Block]:
        yield Rule()
        yield Section(_("Payments"))
        for payment in self._doc.payments:
            yield from self._payment(payment)

    def _payment(self, payment: ReceiptPayment) -> Iterator[Block]:
        name = payment.account_name or payment.non_cis_name
        account = masked(payment.account_id)
        remarks = (
            _("Account {number}").format(number=account) if account else "",
            payment.match,
            payment.non_cis_name if payment.account_name else "",
            payment.reference,
            payment.comments,
        )
        amount = self._money(payment.amount)
        parts = payment.segments
        yield Entry(name, amount, _joined(remarks), strong=True, keep=bool(parts))
        for index, part in enumerate(parts, start=1):
            # Short payments stay on one page, long ones do not begin with a lonely part.
            keep = index < min(len(parts), _KEPT_PARTS)
            balance = part.balance_after
            remark = "" if balance is None else _("Balance after payment: {amount}")
            remark = remark.format(amount=self._money(balance or ZERO))
            shown = self._money(part.amount)
            yield Entry(part.description, shown, remark, level=1, keep=keep)
        yield Divider()

    def _checkout(self, checkout: ReceiptCheckout) -> Iterator[Block]:
        """Items and charges, and credits used: what is left of them was paid by money (CK-7b)."""
        yield Rule()
        yield Section(_("Checkout {number}").format(number=checkout.number))
        for line in checkout.lines:
            yield Entry(line.description, self._money(line.amount))
        for line in checkout.credits:
            yield Entry(_("Credit used"), self._money(line.amount), line.description)

    def _tenders(self, *, long: bool) -> Iterator[Block]:
        doc = self._doc
        for tender in doc.tenders if long else _by_type(doc.tenders):
            amount = self._money(tender.amount)
            remark = _joined(_remarks(tender, long=long))
            yield Entry(tender.description, amount, remark, narrow=True)
        tendered = self._money(doc.amount_tendered)
        yield Entry(_("Amount Tendered"), tendered, strong=True, narrow=True)
        if doc.rounding is not None:
            yield Entry(_("Cash rounding"), self._money(doc.rounding), narrow=True)
        if doc.cash_back:
            yield Entry(_("Change"), self._money(doc.cash_back), strong=True, narrow=True)

    def _canceled(self, *, long: bool) -> Iterator[Block]:
        """What does not count any more, apart from what does; the sums above are without it."""
        doc = self._doc
        yield Space(0.4)
        yield Entry(_("VOID \u00b7 Canceled"), strong=True, narrow=True, keep=True)
        voided = doc.voided if long else _in_one(doc.voided)
        for payment in voided:
            account = masked(payment.account_id)
            named = _("Account {number}").format(number=account) if account else ""
            name = payment.account_name or payment.non_cis_name
            shown = self._money(payment.amount)
            yield Entry(name, shown, _joined((named, payment.canceled)), narrow=True)
        for tender in doc.canceled_tenders if long else _by_type(doc.canceled_tenders):
            remarks = (*_remarks(tender, long=long), tender.canceled)
            yield Entry(
                tender.description, self._money(tender.amount), _joined(remarks), narrow=True
            )


def _joined(remarks: Iterable[str]) -> str:
    return _DOT.join(remark for remark in remarks if remark)


def _by_type(tenders: tuple[ReceiptTender, ...]) -> list[ReceiptTender]:
    """One line per tender type and cancel reason, in the order of their first appearance.

    Money of another currency keeps a line of its own with both amounts and the rate (AC-11).
    """
    groups: dict[tuple[object, ...], list[ReceiptTender]] = {}
    for number, tender in enumerate(tenders):
        own = number if tender.foreign else -1
        groups.setdefault((tender.description, tender.canceled, own), []).append(tender)
    return [
        replace(group[0], amount=total(one.amount for one in group), check_number="", micr_last4="")
        for group in groups.values()
    ]


def _in_one(payments: tuple[ReceiptPayment, ...]) -> list[ReceiptPayment]:
    """Payments as one line per reason: the short receipt names no payees."""
    groups: dict[str, list[Money]] = {}
    for payment in payments:
        groups.setdefault(payment.canceled, []).append(payment.amount)
    return [
        ReceiptPayment("", _("Payments"), total(amounts), canceled=reason)
        for reason, amounts in groups.items()
    ]


def _remarks(tender: ReceiptTender, *, long: bool) -> list[str]:
    remarks = []
    if tender.check_number and long:
        remarks.append(_("No. {number}").format(number=tender.check_number))
    if tender.micr_last4 and long:
        remarks.append(_("MICR {digits}").format(digits=_MASK + tender.micr_last4[-_SHOWN:]))
    if tender.foreign:
        remarks.append(tender.foreign)
    return remarks
