"""Bank deposits and settlements of a deposit control: records and rules.

Source: controls 4.4 (TD-01..TD-03), 17 (deposit slip), D-27, D-29. Amounts are integer minor units
of the deposit control's currency; dates are business dates.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, NewType

from posapp.domain.codes import DepositKind, SourceType
from posapp.domain.ids import DepositControlId, TenderId
from posapp.domain.money import ZERO, Money, total
from posapp.domain.setup import SetUp, TenderSource, TenderType
from posapp.domain.setup_options import BankAccount
from posapp.domain.tender_controls import DepositControl
from posapp.domain.turn_in import Counted, Instrument
from posapp.domain.turn_ins import sum_of
from posapp.errors import Concern, Refused

DepositId = NewType("DepositId", int)
REFERENCE_WIDTH: Final = 30


@dataclass(frozen=True, slots=True)
class DepositContent:
    """Money that leaves a deposit control (4.4, D-29).

    To a bank: account, slip or bag number, what it consists of; an empty bank account takes that
    of the first drawer's source. By settlement: the tender type that a processor, the payroll or
    another office pays. ``counted`` are notes and coins, ``tenders`` the checks on the slip; the
    rest of the amount is cash that was not counted by denomination.
    """

    kind: DepositKind
    amount: Money
    tender_type: str = ""
    reference_id: str = ""
    bank: str = ""
    bank_account: str = ""
    deposit_date: date | None = None
    prepared_by: str = ""
    carried_by: str = ""
    bag_number: str = ""
    counted: Counted = ()
    tenders: tuple[TenderId, ...] = ()


@dataclass(frozen=True, slots=True)
class TenderDeposit:
    """A bank deposit or settlement as it is stored (4.4)."""

    id: DepositId
    deposit_control_id: DepositControlId
    kind: DepositKind
    tender_type: str | None
    amount: Money
    currency: str
    reference_id: str
    bank: str | None
    bank_account: str | None
    deposit_date: date
    prepared_by: str
    carried_by: str
    bag_number: str
    created_at: datetime
    created_by: str
    version: int


@dataclass(frozen=True, slots=True)
class DepositView:
    """A deposit with its notes and coins, and the checks on its slip."""

    deposit: TenderDeposit
    counted: Counted
    instruments: tuple[Instrument, ...]

    @property
    def cash(self) -> Money:
        """What of a bank deposit is no check on the slip."""
        return self.deposit.amount - total(one.amount for one in self.instruments)

    @property
    def content(self) -> DepositContent:
        """What it says, to be changed."""
        one = self.deposit
        return DepositContent(
            one.kind,
            one.amount,
            one.tender_type or "",
            one.reference_id,
            one.bank or "",
            one.bank_account or "",
            one.deposit_date,
            one.prepared_by,
            one.carried_by,
            one.bag_number,
            self.counted,
            tuple(item.tender_id for item in self.instruments),
        )


@dataclass(frozen=True, slots=True)
class DepositFacts:
    """What the decision on a deposit reads.

    Attributes:
        source: of the first linked drawer, ``None`` without one.
        free: instruments of the deposit control that lie on no other slip, by tender.
        others: sum of the deposit control's other deposits and settlements.
        receipts: what its drawers took (TD-03).
        by_type: what its drawers took, by tender type.
        settled: sum of its other settlements, by tender type.
        today: business date of the office.
    """

    deposit: DepositControl
    source: TenderSource | None
    free: Mapping[TenderId, Instrument]
    others: Money
    receipts: Money
    by_type: Mapping[str, Money]
    settled: Mapping[str, Money]
    today: date
    setup: SetUp


def decide_deposit(
    content: DepositContent, facts: DepositFacts
) -> tuple[DepositContent, tuple[Concern, ...]]:
    """The deposit with its defaults filled in, and what the supervisor must confirm (TD-03).

    Raises:
        Refused: ``M-02`` not above zero, ``M-50`` a wrong or missing part, ``M-55`` an unknown
            bank account or tender type, ``M-237`` a check that is canceled or on another slip.
    """
    currency = facts.deposit.currency
    if content.amount <= ZERO:
        raise Refused("M-02", field="amount", value=content.amount, currency=currency)
    if content.kind is DepositKind.SETTLEMENT:
        content = _settlement(content, facts)
    else:
        content = _to_bank(content, facts)
    content = replace(content, deposit_date=content.deposit_date or facts.today)
    concerns = _above_its_type(content, facts)
    after = facts.others + content.amount
    if after > facts.receipts:
        fields = {"deposits": after, "receipts": facts.receipts, "currency": currency}
        concerns = (*concerns, Concern("M-230", fields))
    return content, concerns


def _above_its_type(content: DepositContent, facts: DepositFacts) -> tuple[Concern, ...]:
    """A settlement covers what was taken in its type; other receipts do not make up for it (D-29)."""
    if content.kind is not DepositKind.SETTLEMENT:
        return ()
    code = content.tender_type
    settled = facts.settled.get(code, ZERO) + content.amount
    received = facts.by_type.get(code, ZERO)
    if settled <= received:
        return ()
    fields = {
        "type": code,
        "settled": settled,
        "received": received,
        "currency": facts.deposit.currency,
    }
    return (Concern("M-200", fields),)


def _settlement(content: DepositContent, facts: DepositFacts) -> DepositContent:
    """Only what no bank counts is settled (D-29)."""
    kind = facts.setup.tender_types.get(content.tender_type)
    if kind is None:
        raise Refused("M-55", field="tender_type", value=content.tender_type)
    if kind.physical or kind.code == facts.setup.installation.rounding_tender_type:
        raise Refused(
            "M-50", field="tender_type", value=kind.code, reason="is deposited, not settled"
        )
    if content.counted or content.tenders:
        raise Refused("M-50", field="tenders", value=kind.code, reason="has nothing to list")
    return replace(content, bank="", bank_account="")


def _to_bank(content: DepositContent, facts: DepositFacts) -> DepositContent:
    account = bank_account_of(content, facts)
    if facts.deposit.source_type is SourceType.CASHIERING and not content.reference_id:
        raise Refused("M-50", field="reference_id", value="", reason="is missing")
    for tender_id in content.tenders:
        if tender_id not in facts.free:
            raise Refused("M-237", field="tenders", tender=tender_id)
    if len(set(content.tenders)) < len(content.tenders):
        raise Refused("M-237", field="tenders", tender=content.tenders[0])
    currency = facts.deposit.currency
    cash = content.amount - total(facts.free[one].amount for one in content.tenders)
    counted = sum_of(content.counted, currency, facts.setup)
    if cash < ZERO or (content.counted and counted != cash):
        raise Refused(
            "M-50",
            field="amount",
            value=content.amount,
            currency=currency,
            reason="is not what cash and checks come to",
        )
    return replace(content, tender_type="", bank=account.bank, bank_account=account.key)


def bank_account_of(content: DepositContent, facts: DepositFacts) -> BankAccount:
    """Our account that takes the deposit; its currency is the deposit control's (4.4).

    Raises:
        Refused: ``M-55`` unknown, ``M-50`` missing or of another currency.
    """
    accounts = facts.setup.bank_accounts
    if content.bank_account:
        fit = [one for one in accounts if one.key == content.bank_account]
        fit = [one for one in fit if content.bank in {"", one.bank}]
        if not fit:
            raise Refused("M-55", field="bank_account", value=content.bank_account)
        if fit[0].currency != facts.deposit.currency:
            reason = f"is not in {facts.deposit.currency}"
            raise Refused("M-50", field="bank_account", value=fit[0].key, reason=reason)
        return fit[0]
    found = default_account(facts.source, facts.deposit.currency, facts.setup)
    if found is None:
        raise Refused("M-50", field="bank_account", value="", reason="is missing")
    return found


def default_account(source: TenderSource | None, currency: str, setup: SetUp) -> BankAccount | None:
    """Bank account of the first drawer's source: by its ledger account, else by its bank (4.4)."""
    fit = [one for one in setup.bank_accounts if one.currency == currency]
    if source is not None:
        own = [one for one in fit if one.distribution_code == source.distribution_code]
        fit = own or [one for one in fit if one.bank == source.bank] or fit
    return fit[0] if fit else None


def is_instrument(kind: TenderType, setup: SetUp) -> bool:
    """Whether tenders of a type are listed one by one on a slip: paper, but not the cash itself."""
    return kind.physical and kind.code != setup.installation.starting_balance_tender_type
