"""Rows of Quick Add without a database: what is kept, how they group, how tenders merge."""

from dataclasses import replace
from datetime import date

import pytest

from posapp.domain.distribution_rules import DetailDraft, Remitter
from posapp.domain.entry_setup import EntrySetUp
from posapp.domain.ids import AccountId, ControlId
from posapp.domain.money import Currency, Money
from posapp.domain.payment_events import PaymentDraft, TenderDraft
from posapp.domain.quick_add import Outcome, QuickHeader, QuickKind, QuickLine, RowResult
from posapp.domain.quick_groups import Entry, grouped, merged, order_of, twins
from posapp.domain.quick_once import taken_once
from posapp.domain.quick_rows import (
    MOST_KEPT,
    blamed,
    check_tape,
    is_lost,
    kept,
    kept_row,
    read_tender,
    request_of,
)
from posapp.errors import Refused
from tests.helpers.every import every
from tests.helpers.facts import setup

USD = Currency("USD")
ADA, BO = AccountId(1), AccountId(2)


def entry(line: int, payor: AccountId, cents: int, **more: str) -> Entry:
    row = QuickLine(f"r{line}", "ACCT", "77", amount=str(cents))
    tender = TenderDraft("CASH", Money(cents), **more)
    return Entry(line, row, payor, tender, DetailDraft("ACCT", "77", Money(cents)))


def test_qa19_empty_rows_are_left_out_and_the_others_keep_their_place() -> None:
    rows = [
        QuickLine("", "ACCT", tender_type="CASH"),
        QuickLine("", value="7"),
        QuickLine(" own ", amount="1"),
    ]
    found = kept(rows, "batch")
    assert [(one.line, one.row.request_id) for one in found] == [
        (2, request_of("batch", 2)),
        (3, "own"),
    ]
    assert request_of("batch", 2) != request_of("batch", 3) != request_of("other", 3)
    with pytest.raises(Refused) as caught:
        kept([QuickLine("two words", amount="1")], "batch")
    assert caught.value.code == "M-50"


@every(
    ("field", "typed", "code", "stored"),
    [
        ("name", "4111 1111 1111 1111", "M-58", ""),
        ("account", "4111111111111111", "M-58", ""),
        ("name", "x" * 400, "M-50", "x" * MOST_KEPT),
        ("micr", "1" * 31, "M-50", "1111"),
        ("value", "a\x00\u202eb\n", "", "ab"),
        ("micr", "121000248 987", "", " 987"),
    ],
)
def test_r13_texts_are_kept_safely(field: str, typed: str, code: str, stored: str) -> None:
    row, refusal = kept_row(QuickLine("r", **{field: typed}))
    assert getattr(row, field) == stored
    assert (refusal.code if refusal else "") == code
    assert refusal is None or refusal.field == field


def test_r13_what_was_not_kept_whole_must_be_typed_again() -> None:
    assert is_lost("name", "M-58")
    assert is_lost("micr", "M-50")
    assert not is_lost("name", "M-50")


def test_the_tape_counts_amounts_that_cannot_be_read_as_nothing() -> None:
    lines = kept([QuickLine("", amount="4"), QuickLine("", amount="ten")], "b")
    check_tape(QuickHeader(QuickKind.RULES, tape_count=2, tape_total=Money(400)), lines, USD)
    with pytest.raises(Refused) as caught:
        check_tape(QuickHeader(QuickKind.RULES, tape_total=Money(1400)), lines, USD)
    assert (caught.value.code, caught.value.fields["difference"]) == ("M-141", Money(-1000))


def test_qa4_rows_group_by_payor_and_person_and_qa15_by_row() -> None:
    other = replace(entry(4, ADA, 5), remitter=Remitter("Cy"))
    rows = [entry(1, ADA, 5), entry(2, BO, 5), entry(3, ADA, 5), other]
    assert [one.lines for one in grouped(rows, QuickKind.RULES)] == [(1, 3), (2,), (4,)]
    assert [one.lines for one in grouped(rows, QuickKind.ACCOUNTS)] == [(1,), (2,), (3,), (4,)]


def test_qa5_tenders_merge_where_nothing_but_the_amount_differs() -> None:
    cash, check = TenderDraft("CASH", Money(5)), TenderDraft("CHEC", Money(7), "9", "1234")
    named = replace(check, name="Ada")
    found = merged([cash, check, cash, named, check])
    assert found == (replace(cash, amount=Money(10)), replace(check, amount=Money(14)), named)


