"""Exceptions: unbalanced events, payments in error or not frozen, charges not levied; their repair.

Source: EX-1..EX-5, XC-01..XC-04, NS-04. The page opened for a tender control lists its exceptions only.
"""

from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QHBoxLayout

from posapp.domain.exceptions import (
    ExceptionCounts,
    ExceptionFilter,
    ExceptionItem,
    ExceptionKind,
    Place,
)
from posapp.domain.ids import ControlId, TenderId, long_id, short_id
from posapp.domain.listing import Page as ListPage
from posapp.domain.listing import PageRequest
from posapp.domain.rights import Right
from posapp.domain.topics import Topic
from posapp.i18n import _
from posapp.ui.acting import Acting
from posapp.ui.context import UiContext
from posapp.ui.context_menu import open_menu
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.formats import grouped, isolated
from posapp.ui.models.exception_lists import (
    exception_columns,
    exception_reason,
    exception_repair,
)
from posapp.ui.models.paged import PagedTableModel
from posapp.ui.pages.base import Page
from posapp.ui.shortcuts import Key
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.labelled_field import LabelledField
from posapp.ui.widgets.looks import text_label
from posapp.ui.widgets.table import DataTable

_KEPT_ROWS = 4


class ExceptionsPage(Page):
    """The list, and the repair of the marked line."""

    KIND: ClassVar[str] = "exceptions"
    TOPICS: ClassVar[frozenset[Topic]] = frozenset({Topic.EVENTS, Topic.LEDGER, Topic.CONTROLS})
    SHOWS_DRAWER: ClassVar[bool] = False

    def __init__(self, context: UiContext, number: int = 0) -> None:
        """Make the page.

        Args:
            context: the surroundings.
            number: tender control whose exceptions are wanted, 0 for all.
        """
        super().__init__(context, number)
        self._is_new = True
        self._kept = ""
        fetch = partial(_fetch, context)
        self.model: PagedTableModel[ExceptionItem] = PagedTableModel(
            exception_columns(context.formats), fetch, context.runner, parent=self
        )
        self.kind = ChoiceBox(_kinds(None))
        self.table = DataTable("exceptions", _("Exceptions"))
        self.reason = text_label("", "strong", wrap=True)
        self.repair = text_label("", "", wrap=True)
        self.mend = KeyButton(
            _("Mend"), self._on_mend, key=Key.MAIN_ACTION, shortcuts=context.shortcuts,
            kind="primary", name="mend",
        )  # fmt: skip
        self._acting = Acting(context, self)
        self.settle = KeyButton(_("Done"), self._on_settle, name="settle_charge")
        self.settle.bind_key(QKeySequence("Ctrl+D"))
        self.settle.show_hint("Ctrl+D")
        self.settle.hide()
        self._lay_out()
        self._connect()
        self.show_title(_("Exceptions"))

    def load(self) -> None:
        """Read the list, and how many there are of each kind."""
        if self._is_new:
            self._load_kind()
        else:
            self._kept = _identity(self.table.current_record())
            self.model.reload()
        context = self.context
        control = ControlId(self.number) if self.number else None
        count = partial(context.services.exceptions.count_exceptions, context.actor, control)
        self.read(count, self._on_counts)

    def focus_first(self) -> None:
        """Start in the list."""
        self.table.setFocus()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this page."""
        return (
            (_("Open the place where the marked exception is mended"), "Enter"),
            (_("The same, from anywhere on the page"), self.mend.hint),
            (_("A charge that could not be levied was seen to"), self.settle.hint),
        )

    def _lay_out(self) -> None:
        self.kind.setObjectName("exception_kind")
        filters = QHBoxLayout()
        filters.addWidget(LabelledField("exception_kind", _("Show"), self.kind, room=False))
        filters.addStretch(1)
        number = grouped(short_id(self.number)) if self.number else ""
        title = _("Exceptions of tender control {number}").format(number=number)
        found = Card(title if self.number else _("Exceptions"), " ", grow=True)
        self.found = found
        found.add(filters)
        self.table.set_model(self.model, self.context.state)
        self.table.keep_rows(_KEPT_ROWS)
        self.table.set_empty_text(
            _("Nothing to mend"), _("All payment events are balanced and all payments frozen.")
        )
        found.add(self.table, 1)
        repair = Card(_("Repair"))
        line = QHBoxLayout()
        line.setSpacing(dp(2 * GRID))
        line.addWidget(self.repair, 1)
        line.addWidget(self.settle)
        line.addWidget(self.mend)
        repair.add(self.reason)
        repair.add(line)
        self.body.addWidget(found, 1)
        self.body.addWidget(repair)

    def _connect(self) -> None:
        self.table.chosen.connect(self._open)
        self.table.menu_wanted.connect(self._open_menu)
        self.table.current_changed.connect(self._on_current)
        self.kind.value_changed.connect(self._on_kind)
        self.model.loaded.connect(self._on_loaded)
        self.model.failed.connect(self.on_failed)
        self._acting.changed.connect(self._on_acting)

    def _load_kind(self) -> None:
        filters: dict[str, Any] = {}
        if self.number:
            filters[ExceptionFilter.CONTROL] = self.number
        if self.kind.value() is not None:
            filters[ExceptionFilter.KIND] = self.kind.value()
        self.model.load(filters)

    def _on_kind(self, _kind: ExceptionKind | None) -> None:
        self._is_new, self._kept = True, ""
        self._load_kind()

    def _on_counts(self, counts: ExceptionCounts) -> None:
        chosen = self.kind.value()
        self.kind.blockSignals(True)
        self.kind.set_choices(_kinds(counts))
        self.kind.select(chosen)
        self.kind.blockSignals(False)

    def _on_loaded(self, rows: int, more: bool) -> None:
        """Mark the first line, so that Enter opens it; read again, stay where the user was."""
        count = self.context.formats.count(rows)
        self.found.caption.setText(_("{n}, and more below").format(n=count) if more else "")
        found = [_identity(record) for record in self.model.records]
        if self._kept in found:
            self.table.select_line(found.index(self._kept))
        elif rows:
            self.table.select_line(0)
        self._is_new, self._kept = False, ""
        self._on_current(self.table.current_record())

    def _on_current(self, item: ExceptionItem | None) -> None:
        self.mend.setEnabled(item is not None)
        self.settle.setVisible(item is not None and item.tender_id is not None)
        self._on_acting()
        if item is None:
            self.reason.setText(_("Nothing is marked"))
            self.repair.setText("")
            return
        self.reason.setText(exception_reason(item, self.context.formats))
        self.repair.setText(exception_repair(item))

    def _on_acting(self) -> None:
        may = self.context.actor.may(Right.CANCEL_ANY)
        self.settle.setEnabled(may and not self._acting.is_running)

    def _on_settle(self) -> None:
        """Ask whether the charge was seen to, then take it off the list (NS-04)."""
        item = self.table.current_record()
        if item is None or item.tender_id is None:
            return
        says = _("Was the charge asked of {name} in another way, or waived?")
        question = ConfirmDialog(
            [says.format(name=isolated(item.account_name))], self.window(), title=_("Charge not levied"),
            yes=_("Done"), yes_key="F9",
        )  # fmt: skip
        question.accepted.connect(partial(self._settle, item.tender_id))
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.open()

    def _settle(self, tender_id: TenderId) -> None:
        asked = (tender_id, *self._acting.request())
        settle = self.context.services.exceptions.settle_charge
        self._acting.begin(lambda _confirmed: settle(*asked))

    def _on_mend(self) -> None:
        item = self.table.current_record()
        if item is not None:
            self._open(item)

    def _open(self, item: ExceptionItem) -> None:
        """The place where it is mended (XC-03)."""
        if item.place is Place.PAYMENT and item.payment_id is not None:
            self.context.open_page("payment", item.payment_id)
        else:
            self.context.open_page("event", item.event_id)

    def _open_menu(self, item: ExceptionItem, place: QPoint) -> None:
        open_page = self.context.open_page
        copy = partial(QGuiApplication.clipboard().setText, long_id(item.event_id))
        acts = [
            (_("Mend"), partial(self._open, item)),
            (_("Open payment event"), partial(open_page, "event", item.event_id)),
            (_("Open account"), partial(open_page, "account", item.account_id)),
            (_("Copy event number"), copy),
        ]
        open_menu(self, acts, place)


def _fetch(context: UiContext, request: PageRequest) -> ListPage[ExceptionItem]:
    """One page of the list; runs off the GUI thread."""
    return context.services.exceptions.list_exceptions(request, context.actor)


def _kinds(counts: ExceptionCounts | None) -> list[Choice]:
    """Kinds to show, each with how many there are."""
    words = (
        (None, _("All"), counts and counts.total),
        (ExceptionKind.UNBALANCED, _("Unbalanced payment events"), counts and counts.unbalanced),
        (ExceptionKind.ERROR, _("Payments in error"), counts and counts.errors),
        (ExceptionKind.UNFROZEN, _("Unfrozen payments"), counts and counts.unfrozen),
        (ExceptionKind.UNCHARGED, _("Charges not levied"), counts and counts.uncharged),
    )
    return [
        Choice(kind, text if n is None else _("{what} ({n})").format(what=text, n=n))
        for kind, text, n in words
    ]


def _identity(item: ExceptionItem | None) -> str:
    return "" if item is None else f"{item.event_id}/{item.payment_id or item.tender_id or ''}"
