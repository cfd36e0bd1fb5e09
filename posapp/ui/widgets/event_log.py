"""*Log* of a payment event: every action with user and time, and what it changed (D-40)."""

from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout

from posapp.domain.event_log import LogEntry
from posapp.domain.event_views import EventView
from posapp.errors import PosError
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.log_detail import LogDetailDialog
from posapp.ui.formats import joined
from posapp.ui.log_words import ChangeLine, LogWords
from posapp.ui.models.event_tender_lists import change_columns, log_columns
from posapp.ui.models.records import RecordTableModel
from posapp.ui.theme import dp
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.event_tabs import EventTab
from posapp.ui.widgets.table import DataTable

_KEPT_ROWS = 3


class EventLogTab(EventTab):
    """The actions, newest first; beside them the values before and after of the marked one."""

    NAME: ClassVar[str] = "log_tab"

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._event: EventView | None = None
        self._words: LogWords | None = None
        self._read_version = -1
        self._generation = 0
        self.actions_table = DataTable("event_log", _("What was done"))
        self.changes = DataTable("log_changes", _("Before and after"))
        self.changes.set_model(RecordTableModel(change_columns(), ()))
        self.changes.set_empty_text(
            _("No value changed"), _("The action left payments and tenders as they were.")
        )
        self.actions_table.set_empty_text(_("Nothing was done yet"))
        done, self.changed = (
            Card(_("What was done"), grow=True),
            Card(_("Before and after"), grow=True),
        )
        for card, table in ((done, self.actions_table), (self.changed, self.changes)):
            table.keep_rows(_KEPT_ROWS)
            card.add(table, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setObjectName("log_split")
        split.setChildrenCollapsible(False)
        split.setHandleWidth(dp(12))
        split.addWidget(done)
        split.addWidget(self.changed)
        split.setSizes([dp(600), dp(720)])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, dp(12), 0, 0)
        layout.addWidget(split, 1)
        self.actions_table.current_changed.connect(self._on_entry)
        for table in (self.actions_table, self.changes):
            table.chosen.connect(self._open_detail)

    def label(self, event: EventView | None) -> str:  # noqa: ARG002 - it has one name
        """The tab's name."""
        return _("&Log")

    def focus_first(self) -> None:
        """The actions."""
        self.actions_table.setFocus()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Enter shows what is too long for a line."""
        return ((_("Show the marked action in full"), "Enter"),)

    def show_event(self, event: EventView) -> None:
        """Show an event; its log is read when somebody looks."""
        self._event = event
        if self.isVisible():
            self._read()

    def showEvent(self, event: QShowEvent) -> None:
        """Read the log of the event as it is now."""
        super().showEvent(event)
        self._read()

    def _read(self) -> None:
        event = self._event
        if event is None or event.version == self._read_version:
            return
        self._read_version = event.version
        self._generation += 1
        work = partial(self._context.services.event_log.of, event.id, self._context.actor)
        answered = partial(self._on_log, self._generation, event)
        self._context.runner.run(self, work, answered, self._on_failed)

    def _on_log(self, generation: int, event: EventView, entries: tuple[LogEntry, ...]) -> None:
        if generation != self._generation:
            return
        context = self._context
        words = LogWords(context.formats, context.texts, context.setup, event.currency)
        self._words = words
        model = RecordTableModel(log_columns(context.formats, words.sentence), entries[::-1])
        self.actions_table.set_model(model, context.state)
        self.actions_table.select_line(0)

    def _on_failed(self, error: BaseException) -> None:
        """The log may be read again; the page itself tells what is wrong with the database."""
        self._read_version = -1
        if isinstance(error, PosError):
            self.actions_table.set_empty_text(self._context.texts.of(error))
        else:
            self._context.failures.unhandled(error, self.window())

    def _open_detail(self, chosen: LogEntry | ChangeLine) -> None:
        """The whole action from the left, one of its lines from the right."""
        entry, words = self.actions_table.current_record(), self._words
        if entry is None or words is None:
            return
        lines = (chosen,) if isinstance(chosen, ChangeLine) else words.changes(entry)
        who = joined(self._context.formats.stamp(entry.at), entry.user)
        dialog = LogDetailDialog(words.sentence(entry), who, lines, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _on_entry(self, entry: LogEntry | None) -> None:
        words = self._words
        lines = () if words is None or entry is None else words.changes(entry)
        self.changes.set_model(RecordTableModel(change_columns(), lines), self._context.state)
