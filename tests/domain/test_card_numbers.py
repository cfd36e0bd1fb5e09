"""The tripwire for card numbers in free text: numbers that test cards publish, and numbers that are none."""

from hypothesis import given
from hypothesis import strategies as st

from posapp.domain.card_numbers import is_card_number, looks_like_card_number
from tests.helpers.every import every

CARDS = {
    "Visa": "4111111111111111",
    "Visa, 13 digits": "4222222222222",
    "Visa, 19 digits": "4000000000000000006",
    "Mastercard": "5555555555554444",
    "Mastercard, second series": "2223003122003222",
    "American Express": "378282246310005",
    "Diners Club": "30569309025904",
    "Discover": "6011111111111117",
    "JCB": "3530111333300000",
    "UnionPay": "6200000000000005",
}

WRITTEN = {
    "grouped": "4111 1111 1111 1111",
    "dashes": "4111-1111-1111-1111",
    "dots and slashes": "4111.1111/1111_1111",
    "spread out": "4111 - 1111 / 1111   1111",
    "in a sentence": "card 4111111111111111 exp 12/29",
    "after another number": "12 4111 1111 1111 1111",
    "before another number": "4111 1111 1111 1111 12",
    "full-width digits": "４１１１１１１１１１１１１１１１",
    "Arabic digits": "٤١١١١١١١١١١١١١١١",
    "zero-width spaces": "4111\u200b1111\u200b1111\u200b1111",
    "soft hyphens": "4111\u00ad1111\u00ad1111\u00ad1111",
    "typographic dash": "4111–1111–1111–1111",
}

HARMLESS = {
    "empty": "",
    "summons number": "8852196385",
    "thirteen digits of no issuer": "1234567890128",
    "Luhn fails": "4111111111111112",
    "twelve digits": "411111111111",
    "twenty digits": "41111111111111111111",
    "check and account number": "check 4711, account 1000000001",
    "two dates and a time": "2026-11-20 15:00 2026-11-21 16:30",
    "phone numbers": "+1 212 555 0100, +1 212 555 0199",
    "broken by words": "4111 1111 and 1111 1111",
    "four signs between the groups": "4111 - - 1111 - - 1111 - - 1111",
    "text": "no number at all in this comment",
}


@every("number", CARDS.values(), ids=CARDS)
def test_r13_card_numbers_are_found(number: str) -> None:
    assert looks_like_card_number(number)
    assert not looks_like_card_number(number[:-1] + str((int(number[-1]) + 1) % 10))


@every("text", WRITTEN.values(), ids=WRITTEN)
def test_r13_however_they_are_written(text: str) -> None:
    assert looks_like_card_number(text)


@every("text", HARMLESS.values(), ids=HARMLESS)
def test_r13_other_numbers_stay_possible(text: str) -> None:
    assert not looks_like_card_number(text)


def test_r13_known_keys_are_allowed() -> None:
    assert not looks_like_card_number("4111 1111 1111 1111", allowed={"4111111111111111"})
    assert looks_like_card_number("5555555555554444", allowed={"4111111111111111"})


@given(number=st.integers(0, 10**10 - 1))
def test_r13_ten_digits_never_fire(number: int) -> None:
    assert not looks_like_card_number(f"summons {number:010d}, plate ABC-1234")


@given(text=st.text(max_size=200))
def test_r13_any_text_is_read_without_an_error(text: str) -> None:
    assert looks_like_card_number(text) in {True, False}


ALONE = {
    "plain": ("4111111111111111", True),
    "spaces around": ("  4111111111111111 ", True),
    "grouped": ("4111 1111 1111 1111", True),
    "groups of an American Express": ("3782 822463 10005", True),
    "Luhn fails": ("4111111111111112", False),
    "with a date behind it": ("4111111111111111-20261120", False),
    "inside a text": ("card 4111111111111111", False),
    "an account key": ("1000000001", False),
    "nothing": ("", False),
}


@every(("text", "is_card"), ALONE.values(), ids=ALONE)
def test_r13_identifiers_are_cards_only_when_nothing_else_is_there(
    text: str, is_card: bool
) -> None:
    assert is_card_number(text) is is_card
