"""Searching accounts by anything that was typed or scanned (ui.md 3, P5, C.4).

Numbers by equality, then by their beginning; names by their beginning; then every word in any
order. Each step is a range of an index with a limit, and later steps run only while there is room.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from sqlalchemy import Connection, text

from posapp.domain.accounts import AccountHit
from posapp.domain.folding import Word, joined_words
from posapp.domain.ids import AccountId, ItemId, parse_id, short_id
from posapp.domain.searching import (
    MOST_HITS,
    Candidate,
    Fit,
    HitKind,
    SearchText,
    judge,
    read_text,
)
from posapp.storage import search_words
from posapp.storage.accounts import fold_key
from posapp.storage.prepared import Prepared
from posapp.storage.search_index import load_candidates, with_keys

LAST: Final = "\U0010ffff"
"""Comes after every character in byte order: ``x`` to ``x`` + this is all that begins with ``x``."""

_EQUAL: Final = Prepared(
    text("""
SELECT 'account' AS kind, id AS account_id, CAST(NULL AS BIGINT) AS item_id, '' AS matched
 FROM account WHERE id = :own
UNION ALL SELECT * FROM (SELECT 'key', account_id, CAST(NULL AS BIGINT), kind || ' ' || value
 FROM account_key WHERE folded = :key ORDER BY kind, account_id LIMIT :most) k
UNION ALL SELECT 'item', account_id, id, number FROM payable_item
 WHERE number IN (:number, :upper)
UNION ALL SELECT * FROM (SELECT 'bill', account_id, CAST(NULL AS BIGINT), number
 FROM bill WHERE number IN (:number, :upper) ORDER BY id LIMIT :most) b
UNION ALL SELECT * FROM (SELECT 'employee', e.id, CAST(NULL AS BIGINT), p.employee_number
 FROM person p JOIN account e ON e.person_id = p.id
 WHERE p.employee_number <> '' AND p.employee_number IN (:number, :upper)
 ORDER BY e.id LIMIT :most) n
""")
)
_BEGUN: Final = Prepared(
    text("""
SELECT * FROM (SELECT 'key' AS kind, account_id, CAST(NULL AS BIGINT) AS item_id,
 kind || ' ' || value AS matched FROM account_key
 WHERE folded >= :key AND folded < :key_end ORDER BY folded, kind, account_id LIMIT :most) k
UNION ALL SELECT * FROM (SELECT 'item', account_id, id, number FROM payable_item
 WHERE number >= :number AND number < :number_end ORDER BY number LIMIT :most) i
UNION ALL SELECT * FROM (SELECT 'bill', account_id, CAST(NULL AS BIGINT), number FROM bill
 WHERE number >= :number AND number < :number_end ORDER BY number, id LIMIT :most) b
UNION ALL SELECT * FROM (SELECT 'account', id, CAST(NULL AS BIGINT), '' FROM account
 WHERE id >= :own AND id < :own_end ORDER BY id LIMIT :most) a
