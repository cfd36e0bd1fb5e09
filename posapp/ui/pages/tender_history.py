"""Tender history: what lies in the open drawers that the user may use, newest first (TND-10)."""

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from posapp.domain.browse import TenderHistoryItem
from posapp.domain.ids import long_id
from posapp.domain.topics import Topic
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.leading import Way, lead, to_account, to_event
from posapp.ui.models.autopay_lists import history_columns
from posapp.ui.pages.base import Page
from posapp.ui.widgets.paged_card import PagedCard

if TYPE_CHECKING:
    from posapp.domain.listing import Page as Rows
    from posapp.domain.listing import PageRequest


class TenderHistoryPage(Page):
    """The tenders of the user's open drawers."""

    KIND: ClassVar[str] = "tender_history"
    TOPICS: ClassVar[frozenset[Topic]] = frozenset({Topic.EVENTS, Topic.CONTROLS})

    def __init__(self, context: UiContext, number: int = 0) -> None:
        super().__init__(context, number)
        title = _("Tender history")
        self.list = PagedCard(context, "tender_history", title, title=title)
        self.list.table.set_empty_text(
            _("No tenders yet"), _("Here is what was taken in the open drawers that you may use.")
        )
        self.list.failed.connect(self.on_failed)
        lead(context, self.list.table, _ways, lambda one: long_id(one.tender_id))
        self.body.addWidget(self.list, 1)
        self.show_title(title)

    def load(self) -> None:
        """Read the list from its beginning."""
        fetch = partial(_fetch, self.context)
        columns = history_columns(self.context.formats)
        self.list.show_list(columns, fetch, lambda one: one.tender_id)

    def focus_first(self) -> None:
        """Start in the list."""
        self.list.table.setFocus()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this page."""
        return ((_("Open the payment event"), "Enter"),)


def _fetch(context: UiContext, request: "PageRequest") -> "Rows[TenderHistoryItem]":
    return context.services.browse.tender_history(request, context.actor)


def _ways(one: TenderHistoryItem) -> tuple[Way, ...]:
    return (to_event(one.event_id), to_account(one.payor_account_id))
