"""Cancel a tender that is not good, or every tender of an event (CX-1..CX-10, D-11, D-14, D-32).

The dialog asks everything at once and says what will happen before the button is pressed; the
sentences come from the service's own decision.
"""

from functools import partial
from typing import Any, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from posapp.domain.codes import ControlStatus, TenderStatus
from posapp.domain.event_views import EventView, TenderView
from posapp.domain.ids import ControlId, TenderId
from posapp.domain.rights import Right
from posapp.domain.setup_options import BankAccount
from posapp.domain.tender_actions import Asking
from posapp.domain.tender_cancels import CancelEvent, CancelTender, TenderCancel
from posapp.errors import PosError
from posapp.i18n import _
from posapp.ui.cancel_words import CancelWords
from posapp.ui.context import UiContext
from posapp.ui.dialogs.base import TaskDialog, Work
from posapp.ui.dialogs.cancel_reasons import reason_box
from posapp.ui.formats import joined
from posapp.ui.tender_words import drawer_words, tender_words
from posapp.ui.theme import GRID, dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.consequences import Consequence, Consequences
from posapp.ui.widgets.looks import set_look

_WIDTH: Final = 760
_LEAST_LETTERS: Final = 12
_UNSAID: Final = "?"
_NO: Final = ""
_AT_WORK: Final = frozenset({ControlStatus.OPEN, ControlStatus.BALANCING})


