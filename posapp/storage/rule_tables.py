"""Which tables a rule of ``db check`` starts from: where they are all empty it can find nothing.

A SELECT takes its rows from the table after its FROM; joins to the left one and conditions only add
columns or take rows away. So without a row there nothing comes out, groups neither, but for a sum
over everything, which is one row even of nothing. What is written otherwise is always asked.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, text

from posapp.storage.invariant import Invariant
from posapp.storage.prepared import Prepared
from posapp.storage.tables.schema import METADATA

Tables = frozenset[str]
_HIDDEN: Final = "\0"
_OTHERWISE: Final = re.compile(r"\b(WITH|EXCEPT|INTERSECT|RIGHT|FULL|ROLLUP|CUBE)\b", re.IGNORECASE)
_UNION: Final = re.compile(r"\bUNION(\s+ALL)?\b", re.IGNORECASE)
_FROM: Final = re.compile(r"\bFROM\s+(\w+|\()", re.IGNORECASE)
_GROUPED: Final = re.compile(r"\bGROUP BY\s+\w", re.IGNORECASE)
_HAVING: Final = re.compile(r"\bHAVING\b", re.IGNORECASE)
_SUM: Final = re.compile(r"\b(count|sum|min|max|avg|total|\w+_agg)\s*\(", re.IGNORECASE)


@cache
def tables_of(sql: str) -> Tables | None:
    """Tables that all rows of a SELECT come from; ``None`` where that cannot be told."""
    shown = _without_depth(sql)
    if _OTHERWISE.search(shown):
        return None
    starts = [0, *(found.end() for found in _UNION.finditer(shown))]
    ends = [*(found.start() for found in _UNION.finditer(shown)), len(sql)]
    found = [_start_of(sql[a:b], shown[a:b]) for a, b in zip(starts, ends, strict=True)]
    known = [one for one in found if one is not None]
    return frozenset().union(*known) if len(known) == len(found) else None


def _start_of(sql: str, shown: str) -> Tables | None:
    start = _FROM.search(shown)
    if start is None:
        return None
    summed = _SUM.search(sql, 0, start.start()) or _HAVING.search(shown)
    if summed and not _GROUPED.search(shown):
        return None
    name = start[1]
    if name != "(":
        return frozenset({name}) if name in METADATA.tables else None
    inner = start.end()
    return tables_of(sql[inner : shown.index(")", inner)].strip())


def _without_depth(sql: str) -> str:
    """The text as long as it was, with what stands in brackets or quotes hidden."""
    depth, quoted, shown = 0, False, []
    for letter in sql:
        if letter == "'":
            quoted = not quoted
        elif not quoted:
            depth -= letter == ")"
        shown.append(letter if depth == 0 and not quoted else _HIDDEN)
        if not quoted:
            depth += letter == "("
    return "".join(shown)


def that_may_find(s: Connection, rules: Sequence[Invariant]) -> list[Invariant]:
    """Rules that have something to look at, in their order."""
    starts = [(rule, tables_of(rule.sql)) for rule in rules]
    named = frozenset().union(*(start for _, start in starts if start is not None))
    filled = {row[0] for row in _filled(named).all(s)} if named else set()
    return [rule for rule, start in starts if start is None or start & filled]


@cache
def _filled(tables: Tables) -> Prepared:
    """Those of some tables that have a row."""
    looks: list[Any] = [
        f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})"  # noqa: S608 - our own names
        for name in sorted(tables)
    ]
    return Prepared(text(" UNION ALL ".join(looks)))
