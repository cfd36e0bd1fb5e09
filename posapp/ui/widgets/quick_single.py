"""One payment event on the Quick Add page: typed, created, gone to or the next one (payments 10.3)."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from posapp.domain.ids import EventId, new_request_id
from posapp.domain.money import ZERO
from posapp.domain.payment_events import AddedEvent, AddEvent
from posapp.domain.quick_add import QuickHeader
from posapp.domain.topics import Saved
from posapp.errors import Refused
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.sealed_tenders import act_sealed
from posapp.ui.shortcuts import Key
from posapp.ui.single_words import added_in_words
from posapp.ui.theme import GRID, dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.grid import commit_editors, unsettled
from posapp.ui.widgets.looks import set_look, text_label
from posapp.ui.widgets.quick_fields import SingleFields

_CLEAR = "Alt+C"
_OPEN = "Alt+E"


class QuickSingle(QWidget):
    """Tenders, details, *Go To Payment Event* and *Create*.

    ``created`` carries ``Saved[AddedEvent]``. The page gives the header and shows the strips; it
    may take ``foot``, which has the sums and buttons, to where nothing scrolls.
    """

    created = Signal(object)

    def __init__(
        self,
        context: UiContext,
        header: Callable[[], QuickHeader | None],
        show_notice: Callable[[Notice], None],
    ) -> None:
        """Make it empty.

        Args:
            context: the surroundings.
            header: gives drawer and date as typed; ``None`` while one is wrong, which is shown.
            show_notice: shows a strip over the page.
        """
        super().__init__()
        self._context, self._header, self._notice = context, header, show_notice
        self._request_id = new_request_id()
        self._confirmed: frozenset[str] = frozenset()
        self._busy = False
        self._place: int | None = None
        self._event_id: EventId | None = None
        self._focused: QWidget | None = None
        self.fields = SingleFields(context)
        self.foot = QWidget()
        self.balance = text_label("", "error", wrap=True)
        self.balance.setObjectName("balance_line")
        self.go_to = QCheckBox(_("&Go To Payment Event"))
        self.go_to.setObjectName("go_to_payment_event")
        self.status = text_label("", "subtitle", wrap=True)
        self.status.setObjectName("created_status")
        self.open_button = KeyButton(_("Open event"), self._on_open, name="open_created")
        self.open_button.bind_key(QKeySequence(_OPEN))
        self.open_button.show_hint(_OPEN)
        self.clear_button = KeyButton(_("Clear"), self.ask_clear, name="clear_single")
        self.clear_button.bind_key(QKeySequence(_CLEAR))
        self.clear_button.show_hint(_CLEAR)
        self.create_button = KeyButton(
            _("Create"), self.create_event, key=Key.MAIN_ACTION, shortcuts=context.shortcuts,
            kind="primary", name="create_single",
        )  # fmt: skip
        self._lay_out()
        self.fields.edited.connect(self._on_edited)
        self.fields.finished.connect(self.create_button.setFocus)
        self._on_edited()

    @property
    def holds_work(self) -> bool:
        """Whether something is typed that leaving would lose."""
        return not self._busy and self.fields.holds_work

    @property
    def unfinished(self) -> str:
        """What is unfinished, in a sentence; empty when nothing is."""
        return _("A payment event is typed and not created.") if self.holds_work else ""

    def keep_work(self) -> Callable[[], object] | None:
        """How to keep what is complete for later (D-21); half of it cannot be kept."""
        commit_editors(self)
        header = self._header()
        command = None if header is None else self._command(header, frozenset())
        return None if command is None else self._sealed("keep", command)

    def focus_first(self) -> None:
        """Start with who pays."""
        self.fields.focus_start()

    def create_event(self) -> None:
        """Create the event as it is typed; nothing counts as confirmed yet."""
        self._confirmed = frozenset()
        self._send()

    def ask_clear(self) -> None:
        """Be ready for the next event; what is typed is asked about (QA-2)."""
        if self._busy:
            return
        if not self.holds_work:
            self.clear()
            return
        dialog = ConfirmDialog(
            [self.unfinished], self.window(), title=_("Throw away what is typed?"),
            yes=_("Throw away"), yes_key="F9", danger=True,
        )  # fmt: skip
        dialog.accepted.connect(self.clear)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def clear(self) -> None:
        """Start with nothing typed; what was created last stays in sight, its change does not."""
        self._request_id = new_request_id()
        self.fields.show_handed_out(ZERO, "")
        self.fields.clear()
        self.fields.focus_start()

    def show_field_error(self, field: str, sentence: str) -> bool:
        """Errors stand at their row; drawer and date are the page's."""
        place, self._place = self._place, None
        return self.fields.show_error(field, sentence, place)

    def showEvent(self, event: QShowEvent) -> None:
        """The foot comes along, wherever it is."""
        self.foot.show()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """The foot goes along; its buttons take no keys then."""
        self.foot.hide()
        super().hideEvent(event)

    def show_notice(self, notice: Notice) -> None:
        """Show a strip over the page."""
        self._notice(notice)

    def _lay_out(self) -> None:
        said = QHBoxLayout()
        said.setSpacing(dp(2 * GRID))
        for part in (self.go_to, self.open_button):
            said.addWidget(part)
        for label in (self.balance, self.status):
            said.addWidget(label, 1)
        foot = QHBoxLayout()
        foot.setSpacing(dp(GRID))
        foot.addWidget(self.fields.sums, 1)
        for button in (self.clear_button, self.create_button):
            foot.addWidget(button)
        below = QVBoxLayout(self.foot)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(dp(GRID))
        below.addLayout(said)
        below.addLayout(foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(dp(GRID))
        column.addWidget(self.fields, 1)
        column.addWidget(self.foot)
        # The room of the button is kept, so that nothing moves when it comes.
        policy = self.open_button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.open_button.setSizePolicy(policy)
        self.open_button.hide()

    def _command(self, header: QuickHeader, confirmed: frozenset[str]) -> AddEvent | None:
        if header.control_id is None and not self.fields.all_debited:
            self._say_no_drawer()
            return None
        return self.fields.command(self._request_id, header, confirmed)

    def _say_no_drawer(self) -> None:
        doings = self._context.doings
        says = _("You have no open tender control. Open a drawer first.")
        act = None if doings is None else doings.open_drawer
        self._notice(Notice(says, Tone.RED, "" if act is None else _("Open a drawer"), act))

    def _sealed(self, act: str, command: AddEvent) -> Callable[[], Any]:
        """What the service does with the command, its account numbers sealed before (AP-02)."""
        context = self._context
        does = getattr(context.services.in_hand, act)
        blocks = self.fields.blocks()
        return partial(act_sealed, does, command, blocks, context.services, context.actor)

    def _send(self) -> None:
        """Write open cells, wait for their look-ups, then hand the work to the runner."""
        if self._busy:
            return
        commit_editors(self)
        waits = unsettled(self)
        if waits is not None:
            self._rest(busy=True)
            once = Qt.ConnectionType.SingleShotConnection
            waits.settled.connect(self._on_settled, once)
            return
        header = self._header()
        command = None if header is None else self._command(header, self._confirmed)
        if command is None:
            return
        work = self._sealed("submit", command)
        self._rest(busy=True)
        self._context.runner.run(self, work, self._on_created, self._on_failed)

    def _on_settled(self) -> None:
        self._rest(busy=False)
        self._send()

    def _on_created(self, saved: Saved[AddedEvent]) -> None:
        """Say what was created, print it, and go there or be ready for the next (QA-11, QA-12)."""
        self._rest(busy=False)
        added, context = saved.value, self._context
        self._event_id = added.event_id
        currency = self.fields.currency
        says, tone = added_in_words(added, currency, context)
        self.status.setText(says)
        set_look(self.status, "role", "error" if tone is Tone.RED else "subtitle")
        self.open_button.setVisible(True)
        self.clear()
        self.fields.show_handed_out(added.change, currency)
        if context.doings is not None:
            context.doings.print_taken(added.event_id, added.receipt_number or "")
        self.created.emit(saved)
        if self.go_to.isChecked():
            self._on_open()

    def _on_failed(self, error: BaseException) -> None:
        self._rest(busy=False)
        place = error.fields.get("place") if isinstance(error, Refused) else None
        self._place = place if isinstance(place, int) else None
        self._context.failures.present(error, self, confirm=self._on_confirmed, retry=self._send)

    def _on_confirmed(self, codes: frozenset[str]) -> None:
        self._confirmed |= codes
        self._send()

    def _on_open(self) -> None:
        if self._event_id is not None:
            self._context.open_page("event", self._event_id)

    def _on_edited(self) -> None:
        """What is missing takes the place of what was created last."""
        says = self.fields.says
        self.balance.setText(says)
        self.balance.setVisible(bool(says))
        self.status.setVisible(not says)

    def _rest(self, *, busy: bool) -> None:
        """Nothing is typed or pressed while the event is written; then the focus is back."""
        self._busy = busy
        if busy:
            self._focused = self.focusWidget()
        self.fields.setEnabled(not busy)
        for button in (self.create_button, self.clear_button):
            button.setEnabled(not busy)
        if not busy and self._focused is not None and isValid(self._focused):
            self._focused.setFocus()
