"""A server brought back to a moment, and a dump put into an empty database, by hand (R4, F21).

``python -m tests.endurance.point_in_time`` makes a server with continuous archiving, takes
payments, makes a base backup, takes more, notes the moment, and lets everything go wrong after it.
Then a second server is made from base backup and archive as of that moment, and a third database
from ``pg_dump``; both must hold exactly what was there and pass ``db check``.
"""

import shutil
import sys

import psycopg
from sqlalchemy import text

from posapp.storage.db import Database
from tests.helpers import oracle
from tests.helpers.clock import FixedClock
from tests.helpers.databases import fill
from tests.helpers.drawer_day import owing, take
from tests.helpers.office import open_office
from tests.helpers.standby import Node, copy_of, one_server, own

BEFORE_BACKUP = 40
BEFORE_MOMENT = 60
AFTER_MOMENT = 30


def main() -> None:
    """Take payments, bring the server back to a moment, restore a dump; say what was found."""
    with one_server(archive_mode="on", archive_command="'cp %p ../archive/%f'") as node:
        archive = node.socket.parent / "archive"
        archive.mkdir()
        own(archive)
        with psycopg.connect(node.url("postgres"), autocommit=True) as line:
            line.execute("CREATE DATABASE town")
            line.execute("CREATE DATABASE dumped")
        fill(node.url("town"))
        db = Database.open(node.url("town"))
        office = open_office(db, FixedClock())
        account = owing(office)
        taken = 0
        for cents in range(1, BEFORE_BACKUP + 1):
            taken += take(office, account, "CASH", cents).payments[0].amount.minor
        backup = copy_of(node, "back", "-X", "none")
        for cents in range(1, BEFORE_MOMENT + 1):
            taken += take(office, account, "CASH", cents).payments[0].amount.minor
        dump(node)
        with psycopg.connect(node.url("town"), autocommit=True) as line:
            (moment,) = line.execute("SELECT clock_timestamp()").fetchone() or ("",)
        for cents in range(1, AFTER_MOMENT + 1):
            take(office, account, "CASH", cents)
        with db.begin() as s:
            s.execute(text("ALTER TABLE gl_line DISABLE TRIGGER USER"))
            s.execute(text("DELETE FROM gl_line"))
        db.dispose()
        with psycopg.connect(node.url("postgres"), autocommit=True) as line:
            line.execute("SELECT pg_switch_wal()")
        node.stop()
        count = BEFORE_BACKUP + BEFORE_MOMENT
        backup.configure(
            archive_mode="off",
            restore_command=f"'cp {archive}/%f %p'",
            recovery_target_time=f"'{moment}'",
            recovery_target_action="'promote'",
        )
        (backup.data / "recovery.signal").touch()
        own(backup.data / "recovery.signal")
        backup.start()
        try:
            prove(backup.url("town"), "the moment before the fault", count, taken)
            prove(backup_dump(backup, archive.parent), "the dump of that moment", count, taken)
        finally:
            backup.stop()


def dump(node: Node) -> None:
    """What a server's keeper runs each night."""
    target = node.socket.parent / "town.dump"
    node.run("pg_dump", "-Fc", "-d", node.url("town"), "-f", str(target))
    node.run("pg_restore", "--list", str(target))


def backup_dump(node: Node, folder: object) -> str:
    """The dump in an empty database of a server."""
    node.run("pg_restore", "--no-owner", "-d", node.url("dumped"), f"{folder}/town.dump")
    return node.url("dumped")


def prove(url: str, what: str, count: int, cents: int) -> None:
    """Exactly these payments, and every check."""
    db = Database.open(url)
    oracle.assert_sound(db)
    events, money = len(oracle.events(db)), sum(oracle.drawers(db).values())
    db.dispose()
    sys.stdout.write(
        f"{what}: {events} of {count} payments, {money} of {cents} cents, check clean\n"
    )
    assert (events, money) == (count, cents)


if __name__ == "__main__":
    if shutil.which("cp") is None:
        sys.exit("the archive is kept by cp, which this system has not")
    main()
