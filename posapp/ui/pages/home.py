"""Home: what a person sees before a customer is there, and the next thing to do (controls 10)."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QPoint
from PySide6.QtGui import QShowEvent

from posapp.domain.desk import Desk, DrawerLine, EventLine
from posapp.domain.exceptions import ExceptionCounts
from posapp.domain.ids import ControlId, short_id
from posapp.domain.rights import Actor, Right
from posapp.domain.tender_controls import Control, ControlView
from posapp.domain.topics import Topic
from posapp.i18n import _, plural
from posapp.late import part
from posapp.ui.context import Doings, UiContext
from posapp.ui.context_menu import open_menu
from posapp.ui.drawer_notices import stale_notices, takes_drawers
from posapp.ui.formats import grouped
from posapp.ui.home_ways import home_card
from posapp.ui.kept_notices import kept_notices
from posapp.ui.models.account_lists import drawer_columns, event_columns
from posapp.ui.models.records import RecordTableModel
from posapp.ui.pages.base import Page
from posapp.ui.paper_missing import missing_notices
from posapp.ui.receipt_opening import open_receipt
from posapp.ui.shortcuts import Key
from posapp.ui.widgets.banner import Notice
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.exception_card import ExceptionCard
from posapp.ui.widgets.key_strip import KeyStrip, home_keys
from posapp.ui.widgets.next_step import NextStep, Step
from posapp.ui.widgets.table import DataTable

if TYPE_CHECKING:
    from posapp.services.bundle import Services
    from posapp.services.in_hand import KeptEvent
    from posapp.ui.quick_start import QuickLeft

_LEAST_ROWS = 3


@dataclass(frozen=True, slots=True)
class _Seen:
    """What one read of the page brings."""

    desk: Desk
    kept: "tuple[KeptEvent, ...]"
    exceptions: ExceptionCounts
    stale: tuple[Control, ...]


class HomePage(Page):
    """The desk."""

    KIND: ClassVar[str] = "home"
    TOPICS: ClassVar[frozenset[Topic]] = frozenset({Topic.CONTROLS, Topic.EVENTS, Topic.SETUP})

    def __init__(self, context: UiContext, number: int = 0) -> None:
        super().__init__(context, number)
        self._read_for: ControlId | None = None
        self._unread = False
        self._desk: Desk | None = None
        self._kept: tuple[Notice, ...] = ()
        self._left: tuple[Notice, ...] = ()
        self._stale: tuple[Control, ...] = ()
        self.next = NextStep(context.shortcuts)
        self.exceptions = ExceptionCard(context)
        self.drawers_card = Card(_("Drawers at work"), " ", grow=True)
        self.drawers = DataTable("drawers", _("Drawers at work"))
        self.recent_card = Card(_("Payments in my drawer"), " ", grow=True)
        self.recent = DataTable("drawer_events", _("Payments in my drawer"))
        self._fill()
        self.show_title(_("Home"))
        self.recent.chosen.connect(self._open_event)
        self.recent.menu_wanted.connect(self._open_event_menu)
        self.drawers.chosen.connect(self._open_control)
        context.shortcuts.bind(Key.PRINT, self, self.open_receipt)
        context.drawer.changed.connect(self._on_drawer)
        context.drawer.failed.connect(self._on_no_drawer)

    def load(self) -> None:
        """Read the desk; the drawer itself is watched by the window, and its answer is waited for."""
        services, actor = self.context.services, self.context.actor
        control = self._offered
        self._read_for = control
        self._unread = not self.context.drawer.is_answered
        if self._unread:
            return
        self.read(partial(_look, services, control, actor, self.context.began), self._on_seen)
        # Behind the page: what Quick Add needs is loaded late (P7).
        left = partial(_load_left, services, actor)
        self.context.runner.run(self, left, self._on_left, self.on_failed, "reports")

    def showEvent(self, event: QShowEvent) -> None:
        """What was told while other pages stood over this one is read now."""
        super().showEvent(event)
        if self._unread:
            self.load()

    def focus_again(self) -> None:
        """Back in the list that something was opened from, else ready to find the next customer."""
        if self._left_at() in {self.recent, self.drawers}:
            super().focus_again()
        else:
            self.focus_first()

    def open_receipt(self) -> None:
        """Show the receipt of the marked payment, else of the newest, ready to print."""
        marked = self.recent.current_record()
        newest = next(iter(self._desk.recent), None) if self._desk is not None else None
        line = marked or newest
        none = _("There is no payment in your drawer yet, so there is no receipt to print.")
        # A strip may tell that this very receipt is missing.
        event_id = None if line is None else line.event_id
        open_receipt(self, event_id, none, then=lambda _result: self.load())

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this page."""
        return home_keys(self.context.shortcuts, self.context.actor)

    def _fill(self) -> None:
        for table in (self.recent, self.drawers):
            table.keep_rows(_LEAST_ROWS)
        formats, state = self.context.formats, self.context.state
        self.recent.set_model(RecordTableModel(event_columns(formats), (), self.recent), state)
        self.drawers.set_model(RecordTableModel(drawer_columns(formats), (), self.drawers), state)
        self.drawers_card.add(self.drawers)
        self.recent_card.add(self.recent, 1)
        self.drawers_card.hide()
        self.body.addWidget(self.next)
        self.body.addWidget(self.exceptions)
        if not self._takes_money:
            self.body.addWidget(home_card(self.context))
        self.body.addWidget(self.drawers_card, 1)
        self.body.addWidget(self.recent_card, 1)
        # Takes the height where neither list is shown.
        self.body.addStretch()
        self.foot.addWidget(KeyStrip(self.context.shortcuts, self.context.actor))

    @property
    def _offered(self) -> ControlId | None:
        """The drawer that money goes into now."""
        view = self.context.drawer.state.view
        return view.control.id if view is not None else None

    def _on_drawer(self) -> None:
        """Another drawer has other payments; a change within it is told by the window."""
        self._show_step()
        if self._unread or self._offered != self._read_for:
            self._unread = True
            if self.isVisibleTo(self.window()):
                self.load()

    def _on_no_drawer(self, _error: BaseException) -> None:
        """The window says what is wrong; the desk may still be read."""
        if self._unread:
            self.load()

    def _on_seen(self, seen: _Seen) -> None:
        desk = self._desk = seen.desk
        self.recent.show_records(desk.recent, attrgetter("event_id"))
        self.drawers.show_records(desk.drawers, attrgetter("control.id"))
        self.drawers_card.setVisible(self._watches)
        count = plural("{n} drawer", "{n} drawers", len(desk.drawers)).format(n=len(desk.drawers))
        self.drawers_card.caption.setText(count)
        self.exceptions.show_counts(seen.exceptions)
        self._show_step()
        self._kept = kept_notices(seen.kept, self.context)
        self._stale = seen.stale
        self._show_strips()

    def _on_left(self, left: "QuickLeft") -> None:
        """Rows of Quick Add that leaving or the program's end interrupted."""
        self._left = part("posapp.ui.quick_start").left_notices(left, self.context)
        self._show_strips()

    def _show_strips(self) -> None:
        stale = stale_notices(self.context, self._stale)
        self.show_notices((*self._kept, *missing_notices(self, self._desk), *stale, *self._left))

    def _show_step(self) -> None:
        """The next thing to do, once drawer and desk are known."""
        if self._desk is None or not self.context.drawer.is_known:
            return
        view = self.context.drawer.state.view
        self.next.show_step(self._step(self._desk, view))
        # Who only watches has no use for an empty list of own payments.
        own = self._takes_money and not self._watches
        self.recent_card.setVisible(view is not None or own)
        self._say_why_empty(view)

    @property
    def _takes_money(self) -> bool:
        """Whether this user may have a drawer."""
        return self.context.actor.may(Right.OPEN_CONTROL)

    @property
    def _watches(self) -> bool:
        """Whether this user watches the drawers of others, as supervisors and auditors do."""
        return self.context.actor.may(Right.SEE_EXPECTED)

    def _say_why_empty(self, view: ControlView | None) -> None:
        if view is None:
            self.drawers.set_empty_text(
                _("No drawer is open"), _("Drawers appear here when cashiers open them.")
            )
            self.recent.set_empty_text(
                _("No drawer, no payments"), _("What you take today will be listed here.")
            )
        else:
            self.recent.set_empty_text(
                _("No payments in this drawer yet"),
                _("Find the first customer: name, account, address, bill or plate."),
            )

    def _step(self, desk: Desk, view: ControlView | None) -> Step:
        actor, doings = self.context.actor, self.context.doings
        counting = self.context.drawer.state.counting
        if view is None and counting and doings is not None:
            return _go_on(counting[0].id, doings)
        if view is not None or not self._takes_money or doings is None:
            return Step(
                _("Ready for the next customer") if view is not None else _("Find an account"),
                _("Type a name, account, address, bill or plate into the search line, or scan."),
                _("Search"),
                self.context.to_search,
                searches=True,
            )
        if not any(map(takes_drawers, desk.deposits)):
            if not actor.may(Right.DEPOSIT_CONTROL):
                return Step(
                    _("No deposit control is open yet"),
                    _(
                        "Ask your supervisor to open today's deposit control; then open your drawer."
                    ),
                )
            return Step(
                _("Open today's deposit control"),
                _("Cashiers can open their drawers once it is there."),
                _("Open deposit control"),
                doings.open_deposit_control,
            )
        if self._watches and desk.drawers:
            words = plural("{n} drawer is at work", "{n} drawers are at work", len(desk.drawers))
            return Step(
                words.format(n=len(desk.drawers)),
                _("Open a drawer of your own to take payments yourself."),
                _("Open drawer"),
                doings.open_drawer,
                primary=False,
            )
        return Step(
            _("Open your drawer"),
            _("Count the float, or accept it as it is. Then you can take payments."),
            _("Open drawer"),
            doings.open_drawer,
        )

    def _open_event(self, line: EventLine) -> None:
        self.context.open_page("event", line.event_id)

    def _open_event_menu(self, line: EventLine, place: QPoint) -> None:
        acts = [
            (_("Open payment event"), partial(self.context.open_page, "event", line.event_id)),
            (_("Open account"), partial(self.context.open_page, "account", line.account_id)),
        ]
        open_menu(self, acts, place)

    def _open_control(self, line: DrawerLine) -> None:
        self.context.open_page("control", line.control.id)


def _go_on(number: int, doings: Doings) -> Step:
    """A drawer that is being balanced is finished first."""
    says = _("Go on balancing drawer {number}").format(number=grouped(short_id(number)))
    why = _("Count it, submit the count, and let a supervisor balance it.")
    return Step(says, why, _("Balance drawer"), doings.balance_drawer)


def _look(
    services: "Services", control: ControlId | None, actor: Actor, since: datetime | None
) -> _Seen:
    """Read the desk and what was left in hand; runs off the GUI thread."""
    kept = services.in_hand.kept(actor) if actor.may(Right.ADD_EVENT) else ()
    # Who watches the drawers sees what waits in any of them (XC-04).
    watches = actor.may(Right.SEE_EXPECTED)
    exceptions = services.exceptions.count_exceptions(actor) if watches else ExceptionCounts()
    stale = services.tender_controls.stale(actor)
    return _Seen(services.desk.show(control, actor, since), kept, exceptions, stale)


def _load_left(services: "Services", actor: Actor) -> "QuickLeft":
    """Read what was left of Quick Add; runs off the GUI thread."""
    left: QuickLeft = part("posapp.ui.quick_start").load_left(services, actor)
    return left
