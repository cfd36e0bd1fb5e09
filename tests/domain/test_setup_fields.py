"""Values of set-up fields: what is read from a text, what is refused (payments 1, D-36)."""

from datetime import date
from typing import Any

import pytest

from posapp.domain.money import Money
from posapp.domain.setup_fields import FieldKind, SetUpField, checked, value_of
from posapp.domain.setup_table import check_row
from posapp.domain.setup_tables import SETUP_TABLES, setup_table
from posapp.errors import Refused
from tests.helpers.every import every
from tests.helpers.facts import USD


def field(kind: FieldKind, **more: Any) -> SetUpField:
    return SetUpField("one", "One", kind, **more)


@every(
    ("kind", "text", "value"),
    [
        (FieldKind.CODE, " ab-1 ", "AB-1"),
        (FieldKind.TEXT, " Words ", "Words"),
        (FieldKind.NUMBER, "-12", -12),
        (FieldKind.MONEY, "25.00", Money(2500)),
        (FieldKind.FLAG, "Yes", True),
        (FieldKind.FLAG, "off", False),
        (FieldKind.DAY, "2026-11-20", date(2026, 11, 20)),
        (FieldKind.REFERENCE, "cash", "cash"),
        (FieldKind.NUMBER, "", None),
    ],
)
def test_a_text_becomes_a_value(kind: FieldKind, text: str, value: object) -> None:
    assert value_of(field(kind), text, USD) == value


def test_nothing_given_is_what_the_field_keeps_for_it() -> None:
    text = field(FieldKind.TEXT, required=False, empty="")
    assert value_of(text, " ", USD) == ""
    assert checked(text, None) == ""
    assert checked(field(FieldKind.NUMBER, required=False), None) is None


@every(
    ("kind", "text"),
    [
        (FieldKind.NUMBER, "1.5"),
        (FieldKind.NUMBER, "٣"),
        (FieldKind.FLAG, "perhaps"),
        (FieldKind.DAY, "20.11.2026"),
        (FieldKind.MONEY, "1,00"),
    ],
)
def test_a_text_that_is_no_value_is_refused_with_its_field(kind: FieldKind, text: str) -> None:
    with pytest.raises(Refused) as refused:
        value_of(field(kind), text, USD)
    assert (refused.value.code, refused.value.fields["field"]) == ("M-50", "one")


@every(
    ("kind", "value", "more"),
    [
        (FieldKind.TEXT, None, {}),
        (FieldKind.TEXT, "\u200b", {}),
        (FieldKind.TEXT, "long", {"width": 3}),
        (FieldKind.CODE, "a b!", {}),
        (FieldKind.CHOICE, "X", {"choices": (("A", "a"),)}),
        (FieldKind.NUMBER, 1, {"least": 2}),
        (FieldKind.NUMBER, 3, {"most": 2}),
        (FieldKind.MONEY, Money(-1), {"least": 0}),
        (FieldKind.RATE, "0", {}),
        (FieldKind.RATE, "NaN", {}),
        (FieldKind.RATE, "much", {}),
        (FieldKind.ZONE, "Mars/Base", {}),
    ],
)
def test_a_value_that_does_not_fit_is_refused(
    kind: FieldKind, value: object, more: dict[str, Any]
) -> None:
    with pytest.raises(Refused) as refused:
        checked(field(kind, **more), value)
    assert refused.value.code == "M-50"


def test_rates_keep_their_digits() -> None:
    assert checked(field(FieldKind.RATE), "1.08320") == "1.08320"


def test_every_reference_names_a_table_and_names_are_unique() -> None:
    for table in SETUP_TABLES.values():
        names = [one.name for one in table.fields]
        assert len(names) == len(set(names))
        assert set(table.keys) <= set(names)
        for one in table.fields:
            numbered = one.kind is FieldKind.NUMBERED
            # A bank account has two names, so that a key alone is a text with a list beside it.
            listed = one.name == "bank_account" and one.kind is FieldKind.TEXT
            named = one.kind is FieldKind.REFERENCE or numbered or listed
            assert named == bool(one.table), one
            # What has a number of ours is no set-up: accounts and agreements.
            assert not one.table or (one.table in SETUP_TABLES) != numbered


