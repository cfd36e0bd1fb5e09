"""Keeps what is typed in sight where a page scrolls: the grid or the field with the focus."""

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from posapp.ui.widgets.grid import GridTable


class InSight(QObject):
    """Scrolls an area when the focus moves in it, and when strips above take of its height."""

    def __init__(self, area: QScrollArea) -> None:
        super().__init__(area)
        self._area = area
        self._part: QWidget | None = None
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self.show_focus)

    def watch(self, part: QWidget) -> None:
        """Keep in sight what has the focus in a part of the area."""
        self._part = part
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)
        for watched in (self._area.viewport(), self._area.widget()):
            if watched is not None:
                watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look again once the height that is left has settled."""
        if event.type() is QEvent.Type.Resize:
            self._later.start()
        return super().eventFilter(watched, event)

    def show_focus(self) -> None:
        """Scroll to the grid, or the field, that has the focus."""
        found, content = QApplication.focusWidget(), self._area.widget()
        if (
            found is None
            or content is None
            or self._part is None
            or not self._part.isAncestorOf(found)
        ):
            return
        grids = (one for one in _outward(found) if isinstance(one, GridTable))
        part = next(grids, found)
        place = part.mapTo(content, part.rect().topLeft())
        # Its lower edge, then its upper one: where it is too tall, it is seen from its start.
        self._area.ensureVisible(place.x(), place.y() + part.height(), 0, 0)
        self._area.ensureVisible(place.x(), place.y(), 0, 0)

    def _on_focus(self, _before: QWidget | None, _now: QWidget | None) -> None:
        self._later.start()


def _outward(part: QWidget) -> list[QWidget]:
    """A widget and what it is in."""
    found: list[QWidget] = []
    at: QWidget | None = part
    while at is not None:
        found.append(at)
        at = at.parentWidget()
    return found
