"""The command line in tests: an office behind it, and what a command answered."""

import json
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import text
from typer import testing
from typer.testing import CliRunner

from posapp.cli.root import app
from posapp.domain.ids import short_id
from posapp.services.bundle import build
from posapp.storage.db import Database
from tests.helpers.clock import FixedClock
from tests.helpers.office import Office

PASSWORD = "correct horse battery"
USERS = {
    "kim": ("cashier", "CASH-A01"),
    "lee": ("cashier", "CASH-A02"),
    "sam": ("supervisor", "CASH-B01"),
    "aud": ("auditor", ""),
}

# The runner makes the options before the noun anew for each of the thousands of commands.
testing._get_command = cache(testing._get_command)


@dataclass(frozen=True)
class Outcome:
    """Exit code and both streams of a command."""

    code: int
    stdout: str
    stderr: str

    @property
    def document(self) -> Any:
        """The one JSON document of standard output."""
        return json.loads(self.stdout)


def run(*args: str, password: str | None = PASSWORD, env: dict[str, str] | None = None) -> Outcome:
    """Run ``posapp`` with arguments in this process; a crash is a test failure."""
    given = {"POSAPP_PASSWORD": password, "POSAPP_NEW_PASSWORD": None} | (env or {})
    result = CliRunner(env=given).invoke(app, args, prog_name="posapp", catch_exceptions=False)
    return Outcome(result.exit_code, result.stdout, result.stderr)


def filled(path: Path | str) -> None:
    """Make a database with an admin ``adm`` and the users above."""
    made = run("db", "init", "--admin", "adm", "--db", str(path))
    assert made.code == 0, made.stderr
    for login, (role, source) in USERS.items():
        shared = ("--db", str(path), "--user", "adm")
        named = ("--name", login.title(), "--role", role, "--source", source)
        added = run("user", "add", login, *named, *shared)
        assert added.code == 0, added.stderr


class CommandLine:
    """Commands on one database, and builders for what commands cannot make."""

    def __init__(self, path: str, clock: FixedClock, db: Database) -> None:
        self.path = path
        self.db = db
        self.people = Office(db, clock, build(db, clock))
        self.deposit = ""
        self.control = ""

    def run(self, *args: str, user: str = "kim", **more: Any) -> Outcome:
        """Run a command as a user, with ``--json``."""
        self.fold_log()
        named = ("--user", user) if user else ()
        return run(*args, "--db", self.path, "--json", *named, **more)

    def told(self, *args: str, user: str = "kim") -> Outcome:
        """Run a command as a user, for a person to read."""
        self.fold_log()
        return run(*args, "--db", self.path, "--user", user)

    def fold_log(self) -> None:
        """Fold SQLite's log into the file: each command proves one that it finds (R4)."""
        if self.db.path is not None:
            with closing(self.db.engine.raw_connection()) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def done(self, *args: str, user: str = "kim") -> Any:
        """The document of a command that must succeed."""
        outcome = self.run(*args, user=user)
        assert outcome.code == 0, outcome.stdout + outcome.stderr
        return outcome.document

    def refused(self, *args: str, user: str = "kim") -> Any:
        """The ``error`` of a command that a rule must refuse."""
        outcome = self.run(*args, user=user)
        assert outcome.code == 1, (outcome.code, outcome.stdout, outcome.stderr)
        assert outcome.stderr == ""
        return outcome.document["error"]

    def open_drawer(self) -> None:
        """A deposit control of ``sam`` and a drawer of ``kim`` with a float of 150.00."""
        self.deposit = self.done("deposit-control", "open", user="sam")["id"]
        self.control = self.done("control", "open")["id"]

    def account(self, **more: Any) -> str:
        """An account without agreements."""
        return short_id(self.people.account(**more))

    def owing(self, cents: int, **more: Any) -> str:
        """An account that owes for water since the office's day."""
        account = self.people.account(**more)
        self.people.agreement(account, "WATER", (self.people.clock().date(), cents))
        return short_id(account)

    def worked_example(self, customer_class: str) -> str:
        """The account of the worked example: water, electricity, garbage, 255.00 in all."""
        account = self.people.account(customer_class=customer_class)
        debts = {
            "WATER": (("01-10", 3000), ("02-10", 4000)),
            "ELECTRIC": (("01-10", 6000), ("02-10", 8000)),
            "GARBAGE": (("12-10", 2500), ("02-10", 2000)),
        }
        for sa_type, cells in debts.items():
            dated = [
                (date.fromisoformat(f"{2025 if day[:2] == '12' else 2026}-{day}"), cents)
                for day, cents in cells
            ]
            self.people.agreement(account, sa_type, *dated)
        return short_id(account)

    def set_distribution(self, customer_class: str, order: str) -> None:
        """Choose the distribution of a customer class (D-07)."""
        with self.db.begin() as s:
            s.execute(
                text("UPDATE customer_class SET distribution = :o WHERE code = :c"),
                {"o": order, "c": customer_class},
            )
            s.execute(text("UPDATE installation SET setup_version = setup_version + 1"))
