"""Remembers what this computer saw of the database, and asks two people when it is gone (T8)."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QLockFile, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from posapp.domain.approvals import Secret
from posapp.domain.last_seen import Older
from posapp.domain.topics import Saved
from posapp.errors import PosError
from posapp.i18n import _
from posapp.services.seen_file import FILE_NAME, add_seen, read_seen
from posapp.ui.context import UiContext
from posapp.ui.dialogs.approved import StepDialog

if TYPE_CHECKING:
    from posapp.services.bundle import Services

_AFTER_MS: Final = 2_000
AGAIN_MS: Final = 15_000
_LOCK_MS: Final = 2_000


class OlderDataWatch(QObject):
    """Belongs to a session; ``refused`` tells that nobody let it go on."""

    refused = Signal()

    def __init__(self, context: UiContext, window: QWidget) -> None:
        """Make it; ``start`` looks.

        Args:
            context: the surroundings.
            window: parent of the question.
        """
        super().__init__(window)
        self._context = context
        self._window = window
        self._path = context.config / FILE_NAME
        self._place = context.services.db.url_shown
        self._timer = QTimer(self, singleShot=True, interval=_AFTER_MS)
        self._timer.timeout.connect(self.remember)
        self._again = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._again.timeout.connect(self.start)

    def start(self) -> None:
        """Look for what was seen last; then begin to remember."""
        work = partial(_look, self._context, self._path, self._place)
        self._context.runner.run(self, work, self._on_looked, self._look_again, "reports")

    def remember(self) -> None:
        """Write down the newest row of the audit."""
        work = partial(_remember, self._context, self._path, self._place)
        self._context.runner.run(self, work, _nothing, _later, "reports")

    def _on_looked(self, older: Older | None) -> None:
        if older is not None:
            self._ask(older)
            return
        self._begin()

    def _look_again(self, error: BaseException) -> None:
        # Nothing is remembered before a look that worked: it would hide what is missing.
        _later(error)
        self._again.start()

    def _begin(self) -> None:
        self._context.signals.data_changed.connect(self._on_changed)
        self.remember()

    def _on_changed(self, _topics: object) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _ask(self, older: Older) -> None:
        dialog = older_dialog(self._context, older, self._window)
        dialog.accepted.connect(self._begin)
        dialog.rejected.connect(self.refused)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def older_dialog(context: UiContext, older: Older, parent: QWidget) -> StepDialog:
    """The question to two people."""
    accept, actor = context.services.older_data.accept, context.actor

    def work(_said: frozenset[str], request_id: str, secret: Secret | None) -> Saved[Any]:
        return accept(older.seen, request_id, actor, secret)

    formats = context.formats
    says = _(
        "This computer has seen entries up to {seen} that are not in this database any more; the "
        "last one before them is of {newest}. An old copy was probably put in its place, and every payment "
        "since then would be missing."
    ).format(
        seen=formats.stamp(older.seen.at),
        newest=formats.stamp(older.newest) or _("no day at all"),
    )
    back = ""
    if older.restored is not None:
        back = _("A copy was put back {when} {by}.").format(
            when=formats.stamp(older.restored), by=older.restored_by
        )
    dialog = StepDialog(
        context,
        work,
        parent,
        title=_("The data are older than they were"),
        action=_("Go on with these data"),
        subtitle=f"{says} {back}".rstrip(),
        why=_(
            "Put the right file back, or let a second person who may check the database agree to "
            "go on; it goes into the audit."
        ),
    )
    dialog.cancel_button.show_text(_("Close the program"))
    return dialog


def _look(context: UiContext, path: Path, place: str) -> Older | None:
    seen = read_seen(path).get(place)
    if seen is None:
        return None
    services: Services = context.services
    return services.older_data.look(seen, context.actor)


def _remember(context: UiContext, path: Path, place: str) -> None:
    services: Services = context.services
    path.parent.mkdir(parents=True, exist_ok=True)
    # Other windows of this computer keep their databases in the same file.
    lock = QLockFile(f"{path}.lock")
    if not lock.tryLock(_LOCK_MS):
        raise OSError(f"{path} is being written by another program")
    try:
        add_seen(path, place, services.older_data.newest(context.actor))
    finally:
        lock.unlock()


def _nothing(_result: object) -> None:
    """Nothing to say."""


def _later(error: BaseException) -> None:
    """It is tried again soon or with the next change; who watches the line says what is wrong."""
    if not isinstance(error, PosError | OSError):
        raise error
