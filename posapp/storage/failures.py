"""The one seam where driver errors become ours (architecture 4.10).

Driver errors that are the surroundings' fault become ``StorageFailure`` with a sentence for the
user; lost races become ``Conflict``, broken references ``Refused`` (M-194); everything else is a bug and goes through untouched.
"""

import shutil
from pathlib import Path
from typing import Any, Final

from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from posapp.errors import Conflict, PosError, Refused, StorageFailure

# Two tries of one request, two links of one audit chain, or a user's first payments at two
# counters, at the same moment: the loser runs again and then sees what the winner wrote.
RACE_KEYS: Final = frozenset(
    {
        "pk_request",
        "request.id",
        "uq_payment_event_request_id",
        "payment_event.request_id",
        "uq_quick_batch_request_id",
        "quick_batch.request_id",
        "ix_quick_row_in",
        "quick_row.request_id",
        "pk_audit",
        "pk_audit_head",
        "audit_head.chain",
        "audit.chain",
        "pk_in_hand",
        "in_hand.request_id",
        "pk_control_choice",
        "control_choice.user_id",
    }
)
NOT_STORABLE: Final = (SQLAlchemyError, ArithmeticError, ValueError)
"""What is raised where values cannot be stored: too long, too large, signs that no text may hold."""
_SPARE: Final = 1_000_000

_SQLITE: Final[dict[int, tuple[str, str]]] = {
    3: ("read_only", "the system refuses access to the database file"),
    5: ("locked", "another program keeps the database busy"),
    6: ("locked", "another action of this program keeps the database busy"),
    8: ("read_only", "the database file or its folder may not be written"),
    11: ("damaged", "the database file is damaged; run 'posapp db check'"),
    13: ("full", "the disk is full; make room, then try again"),
    14: ("missing", "the database file cannot be opened"),
    23: ("read_only", "the system refuses access to the database file"),
    26: ("damaged", "the file is not a database"),
}
_IOERR: Final = 10
_NO_TEXT: Final = "Could not decode to UTF-8"
"""What SQLite's driver says, without a number, of bytes that are no text any more."""
_NO_INDEX: Final = "invalid fts5 file format"
"""What it says, with the number of a plain error, of a search index whose head is damaged."""
_UNIQUE: Final = "UNIQUE"
_REFERENCE: Final = "FOREIGN KEY"
_POSTGRES: Final[dict[str, tuple[str, str]]] = {
    "40001": ("locked", "other counters changed the same rows at the same time"),
    "40P01": ("locked", "other counters changed the same rows at the same time"),
    "55P03": ("locked", "another counter keeps these rows busy"),
    "57014": ("locked", "the server stopped a statement that took too long"),
    "25P03": ("locked", "the server ended a transaction that was idle too long"),
    "25006": ("read_only", "the server takes no changes; it is a standby"),
    "42501": ("read_only", "the database user lacks a right on these tables"),
    "53100": ("full", "the server's disk is full"),
    "53200": ("full", "the server is out of memory"),
    "3D000": ("missing", "the server has no database of this name"),
    "28P01": ("other", "the server refuses the database user's password"),
    "28000": ("other", "the server refuses the database user"),
}
_CLASSES: Final[dict[str, tuple[str, str]]] = {
    "08": ("offline", "the line to the server broke"),
    "57": ("offline", "the server is stopping or starting"),
    "53": ("offline", "the server takes no more connections"),
    "58": ("damaged", "the server reports a failing disk or file"),
    "XX": ("damaged", "the server reports a damaged table or file"),
}


# What libpq says when a line cannot be encrypted, or somebody else may answer (T14).
_NOT_ENCRYPTED: Final = ("SSL was required", "certificate")
_ENCRYPTION: Final = (
    "the line cannot be encrypted as it must be ({said}). Name the file of the server's authority "
    "in the address (sslrootcert=...); an open line, in a network of your own, is sslmode=disable"
)


def translate(error: Exception, shown: str) -> PosError | None:
    """Our error for a driver error; ``None`` when it is a bug and must go through as it is.

    Args:
        error: what SQLAlchemy or the driver raised.
        shown: the database's address without a password.
    """
    if isinstance(error, PoolTimeout):
        return StorageFailure("locked", f"{shown}: too many actions at once. Try again.")
    if not isinstance(error, DBAPIError) or error.orig is None:
        return None
    if isinstance(error, IntegrityError):
        return _race(error)
    kind, words = _kind(error.orig, lost=error.connection_invalidated, shown=shown)
    return StorageFailure(kind, f"{shown}: {words}.") if kind else None


def _race(error: IntegrityError) -> PosError | None:
    name, kind = _constraint(error.orig)
    if name in RACE_KEYS:
        return StorageFailure("locked", "The same request or chain is being written elsewhere.")
    if kind == _REFERENCE:
        # Nobody need have changed anything: what is named may never have been there.
        return Refused("M-194", constraint=name)
    return Conflict(constraint=name) if kind == _UNIQUE else None


def _constraint(orig: Any) -> tuple[str, str]:
    """Name and kind of the constraint; only UNIQUE and references break without our mistake."""
    state = getattr(orig, "sqlstate", None)
    if state is not None:
        kind = {"23505": _UNIQUE, "23503": _REFERENCE}.get(state, "")
        return orig.diag.constraint_name or "", kind
    words, _, name = str(orig).partition(" constraint failed")
    return name.removeprefix(": ").split(",")[0], words


def _kind(orig: Any, *, lost: bool, shown: str) -> tuple[str, str]:
    code = getattr(orig, "sqlite_errorcode", None)
    if code is not None and _NO_INDEX not in str(orig):
        return _sqlite_kind(code & 0xFF, shown)
    if code is not None or _NO_TEXT in str(orig):
        return _SQLITE[11]
    state = getattr(orig, "sqlstate", None)
    if state:
        return _POSTGRES.get(state) or _CLASSES.get(state[:2], ("", ""))
    if any(words in str(orig) for words in _NOT_ENCRYPTED):
        return "settings", _ENCRYPTION.format(said=str(orig).strip().splitlines()[0].rstrip("."))
    if lost or type(orig).__name__ == "OperationalError":
        said = str(orig).strip().splitlines() or ["no answer"]
        return "offline", f"the server cannot be reached ({said[0].rstrip('.')})"
    return "", ""


def _sqlite_kind(code: int, shown: str) -> tuple[str, str]:
    if code != _IOERR:
        return _SQLITE.get(code, ("", ""))
    if _no_room(shown):
        return _SQLITE[13]
    return "other", "the disk refuses to read or write (quota, size limit, or a failing disk)"


def _no_room(shown: str) -> bool:
    folder = Path(shown).parent
    return folder.is_dir() and shutil.disk_usage(folder).free < _SPARE


def commit_failed(error: DBAPIError, shown: str) -> PosError:
    """Our error for an exception out of COMMIT (rule A.2.6).

    Definite refusals (lock, full disk, deferred constraint, serialization) keep their kind: both
    engines promise that nothing was committed then. Everything else leaves the outcome open.
    """
    code = getattr(error.orig, "sqlite_errorcode", None)
    state = getattr(error.orig, "sqlstate", None) or ""
    definite = (code is not None and code & 0xFF in {5, 6, 8, 13, 19}) or (
        state[:2] in {"23", "40"} and state != "40003"
    )
    ours = translate(error, shown) if definite else None
    if ours is not None:
        return ours
    return StorageFailure(
        "unknown_outcome",
        f"{shown}: it is not known whether the last action was stored. Do not take the money "
        "twice: repeat the same action, it will be found if it is there.",
    )
