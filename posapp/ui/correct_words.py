"""What a correction does, in sentences, from what it will leave (D-14, D-28)."""

from collections.abc import Iterator
from typing import Final

from posapp.domain.cancel_effects import demerit_of
from posapp.domain.codes import PaymentStatus, TenderStatus
from posapp.domain.correction_views import DrawerChange, Outlook, Paper, PaperState
from posapp.domain.corrections import (
    AddTender,
    Cancel,
    DeleteEvent,
    DeletePayments,
    EditPayment,
    EditTender,
    Fault,
    Move,
    SetDay,
    SetPayor,
    TakeAgain,
)
from posapp.domain.event_views import EventView, PaymentView, TenderView
from posapp.domain.ids import short_id
from posapp.domain.money import Money
from posapp.domain.rights import right_in_words
from posapp.i18n import _
from posapp.ui.cancel_words import demerit_line
from posapp.ui.context import UiContext
from posapp.ui.formats import grouped, isolated, joined
from posapp.ui.tender_words import control_words, tender_words
from posapp.ui.tokens import Tone
from posapp.ui.widgets.consequences import Consequence

# With the letter that Alt chooses it by.
FAULTS: Final = {
    Fault.ACCOUNT: ("Wrong &account", "The money belongs to somebody else's account."),
    Fault.AMOUNT: ("Wrong am&ount", "Another amount was handed over than was entered."),
    Fault.TENDER_TYPE: ("Wrong &tender type", "Card instead of cash, check instead of card."),
    Fault.TWICE: ("&Paid twice", "The same thing was paid or entered a second time."),
    Fault.RETURNED: ("The &check came back", "The bank does not pay it."),
    Fault.DATE: ("Wrong &date", "The payment belongs to another day."),
}
_PAPERS: Final = {
    PaperState.NONE: "None",
    PaperState.GOOD: "Valid",
    PaperState.CHANGED: "Out of date",
    PaperState.VOID: "Void",
}