def test_an_unknown_table_or_field_is_named() -> None:
    assert setup_table("cancel-reason").name == "cancel_reason"
    for act in (
        lambda: setup_table("nothing"),
        lambda: check_row(setup_table("bank"), {"code": "A", "colour": "red"}),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "M-55"


BASE: dict[str, dict[str, Any]] = {
    "customer_class": {
        "code": "RES",
        "description": "Residential",
        "open_item": False,
        "non_cis": False,
        "match_required": False,
        "distribution": None,
        "overpayment": None,
        "ask_keep_credit": True,
        "autopay_over_limit": "REDUCE_TO_MAXIMUM",
    },
    "cancel_reason": {
        "code": "NSF",
        "description": "Bounced",
        "nsf_charge": True,
        "affect_cash_only_by": 100,
        "affect_credit_rating_by": -50,
        "months_affecting": 12,
        "system_default": "",
    },
    "accounting_period": {
        "code": "2026-11",
        "start_date": date(2026, 11, 1),
        "end_date": date(2026, 11, 30),
        "open": True,
    },
}


@every(
    ("table", "changes", "wrong"),
    [
        ("customer_class", {"open_item": True, "non_cis": True}, "non_cis"),
        ("customer_class", {"match_required": True}, "match_required"),
        ("cancel_reason", {"affect_cash_only_by": 0, "affect_credit_rating_by": 0}, "months"),
        ("cancel_reason", {"affect_credit_rating_by": 1}, "affect_credit_rating_by"),
        ("accounting_period", {"end_date": date(2026, 10, 1)}, "end_date"),
    ],
)
def test_rules_between_fields(table: str, changes: dict[str, Any], wrong: str) -> None:
    assert check_row(setup_table(table), BASE[table])
    with pytest.raises(Refused) as refused:
        check_row(setup_table(table), BASE[table] | changes)
    assert wrong in refused.value.fields["field"]


def tender_type(**changes: Any) -> dict[str, Any]:
    flags = {one.name: False for one in setup_table("tender_type").fields}
    texts = {"code": "TEST", "description": "Test", "external_type": "", "distribution_code": None}
    return flags | texts | {"active": True} | changes


@every("wrong", ["like_cash", "allow_cash_back", "external_type"])
def test_2_1_automatic_payments_are_neither_cash_nor_give_change(wrong: str) -> None:
    table = setup_table("tender_type")
    assert check_row(table, tender_type(generate_auto_pay=True, external_type="CHECKING"))
    changes: dict[str, Any] = {"generate_auto_pay": True, "external_type": "CHECKING"}
    changes |= {"external_type": ""} if wrong == "external_type" else {wrong: True}
    with pytest.raises(Refused) as refused:
        check_row(table, tender_type(**changes))
    assert refused.value.fields["field"] == wrong


@pytest.mark.parametrize("wrong", ["one_time", "do_not_overpay"])
def test_it1_item_kinds_are_one_time_and_not_overpaid(wrong: str) -> None:
    row = {
        "code": "LOCKER",
        "description": "Locker",
        "segment_type": "NORMAL",
        "distribution_code": "1",
        "revenue_code": "2",
        "payment_priority": 40,
        "do_not_overpay": True,
        "one_time": True,
        "billable": False,
        "item_kind": True,
        "nsf_adjustment_type": None,
    }
    assert check_row(setup_table("sa_type"), row)
    with pytest.raises(Refused) as refused:
        check_row(setup_table("sa_type"), row | {wrong: False})
    assert refused.value.fields["field"] == wrong


def test_3_1_bank_and_bank_account_go_together() -> None:
    row = {one.name: "X" for one in setup_table("tender_source").fields}
    row |= {
        "source_type": "CASHIERING",
        "default_starting_balance": Money(0),
        "max_amount_balance": None,
        "active": True,
    }
    assert check_row(setup_table("tender_source"), row)
    with pytest.raises(Refused) as refused:
        check_row(setup_table("tender_source"), row | {"bank_account": ""})
    assert refused.value.fields["field"] == "bank_account"
