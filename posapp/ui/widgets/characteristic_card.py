"""Characteristics in a list, with what may be done to them (payments 2.4, 5, 7.1)."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout

from posapp.domain.characteristic_edits import check_bearer, free_bearers
from posapp.domain.characteristics import Bearer, CharacteristicView
from posapp.domain.event_views import EventView
from posapp.domain.ids import long_id, new_request_id
from posapp.domain.rights import Right
from posapp.errors import Refused
from posapp.i18n import _
from posapp.ui.acting import Act
from posapp.ui.context import UiContext
from posapp.ui.context_menu import open_menu
from posapp.ui.dialogs.characteristic import CharacteristicDialog, Named
from posapp.ui.formats import grouped
from posapp.ui.models.columns import Column, text_column
from posapp.ui.models.records import RecordTableModel
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.table import DataTable

_ROWS: Final = 3
_KEYS: Final = {"add": "Ins", "change": "F4", "delete": "Ctrl+Del"}
Chooses = Callable[[CharacteristicView], bool]


class CharacteristicCard(Card):
    """The characteristics of an event, or only those of one payment or tender of it."""

    def __init__(
        self,
        context: UiContext,
        begin: Callable[[Act], None],
        reload: Callable[[], None],
        *,
        keys: bool = True,
    ) -> None:
        """Make it empty.

        Args:
            context: the window's surroundings.
            begin: carries an action out, with questions and retries.
            reload: reads the event again after a dialog.
            keys: whether its buttons have keys; a page has one such list at most.
        """
        super().__init__(_("Characteristics"), grow=True)
        self._context = context
        self._begin = begin
        self._reload = reload
        self._event: EventView | None = None
        self._named: tuple[Named, ...] = ()
        self._whole = False
        self._may = True
        self.table = DataTable("characteristics", _("Characteristics"))
        self.table.keep_rows(_ROWS)
        self.table.set_empty_text(
            _("No characteristics"), _("What else is known about a payment can be noted here.")
        )
        self.add_button = KeyButton(_("Add\u2026"), self.add_one, name="add_characteristic")
        self.change_button = KeyButton(
            _("Change\u2026"), self._change, name="change_characteristic"
        )
        self.delete_button = KeyButton(_("Delete"), self._delete, name="delete_characteristic")
        line = QHBoxLayout()
        line.setSpacing(dp(GRID))
        for button in self.buttons.values():
            line.addWidget(button)
            button.offer(context.actor.may(Right.ADD_EVENT))
        line.addStretch(1)
        self.add(line)
        self.add(self.table, 1)
        if keys:
            self._bind()
        self.table.current_changed.connect(self._enable)
        self.table.chosen.connect(lambda _one: self._change())
        self.table.menu_wanted.connect(self._open_menu)

    @property
    def buttons(self) -> dict[str, KeyButton]:
        """The buttons by what they do."""
        return {
            "add": self.add_button,
            "change": self.change_button,
            "delete": self.delete_button,
        }

    @property
    def _seen(self) -> int | None:
        """Version of the event that is shown (PY-6)."""
        return None if self._event is None else self._event.version

    @property
    def marked(self) -> CharacteristicView | None:
        """The characteristic under the cursor."""
        found: CharacteristicView | None = self.table.current_record()
        return found

    def show_event(self, event: EventView, bearers: Sequence[Named], *, whole: bool) -> None:
        """Show the characteristics of what is named.

        Args:
            event: the event as it is now.
            bearers: what a new one may stand on, in words; none is needed for the whole event.
            whole: show those of the whole event, with what each stands on.
        """
        self._event, self._named, self._whole = event, tuple(bearers), whole
        own = {bearer for bearer, _words in bearers}
        shown = tuple(one for one in event.characteristics if whole or one.bearer in own)
        marked = self.marked
        # Words for thousands of payments are not made before somebody needs them.
        words = dict(all_bearers(event, self._context)) if whole and shown else {}
        columns = _columns(words, whole=whole)
        self.table.set_model(RecordTableModel(columns, shown), self._context.state)
        places = [at for at, one in enumerate(shown) if marked and one.id == marked.id]
        self.table.select_line(places[0] if places else 0)
        self._enable()

    def let_act(self, may: bool) -> None:
        """Keep the buttons from being pressed while an action runs."""
        self._may = may
        self._enable()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of the buttons."""
        return tuple((button.text(), button.hint) for button in self.buttons.values())

    def add_one(self) -> None:
        """Add a characteristic to what may still take one."""
        if self._event is not None and self.add_button.isEnabled():
            self._open(CharacteristicDialog(
                self._context, self._event, self._free(), None, self.window()
            ))  # fmt: skip

    def _change(self) -> None:
        one = self.marked
        if self._event is None or one is None or not self.change_button.isEnabled():
            return
        words = dict(all_bearers(self._event, self._context))
        named = ((one.bearer, words.get(one.bearer, "")),)
        self._open(CharacteristicDialog(self._context, self._event, named, one, self.window()))

    def _delete(self) -> None:
        one = self.marked
        if one is None or not self.delete_button.isEnabled():
            return
        delete = self._context.services.characteristics.delete
        request_id, actor = new_request_id(), self._context.actor
        work = partial(delete, one.id, request_id, actor, seen=self._seen)
        self._begin(lambda _confirmed: work())

    def _open(self, dialog: CharacteristicDialog) -> None:
        dialog.completed.connect(self._on_done)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_done(self, _saved: object) -> None:
        self._reload()

    def _free(self) -> tuple[Named, ...]:
        """What a new one may stand on: not a frozen payment, nor a canceled tender."""
        if self._event is None:
            return ()
        free = free_bearers(self._event)
        named = all_bearers(self._event, self._context) if self._whole else self._named
        return tuple(one for one in named if one[0] in free)

    def _may_stand(self, bearer: Bearer) -> bool:
        if self._event is None:
            return False
        try:
            # Whether a drawer is balanced is known to the service, which says so.
            check_bearer(self._event, bearer, drawer_is_balanced=False)
        except Refused:
            return False
        return True

    def _enable(self, _one: object = None) -> None:
        may = self._may and self._context.actor.may(Right.ADD_EVENT)
        one = self.marked
        may_change = may and one is not None and self._may_stand(one.bearer)
        # One more thing can always be known about the event itself.
        takes = self._whole or any(self._may_stand(bearer) for bearer, _words in self._named)
        self.add_button.setEnabled(may and takes)
        self.change_button.setEnabled(may_change)
        self.delete_button.setEnabled(may_change)

    def _open_menu(self, _one: CharacteristicView, place: QPoint) -> None:
        acts = [
            (button.text(), button.click) for button in self.buttons.values() if button.isEnabled()
        ]
        open_menu(self, acts, place)

    def _bind(self) -> None:
        for name, button in self.buttons.items():
            keys = QKeySequence(_KEYS[name])
            shortcut = QShortcut(keys, self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(button.click)
            button.show_hint(keys.toString(QKeySequence.SequenceFormat.NativeText))


def all_bearers(event: EventView, context: UiContext) -> tuple[Named, ...]:
    """The event, its payments and its tenders in words."""
    money = context.formats.money
    return (
        (Bearer(), _("Payment event")),
        *(
            (
                Bearer(payment_id=one.id),
                _("Payment {number}, {amount}").format(
                    number=grouped(long_id(one.id)), amount=money(one.amount, event.currency)
                ),
            )
            for one in event.payments
        ),
        *(
            (
                Bearer(tender_id=one.id),
                _("Tender {number}, {kind} {amount}").format(
                    number=grouped(long_id(one.id)),
                    kind=one.description,
                    amount=money(one.amount, event.currency),
                ),
            )
            for one in event.tenders
            if not one.flagged
        ),
    )


def _columns(bearers: dict[Bearer, str], *, whole: bool) -> tuple[Column[CharacteristicView], ...]:
    """Type and value; with what each stands on where several things are shown."""
    columns: list[Column[CharacteristicView]] = [
        text_column(_("Characteristic Type"), lambda one: one.description, 200),
        text_column(_("Characteristic Value"), lambda one: one.value, 240, stretch=True),
        text_column(_("Description"), lambda one: one.value_description, 240),
    ]
    if whole:
        columns.insert(
            0, text_column(_("Belongs to"), lambda one: bearers.get(one.bearer, ""), 280)
        )
    return tuple(columns)
