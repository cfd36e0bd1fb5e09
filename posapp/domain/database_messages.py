"""Messages of choosing a database."""

from typing import Final

from posapp.domain.message import Message

DATABASE_MESSAGES: Final[dict[str, Message]] = {
    "M-380": Message("E", "This address does not work: {reason}."),
    "M-381": Message(
        "E",
        "This computer has no keyring that takes a password. Put it into POSAPP_DATABASE_PASSWORD, "
        "into a file that POSAPP_DATABASE_PASSWORD_FILE names, or into .pgpass.",
    ),
    "M-382": Message(
        "E", "A second person who may check the database must agree to go on with older data."
    ),
}
