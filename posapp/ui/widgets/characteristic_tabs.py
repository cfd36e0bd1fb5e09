"""*Characteristics* of a payment event, and of one payment (payments 2.4, 7.1)."""

from typing import ClassVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from posapp.domain.characteristics import Bearer
from posapp.domain.event_views import EventView
from posapp.domain.payment_views import PaymentPageView
from posapp.i18n import _
from posapp.ui.acting import Acting
from posapp.ui.context import UiContext
from posapp.ui.pages.base import Page
from posapp.ui.theme import dp
from posapp.ui.widgets.characteristic_card import CharacteristicCard, all_bearers
from posapp.ui.widgets.event_tabs import EventTab


class EventCharacteristics(EventTab):
    """Those of the event with those of its payments and tenders."""

    NAME: ClassVar[str] = "characteristics_tab"

    def __init__(self, context: UiContext, page: Page, acting: Acting) -> None:
        """Make the tab.

        Args:
            context: the window's surroundings.
            page: reloads after an action.
            acting: runs an action, one at a time with the page's own.
        """
        super().__init__()
        self.card = CharacteristicCard(context, acting.begin, page.load)
        _fill(self, self.card)

    def label(self, event: EventView | None) -> str:
        """The tab's name with the number of characteristics."""
        if event is None or not event.characteristics:
            return _("Charact&eristics")
        return _("Charact&eristics ({n})").format(n=len(event.characteristics))

    def show_event(self, event: EventView) -> None:
        """Show an event."""
        self.card.show_event(event, (), whole=True)

    def let_act(self, may: bool) -> None:
        """Rest while an action of the page runs."""
        self.card.let_act(may)

    def focus_first(self) -> None:
        """The list."""
        self.card.table.setFocus()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of the buttons."""
        return self.card.keys()


class PaymentCharacteristics(QWidget):
    """Those of one payment."""

    def __init__(self, context: UiContext, page: Page, acting: Acting) -> None:
        """Make the tab; see ``EventCharacteristics``."""
        super().__init__()
        self.setObjectName("payment_characteristics")
        self._context = context
        # The keys belong to the page, which changes and deletes the payment with them.
        self.card = CharacteristicCard(context, acting.begin, page.load, keys=False)
        _fill(self, self.card)

    def show_payment(self, view: PaymentPageView) -> None:
        """Show a payment."""
        bearer = Bearer(payment_id=view.payment_id)
        named = [one for one in all_bearers(view.event, self._context) if one[0] == bearer]
        self.card.show_event(view.event, named, whole=False)

    def let_act(self, may: bool) -> None:
        """Rest while an action of the page runs."""
        self.card.let_act(may)

    def focus_first(self) -> None:
        """The list."""
        self.card.table.setFocus()


def _fill(tab: QWidget, card: CharacteristicCard) -> None:
    column = QVBoxLayout(tab)
    column.setContentsMargins(0, dp(12), 0, 0)
    column.addWidget(card, 1)
