"""Soundness of the database itself: pages, references, settings, triggers, numbers, schema."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, func, literal_column, select, union_all
from sqlalchemy.exc import DBAPIError

from posapp.storage import postgres, sqlite
from posapp.storage.audit import Head, load_heads
from posapp.storage.audit_proof import ChainProof, verify_chains
from posapp.storage.foreign import foreign
from posapp.storage.migrations import HEAD
from posapp.storage.prepared import Prepared
from posapp.storage.roles import wrong_privileges
from posapp.storage.running import fetch, stream
from posapp.storage.schema_revision import revision
from posapp.storage.search_index import count_unindexed
from posapp.storage.tables.schema import METADATA
from posapp.storage.triggers import missing


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is off: the check's name, what it means, how often, and where first."""

    name: str
    says: str
    count: int
    first: str


_DOCUMENTS: Final = "SELECT document_number FROM payment_event WHERE document_number IS NOT NULL"
_GIVEN: Final = "SELECT coalesce(sum(last), 0) FROM number_sequence WHERE kind = 'PAYMENT'"
_NEXT_ON_SQLITE: Final = "SELECT next_id FROM id_counter"
_NEXT_ON_POSTGRES: Final = (
    "SELECT CASE WHEN is_called THEN last_value + 1 ELSE last_value END FROM posapp_ids"
)
_ANY_WORD: Final = "SELECT 1 FROM account_words WHERE account_words MATCH 'a' LIMIT 1"
_INVALID: Final = (
    "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
    " WHERE NOT i.indisvalid UNION ALL"
    " SELECT conname FROM pg_constraint WHERE NOT convalidated"
)
_SERVER: Final = (
    "SELECT current_setting('synchronous_commit'), current_setting('TimeZone'),"
    " current_setting('server_encoding')"
)


def schema(s: Connection) -> Iterator[Finding]:
    """The revision is the program's, every guard is there, and nothing else acts inside (T12)."""
    found = revision(s)
    if found != HEAD:
        yield Finding("schema", f"The schema is {found}, the program's {HEAD}.", 1, str(found))
    gone = missing(s)
    if gone:
        says = "Guards are missing, changed or switched off."
        yield Finding("guards", says, len(gone), gone[0])
    strange = foreign(s)
    if strange:
        says = "Triggers, views or rules are there that this program did not make."
        yield Finding("foreign", says, len(strange), strange[0])
    wrong = wrong_privileges(s) if s.dialect.name != "sqlite" else ()
    if wrong:
        says = "Roles may do more or less than they should; 'posapp db roles' sets them right."
        yield Finding("privileges", says, len(wrong), wrong[0])


def pages(s: Connection) -> Iterator[Finding]:
    """Every page, index and reference of the file; on PostgreSQL what the server can tell."""
    if s.dialect.name != "sqlite":
        broken = [name for (name,) in fetch(s, _INVALID, ())]
        if broken:
            says = "Indexes or constraints are not valid."
            yield Finding("integrity", says, len(broken), broken[0])
        return
    faults = _faults(s, "PRAGMA integrity_check(100)")
    if faults != ["ok"]:
        yield Finding("integrity", "The file is damaged.", len(faults), str(faults[0]))
    loose = fetch(s, "PRAGMA foreign_key_check", ())
    if loose:
        says = "Rows point to rows that are not there."
        yield Finding("references", says, len(loose), f"{loose[0][0]} {loose[0][1]}")


def quick(s: Connection) -> Iterator[Finding]:
    """The short form of ``pages`` for a start after an unclean end (A.2.10)."""
    if s.dialect.name == "sqlite":
        faults = _faults(s, "PRAGMA quick_check(10)")
        if faults != ["ok"]:
            yield Finding("integrity", "The file is damaged.", len(faults), str(faults[0]))


def _faults(s: Connection, pragma: str) -> Sequence[str]:
    """What SQLite finds wrong, or ``ok``.

    Its search index remembers which of its parts there were when this connection last asked. To
    look something up makes it read them anew, to be checked does not (SQLite 3.53): what another
    connection put together meanwhile would be reported as damage.
    """
    # Whatever stands in the way of this is what the check itself names.
    with suppress(DBAPIError):
        fetch(s, _ANY_WORD, ())
    return [said for (said,) in fetch(s, pragma, ())]


