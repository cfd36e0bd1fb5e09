"""Progress in the place of something that says nothing while work goes on."""

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from posapp.ui.widgets.progress_strip import ProgressStrip


class ProgressPlace(ProgressStrip):
    """A strip that stands where another widget stands, which comes back when it is over."""

    def __init__(self, other: QWidget) -> None:
        """Make it; the layout holds both side by side."""
        super().__init__()
        self._other = other
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(False)
        self.setSizePolicy(policy)

    def showEvent(self, event: QShowEvent) -> None:
        """Take the place."""
        super().showEvent(event)
        self._other.hide()

    def hideEvent(self, event: QHideEvent) -> None:
        """Give it back."""
        super().hideEvent(event)
        self._other.show()
