"""Pages of a list: keyset paging in SQL, never OFFSET (C.4).

A list offers sort orders; each ends in a unique key. A page starts after the key of the last row
seen, which travels in the request, so deep pages cost what the first one does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, bindparam, literal, tuple_
from sqlalchemy.sql import ColumnElement, Select

from posapp.domain.listing import PageRequest
from posapp.errors import Refused
from posapp.storage.prepared import Prepared

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
    order, down = _order(orders, request)
    seen = None
    if request.after is not None:
        keys = zip(order.keys, request.after, strict=True)
        seen = [literal(value, key.type) for key, value in keys]
    limit = _limit(request)
    rows = s.execute(_page(query, order, seen, limit + 1, down=down)).all()
    return _cut(rows, limit, order)


class Paged:
    """A list of one shape: its statements are prepared, one for each order, way and beginning."""

    def __init__(self, query: Select[Any], orders: Orders) -> None:
        """Keep the list.

        Args:
            query: the list without order and limit; what is asked for are named parameters.
            orders: the sort orders that it offers.
        """
        self._query = query
        self._orders = orders
        self._made: dict[tuple[str, bool, bool], Prepared] = {}

    def fetch(
        self, s: Connection, request: PageRequest, values: Mapping[str, Any]
    ) -> tuple[Sequence[Any], tuple[Any, ...] | None]:
        """As ``fetch_page``, with the list's parameters as ``values``.

        Raises:
            Refused: ``M-55`` for a sort order that the list does not offer.
        """
        order, down = _order(self._orders, request)
        shape = (request.sort, down, request.after is not None)
        statement = self._made.get(shape) or self._prepare(order, shape)
        names = (f"after{i}" for i in range(len(order.keys)))
        seen = zip(names, request.after, strict=True) if request.after is not None else ()
        limit = _limit(request)
        rows = statement.all(s, {**values, "most": limit + 1, **dict(seen)})
        return _cut(rows, limit, order)

    def _prepare(self, order: Order, shape: tuple[str, bool, bool]) -> Prepared:
        _, down, goes_on = shape
        types = [key.type for key in order.keys] if goes_on else []
        seen = [bindparam(f"after{i}", type_=kind) for i, kind in enumerate(types)] or None
        most: Any = bindparam("most")
        self._made[shape] = made = Prepared(_page(self._query, order, seen, most, down=down))
        return made


def _order(orders: Orders, request: PageRequest) -> tuple[Order, bool]:
    """The order that is asked for, and whether it goes down."""
    order = orders.get(request.sort)
    if order is None:
        raise Refused("M-55", field="sort", value=request.sort)
    return order, request.descending if request.sort else order.newest_first


def _limit(request: PageRequest) -> int:
    return max(1, min(request.limit, MOST_ROWS))


def _page(
    query: Select[Any], order: Order, seen: Sequence[Any] | None, most: Any, *, down: bool
) -> Select[Any]:
    """The rows after a key, with their keys; one more than the page tells whether it goes on."""
    if seen is not None:
        query = query.where(*_after(order.keys, seen, down=down))
    labelled = query.add_columns(*(key.label(f"key{i}") for i, key in enumerate(order.keys)))
    sorted_by = [key.desc() if down else key.asc() for key in order.keys]
    return labelled.order_by(*sorted_by).limit(most)


def _cut(
    rows: Sequence[Any], limit: int, order: Order
) -> tuple[Sequence[Any], tuple[Any, ...] | None]:
    if len(rows) <= limit:
        return rows, None
    last = rows[limit - 1]
    return rows[:limit], tuple(last[-len(order.keys) :])


def _after(
    keys: Sequence[ColumnElement[Any]], seen: Sequence[Any], *, down: bool
) -> list[ColumnElement[bool]]:
    whole, last = tuple_(*keys), tuple_(*seen)
    if down:
        # The first key alone too: a planner may not see through a row of several tables.
        return [whole < last, keys[0] <= seen[0]]
    return [whole > last, keys[0] >= seen[0]]
