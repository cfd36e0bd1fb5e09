"""The whole event system of the window: one signal saying which topics changed (A17)."""

from PySide6.QtCore import QObject, Signal


class AppSignals(QObject):
    """Signals of the program; pages that show a topic reload when it changes.

    ``data_changed`` carries a ``frozenset`` of ``posapp.domain.topics.Topic``.
    """

    data_changed = Signal(object)
