"""Audit chains (R11, D-40, F22, A.6): any change of history is found, or needs a kept head."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import Connection, insert, text

from posapp.domain.money import Money
from posapp.storage.audit import (
    Entry,
    append_audit,
    append_entries,
    canonical,
    control_chain,
    head,
    office_chain,
    row_hash,
)
from posapp.storage.audit_proof import verify_chain, verify_chains
from posapp.storage.base import table_of
from posapp.storage.db import Database
from posapp.storage.tables.system import AuditRow
from posapp.storage.triggers import drop_statements
from tests.helpers.clock import NOON

CHAIN = control_chain(1_000_000_007)


def write(s: Connection, n: int, chain: str = CHAIN) -> None:
    for number in range(n):
        append_audit(
            s,
            chain,
            at=NOON + timedelta(microseconds=number),
            user_id=None,
            action="event",
            object_id=number,
            body={"amount": Money(number), "name": "Zoë | 北京"},
        )


def test_names_of_chains() -> None:
    assert CHAIN == "control/1000000007"
    assert office_chain("MAIN", date(2026, 11, 20)) == "office/MAIN/2026-11-20"


def test_a_chain_verifies_and_ends_in_its_head(db: Database) -> None:
    db.write(lambda s: write(s, 5))
    with db.read() as s:
        proof = verify_chain(s, CHAIN)
        end = head(s, CHAIN)
        assert head(s, "control/0") is None
        assert verify_chain(s, "control/0").rows == 0
    assert end is not None
    assert (proof.rows, proof.broken_at, proof.head) == (5, None, end.hash)
    assert (end.seq, len(end.hash)) == (5, 64)


def test_the_hash_is_what_the_books_say(db: Database) -> None:
    """Fixed for ever: papers carry it."""
    with db.begin() as s:
        made = append_audit(
            s, CHAIN, at=NOON, user_id=None, action="event", object_id=3, body={"b": 1, "a": "é"}
        )
    # SHA-256 of: control/1000000007|1||2026-11-20T15:00:00.000000+00:00|None|event|3|{"a":"é","b":1}
    assert made.hash == "ac8f6be3f51ab8cb47aa331bd2e20fd6c90adf62bc8e16cced6dbee318460126"


def test_both_engines_and_all_zones_make_the_same_hash(db: Database) -> None:
    local = datetime(2026, 11, 20, 10, 0, 0, 5, tzinfo=timezone(timedelta(hours=-5)))
    values = {"user_id": None, "action": "x", "object_id": None, "body": {}}
    with db.begin() as s:
        one = append_audit(s, "a", at=local, **values)
        assert verify_chain(s, "a").broken_at is None
    stamp = local.astimezone(UTC).isoformat(timespec="microseconds")
    assert one.hash == row_hash("a", 1, "", stamp, None, "x", None, "{}")


def test_several_rows_at_once_are_one_chain(db: Database) -> None:
    entries = [Entry("event", number, {"n": number}) for number in range(50)]
    with db.begin() as s:
        write(s, 2)
        end = append_entries(s, CHAIN, entries, at=NOON, user_id=None)
        assert end.seq == 52
        assert verify_chain(s, CHAIN).head == end.hash


def test_every_chain_gets_its_proof(db: Database) -> None:
    with db.begin() as s:
        for chain in ("office/MAIN/2026-11-20", "control/2", "control/10"):
            write(s, 3, chain)
        proofs = verify_chains(s)
    assert sorted(proof.chain for proof in proofs) == [
        "control/10",
        "control/2",
        "office/MAIN/2026-11-20",
    ]
    assert {proof.rows for proof in proofs} == {3}


def test_canonical_text_is_one_for_one_content() -> None:
    assert canonical({"b": [1, {"z": None, "a": True}], "a": "ü"}) == (
        '{"a":"ü","b":[1,{"a":true,"z":null}]}'
    )
    assert canonical({"m": Money(-5), "d": date(2026, 2, 28)}) == '{"d":"2026-02-28","m":-5}'
    written_alike = {"id": "4e-5", "note": "-1e-3, 1.5 + 1e+16 NaN", "request": "0637e-1e-8"}
    assert canonical(written_alike) == (
        '{"id":"4e-5","note":"-1e-3, 1.5 + 1e+16 NaN","request":"0637e-1e-8"}'
    )
    ends = (5e-324, -3e-5, 1e16, -1e22, 1e-7, 0.0, 1.5, float("nan"), -float("inf"))
    floats = (made for one in ends for made in ({"x": one}, {"x": [one]}, {"x": ["e-", one]}))
    for wrong in ({"x": 0.1}, {"x": [{"y": (1, 2.0)}]}, {"x": object()}, *floats):
        with pytest.raises(TypeError):
            canonical(wrong)


def test_naive_time_and_empty_batches_are_bugs(db: Database) -> None:
    with db.begin() as s:
        for chain, entries, at in (
            (CHAIN, [], NOON),
            (CHAIN, [Entry("x", None, {})], NOON.replace(tzinfo=None)),
            ("a|b", [Entry("x", None, {})], NOON),
        ):
            with pytest.raises(ValueError, match="audit row"):
                append_entries(s, chain, entries, at=at, user_id=None)


RENUMBERED = (
    "DELETE FROM audit WHERE seq = 3; UPDATE audit SET seq = seq - 1 WHERE seq = 4;"
    "UPDATE audit SET seq = seq - 1 WHERE seq = 5"
)
SWAPPED = (
    "UPDATE audit SET seq = 99 WHERE seq = 2; UPDATE audit SET seq = 2 WHERE seq = 3;"
    "UPDATE audit SET seq = 3 WHERE seq = 99"
)
INSERTED = (
    "INSERT INTO audit SELECT chain, 6, at, user_id, action, object_id, body, prev, hash"
    " FROM audit WHERE seq = 5"
)
TAMPERING = {
    "body": ("UPDATE audit SET body = '{}' WHERE seq = 3", 3),
    "time": ("UPDATE audit SET at = (SELECT at FROM audit WHERE seq = 1) WHERE seq = 3", 3),
    "action": ("UPDATE audit SET action = 'other' WHERE seq = 3", 3),
    "object": ("UPDATE audit SET object_id = 99 WHERE seq = 3", 3),
    "removed": ("DELETE FROM audit WHERE seq = 3", 4),
    "first removed": ("DELETE FROM audit WHERE seq = 1", 2),
    "renumbered": (RENUMBERED, 3),
    "swapped": (SWAPPED, 2),
    "inserted": (INSERTED, 6),
    "moved to another chain": ("UPDATE audit SET chain = 'control/9' WHERE seq = 3", 4),
}


def tamper(s: Connection, sql: str) -> None:
    """As the owner of the file would: triggers away, rows changed."""
    for statement in drop_statements(s.dialect.name):
        s.execute(text(statement))
    for statement in sql.split(";"):
        s.execute(text(statement))


@pytest.mark.parametrize("what", TAMPERING)
def test_f22_tampering_is_found_where_it_happened(db: Database, what: str) -> None:
    sql, broken_at = TAMPERING[what]
    with db.begin() as s:
        write(s, 5)
        tamper(s, sql)
        proof = verify_chain(s, CHAIN)
    assert proof.broken_at == broken_at
    assert proof.reason


def rebuild(s: Connection) -> None:
    """Change a row and compute every hash again, as somebody who knows the program could."""
    tamper(s, "UPDATE audit SET body = '[]' WHERE seq = 2")
    prev = ""
    for row in s.execute(text("SELECT * FROM audit ORDER BY seq")).all():
        stamp = row.at if isinstance(row.at, str) else row.at.isoformat(timespec="microseconds")
        own = row_hash(
            row.chain, row.seq, prev, stamp, row.user_id, row.action, row.object_id, row.body
        )
        values = {"p": prev, "h": own, "n": row.seq}
        s.execute(text("UPDATE audit SET prev = :p, hash = :h WHERE seq = :n"), values)
        prev = own


@pytest.mark.parametrize(
    "attack",
    [lambda s: tamper(s, "DELETE FROM audit WHERE seq >= 4"), rebuild],
    ids=["cut", "rebuilt"],
)
def test_f22_what_only_a_head_kept_elsewhere_shows(
    db: Database, attack: Callable[[Connection], None]
) -> None:
    with db.begin() as s:
        write(s, 5)
        on_paper = head(s, CHAIN)
        attack(s)
        proof = verify_chain(s, CHAIN)
    assert proof.broken_at is None
    assert on_paper is not None
    assert proof.head != on_paper.hash


def test_t18_a_row_whose_stamp_goes_back_unsaid_breaks_the_chain(sqlite_db: Database) -> None:
    """Whoever takes the entry of the clock out and makes every hash anew is found by the stamps."""
    with sqlite_db.begin() as s:
        last = append_audit(s, CHAIN, at=NOON, user_id=None, action="a", object_id=1, body={})
        at = NOON - timedelta(hours=1)
        stamp = at.isoformat(timespec="microseconds")
        own = row_hash(CHAIN, 2, last.hash, stamp, None, "b", 1, "{}")
        row = insert(table_of(AuditRow)).values(
            chain=CHAIN, seq=2, at=at, user_id=None, action="b", object_id=1, body="{}",
            prev=last.hash, hash=own,
        )  # fmt: skip
        s.execute(row)
        proof = verify_chain(s, CHAIN)
    assert (proof.broken_at, proof.reason) == (2, "its stamp goes back, and no entry says so")


@pytest.mark.parametrize("stamp", ["2026-01-01T09:00:00", "10 o'clock", ""])
@pytest.mark.parametrize(
    ("hashed_anew", "reason"),
    [(False, "the row was changed"), (True, "its stamp goes back, and no entry says so")],
)
def test_t18_a_stamp_that_is_no_instant_is_found(
    sqlite_db: Database, stamp: str, hashed_anew: bool, reason: str
) -> None:
    """Not even one whose row was hashed again ends the check with an error of its own."""
    with sqlite_db.begin() as s:
        first = append_audit(s, CHAIN, at=NOON, user_id=None, action="a", object_id=1, body={})
        last = append_audit(s, CHAIN, at=NOON, user_id=None, action="b", object_id=1, body={})
        own = row_hash(CHAIN, 2, first.hash, stamp, None, "b", 1, "{}")
        for statement in drop_statements(s.dialect.name):
            s.execute(text(statement))
        s.exec_driver_sql(
            "UPDATE audit SET at = ?, hash = ? WHERE chain = ? AND seq = 2",
            (stamp, own if hashed_anew else last.hash, CHAIN),
        )
        proof = verify_chain(s, CHAIN)
    assert (proof.broken_at, proof.reason) == (2, reason)
