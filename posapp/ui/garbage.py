"""Looking for garbage on the GUI thread only.

Python looks for it wherever it happens to be, also in a worker; what it finds there may be a dialog
that was closed, and an object of Qt that dies in another thread than its own takes the program with
it. So the automatic search is off while there is a window, and a timer looks now and then. Left to
Python, ``tests/endurance/window_at_work.py`` ends by a segmentation fault within minutes.
"""

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

from posapp.late import is_loading

_EVERY_MS: Final = 500
_OLDEST: Final = 2


class GarbageCollector(QObject):
    """Looks for garbage twice a second, as far as Python itself would."""

    def __init__(self, parent: QObject) -> None:
        """Take the search over from Python until ``stop``."""
        super().__init__(parent)
        self._was_on = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Look through the oldest generation whose time has come, unless modules are loaded."""
        if is_loading():
            return
        counts, limits = gc.get_count(), gc.get_threshold()
        for generation in range(_OLDEST, -1, -1):
            if counts[generation] > limits[generation] > 0:
                gc.collect(generation)
                return

    def stop(self) -> None:
        """Give the search back as it was."""
        self._timer.stop()
        if self._was_on:
            gc.enable()
