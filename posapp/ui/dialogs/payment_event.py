"""Add a payment event: one payor, several tenders, cash back live (AD-1..AD-11).

The cursor starts in *Amount Tendered*: Enter alone takes the amount due. While typing only pure
rules run; nothing is read or written before OK.
"""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from posapp.domain.money import ZERO, Money, total
from posapp.domain.payment_events import AddEvent
from posapp.i18n import _
from posapp.ui.account_badges import account_badges
from posapp.ui.context import UiContext
from posapp.ui.dialogs.base import TaskDialog, Work
from posapp.ui.dialogs.payment_start import PaymentPreset, PaymentStart, load_start_of
from posapp.ui.theme import dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.badges import PillStrip
from posapp.ui.widgets.banner import Notice
from posapp.ui.widgets.payment_fields import PaymentFields
from posapp.ui.widgets.payment_sums import PaymentSums

_WIDTH = 720


class PaymentEventDialog(TaskDialog):
    """Takes one payment; ``completed`` carries ``Saved[AddedEvent]``."""

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
        )
        self._context = context
        self._start = start
        self._due = ZERO
        self._typed_payment = False
        self._payor_error = ""
        self._look_up = 0
        self._untouched: tuple[object, ...] = ()
        self.badges = PillStrip()
        self.fields = PaymentFields(context, start, self.form, self._missing)
        self.payment_amount = self.fields.payment_amount
        self.match_type, self.match_value = self.fields.match_type, self.fields.match_value
        self.tenders = self.fields.tenders
        self.sums = PaymentSums(context.formats, context.texts)
        self._fill_body()
        self._connect()
        self._show_start(preset or PaymentPreset())

    @property
    def holds_work(self) -> bool:
        """Whether anything was typed over what the dialog started with."""
        return self.isVisible() and self._typed() != self._untouched

    @property
    def unfinished(self) -> str:
        """Whose payment it is."""
        says = _("A payment of {name} is typed and not taken.")
        return says.format(name=self._start.card.account.name)

    def build_work(self, confirmed: frozenset[str]) -> Work | None:
        """The command as typed; wrong fields are shown instead."""
        command = self._command(confirmed)
        if command is None:
            return None
        return partial(self._context.services.in_hand.submit, command, self._context.actor)

    def keep_work(self) -> Work | None:
        """A complete payment can be finished later; half of one cannot (D-21)."""
        command = self._command(frozenset())
        if command is None:
            return None
        return partial(self._context.services.in_hand.keep, command, self._context.actor)

    def _command(self, confirmed: frozenset[str]) -> AddEvent | None:
        fields = self.fields
        fields.clear_errors()
        if not fields.shows_payor():
            # The account shown is another one than the one typed: never pay that one.
            self.form.show_error("payor", self._payor_error or _("Leave this field to look it up."))
            return None
        drafts, payment, day = self.tenders.drafts(), fields.payment(), fields.payment_date.value()
        if day is None:
            self.form.show_error("payment_date", fields.payment_date.error or _("Enter a date."))
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
        shown = self.fields.show_error(field, sentence)
        if shown:
            self.show_focus()
        return shown

    def focus_first(self) -> None:
        """The amount is the one that changes."""
        self.fields.focus_start()

    def _missing(self) -> Money | None:
        """What a further tender starts with: the rest of the payment, or of the debt (AD-4)."""
        wanted = self.payment_amount.value() or ZERO
        if not self._typed_payment:
            wanted = max(wanted, self._due)
        handed = total(one.amount for one in self.tenders.typed() if one.amount is not None)
        return wanted - handed if wanted > handed else None

    def _fill_body(self) -> None:
        """Fields above, scrolled where the screen is low; the sums keep their place below them."""
        self.setMinimumWidth(dp(_WIDTH))
        self.body.insertWidget(0, self.badges, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.fields, 1)
        self.below.addWidget(self.sums)

    def _connect(self) -> None:
        fields = self.fields
        fields.payor.editingFinished.connect(self._on_payor)
        fields.payor.textEdited.connect(self._on_payor_typed)
        fields.payment_amount.textEdited.connect(self._on_amount_typed)
        fields.payment_amount.value_changed.connect(self._on_sums)
        fields.tenders.edited.connect(self._on_tenders)

    def _show_start(self, preset: PaymentPreset) -> None:
        """Show a payor with the amount that is due, or the one chosen before."""
        card = self._start.card
        self._payor_error = ""
        self._due = card.default_amount if preset.amount is None else preset.amount
        self._typed_payment = False
        self.subtitle.setText(f"{card.account.name} · {card.account.address}")
        self.subtitle.show()
        self.badges.show_states(account_badges(card))
        self.fields.show_start(self._start, preset, self._due)
        self._warn()
        self._on_sums()
        self._untouched = self._typed()
        self.fields.focus_start()

    def _typed(self) -> tuple[object, ...]:
        """Everything that a user may have typed or chosen."""
        fields = self.fields
        lines = (fields.payor, fields.match_value, fields.non_cis_name, fields.reference)
        chosen = (fields.match_type, fields.tender_control, fields.action)
        return (
            self.tenders.typed(),
            self.payment_amount.text(),
            fields.payment_date.text(),
            fields.comments.text(),
            *(one.text() for one in lines),
            *(one.value() for one in chosen),
        )

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

    def _on_payor(self) -> None:
        """Another payor was typed: look it up off the GUI thread (AD-1)."""
        text = self.fields.payor.text().strip()
        if not text:
            self._show_start(PaymentPreset())
        if self.fields.shows_payor() or self._payor_error:
            return
        work = partial(load_start_of, self._context.services, self._context.actor, text)
        self.submit_button.setEnabled(False)
        self._look_up += 1
        found = partial(self._on_new_payor, self._look_up)
        wrong = partial(self._on_wrong_payor, self._look_up)
        self._runner.run(self, work, found, wrong)

    def _on_new_payor(self, look_up: int, start: PaymentStart) -> None:
        """Show the payor; an answer about a text that was typed over is dropped."""
        if look_up != self._look_up:
            return
        self.submit_button.setEnabled(True)
        self.form.show_error("payor", "")
        self._start = start
        self._show_start(PaymentPreset())

    def _on_wrong_payor(self, look_up: int, error: BaseException) -> None:
        if look_up != self._look_up:
            return
        self.submit_button.setEnabled(bool(self._start.controls))
        self._failures.present(error, self)
        self._payor_error = self.form.row("payor").error

    def _on_payor_typed(self, _text: str) -> None:
        """What is out is about another text; while this one is not looked up, nothing is sent."""
        self._payor_error = ""
        self._look_up += 1
        self.submit_button.setEnabled(bool(self._start.controls))

    def _on_amount_typed(self, _text: str) -> None:
        self._typed_payment = True

    def _on_tenders(self) -> None:
        """A smaller first amount is a part payment as long as nobody typed the payment (AD-4)."""
        typed = self.tenders.typed()
        handed = total(one.amount for one in typed if one.amount is not None)
        if not self._typed_payment and handed:
            self.payment_amount.set_value(min(handed, self._due) if self._due else handed)
        self._warn()
        self._on_sums()

    def _on_sums(self, _value: object = None) -> None:
        """Show what is to pay, handed over and given back, and what is wrong about it."""
        self.tenders.clear_errors()
        says = self.sums.show_sums(
            self.payment_amount.value() or ZERO,
            self.tenders.typed(),
            self._start.card.account.currency,
        )
        self.status.setText(says)

    def _on_error(self, error: BaseException) -> None:
        """Submitting took the warning away; while the question stands it is shown again."""
        self._warn()
        super()._on_error(error)
