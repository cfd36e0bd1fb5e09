"""One line, ``4512 ca 100 ck 84.20 #1043``: its shape, its words, its sums; hostile texts (F16)."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posapp.domain.accounts import AccountCard, LatestBill, Waiting
from posapp.domain.ids import BillId
from posapp.domain.money import ZERO, Money
from posapp.domain.one_line import (
    LineView,
    SplitLine,
    TenderWords,
    latest_match,
    split_line,
    tenders_of,
    with_sums,
)
from posapp.errors import Refused
from tests.helpers.every import every
from tests.helpers.facts import PAYOR, TODAY, USD, account, setup, tender_type, usd

TYPES = {
    **setup().tender_types,
    "PHON": tender_type("PHON", "Card by phone", requires_authorization=True),
}
SETUP = replace(setup(), tender_types=TYPES)
WORDS = TenderWords(TYPES, {"CA": "CASH", "CK": "CHEC", "OLD": "OLDT"})


def card(**changes: Any) -> AccountCard:
    base = AccountCard(
        account=account(), keys=(), cash_only=False, open_item=False, non_cis=False,
        match_required=False, debts=(), items=(), recent=(), waiting=Waiting(0, ZERO), today=TODAY,
    )  # fmt: skip
    return replace(base, **changes)


def said(words: str) -> list[tuple[str, int, str]]:
    drafts = tenders_of(words.split(), WORDS, USD.parse)
    return [(one.tender_type, one.amount.minor, one.check_number) for one in drafts]


def refusal(words: str) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        tenders_of(words.split(), WORDS, USD.parse)
    return caught.value.code, str(caught.value.fields.get("value", ""))


def summed(words: str, due: str, **changes: Any) -> LineView:
    drafts = tenders_of(words.split(), WORDS, USD.parse)
    view = LineView("", card(**changes), "", ("", ""), usd(due), drafts)
    return with_sums(view, SETUP)


# Words


def test_letters_in_a_cell_mean_what_they_mean_in_a_line() -> None:
    """One table: the set-up's word, the code, what begins so, cash before all others."""
    read = {typed: WORDS.reading(typed, TYPES) for typed in ("ca", "CASH", "ck", "che", "c", "qq")}
    assert read == {
        "ca": "CASH", "CASH": "CASH", "ck": "CHEC", "che": "CHEC", "c": "CASH", "qq": "",
    }  # fmt: skip
    bare = TenderWords(TYPES, {})
    assert (bare.reading("ca", TYPES), bare.type_of("ca").code) == ("CASH", "CASH")
    assert WORDS.reading("ca", ["CHEC"]) == ""
    assert WORDS.reading("", TYPES) == ""


# Shape


@every(
    ("text", "number", "words"),
    [
        ("4512 ca 100 ck 84.20 #1043", "4512", ("ca", "100", "ck", "84.20", "#1043")),
        ("100 000 0210 ca 5", "100 000 0210", ("ca", "5")),
        ("B-2207 ca", "B-2207", ("ca",)),
        ("  7ABC123   CA 5 ", "7ABC123", ("CA", "5")),
        ("118 elm st", "118", ("elm", "st")),
    ],
)
def test_the_number_ends_where_a_word_of_letters_begins(
    text: str, number: str, words: tuple[str, ...]
) -> None:
    assert split_line(text) == SplitLine(number, words)


@every(
    "text", ["", "4512", "4512 100", "smith elm st", "ca 100", "smith 4512 ca 5", "4512 ca " * 30]
)
def test_other_texts_are_searched_for(text: str) -> None:
    assert split_line(text) is None


# Words


def test_each_tender_is_a_word_an_amount_and_perhaps_a_check_number() -> None:
    assert said("ca 100 ck 84.20 #1043") == [("CASH", 10000, ""), ("CHEC", 8420, "1043")]
    assert said("CHEC 1 # 77 check 2 #78") == [("CHEC", 100, "77"), ("CHEC", 200, "78")]
    assert said("") == []


@every(
    ("word", "code"),
    [
        ("ca", "CASH"), ("CASH", "CASH"), ("ck", "CHEC"), ("mo", "MORD"), ("money", "MORD"),
        ("tr", "TRAV"), ("cert", "CCHK"), ("counter", "CARD"), ("check", "CHEC"),
    ],
)  # fmt: skip
def test_a_word_is_the_offices_own_a_code_or_the_only_beginning(word: str, code: str) -> None:
    assert said(f"{word} 1") == [(code, 100, "")]


