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
# PostgreSQL: so many holders of the rarest word are asked for the other words. Words that are all
# more common than that and hardly ever meet may be missed; another word, such as a house number,
# finds the account.
_ASKED: Final = 8_000


def holding(s: Connection, words: Sequence[Word], most: int) -> list[int]:
    """Accounts that hold every word, at most so many, in an order that is always the same.

    On SQLite long words are found by their first letters (see ``finds_too_much``).
    """
    if s.dialect.name != "sqlite":
        return _holding_postgres(s, words, most)
    query = " AND ".join(_quoted(word) for word in words)
    return [row[0] for row in _MATCH.all(s, {"words": query, "most": most})]


def finds_too_much(s: Connection, words: Sequence[Word]) -> bool:
    """Whether ``holding`` may give accounts that do not hold every word."""
    return s.dialect.name == "sqlite" and any(
        len(word.text) > LONGEST_PREFIX and not word.whole for word in words
    )


def _quoted(word: Word) -> str:
    plain = word.text.replace('"', "")
    if word.whole:
        return f'"{plain}"'
    # A longer beginning would make FTS5 merge the accounts of every word that begins so.
    return f'"{plain[:LONGEST_PREFIX]}" *'


def _holding_postgres(s: Connection, words: Sequence[Word], most: int) -> list[int]:
    rarest, *others = _rarest_first(s, words)
    given: dict[str, Any] = {"most": 2 * most, "asked": _ASKED} | _range(0, rarest)
    for index, word in enumerate(others):
        given[f"like{index}"] = f"% {word.text} %" if word.whole else f"% {word.text}%"
    rows = _holders(len(others)).all(s, given)
    # Several words of an account may begin alike.
    return list(dict.fromkeys(row[0] for row in rows))[:most]


def _rarest_first(s: Connection, words: Sequence[Word]) -> Sequence[Word]:
    if len(words) == 1:
        return words
    given: dict[str, Any] = {"most": _ASKED}
    for index, word in enumerate(words):
        given |= _range(index, word)
    counts = _counts(len(words)).first(s, given)
    # Among words that are all common the longest is the rarest more often than not.
    rank = sorted(range(len(words)), key=lambda i: (counts[i], -len(words[i].text), i))
    return [words[i] for i in rank]


def _range(index: int, word: Word) -> dict[str, str]:
    # A whole word ends where the next longer one would begin.
    end = "\x01" if word.whole else _LAST
    return {f"from{index}": word.text, f"to{index}": word.text + end}


@cache
def _counts(words: int) -> Prepared:
    """How many holders each word has, counted up to a limit."""
    counted = ", ".join(
        "(SELECT count(*) FROM (SELECT 1 FROM account_token"  # noqa: S608 - numbers only
        f" WHERE token >= :from{i} AND token < :to{i} LIMIT :most) c{i})"
        for i in range(words)
    )
    return Prepared(text(f"SELECT {counted}"))


@cache
def _holders(others: int) -> Prepared:
    """Holders of a word in the order of words, of whom each holds the other words too."""
    likes = " AND ".join(["true", *(f"w.words LIKE :like{i}" for i in range(others))])
    # A subselect of one value is asked holder by holder, until there are enough.
    return Prepared(
        text(
            "SELECT t.account_id FROM (SELECT token, account_id FROM account_token"  # noqa: S608
            " WHERE token >= :from0 AND token < :to0 ORDER BY token, account_id LIMIT :asked) t"
            f" WHERE (SELECT {likes} FROM account_search w WHERE w.account_id = t.account_id)"
            " ORDER BY t.token, t.account_id LIMIT :most"
        )
    )
