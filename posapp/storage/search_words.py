"""Accounts that hold every word of a query: FTS5 on SQLite, a table of words on PostgreSQL.

Query syntax never comes from the user: a word is quoted and holds only folded letters and digits.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
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
_NEXT_TERM: Final = Prepared(text("SELECT term FROM account_terms WHERE term >= :least LIMIT 1"))
# SQLite: a long beginning is sought as the words that begin so, up to this many; each has a holder.
_MOST_TERMS: Final = 100
# SQLite: how far apart the first holders of a word lie says how rare it is; fewer are rarer still.
_SAMPLE: Final = 16
_FEW: Final = 20
_PAIR: Final = 2
# PostgreSQL: so many holders of the rarest word are asked for the other words. Words that are all
# more common than that and hardly ever meet may be missed; another word, such as a house number,
# finds the account.
_ASKED: Final = 8_000


def holding(s: Connection, words: Sequence[Word], most: int) -> list[int]:
    """Accounts that hold every word, at most so many, in an order that is always the same.

    Some may lack a word where looking for every word in the index would cost more than asking
    each account: the caller judges them.
    """
    if s.dialect.name != "sqlite":
        return _holding_postgres(s, words, most)
    matches = [_matching(s, word) for word in words]
    if len(matches) > _PAIR:
        matches = _rarest_matches(s, matches)
        if len(matches) > _PAIR:
            few = _match(s, matches[:_PAIR], min(most, _FEW))
            if len(few) < min(most, _FEW):
                return few
    return _match(s, matches, most)


def _match(s: Connection, matches: Sequence[str], most: int) -> list[int]:
    given = {"words": " AND ".join(matches), "most": most}
    return [row[0] for row in _MATCH.all(s, given)]


def _matching(s: Connection, word: Word) -> str:
    """What FTS5 is asked for a word."""
    plain = word.text.replace('"', "")
    if word.whole:
        return f'"{plain}"'
    if len(plain) <= LONGEST_PREFIX:
        return f'"{plain}" *'
    # FTS5 would merge the holders of all words that begin so before it gave the first.
    terms = list(islice(_terms(s, plain), _MOST_TERMS + 1))
    if len(terms) > _MOST_TERMS:
        return f'"{plain[:LONGEST_PREFIX]}" *'
    any_of_them = " OR ".join([f'"{term}"' for term in terms or [plain]])
    return f"({any_of_them})"


def _terms(s: Connection, beginning: str) -> Iterator[str]:
    """Words of the index that begin so; each is found at once, however many accounts hold it."""
    least = beginning
    while True:
        term = _NEXT_TERM.scalar(s, {"least": least})
        if term is None or not term.startswith(beginning):
            return
        yield term
        # No word goes on with less than a digit.
        least = f"{term}0"


def _rarest_matches(s: Connection, matches: Sequence[str]) -> list[str]:
    """The rarest first, those that nearly every account holds left out."""
    spans = {match: _span(s, match) for match in dict.fromkeys(matches)}
    order = sorted(spans, key=lambda match: -spans[match])
    telling = [match for match in order if spans[match] > 2 * _SAMPLE]
    return telling if len(telling) >= _PAIR else order


def _span(s: Connection, match: str) -> float:
    """How far apart the first holders lie; endless where there are only few."""
    found = _match(s, [match], _SAMPLE)
    return found[-1] - found[0] if len(found) == _SAMPLE else float("inf")


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
