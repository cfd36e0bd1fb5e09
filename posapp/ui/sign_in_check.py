"""Checks what a sign-in form sends, off the GUI thread, and says at the form what went wrong."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from posapp.domain.rights import Actor
from posapp.domain.setup import SetUp
from posapp.errors import PosError, Refused, StorageFailure
from posapp.ui.announce import announce
from posapp.ui.crash import CrashReporter
from posapp.ui.dialogs.credentials import CredentialsForm
from posapp.ui.storage_advice import in_words
from posapp.ui.tasks import Runner
from posapp.ui.texts import Texts


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody who signed in, with the set-up as it was then."""

    actor: Actor
    setup: SetUp


SignIn = Callable[[str, str], Entered]


class SignInCheck(QObject):
    """Belongs to a form; ``entered`` carries ``Entered``."""

    entered = Signal(object)

    def __init__(
        self,
        form: CredentialsForm,
        runner: Runner,
        texts: Texts,
        crashes: CrashReporter,
        sign_in: SignIn,
    ) -> None:
        """Make the check.

        Args:
            form: what the user types into.
            runner: runs the check; argon2 takes a tenth of a second on purpose.
            texts: words what went wrong.
            crashes: shows what nobody expected.
            sign_in: checks name and password.
        """
        super().__init__(form)
        self._form = form
        self._runner = runner
        self._texts = texts
        self._crashes = crashes
        self._sign_in = sign_in
        form.submitted.connect(self.run)

    def run(self) -> None:
        """Check what the form holds."""
        work = partial(self._sign_in, *self._form.credentials)
        self._runner.run(self, work, self._on_entered, self.fail)

    def fail(self, error: BaseException) -> None:
        """Say what went wrong where it belongs."""
        form = self._form
        form.rest()
        if isinstance(error, StorageFailure):
            says = in_words(error)
            form.show_message(says)
        elif isinstance(error, Refused) and error.fields.get("field") == "password":
            says = self._texts.of(error)
            form.show_error("password", says)
        elif isinstance(error, PosError):
            says = self._texts.of(error)
            form.show_message(says)
        else:
            self._crashes.show_error(error)
            return
        announce(form, says, urgent=True)

    def _on_entered(self, entered: Entered) -> None:
        self._form.rest()
        self.entered.emit(entered)
