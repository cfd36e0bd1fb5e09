"""Pages of a list: keyset paging in SQL, never OFFSET (C.4).

A list offers sort orders; each ends in a unique key. A page starts after the key of the last row
seen, which travels in the request, so deep pages cost what the first one does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, literal, tuple_
from sqlalchemy.sql import ColumnElement, Select

from posapp.domain.listing import PageRequest
from posapp.errors import Refused

MOST_ROWS: Final = 1_000
"""A request never gets more rows than this in one page."""


@dataclass(frozen=True, slots=True)
class Order:
    """A sort order: columns of which the last are unique, and its direction when none is asked."""

    keys: tuple[ColumnElement[Any], ...]
    newest_first: bool = False


Orders = Mapping[str, Order]
"""Sort orders by the name that a request gives; the empty name is the list's own."""


def fetch_page(
    s: Connection, query: Select[Any], orders: Orders, request: PageRequest
) -> tuple[Sequence[Any], tuple[Any, ...] | None]:
    """Rows of one page, and the key with which the next one starts (``None`` at the end).

    Args:
        s: the transaction.
        query: the list without order and limit.
        orders: the sort orders that it offers.
        request: what is asked; its direction counts for named orders only.

    Raises:
        Refused: ``M-55`` for a sort order that the list does not offer.
    """
    order = orders.get(request.sort)
    if order is None:
        raise Refused("M-55", field="sort", value=request.sort)
    down = request.descending if request.sort else order.newest_first
    limit = max(1, min(request.limit, MOST_ROWS))
    if request.after is not None:
        query = query.where(*_after(order.keys, request.after, down=down))
    labelled = query.add_columns(*(key.label(f"key{i}") for i, key in enumerate(order.keys)))
    sorted_by = [key.desc() if down else key.asc() for key in order.keys]
    rows = s.execute(labelled.order_by(*sorted_by).limit(limit + 1)).all()
    if len(rows) <= limit:
        return rows, None
    last = rows[limit - 1]
    return rows[:limit], tuple(last[-len(order.keys) :])


def _after(
    keys: Sequence[ColumnElement[Any]], seen: Sequence[Any], *, down: bool
) -> list[ColumnElement[bool]]:
    values = [literal(value, key.type) for key, value in zip(keys, seen, strict=True)]
    whole, last = tuple_(*keys), tuple_(*values)
    if down:
        # The first key alone too: a planner may not see through a row of several tables.
        return [whole < last, keys[0] <= values[0]]
    return [whole > last, keys[0] >= values[0]]
