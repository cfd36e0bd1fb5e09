"""Add a payment event: one payor, several tenders, cash back live (AD-1..AD-11).

The cursor starts in *Amount Tendered*: Enter alone takes the amount due. While typing only pure
rules run; nothing is read or written before OK.
"""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from posapp.domain.accounts import AccountCard
from posapp.domain.ids import short_id
from posapp.domain.payment_events import AddEvent
from posapp.domain.scan_line import recognized
from posapp.i18n import _
from posapp.ui.account_badges import account_badges
from posapp.ui.context import UiContext
from posapp.ui.dialogs.account_look_up import AccountLookUp
from posapp.ui.dialogs.base import TaskDialog, Work
from posapp.ui.dialogs.converter_help import ConverterHelp
from posapp.ui.dialogs.mandate_help import MandateHelp
from posapp.ui.dialogs.payment_start import (
    PaymentPreset,
    PaymentStart,
    load_start_of,
    with_latest_bill,
)
from posapp.ui.formats import grouped, isolated, joined
from posapp.ui.theme import dp
from posapp.ui.tokens import Tone
from posapp.ui.typing_kept import TypingKept
from posapp.ui.widgets.badges import PillStrip
from posapp.ui.widgets.banner import Notice
from posapp.ui.widgets.payment_approval import PaymentApproval
from posapp.ui.widgets.payment_fields import PaymentFields
from posapp.ui.widgets.payment_sums import PaymentSums

_WIDTH = 720
_BADGES = 22
_ERROR_LINES = 2


