"""The reference of P7: the smallest Qt program that paints a window, with or without a label.

Run as a file, so that nothing of the program is imported.
"""

import os
import sys
import time
from typing import Any

from PySide6.QtWidgets import QApplication, QLabel, QWidget


class Bare(QWidget):
    """Says when it was painted, and ends the process."""

    def paintEvent(self, event: Any) -> None:
        """The first paint is the last."""
        super().paintEvent(event)
        sys.stdout.write(str(time.monotonic()))
        sys.stdout.flush()
        os._exit(0)


if __name__ == "__main__":
    app = QApplication(sys.argv[:1])
    window = Bare()
    if sys.argv[1] == "label":
        label = QLabel("Sign in", window)
    window.resize(420, 360)
    window.show()
    app.exec()
