"""Payment Event Quick Add by rules, and Payment Quick Add by accounts (payments 10 and 11)."""

from collections.abc import Callable
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from posapp.domain.quick_add import QuickKind
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.pages.quick_page import QuickPage

Single = Callable[["QuickAddPage"], QWidget]


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
                _("Each row is added, distributed and frozen when you press Create."),
                _("Create"),
            ),
        )


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
