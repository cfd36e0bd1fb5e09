"""``every``: a row that fails is named, whatever the others do."""

from enum import Enum

import pytest

from tests.helpers.every import every


class Sign(Enum):
    MINUS = -1
    PLUS = 1


@every(("a", "b"), [(1, 1), (1, 2), (2, 2), (3, 4)], ids=["one", "two", "three", "four"])
def _same(a: int, b: int) -> None:
    assert a == b


@every("sign", Sign)
@every("a", lambda: [0, 1], ids=str)
def _times(sign: Sign, a: int, shared: list[tuple[Sign, int]]) -> None:
    shared.append((sign, a))
    assert sign is Sign.PLUS or a, "no minus zero"


@every("row", [])
def _nothing(row: int) -> None:
    assert row


def test_all_rows_that_fail_are_shown() -> None:
    with pytest.raises(AssertionError) as failed:
        _same()
    first, *rows = str(failed.value).splitlines()
    assert first == "2 of 4 rows:"
    assert [line.split("]")[0] for line in rows if line.startswith("[")] == ["[two", "[four"]


def test_rows_over_rows_and_what_they_share() -> None:
    seen: list[tuple[Sign, int]] = []
    with pytest.raises(AssertionError, match="no minus zero"):
        _times(shared=seen)
    assert seen == [(Sign.MINUS, 0), (Sign.MINUS, 1), (Sign.PLUS, 0), (Sign.PLUS, 1)]


def test_no_rows_are_no_proof() -> None:
    with pytest.raises(AssertionError, match="no row"):
        _nothing()
