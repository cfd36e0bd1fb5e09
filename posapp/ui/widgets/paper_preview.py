"""A preview that is the paper itself: the pages of its PDF as pictures, in a scroll area."""

from collections.abc import Sequence
from contextlib import closing
from threading import Lock
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from posapp.i18n import _
from posapp.late import part
from posapp.ui.theme import dp

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_DOTS: Final = 1.6
_PAGE_WIDTH: Final = 550
_MOST_PAGES: Final = 10
# The library keeps global state: two threads in it at once end the whole program.
_DRAWING: Final = Lock()


def pages_of(pdf: bytes, scale: float, most_width: float) -> list[QImage]:
    """The pages of a PDF as pictures; runs off the GUI thread, one document at a time.

    Args:
        pdf: the document.
        scale: pixels a point.
        most_width: wider pages, in pixels, are drawn smaller.
    """
    with _DRAWING, closing(part("pypdfium2").PdfDocument(pdf)) as document:
        pages = range(min(len(document), _MOST_PAGES))
        return [_picture(document, number, scale, most_width) for number in pages]


def _picture(document: "PdfDocument", number: int, scale: float, most_width: float) -> QImage:
    # Closed here and not by the collector, which may run on a thread without the lock.
    with closing(document[number]) as page:
        fitting = min(scale, most_width / page.get_width())
        with closing(page.render(scale=fitting, rev_byteorder=True, prefer_bgrx=True)) as bitmap:
            return QImage(
                bytes(bitmap.buffer),
                bitmap.width,
                bitmap.height,
                bitmap.stride,
                QImage.Format.Format_RGBX8888,
            ).copy()


class PaperPreview(QScrollArea):
    """Shows pages below each other; a long document shows its first ones."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("paper_preview")
        self.setAccessibleName(_("Preview"))
        self.setWidgetResizable(True)
        self.pages = QWidget()
        self._stack = QVBoxLayout(self.pages)
        self._stack.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setWidget(self.pages)

    @property
    def has_pages(self) -> bool:
        """Whether a paper is on the screen."""
        return self._stack.count() > 0

    def wanted(self) -> tuple[float, float]:
        """Scale and greatest width that pages should be drawn with, for ``pages_of``."""
        ratio = self.devicePixelRatioF()
        return _DOTS * ratio, dp(_PAGE_WIDTH) * ratio

    def show_pages(self, images: Sequence[QImage]) -> None:
        """Show these pages in place of the earlier ones."""
        while (old := self._stack.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        ratio = self.devicePixelRatioF()
        for number, image in enumerate(images, 1):
            image.setDevicePixelRatio(ratio)
            page = QLabel()
            page.setPixmap(QPixmap.fromImage(image))
            page.setAccessibleName(_("Page {number}").format(number=number))
            self._stack.addWidget(page)
