"""Adding a payment event: the command, the facts it needs, and the decision.

Source: payments 2, 3, 4, 6, 12; D-01..D-03, D-05, D-22, D-25..D-28. Pure: facts in, decision out. Amounts are integer minor units of the event's currency unless said; stamps are UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from posapp.domain.accounts import Account, Waiting
from posapp.domain.autopay_requests import AutoPayDraft, NewRequest
from posapp.domain.bill_debits import BillDebit, PlannedDebit
from posapp.domain.cash_accounting import HeldTax
from posapp.domain.codes import DistributeAction, PaymentStatus
from posapp.domain.distribution import DistributionFailed, MatchTarget, PayeeFacts
from posapp.domain.distribution_rules import Detail, DetailDraft, Remitter
from posapp.domain.ids import AccountId, AgreementId, ControlId, EventId, UserId
from posapp.domain.ledger import Posting
from posapp.domain.mandate import Mandate
from posapp.domain.money import ZERO, Money, total
from posapp.domain.rates import ExchangeRate
from posapp.domain.setup import SetUp
from posapp.domain.spreading import Share
from posapp.domain.templates import CreditLine
from posapp.domain.tender_controls import Control

KIND: Final = "event"
"""What requests and drafts of an event that is added are kept as."""


@dataclass(frozen=True, slots=True)
class TenderDraft:
    """A tender as the cashier states it: form, amount handed over in its own currency.

    ``payor`` is who hands it over; ``None`` is the event's payor (QA-9).
    """

    tender_type: str
    amount: Money
    check_number: str = ""
    micr: str = ""
    currency: str = ""
    customer_id: str = ""
    external_reference: str = ""
    name: str = ""
    auto_pay: AutoPayDraft | None = None
    payor: AccountId | None = None


@dataclass(frozen=True, slots=True)
class PaymentDraft:
    """A payment as the cashier states it: payee, debt to relieve, optional match.

    Of an account without customer: name, reference and comments of the remitter (NC-2), the
    ``template`` that it was made from and the ``lines`` that it credits in place of its agreement
    type's ledger account (NC-4). ``long_comment`` is the wider comment of NCI-05.
    """

    account_id: AccountId
    amount: Money
    match_type: str = ""
    match_value: str = ""
    non_cis_name: str = ""
    reference: str = ""
    comments: str = ""
    template: str = ""
    lines: tuple[CreditLine, ...] = ()
    long_comment: str = ""


@dataclass(frozen=True, slots=True)
class AddEvent:
    """Add a payment event: several tenders, one or several payments (AD-1..AD-11, QA-9).

    With ``details`` there are no ``payments``: the rules make them, and ``remitter`` says who those
    without customer account are for (DR-1, NC-7). With neither, each tendering account is paid what
    it hands over (DR-7).

    ``confirmed`` holds the codes of concerns the user said yes to; it is outside the fingerprint
    of the request (D-21). ``more_to_come`` says that payments follow for what the tenders exceed
    these: no change is given, the event is unbalanced until then (NCI-11). ``stated`` is the
    fingerprint of what a person stated where the command was worked out from it, by the drawers and
    templates of the moment: the same statement is the same request later too (D-21).
    """

    request_id: str
    payor: AccountId
    tenders: tuple[TenderDraft, ...]
    payments: tuple[PaymentDraft, ...]
    action: DistributeAction = DistributeAction.FREEZE
    payment_date: date | None = None
    control_id: ControlId | None = None
    confirmed: frozenset[str] = frozenset()
    more_to_come: bool = False
    details: tuple[DetailDraft, ...] = ()
    remitter: Remitter = field(default_factory=Remitter)
    stated: str = ""

    @property
    def payors(self) -> tuple[AccountId, ...]:
        """Who hands money over, the event's payor first."""
        others = (draft.payor for draft in self.tenders if draft.payor is not None)
        return tuple(dict.fromkeys((self.payor, *others)))

    @property
    def to_pay(self) -> Money:
        """What it pays in all, as far as it says so itself: else what is handed over (DR-7)."""
        said = self.payments or self.details or self.tenders
        return total(one.amount for one in said)


@dataclass(frozen=True, slots=True)
class MadeByRule:
    """Where a payment comes from: the place of its detail, and what it stores if that failed."""

    place: int
    failed: DistributionFailed | None = None


