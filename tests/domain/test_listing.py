"""Pages of long lists: one size, keyset keys, nothing shared between requests."""

from dataclasses import FrozenInstanceError

import pytest

from posapp.domain.listing import PAGE_SIZE, Page, PageRequest


def test_a_request_without_wishes_asks_for_the_first_page() -> None:
    first = PageRequest()
    assert (first.sort, first.descending, first.after, first.limit) == ("", False, None, PAGE_SIZE)
    assert first.filters == {}
    assert first.filters is not PageRequest().filters


def test_the_next_page_starts_after_the_last_row() -> None:
    page = Page(rows=("a", "b"), next=("b", 2))
    assert PageRequest(after=page.next).after == ("b", 2)
    assert Page(rows=(), next=None).next is None


def test_pages_are_values() -> None:
    with pytest.raises(FrozenInstanceError):
        PageRequest().limit = 5  # type: ignore[misc]
