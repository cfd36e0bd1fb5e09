"""The set-up: every table on the left, its rows on the right, one form for each row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout

from posapp.domain.rights import Actor
from posapp.domain.setup_fields import FieldKind, SetUpField, Values
from posapp.domain.setup_table import SetUpTable
from posapp.domain.setup_tables import SETUP_TABLES
from posapp.domain.setup_use import SetUpUse
from posapp.domain.topics import Topic
from posapp.i18n import _
from posapp.ui.acting import Acting
from posapp.ui.context import UiContext
from posapp.ui.dialogs.setup_row import SetUpRowDialog
from posapp.ui.models.records import RecordTableModel
from posapp.ui.models.setup_lists import row_columns, setting_columns, table_columns, use_words
from posapp.ui.pages.base import Page
from posapp.ui.theme import dp
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.looks import text_label
from posapp.ui.widgets.table import DataTable

if TYPE_CHECKING:
    from posapp.services.bundle import Services


@dataclass(frozen=True, slots=True)
class _Seen:
    """What one read of the page brings."""

    table: SetUpTable
    rows: tuple[Values, ...]
    references: Mapping[str, Sequence[str]]

    def key(self, row: Values) -> tuple[object, ...]:
        """What makes two readings of a row the same one."""
        return tuple(row[name] for name in self.table.keys)


class SetUpPage(Page):
    """All set-up tables."""

    KIND: ClassVar[str] = "setup"
    TOPICS: ClassVar[frozenset[Topic]] = frozenset({Topic.SETUP})
    SHOWS_DRAWER: ClassVar[bool] = False
    FIRST: ClassVar[str] = "installation"

    def __init__(self, context: UiContext, number: int = 0) -> None:
        super().__init__(context, number)
        self._seen: _Seen | None = None
        self.acting = Acting(context, self)
        self.tables = DataTable("setup_tables", _("Set-up tables"))
        self.rows = DataTable("setup_rows", _("Rows"))
        self.new = _button(_("New row…"), self._on_new, "Ins", "new")
        self.change = KeyButton(_("Change…"), self._on_change, name="change")
        self.change.show_hint("Enter")
        self.delete = _button(_("Delete"), self._on_delete, "Del", "delete")
        self.uses = text_label("", "hint", wrap=True)
        self._asked = 0
        self._card = Card(_("Rows"), grow=True)
        self._lay_out()
        self.tables.current_changed.connect(self._on_table)
        self.tables.chosen.connect(lambda _table: self.rows.setFocus())
        self.rows.chosen.connect(lambda _row: self._on_change())
        self.rows.current_changed.connect(self._on_row)
        self.acting.changed.connect(self._enable)

    def load(self) -> None:
        """Read the rows of the marked table."""
        table = self._table()
        services, actor = self.context.services, self.context.actor
        self.read(partial(_look, services, table, actor), self._on_seen)

    def focus_first(self) -> None:
        """Start in the list of tables."""
        self.tables.setFocus()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this page."""
        return (
            (_("Change the marked row"), "Enter"),
            (_("New row"), "Ins"),
            (_("Delete the marked row"), "Del"),
        )

    def _lay_out(self) -> None:
        model = RecordTableModel(table_columns(), tuple(SETUP_TABLES.values()), self.tables)
        self.tables.set_model(model)
        self.tables.select_line(list(SETUP_TABLES).index(self.FIRST))
        left = Card(_("Set-up"), grow=True)
        left.add(self.tables, 1)
        left.setFixedWidth(dp(260))
        self._card.add(self.rows, 1)
        self._card.add(self.uses)
        buttons = QHBoxLayout()
        buttons.addStretch()
        for button in (self.new, self.change, self.delete):
            buttons.addWidget(button)
        self._card.add(buttons)
        line = QHBoxLayout()
        line.setSpacing(dp(12))
        line.addWidget(left)
        line.addWidget(self._card, 1)
        self.body.addLayout(line, 1)
        self.rows.set_empty_text(_("No rows yet"), _("Add the first one with New row."))
        self.show_title(_("Set-up"))

    def _table(self) -> SetUpTable:
        table = self.tables.current_record()
        return table if isinstance(table, SetUpTable) else next(iter(SETUP_TABLES.values()))

    def _on_table(self, _record: Any) -> None:
        self.load()

    def _on_seen(self, seen: _Seen) -> None:
        before = self._seen
        self._seen = seen
        self._card.heading.setText(_(seen.table.title))
        if before is None or before.table.name != seen.table.name:
            self._show_other(seen)
        elif seen.table.single:
            self._show_settings(seen)
        else:
            self.rows.show_records(seen.rows, seen.key)
            self._mark_added(before, seen)
        self._enable()

    def _show_other(self, seen: _Seen) -> None:
        """Another table; one of a single row shows its fields below each other."""
        if seen.table.single:
            self._show_settings(seen)
        else:
            columns = row_columns(seen.table, self.context.formats)
            self.rows.set_model(RecordTableModel(columns, seen.rows, self.rows))
        self.rows.select_line(0)

    def _show_settings(self, seen: _Seen) -> None:
        at = self.rows.currentIndex().row()
        columns = setting_columns(seen.table, seen.rows[0], self.context.formats)
        self.rows.set_model(RecordTableModel(columns, seen.table.fields, self.rows))
        self.rows.select_line(at)

    def _mark_added(self, before: _Seen, seen: _Seen) -> None:
        """A row that was just added is the one the user is on."""
        known = {before.key(row) for row in before.rows}
        model = self.rows.record_model()
        added = [row for row in seen.rows if seen.key(row) not in known]
        if len(added) == 1 and isinstance(model, RecordTableModel):
            self.rows.select_line(model.records.index(added[0]))

    def _on_row(self, row: Values | SetUpField | None) -> None:
        """Say where the marked row is used; counting may take a moment on a large database."""
        self._asked += 1
        self.uses.setText("")
        seen = self._seen
        if seen is None or seen.table.fixed or not isinstance(row, Mapping):
            return
        if any(name not in row for name in seen.table.keys):
            return
        context = self.context
        uses = partial(context.services.setup_edits.uses, seen.table.name, row, context.actor)
        answered = partial(self._on_uses, self._asked)
        context.runner.run(self, uses, answered, self.on_failed, "reports")

    def _on_uses(self, asked: int, uses: tuple[SetUpUse, ...]) -> None:
        if asked == self._asked:
            self.uses.setText(use_words(uses, self.context.formats))

    def _enable(self) -> None:
        seen = self._seen
        may = (
            seen is not None
            and not seen.table.fixed
            and not self.acting.is_running
            and self.context.actor.may(seen.table.right)
        )
        single = seen is not None and seen.table.single
        some = seen is not None and bool(seen.rows)
        self.new.setEnabled(may and not single)
        self.change.setEnabled(may and some)
        self.delete.setEnabled(may and some and not single)

    def _on_new(self) -> None:
        self._open(None)

    def _on_change(self) -> None:
        row, seen = self.rows.current_record(), self._seen
        if row is None or seen is None or not self.change.isEnabled():
            return
        if isinstance(row, SetUpField):
            self._open(seen.rows[0], row.name)
        else:
            self._open(row)

    def _open(self, row: Values | None, field: str = "") -> None:
        if self._seen is None:
            return
        table, references = self._seen.table, self._seen.references
        dialog = SetUpRowDialog(self.context, table, row, references, self.window())
        dialog.completed.connect(lambda _saved: self.load())
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        if field:
            dialog.focus_field(field)

    def _on_delete(self) -> None:
        row = self.rows.current_record()
        if self._seen is None or row is None:
            return
        delete, name = self.context.services.setup_edits.delete, self._seen.table.name
        request_id, actor = self.acting.request()
        self.acting.begin(partial(delete, name, row, request_id, actor))


class PaymentSettingsPage(SetUpPage):
    """*Admin > System settings > Payments*: the set-up, beginning with that table (ML-2)."""

    KIND: ClassVar[str] = "payment_settings"
    FIRST: ClassVar[str] = "payment_option"


class MailSettingsPage(SetUpPage):
    """*Admin > System settings > Mail server*: the set-up, beginning with that table (ML-3)."""

    KIND: ClassVar[str] = "mail_settings"
    FIRST: ClassVar[str] = "mail_server"


def _button(words: str, slot: Callable[[], object], key: str, name: str) -> KeyButton:
    """A button with a key of its own on this page."""
    button = KeyButton(words, slot, name=name)
    button.bind_key(QKeySequence(key))
    button.show_hint(key)
    return button


def _look(services: "Services", table: SetUpTable, actor: Actor) -> _Seen:
    """Rows of a table, and the codes that its references may name."""
    edits = services.setup_edits
    named = {f.table for f in table.fields if f.kind is FieldKind.REFERENCE}
    references = {
        other: [str(row[SETUP_TABLES[other].keys[-1]]) for row in edits.rows(other, actor).rows]
        for other in sorted(named)
    }
    found = edits.rows(table.name, actor)
    return _Seen(found.table, found.rows, references)
