"""The page of a payable item: what it is, its charge lines, payments and history (IT-1 to IT-5)."""

from functools import partial
from operator import attrgetter
from typing import ClassVar, Final

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout

from posapp.domain.accounts import AccountCard
from posapp.domain.codes import ItemState, MatchKind
from posapp.domain.ids import ItemId, short_id
from posapp.domain.items import ItemPayment, ItemView
from posapp.domain.rights import Right
from posapp.domain.topics import Topic
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.payment_start import PaymentPreset
from posapp.ui.formats import grouped, joined
from posapp.ui.history_ways import entry_number, entry_ways
from posapp.ui.item_opening import open_release
from posapp.ui.leading import Way, lead, to_event, to_payment
from posapp.ui.models.inquiry_lists import entry_columns
from posapp.ui.models.item_lists import line_columns, log_columns, paid_columns
from posapp.ui.owed import item_state
from posapp.ui.pages.record import RecordPage
from posapp.ui.shortcuts import Key
from posapp.ui.theme import dp
from posapp.ui.widgets.account_lists import show_lines
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.fact_grid import FactGrid
from posapp.ui.widgets.table import DataTable

_LINE_ROWS: Final = 3
_PAID_ROWS: Final = 3
_LOG_ROWS: Final = 2
_LEFT_WIDTH: Final = 360
_RELEASE: Final = "Ctrl+K"


