"""Distribution rules: shapes, amounts, and the payments that a detail makes (DR-1..DR-6)."""

from typing import Any

import pytest

from posapp.domain.distribution_rule import DistributionRule, Maker, ValueType, makers_of
from posapp.domain.distribution_rules import (
    Detail,
    Named,
    check_amount,
    check_sum,
    payments_of,
    unknown_value,
)
from posapp.domain.ids import AccountId
from posapp.domain.setup_table import check_row
from posapp.domain.setup_tables import setup_table
from posapp.errors import Refused
from tests.helpers.every import every
from tests.helpers.facts import usd

WHO = AccountId(7)


def rule(makers: str, kind: ValueType = ValueType.BILL, payor: str = "BILL") -> DistributionRule:
    return DistributionRule("R", "Rule", "Rule", kind, payor, makers, active=True)


def detail(makers: str, amount: str, due: str = "0.00", **options: Any) -> Detail:
    named = Named("77", "A bill", WHO, "Petra", ("BILL-ID", "77"), usd(due))
    return Detail(rule(makers, **options), named, usd(amount))


def made(makers: str, amount: str, due: str = "0.00") -> list[tuple[str, str]]:
    return [
        (str(one.amount.minor), one.match_type)
        for one in payments_of(detail(makers, amount, due))
        if one.failed is None
    ]


def test_dr3_one_detail_makes_one_payment_or_several() -> None:
    assert made("BILL", "30.00") == [("3000", "BILL-ID")]
    assert made("ACCOUNT", "30.00") == [("3000", "")]
    assert made("DUE ACCOUNT", "30.00", "20.00") == [("2000", "BILL-ID"), ("1000", "")]
    assert made("DUE,ACCOUNT", "20.00", "20.00") == [("2000", "BILL-ID")]
    assert made("DUE ACCOUNT", "20.00") == [("2000", "")]


def test_dr4_what_the_makers_leave_over_is_a_payment_in_error() -> None:
    (only,) = payments_of(detail("DUE", "30.00", "20.00"))
    assert (only.account_id, only.amount, only.match_type) == (WHO, usd("30.00"), "")
    assert only.failed is not None
    assert only.failed.code == "M-18"
    assert only.failed.fields == {"rule": "Rule", "created": usd("20.00"), "amount": usd("30.00")}


def test_dr2_the_payor_is_found_only_where_the_rule_says_so() -> None:
    assert detail("BILL", "1.00").payor == WHO
    assert detail("BILL", "1.00", payor="").payor is None


def test_dr6_a_rule_without_makers_takes_no_money() -> None:
    memo = rule("", ValueType.TEXT, "")
    check_amount(memo, usd("0.00"), "USD")
    with pytest.raises(Refused, match="M-50"):
        check_amount(memo, usd("1.00"), "USD")
    check_amount(rule("BILL"), usd("1.00"), "USD")
    for amount in ("0.00", "-1.00"):
        with pytest.raises(Refused, match="M-02"):
            check_amount(rule("BILL"), usd(amount), "USD")
    assert payments_of(Detail(memo, Named("x", "x"), usd("0.00"))) == ()


def test_dr5_the_refusal_of_a_value_names_rule_and_value() -> None:
    refused = unknown_value(rule("BILL"), "4711")
    assert (refused.code, refused.fields["value"], refused.fields["rule"]) == (
        "M-38", "4711", "Rule",
    )  # fmt: skip


def test_tr4_details_make_up_what_moves() -> None:
    parts = [detail("BILL", "10.00"), detail("BILL", "5.00")]
    check_sum(parts, usd("15.00"), "USD")
    with pytest.raises(Refused, match="M-17"):
        check_sum(parts, usd("15.01"), "USD")


def test_dr3_makers_are_parted_by_spaces_or_commas() -> None:
    assert makers_of("DUE, ACCOUNT") == (Maker.DUE, Maker.ACCOUNT)
    assert makers_of("") == ()
    with pytest.raises(ValueError, match="NONE"):
        makers_of("NONE")


@every(
    ("kind", "payor", "makers", "field"),
    [
        ("BILL", "BILL", "DUE ACCOUNT", ""),
        ("ITEM", "", "ITEM", ""),
        ("TEXT", "", "", ""),
        ("BILL", "BILL", "ITEM", "create_payment"),
        ("BILL", "BILL", "WHAT", "create_payment"),
        ("TEXT", "", "ACCOUNT", "create_payment"),
        ("TEXT", "TEXT", "", "determine_account"),
        ("BILL", "ITEM", "BILL", "determine_account"),
    ],
)
def test_dr8_the_set_up_refuses_rules_that_could_not_work(
    kind: str, payor: str, makers: str, field: str
) -> None:
    row = {
        "code": "NEW", "description": "New", "label": "New", "value_type": kind,
        "determine_account": payor, "create_payment": makers, "active": True,
    }  # fmt: skip
    table = setup_table("distribution_rule")
    if not field:
        assert check_row(table, row)["create_payment"] == makers
        return
    with pytest.raises(Refused) as refused:
        check_row(table, row)
    assert refused.value.fields["field"] == field