def settings(s: Connection, *, read_only: bool = False) -> Iterator[Finding]:
    """The settings of this connection, read again (A.2.3, A.2.5)."""
    wrong: list[str] = []
    if s.dialect.name == "sqlite":
        # In a folder that may not be written the file is read without its log.
        journal = [] if read_only else [("journal_mode", "wal")]
        for name, expected in [*journal, *((n, e) for n, _, e in sqlite.settings())]:
            # A setting that the library does not know gives no row.
            answers = fetch(s, f"PRAGMA {name}", ())
            wrong += [f"{name}={found}" for (found,) in answers if found != expected]
    else:
        (found,) = fetch(s, _SERVER, ())
        if tuple(found) != postgres.EXPECTED:
            wrong.append(", ".join(found))
    if wrong:
        says = "Settings that keep money safe are off."
        yield Finding("settings", says, len(wrong), wrong[0])


def chains(s: Connection) -> Iterator[Finding]:
    """Every audit chain from its first row to the head that was noted for it (R11)."""
    heads = dict(load_heads(s))
    wrong = [_wrong(proof, heads.pop(proof.chain, None)) for proof in verify_chains(s)]
    found = [words for words in wrong if words]
    if found:
        says = "An audit chain is broken."
        yield Finding("audit chains", says, len(found), found[0])
    if heads:
        says = "An audit chain is gone."
        yield Finding("audit chains gone", says, len(heads), min(heads))


def _wrong(proof: ChainProof, head: Head | None) -> str:
    """What is wrong with a chain; empty when nothing is."""
    if proof.broken_at is not None:
        return f"{proof.chain} row {proof.broken_at}: {proof.reason}"
    if head is None:
        return f"{proof.chain}: nothing says how long it is"
    if (proof.rows, proof.head) != (head.seq, head.hash):
        return f"{proof.chain} row {proof.rows}: it ended at row {head.seq}"
    return ""


def documents(s: Connection) -> Iterator[Finding]:
    """Document numbers have no gap in any series (D-04), and are as many as were given."""
    series: dict[str, list[int]] = {}
    count, strange = 0, []
    for (number,) in stream(s, _DOCUMENTS):
        count += 1
        prefix, _, digits = number.rpartition("-")
        if digits.isdigit():
            series.setdefault(prefix, []).append(int(digits))
        else:
            strange.append(number)
    gaps = [
        prefix
        for prefix, found in series.items()
        if sorted(found) != list(range(1, len(found) + 1))
    ]
    if gaps or strange:
        says = "A series of document numbers has a gap."
        yield Finding("documents", says, len(gaps) + len(strange), (gaps + strange)[0])
    given = int(fetch(s, _GIVEN, ())[0][0])
    if given != count:
        says = f"{given} document numbers were given, {count} are there."
        yield Finding("documents given", says, abs(given - count), "")


def search_index(s: Connection) -> Iterator[Finding]:
    """Every account is in the search index, and nothing else is (ui.md 3)."""
    loose = count_unindexed(s)
    if loose:
        says = "Accounts are missing from the search index, or it holds some that are gone."
        yield Finding("search index", says, loose, "")


def counter(s: Connection) -> Iterator[Finding]:
    """The next identity is above every identity in use."""
    asked = _NEXT_ON_SQLITE if s.dialect.name == "sqlite" else _NEXT_ON_POSTGRES
    upcoming = next((found for (found,) in fetch(s, asked, ())), 0)
    for name, highest in sorted(_highest().all(s)):
        if highest is not None and highest >= upcoming:
            says = f"The next identity is {upcoming}, {name} has a higher one."
            yield Finding("identities", says, 1, str(highest))


@cache
def _highest() -> Prepared:
    """The highest identity of each table that takes its own from the counter."""
    keys = ((table.name, table.c.get("id")) for table in METADATA.sorted_tables)
    found: list[Any] = [
        select(literal_column(f"'{name}'").label("name"), func.max(key).label("highest"))
        for name, key in keys
        if key is not None and key.primary_key and name not in _OTHER_KEYS
    ]
    return Prepared(union_all(*found))


# Tables whose key is called id but is not taken from the counter.
_OTHER_KEYS: Final = frozenset({"change_log", "id_counter", "installation", "request"})
