"""Where the parts of a dialog that writes stand."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.busy_bar import BusyBar

if TYPE_CHECKING:
    from posapp.ui.dialogs.base import TaskDialog


def lay_out(dialog: "TaskDialog", progress: BusyBar) -> None:
    """Heading, fields that scroll, what keeps its place, and the buttons."""
    dialog.setMinimumWidth(dp(480))
    margin = dp(3 * GRID)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(margin, dp(20), margin, dp(20))
    layout.setSpacing(dp(6))
    layout.addLayout(dialog.head)
    dialog.body.setSpacing(dp(10))
    dialog.body.addWidget(dialog.form)
    layout.addWidget(dialog.field_scroll, 1)
    layout.addLayout(dialog.below)
    layout.addWidget(progress)
    footer = dialog.footer
    footer.setSpacing(dp(GRID))
    footer.addWidget(dialog.status, 1)
    footer.addWidget(dialog.cancel_button)
    footer.addWidget(dialog.submit_button)
    layout.addLayout(footer)
    dialog.submit_button.setDefault(True)
