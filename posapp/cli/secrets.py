"""Passwords: from ``POSAPP_PASSWORD``, a prompt on a terminal, or the keyring; never an option.

An option would be readable in the list of processes and in the shell's history.
"""

import getpass
import os
import sys
from importlib import import_module

import typer

from posapp.cli.contract import (
    APPROVER_PASSWORD_VARIABLE,
    MAIL_PASSWORD_VARIABLE,
    NEW_PASSWORD_VARIABLE,
    PASSWORD_VARIABLE,
)


def password_of(login: str) -> str:
    """The password of somebody who signs in.

    Raises:
        typer.BadParameter: when there is none to be had.
    """
    found = os.environ.get(PASSWORD_VARIABLE, "")
    if not found and on_terminal():
        found = getpass.getpass(f"Password of {login}: ")
    if not found:
        found = import_module("posapp.vault.keyring_store").stored_password(login) or ""
    if not found:
        raise typer.BadParameter(
            f"no password for {login}: set {PASSWORD_VARIABLE}, or store it with 'keyring set posapp "
            f"{login}'.",
            param_hint="'--user'",
        )
    return found


def approver_password(login: str) -> str:
    """The password of somebody who approves at another's terminal (D-24).

    Raises:
        typer.BadParameter: when there is none to be had.
    """
    found = os.environ.get(APPROVER_PASSWORD_VARIABLE, "")
    if not found and on_terminal():
        found = getpass.getpass(f"Password of {login}, who approves: ")
    if not found:
        raise typer.BadParameter(
            f"no password for {login}: set {APPROVER_PASSWORD_VARIABLE}.", param_hint="'--approver'"
        )
    return found


def first_password(login: str) -> str:
    """The password of a database's first user: ``POSAPP_PASSWORD``, or asked for twice.

    Raises:
        typer.BadParameter: when there is none, or the two tries differ.
    """
    found = os.environ.get(PASSWORD_VARIABLE, "") or _asked_twice(login)
    if not found:
        raise typer.BadParameter(f"no password for {login}: set {PASSWORD_VARIABLE}.")
    return found


def new_password(login: str) -> str:
    """The password that a new user gets: ``POSAPP_NEW_PASSWORD``, or asked for twice.

    Without both it is that of ``POSAPP_PASSWORD``, said on standard error: a script that sets up
    an office may know one variable only.

    Raises:
        typer.BadParameter: when there is none, or the two tries differ.
    """
    found = os.environ.get(NEW_PASSWORD_VARIABLE, "") or _asked_twice(login)
    if found:
        return found
    found = os.environ.get(PASSWORD_VARIABLE, "")
    if not found:
        raise typer.BadParameter(f"no password for {login}: set {NEW_PASSWORD_VARIABLE}.")
    note = f"{login} gets the password of {PASSWORD_VARIABLE}; set {NEW_PASSWORD_VARIABLE} to give another one."
    typer.echo(note, err=True)
    return found


def new_mail_password() -> str:
    """The mail server's password for the keyring: ``POSAPP_MAIL_PASSWORD``, or asked for twice.

    Raises:
        typer.BadParameter: when there is none, or the two tries differ.
    """
    found = os.environ.get(MAIL_PASSWORD_VARIABLE, "") or _asked_twice("the mail server's user")
    if not found:
        raise typer.BadParameter(f"no password: set {MAIL_PASSWORD_VARIABLE}.")
    return found


def _asked_twice(login: str) -> str:
    """A new password from a terminal; empty where there is none."""
    if not on_terminal():
        return ""
    first = getpass.getpass(f"New password of {login}: ")
    if getpass.getpass("Again: ") != first:
        raise typer.BadParameter("the two passwords differ.")
    return first


def on_terminal() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin is not None and sys.stdin.isatty()
