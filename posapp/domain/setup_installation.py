"""The installation as a set-up table of one row (payments 1.1, controls 1)."""

from typing import Final

from posapp.domain.autopay_codes import AutoPayCreation
from posapp.domain.setup_table import (
    SetUpTable,
    choice_field,
    flag_field,
    money_field,
    number_field,
    reference_field,
    text_field,
)

SCORES: Final = (
    number_field("cash_only_threshold", "Cash-only threshold", least=0),
    number_field("beginning_cash_only_score", "Beginning cash-only score", least=0),
    number_field("beginning_credit_rating", "Beginning credit rating"),
    number_field("credit_rating_threshold", "Credit rating threshold"),
)
"""Limits that a division may have its own of (CR-03, CR-04)."""

INSTALLATION: Final = SetUpTable(
    "installation",
    "Installation",
    (),
    (
        text_field("organisation", "Organisation"),
        text_field("address", "Address", required=False, lines=True),
        reference_field("currency", "Currency", "currency"),
        reference_field("quick_add_tender_type", "Quick Add tender type", "tender_type"),
        number_field(
            "quick_add_limit",
            "Quick Add rows by accounts",
            least=1,
            most=1000,
            default=15,
            hint="Files are not limited by it",
        ),
        reference_field(
            "starting_balance_tender_type", "Starting balance tender type", "tender_type"
        ),
        reference_field("rounding_tender_type", "Cash rounding tender type", "tender_type"),
        *SCORES,
        reference_field("overpayment_sa_type", "Overpayment agreement type", "sa_type"),
        reference_field(
            "credit_adjustment_type",
            "Adjustment of used overpayments",
            "adjustment_type",
            hint="Moves their credit to new bills",
        ),
        reference_field("rounding_code", "Cash rounding account", "distribution_code"),
        reference_field("conversion_code", "Conversion account", "distribution_code"),
        flag_field("document_numbering", "Document numbers", hint="Gapless, beside the receipt's"),
        flag_field("alternate_currency", "Alternate currency"),
        flag_field("blind_count", "Blind count", default=True),
        flag_field("one_open_control_per_source", "One open control per drawer", default=True),
        flag_field(
            "cash_only_refuse",
            "Refuse other than cash of cash-only payors",
            hint="Off: a question. On: only a supervisor may accept it",
        ),
        money_field(
            "cancel_limit",
            "Cashiers cancel and transfer up to",
            required=False,
            least=0,
            hint="Empty: no limit. Above it a supervisor does it",
        ),
        number_field("idle_lock_minutes", "Lock after minutes", least=0, most=1440),
        number_field(
            "least_password",
            "Characters of a password",
            least=8,
            most=64,
            default=15,
            hint="15 where nothing but the password lets in",
        ),
        text_field("receipt_message", "Receipt message", required=False, lines=True),
        text_field("endorse_message", "Endorsement", required=False, lines=True),
        flag_field("receipt_auto_print", "Print each receipt at once"),
        choice_field("autopay_creation", "Automatic payments of bills", AutoPayCreation),
    ),
    single=True,
)
