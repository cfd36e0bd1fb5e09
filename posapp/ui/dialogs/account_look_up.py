"""A field that names an account: looked up when it is left, off the GUI thread (AD-1)."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from posapp.domain.ids import AccountId, short_id
from posapp.i18n import _
from posapp.ui.dialogs.base import TaskDialog
from posapp.ui.dialogs.payment_start import PaymentStart
from posapp.ui.failures import Failures
from posapp.ui.tasks import Runner
from posapp.ui.widgets.look_up_edit import LookUpEdit

Load = Callable[[str], PaymentStart]


class AccountLookUp(QObject):
    """Looks up what a field says; an answer about a text that was typed over is dropped.

    ``found`` carries the ``PaymentStart`` of another account, ``emptied`` that the field was left
    empty, ``waiting_changed`` that a look-up went out or came back.
    """

    found = Signal(object)
    emptied = Signal()
    waiting_changed = Signal()

    def __init__(
        self, dialog: TaskDialog, edit: LookUpEdit, load: Load, runner: Runner, failures: Failures
    ) -> None:
        """Make it.

        Args:
            dialog: shows the errors at the field, which is one of its form.
            edit: the field.
            load: loads what a typed number names; called off the GUI thread.
            runner: runs it.
            failures: shows its errors.
        """
        super().__init__(dialog)
        self._dialog = dialog
        self._edit = edit
        self._load = load
        self._runner = runner
        self._failures = failures
        self._shown: AccountId | None = None
        self._error = ""
        self._number = 0
        self.waiting = False
        edit.editingFinished.connect(self._on_left)
        edit.textEdited.connect(self._on_typed)

    @property
    def is_settled(self) -> bool:
        """Whether the account shown is the one typed; none is shown for an empty field."""
        typed = self._edit.text().replace(" ", "")
        return typed == ("" if self._shown is None else short_id(self._shown))

    def show(self, account_id: AccountId | None) -> None:
        """Remember which account is shown."""
        self._shown = account_id
        self._error = ""

    def say_wrong(self) -> None:
        """Say at the field why the account shown is not the one typed."""
        says = self._error or _("Leave this field to look it up.")
        self._dialog.form.show_error(self._edit.objectName(), says)

    def _on_left(self) -> None:
        text = self._edit.text().strip()
        if not text:
            self.emptied.emit()
        if self.is_settled or self._error:
            return
        self._number += 1
        self._wait(waiting=True)
        found = partial(self._on_found, self._number)
        wrong = partial(self._on_wrong, self._number)
        self._runner.run(self._dialog, partial(self._load, text), found, wrong)

    def _on_typed(self, _text: str) -> None:
        """What is out is about another text; while this one is not looked up, nothing is sent."""
        self._error = ""
        self._number += 1
        self._wait(waiting=False)

    def _on_found(self, number: int, start: PaymentStart) -> None:
        if number != self._number:
            return
        self._wait(waiting=False)
        self._dialog.form.show_error(self._edit.objectName(), "")
        self.found.emit(start)

    def _on_wrong(self, number: int, error: BaseException) -> None:
        if number != self._number:
            return
        self._wait(waiting=False)
        self._failures.present(error, self._dialog)
        self._error = self._dialog.form.row(self._edit.objectName()).error

    def _wait(self, *, waiting: bool) -> None:
        self.waiting = waiting
        self.waiting_changed.emit()
