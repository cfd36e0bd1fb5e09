"""CK-10: the account of open credits has no other part in the set-up, nor on a payment."""

from typing import Any

from posapp.domain.clearing_accounts import (
    ClearingUse,
    check_chosen,
    check_no_clearing,
    check_other_part,
)
from posapp.domain.money import Money
from posapp.domain.setup_tables import setup_table
from posapp.domain.templates import CreditLine
from posapp.errors import Refused
from tests.helpers.every import every

OPEN, OTHER = "2160-OPEN-CREDIT", "1010-CASH"


def code_of(act: Any) -> str:
    try:
        act()
    except Refused as refused:
        return refused.code
    return ""


@every(
    ("table", "field", "more", "before", "code"),
    [
        ("sa_type", "distribution_code", {}, None, "M-50"),
        ("sa_type", "revenue_code", {}, OTHER, "M-50"),
        ("sa_type", "holding_code", {}, OTHER, "M-50"),
        ("sa_type", "payable_code", {}, OPEN, ""),
        ("tender_type", "distribution_code", {}, OTHER, "M-50"),
        ("tender_source", "distribution_code", {}, OTHER, "M-50"),
        ("bank_account", "distribution_code", {}, OTHER, "M-50"),
        ("adjustment_type", "distribution_code", {}, OTHER, "M-50"),
        ("payment_template_line", "distribution_code", {}, None, "M-50"),
        ("installation", "rounding_code", {}, OTHER, "M-50"),
        ("installation", "conversion_code", {}, OTHER, "M-50"),
        ("requisition_code", "distribution_code", {"manual": True}, OTHER, "M-50"),
        ("requisition_code", "distribution_code", {"manual": True}, OPEN, "M-50"),
        ("requisition_code", "distribution_code", {"manual": False}, OTHER, ""),
        ("credit_option", "open_credit_code", {}, OTHER, ""),
    ],
)
def test_ck10_no_row_gives_the_account_another_part(
    table: str, field: str, more: dict[str, Any], before: str | None, code: str
) -> None:
    declared = setup_table(table)
    empty: dict[str, Any] = {one.name: "" for one in declared.fields} | more
    row = empty | {field: OPEN}
    was = None if before is None else empty | {field: before}
    assert code_of(lambda: check_other_part(declared, row, was, frozenset({OPEN}))) == code
    free = empty | {field: OTHER}
    assert code_of(lambda: check_other_part(declared, free, was, frozenset({OPEN}))) == ""


@every(
    ("was_clearing", "used_by", "open_credits", "code"),
    [
        (False, "", False, ""),
        (True, "Ledger lines", False, ""),
        (False, "Ledger lines", False, "M-50"),
        (True, "", True, "M-50"),
        (False, "", True, "M-50"),
    ],
)
def test_ck10_another_account_is_its_own_and_chosen_while_no_credit_is_open(
    used_by: str, code: str, *, was_clearing: bool, open_credits: bool
) -> None:
    use = ClearingUse(was_clearing, used_by, open_credits)
    assert code_of(lambda: check_chosen({"open_credit_code": OTHER}, use)) == code


def test_ck10_nc5_no_payment_line_names_it() -> None:
    lines = [CreditLine(OTHER, Money(100)), CreditLine(OPEN, Money(100))]
    assert code_of(lambda: check_no_clearing(lines[:1], frozenset({OPEN}))) == ""
    assert code_of(lambda: check_no_clearing(lines, frozenset({OPEN}))) == "M-254"
