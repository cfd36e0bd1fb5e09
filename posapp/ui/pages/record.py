"""What the pages of single records share: head, lists, and the ways to what hangs on the record."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, ClassVar

from PySide6.QtWidgets import QHBoxLayout

from posapp.domain.topics import Topic
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.pages.base import Page
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.record_head import RecordHead
from posapp.ui.widgets.table import DataTable


class RecordPage(Page):
    """A page of one record that is looked at; subclasses read it in ``load``.

    Attributes:
        FIGURES: (name, caption) of the figures in its head.
        HEROES: figures that are as large as the first.
        WAYS: (kind of page, words) of the buttons at its foot.
    """

    TOPICS: ClassVar[frozenset[Topic]] = frozenset({Topic.ACCOUNTS, Topic.EVENTS, Topic.LEDGER})
    SHOWS_DRAWER: ClassVar[bool] = False
    FIGURES: ClassVar[tuple[tuple[str, str], ...]] = ()
    HEROES: ClassVar[frozenset[str]] = frozenset()
    WAYS: ClassVar[tuple[tuple[str, str], ...]] = ()

    def __init__(self, context: UiContext, number: int = 0) -> None:
        super().__init__(context, number)
        self._account = 0
        self.head = RecordHead(
            f"{self.KIND}_head", [(name, _(says)) for name, says in self.FIGURES], self.HEROES
        )
        self.body.addWidget(self.head)
        self.ways: dict[str, KeyButton] = {}
        self.footer = QHBoxLayout()
        self.footer.setSpacing(dp(GRID))
        for kind, words in self.WAYS:
            button = self.ways[kind] = KeyButton(_(words), name=f"to_{kind}")
            button.hide()
            self.footer.addWidget(button)
        self.footer.addStretch(1)
        self.foot.addLayout(self.footer)
        self._acts: dict[str, Callable[[], object]] = {}
        for kind, button in self.ways.items():
            button.clicked.connect(partial(self._go, kind))

    @property
    def account_number(self) -> int:
        """The account that the record is of, 0 before it is read."""
        return self._account

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this page."""
        return ((_("Open what the marked line is about"), "Enter"),)

    def focus_first(self) -> None:
        """Start in the first list."""
        first = self.findChild(DataTable)
        if isinstance(first, DataTable):
            first.setFocus()

    def lead_to(self, ways: Iterable[tuple[str, str, int | None]]) -> None:
        """Say where the buttons at the foot lead; one without a number is hidden.

        Args:
            ways: (button, kind of page, number).
        """
        self._acts = {
            name: partial(self.context.open_page, kind, number)
            for name, kind, number in ways
            if number
        }
        for name, button in self.ways.items():
            button.setVisible(name in self._acts)

    def money(self, amount: Any, currency: str) -> str:
        """An amount as this window writes it."""
        return self.context.formats.money(amount, currency)

    def _go(self, name: str, _checked: bool = False) -> None:
        act = self._acts.get(name)
        if act is not None:
            act()
