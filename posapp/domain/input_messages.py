"""Sentences of input, files and access, part of the catalogue of ``messages``."""

from collections.abc import Mapping
from typing import Final

from posapp.domain.message import Message

INPUT_MESSAGES: Final[Mapping[str, Message]] = {
    "M-30": Message("E", "Another user changed this meanwhile. Reload and look again."),
    "M-44": Message("E", "It was stopped after {done} of {of} payments. Nothing was changed."),
    "M-50": Message("E", "{field}: {value!r} {reason}."),
    "M-51": Message("E", "You may not {right}. Ask somebody whose role allows it."),
    "M-52": Message("E", "User name or password is wrong."),
    "M-53": Message("E", "Too many wrong passwords. Try again in {minutes} min."),
    "M-54": Message(
        "E",
        "The request id was used before, for another command or other content ({kind}). "
        "Give a new one.",
    ),
    "M-55": Message("E", "{field}: {value} does not exist."),
    "M-56": Message("E", "{field}: {value} fits several accounts; be more precise."),
    "M-57": Message("E", "{field}: {value} already exists."),
    "M-58": Message(
        "E",
        "{field}: this looks like a card number. Card numbers are never stored: type the token "
        "that stands for the card.",
    ),
    "M-80": Message("E", "Control total {name}: the file says {expected}, its rows give {found}."),
    "M-81": Message("E", "Profile {value}: {reason}."),
    "M-82": Message("E", "File {value} {reason}."),
    "M-83": Message(
        "E",
        "Control totals speak for the whole file, and {n} of its rows cannot be recorded. The "
        "first is line {line}, {column} {value!r}: {reason}.",
    ),
    "M-84": Message("E", "The import of {value} was stopped. Nothing was recorded."),
    "M-85": Message("E", "The database check found {n} thing(s) that are off."),
    "M-90": Message("E", "{field}: {value} does not stand on a {entity}."),
    "M-93": Message("E", "{field}: this is not an amount of money."),
    "M-94": Message("E", "{field}: this is not a date; write it as 2026-11-21."),
    "M-95": Message("E", "{value} cannot be deleted, because it is used. {table}: {n}."),
    "M-96": Message("W", "Delete {value} from {table}? This cannot be undone."),
    "M-132": Message("E", "{field}: say {what}."),
    "M-133": Message("E", "Somebody else must approve this, not the one who asks for it."),
    "M-134": Message("E", "The approval is older than {seconds} seconds. Ask for it again."),
    "M-135": Message("E", "{user} may not {right} and cannot approve this."),
    "M-153": Message("E", "{name} may not sign in any more. Sign in as another user."),
    "M-154": Message("E", "Nobody changes the own roles or shuts oneself out."),
    "M-155": Message(
        "E", "{name} is the last active administrator; make somebody else one before."
    ),
    "M-277": Message("E", "{value} cannot be deleted: {reason}."),
    "M-194": Message(
        "E",
        "Nothing was written: something that this names is not there any more, or is still needed "
        "elsewhere. Reload and look again.",
    ),
    "M-285": Message(
        "E",
        "It was stopped and no file was written. What the batches hold is theirs: mark one in the "
        "list and write it again.",
    ),
    "M-286": Message("E", "The new password {reason}."),
}