class PaymentEventDialog(TaskDialog):
    """Takes one payment; ``completed`` carries ``Saved[AddedEvent]``."""

    TAKES_MONEY = True

    def __init__(
        self,
        context: UiContext,
        start: PaymentStart,
        parent: QWidget | None = None,
        preset: PaymentPreset | None = None,
    ) -> None:
        """Make the dialog for a payor.

        Args:
            context: the window's surroundings.
            start: payor, set-up and drawers.
            parent: window it belongs to.
            preset: a match and amount chosen before, such as an item.
        """
        super().__init__(
            context.runner,
            context.failures,
            context.shortcuts,
            parent,
            title=_("Payment Event"),
            action=_("Take payment"),
            name="payment_event_dialog",
            columns=3,
            lines=_ERROR_LINES,
            beside=True,
        )
        self._context = context
        self._start = start
        self._card = start.card
        self._untouched: tuple[object, ...] = ()
        self.badges = PillStrip()
        self.fields = PaymentFields(context, start, self.form)
        self.payment_amount = self.fields.payment_amount
        self.match_type, self.match_value = self.fields.match_type, self.fields.match_value
        self.tenders = self.fields.tenders
        self._debits = MandateHelp(context, self.tenders, lambda: self._start.card.account.id)
        self.converter = ConverterHelp(context, self.fields, self._currency)
        self.approval = PaymentApproval(context)
        self.sums = PaymentSums(context.formats, context.texts, context.setup)
        load = partial(load_start_of, context.services, context.actor)
        looks_up = partial(AccountLookUp, self, runner=context.runner, failures=context.failures)
        self._payor = looks_up(self.fields.payor, load)
        self._payee = looks_up(self.fields.payee, partial(load, field="payee"))
        self._fill_body()
        self._connect()
        TypingKept(self, context, self.fields)
        self._show_start(preset or PaymentPreset())

    @property
    def holds_work(self) -> bool:
        """Whether anything was typed over what the dialog started with."""
        return self.isVisible() and self.fields.typed() != self._untouched

    @property
    def unfinished(self) -> str:
        """Whose payment it is."""
        says = _("A payment of {name} is typed and not taken.")
        return says.format(name=isolated(self._start.card.account.name))

    def build_work(self, confirmed: frozenset[str]) -> Work | None:
        """The command as typed; wrong fields are shown instead."""
        command = self._command(confirmed)
        if command is None or self.approval.lacks():
            return None
        return self._debits.sealed(self.approval.submit, command)

    def keep_work(self) -> Work | None:
        """A complete payment can be finished later; half of one cannot (D-21)."""
        command = self._command(frozenset())
        if command is None:
            return None
        return self._debits.sealed(self._context.services.in_hand.keep, command)

    def _command(self, confirmed: frozenset[str]) -> AddEvent | None:
        fields = self.fields
        fields.clear_errors()
        for look_up in (self._payor, self._payee):
            if not look_up.is_settled:
                # The account shown is another one than the one typed: never pay that one.
                look_up.say_wrong()
                return None
        drafts, payment, day = self.tenders.drafts(), fields.payment(), fields.payment_date.value()
        if day is None:
            self.form.show_error("payment_date", fields.payment_date.error or _("Enter a date."))
        wrong = fields.wrong_text()
        if wrong is not None:
            wrong.setFocus()
            return None
        if drafts is None or payment is None or day is None:
            return None
        return AddEvent(
            request_id=self.request_id,
            payor=self._start.card.account.id,
            tenders=drafts,
            payments=(payment,),
            action=fields.action.value(),
            payment_date=day,
            control_id=fields.tender_control.value(),
            confirmed=confirmed,
        )

    def show_field_error(self, field: str, sentence: str) -> bool:
        """Show an error at its field, and the field itself where it is scrolled away."""
        if self.approval.show_error(field, sentence):
            return True
        shown = self.fields.show_error(field, sentence)
        if shown:
            self.show_focus()
        return shown

    def focus_first(self) -> None:
        """The amount is the one that changes."""
        self.fields.focus_start()

    def _fill_body(self) -> None:
        """Fields above, scrolled where the screen is low; the sums keep their place below them."""
        self.setMinimumWidth(dp(_WIDTH))
        self.head.subline.addWidget(self.badges, 0, Qt.AlignmentFlag.AlignRight)
        self.badges.setMinimumHeight(dp(_BADGES))
        self.body.addWidget(self.fields, 1)
        self.below.addWidget(self.approval)
        self.below.addWidget(self.sums)
        self.fields.order_tabs()
        self.setTabOrder(self.tenders.add_button, self.converter.button)

    def _currency(self) -> str:
        return self._start.card.account.currency

    def _connect(self) -> None:
        fields = self.fields
        self._payor.emptied.connect(self._on_no_payor)
        self._payor.found.connect(self._on_new_payor)
        self._payee.emptied.connect(self._on_no_payee)
        self._payee.found.connect(self._on_payee)
        for look_up in (self._payor, self._payee):
            look_up.waiting_changed.connect(self._enable_submit)
        fields.payment_amount.value_changed.connect(self._on_sums)
        fields.tenders.edited.connect(self._on_tenders)

    def _show_start(self, preset: PaymentPreset) -> None:
        """Show a payor with the amount that is due, or the one chosen before."""
        card = self._start.card
        self._debits.read()
        self._payor.show(card.account.id)
        self._payee.show(None)
        self.subtitle.setText(joined(card.account.name, card.account.address))
        self.subtitle.show()
        self.badges.show_states(account_badges(card))
        self.fields.fold_payee(folded=True)
        self.fields.show_start(self._start)
        self._show_payment(card, preset)
        self.tenders.show_tenders(preset.tenders)
        self._untouched = self.fields.typed()

    def _show_payment(self, card: AccountCard, preset: PaymentPreset) -> None:
        """Show what is paid for an account: of its payor, or of another payee."""
        self._card = card
        preset = with_latest_bill(preset, card, self._start.setup)
        due = card.default_amount if preset.amount is None else preset.amount
        self.fields.show_payment(card, preset, due)
        self._warn()
        self._on_sums()
        self.fields.focus_start()

    def _warn(self) -> None:
        """Say what the cashier must know before taking money: no drawer, cash-only."""
        if not self._start.controls:
            self.show_notice(
                Notice(_("You have no open tender control. Open a drawer first."), Tone.RED)
            )
            self.submit_button.setEnabled(False)
        elif self._start.card.cash_only and self._is_not_cash():
            self.show_notice(
                Notice(_("This account is cash-only and the tender is not cash."), Tone.AMBER)
            )
        else:
            self.banner.clear()

    def _is_not_cash(self) -> bool:
        return any(not typed.tender_type.like_cash for typed in self.tenders.typed())

    def _on_no_payor(self) -> None:
        self._show_start(PaymentPreset())

    def _on_new_payor(self, start: PaymentStart) -> None:
        self._start = start
        self._show_start(start.preset)

    def _on_no_payee(self) -> None:
        """The payor pays for themselves again; the field stays until it is left for good."""
        if self._card is not self._start.card:
            self._payee.show(None)
            self._show_payment(self._start.card, PaymentPreset())

    def _on_payee(self, start: PaymentStart) -> None:
        """Somebody else's debt: their balances, match and amounts (PE-4)."""
        self._payee.show(start.card.account.id)
        self.fields.payee.setText(grouped(short_id(start.card.account.id)))
        self._show_payment(start.card, start.preset)

    def _enable_submit(self) -> None:
        waiting = self._payor.waiting or self._payee.waiting
        self.submit_button.setEnabled(bool(self._start.controls) and not waiting)

    def _on_tenders(self) -> None:
        self._warn()
        self._on_sums()

    def _on_sums(self, _value: object = None) -> None:
        """Show what is to pay, handed over and given back, and what is wrong about it."""
        self.tenders.clear_errors()
        says = self.sums.show_sums(
            self.payment_amount.value(),
            self.tenders.typed(),
            self._start.card.account.currency,
        )
        self.status.setText(says)

    def _on_scan(self, text: str) -> None:
        """A stub names account, match and amount; any other scan is none of the dialog's business."""
        context = self._context
        if not recognized(text, self._start.setup.entry.layouts.values()):
            super()._on_scan(text)
            return
        read = partial(load_start_of, context.services, context.actor, text)
        failed = partial(context.failures.present, host=self)
        context.runner.run(self, read, partial(self._on_stub, text), failed)

    def _on_stub(self, text: str, start: PaymentStart) -> None:
        """Show what a stub asks for; what was typed for another customer stays."""
        if start.card.account.id == self._start.card.account.id:
            self._show_payment(self._start.card, start.preset)
        elif self.holds_work:
            super()._on_scan(text)
        else:
            self._on_new_payor(start)

    def _on_error(self, error: BaseException) -> None:
        """Submitting took the warning away; while the question stands it is shown again."""
        self._warn()
        if self.approval.takes(error):
            self._set_busy(False)
            return
        super()._on_error(error)
