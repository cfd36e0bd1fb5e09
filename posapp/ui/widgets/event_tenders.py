"""*Tenders* of a payment event: every field of each tender, and what may be done to it (payments 5)."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import ClassVar, Final

from PySide6.QtCore import QPoint
from PySide6.QtGui import QKeySequence, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posapp.domain.event_views import EventView, TenderView
from posapp.domain.ids import TenderId
from posapp.domain.rights import Right
from posapp.domain.tender_actions import Asking, EventDesk
from posapp.i18n import _
from posapp.ui.acting import Acting
from posapp.ui.context import UiContext
from posapp.ui.context_menu import open_menu
from posapp.ui.dialogs.tender_characteristics import TenderCharacteristicsDialog
from posapp.ui.models.event_tender_lists import line_after, tender_facts, tender_tab_columns
from posapp.ui.models.records import RecordTableModel
from posapp.ui.pages.base import Page
from posapp.ui.tender_doings import OF_EVENT, TenderDoings, why_not
from posapp.ui.tender_words import tender_words
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.event_tabs import EventTab
from posapp.ui.widgets.fact_grid import FactGrid
from posapp.ui.widgets.side_by_side import SideBySide
from posapp.ui.widgets.table import DataTable

_KEPT_ROWS: Final = 2
_MOST_ROWS: Final = 6
_FACT_COLUMNS: Final = 4
_CHARACTERISTICS: Final = "Ctrl+E"
_KEYS: Final = {
    "add_tender": "Ins",
    "change_tender": "F4",
    "move_tender": "Ctrl+M",
    "delete_tender": "Ctrl+Del",
    "cancel_tender": "Ctrl+K",
    "transfer_event": "Ctrl+T",
    "cancel_event": "Ctrl+Shift+K",
}
# Any of these rights shows a button; whether it can be pressed now the rules say (D-44).
_RIGHTS: Final[Mapping[str, tuple[Right, ...]]] = {
    "cancel_tender": (Right.CANCEL_ANY, Right.CANCEL_OWN),
    "cancel_event": (Right.CANCEL_ANY, Right.CANCEL_OWN),
    "transfer_event": (Right.EVENT_TRANSFER,),
}


class EventTenders(EventTab):
    """The tenders, the marked one in full below them, and their actions."""

    NAME: ClassVar[str] = "tenders_tab"

    def __init__(self, context: UiContext, page: Page, acting: Acting) -> None:
        """Make the tab.

        Args:
            context: the window's surroundings.
            page: reloads after an action and shows its notes.
            acting: runs what needs no dialog, one at a time with the page's own actions.
        """
        super().__init__()
        self._context = context
        self._page = page
        self._event: EventView | None = None
        self._desk: EventDesk | None = None
        self._generation = 0
        self._known: frozenset[TenderId] = frozenset()
        self._may_act = True
        self.table = DataTable("event_tenders", _("Tenders"))
        self.table.keep_rows(_KEPT_ROWS)
        self.card = Card()
        self.detail = Card(_("Tender"), grow=True)
        self.facts = FactGrid(_FACT_COLUMNS)
        self.doings = TenderDoings(context, page, acting)
        self._acting = acting
        self._open_list: TenderCharacteristicsDialog | None = None
        self.characteristics = KeyButton(
            _("Characteristics\u2026"), self._show_characteristics, name="tender_characteristics"
        )
        self.characteristics.bind_key(QKeySequence(_CHARACTERISTICS))
        self.characteristics.show_hint(_CHARACTERISTICS)
        self.characteristics.rests_at = self.table
        self.detail.aside.addWidget(self.characteristics)
        self._make_buttons()
        self._lay_out()
        self.table.current_changed.connect(self._on_tender)
        self.table.chosen.connect(self._on_chosen)
        self.table.menu_wanted.connect(self._on_menu)

    def label(self, event: EventView | None) -> str:
        """The tab's name with the number of tenders."""
        if event is None:
            return _("&Tenders")
        canceled = event.totals.canceled_tenders
        says = _("&Tenders ({n}, {m} canceled)") if canceled else _("&Tenders ({n})")
        # As the figures above count them: change is no tender that was handed over (D-01), but a
        # line of the list, so it is named.
        if event.totals.cash_back and not canceled:
            says = _("&Tenders ({n} + change)")
        return says.format(n=event.totals.tender_count, m=canceled)

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of the buttons."""
        buttons = (*self.buttons.values(), self.characteristics)
        return tuple((one.text(), one.hint) for one in buttons if not one.isHidden())

    def focus_first(self) -> None:
        """The tenders."""
        self.table.setFocus()

    @property
    def tender(self) -> TenderView | None:
        """The marked tender."""
        found: TenderView | None = self.table.current_record()
        return found

    def show_event(self, event: EventView) -> None:
        """Show the tenders at once; drawers and badges follow when they are read."""
        self._event = event
        self._show()
        if self._open_list is not None:
            self._open_list.show_event(event)
        if self.isVisible():
            self._read()

    def showEvent(self, event: QShowEvent) -> None:
        """Read the drawers as they are now; nobody needs them before somebody looks."""
        super().showEvent(event)
        self._read()

    def let_act(self, may: bool) -> None:
        """Keep the buttons from being pressed while an action runs."""
        self._may_act = may
        if self._open_list is not None:
            self._open_list.card.let_act(may)
        self._enable()

    def _make_buttons(self) -> None:
        words = {
            "change_tender": _("Change\u2026"),
            "move_tender": _("Move to control\u2026"),
            "delete_tender": _("Delete\u2026"),
            "cancel_tender": _("Cancel tender\u2026"),
            "add_tender": _("Add tender\u2026"),
            "transfer_event": _("Transfer event\u2026"),
            "cancel_event": _("Cancel event\u2026"),
        }
        self.buttons = {
            name: KeyButton(says, partial(self._do, name), name=name)
            for name, says in words.items()
        }
        may = self._context.actor.may
        for name, button in self.buttons.items():
            button.offer(any(map(may, _RIGHTS.get(name, (Right.ADD_EVENT,)))))
            keys = QKeySequence(_KEYS[name])
            button.bind_key(keys)
            button.rests_at = self.table
            button.show_hint(keys.toString(QKeySequence.SequenceFormat.NativeText))

    def _lay_out(self) -> None:
        of_tender = [one for name, one in self.buttons.items() if name not in OF_EVENT]
        of_event = [one for name, one in self.buttons.items() if name in OF_EVENT]
        half = len(of_tender) // 2
        first, second = _line(of_tender[:half]), _line(of_tender[half:])
        self.card.add(SideBySide(SideBySide(first, second, apart=False), _line(of_event)))
        self.card.add(self.table, 1)
        self.detail.add(self.facts)
        self.detail.body.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, dp(12), 0, 0)
        layout.setSpacing(dp(12))
        layout.addWidget(self.card)
        layout.addWidget(self.detail, 1)

    def _read(self) -> None:
        event = self._event
        if event is None:
            return
        self._generation += 1
        work = partial(self._context.services.event_desk.of, event.id, self._context.actor)
        answered = partial(self._on_desk, self._generation)
        self._context.runner.run(self, work, answered, self._on_failed)

    def _show(self) -> None:
        event = self._event
        if event is None:
            return
        marked = self.tender
        context = self._context
        self._columns = tender_tab_columns(event, self._desk, context.formats, context.setup)
        self.table.set_model(RecordTableModel(self._columns, event.tenders), context.state)
        self.table.cap_rows(min(len(event.tenders), _MOST_ROWS), wanted=True)
        self.table.select_line(line_after(marked, event.tenders, self._known))
        self._known = frozenset(one.id for one in event.tenders)
        self._enable()

    def _on_desk(self, generation: int, desk: EventDesk) -> None:
        if generation == self._generation:
            self._desk = desk
            self._show()

    def _on_failed(self, error: BaseException) -> None:
        """Without the drawers nothing can be done; the page says why."""
        self._context.failures.present(error, self._page, retry=self._page.load)

    def _on_tender(self, tender: TenderView | None) -> None:
        """Every field of the marked tender, without scrolling sideways."""
        self.facts.show_facts(
            () if tender is None else tender_facts(self._columns, tender, self._context.formats)
        )
        if tender is not None:
            self.detail.heading.setText(tender_words(tender, self._context.formats))
        self._enable()

    def _asking(self) -> Asking | None:
        event, desk = self._event, self._desk
        if event is None or desk is None:
            return None
        controls = {one.tender_control_id for one in event.tenders} - {None}
        if not controls <= set(desk.controls):
            # A tender lies in a drawer that is not read yet.
            return None
        return Asking(event, desk, self._context.actor, self._context.setup)

    def _enable(self) -> None:
        """Buttons are enabled exactly when the rules say so; the reason is their tool tip."""
        asking, tender = self._asking(), self.tender
        self.characteristics.setEnabled(tender is not None and not tender.flagged)
        for name, button in self.buttons.items():
            refused = None if asking is None else why_not(name, asking, tender)
            possible = asking is not None and refused is None
            if tender is None and name not in OF_EVENT:
                possible = False
            button.setEnabled(self._may_act and possible)
            button.setToolTip("" if refused is None else self._context.texts.of(refused))

    def _on_chosen(self, _tender: TenderView) -> None:
        if self.buttons["change_tender"].isEnabled():
            self._do("change_tender")

    def _on_menu(self, tender: TenderView, place: QPoint) -> None:
        """What hangs on a tender: its actions, its drawer, its payor (ui.md, rule of use 8)."""
        acts: list[tuple[str, Callable[[], object]]] = [
            (button.text(), button.click)
            for name, button in self.buttons.items()
            if button.isEnabled() and name not in OF_EVENT
        ]
        if self.characteristics.isEnabled():
            acts.append((self.characteristics.text(), self._show_characteristics))
        open_page = self._context.open_page
        if tender.tender_control_id is not None:
            drawer = partial(open_page, "control", int(tender.tender_control_id))
            acts.append((_("Open the tender control"), drawer))
        payor = partial(open_page, "account", int(tender.payor_account_id))
        acts.append((_("Open the payor's account"), payor))
        open_menu(self, acts, place)

    def _show_characteristics(self) -> None:
        """What else is known of the marked tender, to be looked at and changed (5)."""
        event, tender = self._event, self.tender
        if event is None or tender is None or tender.flagged:
            return
        dialog = TenderCharacteristicsDialog(self._context, event, tender, self._page, self._acting)
        self._open_list = dialog
        dialog.finished.connect(self._on_list_closed)
        dialog.open()

    def _on_list_closed(self, _result: int) -> None:
        if self._open_list is not None:
            self._open_list.deleteLater()
            self._open_list = None

    def _do(self, name: str) -> None:
        asking = self._asking()
        if asking is not None:
            self.doings.do(name, asking, self.tender)


def _line(buttons: Sequence[KeyButton]) -> QWidget:
    line = QWidget()
    layout = QHBoxLayout(line)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(dp(GRID))
    for button in buttons:
        layout.addWidget(button)
    return line