@every(
    ("words", "code", "value"),
    [
        ("xx 100", "M-173", "xx"), ("ca 100 zz 1", "M-173", "zz"), ("m 1", "M-174", "m"),
        ("car 1", "M-174", "car"), ("rond 1", "M-173", "rond"), ("ovun 5", "M-173", "ovun"),
        ("old 5", "M-173", "old"), ("ca", "M-175", "ca"), ("ca ck 5", "M-175", "ca"),
        ("ca #5", "M-175", "ca"), ("ca 5 6", "M-176", "6"), ("#4 ca 5", "M-176", "#4"),
        ("ck 5 #41234567890", "M-50", "41234567890…"), ("ck 5 #4111111111111111", "M-58", ""),
        ("ck 5 #1 #2", "M-176", "#2"), ("ck 5 #", "M-176", "#"), ("ca 5 ;", "M-176", ";"),
        ("ca 1.005", "M-50", "1.005"), ("ca 1e3", "M-50", "1e3"), ("ca 5\u0661", "M-50", "5\u0661"),
        ("ddch 5", "M-178", ""), ("phon 5", "M-178", ""),
    ],
)  # fmt: skip
def test_what_is_wrong_names_the_word(words: str, code: str, value: str) -> None:
    assert refusal(words) == (code, value)


def test_m173_says_which_words_are_known() -> None:
    with pytest.raises(Refused) as caught:
        tenders_of(["xx", "5"], WORDS, USD.parse)
    assert caught.value.fields["known"] == "ca Cash, ck Check"
    with pytest.raises(Refused) as caught:
        tenders_of(["xx", "5"], TenderWords(TYPES, {}), USD.parse)
    assert "Cash (cash)" in str(caught.value.fields["known"])


# Sums


@every(
    ("words", "due", "payment", "change"),
    [
        ("ca 100 ck 84.20 #1043", "184.20", "184.20", "0.00"),
        ("ca 200", "184.20", "184.20", "15.80"),
        ("ca 120 ck 84.20 #1", "184.20", "184.20", "20.00"),
        ("ca 50", "184.20", "50.00", "0.00"),
    ],
)
def test_never_more_than_is_owed_is_paid_and_cash_gives_change(
    words: str, due: str, payment: str, change: str
) -> None:
    view = summed(words, due)
    assert (view.payment, view.change) == (usd(payment), usd(change))
    command = view.command("request-7", confirmed=frozenset({"M-40"}))
    assert (command.payor, command.payments[0].amount) == (PAYOR, usd(payment))
    assert (command.request_id, command.confirmed) == ("request-7", {"M-40"})


@every(
    ("words", "due", "code", "changes"),
    [
        ("ck 200 #1", "184.20", "M-07", {}), ("ck 5", "184.20", "M-63", {}),
        ("ca 0", "184.20", "M-02", {}), ("ca 5", "0.00", "M-177", {}),
        ("ca 5", "1.00", "M-178", {"non_cis": True}),
    ],
)  # fmt: skip
def test_the_usual_refusals(words: str, due: str, code: str, changes: dict[str, Any]) -> None:
    with pytest.raises(Refused) as caught:
        summed(words, due, **changes)
    assert caught.value.code == code


def test_oi1_an_account_that_must_name_what_it_pays_names_its_latest_bill() -> None:
    bill = LatestBill(BillId(9), "B-9", usd("10.00"), ZERO)
    assert latest_match(card(match_required=True, latest_bill=bill), setup()) == ("BILL-ID", "B-9")
    assert latest_match(card(latest_bill=bill), setup()) == ("", "")
    paid = replace(bill, matched=usd("10.00"))
    assert latest_match(card(match_required=True, latest_bill=paid), setup()) == ("", "")


# Hostile input


@given(st.text(max_size=250))
def test_f16_any_text_is_split_or_not(text: str) -> None:
    found = split_line(text)
    assert found is None or (found.number and found.words[0].isalpha())


@given(
    st.lists(
        st.sampled_from(("ca", "ck", "#", "#7", "5", "0.10", "9" * 20, "x", "-1", "Ⅷ")), max_size=8
    )
)
def test_f16_any_words_become_tenders_or_a_refusal(words: list[str]) -> None:
    known = {"M-50", "M-173", "M-174", "M-175", "M-176", "M-178"}
    found = outcome(words)
    if isinstance(found, str):
        assert found in known
    else:
        assert sum(found) <= 10**15
        assert len(found) == sum(word.isalpha() for word in words)


def outcome(words: list[str]) -> list[int] | str:
    try:
        return [one.amount.minor for one in tenders_of(words, WORDS, USD.parse)]
    except Refused as refused:
        return refused.code


def test_amounts_above_what_a_field_holds_are_refused() -> None:
    assert refusal(f"ca {'9' * 16}")[0] == "M-50"
    assert Money(10**15 - 1) == tenders_of(["ca", "9999999999999.99"], WORDS, USD.parse)[0].amount
