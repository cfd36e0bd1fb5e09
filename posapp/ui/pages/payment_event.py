"""Payment Event - Main: info line, warnings, totals, payments with their segments, actions.

The seed's page: Pay Event Info, Payment Event ID, warnings, distribution details, Payment Date,
Payment(s), Tender(s), Amount Tendered, Cash Back Amount, Account Filter, payments grid (PE-1..PE-8).
"""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any, ClassVar, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from posapp.domain.codes import PaymentStatus
from posapp.domain.event_views import EventView, parties_of
from posapp.domain.ids import EventId, long_id
from posapp.domain.rights import Actor, Right
from posapp.domain.topics import Topic
from posapp.i18n import _
from posapp.ui.acting import Act, Acting, Answered
from posapp.ui.bound_notices import bound_notices
from posapp.ui.context import UiContext
from posapp.ui.corrections import CorrectButton
from posapp.ui.dialogs.receipt import ReceiptDialog
from posapp.ui.event_notices import event_notices, tell_shortfall
from posapp.ui.event_words import difference, title_line
from posapp.ui.formats import grouped
from posapp.ui.pages.base import Page
from posapp.ui.papers import can_print
from posapp.ui.payment_acts import PaymentActs
from posapp.ui.shortcuts import Key
from posapp.ui.theme import GRID, dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.characteristic_tabs import EventCharacteristics
from posapp.ui.widgets.date_edit import DateEdit
from posapp.ui.widgets.elided import ElidedLabel
from posapp.ui.widgets.event_header import EventFigures, EventHead, EventHeader
from posapp.ui.widgets.event_items import EventItems
from posapp.ui.widgets.event_lists import EventLists
from posapp.ui.widgets.event_log import EventLogTab
from posapp.ui.widgets.event_tabs import EventTabs
from posapp.ui.widgets.event_tenders import EventTenders
from posapp.ui.widgets.labelled_field import LabelledField
from posapp.ui.widgets.looks import set_look
from posapp.ui.widgets.progress_place import ProgressPlace
from posapp.ui.widgets.side_by_side import SideBySide

_CHANGES: Final = (Right.ADD_EVENT, Right.DELETE_EVENT, Right.DISTRIBUTE, Right.FREEZE)
_SETTLED: Final = frozenset({PaymentStatus.FROZEN, PaymentStatus.CANCELED})