def test_qa5_a_group_is_one_order_with_the_request_of_its_first_row() -> None:
    (group,) = grouped([entry(1, ADA, 5), entry(2, ADA, 7)], QuickKind.RULES)
    order = order_of(group, frozenset({"M-39"}), ControlId(9), None)
    assert (order.request_id, order.payor, order.control_id) == ("r1", ADA, 9)
    assert [one.amount.minor for one in order.details] == [5, 7]
    assert (order.payments, order.tenders[0].amount) == ((), Money(12))
    payment = PaymentDraft(BO, Money(3))
    single = replace(entry(1, BO, 3), detail=None, payment=payment)
    (alone,) = grouped([single], QuickKind.ACCOUNTS)
    assert order_of(alone, frozenset(), ControlId(9), None).payments == (payment,)


def test_d22_twins_are_rows_that_say_the_same() -> None:
    rows = [
        entry(1, ADA, 5),
        entry(2, ADA, 6),
        entry(3, ADA, 5),
        entry(4, ADA, 5, check_number="1"),
    ]
    (group,) = grouped(rows, QuickKind.RULES)
    (found,) = twins(group, "USD")
    assert (found.code, found.fields["line"], found.fields["other"]) == ("M-148", 3, 1)


@every(
    ("kind", "field", "own"),
    [
        (QuickKind.RULES, "payor", "value"),
        (QuickKind.ACCOUNTS, "payor", "account"),
        (QuickKind.RULES, "detail_amount", "amount"),
        (QuickKind.RULES, "rule_value", "value"),
        (QuickKind.RULES, "tender_control", ""),
    ],
)
def test_what_an_event_refuses_is_said_of_the_rows_own_field(
    kind: QuickKind, field: str, own: str
) -> None:
    assert blamed(Refused("M-50", field=field, value="x"), kind).field == own


def test_qa1_qa17_tender_types_of_other_dialogs() -> None:
    """M-19: auto pay (AP-08), and what needs an authorization."""
    base = setup()
    card = base.tender_types["CARD"]
    strict = {
        "CARD": replace(card, requires_authorization=True),
        "DDCH": replace(card, code="DDCH", generate_auto_pay=True),
    }
    rules = replace(base, tender_types={**base.tender_types, **strict})
    for code in strict:
        with pytest.raises(Refused) as caught:
            read_tender(QuickLine("r", amount="1", tender_type=code), USD, rules)
        assert (caught.value.code, caught.value.fields["field"]) == ("M-19", "tender_type")
    row = QuickLine("r", amount="1", check_number=" 7 ")
    assert read_tender(row, USD, rules).tender_type == rules.installation.quick_add_tender_type


def test_qa16_a_row_is_in_when_its_money_was_taken() -> None:
    row = QuickLine("r")
    assert [one for one in Outcome if RowResult(1, row, one).is_in] == [Outcome.DONE, Outcome.ERROR]
    assert not RowResult(1, row).is_in


def test_d21_a_row_of_a_file_is_known_by_what_it_says_that_day() -> None:
    first, second = QuickLine("", "ACCT", "77", amount="1"), QuickLine("", "ACCT", "78", amount="1")

    def ids(*rows: QuickLine, day: int = 20, kind: QuickKind = QuickKind.RULES) -> list[str]:
        return [one.request_id for one in taken_once(rows, kind, date(2026, 11, day), "CASH")]

    known = ids(first, second, first)
    assert len(set(known)) == 3, "rows of one file that say the same are payments of their own"
    named = replace(first, tender_type="CASH")
    assert ids(replace(second, value=" 78 "), named) == [known[1], known[0]]
    assert ids(first, day=21)[0] not in known
    assert ids(first, kind=QuickKind.ACCOUNTS)[0] not in known
    assert ids(replace(first, tender_type="CHEC"))[0] not in known
    assert ids(replace(first, request_id="own"), first) == ["own", known[0]]


def test_d21_an_id_that_is_none_names_its_row() -> None:
    with pytest.raises(Refused) as caught:
        kept([QuickLine("", amount="1"), QuickLine("two words", amount="1")], "batch")
    assert caught.value.fields["field"] == "request_id"
    assert caught.value.fields["reason"].endswith("(row 2)")


def test_a_word_of_the_set_up_is_a_tender_type_in_a_file_too() -> None:
    """``ck`` is what it is in one line; a code wins over a word that is written alike."""
    rules = replace(setup(), entry=EntrySetUp(words={"CK": "CHEC", "CASH": "CHEC"}))
    rows = [QuickLine("r", amount="1", tender_type=one, check_number="7") for one in ("ck", "cash")]
    assert [read_tender(one, USD, rules).tender_type for one in rows] == ["CHEC", "CASH"]
