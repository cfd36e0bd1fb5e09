"""The page of a checkout: what it pays, its credits, what was submitted, what became of it (CK-2..CK-7)."""

from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posapp.domain.checkouts import Checkout
from posapp.domain.credit_codes import CheckoutState
from posapp.domain.credits import Adjustment, CheckoutId
from posapp.domain.event_views import EventTotals
from posapp.domain.ids import short_id
from posapp.domain.money import ZERO
from posapp.domain.rights import Actor, Right
from posapp.domain.topics import Topic
from posapp.i18n import _
from posapp.ui.checkout_acts import CheckoutActs
from posapp.ui.checkout_words import checkout_facts, heading
from posapp.ui.context import UiContext
from posapp.ui.formats import grouped, joined
from posapp.ui.leading import Way, lead
from posapp.ui.models.checkout_lists import adjustment_columns, paid_line_columns, use_columns
from posapp.ui.models.snapshot_lines import snapshot_lines
from posapp.ui.pages.record import RecordPage
from posapp.ui.receipt_opening import open_receipt
from posapp.ui.shortcuts import Key
from posapp.ui.theme import dp
from posapp.ui.widgets.account_lists import show_lines
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.event_tabs import TurningTabs
from posapp.ui.widgets.fact_grid import FactGrid
from posapp.ui.widgets.fact_lines import FactLines
from posapp.ui.widgets.fitting_scroll import FittingScroll
from posapp.ui.widgets.table import DataTable
from posapp.ui.words import word

if TYPE_CHECKING:
    from posapp.services.bundle import Services

_KEYS: Final = {
    "adjust": "Ctrl+J",
    "refund": "Ctrl+R",
    "cancel_keep": "Ctrl+K",
    "cancel_release": "Ctrl+E",
}
_RIGHT_WIDTH: Final = 400
_ROWS: Final = 3
_MOST_ROWS: Final = 6
_LEAST_ROWS: Final = 2
_GIVES_CHANGE: Final = frozenset({CheckoutState.SUBMITTED, CheckoutState.PROCESSED})
_HAVE_RECEIPTS: Final = frozenset({CheckoutState.PROCESSED, CheckoutState.REFUNDED})


@dataclass(frozen=True, slots=True)
class _Found:
    """What the page shows; ``sums`` are those of the event, where there is one."""

    checkout: Checkout
    adjusted: tuple[Adjustment, ...]
    sums: EventTotals | None


