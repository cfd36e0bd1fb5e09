"""What the search line leads to: an account, an event, a record, or a payment in one line."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject

from posapp.domain.accounts import AccountHit, EventHit
from posapp.domain.ids import AccountId
from posapp.domain.paper_proofs import PaperHit
from posapp.domain.record_hits import RecordHit
from posapp.errors import Refused
from posapp.ui.account_hits import RECORD_PAGES
from posapp.ui.context import UiContext
from posapp.ui.dialogs.payment_start import NOTHING_CHOSEN, PaymentPreset
from posapp.ui.naming import NamedAccount, named_by
from posapp.ui.pages.base import Page
from posapp.ui.widgets.header_bar import Found

if TYPE_CHECKING:
    from posapp.ui.pages.account import AccountPage
    from posapp.ui.pages.paper_proof import PaperProofPage
    from posapp.ui.widgets.counter_line import CounterLine

    Named = EventHit | NamedAccount | RecordHit | PaperHit


class Finding(QObject):
    """Opens what the search line found, and what a scan names wherever the focus is."""

    def __init__(
        self, context: UiContext, search: "CounterLine", page: Callable[[], Page | None]
    ) -> None:
        """Make it for the search line of a window.

        Args:
            context: the window's surroundings.
            search: its search line.
            page: the page that is shown.
        """
        super().__init__(search)
        self._context = context
        self._search = search
        self._page = page
        search.chosen.connect(self._on_hit)
        search.scanned.connect(self._on_scan)
        search.failed.connect(self.on_failed)

    def on_failed(self, error: BaseException) -> None:
        """Show what went wrong on the page that is shown."""
        page = self._page()
        if page is not None:
            self._context.failures.present(error, page)

    def _on_hit(self, hit: Found) -> None:
        if isinstance(hit, EventHit):
            self._context.open_page("event", hit.event_id)
        elif isinstance(hit, RecordHit):
            self._context.open_page(RECORD_PAGES[hit.kind], hit.leads_to)
        elif isinstance(hit, PaperHit):
            self._open_paper(hit)
        elif isinstance(hit, AccountHit):
            item = hit.matched if hit.item_id is not None else ""
            self._open_account(item, hit.account_id, NOTHING_CHOSEN)

    def _open_paper(self, hit: PaperHit) -> None:
        """Say what a paper is worth; its page is a late part, so it is known by its kind."""
        self._context.open_page("paper_proof", 0)
        page = self._page()
        if page is not None and page.KIND == "paper_proof":
            cast("PaperProofPage", page).show_proof(hit.proof, hit.typed)

    def _on_scan(self, text: str) -> None:
        context = self._context
        work = partial(named_by, context, text)
        unknown = partial(self._on_unnamed, text)
        context.runner.run(self, work, partial(self._on_named, text), unknown)

    def _on_named(self, text: str, found: "Named") -> None:
        if isinstance(found, NamedAccount):
            self._open_account(text, found.account_id, found.preset)
        else:
            self._on_hit(found)

    def _on_unnamed(self, text: str, error: BaseException) -> None:
        """What names nothing for itself is searched for, as if it had been typed."""
        if isinstance(error, Refused) and error.code in {"M-01", "M-56"}:
            self._search.search_for(text)
        else:
            self.on_failed(error)

    def _open_account(self, item: str, account: AccountId, preset: PaymentPreset) -> None:
        """Open an account; the item or the stub that was asked for is the one to pay."""
        self._context.open_page("account", account)
        shown = self._page()
        if shown is None or shown.KIND != "account":
            return
        page = cast("AccountPage", shown)
        if item:
            page.mark_item(preset.match_value or item)
        if preset != NOTHING_CHOSEN:
            page.expect(preset)
