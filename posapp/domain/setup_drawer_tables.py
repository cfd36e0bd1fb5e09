"""Set-up tables of the drawer day: its settings, reasons of differences (controls 5, 8, 9)."""

from typing import Final

from posapp.domain.codes import ExceptionGate
from posapp.domain.setup_table import (
    SetUpTable,
    choice_field,
    code_field,
    flag_field,
    money_field,
    number_field,
    reference_field,
    text_field,
)

DRAWER_TABLES: Final = (
    SetUpTable(
        "drawer_option",
        "Drawers",
        (),
        (
            flag_field(
                "cashier_may_balance",
                "Cashiers may balance",
                hint="Off: a supervisor confirms each balanced drawer",
            ),
            number_field(
                "count_attempts",
                "Counts before a supervisor",
                least=1,
                most=9,
                default=2,
                hint="Submitted counts that differ",
            ),
            choice_field("exceptions_gate", "Payments that need attention", ExceptionGate),
            flag_field("second_person_float", "A second person confirms the float"),
            money_field(
                "over_under_limit",
                "Cashiers book differences up to",
                least=0,
                hint="Above it a supervisor approves",
            ),
            reference_field("over_under_sa_type", "Over/under agreement type", "sa_type"),
            reference_field("company_class", "Company-use customer class", "customer_class"),
            reference_field("company_division", "Company-use CIS Division", "division"),
            number_field(
                "turn_in_hard_limit_percent",
                "Hard limit, % of the maximum",
                required=False,
                least=100,
                most=1000,
                hint="Empty: none. Above it a supervisor approves each payment",
            ),
        ),
        single=True,
    ),
    SetUpTable(
        "over_under_reason",
        "Reasons of differences",
        ("code",),
        (
            code_field(8),
            text_field("description", "Description"),
            flag_field("active", "Active", default=True),
        ),
    ),
)
