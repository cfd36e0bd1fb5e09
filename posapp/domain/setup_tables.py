"""Every set-up table, declared once: title, key, fields, right, and the rules between fields.

Sources: payments 1, controls 1 to 3, 14, D-20, D-29, D-36, D-39, D-41.
"""

from collections.abc import Mapping
from typing import Final

from posapp.domain.autopay_setup_tables import AUTOPAY_TABLES
from posapp.domain.codes import (
    MatchKind,
    SourceType,
)
from posapp.domain.credit_setup_tables import CREDIT_TABLES
from posapp.domain.distribution_rule_table import DISTRIBUTION_RULE
from posapp.domain.item_setup_tables import ITEM_TABLES
from posapp.domain.rights import Right
from posapp.domain.setup_agreement_tables import AGREEMENT_TABLES
from posapp.domain.setup_class_tables import CLASS_ALGORITHM, CUSTOMER_CLASS, FEATURE_OPTION
from posapp.domain.setup_drawer_tables import DRAWER_TABLES
from posapp.domain.setup_fields import FieldKind, SetUpField
from posapp.domain.setup_installation import INSTALLATION, SCORES
from posapp.domain.setup_mail_tables import FINANCE_EMAILS, MAIL_TABLES, finance_rule
from posapp.domain.setup_money_tables import CURRENCY, DENOMINATION, EXCHANGE_RATE
from posapp.domain.setup_payments import PAYMENT_TABLES
from posapp.domain.setup_rights import RIGHTS
from posapp.domain.setup_rules import (
    bank_rule,
    period_rule,
    reason_rule,
    source_rule,
    tender_type_rule,
)
from posapp.domain.setup_table import (
    ON_TENDERS,
    SetUpTable,
    choice_field,
    code_field,
    flag_field,
    money_field,
    number_field,
    reference_field,
    text_field,
)
from posapp.errors import Refused

_OWN_SCORES: Final = tuple(
    SetUpField(f.name, f.label, f.kind, required=False, least=f.least, hint="Empty: as the office")
    for f in SCORES
)

_TABLES: Final = (
    INSTALLATION,
    FEATURE_OPTION,
    CURRENCY,
    DENOMINATION,
    SetUpTable(
        "office",
        "Offices",
        ("code",),
        (
            code_field(8),
            text_field("name", "Name"),
            text_field("address", "Address", required=False, lines=True),
            text_field("issuing_center", "Issuing center", width=20),
            SetUpField("zone", "Time zone", FieldKind.ZONE),
            number_field(
                "day_start",
                "Day starts",
                least=0,
                most=1439,
                default=0,
                hint="Minutes after midnight",
            ),
            reference_field("currency", "Currency", "currency"),
            FINANCE_EMAILS,
        ),
        rules=(finance_rule,),
    ),
    SetUpTable(
        "workstation",
        "Workstations",
        ("code",),
        (code_field(20), text_field(), reference_field("office", "Office", "office")),
    ),
    SetUpTable("division", "CIS Divisions", ("code",), (code_field(5), text_field(), *_OWN_SCORES)),
    CUSTOMER_CLASS,
    CLASS_ALGORITHM,
    *AGREEMENT_TABLES,
    SetUpTable(
        "tender_type",
        "Tender types",
        ("code",),
        (
            code_field(4),
            text_field(),
            flag_field("like_cash", "Like cash"),
            flag_field("allow_cash_back", "Allow cash back"),
            flag_field("requires_check_number", "Requires a check number"),
            flag_field("requires_authorization", "Requires an authorization"),
            flag_field("physical", "Lies in the drawer", default=True),
            flag_field("add_credit", "May pay with added credit"),
            flag_field("generate_auto_pay", "Generates automatic payments"),
            text_field("external_type", "External type", width=30, required=False),
            flag_field("require_external_source_id", "Requires a routing number"),
            flag_field("require_expiration_date", "Requires an expiry date"),
            flag_field("system_only", "Made by the program only"),
            reference_field(
                "distribution_code",
                "Own ledger account",
                "distribution_code",
                required=False,
                hint=ON_TENDERS,
            ),
            flag_field("active", "Active", default=True),
        ),
        rules=(tender_type_rule,),
    ),
    SetUpTable("bank", "Banks", ("code",), (code_field(5), text_field())),
    SetUpTable(
        "bank_account",
        "Bank accounts",
        ("bank", "key"),
        (
            reference_field("bank", "Bank", "bank"),
            SetUpField("key", "Key", FieldKind.CODE, width=8),
            text_field(),
            text_field("account_last4", "Last four digits", width=4, required=False),
            reference_field("currency", "Currency", "currency"),
            reference_field("distribution_code", "Ledger account", "distribution_code"),
        ),
    ),
    SetUpTable(
        "tender_source",
        "Tender sources",
        ("code",),
        (
            code_field(8),
            text_field(),
            choice_field("source_type", "Type", SourceType),
            text_field("external_source_id", "External source", width=30, required=False),
            money_field("default_starting_balance", "Usual float", least=0),
            money_field("max_amount_balance", "Turn in above", required=False, least=0),
            reference_field("currency", "Currency", "currency"),
            reference_field("bank", "Bank", "bank", required=False),
            SetUpField(
                "bank_account",
                "Bank account",
                FieldKind.TEXT,
                required=False,
                width=8,
                table="bank_account",
            ),
            reference_field(
                "distribution_code", "Ledger account", "distribution_code", hint=ON_TENDERS
            ),
            reference_field("office", "Office", "office"),
            flag_field("active", "Active", default=True),
        ),
        rules=(bank_rule, source_rule),
        currency="currency",
    ),
    SetUpTable(
        "cancel_reason",
        "Cancel reasons",
        ("code",),
        (
            code_field(4),
            text_field(),
            flag_field("nsf_charge", "NSF charge"),
            number_field("affect_cash_only_by", "Affect cash-only score by", least=0),
            number_field("affect_credit_rating_by", "Affect credit rating by", most=0),
            number_field("months_affecting", "Months affecting credit rating", least=0, most=1200),
            SetUpField(
                "system_default",
                "System default",
                FieldKind.CHOICE,
                required=False,
                choices=(("REOPENED_BILL", "Re-opened bill"),),
                empty="",
            ),
        ),
        rules=(reason_rule,),
    ),
    SetUpTable(
        "match_type",
        "Match types",
        ("code",),
        (
            code_field(8),
            text_field(),
            choice_field("kind", "Distribution", MatchKind),
            flag_field("active", "Active", default=True),
        ),
    ),
    DISTRIBUTION_RULE,
    SetUpTable(
        "accounting_period",
        "Accounting periods",
        ("code",),
        (
            code_field(10),
            SetUpField("start_date", "Starts", FieldKind.DAY),
            SetUpField("end_date", "Ends", FieldKind.DAY),
            flag_field("open", "Open", default=True),
        ),
        rules=(period_rule,),
        right=Right.PERIODS,
    ),
    EXCHANGE_RATE,
    *AUTOPAY_TABLES,
    *DRAWER_TABLES,
    *ITEM_TABLES,
    *MAIL_TABLES,
    *CREDIT_TABLES,
    *PAYMENT_TABLES,
    RIGHTS,
)

SETUP_TABLES: Final[Mapping[str, SetUpTable]] = {table.name: table for table in _TABLES}


def setup_table(name: str) -> SetUpTable:
    """A set-up table by name; dashes may stand for underscores.

    Raises:
        Refused: ``M-55``.
    """
    found = SETUP_TABLES.get(name.replace("-", "_").lower())
    if found is None:
        raise Refused("M-55", field="table", value=name)
    return found
