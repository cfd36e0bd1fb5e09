"""The password of the mail server: from the environment, a file, or the system's keyring (ML-3).

It never lies in the database or the settings. ``POSAPP_MAIL_PASSWORD`` gives it,
``POSAPP_MAIL_PASSWORD_FILE`` names a file of it; else the keyring is asked, under the service
``posapp`` for ``mail:user@server``. The first one that has it wins.
"""

import os
from pathlib import Path
from typing import Final

from posapp.vault.keyring_store import keep_password, stored_password

VARIABLE: Final = "POSAPP_MAIL_PASSWORD"
FILE_VARIABLE: Final = "POSAPP_MAIL_PASSWORD_FILE"


class MailPasswordError(ValueError):
    """The file of the password cannot be read; the text is a sentence for the user."""


def mail_password(host: str, user_name: str) -> str:
    """The password of a user of a mail server; empty when there is none to be had.

    Raises:
        MailPasswordError: the file that the environment names cannot be read.
    """
    given = os.environ.get(VARIABLE, "")
    if given:
        return given
    named = os.environ.get(FILE_VARIABLE, "")
    if named:
        try:
            return Path(named).read_text("utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            raise MailPasswordError(f"the password file {named} cannot be read") from error
    return stored_password(_entry(host, user_name)) or ""


def keep_mail_password(host: str, user_name: str, password: str) -> bool:
    """Put the password into the keyring; whether there is one that took it."""
    return keep_password(_entry(host, user_name), password)


def _entry(host: str, user_name: str) -> str:
    return f"mail:{user_name}@{host}"
