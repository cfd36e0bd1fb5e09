"""The payment page: segments, manual distribution, what was posted, and its actions (7).

Payments are made by their event; here they are looked at, distributed by hand, frozen, cancelled.
"""

from functools import partial
from typing import ClassVar, Final

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout

from posapp.domain.codes import PaymentStatus
from posapp.domain.ids import PaymentId, long_id
from posapp.domain.payment_views import PaymentPageView
from posapp.domain.topics import Topic
from posapp.i18n import _
from posapp.ui.acting import Acting
from posapp.ui.bound_notices import bound_notices
from posapp.ui.context import UiContext
from posapp.ui.corrections import KEY as CORRECT
from posapp.ui.event_words import balance_advice, warnings
from posapp.ui.formats import grouped, joined
from posapp.ui.pages.base import Page
from posapp.ui.payment_acts import PaymentActs
from posapp.ui.receipt_opening import open_receipt
from posapp.ui.shortcuts import Key
from posapp.ui.theme import GRID, dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.badges import PillStrip
from posapp.ui.widgets.banner import Notice
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.characteristic_tabs import PaymentCharacteristics
from posapp.ui.widgets.looks import set_look, text_label
from posapp.ui.widgets.manual_split import ManualSplit
from posapp.ui.widgets.payment_facts import PaymentFacts
from posapp.ui.widgets.payment_postings import PaymentPostings
from posapp.ui.widgets.payment_segments import PaymentSegments
from posapp.ui.widgets.payment_tabs import PaymentTabs
from posapp.ui.words import word

_CHANGE: Final = "F4"


