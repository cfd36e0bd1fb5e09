"""The tab of an account's match events, where users match by hand (OI-2, OI-7)."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout

from posapp.domain.accounts import AccountCard
from posapp.domain.matching import MatchedView
from posapp.domain.rights import Right
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.match import MatchDialog
from posapp.ui.models.match_items import match_items
from posapp.ui.shortcuts import Key
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.inquiry_tabs import Listing, ListTab


class MatchEventsTab(ListTab):
    """The list with a button that matches by hand, for those who distribute."""

    def __init__(self, context: UiContext, listing: Listing) -> None:
        """Make it empty."""
        super().__init__(context, listing)
        self._context = context
        self.match_button = KeyButton(
            _("Match by Hand\u2026"), self.match_by_hand, key=Key.MAIN_ACTION,
            shortcuts=context.shortcuts, name="match_by_hand",
        )  # fmt: skip
        if not context.actor.may(Right.DISTRIBUTE):
            # Never shown here: without a parent yet a button would open as a window.
            self.match_button.hide()
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.match_button)
        self.column.addLayout(foot)

    def refresh(self, card: AccountCard) -> None:
        """Read the list."""
        self.card = card
        super().refresh(card)

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this tab."""
        if not self.match_button.isVisibleTo(self):
            return super().keys()
        return ((_("Match by hand"), self.match_button.hint), *super().keys())

    def match_by_hand(self) -> None:
        """Choose charges and what pays them (OI-7)."""
        if self.card is not None:
            matching, actor = self._context.services.hand_matching, self._context.actor
            work = partial(matching.items, self.card.account.id, actor)
            self._context.runner.run(self, work, self._on_items, self.failed.emit, "db")

    def _on_items(self, items: tuple[MatchedView, ...]) -> None:
        if self.card is None:
            return
        account = self.card.account
        owner = account.id, account.name, account.currency
        dialog = MatchDialog(self._context, owner, match_items((), items), self.window())
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