class PaymentEventPage(Page):
    """One payment event."""

    KIND: ClassVar[str] = "event"
    TOPICS: ClassVar[frozenset[Topic]] = frozenset({Topic.EVENTS, Topic.LEDGER, Topic.CONTROLS})
    SHOWS_DRAWER: ClassVar[bool] = False
    TELLS_LIMIT: ClassVar[bool] = True

    def __init__(self, context: UiContext, number: int = 0) -> None:
        super().__init__(context, number)
        self._event: EventView | None = None
        self.acting = Acting(context, self)
        self.header = EventHeader(context.formats)
        self.figures = EventFigures(context.formats)
        self.acts = PaymentActs(context, self.acting, self)
        self.lists = EventLists(context, self.acts)
        self._card, self._mends = self.lists.payments_card, False
        self._main = context.shortcuts.shown(Key.MAIN_ACTION)
        self.tabs = EventTabs()
        self.tenders = EventTenders(context, self, self.acting)
        self.characteristics = EventCharacteristics(context, self, self.acting)
        self.items, self.log = EventItems(context), EventLogTab(context)
        for tab in (self.lists, self.tenders, self.items, self.characteristics, self.log):
            self.tabs.add(tab)
        self.payment_date = DateEdit(context.formats, context.today)
        self.date_field = LabelledField(
            "payment_date", _("Payment Date"), self.payment_date, room=False
        )
        self.difference = ElidedLabel("subtitle")
        self.difference.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.progress = ProgressPlace(self.difference)
        self._make_buttons()
        self._lay_out()
        self.payment_date.editingFinished.connect(self._on_date)
        self.acting.changed.connect(self._on_acting)

    @property
    def account_numbers(self) -> tuple[int, ...]:
        """Who pays and who is paid for: after each payment its customer's file is open (IT-5)."""
        return () if self._event is None else parties_of(self._event)

    def load(self) -> None:
        """Read the event."""
        services, actor, event_id = self.context.services, self.context.actor, EventId(self.number)
        self.read(lambda: services.payment_events.show(event_id, actor), self._on_event)

    def focus_first(self) -> None:
        """The next thing to do: mend what is in Error, freeze, distribute, else the payments."""
        has_error = self._card.mark_error()
        for button in (self.freeze, self.distribute):
            if button.property("kind") == "primary" and button.isEnabled() and not has_error:
                button.setFocus()
                return
        self.tabs.focus_first()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this page."""
        return (
            (_("Freeze"), self._main),
            (_("Print receipt"), self.print_button.hint),
            (_("Correct what went wrong"), self.correct.hint),
            *self.tabs.keys(),
        )

    def show_field_error(self, field: str, sentence: str) -> bool:
        """Only the payment date is typed here."""
        if field != "payment_date":
            return False
        self.date_field.show_error(sentence)
        return True

    def _make_buttons(self) -> None:
        shortcuts = self.context.shortcuts
        self.recalculate = KeyButton(
            _("Recalculate Cash Back"), self._on_recalculate, name="recalculate_cash_back"
        )
        self.print_button = KeyButton(
            _("Print receipt"), self.open_receipt, key=Key.PRINT, shortcuts=shortcuts,
            name="print_receipt",
        )  # fmt: skip
        self.correct = CorrectButton(self.acts.correcting, self.lists.payments, self.tenders.table)
        self.delete = KeyButton(_("Delete event"), self._on_delete, kind="danger", name="delete")
        self.distribute = KeyButton(_("Distribute"), self._on_distribute, name="distribute")
        self._main_key = shortcuts.bind(Key.MAIN_ACTION, self, self._do_next)
        self.freeze = KeyButton(
            _("Freeze"), self._on_freeze, key=Key.MAIN_ACTION, shortcuts=shortcuts, name="freeze"
        )

    def _lay_out(self) -> None:
        self.body.addWidget(EventHead(self.header, SideBySide(self.date_field, self.figures)))
        self.body.addWidget(self.tabs, 1)
        footer = QHBoxLayout()
        footer.setSpacing(dp(GRID))
        for button in (self.recalculate, self.print_button, self.correct, self.delete):
            footer.addWidget(button)
        footer.addWidget(self.difference, 1, Qt.AlignmentFlag.AlignVCenter)
        footer.addWidget(self.progress, 1)
        footer.addWidget(self.distribute)
        footer.addWidget(self.freeze)
        self.foot.addLayout(footer)

    def _on_event(self, event: EventView) -> None:
        is_first, self._event = self._event is None, event
        self.acting.read()
        self.acts.follow(event)
        self.show_title(title_line(event, self.context.formats))
        self.header.show_event(event, self.acts.waits(event))
        self.figures.show_totals(event.totals, event.currency)
        self.difference.show_text(difference(event.totals, event.currency, self.context.formats))
        wrong = event_notices(event, self.context.formats, self.acts, self._card)
        self.show_notices((*bound_notices(event, self.context), *wrong))
        if not (self.payment_date.hasFocus() and self.payment_date.isModified()):
            self.date_field.show_error("")
            self.payment_date.set_value(event.payment_date)
        self.tabs.show_event(event)
        if is_first:
            self._card.mark_error()
        self._enable(event)
        self.acts.finish(event)

    def _enable(self, event: EventView) -> None:
        """Buttons are enabled exactly when their action is possible (payments 6, PE-13, D-32)."""
        free, actor = event.bond is None, self.context.actor
        may = {right: free and actor.may(right) for right in _CHANGES}
        statuses = {payment.status for payment in event.payments}
        settled = bool(statuses & _SETTLED)
        self.payment_date.setReadOnly(settled or not may[Right.ADD_EVENT])
        self.recalculate.setVisible(event.may_recalculate and may[Right.ADD_EVENT])
        self.print_button.setVisible(actor.may(Right.PRINT))
        self.print_button.setEnabled(can_print(event, self.context.setup))
        numbered = bool(event.document_number or event.receipt_number)
        deletable = not settled and not numbered and may[Right.DELETE_EVENT]
        self.delete.setVisible(deletable)
        self.distribute.setVisible(bool(event.unfrozen) and may[Right.DISTRIBUTE])
        self.distribute.setEnabled(bool(event.unfrozen) and may[Right.DISTRIBUTE])
        waits = self.acts.waits(event) is not None
        self.freeze.setVisible(bool(event.unfrozen) and may[Right.FREEZE] and not waits)
        # Its job freezes what waits for its day, and nobody is asked to (D-06).
        may_freeze = PaymentStatus.FREEZABLE in statuses and may[Right.FREEZE] and not waits
        self.freeze.setEnabled(may_freeze)
        # One accent, on the one thing to do next.
        self._mends = PaymentStatus.ERROR in statuses and self.acts.may_add and not may_freeze
        self._card.let_mend(self._mends, self._main)
        set_look(self.freeze, "kind", "primary" if may_freeze else "")
        self.freeze.show_hint(self._main if may_freeze else "")
        distributes = not (may_freeze or self._mends or waits)
        set_look(self.distribute, "kind", "primary" if distributes else "")
        self.distribute.show_hint(self._main if distributes else "")
        self._main_key.setEnabled(not (may_freeze or waits))
        self._let_act(not self.acting.is_running)

    def _do_next(self) -> None:
        """The main key, where nothing can be frozen: mend what is in Error, else distribute."""
        if self._mends:
            self._card.change_error()
        else:
            self.distribute.click()

    def open_receipt(self) -> None:
        """Preview and print the receipt."""
        if self._event is not None:
            context, tell = self.context, self.show_notice
            ReceiptDialog(context, self._event, self.window(), tell=tell).open()

    def _on_distribute(self) -> None:
        distribute = self.context.services.event_actions.distribute
        self._after_date(partial(self._ask, distribute, _("Distributing…")))

    def _on_freeze(self) -> None:
        freeze = self.context.services.event_actions.freeze
        self._after_date(partial(self._ask, freeze, _("Freezing…"), self.acts.on_frozen))

    def _on_recalculate(self) -> None:
        recalculate = self.context.services.event_actions.recalculate_cash_back
        asked, seen = self._request(), self._seen()
        told = partial(tell_shortfall, self, self._event)
        self.acting.begin(lambda _confirmed: recalculate(*asked, seen=seen), told)

    def _on_delete(self) -> None:
        delete = self.context.services.event_actions.delete
        self.acting.begin(partial(delete, *self._request(), seen=self._seen()), self._on_deleted)

    def _after_date(self, act: Callable[[], None]) -> None:
        """Do something; a date that was typed and not left yet is stored first (PE-3)."""
        event, field = self._event, self.payment_date
        day = field.value()
        if event is None or field.isReadOnly() or not field.text().strip():
            act()
        elif day is None:
            self.date_field.show_error(field.error or _("Enter a date."))
        elif day == event.payment_date:
            act()
        else:
            self._set_date(day, lambda _saved: act())

    def _on_date(self) -> None:
        day = self.payment_date.value()
        if self._event is None:
            return
        if not self.payment_date.text().strip():
            self.payment_date.set_value(self._event.payment_date)
        if day is None or day == self._event.payment_date:
            self.date_field.show_error(self.payment_date.error)
            return
        self._set_date(day)

    def _set_date(self, day: date, on_done: Callable[[Any], None] | None = None) -> None:
        event_id, request_id, actor = self._request()
        set_date, seen = self.context.services.event_actions.set_date, self._seen()
        asked = (event_id, day, request_id, actor)
        self.acting.begin(partial(set_date, *asked, seen=seen), on_done)

    def _request(self) -> tuple[EventId, str, Actor]:
        return EventId(self.number), *self.acting.request()

    def _seen(self) -> int | None:
        """Version of the event that the user looks at (PY-6)."""
        return None if self._event is None else self.acting.seen(self._event.version)

    def _ask(self, action: Act, words: str, on_done: Answered | None = None) -> None:
        act = partial(action, *self._request(), seen=self._seen())
        self.acting.begin_long(act, self.progress, words, on_done)

    def _on_acting(self) -> None:
        """Buttons rest while an action runs, and come back when it failed."""
        if self.acting.is_running:
            self._let_act(False)
        elif self._event is not None:
            self._enable(self._event)

    def _let_act(self, may: bool) -> None:
        """Keep every action from being pressed; what may be done at all is known elsewhere."""
        self.recalculate.setEnabled(may)
        self.correct.let_act(may, self._event)
        self.delete.setEnabled(may)
        self.tabs.let_act(may)
        if not may:
            self.distribute.setEnabled(False)
            self.freeze.setEnabled(False)

    def _on_deleted(self, _saved: Any) -> None:
        """Leave the page, unless the user has left it already."""
        if self.isVisible():
            self.context.open_page("home", 0)
            says = _("Payment event {id} was deleted.").format(id=grouped(long_id(self.number)))
            self.work_ended.emit(Notice(says, Tone.GREEN))