class PaymentPage(Page):
    """One payment of an event."""

    KIND: ClassVar[str] = "payment"
    TOPICS: ClassVar[frozenset[Topic]] = frozenset({Topic.EVENTS, Topic.LEDGER})
    SHOWS_DRAWER: ClassVar[bool] = False
    TELLS_LIMIT: ClassVar[bool] = True

    def __init__(self, context: UiContext, number: int = 0) -> None:
        super().__init__(context, number)
        self._view: PaymentPageView | None = None
        self.acting = Acting(context, self)
        self.acts = PaymentActs(context, self.acting, self)
        self.name = text_label("", "title", wrap=True)
        self.name.setObjectName("payment_info")
        self.numbers = text_label("", "subtitle")
        self.states = PillStrip()
        self.facts = PaymentFacts(context)
        self.segments = PaymentSegments(context)
        self.split = ManualSplit(context)
        self.postings = PaymentPostings(context)
        self.characteristics = PaymentCharacteristics(context, self, self.acting)
        self.tabs = PaymentTabs(
            self.facts, self.segments, self.split, self.postings, self.characteristics
        )
        self._make_buttons()
        self._lay_out()
        self.acting.changed.connect(self._enable)
        self.split.edited.connect(self._enable)
        self.split.save_wanted.connect(self._on_save)

    @property
    def account_number(self) -> int:
        """The account that is paid, 0 before the payment is read."""
        return 0 if self._view is None else self._view.payment.account_id

    def load(self) -> None:
        """Read the payment."""
        payments, actor = self.context.services.payments, self.context.actor
        self.read(partial(payments.show, PaymentId(self.number), actor), self._on_view)

    def focus_first(self) -> None:
        """What is shown on the tab."""
        self.tabs.focus_first()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this page."""
        main = self.context.shortcuts.shown(Key.MAIN_ACTION)
        return (
            (_("Save the distribution, mend, distribute or freeze: what comes next"), main),
            (_("Print receipt"), self.context.shortcuts.shown(Key.PRINT)),
            (_("Next tab"), "Ctrl+Tab"),
        )

    def show_field_error(self, field: str, sentence: str) -> bool:
        """Amounts, agreements and bills stand in the manual distribution only."""
        if field not in {"distributed_amount", "agreement", "bill"}:
            return False
        self.split.show_error(sentence)
        return True

    def _make_buttons(self) -> None:
        self.open_event = KeyButton(_("Payment event"), self._on_event, name="open_event")
        self.change = KeyButton(_("Change\u2026"), self._on_change, name="change_payment")
        self.delete = KeyButton(
            _("Delete\u2026"), self._on_delete, kind="danger", name="delete_payment"
        )
        self.cancel = KeyButton(
            _("Cancel payment\u2026"), self._on_cancel, kind="danger", name="cancel_payment"
        )
        self.transfer = KeyButton(_("Transfer\u2026"), self._on_transfer, name="transfer_payment")
        self.correct = KeyButton(_("Correct\u2026"), partial(self._act, "correct"), name="correct")
        self.distribute = KeyButton(
            _("Distribute"), partial(self._act, "distribute"), name="distribute"
        )
        self.freeze = KeyButton(_("Freeze"), partial(self._act, "freeze"), name="freeze")
        for button, keys in (
            (self.change, _CHANGE),
            (self.delete, "Ctrl+Del"),
            (self.cancel, "Ctrl+K"),
            (self.transfer, "Ctrl+T"),
            (self.correct, CORRECT),
        ):
            # The keys that do the same to a tender.
            button.bind_key(QKeySequence(keys))
            button.show_hint(keys)
        for right, allowed in self.acts.is_allowed.items():
            getattr(self, right).offer(allowed)
        self.context.shortcuts.bind(Key.MAIN_ACTION, self, self._do_next)
        self.context.shortcuts.bind(Key.PRINT, self, self.open_receipt)

    def _lay_out(self) -> None:
        below = QHBoxLayout()
        below.setSpacing(dp(2 * GRID))
        below.addWidget(self.numbers)
        below.addWidget(self.states)
        below.addStretch(1)
        self.body.addWidget(self.name)
        self.body.addLayout(below)
        self.body.addWidget(self.tabs, 1)
        footer = QHBoxLayout()
        footer.setSpacing(dp(GRID))
        of_payment = (self.change, self.delete, self.cancel, self.transfer, self.correct)
        for button in (self.open_event, *of_payment):
            footer.addWidget(button)
        footer.addStretch(1)
        footer.addWidget(self.distribute)
        footer.addWidget(self.freeze)
        self.foot.addLayout(footer)

    def _on_view(self, view: PaymentPageView) -> None:
        self._view = view
        self.acting.read()
        event, payment, formats = view.event, view.payment, self.context.formats
        amount = formats.money(payment.amount, event.currency)
        self.acts.follow(event)
        title = f"{formats.date(event.payment_date)} \u00b7 {amount} \u00b7 {payment.account_name}"
        self.show_title(title)
        self.name.setText(title)
        self.numbers.setText(
            _("Payment {number} of payment event {event}").format(
                number=grouped(long_id(payment.id)), event=grouped(long_id(event.id))
            )
        )
        status = word(payment.status)
        self.states.show_states(
            [(status.text, status.tone), *warnings(event, formats, self.acts.waits(event))]
        )
        self.facts.show_payment(event, payment)
        self.segments.show_payment(view)
        self.split.show_payment(view, may_split=self.acts.may_distribute(payment))
        self.postings.show_payment(view)
        self.characteristics.show_payment(view)
        self._show_notices(view)
        self._enable()
        if self.acts.finish(event) and not self.context.setup.installation.receipt_auto_print:
            self._offer_receipt(event.receipt_number or "")

    def open_receipt(self) -> None:
        """Preview and print the receipt of the payment's event (RC-1)."""
        open_receipt(self, None if self._view is None else self._view.event.id, "")

    def _offer_receipt(self, number: str) -> None:
        """The event's page has its button in sight; here the strip has it."""
        says = _("The payment is frozen. Its receipt is {number}.").format(number=number)
        self.show_notice(Notice(says, Tone.GREEN, _("Print receipt"), self.open_receipt))

    def _show_notices(self, view: PaymentPageView) -> None:
        """Why it could not be distributed; by how much its event is unbalanced (PE-2)."""
        error, balance = view.payment.error_text, balance_advice(view.event, self.context.formats)
        action = _("Change\u2026") if self.acts.may_change(view.payment) else ""
        notices = [Notice(error, Tone.RED, action, self._on_change)] if error else []
        notices += self._moved_to(view)
        notices += [Notice(balance, Tone.AMBER)] if balance else []
        self.show_notices((*bound_notices(view.event, self.context), *notices))

    def _moved_to(self, view: PaymentPageView) -> list[Notice]:
        """Where a canceled payment's money waits in Error, and the way there (TR-7, EX-1)."""
        if view.payment.status is not PaymentStatus.CANCELED:
            return []
        wrong = [one for one in view.event.payments if one.status is PaymentStatus.ERROR]
        if not wrong:
            return []
        money = self.context.formats.money(wrong[0].amount, view.event.currency)
        says = _("The payment of {payment} of this event could not be distributed.")
        words = says.format(payment=joined(money, wrong[0].account_name))
        opens = partial(self.context.open_page, "payment", wrong[0].id)
        return [Notice(words, Tone.RED, _("Open payment"), opens)]

    def _enable(self) -> None:
        """Each button is enabled exactly when section 6's table says so (PY-1..PY-4)."""
        payment = None if self._view is None else self._view.payment
        may, acts, edited = not self.acting.is_running, self.acts, self.split.is_edited
        self.change.setEnabled(may and acts.may_change(payment))
        self.delete.setEnabled(may and acts.may_change(payment))
        self.cancel.setEnabled(may and acts.may_cancel(payment))
        self.transfer.setEnabled(may and acts.may_transfer(payment))
        event = None if self._view is None else self._view.event
        self.correct.setEnabled(may and acts.correcting.may(event))
        self.distribute.setEnabled(may and acts.may_distribute(payment))
        # What is typed and not saved would not be what is frozen.
        self.freeze.setEnabled(may and acts.may_freeze(payment, event) and not edited)
        self.split.save.setEnabled(may and self.split.may_save)
        self.characteristics.let_act(may)
        following, key = self._next(), self.context.shortcuts.shown(Key.MAIN_ACTION)
        for button in (self.distribute, self.freeze, self.split.save, self.change):
            set_look(button, "kind", "primary" if button is following else "")
            own = _CHANGE if button is self.change else ""
            button.show_hint(key if button is following else own)

    def _next(self) -> KeyButton | None:
        """The one thing to do next: save what is typed, mend an Error, freeze, distribute."""
        if self.split.is_edited:
            return self.split.save
        if self._view is None or self.acts.rests(self._view.event):
            return None
        if self._view.payment.status is PaymentStatus.ERROR and self.change.isEnabled():
            return self.change
        return next((one for one in (self.freeze, self.distribute) if one.isEnabled()), None)

    def _do_next(self) -> None:
        """The main key; an amount that is still being typed is written first."""
        self.split.commit()
        button = self._next()
        if button is not None:
            button.click()

    def _on_event(self) -> None:
        if self._view is not None:
            self.context.open_page("event", self._view.event.id)

    def _on_change(self) -> None:
        if self._view is not None:
            self.acts.change(self._view.payment)

    def _on_delete(self) -> None:
        if self._view is not None:
            self.acts.delete(self._view.event, self._view.payment, self._on_event)

    def _on_cancel(self) -> None:
        if self._view is not None:
            self.acts.cancel(self._view.event, self._view.payment)

    def _on_transfer(self) -> None:
        if self._view is not None:
            self.acts.transfer(self._view.event, self._view.payment)

    def _act(self, name: str) -> None:
        if self._view is not None:
            getattr(self.acts, name)(self._view.event, self._view.payment)

    def _on_save(self) -> None:
        """Store the split; unfinished, the payment stays Incomplete (PY-9)."""
        self.split.commit()
        grid = self.split.grid
        if self._view is None or grid is None or not self.split.may_save:
            return
        split, (request_id, actor) = (
            self.context.services.payment_edits.split,
            self.acting.request(),
        )
        asked = (self._view.payment_id, grid.lines, request_id, actor)
        seen = self.acting.seen(self._view.event.version)
        self.acting.begin(lambda _confirmed: split(*asked, seen=seen))
