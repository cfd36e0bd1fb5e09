"""Set-up records as rules read them, and the set-up as a whole.

Sources: payments 1, controls 1 to 3, D-07, D-08, D-20, D-29, D-36, D-39. Amounts are integer minor
units of the record's currency.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from posapp.domain.autopay_codes import AutoPayCreation, OverLimit
from posapp.domain.autopay_setup import AutoPaySetUp
from posapp.domain.characteristics import CharacteristicType
from posapp.domain.codes import (
    DistributionOrder,
    MatchKind,
    OverpaymentRule,
    SegmentType,
    SourceType,
)
from posapp.domain.credit_setup import CreditSetUp
from posapp.domain.distribution_rule import DistributionRule
from posapp.domain.drawer_options import DrawerOptions, OverUnderReason
from posapp.domain.entry_setup import EntrySetUp
from posapp.domain.item_setup import ItemSetUp
from posapp.domain.money import Currency, Money
from posapp.domain.rule_algorithms import NO_ALGORITHMS, RuleAlgorithms
from posapp.domain.setup_options import (
    AccountingPeriod,
    AdjustmentType,
    BankAccount,
    ClassAlgorithm,
    Denomination,
    Division,
    FeatureOptions,
)
from posapp.domain.templates import PaymentTemplate
from posapp.errors import Refused


@dataclass(frozen=True, slots=True)
class Installation:
    """The one record of settings (payments 1.1, controls 1)."""

    organisation: str
    address: str
    currency: str
    quick_add_tender_type: str
    starting_balance_tender_type: str
    rounding_tender_type: str
    cash_only_threshold: int
    beginning_cash_only_score: int
    beginning_credit_rating: int
    credit_rating_threshold: int
    overpayment_sa_type: str
    rounding_code: str
    conversion_code: str
    document_numbering: bool
    alternate_currency: bool
    blind_count: bool
    one_open_control_per_source: bool
    idle_lock_minutes: int
    least_password: int
    receipt_message: str
    endorse_message: str
    receipt_auto_print: bool
    demo: bool
    setup_version: int
    autopay_creation: AutoPayCreation = AutoPayCreation.ON_EXTRACT_DATE
    cash_only_refuse: bool = False
    """Who may not override refuses what is not cash of a cash-only payor (CR-09)."""
    cancel_limit: Money | None = None
    """Up to what cashiers cancel, in the installation's currency; ``None``: anything (PY-5)."""
    quick_add_limit: int = 15
    """How many rows Quick Add by accounts has (payments 11)."""
    credit_adjustment_type: str = ""
    """Adjustment type that moves the credit of an overpayment to bills (OP-3)."""


@dataclass(frozen=True, slots=True)
class Office:
    """An office (D-39): issuing center, zone, start of day in minutes (D-18), who gets Z reports."""

    code: str
    name: str
    address: str
    issuing_center: str
    zone: str
    day_start: int
    currency: str
    finance_emails: str = ""


@dataclass(frozen=True, slots=True)
class CustomerClass:
    """A customer class (payments 1.3); ``match_required`` is D-26's switch."""

    code: str
    description: str
    open_item: bool
    non_cis: bool
    match_required: bool
    distribution: DistributionOrder | None
    overpayment: OverpaymentRule | None
    ask_keep_credit: bool
    autopay_over_limit: OverLimit = OverLimit.REDUCE
    delinquent_after: int | None = None
    """Days after which debt goes by the delinquent priority; ``None``: it never does (DS-6)."""


@dataclass(frozen=True, slots=True)
class SaType:
    """A service agreement type (payments 1.4)."""

    code: str
    description: str
    segment_type: SegmentType
    distribution_code: str
    revenue_code: str
    payment_priority: int
    do_not_overpay: bool
    one_time: bool
    billable: bool
    item_kind: bool
    nsf_adjustment_type: str | None = None
    delinquent_priority: int | None = None
    holding_code: str | None = None  # with payable_code: cash accounting (GL-6)
    payable_code: str | None = None

    @property
    def is_strict(self) -> bool:
        """A payment may not drive its agreements into credit (1.4, IT-3)."""
        return self.do_not_overpay or self.item_kind

    @property
    def overdue_priority(self) -> int:
        """Its delinquent payment priority, the payment priority where it has none (1.4)."""
        own = self.delinquent_priority
        return self.payment_priority if own is None else own


@dataclass(frozen=True, slots=True)
class TenderType:
    """A tender type (controls 2.1); its own distribution code replaces the bank's (D-29)."""

    code: str
    description: str
    like_cash: bool
    generate_auto_pay: bool
    allow_cash_back: bool
    requires_authorization: bool
    requires_check_number: bool
    physical: bool
    add_credit: bool
    system_only: bool
    active: bool
    distribution_code: str | None
    external_type: str = ""
    require_external_source_id: bool = False
    require_expiration_date: bool = False

    @property
    def offered(self) -> bool:
        """Whether a cashier may choose it for a new tender at the counter."""
        return self.active and not self.system_only and not self.generate_auto_pay


