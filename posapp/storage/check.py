"""``db check``: everything that can be known about a database without changing it (R4, R11)."""

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cache, partial
from time import perf_counter
from typing import Any, Final

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from posapp.storage import integrity
from posapp.storage.db import Database
from posapp.storage.integrity import Finding
from posapp.storage.invariant import Invariant
from posapp.storage.invariants import INVARIANTS
from posapp.storage.live_rows import live_checks, spoken_of
from posapp.storage.prepared import Prepared
from posapp.storage.reading_ahead import read_together
from posapp.storage.rule_tables import tables_of, that_may_find

_TOGETHER: Final = 12
"""Rules in one statement."""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was found; no findings means that every check passed."""

    findings: tuple[Finding, ...]
    checks: int
    seconds: float

    @property
    def clean(self) -> bool:
        """Whether nothing is off."""
        return not self.findings


def check_database(db: Database) -> CheckReport:
    """Check pages, references, settings, guards, invariants, numbers and audit chains.

    Reads one steady view of the data; payments go on meanwhile.

    Raises:
        StorageFailure: when the database cannot be read at all.
    """
    with db.read() as s:
        return check_within(s, read_only=db.read_only)


def check_within(s: Connection, *, read_only: bool = False) -> CheckReport:
    """The same inside a transaction, with what it wrote and has not committed."""
    started = perf_counter()
    findings: list[Finding] = []
    checks = 0
    settings = partial(integrity.settings, read_only=read_only)
    for step in (integrity.pages, integrity.schema, settings):
        checks += 1
        findings.extend(step(s))
    # On a damaged file the rest would only stumble over the same damage.
    if not any(finding.name == "integrity" for finding in findings):
        checks += len(INVARIANTS) + len(live_checks(s.dialect.name))
        findings.extend(broken(s, (*INVARIANTS, *spoken_of(s))))
        for step in (
            integrity.documents,
            integrity.search_index,
            integrity.counter,
            integrity.chains,
        ):
            checks += 1
            findings.extend(step(s))
    return CheckReport(tuple(findings), checks, perf_counter() - started)


def check_quickly(db: Database) -> CheckReport:
    """The check of a start after an unclean end: pages in short, guards, settings (A.2.10)."""
    started = perf_counter()
    settings = partial(integrity.settings, read_only=db.read_only)
    steps = (integrity.quick, integrity.schema, settings)
    with db.read() as s:
        findings: list[Finding] = []
        for step in steps:
            findings.extend(step(s))
            # What is read from a damaged file says nothing more.
            if findings:
                break
    return CheckReport(tuple(findings), len(steps), perf_counter() - started)


def check_without_schema(db: Database) -> CheckReport:
    """The pages in short, of a database whose schema another program made."""
    started = perf_counter()
    with db.read() as s:
        findings = tuple(integrity.quick(s))
    return CheckReport(findings, 1, perf_counter() - started)


def broken(s: Connection, rules: Sequence[Invariant]) -> list[Finding]:
    """Run invariants that have something to look at, many in one statement and one round trip.

    The way to the server is longer than most of them, and so is the reading of their SQL. A table
    without rows breaks none of the rules that start from it.
    """
    try:
        # A statement that fails would spoil the whole transaction on PostgreSQL.
        with nullcontext() if s.dialect.name == "sqlite" else s.begin_nested():
            return _asked(s, rules)
    except DBAPIError:
        # Which of them failed, and why, each says alone.
        return [found for rule in rules for found in run(s, rule)]


def _asked(s: Connection, rules: Sequence[Invariant]) -> list[Finding]:
    groups = _groups(tuple(that_may_find(s, rules)))
    answers = read_together(s, [_query(group) for group in groups])
    places = {rule.name: place for place, rule in enumerate(rules)}
    found = [
        (group[place], count, first)
        for group, rows in zip(groups, answers, strict=True)
        for place, count, first in rows
    ]
    found.sort(key=lambda one: places[one[0].name])
    return [Finding(rule.name, rule.says, count, first) for rule, count, first in found]


@cache
def _groups(rules: tuple[Invariant, ...]) -> list[tuple[Invariant, ...]]:
    """Rules that are asked or left out together: a statement is the same text every time."""
    groups: dict[Any, list[Invariant]] = {}
    for rule in rules:
        groups.setdefault(rule if rule.alone else tables_of(rule.sql), []).append(rule)
    return [
        tuple(group[start : start + _TOGETHER])
        for group in groups.values()
        for start in range(0, len(group), _TOGETHER)
    ]


@cache
def _query(rules: tuple[Invariant, ...]) -> Prepared:
    """One statement for several rules; a line for each that is broken."""
    parts = (
        f"SELECT {place} AS place, count(*) AS n, CAST(min(x.id) AS text) AS first"  # noqa: S608
        f" FROM ({rule.sql}) x HAVING count(*) > 0"
        for place, rule in enumerate(rules)
    )
    return Prepared(text(" UNION ALL ".join(parts)))


def run(s: Connection, rule: Invariant) -> Iterator[Finding]:
    """Run one invariant: how many rows break it, and the lowest of them."""
    query = f"SELECT count(*), min(x.id) FROM ({rule.sql}) x"  # noqa: S608 - our own SQL
    try:
        # A statement that fails would spoil the whole transaction on PostgreSQL.
        with s.begin_nested():
            count, first = s.execute(text(query)).one()
    except DBAPIError as error:
        said = str(error.orig)
        if "malformed JSON" not in said and "type json" not in said:
            raise
        count, first = 1, "an audit body that is no JSON"
    if count:
        yield Finding(rule.name, rule.says, count, str(first))
