"""Accounts that hold every word of a query: FTS5 on SQLite, a table of words on PostgreSQL.

Query syntax never comes from the user: a word is quoted and holds only folded letters and digits.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, text

from posapp.domain.folding import Word
from posapp.storage.prepared import Prepared
from posapp.storage.search_ddl import LONGEST_PREFIX

_LAST: Final = "\U0010ffff"
_MATCH: Final = Prepared(
    text(
        "SELECT rowid FROM account_words WHERE account_words MATCH :words"
        " ORDER BY rowid LIMIT :most"
    )
)
# PostgreSQL: how many holders of the rarest word are asked for the others before another way is
# taken, and in the end, where there is none.
_FEW: Final = 2_000
_MANY: Final = 20_000
_COUNT: Final = Prepared(
    text(
        "SELECT count(*) FROM (SELECT 1 FROM account_token WHERE token >= :from0 AND token < :to0"
        " LIMIT :most) t"
    )
)
_HAS_TRIGRAMS: Final = Prepared(text("SELECT to_regclass('ix_account_search_words') IS NOT NULL"))


def holding(s: Connection, words: Sequence[Word], most: int) -> list[int]:
    """Accounts that hold every word, at most so many, in an order that is always the same.

    On SQLite long words are found by their first letters, so the caller looks again.
    """
    if s.dialect.name == "sqlite":
        query = " AND ".join(_quoted(word) for word in words)
        return [row[0] for row in _MATCH.all(s, {"words": query, "most": most})]
    return _holding_postgres(s, words, most)


def _quoted(word: Word) -> str:
    plain = word.text.replace('"', "")
    if word.whole:
        return f'"{plain}"'
    # A longer beginning would make FTS5 merge the accounts of every word that begins so.
    return f'"{plain[:LONGEST_PREFIX]}" *'


def _holding_postgres(s: Connection, words: Sequence[Word], most: int) -> list[int]:
    # The longest word has the fewest holders more often than not.
    longest = sorted(words, key=lambda word: (-len(word.text), word.text))
    given: dict[str, Any] = {}
    for index, word in enumerate(longest):
        given[f"from{index}"] = word.text
        # A whole word ends where the next longer one would begin.
        given[f"to{index}"] = word.text + ("\x01" if word.whole else _LAST)
    query = _tokens(len(longest))
    found = _distinct(s, query, given | {"most": 2 * most, "tried": _FEW})
    if len(found) >= most or len(words) == 1:
        return found[:most]
    if _COUNT.scalar(s, given | {"most": _FEW + 1}) <= _FEW:
        return found
    if _HAS_TRIGRAMS.scalar(s):
        patterns = {f"like{i}": f"% {w.text}{' ' if w.whole else ''}%" for i, w in enumerate(words)}
        return [row[0] for row in _trigrams(len(words)).all(s, patterns | {"most": most})]
    return _distinct(s, query, given | {"most": 2 * most, "tried": _MANY})[:most]


def _distinct(s: Connection, query: Prepared, given: dict[str, Any]) -> list[int]:
    return list(dict.fromkeys(row[0] for row in query.all(s, given)))


@cache
def _tokens(count: int) -> Prepared:
    """Holders of the first word, in the order of words, that hold the others too."""
    others = "".join(
        " AND EXISTS (SELECT 1 FROM account_token x WHERE x.account_id = t.account_id"  # noqa: S608
        f" AND x.token >= :from{index} AND x.token < :to{index})"
        for index in range(1, count)
    )
    return Prepared(
        text(
            "SELECT t.account_id FROM (SELECT token, account_id FROM account_token"  # noqa: S608
            " WHERE token >= :from0 AND token < :to0 ORDER BY token, account_id LIMIT :tried) t"
            f" WHERE true{others} ORDER BY t.token, t.account_id LIMIT :most"
        )
    )


@cache
def _trigrams(count: int) -> Prepared:
    likes = " AND ".join(f"words LIKE :like{index}" for index in range(count))
    return Prepared(
        text(
            f"SELECT account_id FROM account_search WHERE {likes}"  # noqa: S608
            " ORDER BY account_id LIMIT :most"
        )
    )
