"""The account inquiry: histories, bills, match events, credit rating, details in tabs (16.3, CR, EX-4).

Each tab is a kind of page of its own, so that menus and alerts lead straight to it.
"""

from functools import partial
from typing import ClassVar

from posapp.domain.accounts import AccountCard
from posapp.domain.ids import AccountId
from posapp.domain.rights import Right
from posapp.domain.topics import Topic
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.payment_start import PaymentPreset
from posapp.ui.formats import isolated
from posapp.ui.pages.base import Page
from posapp.ui.tokens import Tone
from posapp.ui.widgets.account_details import AccountDetailsTab
from posapp.ui.widgets.account_head import AccountHead
from posapp.ui.widgets.banner import Notice
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.credit_rating import CreditRatingTab
from posapp.ui.widgets.inquiry_tabs import InquiryTabs, Listing, ListTab, listings
from posapp.ui.widgets.match_tab import MatchEventsTab


class AccountInquiryPage(Page):
    """One account with everything that happened on it; subclasses say which tab comes first."""

    TOPICS: ClassVar[frozenset[Topic]] = frozenset({Topic.ACCOUNTS, Topic.EVENTS, Topic.LEDGER})
    SHOWS_DRAWER: ClassVar[bool] = False

    def __init__(self, context: UiContext, number: int = 0) -> None:
        super().__init__(context, number)
        self._card: AccountCard | None = None
        self.head = AccountHead(context.formats)
        self.open_account = KeyButton(_("Account"), self._on_account, name="to_account")
        self.head.buttons.addWidget(self.open_account)
        self.rating = CreditRatingTab(context)
        self.details = AccountDetailsTab(context)
        self.lists = {one.name: _tab(context, one) for one in listings(context)}
        self.tabs = InquiryTabs((*self.lists.values(), self.rating, self.details))
        for tab in self.tabs.tabs:
            tab.failed.connect(self.on_failed)
        self.tabs.start_with(self.KIND)
        self.body.addWidget(self.head)
        self.body.addWidget(self.tabs, 1)

    @property
    def account_number(self) -> int:
        """The account shown."""
        return self.number

    @property
    def help_topic(self) -> str:
        """The how-to of the tab shown."""
        return self.tabs.tab.objectName()

    def load(self) -> None:
        """Read the account, then the tab shown."""
        accounts, actor = self.context.services.accounts, self.context.actor
        self.read(partial(accounts.card, AccountId(self.number), actor), self._on_card)

    def focus_first(self) -> None:
        """Start on the tab shown."""
        self.tabs.focus_first()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of the tab shown, and the one that leads to the others."""
        return (*self.tabs.tab.keys(), (_("Next tab"), "Ctrl+Tab"))

    def take_payment(self, preset: PaymentPreset | None = None) -> None:
        """Take a payment of this account."""
        card, doings = self._card, self.context.doings
        if card is not None and doings is not None and self.context.actor.may(Right.ADD_EVENT):
            doings.take_payment(card, preset)

    def _on_card(self, card: AccountCard) -> None:
        self._card = card
        self.head.show_card(card, self.context.setup)
        wanted = self.tabs.named(self.KIND)
        self.tabs.show_account(card)
        if not wanted.is_for(card):
            # Its place among the tabs is empty; the next one would be taken for it.
            self.tabs.start_with(self.lists["financial_history"].objectName())
            says = _("{name} is no open-item account: it has no match events.")
            words = says.format(name=isolated(card.account.name))
            self.show_notices((Notice(words, Tone.BLUE),))
        words = self.tabs.tab.words.replace("&", "")
        self.show_title(f"{isolated(card.account.name)} \u00b7 {words}")

    def _on_account(self) -> None:
        self.context.open_page("account", self.number)


def _tab(context: UiContext, listing: Listing) -> ListTab:
    kind = MatchEventsTab if listing.name == "match_events" else ListTab
    return kind(context, listing)


class FinancialHistoryPage(AccountInquiryPage):
    """Starts on *Financial History*."""

    KIND: ClassVar[str] = "financial_history"


class PaymentHistoryPage(AccountInquiryPage):
    """Starts on *Payment History*."""

    KIND: ClassVar[str] = "payment_history"


class AccountBillsPage(AccountInquiryPage):
    """Starts on *Bills*."""

    KIND: ClassVar[str] = "account_bills"


class MatchEventsPage(AccountInquiryPage):
    """Starts on *Match Events*."""

    KIND: ClassVar[str] = "match_events"


class CreditRatingPage(AccountInquiryPage):
    """Starts on *Credit Rating*."""

    KIND: ClassVar[str] = "credit_rating"


class AccountDetailsPage(AccountInquiryPage):
    """Starts on *Details*."""

    KIND: ClassVar[str] = "account_details"
