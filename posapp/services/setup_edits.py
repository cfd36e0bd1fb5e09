"""Change the set-up: one way for every table, with checks, rights and audit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from posapp.domain.clock import Clock
from posapp.domain.distribution_rule_table import DISTRIBUTION_RULE, with_algorithms
from posapp.domain.money import Money
from posapp.domain.requests import check_request_id, fingerprint
from posapp.domain.rights import Actor, Right
from posapp.domain.rule_algorithms import RuleAlgorithms
from posapp.domain.setup_fields import FieldKind, Values
from posapp.domain.setup_rights import rights_rows
from posapp.domain.setup_table import SetUpTable, check_row
from posapp.domain.setup_tables import SETUP_TABLES, setup_table
from posapp.domain.setup_use import TITLES, SetUpUse
from posapp.domain.topics import Saved, Topic
from posapp.errors import Concern, Conflict, NeedsConfirmation, Refused
from posapp.services.autopay_checks import check_autopay_row
from posapp.services.clearing_checks import check_clearing
from posapp.services.done import Done, chain_of_office, record_done
from posapp.services.setup import SetUpCache
from posapp.services.setup_checks import check_needed, check_others
from posapp.storage import setup_edits as store
from posapp.storage.base import Transaction
from posapp.storage.db import Database
from posapp.storage.requests import find_request

TOPICS = frozenset({Topic.SETUP})


@dataclass(frozen=True, slots=True)
class SetUpRows:
    """A table with its rows."""

    table: SetUpTable
    rows: tuple[Values, ...]


class SetUpEdits:
    """Use cases of the set-up tables."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup

    def rows(self, name: str, actor: Actor) -> SetUpRows:
        """Every row of a table.

        Raises:
            Refused: ``M-55`` for a table that is none.
        """
        actor.require(Right.VIEW)
        table = setup_table(name)
        if table.fixed:
            return SetUpRows(table, rights_rows())
        with self._db.read() as s:
            return self._widened(table, store.list_rows(s, table.name, _names(table)))

    def algorithms(self, actor: Actor) -> RuleAlgorithms:
        """What third parties added to distribution rules, and what could not be loaded."""
        actor.require(Right.VIEW)
        return self._setup.algorithms()

    def uses(self, name: str, key: Values, actor: Actor) -> tuple[SetUpUse, ...]:
        """Where a row is used, money rows that keep its value first (D-29).

        Raises:
            Refused: ``M-55`` for a table that is none.
        """
        actor.require(Right.VIEW)
        table = setup_table(name)
        if table.fixed or table.single:
            return ()
        wanted = {one: key[one] for one in table.keys}
        with self._db.read() as s:
            found = tuple(store.uses_of(s, table.name, wanted))
        return tuple(sorted(found, key=lambda use: (not use.is_snapshot, use.table, use.column)))

    def save(
        self,
        name: str,
        values: Values,
        request_id: str,
        actor: Actor,
        *,
        was: Values | None = None,
    ) -> Saved[str]:
        """Add a row, or change the one with its key.

        Args:
            name: of the table.
            values: every field of the row.
            request_id: of this request (D-21).
            actor: who asks.
            was: the row as the user saw it, ``None`` for a new one.

        Raises:
            Refused: ``M-51`` right, ``M-50`` a value, ``M-55`` a reference or table that is not
                there, ``M-57`` a new row whose key is taken.
            Conflict: ``M-30`` when somebody changed the row meanwhile.
        """
        table = self._widened(_changeable(name), (values,)).table
        actor.require(table.right)
        check_request_id(request_id)
        row = check_row(table, values)
        print_ = fingerprint((table.name, sorted((k, _plain(v)) for k, v in row.items())))

        def work(s: Transaction) -> Saved[str]:
            if find_request(s, request_id, "setup.save", print_) is not None:
                return Saved(_title(table, row), frozenset(), replayed=True)
            key = {name: row[name] for name in table.keys}
            before = store.load_row(s, table.name, _names(table), key)
            if was is None and before is not None and not table.single:
                raise Refused("M-57", field=table.keys[-1], value=_title(table, row))
            if was is not None and before != {name: was[name] for name in _names(table)}:
                raise Conflict
            _check_references(s, table, row)
            check_autopay_row(table.name, row, self._setup.current(s))
            setup = self._setup.current(s)
            if table.name == DISTRIBUTION_RULE.name:
                setup = replace(setup, rule_algorithms=self._setup.algorithms())
            check_others(s, table, row, before, setup)
            check_clearing(s, table, row, before, setup)
            if before is None:
                store.insert_row(s, table.name, row)
            else:
                store.update_row(s, table.name, key, row)
            self._done(s, table, row, before, request_id, print_, actor)
            return Saved(_title(table, row), TOPICS)

        return self._db.write(work)

    def delete(
        self,
        name: str,
        key: Values,
        request_id: str,
        actor: Actor,
        confirmed: frozenset[str] = frozenset(),
    ) -> Saved[str]:
        """Remove a row that nothing names; asks once.

        Raises:
            Refused: ``M-51`` right, ``M-55`` no such row, ``M-95`` when it is in use, ``M-277``
                when the program itself names it.
            NeedsConfirmation: ``M-96``.
        """
        table = _changeable(name)
        actor.require(table.right)
        check_request_id(request_id)
        if table.single:
            raise Refused("M-70", reason="this table always has its one row")
        wanted = {one: key[one] for one in table.keys}
        print_ = fingerprint(
            (table.name, "delete", sorted((k, _plain(v)) for k, v in wanted.items()))
        )

        def work(s: Transaction) -> Saved[str]:
            if find_request(s, request_id, "setup.delete", print_) is not None:
                return Saved(_title(table, wanted), frozenset(), replayed=True)
            before = store.load_row(s, table.name, _names(table), wanted)
            if before is None:
                raise Refused("M-55", field=table.keys[-1], value=_title(table, wanted))
            use = next(store.uses_of(s, table.name, wanted), None)
            if use is not None:
                raise Refused(
                    "M-95", value=_title(table, wanted), n=use.rows, table=_called(use.table)
                )
            check_needed(s, table, before)
            if "M-96" not in confirmed:
                fields = {"value": _title(table, wanted), "table": table.title}
                raise NeedsConfirmation((Concern("M-96", fields),))
            store.delete_row(s, table.name, wanted)
            self._done(s, table, None, before, request_id, print_, actor)
            return Saved(_title(table, wanted), TOPICS)

        return self._db.write(work)

    def _widened(self, table: SetUpTable, rows: Sequence[Values]) -> SetUpRows:
        """A table with what may be chosen now, and its rows."""
        if table.name == DISTRIBUTION_RULE.name:
            table = with_algorithms(table, rows, self._setup.algorithms())
        return SetUpRows(table, tuple(rows))

    def _done(
        self,
        s: Transaction,
        table: SetUpTable,
        after: Values | None,
        before: Values | None,
        request_id: str,
        print_: str,
        actor: Actor,
    ) -> None:
        now = self._clock()
        setup = self._setup.current(s)
        store.raise_version(s)
        kind = "setup.delete" if after is None else "setup.save"
        body = {"table": table.name, "before": _body(before), "after": _body(after)}
        done = Done(
            request_id, kind, print_, 0, chain_of_office(setup, actor.office, now), body, TOPICS
        )
        record_done(s, done, actor, now)