class CheckoutPage(RecordPage):
    """One checkout."""

    KIND: ClassVar[str] = "checkout"
    TOPICS: ClassVar[frozenset[Topic]] = RecordPage.TOPICS | {Topic.ITEMS}
    FIGURES: ClassVar[tuple[tuple[str, str], ...]] = (
        ("to_pay", "To pay"),
        ("lines_total", "Items and adjustments"),
        ("credits_total", "Credits used"),
        ("adjusted", "Adjusted since"),
        ("amount_tendered", "Amount Tendered"),
        ("cash_back_amount", "Cash Back Amount"),
    )
    HEROES: ClassVar[frozenset[str]] = frozenset({"cash_back_amount"})
    WAYS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("payments", "Payments"),
        ("account", "Account"),
        ("event", "Payment event"),
    )

    def __init__(self, context: UiContext, number: int = 0) -> None:
        super().__init__(context, number)
        self.checkout: Checkout | None = None
        self.acts = CheckoutActs(context, self)
        self.lines = DataTable("checkout_lines", _("What it pays"))
        self.uses = DataTable("checkout_credits", _("Credits used"))
        self.adjustments = DataTable("checkout_adjustments", _("Adjustments"))
        self.snapshot = FactLines(elide=True)
        self.facts = FactGrid(1)
        self.tabs = TurningTabs("checkout_tabs")
        self.uses.set_empty_text(_("No credit was used"))
        self.adjustments.set_empty_text(
            _("Not adjusted"), _("Adjust gives a part back once it is processed.")
        )
        lead(context, self.lines, _line_ways)
        self._make_buttons()
        self._lay_out()
        self.acts.acting.changed.connect(self._show_buttons)

    def load(self) -> None:
        """Read the checkout and what was adjusted of it."""
        services, actor = self.context.services, self.context.actor
        self.read(partial(_look, services, CheckoutId(self.number), actor), self._on_checkout)

    def focus_first(self) -> None:
        """The next thing to do, else the lines."""
        if self.process.isEnabled() and self.process.isVisibleTo(self):
            self.process.setFocus()
        else:
            self.lines.setFocus()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this page."""
        shown = (self.process, self.print_button, *self.small)
        return (
            *((one.text(), one.hint) for one in shown if one.isVisibleTo(self)),
            (_("Open the marked item"), "Enter"),
            (_("Next tab"), "Ctrl+Tab"),
        )

    def open_receipt(self) -> None:
        """Show its receipt, ready to print; one that credits paid alone prints at once (CK-7)."""
        one = self.checkout
        if one is not None and one.event_id is None:
            self.acts.print_receipt(one)
        elif one is not None:
            open_receipt(self, one.event_id, "")

    def _make_buttons(self) -> None:
        shortcuts = self.context.shortcuts
        self.print_button = KeyButton(
            _("Print receipt"), self.open_receipt, key=Key.PRINT, shortcuts=shortcuts,
            name="print_receipt",
        )  # fmt: skip
        self.process = KeyButton(
            _("Process manually"), self._on_process, key=Key.MAIN_ACTION, shortcuts=shortcuts,
            kind="primary", name="process",
        )  # fmt: skip
        self.adjust = self._small("adjust", _("Adjust\u2026"), self._on_adjust)
        self.refund = self._small("refund", _("Refund\u2026"), self._on_refund)
        self.keep = self._small("cancel_keep", _("Cancel and keep\u2026"), self._on_keep)
        self.release = self._small(
            "cancel_release", _("Cancel and release\u2026"), self._on_release
        )
        self.small = (self.keep, self.release, self.adjust, self.refund)
        for button in (*self.small, self.print_button, self.process):
            button.hide()
            self.footer.addWidget(button)

    def _small(self, name: str, words: str, slot: object) -> KeyButton:
        made = KeyButton(words, slot, name=name)  # type: ignore[arg-type]
        made.bind_key(QKeySequence(_KEYS[name]))
        made.show_hint(_KEYS[name])
        return made

    def _lay_out(self) -> None:
        for table in (self.uses, self.adjustments):
            table.keep_rows(_ROWS)
        left = Card(_("What it pays"), grow=True)
        left.add(self.lines)
        self.tabs.addTab(self.uses, _("&Credits used"))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, dp(12), dp(12), 0)
        column.addWidget(self.snapshot)
        column.addStretch(1)
        self.tabs.addTab(FittingScroll(inside, "snapshot"), _("As su&bmitted"))
        self.tabs.addTab(self.adjustments, _("Adjust&ments"))
        left.add(self.tabs, 1)
        right = Card(_("Checkout"))
        right.add(self.facts)
        right.setFixedWidth(dp(_RIGHT_WIDTH))
        line = QHBoxLayout()
        line.setSpacing(dp(12))
        line.addWidget(left, 1)
        line.addWidget(right, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(line, 1)

    def _on_checkout(self, found: _Found) -> None:
        one, adjusted = found.checkout, found.adjusted
        first, self.checkout = self.checkout is None, one
        self._account = one.account_id
        self.acts.acting.read()
        self.show_title(joined(_("Checkout"), one.number, one.account_name))
        shown = word(one.state)
        account = _("Account {number}").format(number=grouped(short_id(one.account_id)))
        name = joined(_("Checkout"), one.number)
        self.head.show_record(name, joined(one.account_name, account), [(shown.text, shown.tone)])
        money = partial(self.money, currency=one.currency)
        self.head.show_figure("to_pay", money(one.to_pay), caption=heading(one))
        self.head.show_figure("lines_total", money(one.lines_total))
        self.head.show_figure("credits_total", money(-one.credits_total))
        self.head.show_figure("adjusted", money(one.adjusted), wanted=bool(adjusted))
        change = ZERO if found.sums is None else found.sums.cash_back
        gives = bool(change) and one.state in _GIVES_CHANGE
        tendered = ZERO if found.sums is None else found.sums.amount_tendered
        self.head.show_figure("amount_tendered", money(tendered), wanted=gives)
        self.head.show_figure("cash_back_amount", money(change), wanted=gives)
        self._show_lists(one, adjusted)
        facts = checkout_facts(one, self.context.formats, self.context.setup)
        self.facts.show_facts(facts)
        self._show_buttons()
        if first and self.isVisible():
            self.focus_first()

    def _show_lists(self, one: Checkout, adjusted: tuple[Adjustment, ...]) -> None:
        formats, setup, state = self.context.formats, self.context.setup, self.context.state
        lines = paid_line_columns(formats, one.currency)
        show_lines(self.lines, lines, one.lines, attrgetter("seq"), state)
        self.lines.fit_rows(_MOST_ROWS, _LEAST_ROWS)
        uses = use_columns(formats, setup, one.currency)
        show_lines(self.uses, uses, one.uses, attrgetter("use.id"), state)
        columns = adjustment_columns(formats, setup)
        show_lines(self.adjustments, columns, adjusted, attrgetter("id"), state)
        self.snapshot.keep(())
        for name, words, amount in snapshot_lines(one.snapshot, formats):
            self.snapshot.show_line(name, words, amount, strong=name == "to_pay")

    def _show_buttons(self) -> None:
        """Exactly what its state lets one do (CK-5, CK-6)."""
        one, actor = self.checkout, self.context.actor
        if one is None:
            return
        submitted = one.state is CheckoutState.SUBMITTED
        processed = one.state is CheckoutState.PROCESSED
        # What is not the own one's to cancel, a supervisor approves in the dialog (D-24, D-44).
        cancels = submitted and actor.may(Right.CANCEL_OWN)
        rests = not self.acts.acting.is_running
        takes = actor.may(Right.ADD_EVENT)
        shown = {
            self.process: submitted and takes,
            self.keep: cancels,
            self.release: cancels,
            self.adjust: processed and actor.may(Right.ADD_CREDIT),
            self.refund: processed and takes,
            self.print_button: one.state in _HAVE_RECEIPTS and actor.may(Right.PRINT),
        }
        for button, wanted in shown.items():
            button.setVisible(wanted)
            button.setEnabled(wanted and rests)
        self.lead_to(
            [
                ("payments", "pay", one.account_id),
                ("account", "account", one.account_id),
                ("event", "event", one.event_id),
            ]
        )

    def _on_process(self) -> None:
        if self.checkout is not None:
            self.acts.process(self.checkout)

    def _on_keep(self) -> None:
        if self.checkout is not None:
            self.acts.cancel(self.checkout, release=False)

    def _on_release(self) -> None:
        if self.checkout is not None:
            self.acts.cancel(self.checkout, release=True)

    def _on_adjust(self) -> None:
        if self.checkout is not None:
            self.acts.adjust(self.checkout)

    def _on_refund(self) -> None:
        if self.checkout is not None:
            self.acts.refund(self.checkout)


def _look(services: "Services", checkout_id: CheckoutId, actor: Actor) -> _Found:
    """The checkout and its adjustments; runs off the GUI thread."""
    one = services.checkouts.show(checkout_id, actor)
    every = services.adjustments.of_account(one.account_id, actor)
    adjusted = tuple(each for each in every if each.checkout_id == one.id)
    if one.event_id is None:
        return _Found(one, adjusted, None)
    return _Found(one, adjusted, services.payment_events.show(one.event_id, actor).totals)


def _line_ways(line: object) -> tuple[Way, ...]:
    return (Way(_("Open item"), "item", getattr(line, "item_id", None)),)
