"""Set-up tables of agreements: ledger accounts, adjustment types, agreement types (payments 1.4)."""

from typing import Final

from posapp.domain.codes import SegmentType
from posapp.domain.setup_rules import sa_type_rule
from posapp.domain.setup_table import (
    ON_LINES,
    SetUpTable,
    choice_field,
    code_field,
    flag_field,
    money_field,
    number_field,
    reference_field,
    text_field,
)

_TAX: Final = "Cash accounting; stays once a bill with tax was posted"

AGREEMENT_TABLES: Final = (
    SetUpTable(
        "distribution_code",
        "Distribution codes",
        ("code",),
        (
            code_field(20),
            text_field(),
            text_field("account_number", "Ledger account", width=40),
            flag_field("active", "Active", default=True),
        ),
    ),
    SetUpTable(
        "adjustment_type",
        "Adjustment types",
        ("code",),
        (
            code_field(8),
            text_field(),
            reference_field(
                "distribution_code", "Ledger account", "distribution_code", hint=ON_LINES
            ),
            money_field("default_amount", "Usual amount", least=0),
        ),
    ),
    SetUpTable(
        "sa_type",
        "Agreement types",
        ("code",),
        (
            code_field(12),
            text_field(),
            choice_field("segment_type", "Payment segment type", SegmentType),
            reference_field(
                "distribution_code", "Receivable or payable", "distribution_code", hint=ON_LINES
            ),
            reference_field("revenue_code", "Revenue", "distribution_code", hint=ON_LINES),
            number_field(
                "payment_priority", "Payment priority", least=1, most=99, hint="1 is first"
            ),
            number_field(
                "delinquent_priority",
                "Delinquent payment priority",
                required=False,
                least=1,
                most=99,
                hint="Of debt that the customer class calls delinquent. Empty: as above",
            ),
            flag_field("do_not_overpay", "Do not overpay"),
            flag_field("one_time", "One-time"),
            flag_field("billable", "Billable"),
            flag_field("item_kind", "Kind of payable item"),
            reference_field("nsf_adjustment_type", "NSF charge", "adjustment_type", required=False),
            reference_field(
                "holding_code", "Tax holding", "distribution_code", required=False, hint=_TAX
            ),
            reference_field(
                "payable_code", "Tax payable", "distribution_code", required=False, hint=_TAX
            ),
        ),
        rules=(sa_type_rule,),
    ),
)
