"""Texts to read: shipped Markdown shown with room between the lines, without links that lead out."""

from typing import Final

from PySide6.QtGui import QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QTextBrowser

from posapp.paths import resource
from posapp.ui.theme import dp

_LINE_HEIGHT: Final = 125


class Reading(QTextBrowser):
    """A place for a text."""

    def __init__(self, name: str, label: str) -> None:
        """Make it empty.

        Args:
            name: object name.
            label: accessible name.
        """
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setProperty("role", "reading")
        self.setOpenLinks(False)

    def show_markdown(self, text: str) -> None:
        """Show a text from its beginning."""
        self.setMarkdown(text)
        room = QTextBlockFormat()
        room.setBottomMargin(dp(8))
        room.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        # A text without room between its paragraphs is a grey block.
        cursor.mergeBlockFormat(room)
        self.verticalScrollBar().setValue(0)


def help_text(topic: str) -> str:
    """A shipped text as Markdown, empty when there is none."""
    path = resource("help", f"{topic}.md")
    return path.read_text("utf-8") if path.is_file() else ""
