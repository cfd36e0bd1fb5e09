"""Sentences of mails and of the payroll hand-off, part of the catalogue of ``messages``."""

from collections.abc import Mapping
from typing import Final

from posapp.domain.message import Message

MAIL_MESSAGES: Final[Mapping[str, Message]] = {
    "M-360": Message("E", "{field}: '{value}' is no mail address: {reason}."),
    "M-361": Message("E", "{field}: {value} is no placeholder that fits here. Known are: {known}."),
    "M-362": Message("E", "{field}: a curly bracket stands alone near '{value}'."),
    "M-363": Message(
        "E", "{field}: {value} must stand in the subject or the text, or nobody can trace the mail."
    ),
    "M-364": Message("E", "Mail {number} is {state}: it cannot be {verb}."),
    "M-365": Message("W", "Mail {number} was sent to {to} already. Send it again?"),
    "M-366": Message(
        "E", "No mail server is set up. Name server and sender in the system settings."
    ),
    "M-367": Message("E", "The mail server did not take the mail: {reason}."),
    "M-368": Message(
        "E",
        "This computer has no keyring that takes the password. Write it into a file that only you "
        "may read, and name that file in {variable}.",
    ),
    "M-369": Message(
        "E", "Mail {number} is being sent by {workstation} right now. Wait until that is over."
    ),
    "M-370": Message("E", "There is no deduction for payroll up to {day}."),
    "M-371": Message("E", "Payroll batch {number} was acknowledged by {name} on {day}."),
}