""")
)
_NAMES: Final = Prepared(
    text(
        "SELECT account_id FROM account_search WHERE name >= :line AND name < :line_end"
        " ORDER BY name, account_id LIMIT :most"
    )
)
_KEY_WIDTH: Final = 36
_OWN_WIDTH: Final = 10
_OWN_FROM: Final = 4

# Account, item (or none) -> what of it fits.
_Numbers = dict[tuple[int, int | None], tuple[HitKind, str]]


def search_accounts(s: Connection, typed: str, limit: int = MOST_HITS) -> tuple[AccountHit, ...]:
    """Accounts that fit a text, the best first; at most ``limit`` and never over ``MOST_HITS``.

    Equal numbers come first (our account number, a look-up key, an item, a bill), then numbers
    that begin so, then names that begin so, then accounts that hold every word. Any text is fine.
    """
    query = read_text(typed)
    most = min(limit, MOST_HITS)
    if most < 1 or not query.number:
        return ()
    numbers = _numbers(s, query, most)
    known = {account_id for account_id, _ in numbers}
    room = most - len(numbers)
    named = [i for i in _names(s, query, room + len(known)) if i not in known][:room]
    facts = load_candidates(s, [*known, *named]) if known or named else {}
    room -= len(named)
    fits = _fits(s, query, room, facts)
    if not (facts or fits):
        fits = _fits(s, SearchText(query.number, "", joined_words(query.number)), room, facts)
    hits = [_number_hit(facts, owner, found) for owner, found in numbers.items()]
    hits += [_hit(facts, i, HitKind.NAME, facts[i].name) for i in named]
    hits += [_hit(facts, i, fit.kind, fit.matched) for i, fit in fits.items()]
    return tuple(hits)


def _numbers(s: Connection, query: SearchText, most: int) -> _Numbers:
    """Accounts and items that a number names; none is looked for by an empty one."""
    found: _Numbers = {}
    number, upper = query.number, query.number.upper()
    key = fold_key(number)[:_KEY_WIDTH]
    equal = {"own": parse_id(number), "key": key, "number": number, "upper": upper, "most": most}
    _collect(found, _EQUAL.all(s, equal), most)
    if not query.is_numeric:
        return found
    own, own_end = _own_range(key)
    for typed in dict.fromkeys((number, upper)):
        given = {
            "own": own,
            "own_end": own_end,
            "key": key,
            "key_end": key + LAST,
            "number": typed,
            "number_end": typed + LAST,
            "most": most,
        }
        if len(found) < most:
            _collect(found, _BEGUN.all(s, given), most)
    return found


def _collect(found: _Numbers, rows: Iterable[Sequence[object]], most: int) -> None:
    for kind, account_id, item_id, matched in rows:
        assert isinstance(account_id, int)
        owner = account_id, int(str(item_id)) if item_id is not None else None
        if len(found) < most and owner not in found:
            found[owner] = HitKind(str(kind)), str(matched)


def _own_range(digits: str) -> tuple[int, int]:
    """Our account numbers that begin with some digits; an empty range for other texts."""
    if not (digits.isascii() and digits.isdigit() and _OWN_FROM <= len(digits) <= _OWN_WIDTH):
        return 0, 0
    step = 10 ** (_OWN_WIDTH - len(digits))
    return int(digits) * step, (int(digits) + 1) * step


def _names(s: Connection, query: SearchText, most: int) -> Sequence[int]:
    """Accounts whose name begins with the text, in the order of names."""
    if not query.line:
        return []
    given = {"line": query.line, "line_end": query.line + LAST, "most": most}
    return [row[0] for row in _NAMES.all(s, given)]


def _fits(
    s: Connection, query: SearchText, room: int, facts: dict[int, Candidate]
) -> Mapping[int, Fit]:
    """Accounts that hold every word, the closest first; what is known of them goes to ``facts``.

    Accounts in ``facts`` are left out: they are hits already.
    """
    if not query.words or room < 1:
        return {}
    ids = _holding(s, query, room + len(facts))
    found = load_candidates(s, [i for i in ids if i not in facts])
    fits = _judged(s, query.words, found)
    order = sorted(fits, key=lambda i: _rank(fits[i], i)) if query.is_ranked else sorted(fits)
    shown = order[:room]
    facts.update((account_id, found[account_id]) for account_id in shown)
    return {account_id: fits[account_id] for account_id in shown}


def _holding(s: Connection, query: SearchText, enough: int) -> list[int]:
    """Accounts that may hold every word; of many those first that hold equal ones."""
    begun = search_words.holding(s, query.words, enough)
    if len(begun) < enough or not query.tells_equal:
        return begun
    whole = tuple(Word(word.text, whole=True) for word in query.words)
    return list(dict.fromkeys([*search_words.holding(s, whole, enough), *begun]))


def _judged(
    s: Connection, words: Sequence[Word], found: Mapping[int, Candidate]
) -> Mapping[int, Fit]:
    """Those of the accounts that fit: the index may give some that lack a word."""
    fits = {account_id: judge(words, one) for account_id, one in found.items()}
    left = {account_id: found[account_id] for account_id, fit in fits.items() if fit is None}
    if left:
        held = with_keys(s, left)
        fits |= {i: judge(words, one) for i, one in held.items() if one.keys}
    return {account_id: fit for account_id, fit in fits.items() if fit is not None}


_ORDER: Final = (HitKind.NAME, HitKind.ADDRESS, HitKind.CONTACT)


def _rank(fit: Fit, account_id: int) -> tuple[int, int, int]:
    return _ORDER.index(fit.kind), -fit.equal, account_id


def _number_hit(
    facts: Mapping[int, Candidate],
    owner: tuple[int, int | None],
    found: tuple[HitKind, str],
) -> AccountHit:
    account_id, item_id = owner
    kind, matched = found
    return _hit(facts, account_id, kind, matched or short_id(account_id), item_id)


def _hit(
    facts: Mapping[int, Candidate],
    account_id: int,
    kind: HitKind,
    matched: str,
    item_id: int | None = None,
) -> AccountHit:
    one = facts[account_id]
    return AccountHit(
        AccountId(account_id),
        one.name,
        one.address,
        matched,
        kind.value,
        None if item_id is None else ItemId(item_id),
    )
