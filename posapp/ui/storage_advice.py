"""What to do when the database cannot do it, by kind of failure; details come from the storage."""

from typing import Final

from posapp.i18n import _

_ADVICE: Final = {
    "locked": "Wait a moment, then try again.",
    "offline": "Try again when it answers.",
    "full": "Nothing was written. Make room on the disk, then try again.",
    "read_only": "Ask for the right to write to this file and its folder, then try again.",
    "damaged": "Do not go on with this file. Restore a backup with 'posapp db restore'.",
    "missing": "Create a database with 'posapp db init --admin NAME', or choose another one.",
    "older_schema": "",
    "newer_schema": "",
    "network_share": "",
    "settings": "Ask whoever looks after the server.",
    "unknown_outcome": "",
    "other": "If it happens again, ask whoever looks after this computer.",
}


def advice(kind: str) -> str:
    """A sentence for a kind of storage failure; empty where the failure itself says it."""
    return _(_ADVICE.get(kind, ""))
