"""Pages of long lists: keyset paging, never OFFSET."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

T = TypeVar("T")

PAGE_SIZE = 200


@dataclass(frozen=True, slots=True)
class PageRequest:
    """One page of a list.

    Attributes:
        sort: name of the sort key, one that the list offers; empty for its default.
        descending: direction of the sort.
        filters: values by criterion name; combined with AND.
        after: key of the last row seen (sort value and id), ``None`` for the first page.
        limit: at most this many rows.
    """

    sort: str = ""
    descending: bool = False
    filters: Mapping[str, Any] = field(default_factory=dict)
    after: tuple[Any, ...] | None = None
    limit: int = PAGE_SIZE


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Rows of one page and the key with which the next page starts, ``None`` at the end."""

    rows: tuple[T, ...]
    next: tuple[Any, ...] | None
