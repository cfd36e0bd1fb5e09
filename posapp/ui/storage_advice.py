"""What to do when the database cannot do it, by kind of failure; details come from the storage."""

from typing import Final

from posapp.errors import StorageFailure
from posapp.i18n import _

_ADVICE: Final = {
    "locked": "Wait a moment, then try again.",
    "offline": "Try again when it answers.",
    "full": "Nothing was written. Make room on the disk, then try again.",
    "read_only": "Ask for the right to write to this file and its folder, then try again.",
    "damaged": "Do not go on with this file. Restore a backup with 'posapp db restore'.",
    "missing": "Create a database with 'posapp db init --admin NAME', or choose another one.",
    "settings": "Ask whoever looks after the server.",
    "other": "If it happens again, ask whoever looks after this computer.",
}
# A failure that names a command says itself what to do.
_COMMAND: Final = "'posapp db "


def in_words(failure: StorageFailure) -> str:
    """What happened and what to do about it."""
    says, advice = _(str(failure)), _ADVICE.get(failure.kind, "")
    if not advice or _COMMAND in failure.detail:
        return says
    return f"{says} {_(advice)}"
