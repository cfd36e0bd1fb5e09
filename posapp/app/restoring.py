"""Putting a copy back from the window: everybody leaves, then the sign-in says what came of it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from posapp.app.backend import Backend
from posapp.errors import PosError
from posapp.i18n import _
from posapp.ui.dialogs.sign_in import SignInWindow
from posapp.ui.tasks import Runner

Adopt = Callable[[SignInWindow], None]
_LANE: Final = "db"


def put_back(
    backend: Backend, runner: Runner, window: SignInWindow, adopt: Adopt, copy: Path, by: str
) -> None:
    """Show a sign-in at rest while a worker puts a copy in the place of the database.

    Args:
        backend: holds the database; nobody works with it any more.
        runner: does the work.
        window: a sign-in that nobody adopted yet.
        adopt: wakes it up afterwards.
        copy: the copy.
        by: who asked.
    """
    window.setEnabled(False)
    window.place.setText(_("The copy is proved and put in place\u2026"))
    window.show()
    awake = partial(_wake, window, adopt)
    runner.run(
        window,
        partial(backend.restore, copy, by),
        lambda kept: awake(_done(kept), good=True),
        lambda error: awake(_failed(error), good=False),
        _LANE,
    )


def _wake(window: SignInWindow, adopt: Adopt, says: str, *, good: bool) -> None:
    window.setEnabled(True)
    adopt(window)
    window.form.show_message(says, good=good)


def _done(kept: Path | None) -> str:
    says = _("The copy is in place. The file that was there before lies at {file}.")
    return says.format(file=kept) if kept is not None else _("The copy is in place.")


def _failed(error: BaseException) -> str:
    if not isinstance(error, PosError):
        raise error
    return _("The database is as it was. {why}").format(why=error)
