"""Commands look whether the data are older than what this computer saw of them (T8).

One that writes does not go on with such data, one that reads says so on standard error. After a
command that writes the newest row of the audit is remembered, as the window does.
"""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from posapp import paths
from posapp.cli.call import Call, tell
from posapp.domain.messages import sentence
from posapp.errors import PosError, Refused
from posapp.services.seen_file import FILE_NAME, forget_seen, keep_seen, read_seen

if TYPE_CHECKING:
    from posapp.domain.last_seen import Older
    from posapp.domain.rights import Actor


def stop_older(call: Call, actor: "Actor") -> None:
    """Look before the command does anything.

    Raises:
        Refused: ``M-288`` for a command that writes.
    """
    older = older_than_seen(call, actor)
    if older is None:
        call.looked = True
        return
    seen = older.seen.at.isoformat(timespec="seconds")
    newest = "no day at all" if older.newest is None else older.newest.isoformat(timespec="seconds")
    if call.writes:
        raise Refused("M-288", seen=seen, newest=newest)
    tell([sentence("M-288", {"seen": seen, "newest": newest})])


def remember(call: Call, actor: "Actor") -> None:
    """Write down the newest row, after a look that found nothing; what fails is tried next time."""
    if not call.looked:
        return
    with suppress(PosError, OSError):
        services = call.services
        keep_seen(_path(), services.db.url_shown, services.older_data.newest(actor))


def forget(place: str, *more: Path) -> None:
    """Let a database that was just made be no older data of the one that lay there before.

    Args:
        place: of the database.
        more: folders of settings beside the user's.
    """
    with suppress(OSError):
        for folder in (paths.config_dir(), *more):
            forget_seen(folder / FILE_NAME, place)


def older_than_seen(call: Call, actor: "Actor") -> "Older | None":
    """What this computer saw and the data lack; ``None`` when they hold it, or nothing was seen."""
    services = call.services
    seen = read_seen(_path()).get(services.db.url_shown)
    return None if seen is None else services.older_data.look(seen, actor)


def _path() -> Path:
    return paths.config_dir() / FILE_NAME
