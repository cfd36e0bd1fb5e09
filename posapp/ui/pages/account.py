"""The account page: who it is, what is owed, what was paid, and the next thing to do (SR-3)."""

from collections.abc import Callable
from functools import partial
from operator import attrgetter
from typing import Any, ClassVar

from PySide6.QtCore import QPoint
from PySide6.QtGui import QKeySequence, QShortcut

from posapp.domain.accounts import AccountCard, ItemLine, RecentPayment, UnpaidBill
from posapp.domain.codes import MatchKind
from posapp.domain.ids import AccountId, short_id
from posapp.domain.rights import Right
from posapp.domain.topics import Topic
from posapp.i18n import _, plural
from posapp.ui.account_menus import line_acts
from posapp.ui.account_ways import ISSUE_KEY, Act, account_acts, account_alerts
from posapp.ui.context import UiContext
from posapp.ui.context_menu import open_menu
from posapp.ui.dialogs.payment_start import PaymentPreset
from posapp.ui.formats import isolated
from posapp.ui.item_opening import open_issue
from posapp.ui.models.account_lists import owed_columns
from posapp.ui.owed import OwedLine, owed_lines
from posapp.ui.pages.base import Page
from posapp.ui.receipt_opening import open_receipt
from posapp.ui.shortcuts import Key
from posapp.ui.tokens import Tone
from posapp.ui.widgets.account_head import AccountHead
from posapp.ui.widgets.account_lists import AccountLists, show_lines
from posapp.ui.widgets.banner import Notice
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.table import DataTable

_OWED_ROWS = 5
_MANDATES_KEY = "Ctrl+D"
_LEAST_ROWS = 2


