"""The edge where texts enter (R10, R13, payments 0.3): cleaned, within width, no card number."""

import unicodedata
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posapp.domain.autopay_requests import AutoPayDraft
from posapp.domain.distribution_rules import DetailDraft, Remitter
from posapp.domain.ids import AccountId, ControlId
from posapp.domain.messages import sentence
from posapp.domain.money import MAX_DIGITS, ZERO, Money
from posapp.domain.payment_events import PaymentDraft, TenderDraft
from posapp.domain.templates import CreditLine
from posapp.domain.texts import clean_block, clean_command, clean_text
from posapp.errors import Refused
from tests.helpers.every import every
from tests.helpers.facts import add_event, pay, tender

COMMAND = add_event([tender("CHEC", "25.00")], [pay("25.00")])
(CHECK,), (PAYMENT,) = COMMAND.tenders, COMMAND.payments
CARD = "4111 1111 1111 1111"

KEPT = [
    "Okafor, Ngozi",
    '=HYPERLINK("http://x","y")',
    "'; DROP TABLE payment; --",
    "../../etc/passwd",
    "<b>bold</b> & %PDF-1.7 endobj",
    "שלום עולם",
    "علی‌رضا",  # a joiner that the name needs
    "Ωμέγα 😀",
    "Subject: x",
]


@every("text", KEPT)
def test_r10_what_is_only_text_is_kept_as_it_is(text: str) -> None:
    assert clean_text(text, "comments") == text


CHANGED = [
    ("  a  ", "a"),
    ("one\r\ntwo\tthree", "one two three"),
    ("a\u2028b\u2029c\x85d", "a b c d"),
    ("a\x00b\x07c\x1b[2Jd\x7f\x9b", "abc[2Jd"),
    ("evil\u202egnp.exe\u202c", "evilgnp.exe"),
    ("\u2066x\u2069\u200e\u200f\u061c", "x"),
    ("zero\u200bwidth\ufeff", "zerowidth"),
    ("\ud800lone", "lone"),
    ("Ame\u0301lie", "Amélie"),
    ("\x00", ""),
]


@every(("text", "kept"), CHANGED)
def test_r10_what_is_not_seen_goes(text: str, kept: str) -> None:
    assert clean_text(text, "comments") == kept


