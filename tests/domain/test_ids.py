"""Identities as people see and type them (payments 0.3, D-21)."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from posapp.domain.ids import FIRST_ID, long_id, new_request_id, parse_id, short_id
from tests.helpers.every import every


def test_widths_of_payments_0_3() -> None:
    assert long_id(FIRST_ID) == "001000000001"
    assert short_id(FIRST_ID) == "1000000001"
    assert short_id(7) == "0000000007"


@given(number=st.integers(min_value=0, max_value=10**10 - 1))
def test_printed_ids_read_back(number: int) -> None:
    assert parse_id(long_id(number)) == parse_id(short_id(number)) == number


@every(
    ("text", "number"),
    [
        ("0010 0000 0001", 1_000_000_001),
        (" 1000000001 ", 1_000_000_001),
        ("", None),
        ("1", None),
        ("100000000", None),
        ("10000000012", None),
        ("0000000000012", None),
        ("１０００００００００１", None),
        ("²²²²²²²²²²", None),
        ("-000000001", None),
        ("1_00000000", None),
        ("10000\t0000", None),
        ("CASH-A0001", None),
    ],
)
def test_only_ten_or_twelve_ascii_digits_are_an_id(text: str, number: int | None) -> None:
    assert parse_id(text) == number


def test_d21_request_ids_are_fresh_uuids() -> None:
    made = {new_request_id() for _ in range(100)}
    assert len(made) == 100
    assert all(str(UUID(one)) == one for one in made)
