"""A tab of a deposit control: a list with the buttons that work on its marked line."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posapp.domain.deposit_controls import DepositControlView
from posapp.domain.exceptions import ExceptionItem
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.models.columns import Column
from posapp.ui.models.records import RecordTableModel
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.table import DataTable

_KEPT: Final = 3


@dataclass(frozen=True, slots=True)
class DepositSeen:
    """What one read of a deposit control's page brings."""

    view: DepositControlView
    exceptions: tuple[ExceptionItem, ...]


@dataclass(frozen=True, slots=True)
class TabAction:
    """A button of a tab: object name, words, key, what it does."""

    name: str
    words: str
    key: str
    act: Callable[[], object]


class DepositTab(QWidget):
    """A list with the buttons that work on it.

    Attributes:
        NAME: object name of the tab.
        TITLE: its words, the letter for Alt marked.
        table: the list.
        buttons: what can be done, by object name.
    """

    NAME: ClassVar[str] = ""
    TITLE: ClassVar[str] = ""

    def __init__(self, table: DataTable, actions: Sequence[TabAction] = ()) -> None:
        super().__init__()
        self.setObjectName(self.NAME)
        self.table = table
        self.buttons: dict[str, KeyButton] = {}
        self._may = False
        table.keep_rows(_KEPT)
        line = QHBoxLayout()
        line.setSpacing(dp(GRID))
        for action in actions:
            button = KeyButton(action.words, action.act, name=action.name)
            button.bind_key(QKeySequence(action.key))
            button.show_hint(action.key.replace("Return", "Enter"))
            button.rests_at = table
            self.buttons[action.name] = button
            line.addWidget(button)
        line.addStretch()
        self.card = Card(grow=True)
        if actions:
            self.card.add(line)
        self.card.add(table, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, dp(GRID), 0, 0)
        layout.addWidget(self.card)
        table.current_changed.connect(lambda _record: self.wake())

    def label(self, seen: DepositSeen | None) -> str:
        """The tab's name with how many there are."""
        title = _(self.TITLE)
        n = 0 if seen is None else self.count(seen)
        return _("{title} ({n})").format(title=title, n=n) if n else title

    def count(self, seen: DepositSeen) -> int:  # noqa: ARG002 - a tab without a number
        """How many its name tells of, 0 for none."""
        return 0

    def show_seen(self, seen: DepositSeen) -> None:
        """Show what was read."""
        raise NotImplementedError

    def mark(self, number: int) -> None:
        """Mark the line of a record by its number; unknown ones change nothing."""
        model = self.table.record_model()
        ids = [self.number_of(one) for one in model.records] if model is not None else []
        if number in ids:
            self.table.select_line(ids.index(number))

    def number_of(self, record: Any) -> int:
        """The number of a record."""
        return int(getattr(record, "id", 0))

    def let_act(self, may: bool) -> None:
        """Whether anything may be done now."""
        self._may = may
        self.wake()

    def wake(self) -> None:
        """Enable what can be done with the marked line."""
        for name, button in self.buttons.items():
            button.setEnabled(self._may and self.allows(name, self.table.current_record()))

    def allows(self, name: str, record: Any) -> bool:  # noqa: ARG002 - most need a line only
        """Whether a button may be pressed for a line."""
        return record is not None

    def offer(self, may: bool) -> None:
        """Hide the buttons from those who never may press them (D-44)."""
        for button in self.buttons.values():
            button.offer(may)

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of the buttons."""
        return tuple((b.text(), b.hint) for b in self.buttons.values() if not b.isHidden())

    def fill(self, context: UiContext, columns: tuple[Column[Any], ...]) -> None:
        """Give the list its columns."""
        self.table.set_model(RecordTableModel(columns, (), self.table), context.state)
