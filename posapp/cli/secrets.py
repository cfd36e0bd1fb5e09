"""Passwords: from ``POSAPP_PASSWORD``, a prompt on a terminal, or the keyring; never an option.

An option would be readable in the list of processes and in the shell's history.
"""

import getpass
import os
import sys
from importlib import import_module
from typing import Final

import typer

VARIABLE: Final = "POSAPP_PASSWORD"
NEW_VARIABLE: Final = "POSAPP_NEW_PASSWORD"


def password_of(login: str) -> str:
    """The password of somebody who signs in.

    Raises:
        typer.BadParameter: when there is none to be had.
    """
    found = os.environ.get(VARIABLE, "")
    if not found and on_terminal():
        found = getpass.getpass(f"Password of {login}: ")
    if not found:
        found = import_module("posapp.vault.keyring_store").stored_password(login) or ""
    if not found:
        raise typer.BadParameter(
            f"no password for {login}: set {VARIABLE}, or store it with 'keyring set posapp "
            f"{login}'.",
            param_hint="'--user'",
        )
    return found


def new_password(login: str) -> str:
    """The password that a new user gets: ``POSAPP_NEW_PASSWORD``, or asked for twice.

    Without both it is that of ``POSAPP_PASSWORD``, said on standard error: scripts that set up an
    office know one variable only.

    Raises:
        typer.BadParameter: when there is none, or the two tries differ.
    """
    found = os.environ.get(NEW_VARIABLE, "")
    if found:
        return found
    if on_terminal():
        first = getpass.getpass(f"New password of {login}: ")
        if getpass.getpass("Again: ") != first:
            raise typer.BadParameter("the two passwords differ.")
        return first
    found = os.environ.get(VARIABLE, "")
    if not found:
        raise typer.BadParameter(f"no password for {login}: set {NEW_VARIABLE}.")
    return found


def on_terminal() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin is not None and sys.stdin.isatty()
