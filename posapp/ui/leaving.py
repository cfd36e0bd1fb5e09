"""Leaving with unfinished work: asked once, and what is typed in full is kept (D-21).

The window closes for a sign-out, for the end of the program, and for another user at the lock. A
dialog that holds work says so itself; a payment that is complete becomes a draft of its user, who
is offered it at the next sign-in at this workstation.
"""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from posapp.i18n import _
from posapp.ui.dialogs.base import TaskDialog
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.pages.base import Page
from posapp.ui.tasks import Runner


class Leaving(QObject):
    """Decides whether a window may close now.

    ``agreed`` tells that the user goes in spite of unfinished work, ``stayed`` that not.
    """

    agreed = Signal()
    stayed = Signal()

    def __init__(self, window: QWidget, runner: Runner) -> None:
        """Make it.

        Args:
            window: the window with its dialogs.
            runner: keeps the drafts; the window waits for what it is writing.
        """
        super().__init__(window)
        self._window = window
        self._runner = runner
        self._question: ConfirmDialog | None = None

    @property
    def has_work(self) -> bool:
        """Whether something is typed and not recorded."""
        return bool(self._held())

    def may_go(self) -> bool:
        """Whether nothing unfinished is open; else the user is asked, once at a time."""
        held = self._held()
        if not held:
            return True
        if self._question is None:
            self._ask(held)
        return False

    def settle(self) -> None:
        """Keep what is complete and close the dialogs; nobody is asked any more."""
        for one in self._held():
            work = one.keep_work()
            if work is not None:
                self._runner.run(self._window, work, _kept)
                if isinstance(one, TaskDialog):
                    one.kept = True
            one.give_up()

    def keep_complete(self) -> bool:
        """Keep now what is complete, and leave it open; whether there was any."""
        kept = False
        for one in self._held():
            work = one.keep_work()
            if work is not None:
                self._runner.run(self._window, work, _kept, _not_kept)
                kept = True
        return kept

    def _held(self) -> list[TaskDialog | Page]:
        """Dialogs and pages with something that is typed and not recorded."""
        dialogs = self._window.findChildren(TaskDialog)
        pages = self._window.findChildren(Page)
        return [
            *(one for one in pages if one.unfinished and not one.working),
            # One that was answered may live on for a while; its fields are nobody's work any more.
            *(one for one in dialogs if one.holds_work and not (one.is_busy or one.is_over)),
        ]

    def _ask(self, held: Sequence[TaskDialog | Page]) -> None:
        says = []
        for one in held:
            kept = one.keep_work() is not None
            then = (
                _("What is typed is kept for you.")
                if kept
                else _("It is not complete and will be lost.")
            )
            says.append(f"{one.unfinished} {then}")
        question = ConfirmDialog(
            says, held[-1].window(), title=_("Leave unfinished work?"), yes=_("Leave"), yes_key="F9"
        )
        self._question = question
        question.accepted.connect(self._on_agreed)
        question.rejected.connect(self.stayed)
        question.finished.connect(self._on_answered)
        question.open()

    def _on_answered(self, _result: int) -> None:
        if self._question is not None:
            self._question.deleteLater()
        self._question = None

    def _on_agreed(self) -> None:
        self._question = None
        self.settle()
        self.agreed.emit()


def _kept(_nothing: object) -> None:
    """Nothing to say: the window is on its way out."""


def _not_kept(_error: BaseException) -> None:
    """Something is wrong already; what is typed stays on the screen."""