@dataclass(frozen=True, slots=True)
class TenderSource:
    """A tender source (controls 3.1)."""

    code: str
    description: str
    source_type: SourceType
    default_starting_balance: Money
    max_amount_balance: Money | None
    currency: str
    distribution_code: str
    office: str
    active: bool
    bank: str | None = None


@dataclass(frozen=True, slots=True)
class MatchType:
    """A match type (payments 1.6)."""

    code: str
    description: str
    kind: MatchKind
    active: bool


@dataclass(frozen=True, slots=True)
class CancelReason:
    """A payment cancel reason (payments 1.5): the charge and the demerits it brings the payor."""

    code: str
    description: str
    nsf_charge: bool
    affect_cash_only_by: int
    affect_credit_rating_by: int
    months_affecting: int
    system_default: str

    @property
    def bounces(self) -> bool:
        """Whether it says that the money was not good: it brings a charge or a mark (CX-7, CX-8)."""
        marks = self.affect_cash_only_by or self.affect_credit_rating_by
        return self.nsf_charge or bool(marks)


@dataclass(frozen=True, slots=True)
class SetUp:
    """All set-up that the money path reads; immutable, replaced when its version moves."""

    installation: Installation
    currencies: Mapping[str, Currency]
    offices: Mapping[str, Office]
    divisions: Mapping[str, Division]
    customer_classes: Mapping[str, CustomerClass]
    sa_types: Mapping[str, SaType]
    tender_types: Mapping[str, TenderType]
    tender_sources: Mapping[str, TenderSource]
    match_types: Mapping[str, MatchType]
    distribution_rules: Mapping[str, DistributionRule]
    cancel_reasons: Mapping[str, CancelReason]
    adjustment_types: Mapping[str, AdjustmentType]
    bank_accounts: tuple[BankAccount, ...]
    denominations: tuple[Denomination, ...]
    periods: tuple[AccountingPeriod, ...]
    autopay: AutoPaySetUp = field(default_factory=AutoPaySetUp)
    distribution_codes: Mapping[str, str] = field(default_factory=dict)  # active: description
    characteristic_types: Mapping[str, CharacteristicType] = field(default_factory=dict)
    templates: Mapping[str, PaymentTemplate] = field(default_factory=dict)
    class_algorithms: Mapping[tuple[str, str], ClassAlgorithm] = field(default_factory=dict)
    entry: EntrySetUp = field(default_factory=EntrySetUp)
    options: FeatureOptions = field(default_factory=FeatureOptions)
    drawers: DrawerOptions = field(default_factory=DrawerOptions)
    over_under_reasons: Mapping[str, OverUnderReason] = field(default_factory=dict)
    items: ItemSetUp = field(default_factory=ItemSetUp)
    crediting: CreditSetUp = field(default_factory=CreditSetUp)
    rule_algorithms: RuleAlgorithms = NO_ALGORITHMS

    def tender_type(self, code: str) -> TenderType:
        """The tender type of a code.

        Raises:
            Refused: ``M-55`` when there is none.
        """
        found = self.tender_types.get(code)
        if found is None:
            raise Refused("M-55", field="tender_type", value=code)
        return found

    def cancel_reason(self, code: str, *, by_program: bool = False) -> CancelReason:
        """The cancel reason of a code; ``by_program`` gives those of its own (1.5).

        Raises:
            Refused: ``M-14`` no code, ``M-55`` there is none, ``M-276`` not for people.
        """
        found = self.cancel_reasons.get(code)
        if found is None:
            raise Refused("M-55" if code else "M-14", field="reason", value=code)
        if found.system_default and not by_program:
            raise Refused("M-276", field="reason", value=found.description)
        return found

    def is_open_period(self, day: date) -> bool:
        """Whether a date lies in an open accounting period (M-03, D-36)."""
        return any(p.open and p.start_date <= day <= p.end_date for p in self.periods)

    def cash_only_threshold(self, division: str) -> int:
        """Threshold of a division, else the installation's (CR-04)."""
        own = self.divisions[division].cash_only_threshold
        return self.installation.cash_only_threshold if own is None else own

    def beginning_credit_rating(self, division: str) -> int:
        """Rating of a spotless account of a division (CR-02)."""
        own = self.divisions[division].beginning_credit_rating
        return self.installation.beginning_credit_rating if own is None else own

    def credit_rating_threshold(self, division: str) -> int:
        """Rating of a division, else of the installation, below which an account is risky (CR-07)."""
        own = self.divisions[division].credit_rating_threshold
        return self.installation.credit_rating_threshold if own is None else own

    def beginning_cash_only_score(self, division: str) -> int:
        """Score of a spotless account of a division (CR-03)."""
        own = self.divisions[division].beginning_cash_only_score
        return self.installation.beginning_cash_only_score if own is None else own
