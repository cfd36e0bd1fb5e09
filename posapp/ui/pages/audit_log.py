"""The audit log: who did what, found by day, user, kind and object, with what it changed (D-44)."""

from functools import partial
from typing import ClassVar, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter

from posapp.domain.audit_log import MOST, AuditDetail, AuditEntry, AuditSearch
from posapp.domain.ids import UserId
from posapp.i18n import _
from posapp.ui.audit_words import KINDS, AuditWords
from posapp.ui.context import UiContext
from posapp.ui.dialogs.log_detail import LogDetailDialog
from posapp.ui.formats import joined
from posapp.ui.models.audit_lists import audit_columns
from posapp.ui.models.event_tender_lists import change_columns
from posapp.ui.models.records import RecordTableModel
from posapp.ui.pages.base import Page
from posapp.ui.shortcuts import Key
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.date_edit import DateEdit
from posapp.ui.widgets.form import Form
from posapp.ui.widgets.limited_edit import LimitedEdit
from posapp.ui.widgets.looks import text_label
from posapp.ui.widgets.period import read_period
from posapp.ui.widgets.table import DataTable

_ID_WIDTH: Final = 14
_KEPT_ROWS: Final = 5


class AuditLogPage(Page):
    """Criteria above, entries below, the newest first; beside them the values before and after."""

    KIND: ClassVar[str] = "audit_log"
    SHOWS_DRAWER: ClassVar[bool] = False

    def __init__(self, context: UiContext, number: int = 0) -> None:
        super().__init__(context, number)
        self._known = False
        self._asked = 0
        self.detail: AuditDetail | None = None
        self.words = AuditWords(context.formats)
        self.first = DateEdit(context.formats, context.today)
        self.last = DateEdit(context.formats, context.today)
        self.user = ChoiceBox([Choice(None, _("Any"))])
        self.kind = ChoiceBox(
            [Choice("", _("Any")), *(Choice(name, _(words)) for name, words in KINDS.items())]
        )
        self.about = LimitedEdit(_ID_WIDTH)
        self.form = Form(5, gap=GRID)
        self.table = DataTable("audit_log", _("Audit log"))
        self.changes = DataTable("audit_changes", _("Before and after"))
        self.notes = text_label("", "subtitle")
        self.notes.setWordWrap(True)
        self.search_button = KeyButton(
            _("Search"), self.search, key=Key.MAIN_ACTION, shortcuts=context.shortcuts,
            kind="primary", name="search_now",
        )  # fmt: skip
        self.clear_button = KeyButton(_("Clear"), self._on_clear, name="clear")
        self._lay_out()
        for field in (self.first, self.last, self.about):
            field.returnPressed.connect(self.search)
        self.table.current_changed.connect(self._on_entry)
        for table in (self.table, self.changes):
            table.chosen.connect(lambda _one: self._open_detail())
        self.show_title(_("Audit log"))

    def load(self) -> None:
        """Read whose actions there are, then search; later search again."""
        if self._known:
            self.search()
            return
        takers = self.context.services.browse.takers
        self.read(partial(takers, self.context.actor), self._on_users)

    def focus_first(self) -> None:
        """Start in the list: what is wanted is likely there already."""
        self.table.setFocus()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this page."""
        return (
            (self.search_button.text(), self.search_button.hint),
            (_("Show the marked action in full"), "Enter"),
        )

    def search(self) -> None:
        """List the entries that fit all criteria."""
        wanted = self._wanted()
        if self.form.errors():
            self.form.focus_first_error()
            return
        log = self.context.services.audit_log.search
        self.read(partial(log, wanted, self.context.actor), self._on_found, "reports")

    def _wanted(self) -> AuditSearch:
        """What is looked for; what is no date or no number is said."""
        self.form.clear_errors()
        first, last = read_period(self.form, self.first, self.last)
        digits = "".join(self.about.text().split())
        if digits and not (digits.isascii() and digits.isdigit()):
            self.form.show_error("about", _("This is no number."))
            digits = ""
        user: UserId | None = self.user.value()
        return AuditSearch(
            first, last, user, self.kind.value() or "", int(digits) if digits else None
        )

    def _lay_out(self) -> None:
        form = self.form
        form.add("first", _("From"), self.first)
        form.add("last", _("To"), self.last)
        form.add("user", _("User"), self.user)
        form.add("kind", _("Kind"), self.kind)
        form.add("about", _("About"), self.about)
        criteria = Card(_("Audit log"))
        criteria.aside.addWidget(self.clear_button)
        criteria.aside.addWidget(self.search_button)
        criteria.add(form)
        state = self.context.state
        columns = audit_columns(self.context.formats, self.words)
        self.table.set_model(RecordTableModel(columns, (), self.table), state)
        self.table.set_empty_text(_("Nothing was found"), _("Fill in less, and search again."))
        self.changes.set_model(RecordTableModel(change_columns(), ()), state)
        self.changes.set_empty_text(_("No value changed"))
        newest = _("The newest {n}").format(n=self.context.formats.count(MOST))
        done = Card(_("What was done"), newest, grow=True)
        changed = Card(_("Before and after"), grow=True)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setObjectName("audit_split")
        split.setChildrenCollapsible(False)
        split.setHandleWidth(dp(12))
        changed.add(self.notes)
        for card, table in ((done, self.table), (changed, self.changes)):
            card.add(table, 1)
            split.addWidget(card)
            table.keep_rows(_KEPT_ROWS)
        split.setSizes([dp(660), dp(660)])
        self.body.addWidget(criteria)
        self.body.addWidget(split, 1)

    def _on_users(self, users: tuple[tuple[UserId, str], ...]) -> None:
        self._known = True
        self.words.people = dict(users)
        self.user.set_choices(
            [Choice(None, _("Any")), *(Choice(number, name) for number, name in users)]
        )
        self.search()

    def _on_found(self, found: tuple[AuditEntry, ...]) -> None:
        self.table.show_records(found, lambda one: (one.chain, one.seq))
        if found and self.table.current_record() is None:
            self.table.select_line(0)
        if not found:
            self._on_entry(None)

    def _on_entry(self, entry: AuditEntry | None) -> None:
        """Read what the marked entry changed; an answer for another one comes too late."""
        self._asked += 1
        self.detail = None
        self._show_changes()
        if entry is None:
            return
        show = self.context.services.audit_log.show
        work = partial(show, entry.chain, entry.seq, self.context.actor)
        answered = partial(self._on_detail, self._asked)
        self.context.runner.run(self, work, answered, self.on_failed)

    def _on_detail(self, asked: int, detail: AuditDetail) -> None:
        if asked == self._asked:
            self.detail = detail
            self._show_changes()

    def _show_changes(self) -> None:
        noted = "" if self.detail is None else self.words.noted(self.detail.entry)
        self.notes.setText(noted)
        self.notes.setVisible(bool(noted))
        lines = () if self.detail is None else self.words.lines(self.detail)
        self.changes.set_model(RecordTableModel(change_columns(), lines), self.context.state)

    def _open_detail(self) -> None:
        """The marked action in full, nothing cut off."""
        if self.detail is None:
            return
        entry, context = self.detail.entry, self.context
        who = joined(context.formats.stamp(entry.at), entry.user, self.words.noted(entry))
        lines = self.words.lines(self.detail)
        dialog = LogDetailDialog(self.words.sentence(entry), who, lines, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _on_clear(self) -> None:
        self.form.clear_errors()
        self.first.clear()
        self.last.clear()
        self.about.clear()
        self.user.select(None)
        self.kind.select("")
        self.first.setFocus()
