"""Builders of set-up and facts for the pure rules: an office with one of every kind of thing.

Amounts are written as people write them: ``usd("25.00")``. Every builder takes the fields that a
case is about and fills in the rest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from posapp.domain.accounts import Account
from posapp.domain.codes import (
    AgreementStatus,
    ControlStatus,
    DistributionOrder,
    MatchKind,
    OverpaymentRule,
    SegmentType,
    SourceType,
)
from posapp.domain.debts import AgreementDebt, Debit
from posapp.domain.distribution import PayeeFacts
from posapp.domain.distribution_rule import DistributionRule, ValueType
from posapp.domain.ids import AccountId, AgreementId, ControlId, DepositControlId, UserId
from posapp.domain.money import Currency, Money, total
from posapp.domain.payment_events import AddEvent, AddFacts, PaymentDraft, TenderDraft
from posapp.domain.setup import (
    AccountingPeriod,
    AdjustmentType,
    BankAccount,
    CancelReason,
    CustomerClass,
    Division,
    Installation,
    MatchType,
    Office,
    SaType,
    SetUp,
    TenderSource,
    TenderType,
)
from posapp.domain.tender_controls import Control

USD = Currency("USD", 2, "$")
EUR = Currency("EUR", 2, "€")
JPY = Currency("JPY", 0, "¥")
KWD = Currency("KWD", 3, "KD")

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
CASHIER = UserId(11)
OTHER = UserId(12)
PAYOR = AccountId(1000)
PAYEE = AccountId(2000)
COUNTY = AccountId(3000)
"""The account without a customer."""


def usd(text: str) -> Money:
    """Dollars and cents."""
    return USD.parse(text)


def installation(**changes: Any) -> Installation:
    """The installation record as it ships, with document numbering on."""
    base = Installation(
        organisation="Harbor Utilities",
        address="1 Quay",
        currency="USD",
        quick_add_tender_type="CASH",
        starting_balance_tender_type="CASH",
        rounding_tender_type="ROND",
        cash_only_threshold=99,
        beginning_cash_only_score=0,
        beginning_credit_rating=700,
        credit_rating_threshold=600,
        overpayment_sa_type="OVERPAY",
        rounding_code="5910-ROUNDING",
        conversion_code="3900-CONVERSION",
        document_numbering=True,
        alternate_currency=True,
        blind_count=True,
        one_open_control_per_source=True,
        idle_lock_minutes=10,
        least_password=15,
        receipt_message="",
        endorse_message="",
        receipt_auto_print=True,
        demo=False,
        setup_version=1,
    )
    return replace(base, **changes)


def customer_class(code: str = "RES", **changes: Any) -> CustomerClass:
    """A balance-forward class by priority and age, excess to an overpayment agreement."""
    base = CustomerClass(
        code=code,
        description=code,
        open_item=False,
        non_cis=False,
        match_required=False,
        distribution=DistributionOrder.PRIORITY_THEN_AGE,
        overpayment=OverpaymentRule.AGREEMENT,
        ask_keep_credit=True,
    )
    return replace(base, **changes)


CLASSES = (
    customer_class("RES"),
    customer_class("OPEN", open_item=True, match_required=True),
    customer_class("NONCIS", non_cis=True, ask_keep_credit=False),
)


def sa_type(code: str, receivable: str, **changes: Any) -> SaType:
    """A billed utility agreement type."""
    base = SaType(
        code=code,
        description=code.title(),
        segment_type=SegmentType.NORMAL,
        distribution_code=receivable,
        revenue_code=f"4000-{code}",
        payment_priority=10,
        do_not_overpay=False,
        one_time=False,
        billable=True,
        item_kind=False,
    )
    return replace(base, **changes)


SA_TYPES = (
    sa_type("WATER", "1200-AR-WATER", nsf_adjustment_type="NSF"),
    sa_type("ELECTRIC", "1210-AR-ELECTRIC", nsf_adjustment_type="NSF"),
    sa_type("GARBAGE", "1250-AR-GARBAGE", payment_priority=30),
    sa_type("CHARITY", "2100-CHARITY", segment_type=SegmentType.CHARITY, billable=False),
    sa_type("OVERPAY", "2150-OVERPAY", payment_priority=99, one_time=True, billable=False),
    sa_type("MISC", "4800-MISC", segment_type=SegmentType.NON_CIS, billable=False),
    sa_type(
        "VIOLATION",
        "1310-AR-VIOLATION",
        payment_priority=40,
        do_not_overpay=True,
        one_time=True,
        billable=False,
        item_kind=True,
    ),
)


CANCEL_REASONS = (
    CancelReason("NSF", "Non-sufficient funds", True, 100, -50, 12, ""),
    CancelReason("WRAC", "Wrong account", False, 0, 0, 0, ""),
    CancelReason("TRAN", "Transfer", False, 0, 0, 0, ""),
)


def tender_type(code: str, description: str, **changes: Any) -> TenderType:
    """A tender type that is neither like cash nor gives change."""
    base = TenderType(
        code=code,
        description=description,
        like_cash=False,
        generate_auto_pay=False,
        allow_cash_back=False,
        requires_authorization=False,
        requires_check_number=False,
        physical=True,
        add_credit=False,
        system_only=False,
        active=True,
        distribution_code=None,
    )
    return replace(base, **changes)


TENDER_TYPES = (
    tender_type("CASH", "Cash", like_cash=True, allow_cash_back=True),
    tender_type("CHEC", "Check", requires_check_number=True),
    tender_type("CCHK", "Certified check", like_cash=True, requires_check_number=True),
    tender_type("TRAV", "Traveller's check", like_cash=True, allow_cash_back=True),
    tender_type("MORD", "Money order"),
    tender_type("CARD", "Card at the counter", physical=False, distribution_code="1030-CARDS"),
    tender_type("DDCH", "Direct debit", generate_auto_pay=True, physical=False),
    tender_type("ROND", "Cash rounding", system_only=True, physical=False),
    tender_type("OVUN", "Cash drawer over/under", system_only=True),
    tender_type("OLDT", "Old voucher", active=False),
)


def tender_source(code: str = "CASH-A01", **changes: Any) -> TenderSource:
    """A cash drawer in dollars with a float of 150.00 and a limit of 2,000.00."""
    base = TenderSource(
        code=code,
        description=f"Drawer {code}",
        source_type=SourceType.CASHIERING,
        default_starting_balance=usd("150.00"),
        max_amount_balance=usd("2000.00"),
        currency="USD",
        distribution_code="1010-CASH",
        office="MAIN",
        active=True,
    )
    return replace(base, **changes)


RULES = (
    DistributionRule(
        "ACCT", "Account", "Account", ValueType.ACCOUNT, "ACCOUNT", "ACCOUNT", active=True
    ),
    DistributionRule("BILL", "Bill", "Bill", ValueType.BILL, "BILL", "BILL", active=True),
    DistributionRule("MEMO", "Remark", "Memo", ValueType.TEXT, "", "", active=True),
)

SOURCES = (
    tender_source(),
    tender_source("CASH-E01", currency="EUR", distribution_code="1011-EURO"),
    tender_source("CASH-X01", currency="EUR", office="EAST"),
    tender_source("ACH", source_type=SourceType.AUTOPAY),
    tender_source("LOCK", source_type=SourceType.LOCKBOX),
    tender_source("ADHOC", source_type=SourceType.ADHOC),
)


def setup(**changes: Any) -> SetUp:
    """A whole set-up; October 2026 is closed, November and December are open."""

    def by_code(records: Sequence[Any]) -> dict[str, Any]:
        return {record.code: record for record in records}

    base = SetUp(
        installation=installation(),
        currencies=by_code((USD, EUR, JPY, KWD)),
        offices={"MAIN": Office("MAIN", "Main office", "", "MAIN", "America/New_York", 0, "USD")},
        divisions=by_code(
            (
                Division("MAIN", "Main", None, None, None, None),
                Division("EAST", "East", 300, 50, None, None),
            )
        ),
        customer_classes=by_code(CLASSES),
        sa_types=by_code(SA_TYPES),
        tender_types=by_code(TENDER_TYPES),
        tender_sources=by_code(SOURCES),
        match_types={
            kind.value: MatchType(kind.value, kind.value, kind, active=True) for kind in MatchKind
        },
        distribution_rules=by_code(RULES),
        cancel_reasons=by_code(CANCEL_REASONS),
        adjustment_types=by_code(
            (AdjustmentType("NSF", "Returned tender", "4900-NSF-FEES", Money(2500)),)
        ),
        bank_accounts=(
            BankAccount("FNB", "MAIN", "Main account", "4711", "USD", "1010-CASH"),
            BankAccount("FNB", "RETURNS", "Returned items", "4712", "USD", "1020-RETURNS"),
            BankAccount("FNB", "EURO", "Euro account", "4713", "EUR", "1015-EURO"),
        ),
        denominations=(),
        periods=(
            AccountingPeriod("2026-10", date(2026, 10, 1), date(2026, 10, 31), open=False),
            AccountingPeriod("2026-11", date(2026, 11, 1), date(2026, 11, 30), open=True),
            AccountingPeriod("2026-12", date(2026, 12, 1), date(2026, 12, 31), open=True),
        ),
    )
    return replace(base, **changes)


def with_tender_type(base: SetUp, code: str, **changes: Any) -> SetUp:
    """The set-up with one tender type changed."""
    changed = replace(base.tender_types[code], **changes)
    return replace(base, tender_types={**base.tender_types, code: changed})


def with_source(base: SetUp, code: str, **changes: Any) -> SetUp:
    """The set-up with one tender source changed."""
    changed = replace(base.tender_sources[code], **changes)
    return replace(base, tender_sources={**base.tender_sources, code: changed})


def control(number: int = 501, **changes: Any) -> Control:
    """An open drawer of the cashier, opened today."""
    base = Control(
        id=ControlId(number),
        tender_source="CASH-A01",
        deposit_control_id=DepositControlId(401),
        currency="USD",
        business_date=TODAY,
        all_users=False,
        user_id=CASHIER,
        user_name="Cora Cashier",
        status=ControlStatus.OPEN,
        starting_balance=usd("150.00"),
        last_receipt=0,
        created_at=NOW,
        version=1,
    )
    return replace(base, **changes)


def account(number: AccountId = PAYOR, **changes: Any) -> Account:
    """A residential account of the main division, in dollars, with no points."""
    base = Account(
        id=number,
        name="Petra Payor",
        address="2 Hill Road",
        customer_class="RES",
        division="MAIN",
        currency="USD",
        cash_only_score=0,
    )
    return replace(base, **changes)


def debt(number: int, *cells: tuple[str | None, str], **changes: Any) -> AgreementDebt:
    """An agreement with unpaid cells, each an ISO date (or ``None``) and an amount.

    Its balances are the sum of the cells unless given.
    """
    debits = tuple(
        Debit(None if day is None else date.fromisoformat(day), usd(amount))
        for day, amount in cells
    )
    owed = total(cell.amount for cell in debits)
    base = AgreementDebt(
        agreement_id=AgreementId(number),
        sa_type="WATER",
        service="Water",
        status=AgreementStatus.ACTIVE,
        priority=10,
        do_not_overpay=False,
        billable=True,
        item_kind=False,
        current_balance=owed,
        payoff_balance=owed,
        cells=debits,
    )
    return replace(base, **changes)


def item_debt(number: int, amount: str, **changes: Any) -> AgreementDebt:
    """The agreement of a payable item: never overpaid, not billed (IT-1, IT-3)."""
    return debt(
        number,
        ("2026-10-01", amount),
        sa_type="VIOLATION",
        priority=40,
        do_not_overpay=True,
        billable=False,
        item_kind=True,
        **changes,
    )


def credit_debt(number: int, amount: str = "0.00", **changes: Any) -> AgreementDebt:
    """An overpayment agreement that holds a credit of ``amount`` (OP-2)."""
    values: dict[str, Any] = {
        "sa_type": "OVERPAY",
        "priority": 99,
        "billable": False,
        "current_balance": -usd(amount),
        "payoff_balance": -usd(amount),
    }
    return debt(number, **{**values, **changes})


def payee(*debts: AgreementDebt, **changes: Any) -> PayeeFacts:
    """Facts of a payee; ``changes`` go to its customer class."""
    return PayeeFacts(customer_class(**changes), debts, "OVERPAY", TODAY)


def tender(kind: str, amount: str | Money, **changes: Any) -> TenderDraft:
    """A tender as the cashier states it; checks get a number."""
    number = "4711" if kind in {"CHEC", "CCHK"} else ""
    stated = usd(amount) if isinstance(amount, str) else amount
    return replace(TenderDraft(kind, stated, check_number=number), **changes)


def pay(amount: str | Money, to: AccountId = PAYOR, **changes: Any) -> PaymentDraft:
    """A payment as the cashier states it."""
    stated = usd(amount) if isinstance(amount, str) else amount
    return replace(PaymentDraft(to, stated), **changes)


def add_event(
    tenders: Sequence[TenderDraft], payments: Sequence[PaymentDraft], **changes: Any
) -> AddEvent:
    """The command of the add dialog: distribute and freeze."""
    base = AddEvent("request-1", PAYOR, tuple(tenders), tuple(payments))
    return replace(base, **changes)


def add_facts(*debts: AgreementDebt, **changes: Any) -> AddFacts:
    """Facts for the add decision; ``debts`` are the payor's.

    The payor and a second payee are residential, the county account takes payments without a
    customer. The cashier has an open dollar drawer that holds its float.
    """
    accounts: Mapping[AccountId, Account] = {
        PAYOR: account(),
        PAYEE: account(PAYEE, name="Paula Payee"),
        COUNTY: account(COUNTY, name="County", customer_class="NONCIS"),
    }
    base = AddFacts(
        now=NOW,
        today=TODAY,
        user_id=CASHIER,
        may_back_date=False,
        setup=setup(),
        payor=accounts[PAYOR],
        accounts=accounts,
        control=control(),
        controls={},
        rate_day=TODAY,
        rates={},
        drawer_cash=usd("150.00"),
        like_cash=usd("150.00"),
        payees={
            PAYOR: payee(*debts),
            PAYEE: payee(debt(21, ("2026-10-10", "40.00"))),
            COUNTY: payee(
                debt(31, sa_type="MISC", billable=False),
                code="NONCIS",
                non_cis=True,
                ask_keep_credit=False,
            ),
        },
        matches={},
        earlier={},
    )
    return replace(base, **changes)
