"""What must be confirmed before rows of Quick Add are taken: a strip on the page, with a key (QA-3).

It opens over no other page and takes no focus: who types on elsewhere confirms nothing.
"""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Banner, Notice

YES_KEY: Final = "Ctrl+Enter"
_MAIN_PAD: Final = "Ctrl+Return"


class QuickQuestion(Banner):
    """One question for the whole batch; hidden while there is none.

    ``is_early`` says that it is about rows that nobody has kept yet: any other text ends it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("quick_question")
        self._rows: frozenset[int] = frozenset()
        self.is_early = False

    def listen(self, page: QWidget) -> None:
        """Take the key wherever the focus is on a page; without a question it presses nothing."""
        for key in (YES_KEY, _MAIN_PAD):
            shortcut = QShortcut(QKeySequence(key), page)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(self.agree)

    def agree(self) -> None:
        """Yes, where something is asked."""
        if self.isVisible():
            self._on_action()

    def ask(
        self,
        title: str,
        sentences: Sequence[str],
        yes: str,
        on_yes: Callable[[], object],
        rows: frozenset[int],
    ) -> None:
        """Ask.

        Args:
            title: how many rows it is about.
            sentences: the concerns in words.
            yes: words of the button.
            on_yes: called when the user says yes.
            rows: lines of the batch that it is about.
        """
        self._rows, self.is_early = rows, False

        def agreed() -> None:
            self.clear()
            on_yes()

        says = "\n".join(sentences)
        self.show_notice(Notice(says, Tone.AMBER, yes, agreed, YES_KEY, f"{title}:"))

    def clear(self) -> None:
        """The question is over."""
        self._rows, self.is_early = frozenset(), False
        super().clear()

    def withdraw(self, line: int | None) -> None:
        """A row that it is about got other texts: the answer would be to something else.

        Args:
            line: its place in the batch; ``None`` for a row that nobody has kept yet.
        """
        if self.is_early or line in self._rows:
            self.clear()
