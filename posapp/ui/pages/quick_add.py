"""Payment Event Quick Add by rules, and Payment Quick Add by accounts (payments 10 and 11)."""

from collections.abc import Callable
from typing import ClassVar, Final

from PySide6.QtWidgets import QWidget

from posapp.domain.quick_add import QuickKind
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.pages.quick_page import QuickPage
from posapp.ui.quick_words import ask_once
from posapp.ui.widgets.in_sight import InSight
from posapp.ui.widgets.quick_head import MULTIPLE, SINGLE
from posapp.ui.widgets.quick_single import QuickSingle

_MANY: Final = "Each row is added, distributed and frozen when you press Create."
_ONE: Final = "One payment event: who pays with what, and what is paid."


class QuickAddPage(QuickPage):
    """Many payment events by distribution rules, or a single one (QA-1, QA-2)."""

    KIND: ClassVar[str] = "quick_add"
    QUICK: ClassVar[QuickKind] = QuickKind.RULES

    def __init__(self, context: UiContext, number: int = 0) -> None:
        super().__init__(
            context,
            number,
            (
                _("Payment Event Quick Add"),
                _(_MANY),
                _("Create"),
            ),
        )
        self._single: QuickSingle | None = None
        self._sight = InSight(self.area)
        self.head.number_changed.connect(self._on_number)

    @property
    def is_single(self) -> bool:
        """Whether one payment event is typed."""
        return self._single is not None and self.rows.isHidden()

    @property
    def unfinished(self) -> str:
        """Rows, or the one event, that are typed and not created."""
        if self.is_single and self._single is not None:
            return self._single.unfinished
        return super().unfinished

    def keep_work(self) -> Callable[[], object] | None:
        """Rows are kept; one event only when it is complete (D-21)."""
        if self.is_single and self._single is not None:
            return self._single.keep_work()
        return super().keep_work()

    def focus_first(self) -> None:
        """Start where typing starts."""
        if self.is_single and self._single is not None:
            self._single.focus_first()
        else:
            super().focus_first()

    def widget_for(self, number: str) -> QWidget:
        """What stands below the head for *Multiple* and for *Single*; the latter is made late."""
        if number == MULTIPLE:
            return self.rows
        if self._single is None:
            self._single = QuickSingle(self.context, self.head.tape, self.show_notice)
            self.body.addWidget(self._single, 1)
            # Sums and buttons stay in sight where the page scrolls.
            self.foot.addWidget(self._single.foot)
            self._sight.watch(self._single)
        return self._single

    def _on_number(self, number: str) -> None:
        """Switching throws away what is typed, after a question (QA-2)."""
        says = self.unfinished
        if not says:
            self._switch(number)
            return
        other = MULTIPLE if number == SINGLE else SINGLE
        ask_once(
            self,
            f"{says} {_('Switching throws this away.')}",
            _("Number of Payment Events"),
            _("Switch"),
            lambda: self._switch(number),
            lambda: self.head.choose_number(other),
        )

    def _switch(self, number: str) -> None:
        """Show the other dialog with nothing typed in it."""
        single = number == SINGLE
        wanted = self.widget_for(number)
        if self._single is not None:
            self._single.clear()
            self._single.setVisible(single)
        self.rows.setVisible(not single)
        self.buttons.setVisible(not single)
        self.head.show_tape(shown=not single)
        self.head.subtitle.setText(_(_ONE) if single else _(_MANY))
        self.clear_all()
        wanted.show()
        self.focus_first()


class QuickAddAccountsPage(QuickPage):
    """Payments by accounts: one event a row, no more rows than the installation says (QA-15)."""

    KIND: ClassVar[str] = "quick_add_accounts"
    QUICK: ClassVar[QuickKind] = QuickKind.ACCOUNTS

    def __init__(self, context: UiContext, number: int = 0) -> None:
        super().__init__(
            context,
            number,
            (
                _("Payment Quick Add"),
                _("Each account pays for itself, with one payment event a row."),
                _("Distribute and Freeze"),
            ),
        )
