"""The supervisor's page: every drawer live, turn-ins to approve, what needs attention, the proof.

Source: controls 10.2 step 4, DAY-04, TI-02, TI-10, XC-04, D-38, ui.md rule of use 11.
"""

from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout

from posapp.domain.exceptions import ExceptionItem
from posapp.domain.ids import long_id, short_id
from posapp.domain.listing import PageRequest
from posapp.domain.oversight import UnseenApprovals
from posapp.domain.proof import ProofStrip
from posapp.domain.rights import Actor, Right
from posapp.domain.supervising import SupervisorView, WatchedDrawer
from posapp.domain.topics import Topic
from posapp.domain.turn_in import TurnIn
from posapp.i18n import _, plural
from posapp.ui.approval_notices import approval_notices
from posapp.ui.checkout_notices import SeenCheckouts, checkout_notices, read_checkouts
from posapp.ui.context import UiContext
from posapp.ui.delegates.bar import BarDelegate
from posapp.ui.deposit_doings import TurnInDoings
from posapp.ui.dialogs.proof_rows import open_proof_rows
from posapp.ui.formats import grouped, joined
from posapp.ui.leading import Way, lead
from posapp.ui.models.deposit_lists import short_turn_in_columns
from posapp.ui.models.records import RecordTableModel
from posapp.ui.models.supervisor_lists import (
    CASH_BAR,
    attention_columns,
    bar_tone,
    summed_words,
    watched_columns,
)
from posapp.ui.pages.base import Page
from posapp.ui.payroll_notices import PayrollSeen, payroll_notices, read_payroll
from posapp.ui.shortcuts import Key
from posapp.ui.stale_drawers import stale_strips
from posapp.ui.theme import dp
from posapp.ui.tokens import Tone
from posapp.ui.upkeep_words import SeenUpkeep, read_upkeep, upkeep_line, upkeep_notices
from posapp.ui.widgets.badges import PillStrip
from posapp.ui.widgets.banner import Notice
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.chart_card import ChartCard
from posapp.ui.widgets.deposit_tabs import exception_ways
from posapp.ui.widgets.looks import text_label
from posapp.ui.widgets.proof_card import ProofCard
from posapp.ui.widgets.table import DataTable
from posapp.ui.words import word

if TYPE_CHECKING:
    from posapp.services.bundle import Services

_LEAST_ROWS: Final = 3
_MOST_DRAWERS: Final = 6
_SHOWN_EXCEPTIONS: Final = 50


@dataclass(frozen=True, slots=True)
class _Seen:
    """What one read of the page brings."""

    view: SupervisorView
    proof: tuple[ProofStrip, ...]
    exceptions: tuple[ExceptionItem, ...]
    total: int
    payroll: PayrollSeen
    upkeep: SeenUpkeep | None
    checkouts: SeenCheckouts
    approvals: UnseenApprovals