class ItemPage(RecordPage):
    """One payable item."""

    KIND: ClassVar[str] = "item"
    TOPICS: ClassVar[frozenset[Topic]] = RecordPage.TOPICS | {Topic.ITEMS}
    FIGURES: ClassVar[tuple[tuple[str, str], ...]] = (
        ("due", "Due"),
        ("charged", "Charged"),
        ("waiting", "Waits for its freeze"),
        ("issue_date", "Issue date"),
    )
    WAYS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("account", "Account"),
        ("agreement", "Service agreement"),
    )

    def __init__(self, context: UiContext, number: int = 0) -> None:
        super().__init__(context, number)
        self._item: ItemView | None = None
        self._card: AccountCard | None = None
        self.facts = FactGrid(1)
        self.lines = DataTable("item_lines", _("Charge lines"))
        self.payments = DataTable("item_payments", _("Payments"))
        self.history = DataTable("item_history", _("Financial history"))
        self.log = DataTable("item_log", _("What was done"))
        key = context.shortcuts.shown(Key.TAKE_PAYMENT)
        self.lines.set_empty_text(_("It costs nothing"))
        self.payments.set_empty_text(
            _("Nothing was paid yet"), _("{key} takes a payment for it.").format(key=key)
        )
        self.history.set_empty_text(_("Nothing was posted"), _("The source had no amount."))
        lead(context, self.payments, _paid_ways)
        lead(context, self.history, partial(entry_ways, with_agreement=False), entry_number)
        self.take = KeyButton(
            _("Take payment"), self.take_payment, key=Key.TAKE_PAYMENT,
            shortcuts=context.shortcuts, bind=False, kind="primary", name="take_payment",
        )  # fmt: skip
        self.release = KeyButton(_("Take back\u2026"), self.release_item, name="release_item")
        self.release.bind_key(QKeySequence(_RELEASE))
        self.release.show_hint(_RELEASE)
        for button in (self.release, self.take):
            button.hide()
            self.footer.addWidget(button)
        self._lay_out()

    @property
    def pay_number(self) -> int:
        """The payments page begins with this item."""
        return self.number

    def load(self) -> None:
        """Read the item, and the account that pays for it."""
        self.read(self._read_item, self._on_item)

    def focus_first(self) -> None:
        """Start in the payments."""
        self.payments.setFocus()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this page."""
        opens = (_("Open the marked payment"), "Enter")
        takes = (_("Take payment"), self.take.hint)
        back = (_("Take back"), _RELEASE)
        shown = ((self.take, takes), (self.release, back))
        return (opens, *(words for button, words in shown if button.isVisibleTo(self)))

    def take_payment(self, preset: PaymentPreset | None = None) -> None:
        """Take a payment for this item."""
        item, card, doings = self._item, self._card, self.context.doings
        if item is None or card is None or doings is None or not self.take.isVisibleTo(self):
            return
        whole = PaymentPreset(MatchKind.ITEM.value, item.number, item.due)
        doings.take_payment(card, preset or whole)

    def release_item(self) -> None:
        """Take the item back."""
        if self._item is not None and self.release.isVisibleTo(self):
            open_release(self.context, self._item, self.window(), self.load)

    def _read_item(self) -> tuple[ItemView, AccountCard]:
        services, actor = self.context.services, self.context.actor
        item = services.items.show(ItemId(self.number), actor)
        return item, services.accounts.card(item.account_id, actor)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(dp(12))
        about = Card(_("Item"))
        about.add(self.facts)
        about.setFixedWidth(dp(_LEFT_WIDTH))
        left.addWidget(about)
        left.addWidget(_card(self.lines, _LINE_ROWS, _LEFT_WIDTH), 1)
        right = QVBoxLayout()
        right.setSpacing(dp(12))
        right.addWidget(_card(self.payments, _PAID_ROWS), 1)
        tabs = QTabWidget()
        tabs.setObjectName("item_lists")
        for table in (self.history, self.log):
            table.keep_rows(_LOG_ROWS)
            tabs.addTab(table, table.accessibleName())
        below = Card(grow=True)
        below.add(tabs, 1)
        right.addWidget(below, 1)
        line = QHBoxLayout()
        line.setSpacing(dp(12))
        line.addLayout(left)
        line.addLayout(right, 1)
        self.body.addLayout(line, 1)

    def _on_item(self, found: tuple[ItemView, AccountCard]) -> None:
        item, self._card = found
        self._item, self._account = item, item.account_id
        formats, state = self.context.formats, self.context.state
        kind = self.context.setup.sa_types[item.sa_type].description
        title = joined(kind, item.number)
        self.show_title(joined(title, item.account_name))
        account = _("Account {number}").format(number=grouped(short_id(item.account_id)))
        shown = item_state(item.state, item.due)
        about = joined(item.account_name, account, item.description)
        self.head.show_record(title, about, [(shown.text, shown.tone)])
        money = partial(self.money, currency=item.currency)
        self.head.show_figure("due", money(item.due) or "\u2014")
        self.head.show_figure("charged", money(item.charged), wanted=item.charged is not None)
        self.head.show_figure("waiting", money(item.waiting), wanted=bool(item.waiting))
        self.head.show_figure("issue_date", formats.date(item.issue_date))
        self.facts.show_facts(self._facts(item))
        show_lines(
            self.lines, line_columns(formats, item.currency), item.lines, attrgetter("seq"), state
        )
        paid = paid_columns(formats, item.currency)
        show_lines(self.payments, paid, item.payments, attrgetter("payment_id"), state)
        entries = entry_columns(formats, with_agreement=False)
        show_lines(self.history, entries, item.entries, attrgetter("id"), state)
        show_lines(self.log, log_columns(formats), item.log, attrgetter("at"), state)
        self._show_buttons(item)

    def _show_buttons(self, item: ItemView) -> None:
        actor, kind = self.context.actor, self.context.setup.items.kinds.get(item.sa_type)
        payable = item.state is ItemState.PAYABLE
        self.take.setVisible(payable and bool(item.due) and actor.may(Right.ADD_EVENT))
        gives = kind is not None and kind.releasable and actor.may(Right.RELEASE_ITEM)
        self.release.setVisible(payable and gives and not item.payments)
        self.lead_to(
            [
                ("account", "account", item.account_id),
                ("agreement", "agreement", item.agreement_id),
            ]
        )

    def _facts(self, item: ItemView) -> list[tuple[str, str]]:
        setup, formats = self.context.setup, self.context.formats
        issued = "" if item.issued_at is None else formats.stamp(item.issued_at)
        found = [
            (_("Number"), item.number),
            (_("Kind"), setup.sa_types[item.sa_type].description),
            (_("Description"), item.description),
            (_("Violation"), _named(item.violation, setup.items.violations.get(item.violation))),
            (_("Location"), _named(item.location, setup.items.locations.get(item.location))),
            (_("Issued"), joined(issued, item.issued_by)),
            *((_fact(name), value) for name, value in sorted(item.attributes.items())),
        ]
        return [fact for fact in found if fact[1]]


def _card(table: DataTable, rows: int, width: int = 0) -> Card:
    table.keep_rows(rows)
    card = Card(table.accessibleName(), grow=True)
    card.add(table, 1)
    if width:
        card.setFixedWidth(dp(width))
    return card


def _named(code: str, words: str | None) -> str:
    return joined(code, words or "") if code else ""


def _fact(name: str) -> str:
    """A fact's name as its label: ``license_type`` -> *License type*."""
    return _(name.replace("_", " ").capitalize())


def _paid_ways(paid: ItemPayment) -> tuple[Way, ...]:
    return (to_payment(paid.payment_id), to_event(paid.event_id))
