"""The top of a dialog: heading, line under it, strip."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from posapp.ui.formats import in_order
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.banner import Banner
from posapp.ui.widgets.looks import text_label


class DialogHead(QVBoxLayout):
    """Heading and strip, the strip below the heading or, with its room kept, beside it."""

    def __init__(self, title: str, subtitle: str, *, beside: bool) -> None:
        """Make the parts.

        Args:
            title: heading.
            subtitle: line under the heading.
            beside: the strip has its room beside the heading, so that nothing moves when it comes.
        """
        super().__init__()
        self.setSpacing(dp(6))
        self.banner = Banner(reserve=beside)
        self.heading = text_label(title, "title")
        self.subtitle = text_label(in_order(subtitle), "subtitle", wrap=True)
        if not subtitle:
            # Hidden, but never shown: without a parent yet it would open as a window.
            self.subtitle.hide()
        self.subline = QHBoxLayout()
        self.subline.addWidget(self.subtitle, 1)
        if beside:
            top = QHBoxLayout()
            top.setSpacing(dp(2 * GRID))
            top.addWidget(self.heading)
            top.addWidget(self.banner, 1)
            self.addLayout(top)
            self.addLayout(self.subline)
        else:
            self.addWidget(self.heading)
            self.addLayout(self.subline)
            self.addSpacing(dp(GRID))
            self.addWidget(self.banner)
        self.addSpacing(dp(4))
