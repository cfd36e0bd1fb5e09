"""The characteristics of one tender, to be looked at and changed where the tender stands (5)."""

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QVBoxLayout

from posapp.domain.characteristics import Bearer
from posapp.domain.event_views import EventView, TenderView
from posapp.domain.ids import TenderId
from posapp.i18n import _
from posapp.ui.acting import Acting
from posapp.ui.context import UiContext
from posapp.ui.dialogs.fitted import FittedDialog
from posapp.ui.dialogs.head import DialogHead
from posapp.ui.formats import joined
from posapp.ui.pages.base import Page
from posapp.ui.tender_words import tender_words
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.characteristic_card import CharacteristicCard, all_bearers
from posapp.ui.widgets.close_line import CloseLine

_SIZE: Final = QSize(720, 400)


class TenderCharacteristicsDialog(FittedDialog):
    """The list stays open over several changes; ``show_event`` shows the event as it is then."""

    def __init__(
        self,
        context: UiContext,
        event: EventView,
        tender: TenderView,
        page: Page,
        acting: Acting,
    ) -> None:
        """Make the dialog.

        Args:
            context: the window's surroundings.
            event: the event as it is shown.
            tender: the tender.
            page: of the event; it is read again after each change.
            acting: runs a deletion, one at a time with the page's own actions.
        """
        super().__init__(page.window())
        self.setObjectName("tender_characteristics_dialog")
        self.setWindowTitle(_("Characteristics"))
        self._context = context
        self._tender_id: TenderId = tender.id
        words = joined(tender_words(tender, context.formats), tender.payor_name)
        self.card = CharacteristicCard(context, acting.begin, page.load)
        margin = dp(3 * GRID)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(margin, dp(20), margin, dp(20))
        layout.setSpacing(dp(8))
        layout.addLayout(DialogHead(_("Tender"), words, beside=False))
        self.body.addWidget(self.card)
        layout.addWidget(self.field_scroll, 1)
        layout.addLayout(CloseLine(self.accept))
        self.show_event(event)
        self.card.table.setFocus()

    def show_event(self, event: EventView) -> None:
        """Show the characteristics as they are now."""
        bearer = Bearer(tender_id=self._tender_id)
        named = [one for one in all_bearers(event, self._context) if one[0] == bearer]
        self.card.show_event(event, named, whole=False)

    def wanted_size(self) -> QSize:
        """Room for a few of them; the list scrolls where there are more."""
        return QSize(dp(_SIZE.width()), dp(_SIZE.height()))