class CancelTendersDialog(TaskDialog):
    """Cancels one tender or all of them; ``completed`` carries ``Saved[Canceled]``."""

    def __init__(
        self,
        context: UiContext,
        asking: Asking,
        tender: TenderView | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Make the dialog.

        Args:
            context: the window's surroundings.
            asking: the event and what stands around it.
            tender: the one that is cancelled; ``None`` cancels every tender of the event.
            parent: window that the dialog belongs to.
        """
        event = asking.event
        words = _("Cancel event") if tender is None else _("Cancel tender")
        super().__init__(
            context.runner, context.failures, context.shortcuts, parent,
            title=words, action=words, name="cancel_tenders_dialog", columns=2,
            subtitle=_subtitle(context, event, tender),
        )  # fmt: skip
        self._context = context
        self._asking = asking
        self._only = tender
        self._tenders = (tender,) if tender is not None else _stated(event)
        self._change = _linked_change(event)
        self._words = CancelWords(context, event, asking.desk.open_controls)
        self._generation = 0
        self.reason = reason_box(context.setup, bounced=event.bond is not None)
        self.bank_account = ChoiceBox(self._banks())
        self.change_returned = ChoiceBox()
        self.change_drawer = ChoiceBox()
        self.drawers = {one.id: ChoiceBox(self._ways_back(one)) for one in self._tenders}
        self.consequences = Consequences()
        self._pause = QTimer(self, singleShot=True, interval=0)
        self._pause.timeout.connect(self._ask)
        self.setMinimumWidth(dp(_WIDTH))
        self._lay_out_fields()
        self._connect()
        self._ask()

    def build_work(self, confirmed: frozenset[str]) -> Work | None:
        """The command, once everything is said."""
        if not self.reason.value():
            self.form.show_error("reason", _("Choose why it is canceled."))
        for tender in self._tenders:
            if self.drawers[tender.id].value() == _UNSAID:
                says = _("Say whether the money goes back.")
                self.form.show_error(self._drawer_field(tender.id), says)
        if self._change is not None and self.change_returned.value() is None:
            self.form.show_error("change_returned", _("Say whether the change came back."))
        if self.form.errors():
            return None
        canceling, asked = (
            self._context.services.canceling,
            (self.request_id, self._context.actor),
        )
        seen = self._asking.event.version
        # The dialog has said how many payments fall, so that is not asked again (C-17).
        order = self._order(confirmed | {"C-17"})
        if isinstance(order, CancelTender):
            return partial(canceling.cancel_tender, order, *asked, seen=seen)
        return partial(canceling.cancel_event, order, *asked, seen=seen)

    def show_field_error(self, field: str, sentence: str) -> bool:
        """The service calls every drawer ``drawer``."""
        if field == "drawer":
            field = "change_drawer" if self._change else self._drawer_field(self._tenders[0].id)
        return super().show_field_error(field, sentence)

    def _order(self, confirmed: frozenset[str]) -> CancelTender | CancelEvent:
        bank: BankAccount | None = self.bank_account.value()
        back = {one: self._drawer_of(one) for one in self.drawers}
        shared: dict[str, Any] = {
            "reason": self.reason.value() or "",
            "bank": "" if bank is None else bank.bank,
            "bank_account": "" if bank is None else bank.key,
            "change_returned": self.change_returned.value() if self._change else None,
            "change_drawer": self.change_drawer.value() if self._wants_change_drawer() else None,
            "confirmed": confirmed,
        }
        if self._only is not None:
            return CancelTender(self._only.id, drawer=back[self._only.id], **shared)
        chosen = tuple((one, drawer) for one, drawer in back.items() if drawer is not None)
        return CancelEvent(self._asking.event.id, drawers_of=chosen, **shared)

    def _drawer_of(self, tender_id: TenderId) -> ControlId | None:
        value = self.drawers[tender_id].value()
        return None if value in {_NO, _UNSAID} else ControlId(value)

    def _lay_out_fields(self) -> None:
        form = self.form
        form.add("reason", _("Cancel Reason"), self.reason)
        form.add("bank_account", _("Bank Account"), self.bank_account)
        several = len(self._tenders) > 1
        for tender in self._tenders:
            label = _("Does the money go back?")
            if several:
                words = tender_words(tender, self._context.formats)
                label = _("Money back: {tender}").format(tender=words)
            name, span = self._drawer_field(tender.id), 1 if several else 2
            form.add(name, label, self.drawers[tender.id], span=span)
        if self._change is not None:
            amount = self._context.formats.money(
                -self._change.control_amount, self._change.control_currency
            )
            label = _("Was the change of {amount} returned?").format(amount=amount)
            self.change_returned.set_choices(
                [Choice(None, _("Choose")), Choice(True, _("Yes")), Choice(False, _("No"))]
            )
            form.add("change_returned", label, self.change_returned)
            self.change_drawer.set_choices(self._open_drawers(self._change))
            form.add("change_drawer", _("The change goes into"), self.change_drawer)
            form.row("change_drawer").hide()
        self.body.addWidget(self.consequences)
        self.cancel_button.show_text(_("Back"))
        set_look(self.submit_button, "kind", "danger")

    def _drawer_field(self, tender_id: TenderId) -> str:
        at = list(self.drawers).index(tender_id)
        return "drawer" if at == 0 else f"drawer_{at + 1}"

    def _connect(self) -> None:
        self.reason.value_changed.connect(self._on_reason)
        others = (self.bank_account, self.change_returned, self.change_drawer)
        for box in (*others, *self.drawers.values()):
            box.value_changed.connect(self._on_changed)
        for box in (self.reason, *others, *self.drawers.values()):
            # As narrow as its column; its list is as wide as its entries.
            box.setSizeAdjustPolicy(box.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(_LEAST_LETTERS)
            box.view().setMinimumWidth(box.view().sizeHintForColumn(0) + dp(4 * GRID))

    def _banks(self) -> list[Choice]:
        """The account each tender was taken for comes first (CX-1, TND-03)."""
        currency = self._asking.event.currency
        accounts = self._context.setup.bank_accounts
        return [
            Choice(None, _("As deposited (original account)")),
            *(
                Choice(one, joined(f"{one.bank} {one.key}", one.description))
                for one in accounts
                if one.currency == currency
            ),
        ]

    def _ways_back(self, tender: TenderView) -> list[Choice]:
        """Whether money goes back, and out of which open drawer (D-14)."""
        own = tender.tender_control_id
        control = None if own is None else self._asking.desk.controls.get(own)
        found = [Choice(_UNSAID, _("Choose")), Choice(_NO, _("No"))]
        if control is not None and control.status in _AT_WORK:
            says = _("Yes, out of its drawer: {drawer}")
            drawer = drawer_words(control, self._context.setup)
            found.append(Choice(control.id, says.format(drawer=drawer)))
        if self._context.actor.may(Right.REFUND) and own is not None:
            says = _("Yes, out of {drawer}")
            found += [
                Choice(one.value, says.format(drawer=one.text))
                for one in self._open_drawers(tender)
                if one.value != own
            ]
        return found

    def _open_drawers(self, tender: TenderView) -> list[Choice]:
        return [
            Choice(one.id, drawer_words(one, self._context.setup))
            for one in self._asking.desk.open_controls
            if one.currency == tender.control_currency
        ]

    def _wants_change_drawer(self) -> bool:
        """Change that came back goes where it was taken from, while that drawer is at work."""
        if self._change is None or self.change_returned.value() is not True:
            return False
        own = self._change.tender_control_id
        control = None if own is None else self._asking.desk.controls.get(own)
        return control is None or control.status not in _AT_WORK

    def _on_reason(self, code: str) -> None:
        """Not-good money does not go back unless somebody says so (D-14)."""
        reason = self._context.setup.cancel_reasons.get(code)
        for box in self.drawers.values():
            if reason is not None and reason.nsf_charge and box.value() == _UNSAID:
                box.select(_NO)
        self._on_changed()

    def _on_changed(self, _value: object = None) -> None:
        if self._change is not None:
            self.form.row("change_drawer").setVisible(self._wants_change_drawer())
        self._pause.start()

    def _ask(self) -> None:
        """Ask the service what this would do; only the newest answer counts."""
        self._generation += 1
        if not self.reason.value():
            says = _("Choose a reason to see what follows.")
            self.consequences.show_lines([Consequence(says)])
            return
        work = partial(
            self._context.services.canceling.outlook, self._order(frozenset()), self._context.actor
        )
        told = partial(self._on_outlook, self._generation)
        self._runner.run(self, work, told, partial(self._on_no_outlook, self._generation))

    def _on_outlook(self, generation: int, decision: TenderCancel) -> None:
        if generation == self._generation:
            known = self._change is None or self.change_returned.value() is not None
            self.consequences.show_lines(self._words.lines(decision, change_known=known))

    def _on_no_outlook(self, generation: int, error: BaseException) -> None:
        if generation != self._generation:
            return
        if isinstance(error, PosError):
            self.consequences.show_lines([Consequence(self._context.texts.of(error), Tone.RED)])
        else:
            self._failures.unhandled(error, self)


def _stated(event: EventView) -> tuple[TenderView, ...]:
    valid = TenderStatus.VALID
    return tuple(one for one in event.tenders if one.status is valid and not one.flagged)


def _linked_change(event: EventView) -> TenderView | None:
    valid = (t for t in event.tenders if t.cash_back and t.status is TenderStatus.VALID)
    return next(valid, None)


def _subtitle(context: UiContext, event: EventView, tender: TenderView | None) -> str:
    if tender is not None:
        return joined(tender_words(tender, context.formats), tender.payor_name)
    amount = context.formats.money(event.totals.tenders, event.currency)
    return joined(amount, context.formats.date(event.payment_date))
