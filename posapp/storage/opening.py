"""Opening a database to work with: after an unclean end its file is proved first (R4, A.2.10)."""

from posapp.errors import StorageFailure
from posapp.late import part
from posapp.storage import places
from posapp.storage.db import Database, sqlite_path


def open_sound(url: str) -> Database:
    """Open a database for the window or a command; once, at the start.

    A file with a log beside it was not closed, or is open elsewhere: it is checked in short over
    a connection that cannot write, before anything may fold the log into it. The check is loaded
    for the start that needs it (P7).

    Raises:
        StorageFailure: ``damaged`` with what to do, and the file is as it was; or as
            ``Database.open`` says.
    """
    path = sqlite_path(url)
    if path is not None and places.left_unclean(path):
        _prove(url)
    return Database.open(url)


def _prove(url: str) -> None:
    db = Database.open(url, read_only=True)
    try:
        findings = part("posapp.storage.check").check_quickly(db).findings
    finally:
        db.dispose()
    if findings:
        first = findings[0]
        raise StorageFailure(
            "damaged",
            f"{db.url_shown} was not closed properly, and its check at this start found: "
            f"{first.says} It was not changed. Keep it, look with 'posapp db check', and put the "
            "last good backup in its place with 'posapp db restore'.",
        )