class CorrectWords:
    """Words one outlook."""

    def __init__(self, outlook: Outlook, context: UiContext) -> None:
        self._outlook, self._formats = outlook, context.formats
        self._types = context.setup.tender_types
        self._reasons, self._today = context.setup.cancel_reasons, context.today()
        self._event = outlook.before

    def lines(self) -> tuple[Consequence, ...]:
        """Every effect, one sentence each, in the order in which it happens."""
        back = (Consequence(says, Tone.AMBER) for says in self.handed_back())
        return (*self._edits(), *self._canceled(), *back, *self._added(), *self._end())

    def effects(self) -> tuple[tuple[str, str, str], ...]:
        """What, before, after: tenders, payments, drawers, papers."""
        after, money = self._outlook.after, self._money
        rows = [
            (
                _("Tenders"),
                money(self._event.totals.tenders),
                _("None") if after is None else money(after.totals.tenders),
            ),
            (
                _("Payments"),
                money(self._event.totals.payments),
                _("None") if after is None else money(after.totals.payments),
            ),
        ]
        again = self._outlook.taken_again
        if again is not None:
            day = self._formats.date(again.payment_date)
            rows.append((_("Payments of {date}").format(date=day), _("None"),
                         money(again.totals.payments)))  # fmt: skip
        for one in self._outlook.drawers:
            shown = self._formats.money(abs(one.amount), one.currency)
            sign = "+" if one.amount > Money(0) else "\u2212"
            rows.append((joined(one.tender_source, one.description), "", f"{sign}{shown}"))
        rows += [self._paper(one) for one in self._outlook.papers]
        return tuple(rows)

    def approval(self) -> str:
        """Why somebody else must approve; empty when nobody must."""
        if not self._outlook.needs:
            return ""
        rights = ", ".join(_(right_in_words(right.value)) for right in sorted(self._outlook.needs))
        says = _("You may not {rights}. Somebody who may gives name and password here.")
        return says.format(rights=rights)

    def handed_back(self) -> tuple[str, ...]:
        """What goes back and forth, by drawer and tender type: only where it was paid twice.

        Elsewhere another amount or form was entered than was handed over: the drawer counts
        otherwise, and nobody gets money.
        """
        if self._outlook.correction.fault is not Fault.TWICE:
            return ()
        return tuple(map(self._goes_back, self._outlook.drawers))

    def receipt_notice(self) -> str:
        """What a receipt that was printed before is worth; empty where it holds."""
        states = {one.after for one in self._outlook.papers if one.event_id == self._event.id}
        if PaperState.VOID in states:
            return _("A receipt that was printed before is void: take it back.")
        if PaperState.CHANGED in states:
            return _("A receipt that was printed before is out of date: print it again.")
        return ""

    def _goes_back(self, one: DrawerChange) -> str:
        amount = self._formats.money(abs(one.amount), one.currency)
        numbers = [
            tender.check_number
            for tender in self._event.tenders
            if tender.status is TenderStatus.VALID
            and (tender.tender_type, tender.tender_control_id) == (one.tender_type, one.control_id)
        ]
        number = ", ".join(filter(None, numbers))
        words = joined(f"{one.description} {number}".rstrip(), amount)
        if one.amount > Money(0):
            says = _("Take {what} back into {drawer}: it was given as change.")
        elif self._types[one.tender_type].physical:
            says = _("Hand back {what} out of {drawer}.")
        else:
            says = _("{what} goes back to the payor: see to it where it was charged.")
        return says.format(what=words, drawer=one.tender_source)

    def _edits(self) -> Iterator[Consequence]:
        after = self._outlook.after
        for step in self._outlook.correction.steps:
            if isinstance(step, DeleteEvent):
                yield Consequence(_("The event is deleted: nothing of it was posted."), Tone.AMBER)
            elif isinstance(step, DeletePayments):
                yield Consequence(_("Payments that were not frozen yet are taken away."))
            elif isinstance(step, SetDay):
                day = self._formats.date(step.day)
                yield Consequence(_("The payment date becomes {date}.").format(date=day))
            elif isinstance(step, EditTender) and after is not None:
                old, new = (
                    tender_words(one, self._formats)
                    for event in (self._event, after)
                    for one in event.tenders
                    if one.id == step.tender_id
                )
                yield Consequence(self._becomes(old, new))
            elif isinstance(step, EditPayment) and after is not None:
                was, will = (
                    self._payment(one)
                    for event in (self._event, after)
                    for one in event.payments
                    if one.id == step.payment_id
                )
                yield Consequence(self._becomes(was, will))
            elif isinstance(step, SetPayor) and after is not None:
                yield self._payor(after)

    def _canceled(self) -> Iterator[Consequence]:
        after = self._outlook.after
        if after is None:
            return
        gone = {t.id for t in self._event.tenders if t.status is TenderStatus.CANCELED}
        for tender in after.tenders:
            if tender.status is TenderStatus.CANCELED and tender.id not in gone:
                words = tender_words(tender, self._formats)
                yield Consequence(_("{tender} is canceled.").format(tender=words), Tone.AMBER)
        old = {p.id for p in self._event.payments if p.status is PaymentStatus.CANCELED}
        for payment in after.payments:
            if payment.status is PaymentStatus.CANCELED and payment.id not in old:
                says = _("The payment of {payment} is canceled and reversed.")
                yield Consequence(says.format(payment=self._payment(payment)), Tone.AMBER)

    def _added(self) -> Iterator[Consequence]:
        after = self._outlook.after
        if after is None:
            return
        known = {t.id for t in self._event.tenders} | {p.id for p in self._event.payments}
        for tender in after.tenders:
            if tender.id not in known:
                yield self._new_tender(tender)
        moved = any(isinstance(step, Move) for step in self._outlook.correction.steps)
        for payment in after.payments:
            if payment.id not in known:
                yield self._new_payment(payment)
        if moved and self._payors(after) != self._payors(self._event):
            yield self._payor(after)

    def _end(self) -> Iterator[Consequence]:
        again, after = self._outlook.taken_again, self._outlook.after
        for step in self._outlook.correction.steps:
            if isinstance(step, TakeAgain) and again is not None:
                says = _("It is taken again with payment date {date}: a posted date never changes.")
                yield Consequence(says.format(date=self._formats.date(again.payment_date)))
        charges = [one for one in self._outlook.new if one.ft_type.value == "AD"]
        kept = self._event.totals.cash_back
        steps = self._outlook.correction.steps
        restated = any(isinstance(step, AddTender | EditTender) for step in steps)
        if kept and restated and after is not None and after.totals.cash_back == kept:
            says = _("The change of {amount} stays as it was handed out.")
            yield Consequence(says.format(amount=self._money(kept)))
        for name, excess in self._outlook.credits:
            says = _("{amount} becomes a credit of {name}.")
            words = says.format(amount=self._money(excess), name=isolated(name))
            yield Consequence(words, Tone.AMBER)
        for charge in charges:
            amount = self._money(charge.current_amount)
            says = _("{name} is charged {amount}.")
            yield Consequence(
                says.format(name=isolated(charge.account_name), amount=amount), Tone.AMBER
            )
        yield from self._demerits()
        if after is not None and not after.totals.is_balanced:
            open_amount = self._money(abs(after.totals.difference))
            says = _("The event is unbalanced by {amount} after this.")
            yield Consequence(says.format(amount=open_amount), Tone.RED)

    def _demerits(self) -> Iterator[Consequence]:
        """Credit rating and cash-only points of each tender that falls (CX-8)."""
        payors = {one.id: one.payor_name for one in self._event.tenders}
        for step in self._outlook.correction.steps:
            if not isinstance(step, Cancel):
                continue
            demerit = demerit_of(self._reasons[step.order.reason], self._today)
            if demerit is not None:
                for tender_id, _way in step.order.tenders:
                    yield demerit_line(payors[tender_id], demerit, self._formats)

    def _new_tender(self, tender: TenderView) -> Consequence:
        drawer = control_words(tender.tender_source, tender.tender_control_id)
        says = _("{tender} takes its place, in {drawer}.")
        if not any(isinstance(s, AddTender) for s in self._outlook.correction.steps):
            says = _("{tender} is added, in {drawer}.")
        words = tender_words(tender, self._formats)
        return Consequence(says.format(tender=words, drawer=drawer))

    def _new_payment(self, payment: PaymentView) -> Consequence:
        says = _("A new payment of {payment} is made.")
        if payment.status is PaymentStatus.ERROR:
            says = _("A new payment of {payment} cannot be distributed: {why}")
            words = says.format(payment=self._payment(payment), why=payment.error_text)
            return Consequence(words, Tone.RED)
        return Consequence(says.format(payment=self._payment(payment)), Tone.GREEN)

    def _payor(self, after: EventView) -> Consequence:
        name = next(iter(self._payors(after)), "")
        return Consequence(_("{name} becomes the payor, too.").format(name=isolated(name)))

    def _payors(self, event: EventView) -> frozenset[str]:
        return frozenset(t.payor_name for t in event.tenders if t.status is TenderStatus.VALID)

    def _payment(self, payment: PaymentView) -> str:
        number = grouped(short_id(payment.account_id))
        return joined(self._money(payment.amount), payment.account_name, number)

    def _becomes(self, old: str, new: str) -> str:
        return _("{old} becomes {new}.").format(old=old, new=new)

    def _paper(self, paper: Paper) -> tuple[str, str, str]:
        name = _("Receipt {number}").format(number=paper.number)
        if paper.printed:
            name = joined(name, _("printed {n}\u00d7").format(n=paper.printed))
        return name, _(_PAPERS[paper.before]), _(_PAPERS[paper.after])

    def _money(self, amount: Money) -> str:
        return self._formats.money(amount, self._event.currency)
