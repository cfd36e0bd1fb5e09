"""Request ids for rows of a file: the same row of the same day is the same payment (D-21).

A file that was mended and is given again holds rows that are in already. So the id of a row is made
of what it says and of the business date, not of its file and line: it stays when rows around it
change. Rows of one file that say the same are counted, so that each is a payment of its own. Pure.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Final
from uuid import NAMESPACE_OID, uuid5

from posapp.domain.quick_add import TEXTS, QuickKind, QuickLine
from posapp.domain.quick_rows import kept_row

_BETWEEN: Final = "\x1f"


def taken_once(
    rows: Iterable[QuickLine], kind: QuickKind, day: date, tender_type: str
) -> tuple[QuickLine, ...]:
    """Rows of a file, each with its request id; one that brings its own keeps it.

    Args:
        rows: as they were read.
        kind: what the rows say.
        day: business date on which the file is given.
        tender_type: what a row without a type means; it is put in, so that one that names it and
            one that does not say the same.
    """
    seen: Counter[str] = Counter()
    found: list[QuickLine] = []
    for one in rows:
        if one.request_id.strip():
            found.append(one)
            continue
        row = one if one.tender_type.strip() else replace(one, tender_type=tender_type)
        # The texts as they are kept, so that neither blanks nor hidden signs make another row.
        safe, _refusal = kept_row(row)
        said = _BETWEEN.join(getattr(safe, name) for name in TEXTS)
        seen[said] += 1
        name = _BETWEEN.join(("quick-add", kind.value, day.isoformat(), str(seen[said]), said))
        found.append(replace(row, request_id=str(uuid5(NAMESPACE_OID, name))))
    return tuple(found)