class SupervisorPage(Page):
    """An office at a glance."""

    KIND: ClassVar[str] = "supervisor"
    TOPICS: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.CONTROLS, Topic.EVENTS, Topic.LEDGER, Topic.MAILS, Topic.USERS}
    )
    SHOWS_DRAWER: ClassVar[bool] = False

    def __init__(self, context: UiContext, number: int = 0) -> None:
        super().__init__(context, number)
        self.seen: _Seen | None = None
        self._reading = self._again = False
        self.doings = TurnInDoings(context, self)
        self.proof = ProofCard(context.formats, self._open_rows)
        self.states = PillStrip()
        self.drawers = DataTable("watched_drawers", _("Drawers"))
        self.turn_ins = DataTable("waiting_turn_ins", _("Turn-ins"))
        self.attention = DataTable("needs_attention", _("Needs attention"))
        self.chart = ChartCard(context)
        self.upkeep = text_label("", "hint")
        self._make_buttons()
        self._lay_out()
        self._fill()
        self.show_title(_("Supervisor"))

    def load(self) -> None:
        """Read the office; on the lane of reports, so that nobody's payment waits for it.

        While a read is out, further changes ask for one more, not for one each.
        """
        if self._reading:
            self._again = True
            return
        self._reading = True
        services, actor = self.context.services, self.context.actor
        self.read(partial(_look, services, actor), self._on_seen, "reports")

    def on_failed(self, error: BaseException) -> None:
        """Show why; the next change reads again."""
        self._reading = self._again = False
        super().on_failed(error)

    def focus_first(self) -> None:
        """Start where something waits: turn-ins, else the drawers."""
        waits = self.seen is not None and bool(self.seen.view.turn_ins)
        (self.turn_ins if waits else self.drawers).setFocus()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this page."""
        buttons = (self.approve, self.proof.show_rows, self.deposit)
        return (
            *((one.text(), one.hint) for one in buttons if not one.isHidden()),
            (_("Open the marked drawer, turn-in or exception"), "Enter"),
        )

    def _make_buttons(self) -> None:
        self.approve = KeyButton(
            _("Approve\u2026"), self._on_approve, key=Key.MAIN_ACTION,
            shortcuts=self.context.shortcuts, name="approve_turn_in",
        )  # fmt: skip
        self.approve.rests_at = self.turn_ins
        self.approve.offer(self.context.actor.may(Right.APPROVE))
        self.deposit = KeyButton("", self._on_deposit, kind="quiet", name="open_deposit_control")
        for button, key in ((self.deposit, "Ctrl+D"), (self.proof.show_rows, "F4")):
            button.bind_key(QKeySequence(key))
            button.show_hint(key)

    def _lay_out(self) -> None:
        self.drawers_card = Card(_("Drawers"), summed_words(self.context.setup))
        self.drawers_card.aside.addWidget(self.states)
        self.drawers_card.aside.addWidget(self.deposit)
        self.drawers_card.add(self.drawers)
        turn_ins = Card(_("Turn-ins"), grow=True)
        turn_ins.aside.addWidget(self.approve)
        turn_ins.add(self.turn_ins, 1)
        self.attention_card = Card(_("Needs attention"), " ", grow=True)
        self.attention_card.add(self.attention, 1)
        below = QHBoxLayout()
        below.setSpacing(dp(12))
        for card in (turn_ins, self.attention_card, self.chart):
            below.addWidget(card, 1)
        self.body.addWidget(self.proof)
        self.body.addWidget(self.drawers_card)
        self.body.addLayout(below, 1)
        self.body.addWidget(self.upkeep)

    def _fill(self) -> None:
        context = self.context
        formats, setup, state = context.formats, context.setup, context.state
        columns = watched_columns(setup, formats)
        self.drawers.set_model(RecordTableModel(columns, (), self.drawers), state)
        bar = BarDelegate(attrgetter("share"), bar_tone, self.drawers)
        at = [one.name for one in columns].index(CASH_BAR)
        self.drawers.setItemDelegateForColumn(at, bar)
        waiting = short_turn_in_columns(setup, formats)
        self.turn_ins.set_model(RecordTableModel(waiting, (), self.turn_ins), state)
        wrong = attention_columns(formats)
        self.attention.set_model(RecordTableModel(wrong, (), self.attention), state)
        for table in (self.turn_ins, self.attention):
            table.keep_rows(_LEAST_ROWS)
        self.drawers.set_empty_text(
            _("No drawer is open"), _("Drawers appear here when cashiers open them.")
        )
        self.turn_ins.set_empty_text(
            _("No turn-in waits"), _("What cashiers hand over appears here.")
        )
        self.attention.set_empty_text(
            _("Nothing to mend"), _("All events are balanced, all payments frozen.")
        )
        self.turn_ins.chosen.connect(self.doings.approve)
        lead(context, self.drawers, _drawer_ways, lambda one: short_id(one.control.id))
        lead(context, self.attention, exception_ways, lambda one: long_id(one.event_id))

    def _on_seen(self, seen: _Seen) -> None:
        first = self.seen is None
        self._reading = False
        self.seen = seen
        view = seen.view
        self.proof.show_strips(seen.proof)
        self.drawers.show_records(view.drawers, attrgetter("control.id"))
        self.drawers.fit_rows(_MOST_DRAWERS, _LEAST_ROWS)
        self.turn_ins.show_records(view.turn_ins, attrgetter("id"))
        self.attention.show_records(seen.exceptions, lambda one: (one.event_id, one.payment_id))
        count = self.context.formats.count(seen.total) if seen.total else ""
        self.attention_card.caption.setText(count)
        self.approve.setEnabled(bool(view.turn_ins))
        self.chart.show_view(view)
        self._show_states(view)
        self._show_deposit(view)
        payroll = payroll_notices(self.context, seen.payroll)
        waits = checkout_notices(self.context, seen.checkouts)
        upkeep = upkeep_notices(self.context, seen.upkeep)
        given = approval_notices(self.context, seen.approvals)
        self.show_notices((*upkeep, *self._notices(view), *waits, *payroll, *given))
        self.upkeep.setText(upkeep_line(self.context, seen.upkeep))
        if first and self.isVisible():
            self.focus_first()
        if self._again:
            self._again = False
            self.load()

    def _show_states(self, view: SupervisorView) -> None:
        n, above = len(view.drawers), sum(one.above_limit for one in view.drawers)
        words = plural("{n} drawer", "{n} drawers", n).format(n=n)
        over = plural("{n} above its limit", "{n} above their limits", above).format(n=above)
        self.states.show_states([(words, Tone.BLUE), (over if above else "", Tone.AMBER)])

    def _show_deposit(self, view: SupervisorView) -> None:
        """The newest open deposit control, or all of them where there are several."""
        one = next(iter(view.deposits), None)
        if one is None and not self.context.actor.may(Right.DEPOSIT_CONTROL):
            self.deposit.show_text(_("Deposit controls"))
        elif one is None:
            self.deposit.show_text(_("Open deposit control\u2026"))
        elif len(view.deposits) > 1:
            says = _("{n} deposit controls")
            self.deposit.show_text(says.format(n=self.context.formats.count(len(view.deposits))))
        else:
            says = _("Deposit control {number}").format(number=grouped(short_id(one.id)))
            self.deposit.show_text(joined(says, word(one.status).text, one.currency))

    def _notices(self, view: SupervisorView) -> tuple[Notice, ...]:
        """A red line for each drawer that an earlier day left open (DAY-04)."""
        lines = stale_strips(self.context, view.drawers)
        doings = self.context.doings
        if view.deposits or doings is None or not self.context.actor.may(Right.DEPOSIT_CONTROL):
            return lines
        says = _("No deposit control is open. Cashiers can open their drawers once there is one.")
        action = _("Open deposit control")
        return (*lines, Notice(says, Tone.AMBER, action, doings.open_deposit_control))

    def _on_approve(self) -> None:
        """The marked turn-in, else the oldest."""
        marked: TurnIn | None = self.turn_ins.current_record()
        waiting = self.seen.view.turn_ins if self.seen is not None else ()
        one = marked or next(iter(waiting), None)
        if one is not None:
            self.doings.approve(one)

    def _on_deposit(self) -> None:
        deposits = self.seen.view.deposits if self.seen is not None else ()
        if len(deposits) == 1:
            self.context.open_page("deposit_control", deposits[0].id)
        elif (
            deposits
            or self.context.doings is None
            or not self.context.actor.may(Right.DEPOSIT_CONTROL)
        ):
            self.context.open_page("deposit_controls", 0)
        else:
            self.context.doings.open_deposit_control()

    def _open_rows(self, currency: str, figure: str) -> None:
        """The rows behind a figure of the proof."""
        if self.seen is not None:
            open_proof_rows(self.context, self.seen.proof, currency, figure, self.window())


def _look(services: "Services", actor: Actor) -> _Seen:
    """Read the office; runs off the GUI thread."""
    view = services.supervising.look(actor)
    found = services.exceptions.list_exceptions(PageRequest(limit=_SHOWN_EXCEPTIONS), actor)
    total = services.exceptions.count_exceptions(actor).total
    proof = services.proof.of_day(view.today, actor)
    waiting = read_payroll(services, actor)
    upkeep = read_upkeep(services, actor)
    checkouts, approvals = read_checkouts(services, actor), services.oversight.unseen(actor)
    return _Seen(view, proof, found.rows, total, waiting, upkeep, checkouts, approvals)


def _drawer_ways(one: WatchedDrawer) -> tuple[Way, ...]:
    return (
        Way(_("Open tender control"), "control", one.control.id),
        Way(_("Open deposit control"), "deposit_control", one.control.deposit_control_id),
        Way(_("Exceptions of this drawer"), "exceptions", one.control.id),
    )
