"""Set-up tables of customers: classes, their algorithms by division, feature options (1.1, 1.3)."""

from typing import Final

from posapp.domain.autopay_codes import OverLimit
from posapp.domain.codes import DistributionOrder, OverpaymentRule
from posapp.domain.setup_fields import Values
from posapp.domain.setup_rules import class_rule, must
from posapp.domain.setup_table import (
    SetUpTable,
    choice_field,
    code_field,
    flag_field,
    number_field,
    reference_field,
    text_field,
)

CUSTOMER_CLASS: Final = SetUpTable(
    "customer_class",
    "Customer classes",
    ("code",),
    (
        code_field(8),
        text_field(),
        flag_field("open_item", "Open item accounting"),
        flag_field("non_cis", "Non-CIS payment"),
        flag_field("match_required", "Match required", hint="Open item: off pays the oldest bill"),
        choice_field("distribution", "Payment distribution", DistributionOrder, required=False),
        number_field(
            "delinquent_after",
            "Delinquent after days",
            required=False,
            least=0,
            most=36500,
            hint="Older debt first, by delinquent priority. Empty: never",
        ),
        choice_field("overpayment", "Overpayment", OverpaymentRule, required=False),
        flag_field("ask_keep_credit", "Ask to keep a credit", default=True),
        choice_field(
            "autopay_over_limit",
            "Bill above the maximum withdrawal",
            OverLimit,
            default=OverLimit.REDUCE.value,
        ),
    ),
    rules=(class_rule,),
)


def _has_one(row: Values) -> None:
    """A row that changes nothing would only puzzle people (1.3)."""
    must(
        row["distribution"] or row["overpayment"], "distribution", "", "or overpayment is required"
    )


CLASS_ALGORITHM: Final = SetUpTable(
    "class_algorithm",
    "Customer classes by division",
    ("customer_class", "division"),
    (
        reference_field("customer_class", "Customer class", "customer_class"),
        reference_field("division", "CIS Division", "division"),
        choice_field(
            "distribution",
            "Payment distribution",
            DistributionOrder,
            required=False,
            hint="Empty: as the class",
        ),
        choice_field(
            "overpayment",
            "Overpayment",
            OverpaymentRule,
            required=False,
            hint="Empty: as the class",
        ),
    ),
    rules=(_has_one,),
)


def _needs_rule(row: Values) -> None:
    """Who always enters distribution rules starts with one of them (1.1)."""
    wanted = row["always_enable_distribution_rule"]
    must(not wanted or row["default_distribution_rule"], "default_distribution_rule", "",
         "is required where rules are always enabled")  # fmt: skip


FEATURE_OPTION: Final = SetUpTable(
    "feature_option",
    "Feature options",
    (),
    (
        flag_field(
            "always_enable_distribution_rule",
            "Always enable distribution rule",
            hint="A payment event is added by rule and value; else by account",
        ),
        reference_field(
            "default_distribution_rule",
            "Default distribution rule",
            "distribution_rule",
            required=False,
        ),
    ),
    rules=(_needs_rule,),
    single=True,
)