def _called(table: str) -> str:
    """What people call a table, of the set-up or of what the program records."""
    found = SETUP_TABLES.get(table)
    return found.title if found else TITLES.get(table, table.replace("_", " ").capitalize())


def _changeable(name: str) -> SetUpTable:
    """A table that may be changed.

    Raises:
        Refused: ``M-55`` for a table that is none, ``M-70`` for one that the program brings.
    """
    table = setup_table(name)
    if table.fixed:
        raise Refused("M-70", reason="this table is part of the program")
    return table


def _names(table: SetUpTable) -> tuple[str, ...]:
    return tuple(field.name for field in table.fields)


def _title(table: SetUpTable, row: Values) -> str:
    """The key of a row in words."""
    return " ".join(str(row[name]) for name in table.keys) or table.title


def _check_references(s: Transaction, table: SetUpTable, row: Values) -> None:
    for field in table.fields:
        value = row[field.name]
        if field.kind not in {FieldKind.REFERENCE, FieldKind.NUMBERED} or not value:
            continue
        if not store.exists(s, field.table, value):
            raise Refused("M-55", field=field.name, value=value)


def _plain(value: Any) -> Any:
    if isinstance(value, Money):
        return value.minor
    return value.isoformat() if isinstance(value, date) else value


def _body(row: Values | None) -> Mapping[str, Any] | None:
    return None if row is None else {name: _plain(value) for name, value in row.items()}
