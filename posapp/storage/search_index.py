"""Keeping the search index: the words of accounts, made again when what they say changed.

Whoever writes names, addresses or look-up keys calls ``index_accounts`` in the same transaction.
The index holds nothing of its own: ``rebuild_index`` makes it anew.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from sqlalchemy import Connection, bindparam, select, text

from posapp.domain.folding import fold_line
from posapp.domain.searching import Candidate, account_words
from posapp.storage.base import table_of
from posapp.storage.bulk import BATCH, batches, key_set
from posapp.storage.prepared import Prepared, any_of
from posapp.storage.running import carry_out, fetch, later
from posapp.storage.tables.people import AccountKeyRow, AccountRow, PersonRow

_account, _person, _key = table_of(AccountRow), table_of(PersonRow), table_of(AccountKeyRow)

_ACCOUNTS: Final = Prepared(
    select(
        _account.c.id,
        _person.c.name,
        _account.c.address,
        _person.c.phone,
        _person.c.email,
        _person.c.employee_number,
    )
    .join(_person, _person.c.id == _account.c.person_id)
    .where(any_of(_account.c.id, "accounts"))
)
_KEYS: Final = Prepared(
    select(_key.c.account_id, _key.c.kind, _key.c.value).where(
        any_of(_key.c.account_id, "accounts")
    )
)
_NEXT: Final = Prepared(
    select(_account.c.id)
    .where(_account.c.id > bindparam("after"))
    .order_by(_account.c.id)
    .limit(BATCH)
)
_UNINDEXED: Final = Prepared(
    text(
        "SELECT (SELECT count(*) FROM account a"
        " WHERE NOT EXISTS (SELECT 1 FROM account_search w WHERE w.account_id = a.id))"
        " + (SELECT count(*) FROM account_search w"
        " WHERE NOT EXISTS (SELECT 1 FROM account a WHERE a.id = w.account_id))"
    )
)

_Made = list[tuple[int, str, set[str]]]


def index_accounts(s: Connection, account_ids: Iterable[int] | None) -> int:
    """Make the index entries of accounts again; returns how many accounts.

    Args:
        s: the write transaction that changed them.
        account_ids: accounts that are new or whose name, address, contact or keys changed;
            ``None`` for all.
    """
    done = 0
    chunks = _all(s) if account_ids is None else batches(sorted(set(account_ids)))
    write = _write_sqlite if s.dialect.name == "sqlite" else _write_postgres
    for ids in chunks:
        made = [
            (account_id, fold_line(one.name), account_words(one))
            for account_id, one in with_keys(s, load_candidates(s, ids)).items()
        ]
        write(s, made)
        done += len(made)
    return done


def rebuild_index(s: Connection) -> int:
    """Empty the index and make it anew; returns how many accounts."""
    if s.dialect.name != "sqlite":
        s.execute(text("TRUNCATE account_search, account_token"))
        return index_accounts(s, None)
    s.exec_driver_sql("DELETE FROM account_search")
    s.exec_driver_sql("INSERT INTO account_words (account_words) VALUES ('delete-all')")
    done = index_accounts(s, None)
    # One segment in place of many: the first query of a day reads less.
    s.exec_driver_sql("INSERT INTO account_words (account_words) VALUES ('optimize')")
    return done


def count_unindexed(s: Connection) -> int:
    """Accounts that the index does not know, and entries of accounts that are not there."""
    return int(_UNINDEXED.scalar(s))


def load_candidates(s: Connection, account_ids: Sequence[int]) -> dict[int, Candidate]:
    """Names, addresses and ways to reach them by account id; unknown ids are left out."""
    return {
        account_id: Candidate(name, address, phone, email, employee_number=employee)
        for account_id, name, address, phone, email, employee in _ACCOUNTS.all(
            s, {"accounts": account_ids}
        )
    }


def with_keys(s: Connection, known: Mapping[int, Candidate]) -> dict[int, Candidate]:
    """The same accounts with their look-up keys."""
    held: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for owner, kind, value in _KEYS.all(s, {"accounts": known}):
        held[owner].append((kind, value))
    return {
        account_id: _keyed(one, held[account_id]) if account_id in held else one
        for account_id, one in known.items()
    }


def _keyed(one: Candidate, keys: Sequence[tuple[str, str]]) -> Candidate:
    return Candidate(one.name, one.address, one.phone, one.email, keys, one.employee_number)


def _all(s: Connection) -> Iterator[Sequence[int]]:
    after = 0
    while ids := [row.id for row in _NEXT.all(s, {"after": after})]:
        yield ids
        after = ids[-1]


def _write_sqlite(s: Connection, made: _Made) -> None:
    if not made:
        return
    known = fetch(
        s,
        "SELECT account_id FROM account_search"
        " WHERE account_id IN (SELECT value FROM json_each(?))",
        (key_set(s, [account_id for account_id, _, _ in made]),),
    )
    if known:
        gone = [tuple(row) for row in known]
        carry_out(s, "DELETE FROM account_words WHERE rowid = ?", gone, many=True)
    carry_out(
        s,
        "INSERT INTO account_words (rowid, words) VALUES (?, ?)",
        [(account_id, " ".join(sorted(words))) for account_id, _, words in made],
        many=True,
    )
    carry_out(
        s,
        "INSERT INTO account_search (account_id, name) VALUES (?, ?)"
        " ON CONFLICT (account_id) DO UPDATE SET name = excluded.name",
        [(account_id, line) for account_id, line, _ in made],
        many=True,
    )


def _write_postgres(s: Connection, made: _Made) -> None:
    ids = [account_id for account_id, _, _ in made]
    # Two writers of one account take turns here, so the second sees the words of the first.
    later(
        s,
        "SELECT 1 FROM account_search WHERE account_id = ANY (%s) ORDER BY account_id FOR UPDATE",
        (ids,),
    )
    later(
        s,
        "DELETE FROM account_token t USING account_search w,"
        " unnest(string_to_array(btrim(w.words), ' ')) AS old (token)"
        " WHERE w.account_id = ANY (%s) AND t.token = old.token AND t.account_id = w.account_id",
        (ids,),
    )
    later(
        s,
        "INSERT INTO account_search (account_id, name, words)"
        " SELECT * FROM unnest(%s::bigint[], %s::text[], %s::text[])"
        " ON CONFLICT (account_id) DO UPDATE SET name = excluded.name, words = excluded.words",
        (
            ids,
            [line for _, line, _ in made],
            [f" {' '.join(sorted(words))} " for _, _, words in made],
        ),
    )
    pairs = [(i, word) for i, _, words in made for word in words]
    later(
        s,
        "INSERT INTO account_token (account_id, token)"
        " SELECT * FROM unnest(%s::bigint[], %s::text[]) ON CONFLICT DO NOTHING",
        ([i for i, _ in pairs], [word for _, word in pairs]),
    )
