"""Set-up tables of adjustments, credits and checkouts (items-and-credits 8)."""

from typing import Final

from posapp.domain.setup_fields import FieldKind, SetUpField
from posapp.domain.setup_table import (
    ON_LINES,
    SetUpTable,
    code_field,
    flag_field,
    reference_field,
    text_field,
)

CREDIT_TABLES: Final = (
    SetUpTable(
        "credit_option",
        "Credits and checkouts",
        (),
        (
            reference_field("adjustment_sa_type", "Agreement type of adjustments", "sa_type"),
            reference_field(
                "open_credit_code",
                "Open credits",
                "distribution_code",
                hint="An account of its own; changes only while no credit is open",
            ),
            reference_field("add_credit_code", "Code of added credits", "requisition_code"),
            reference_field("refund_reason", "Cancel reason of refunds", "cancel_reason"),
        ),
        single=True,
    ),
    SetUpTable(
        "requisition_code",
        "Requisition codes",
        ("code",),
        (
            code_field(12),
            text_field(),
            reference_field(
                "distribution_code", "Ledger account", "distribution_code", hint=ON_LINES
            ),
            flag_field("manual", "May be chosen by hand", default=True),
            flag_field("active", "Active", default=True),
        ),
    ),
    SetUpTable(
        "payment_method",
        "Payment methods of checkouts",
        ("tender_type",),
        (
            SetUpField(
                "tender_type",
                "Tender type",
                FieldKind.REFERENCE,
                table="tender_type",
                hint="One that may pay with added credit",
            ),
            flag_field("payroll", "Deducted from pay"),
            flag_field("always_successful", "Always successful", hint="Processed when submitted"),
            flag_field("for_staff", "For staff", default=True),
            flag_field("for_student", "For students", default=True),
            flag_field("for_guest", "For guests", default=True),
            flag_field("asks_employee_number", "Asks for the employee number"),
        ),
    ),
)
