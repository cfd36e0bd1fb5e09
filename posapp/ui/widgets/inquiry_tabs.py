"""Tabs of the account inquiry: each reads what it shows when it is first looked at."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from posapp.domain.accounts import AccountCard, RecentPayment
from posapp.domain.browse import BillItem
from posapp.domain.ids import long_id, short_id
from posapp.domain.listing import Page, PageRequest
from posapp.domain.matching import MatchEventView
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.history_ways import entry_number, entry_ways
from posapp.ui.leading import (
    Way,
    WaysOf,
    lead,
    to_bill,
    to_event,
    to_match_event,
    to_payment,
)
from posapp.ui.models.columns import Column
from posapp.ui.models.inquiry_lists import (
    account_bill_columns,
    entry_columns,
    history_columns,
    match_event_columns,
)
from posapp.ui.theme import dp
from posapp.ui.widgets.event_tabs import TurningTabs
from posapp.ui.widgets.paged_card import PagedCard

Columns = Callable[[AccountCard], Sequence[Column[Any]]]
Fetch = Callable[[AccountCard, PageRequest], Page[Any]]


class InquiryTab(QWidget):
    """One tab of an account; a subclass reads and shows it in ``refresh``.

    ``failed`` carries the error of a read.
    """

    failed = Signal(object)

    def __init__(self, name: str, words: str) -> None:
        """Make it; ``name`` is the kind of page that starts on it, ``words`` its label."""
        super().__init__()
        self.setObjectName(name)
        self.words = words
        self.card: AccountCard | None = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, dp(12), 0, 0)
        self.column.setSpacing(dp(12))

    def is_for(self, card: AccountCard) -> bool:  # noqa: ARG002
        """Whether the account has anything of the kind."""
        return True

    def refresh(self, card: AccountCard) -> None:
        """Read what is shown of an account."""
        raise NotImplementedError

    def focus_first(self) -> None:
        """Put the focus where work starts."""
        self.setFocus()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this tab."""
        return ((_("Open what the marked line is about"), "Enter"),)


@dataclass(frozen=True, slots=True)
class Listing:
    """A long list of an account.

    Attributes:
        name: kind of page that starts on it, and object name.
        label: label of the tab with its letter.
        columns: its columns for an account.
        fetch: reads one page of it; runs off the GUI thread.
        identity: what makes two readings of a line the same one.
        ways: where a line leads.
        number: what *Copy number* takes.
        empty: what an empty list says.
        open_item: only accounts with match events have it.
    """

    name: str
    label: str
    columns: Columns
    fetch: Fetch
    identity: Callable[[Any], object]
    ways: WaysOf
    number: Callable[[Any], str]
    empty: tuple[str, str]
    open_item: bool = False


class ListTab(InquiryTab):
    """A long list of an account."""

    def __init__(self, context: UiContext, listing: Listing) -> None:
        """Make it empty."""
        super().__init__(listing.name, listing.label)
        self._listing = listing
        label = listing.label.replace("&", "")
        self.list = PagedCard(context, f"{listing.name}_list", label)
        self.list.failed.connect(self.failed)
        self.list.table.set_empty_text(*listing.empty)
        lead(context, self.list.table, listing.ways, listing.number)
        self.column.addWidget(self.list, 1)

    @property
    def table(self) -> QWidget:
        """The list."""
        return self.list.table

    def is_for(self, card: AccountCard) -> bool:
        """Match events never exist for balance-forward accounts (OI-8)."""
        return card.open_item or not self._listing.open_item

    def refresh(self, card: AccountCard) -> None:
        """Read the list."""
        listing = self._listing
        self.list.show_list(listing.columns(card), partial(listing.fetch, card), listing.identity)

    def focus_first(self) -> None:
        """The list."""
        self.list.table.setFocus()


class InquiryTabs(TurningTabs):
    """The tabs in the order of adding; only the one that is looked at is read."""

    def __init__(self, tabs: Sequence[InquiryTab]) -> None:
        super().__init__("inquiry_tabs")
        self._card: AccountCard | None = None
        self._stale: set[InquiryTab] = set()
        self.tabs = tuple(tabs)
        for tab in self.tabs:
            self.addTab(tab, tab.words)
        self.currentChanged.connect(self._read)

    @property
    def tab(self) -> InquiryTab:
        """The tab shown."""
        return self.tabs[self.currentIndex()]

    def named(self, name: str) -> InquiryTab:
        """The tab of a name."""
        return next(tab for tab in self.tabs if tab.objectName() == name)

    def start_with(self, name: str) -> None:
        """Show the tab of a name."""
        self.setCurrentWidget(self.named(name))

    def show_account(self, card: AccountCard) -> None:
        """Read the tab shown; the others are read again when they are looked at."""
        self._card = card
        self._stale = set(self.tabs)
        for at, tab in enumerate(self.tabs):
            self.setTabVisible(at, tab.is_for(card))
        self._read()

    def focus_first(self) -> None:
        """Put the focus where work on the tab shown starts."""
        self.tab.focus_first()

    def _read(self, _at: int = 0) -> None:
        if self._card is not None and self.tab in self._stale:
            self._stale.discard(self.tab)
            self.tab.refresh(self._card)


def listings(context: UiContext) -> tuple[Listing, ...]:
    """Financial history, payment history, bills, match events of an account (16.3, OI-2)."""
    return (*_histories(context), *_of_bills(context))


def _histories(context: UiContext) -> tuple[Listing, ...]:
    history, actor, formats = context.services.history, context.actor, context.formats
    return (
        Listing(
            "financial_history",
            _("Financial Histor&y"),
            lambda _card: entry_columns(formats, with_agreement=True),
            lambda card, request: history.financial_history(card.account.id, request, actor),
            attrgetter("id"),
            entry_ways,
            entry_number,
            (_("Nothing was posted yet"), _("Bills, adjustments and payments stand here.")),
        ),
        Listing(
            "payment_history",
            _("&Payment History"),
            lambda card: history_columns(formats, card.account.currency),
            lambda card, request: history.payment_history(card.account.id, request, actor),
            attrgetter("payment_id"),
            _paid_ways,
            lambda paid: long_id(paid.payment_id),
            (_("No payments yet"), _("Payments of this account stand here, newest first.")),
        ),
    )


def _of_bills(context: UiContext) -> tuple[Listing, ...]:
    services, actor, formats = context.services, context.actor, context.formats

    def columns(card: AccountCard) -> Sequence[Column[Any]]:
        currency, open_item = card.account.currency, card.open_item
        return account_bill_columns(formats, currency, open_item=open_item)

    return (
        Listing(
            "account_bills",
            _("&Bills"),
            columns,
            lambda card, request: services.browse.account_bills(card.account.id, request, actor),
            attrgetter("bill_id"),
            _bill_ways,
            attrgetter("number"),
            (_("No bills yet"), _("Bills come with an import.")),
        ),
        Listing(
            "match_events",
            _("&Match Events"),
            lambda _card: match_event_columns(formats),
            lambda card, request: services.match_events.of_account(card.account.id, request, actor),
            attrgetter("id"),
            _match_ways,
            lambda match: short_id(match.id),
            (_("No match events yet"), _("A payment for a bill makes one.")),
            open_item=True,
        ),
    )


def _paid_ways(paid: RecentPayment) -> tuple[Way, ...]:
    return (to_payment(paid.payment_id), to_event(paid.event_id))


def _bill_ways(bill: BillItem) -> tuple[Way, ...]:
    return (to_bill(bill.bill_id),)


def _match_ways(match: MatchEventView) -> tuple[Way, ...]:
    return (to_match_event(match.id), to_bill(match.bill_id))
