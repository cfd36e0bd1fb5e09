"""``posapp`` alone: the window on the workstation's database, or a sentence why there is none.

Only what the sign-in needs is loaded on the way to it (P7); sentences bring their own machinery.
"""

import gc
import os
from importlib import import_module
from typing import Final

from posapp import paths
from posapp.cli.contract import FAILED, PASSWORD_VARIABLE, USAGE
from posapp.cli.qt_libraries import import_problem, screen_problem
from posapp.settings import SettingsError, load

APP: Final = "posapp.app"
_SPEECH: Final = "posapp.cli.call"


def open_window(db: str = "", user: str = "") -> int:
    """Open the window; returns the exit code when it is closed again.

    With a user and ``POSAPP_PASSWORD`` the user is signed in at once.

    Args:
        db: address of the database; that of the settings by default.
        user: who signs in.

    Raises:
        ImportError: a part of the program itself is missing; that is a bug.
    """
    # Looking for garbage among modules that are just being loaded takes 10 ms of the first paint;
    # the launcher begins again once the program is there.
    gc.disable()
    try:
        settings = load(paths.config_dir() / "settings.toml")
    except SettingsError as error:
        return _say(str(error), USAGE)
    problem = screen_problem(os.environ)
    if problem:
        return _say(problem, FAILED)
    try:
        window = import_module(APP)
    except ImportError as error:
        problem = import_problem(error)
        if not problem:
            raise
        return _say(problem, FAILED)
    # A prompt would come before the first paint; the sign-in of the window asks instead.
    password = os.environ.get(PASSWORD_VARIABLE, "") if user else ""
    return int(
        window.run_window(db or None, settings, user=user if password else "", password=password)
    )


def _say(sentence: str, code: int) -> int:
    import_module(_SPEECH).tell([sentence])
    return code