class AccountPage(Page):
    """One account."""

    KIND: ClassVar[str] = "account"
    TOPICS: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.ACCOUNTS, Topic.EVENTS, Topic.LEDGER, Topic.ITEMS}
    )

    def __init__(self, context: UiContext, number: int = 0) -> None:
        super().__init__(context, number)
        self._card: AccountCard | None = None
        self._wanted = ""
        self._asked_for = ""
        self._expected: PaymentPreset | None = None
        self.head = AccountHead(context.formats)
        self.take = KeyButton(
            _("Take payment"),
            self.take_payment,
            key=Key.TAKE_PAYMENT,
            shortcuts=context.shortcuts,
            bind=False,
            kind="primary",
            name="take_payment",
        )
        self.mandates = KeyButton(_("Mandates"), self._open_mandates, name="mandates", kind="quiet")
        self.mandates.bind_key(QKeySequence(_MANDATES_KEY))
        self.mandates.show_hint(_MANDATES_KEY)
        self.head.buttons.addWidget(self.mandates)
        if context.actor.may(Right.ISSUE_ITEM):
            QShortcut(QKeySequence(ISSUE_KEY), self).activated.connect(self.issue_item)
        self.more = KeyButton(_("More\u2026"), self._open_more, name="more_of_account")
        self.head.buttons.addWidget(self.more)
        self.head.buttons.addWidget(self.take)
        self.take.setVisible(context.actor.may(Right.ADD_EVENT))
        self.take.setEnabled(False)
        self.owed_card = Card(_("What is owed"), " ")
        self.owed = DataTable("what_is_owed", _("What is owed"))
        self.owed.set_empty_text(
            _("Nothing can be owed here yet"),
            _("Agreements come with the bills and items that are imported."),
        )
        self.lists_card = AccountLists(context)
        self.lists, self.bills = self.lists_card.tabs, self.lists_card.bills
        self.items, self.recent = self.lists_card.items, self.lists_card.recent
        self._pays: dict[type[Any], Callable[[Any], object]] = {
            OwedLine: self._pay_agreement,
            UnpaidBill: self._pay_bill,
            ItemLine: self._pay_item,
        }
        self._lay_out()
        self._connect()

    @property
    def account_number(self) -> int:
        """The account shown."""
        return self.number

    @property
    def pay_number(self) -> int:
        """The payments page begins with the item that is marked here or was asked for."""
        marked = self.items.current_record() if self.items.hasFocus() else None
        asked = [one for one in _shown(self.items) if _plain(one.number) == self._asked_for]
        item = marked or next(iter(asked), None)
        return self.number if item is None else int(item.id)

    @property
    def card(self) -> AccountCard | None:
        """The account as last read."""
        return self._card

    def load(self) -> None:
        """Read the account."""
        services, actor, account = self.context.services, self.context.actor, self.number
        self.read(partial(services.accounts.card, AccountId(account), actor), self._on_card)

    def focus_first(self) -> None:
        """Start in what is owed; the keys of this page work everywhere on it."""
        self.owed.setFocus()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this page."""
        opens = (_("Open the marked payment"), "Enter")
        if not self.take.isVisibleTo(self):
            return (opens,)
        pays = (_("Pay the marked agreement, bill or item"), "Enter")
        prints = (_("Print the last receipt"), self.context.shortcuts.shown(Key.PRINT))
        issues = (_("Issue item"), ISSUE_KEY)
        return ((_("Take payment"), self.take.hint), pays, opens, prints, issues)

    def take_payment(self, preset: PaymentPreset | None = None) -> None:
        """Take a payment of this account; a match and an amount may be chosen before."""
        card, doings = self._card, self.context.doings
        if card is not None and doings is not None and self.take.isEnabled():
            doings.take_payment(card, preset or self._preset(card))
            if self._expected is not None:
                self._expected = None
                self.show_notices(self._notices_of(card))

    def issue_item(self) -> None:
        """Issue an item to this account, then show it."""
        card = self._card
        if card is not None:
            open_issue(self.context, card, self.window())

    def open_receipt(self) -> None:
        """Show the receipt of the marked payment, else of the newest, ready to print."""
        marked = self.recent.current_record() if self.recent.hasFocus() else None
        newest = next(iter(self._card.recent), None) if self._card is not None else None
        paid = marked or newest
        none = _("There is no payment of this account yet, so there is no receipt to print.")
        open_receipt(self, None if paid is None else paid.event_id, none)

    def _open_mandates(self) -> None:
        """The account's permissions to debit it (11.1)."""
        self.context.open_page("mandates", self.number)

    def _open_more(self) -> None:
        """Everything that hangs on the account (SR-3)."""
        card = self._card
        below = self.more.mapToGlobal(self.more.rect().bottomLeft())
        if card is not None:
            issue: list[Act] = [(f"{_('Issue item…')}\t{ISSUE_KEY}", self.issue_item)]
            may = self.context.actor.may(Right.ISSUE_ITEM)
            acts = account_acts(self.context, card)
            open_menu(self, [*acts, *(issue if may else [])], below)

    def mark_item(self, number: str) -> None:
        """Go to the item that was scanned or searched for; a payment is then for it (P15)."""
        self._wanted = self._asked_for = _plain(number)
        if self._card is not None:
            self._mark()

    def expect(self, preset: PaymentPreset) -> None:
        """A stub was scanned: the next payment begins with what it asks for."""
        self._expected = preset
        if self._card is not None:
            self.show_notices(self._notices_of(self._card))

    def _mark(self) -> None:
        for row, item in enumerate(_shown(self.items)):
            if self._wanted and _plain(item.number) == self._wanted:
                self.lists.setCurrentWidget(self.items)
                self.items.select_line(row)
                self.items.setFocus()
        self._wanted = ""

    def _preset(self, card: AccountCard) -> PaymentPreset | None:
        """The item a payment is for: the one asked for, else the only one where one is needed."""
        if self._expected is not None:
            return self._expected
        due = [item for item in card.items if item.due]
        asked = [item for item in due if _plain(item.number) == self._asked_for]
        if not asked and card.match_required and len(due) == 1:
            asked = due
        return _item_preset(asked[0]) if asked else None

    def _lay_out(self) -> None:
        self.owed_card.add(self.owed)
        self.body.addWidget(self.head)
        self.body.addWidget(self.owed_card)
        self.body.addWidget(self.lists_card, 1)

    def _connect(self) -> None:
        self.owed.chosen.connect(self._pay_agreement)
        self.bills.chosen.connect(self._pay_bill)
        self.items.chosen.connect(self._pay_item)
        self.recent.chosen.connect(self._open_event)
        self.context.shortcuts.bind(Key.PRINT, self, self.open_receipt)
        for table in (self.owed, self.bills, self.items, self.recent):
            table.menu_wanted.connect(self._open_menu)

    def _on_card(self, card: AccountCard) -> None:
        self._card = card
        self.show_title(isolated(card.account.name))
        self.head.show_card(card, self.context.setup)
        self.take.setEnabled(True)
        self._show_owed(card)
        self.lists_card.show_card(card)
        self._mark()
        self.show_notices(self._notices_of(card))

    def _show_owed(self, card: AccountCard) -> None:
        lines = owed_lines(card, self.context.setup)
        with_status = any(line.status is not None and line.status != "ACTIVE" for line in lines)
        columns = owed_columns(self.context.formats, card.account.currency, with_status=with_status)
        identity = attrgetter("agreement_id", "kind")
        show_lines(self.owed, columns, lines, identity, self.context.state)
        count = plural("{n} agreement", "{n} agreements", len(card.debts))
        self.owed_card.caption.setText(count.format(n=len(card.debts)))
        self.owed.fit_rows(_OWED_ROWS, _LEAST_ROWS)

    def _notices_of(self, card: AccountCard) -> tuple[Notice, ...]:
        """What to know before taking money here (EX-4, CR-05)."""
        found = []
        if self._expected is not None and self._expected.amount is not None:
            amount = self.context.formats.money(self._expected.amount, card.account.currency)
            says = _("The stub asks for {amount}.").format(amount=amount)
            found.append(Notice(says, Tone.BLUE, _("Take payment"), self.take_payment))
        takes_money = self.context.actor.may(Right.ADD_EVENT)
        if card.cash_only and takes_money:
            says = _("Cash-only: take cash, or what is as good as cash.")
            found.append(Notice(says, Tone.AMBER))
        if card.unfrozen and takes_money:
            says = plural(
                "A payment of this account is not frozen yet. Open its event and freeze it.",
                "{n} payments of this account are not frozen yet. Open their events and freeze "
                "them.",
                card.unfrozen,
            )
            found.append(Notice(says.format(n=card.unfrozen), Tone.AMBER))
        return (*found, *account_alerts(self.context, card))

    def _pay_agreement(self, line: OwedLine) -> None:
        """Pay one agreement; a line of items leads to the items."""
        if line.agreement_id is None:
            self.lists.setCurrentWidget(self.items)
            self.items.setFocus()
        elif line.current:
            match, value = MatchKind.AGREEMENT.value, short_id(line.agreement_id)
            self.take_payment(PaymentPreset(match, value, line.current))
        else:
            self.take_payment()

    def _pay_item(self, item: ItemLine) -> None:
        """Pay one item in full; nothing can be paid on an item without money."""
        if item.due:
            self.take_payment(_item_preset(item))

    def _pay_bill(self, bill: UnpaidBill) -> None:
        """Pay what is unpaid of one bill (OI-3)."""
        self.take_payment(PaymentPreset(MatchKind.BILL.value, bill.number, bill.unpaid))

    def _open_event(self, paid: RecentPayment) -> None:
        self.context.open_page("event", paid.event_id)

    def _open_menu(self, record: Any, place: QPoint) -> None:
        pays = self._pays.get(type(record)) if self.take.isVisibleTo(self) else None
        open_menu(self, line_acts(self.context, self.number, record, pays), place)


def _plain(number: str) -> str:
    """A number without what people and scanners put between its signs."""
    return "".join(sign for sign in number.casefold() if sign.isalnum())


def _item_preset(item: ItemLine) -> PaymentPreset:
    return PaymentPreset(MatchKind.ITEM.value, item.number, item.due)


def _shown(table: DataTable) -> tuple[Any, ...]:
    model = table.record_model()
    return () if model is None else model.records
