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
    "M-288": Message(
        "E",
        "The data are older than what this computer has seen of them: entries up to {seen} are "
        "gone, the newest is of {newest}. An old copy was probably put in their place. Put the "
        "right file back. To go on all the same a second person who may check the database must "
        "agree: posapp db accept-older --approver NAME, or at the window's sign-in.",
    ),
}