@dataclass(frozen=True, slots=True)
class EarlierTender:
    """A tender of the last ten minutes that looks the same (D-22)."""

    event_id: EventId
    user_name: str
    source: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AddFacts:
    """Everything the decision reads; loaded under the locks of D-25.

    Attributes:
        today: business date of the control's office.
        control: the control asked for, else the default one (D-02).
        controls: default control by currency, open after the locks (C-21, CHG-10).
        rate_day: the payment date, for which rates were looked up (AC-04).
        rates: one unit of a foreign currency in the event's currency on that day.
        drawer_cash: money of the starting-balance type in the control (CHG-11).
        like_cash: like-cash money in the control (TI-10).
        payees: facts for the distribution by account; ``matches`` by index of the payment draft.
        earlier: a look-alike of each tender draft by index.
        checks: event of a valid tender with the same check, by index of the draft (TN-7).
        waiting: payments of the payees that are not frozen yet.
        office: of the user; an event without a drawer lies in it.
        mandates: mandate in force on the payment date by payor; looked for with auto pay only.
        may_override_cash_only: of the user, where other money is refused (CR-09).
        may_override_limit: of the user, above the hard limit of a drawer (D-19); with
            ``limit_approved`` somebody else let this payment happen (D-24).
        debit: stamp of the bill or plan whose automatic payment the job makes (AP-05, AP-06).
        details: distribution details whose values are known, zero ones included (DR-6).
        made: what each payment was made by, one for each payment, where there are details.
        taxes: what is held for agreements of the payees (GL-6).
    """

    now: datetime
    today: date
    user_id: UserId
    may_back_date: bool
    setup: SetUp
    payor: Account
    accounts: Mapping[AccountId, Account]
    control: Control | None
    controls: Mapping[str, Control]
    rate_day: date
    rates: Mapping[str, ExchangeRate]
    drawer_cash: Money
    like_cash: Money
    payees: Mapping[AccountId, PayeeFacts]
    matches: Mapping[int, MatchTarget]
    earlier: Mapping[int, EarlierTender]
    waiting: Mapping[AccountId, Waiting] = field(default_factory=dict)
    checks: Mapping[int, EventId] = field(default_factory=dict)
    office: str = ""
    mandates: Mapping[AccountId, Mandate] = field(default_factory=dict)
    may_override_cash_only: bool = False
    may_override_limit: bool = False
    limit_approved: bool = False
    debit: BillDebit | PlannedDebit | None = None
    details: tuple[Detail, ...] = ()
    made: tuple[MadeByRule, ...] = ()
    taxes: Mapping[AgreementId, HeldTax] = field(default_factory=dict)

    def payor_of(self, tender: "TenderDraft | NewTender") -> Account:
        """Who hands a tender over: its own payor, else the event's (QA-9)."""
        return self.payor if tender.payor is None else self.accounts[tender.payor]

    def mandate_of(self, tender: "TenderDraft | NewTender") -> Mandate | None:
        """The mandate in force of who hands a tender over (AP-07)."""
        return self.mandates.get(self.payor_of(tender).id)


@dataclass(frozen=True, slots=True)
class NewTender:
    """A tender to write; ``control_amount`` is in its control's currency (D-05).

    One with a clearing ``request`` has no control until it is sent (AP-13, D-06).
    """

    tender_type: str
    amount: Money
    control: Control | None
    control_amount: Money
    rate: ExchangeRate | None
    distribution_code: str
    cash_back: bool
    check_number: str = ""
    micr: str = ""
    customer_id: str = ""
    external_reference: str = ""
    name: str = ""
    currency: str = ""
    request: NewRequest | None = None
    payor: AccountId | None = None
    rounding: bool = False

    @property
    def control_currency(self) -> str:
        """The control's currency; without one that of the request."""
        return self.currency if self.control is None else self.control.currency


@dataclass(frozen=True, slots=True)
class NewPayment:
    """A payment to write with its outcome: shares, or the error it stores (AD-7).

    ``postings`` stand beside the shares when the payment is frozen; ``detail`` is the place of the
    detail that made it.
    """

    draft: PaymentDraft
    status: PaymentStatus
    shares: tuple[Share, ...]
    error_code: str | None = None
    error_fields: Mapping[str, object] | None = None
    excess: Money = ZERO
    postings: tuple[Posting, ...] = ()
    detail: int | None = None

    def posted(self, postings: tuple[Posting, ...]) -> "NewPayment":
        """The same with what its shares post; it is frozen, so it stores no error."""
        return NewPayment(
            self.draft,
            self.status,
            self.shares,
            excess=self.excess,
            postings=postings,
            detail=self.detail,
        )


@dataclass(frozen=True, slots=True)
class NewEvent:
    """The decision: one event with its tenders and payments, and what to tell the cashier.

    ``control`` is the drawer whose chain and receipts it uses (D-31, D-40), ``None`` when all of it
    is auto pay; ``settled`` are the
    agreements of items that are paid by it (IT-4).
    """

    payment_date: date
    currency: str
    office: str
    control: Control | None
    tenders: tuple[NewTender, ...]
    payments: tuple[NewPayment, ...]
    change: Money
    settled: tuple[AgreementId, ...]
    warnings: tuple[str, ...]
    confirmed: tuple[str, ...]
    details: tuple[Detail, ...] = ()


@dataclass(frozen=True, slots=True)
class AddedEvent:
    """What the dialog and the command line learn of a new event at once.

    ``opens_drawer``: cash goes into the drawer or out of it; not when the first result comes back.
    """

    event_id: EventId
    receipt_number: str | None
    change: Money
    failed: tuple[str, ...]
    warnings: tuple[str, ...]
    opens_drawer: bool = False
