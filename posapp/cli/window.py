"""``posapp`` alone: the window on the workstation's database, or a sentence why there is none."""

import os
from importlib import import_module
from typing import Final

import typer

from posapp.cli.call import Call, tell
from posapp.cli.failures import FAILED, USAGE
from posapp.cli.options import Given
from posapp.cli.qt_libraries import import_problem, screen_problem
from posapp.cli.secrets import VARIABLE
from posapp.settings import SettingsError

APP: Final = "posapp.app"


def open_window(given: Given) -> int:
    """Open the window; returns the exit code when it is closed again.

    With ``--user`` and ``POSAPP_PASSWORD`` the user is signed in at once.

    Raises:
        ImportError: a part of the program itself is missing; that is a bug.
    """
    call = Call(given)
    try:
        url, settings = call.url, call.settings
    except SettingsError as error:
        tell([str(error)])
        return USAGE
    problem = screen_problem(os.environ)
    if problem:
        tell([problem])
        return FAILED
    try:
        window = import_module(APP)
    except ImportError as error:
        problem = import_problem(error)
        if not problem:
            raise
        tell([problem])
        return FAILED
    # A prompt would come before the first paint; the sign-in of the window asks instead.
    password = os.environ.get(VARIABLE, "") if given.user else ""
    user = given.user if password else ""
    return int(window.run_window(url, settings, user=user, password=password))


def open_without_command(context: typer.Context, given: Given) -> None:
    """Open the window where no command was named.

    Raises:
        typer.Exit: with the window's exit code.
    """
    if context.invoked_subcommand is None:
        raise typer.Exit(open_window(given))