@given(st.text(max_size=60))
def test_r10_any_text_comes_out_storable_and_stays(text: str) -> None:
    try:
        kept = clean_text(text, "comments")
    except Refused:
        # Once in many millions it looks like a card number.
        return
    assert kept.encode("utf-8").decode("utf-8") == kept
    assert not any(unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"} for sign in kept)
    assert unicodedata.normalize("NFC", kept) == kept
    assert clean_text(kept, "comments") == kept


def test_03_a_text_as_long_as_its_field_fits_and_one_more_does_not() -> None:
    assert clean_text("x" * 254, "comments") == "x" * 254
    with pytest.raises(Refused) as caught:
        clean_text("x" * 255, "comments")
    said = sentence(caught.value.code, caught.value.fields)
    assert said == f"comments: '{'x' * 30}…' is longer than 254 characters."


def test_03_length_is_what_is_stored() -> None:
    assert clean_text("e\u0301" * 10, "check_number", 10) == "é" * 10


@every(
    "text",
    [
        CARD,
        f"paid with {CARD}",
        "4111\u200b1111\u200b1111\u200b1111",
        "%B4111111111111111^D/J^2512",
    ],
)
def test_r13_a_card_number_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(Refused) as caught:
        clean_text(text, "comments")
    assert caught.value.code == "M-58"
    assert "1111" not in str(caught.value)


def test_r13_a_match_value_may_hold_long_numbers_but_is_no_card_number() -> None:
    known = f"{CARD.replace(' ', '')}-20261120"
    assert clean_text(known, "match_value", 30) == known
    with pytest.raises(Refused, match="M-58"):
        clean_text(CARD, "match_value", 30)


def test_r10_r13_the_name_of_an_automatic_payment_is_a_text_like_every_other() -> None:
    for text, code in (("x" * 10_000, "M-50"), (CARD, "M-58")):
        with pytest.raises(Refused) as caught:
            clean_block(AutoPayDraft(name=text))
        assert caught.value.code == code
        assert "1111" not in str(caught.value)
    assert clean_block(AutoPayDraft(name="\x00N. Okafor\u202e")).name == "N. Okafor"


TEXTS = [
    (cls, field.name)
    for cls in (TenderDraft, PaymentDraft)
    for field in fields(cls)
    if field.name not in {"amount", "account_id", "lines", "auto_pay", "payor"}
]


@every(("cls", "name"), TEXTS, ids=[name for _, name in TEXTS])
def test_r10_no_text_field_of_a_payment_is_forgotten(cls: type, name: str) -> None:
    def command(text: str) -> object:
        if cls is TenderDraft:
            return replace(COMMAND, tenders=(CHECK, replace(CHECK, **{name: text})))
        return replace(COMMAND, payments=(PAYMENT, replace(PAYMENT, **{name: text})))

    for text, code in (("x" * 10_000, "M-50"), (CARD, "M-58")):
        with pytest.raises(Refused) as caught:
            clean_command(command(text))  # type: ignore[arg-type]
        assert (caught.value.code, caught.value.fields["field"]) == (code, name)
    cleaned = clean_command(command("\x00a\u202e"))  # type: ignore[arg-type]
    drafts = cleaned.tenders if cls is TenderDraft else cleaned.payments
    assert getattr(drafts[1], name) == "a"


@pytest.mark.parametrize(
    ("name", "field"),
    [("distribution_code", "distribution_code"), ("description", "line_description")],
)
def test_r10_no_text_of_a_line_is_forgotten(name: str, field: str) -> None:
    def command(text: str) -> object:
        line = replace(CreditLine("4800-MISC", Money(5)), **{name: text})
        return replace(COMMAND, payments=(PAYMENT, replace(PAYMENT, lines=(line,))))

    for text, code in (("x" * 10_000, "M-50"), (CARD, "M-58")):
        with pytest.raises(Refused) as caught:
            clean_command(command(text))  # type: ignore[arg-type]
        assert (caught.value.code, caught.value.fields["field"]) == (code, field)
    cleaned = clean_command(command("\x00a\u202e"))  # type: ignore[arg-type]
    assert getattr(cleaned.payments[1].lines[0], name) == "a"


def test_clean_commands_are_left_as_they_are() -> None:
    cleaned = clean_command(COMMAND)
    assert cleaned == COMMAND
    assert cleaned.tenders[0] is CHECK
    assert clean_command(cleaned) == cleaned


def test_r13_of_a_micr_line_four_signs_go_on() -> None:
    command = replace(COMMAND, tenders=(replace(CHECK, micr="⑆021000021⑆ 123456789⑈ 1043"),))
    cleaned = clean_command(command)
    assert cleaned.tenders[0].micr == "1043"
    assert clean_command(cleaned) == cleaned


def test_an_amount_beyond_the_field_is_refused() -> None:
    largest = Money(10**15 - 1)
    fit = replace(COMMAND, payments=(replace(PAYMENT, amount=largest),))
    assert clean_command(fit) == fit
    for amount in (Money(10**15), Money(-(10**15)), Money(10**5000 - 1)):
        for changed in (
            replace(COMMAND, payments=(replace(PAYMENT, amount=amount),)),
            replace(COMMAND, tenders=(replace(CHECK, amount=amount),)),
        ):
            with pytest.raises(Refused) as caught:
                clean_command(changed)
            assert (caught.value.code, caught.value.fields["field"]) == ("M-50", "amount")


@every("number", [0, -1, 2**63, 10**30])
def test_an_id_that_no_row_can_have_is_refused(number: int) -> None:
    account = AccountId(number)
    for changed, code in (
        (replace(COMMAND, payor=account), "M-01"),
        (replace(COMMAND, payments=(replace(PAYMENT, account_id=account),)), "M-01"),
        (replace(COMMAND, control_id=ControlId(number)), "M-55"),
    ):
        with pytest.raises(Refused, match=code):
            clean_command(changed)
    assert clean_command(replace(COMMAND, control_id=ControlId(7))).control_id == 7


def test_a_request_id_that_cannot_be_kept_is_refused() -> None:
    with pytest.raises(Refused, match="M-50"):
        clean_command(replace(COMMAND, request_id="a\x00"))


@every(
    ("detail", "code", "field"),
    [
        (DetailDraft("MEMO", "card 5555 5555 5555 4444", ZERO), "M-58", "rule_value"),
        (DetailDraft("MEMO", "x" * 255, ZERO), "M-50", "rule_value"),
        (DetailDraft("x" * 21, "77", ZERO), "M-50", "rule"),
        (DetailDraft("BILL", "77", Money(10**MAX_DIGITS)), "M-50", "detail_amount"),
    ],
)
def test_r13_dr5_a_detail_is_measured_like_every_other_text(
    detail: DetailDraft, code: str, field: str
) -> None:
    with pytest.raises(Refused) as caught:
        clean_command(replace(add_event([], []), details=(detail,)))
    assert (caught.value.code, caught.value.fields["field"]) == (code, field)


def test_r10_details_and_remitter_are_cleaned() -> None:
    command = replace(
        add_event([], []),
        details=(DetailDraft("MEMO", " two\nlines\x00 ", ZERO),),
        remitter=Remitter("N.\x1b Body", " R ", "a\tb"),
    )
    cleaned = clean_command(command)
    assert cleaned.details[0].value == "two lines"
    assert cleaned.remitter == Remitter("N. Body", "R", "a b")
    with pytest.raises(Refused) as caught:
        clean_command(replace(command, remitter=Remitter(comments="5555555555554444")))
    assert caught.value.code == "M-58"


@every("payor", [0, -1, 2**63])
def test_m01_a_payor_that_no_row_can_be_is_refused(payor: int) -> None:
    drafts = [tender("CASH", "5.00", payor=AccountId(payor))]
    with pytest.raises(Refused) as caught:
        clean_command(add_event(drafts, []))
    assert caught.value.code == "M-01"
