"""R13: numbers that must be taken for payment cards, and those that must not."""

import random

from posapp.domain.card_numbers import is_card_number, looks_like_card_number
from tests.helpers.every import every

CARDS = [
    "4111111111111111",
    "4222222222222",
    "5555555555554444",
    "2223003122003222",
    "378282246310005",
    "6011111111111117",
    "30569309025904",
    "3530111333300000",
    "6200000000000005",
    "4000000000000000006",
]


@every("card", CARDS)
@every(
    "written",
    ["{}", "card {} of Ann", "{}.", "no:{}", "{}\n", "x{}x"],
)
def test_r13_cards_are_seen_in_any_text(card, written):
    assert looks_like_card_number(written.format(card))


@every(
    "text",
    [
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "4111  1111  1111  1111",
        "4111 - 1111 - 1111 - 1111",
        "3782 822463 10005",
        "12 4111 1111 1111 1111",
        "4111 1111 1111 1111 12/27",
        "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
        "\uff14\uff11\uff11\uff11" * 1 + "111111111111",
        "٤١١١١١١١١١١١١١١١",
        "41111111\u200b11111111",
        "4111\u00a01111\u00a01111\u00a01111",
    ],
)
def test_r13_ways_of_writing_do_not_hide_a_card(text):
    assert looks_like_card_number(text)


@every(
    "text",
    [
        "",
        "8713353457",
        "8713353457 8713353458",
        "4111111111111112",
        "411111111111",
        "41111111111111111111",
        "9111111111111111",
        "1000000000008",
        "2024-03-28 2024-04-27",
        "210|325|92|12116.54|1380|12116.54|0#1",
        "100 Woodruff Ave., Columbus, OH, 43228",
        "+1 614 555 0100",
        "no number at all, only words and more words",
    ],
)
def test_r13_other_numbers_stay_possible(text):
    assert not looks_like_card_number(text)


@every("text", ["4111111111111111", " 4111 1111 1111 1111", "3782-822463-10005"])
def test_r13_a_card_in_place_of_an_identifier(text):
    assert is_card_number(text)


@every(
    "text", ["A4111111111111111", "40012307-2024-03-28", "+4111111111111111", "4.1.1-111111111111"]
)
def test_r13_identifiers_that_only_hold_such_digits(text):
    assert not is_card_number(text)


def test_r13_what_is_an_identifier_is_a_card_in_free_text():
    assert looks_like_card_number("40012307-2024-03-28")


def test_r13_known_numbers_are_allowed():
    assert not looks_like_card_number("account 4111111111111111", {"4111111111111111"})
    assert looks_like_card_number("4111111111111111 4222222222222", {"4111111111111111"})


def test_r13_no_ten_digit_number_fires():
    numbers = random.Random(7)
    assert not any(
        looks_like_card_number(str(numbers.randrange(10**9, 10**10))) for _ in range(10_000)
    )


def test_r13_every_single_wrong_digit_is_told_from_a_card():
    for at in range(1, 16):
        wrong = list("4111111111111111")
        wrong[at] = str((int(wrong[at]) + 1) % 10)
        assert not looks_like_card_number("".join(wrong))


@every("text", ["4" * 100_000, "1 " * 50_000, "123 " * 30_000, "x" * 100_000])
def test_r10_endless_text_is_quick(text):
    assert not looks_like_card_number(text)
