"""Opens the dialogs that issue a payable item and take one back; they are late parts (P7)."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from posapp.domain.accounts import AccountCard
from posapp.domain.items import ItemView
from posapp.late import part
from posapp.ui.context import UiContext


def open_issue(context: UiContext, card: AccountCard, window: QWidget) -> None:
    """Ask what is issued to an account; then its page opens."""
    dialog = part("posapp.ui.dialogs.issue_item").IssueItemDialog(context, card, window)
    dialog.completed.connect(partial(_show, context))
    dialog.open()


def open_release(
    context: UiContext, item: ItemView, window: QWidget, then: Callable[[], object]
) -> None:
    """Ask why an item is taken back; then it is read again."""
    dialog = part("posapp.ui.dialogs.release_item").ReleaseItemDialog(context, item, window)
    dialog.reload = then
    dialog.open()


def _show(context: UiContext, saved: Any) -> None:
    context.open_page("item", saved.value)
