"""What becomes of the bills in an imported file (payments 14.1, D-06, T13).

A bill is known by its import key for ever. A known one is never posted again: other money, account,
service or bill date is refused, number, description and due date may change. Amounts are integer
minor units of the file's currency.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from posapp.domain.ids import AccountId, AgreementId, BillId
from posapp.domain.import_accounts import (
    AccountChange,
    AccountTerms,
    KnownAccount,
    NewAccount,
    Refusal,
)
from posapp.domain.import_owners import Owners
from posapp.domain.imports import ImportBill, Reject
from posapp.domain.money import ZERO, Money
from posapp.domain.setup import SetUp

Served = tuple[str, str, str]
"""An agreement in the words of the file: account key, type, service."""


@dataclass(frozen=True, slots=True)
class KnownBill:
    """A bill that was imported before."""

    id: BillId
    account_id: AccountId
    sa_type: str
    service: str
    bill_date: date
    due_date: date
    amount: Money
    number: str
    description: str
    tax: Money = ZERO


@dataclass(frozen=True, slots=True)
class NewBill:
    """A bill to be posted, with the agreement it charges."""

    bill: ImportBill
    served: Served


@dataclass(frozen=True, slots=True)
class BillChange:
    """New number, description and due date of a known bill."""

    id: BillId
    number: str
    description: str
    due_date: date


@dataclass(frozen=True, slots=True)
class BillPlan:
    """What an import of bills will write.

    ``owners`` are the known accounts by key, ``starts`` the agreements that are missing with the
    date of their first bill.
    """

    accounts: tuple[NewAccount, ...]
    look_ups: tuple[AccountChange, ...]
    owners: Mapping[str, AccountId]
    agreements: Mapping[Served, AgreementId]
    starts: Mapping[Served, date]
    bills: tuple[NewBill, ...]
    changed: tuple[BillChange, ...]
    unchanged: int
    rejected: tuple[Reject, ...]


@dataclass(frozen=True, slots=True)
class BillFacts:
    """What decisions on bills read.

    ``bills`` by import key, ``agreements`` the live ones by account, type and service.
    """

    terms: AccountTerms
    bills: Mapping[str, KnownBill]
    agreements: Mapping[tuple[AccountId, str, str], AgreementId]
    text: Callable[[Money], str]


def plan_bills(records: Sequence[ImportBill], facts: BillFacts) -> BillPlan:
    """Decide every bill of a file."""
    planner = _Planner(facts)
    for record in records:
        planner.take(record)
    return planner.plan(len(records))


class _Planner:
    def __init__(self, facts: BillFacts) -> None:
        self._facts = facts
        self._setup = facts.terms.setup
        self._owners = Owners(facts.terms)
        self._ids: dict[str, AccountId] = {}
        self._agreements: dict[Served, AgreementId] = {}
        self._starts: dict[Served, date] = {}
        self._bills: list[NewBill] = []
        self._changed: list[BillChange] = []
        self._rejected: list[Reject] = []
        self._good: set[str] = set()

    def take(self, bill: ImportBill) -> None:
        """Decide one bill."""
        owner = self._owners.of(bill.account)
        known = self._facts.bills.get(bill.key)
        fault = owner if isinstance(owner, Refusal) else self._kind_fault(bill)
        fault = self._tax_fault(bill) if fault is None else fault
        if fault is None and known is not None:
            fault = self._money_fault(bill, known, owner)
        if fault is not None:
            self._rejected.append(fault.at(bill.line))
        elif known is not None:
            self._compare(bill, known)
        else:
            self._add(bill, owner)

    def _kind_fault(self, bill: ImportBill) -> Refusal | None:
        """``bill_fault``, once for each agreement type: a large file has few."""
        if bill.sa_type in self._good:
            return None
        fault = bill_fault(bill, self._setup)
        if fault is None:
            self._good.add(bill.sa_type)
        return fault

    def _tax_fault(self, bill: ImportBill) -> Refusal | None:
        """Why a bill's tax cannot be held until it is paid, if so (GL-6)."""
        if not bill.tax.minor:
            return None
        told = self._facts.text(bill.tax)
        if not ZERO < bill.tax <= bill.amount:
            return Refusal("bill.tax", told, "is not between zero and the bill's amount")
        if self._setup.sa_types[bill.sa_type].holding_code is None:
            return Refusal("bill.tax", told, f"is held by no cash accounting of {bill.sa_type}")
        return None

    def _money_fault(
        self, bill: ImportBill, known: KnownBill, owner: NewAccount | KnownAccount | Refusal
    ) -> Refusal | None:
        """What of a known bill's posting the file wants otherwise; it is never posted again."""
        account_id = owner.id if isinstance(owner, KnownAccount) else None
        now = (account_id, bill.sa_type, bill.service, bill.bill_date, bill.amount, bill.tax)
        was = (known.account_id, known.sa_type, known.service)
        before = (*was, known.bill_date, known.amount, known.tax)
        if now == before:
            return None
        text = self._facts.text
        shown = (
            ("account.key", bill.account.key, "another account"),
            ("bill.sa_type", bill.sa_type, known.sa_type),
            ("bill.service", bill.service, known.service),
            ("bill.bill_date", bill.bill_date.isoformat(), known.bill_date.isoformat()),
            ("bill.amount", text(bill.amount), text(known.amount)),
            ("bill.tax", text(bill.tax), text(known.tax)),
        )
        at = next(i for i, value in enumerate(now) if value != before[i])
        column, value, earlier = shown[at]
        return Refusal(column, value, f"differs: the bill was posted with '{earlier}'")

    def _compare(self, bill: ImportBill, known: KnownBill) -> None:
        now = (bill.number, bill.description, bill.due_date)
        if now != (known.number, known.description, known.due_date):
            self._changed.append(BillChange(known.id, *now))

    def _add(self, bill: ImportBill, owner: NewAccount | KnownAccount | Refusal) -> None:
        key = bill.account.key
        served = (key, bill.sa_type, bill.service)
        first = self._starts.get(served)
        if first is not None or served in self._agreements:
            if first is not None and bill.bill_date < first:
                self._starts[served] = bill.bill_date
            self._bills.append(NewBill(bill, served))
            return
        agreement = None
        if isinstance(owner, KnownAccount):
            self._ids[key] = owner.id
            agreement = self._facts.agreements.get((owner.id, bill.sa_type, bill.service))
        elif isinstance(owner, NewAccount):
            self._owners.use(owner)
        if agreement is not None:
            self._agreements[served] = agreement
        else:
            self._starts[served] = bill.bill_date
        self._bills.append(NewBill(bill, served))

    def plan(self, records: int) -> BillPlan:
        """What was decided."""
        counted = len(self._bills) + len(self._changed) + len(self._rejected)
        return BillPlan(
            accounts=self._owners.new,
            look_ups=self._owners.changes,
            owners=self._ids,
            agreements=self._agreements,
            starts=self._starts,
            bills=tuple(self._bills),
            changed=tuple(self._changed),
            unchanged=records - counted,
            rejected=tuple(self._rejected),
        )


def bill_fault(bill: ImportBill, setup: SetUp) -> Refusal | None:
    """Why a bill cannot charge its agreement type, if so."""
    kind = setup.sa_types.get(bill.sa_type)
    if kind is None:
        return Refusal("bill.sa_type", bill.sa_type, "is not in the set-up")
    if kind.item_kind or not kind.billable:
        return Refusal("bill.sa_type", bill.sa_type, "is an agreement type that is not billed")
    return None
