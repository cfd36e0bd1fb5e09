"""The whole event system of the window: one signal saying which topics changed (A17)."""

from PySide6.QtCore import QObject, Signal


class AppSignals(QObject):
    """Signals of the program; pages that show a topic reload when it changes.

    ``data_changed`` carries a ``frozenset`` of ``posapp.domain.topics.Topic``;
    ``storage_failed`` every ``StorageFailure`` of a job, also of one that nobody waits for;
    ``restart_wanted`` that the program begins anew, as with another database;
    ``restore_wanted`` the path of a copy to be put back and the name of who asks: everybody leaves.
    """

    data_changed = Signal(object)
    storage_failed = Signal(object)
    restart_wanted = Signal()
    restore_wanted = Signal(object, str)
