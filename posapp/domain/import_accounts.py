"""What becomes of the accounts in an imported file: new, changed, as they were, or refused.

An account is known by its foreign key (kind ``ACCOUNT``), exactly as the profile gives it. Blank
fields of a file never erase what we know, and nothing is ever removed. Source: T13 (an import run
twice), D-05 (one currency per account).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from posapp.domain.codes import PersonType
from posapp.domain.ids import AccountId, PersonId
from posapp.domain.imports import ImportAccount, Reject
from posapp.domain.mail_addresses import why_wrong
from posapp.domain.setup import CustomerClass, SetUp

KEY_KIND: Final = "ACCOUNT"
DEFAULT_CLASS: Final = "RES"
_WIDTH: Final = 36
_FIELDS: Final = (
    "name", "address", "customer_class", "division", "email", "phone", "person_type",
    "employee_number",
)  # fmt: skip

Fold = Callable[[str], str]
"""Turns a look-up value into the form that is searched."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a record cannot be recorded: our field, the value in it, the reason."""

    column: str
    value: str
    reason: str

    def at(self, line: int) -> Reject:
        """The refusal as a line of the report."""
        return Reject(line, self.column, self.value, self.reason)


@dataclass(frozen=True, slots=True)
class LookUp:
    """A key by which an account is found: kind, value, and the value as it is searched."""

    kind: str
    value: str
    folded: str


@dataclass(frozen=True, slots=True)
class KnownAccount:
    """An account that we have, with the kind and folded value of its look-ups."""

    id: AccountId
    person_id: PersonId
    name: str
    address: str
    customer_class: str
    division: str
    currency: str
    email: str
    phone: str
    look_ups: frozenset[tuple[str, str]]
    person_type: str = ""
    employee_number: str = ""


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to be made, with its person and look-ups."""

    key: str
    name: str
    address: str
    customer_class: str
    division: str
    currency: str
    email: str
    phone: str
    look_ups: tuple[LookUp, ...]
    person_type: str = ""
    employee_number: str = ""


@dataclass(frozen=True, slots=True)
class AccountChange:
    """New values of a known account's fields, and look-ups that it did not have."""

    account: KnownAccount
    values: Mapping[str, str]
    look_ups: tuple[LookUp, ...]


@dataclass(frozen=True, slots=True)
class AccountPlan:
    """What an import of accounts will write."""

    added: tuple[NewAccount, ...]
    changed: tuple[AccountChange, ...]
    unchanged: int
    rejected: tuple[Reject, ...]


@dataclass(frozen=True, slots=True)
class AccountTerms:
    """What decisions on accounts read: the set-up, the file's currency, what is known by key."""

    setup: SetUp
    currency: str
    known: Mapping[str, Sequence[KnownAccount]]
    fold: Fold


def plan_accounts(records: Sequence[ImportAccount], terms: AccountTerms) -> AccountPlan:
    """Decide every account of a file."""
    added: list[NewAccount] = []
    changed: list[AccountChange] = []
    rejected: list[Reject] = []
    for record in records:
        outcome = decide_account(record, terms)
        if isinstance(outcome, NewAccount):
            added.append(outcome)
        elif isinstance(outcome, AccountChange):
            changed.append(outcome)
        elif isinstance(outcome, Refusal):
            rejected.append(outcome.at(record.line))
    unchanged = len(records) - len(added) - len(changed) - len(rejected)
    return AccountPlan(tuple(added), tuple(changed), unchanged, tuple(rejected))


def decide_account(
    record: ImportAccount, terms: AccountTerms
) -> NewAccount | AccountChange | KnownAccount | Refusal:
    """What becomes of one account of a file of accounts."""
    fault = _fault(record, terms)
    if fault is not None:
        return fault
    known = terms.known.get(record.key)
    if not known:
        return _new(record, terms)
    account = known[0]
    values = {
        name: value
        for name in _FIELDS
        if (value := getattr(record, name)) and value != getattr(account, name)
    }
    look_ups = _missing(record, account, terms.fold)
    return AccountChange(account, values, look_ups) if values or look_ups else account


def decide_owner(
    record: ImportAccount, terms: AccountTerms
) -> NewAccount | AccountChange | KnownAccount | Refusal:
    """The account that a bill or an item names: made when missing, else left as it is.

    Only look-ups are added to a known one: what a file of bills says beside the key is often a
    stand-in, so it never renames anybody.
    """
    fault = _fault(record, terms)
    if fault is not None:
        return fault
    if record.currency not in {"", terms.currency}:
        reason = f"does not fit: the file's amounts are in {terms.currency}"
        return Refusal("account.currency", record.currency, reason)
    known = terms.known.get(record.key)
    if not known:
        return _new(record, terms)
    look_ups = _missing(record, known[0], terms.fold)
    return AccountChange(known[0], {}, look_ups) if look_ups else known[0]


def _fault(record: ImportAccount, terms: AccountTerms) -> Refusal | None:
    folded = terms.fold(record.key)
    if not 0 < len(folded) <= _WIDTH:
        reason = "is too long as a key" if folded else "has nothing to search by"
        return Refusal("account.key", record.key, reason)
    setup = terms.setup
    for column, value, codes in (
        ("account.customer_class", record.customer_class, setup.customer_classes),
        ("account.division", record.division, setup.divisions),
        ("account.currency", record.currency, setup.currencies),
    ):
        if value and value not in codes:
            return Refusal(column, value, "is not in the set-up")
    fault = _person_fault(record)
    if fault is not None:
        return fault
    known = terms.known.get(record.key, ())
    if len(known) > 1:
        return Refusal("account.key", record.key, f"is the key of {len(known)} accounts")
    wanted = record.currency or terms.currency
    if known and known[0].currency != wanted:
        reason = f"does not fit: the account is in {known[0].currency}"
        return Refusal("account.currency", wanted, reason)
    return None


def _person_fault(record: ImportAccount) -> Refusal | None:
    """Why type or mail address are none (ML-4)."""
    if record.person_type and record.person_type not in set(PersonType):
        return Refusal("account.person_type", record.person_type, "is no type of persons")
    wrong = why_wrong(record.email) if record.email else ""
    if wrong:
        return Refusal("account.email", record.email, f"is no mail address: {wrong}")
    return None


def _new(record: ImportAccount, terms: AccountTerms) -> NewAccount:
    own = LookUp(KEY_KIND, record.key, terms.fold(record.key))
    setup = terms.setup
    return NewAccount(
        key=record.key,
        name=record.name,
        address=record.address,
        customer_class=record.customer_class or default_class(setup),
        division=record.division or next(iter(setup.divisions)),
        currency=record.currency or terms.currency,
        email=record.email,
        phone=record.phone,
        person_type=record.person_type,
        employee_number=record.employee_number,
        look_ups=(own, *_look_ups(record, terms.fold, {(own.kind, own.folded)})),
    )


def _missing(record: ImportAccount, account: KnownAccount, fold: Fold) -> tuple[LookUp, ...]:
    return _look_ups(record, fold, set(account.look_ups))


def _look_ups(record: ImportAccount, fold: Fold, seen: set[tuple[str, str]]) -> tuple[LookUp, ...]:
    """Look-ups not yet seen; one that folds to nothing or too much could not be searched."""
    made = []
    for kind, value in record.keys:
        folded = fold(value)
        if 0 < len(folded) <= _WIDTH and (kind, folded) not in seen:
            seen.add((kind, folded))
            made.append(LookUp(kind, value, folded))
    return tuple(made)


def default_class(setup: SetUp) -> str:
    """Class of an account whose file names none: residential, else the first ordinary one."""
    if DEFAULT_CLASS in setup.customer_classes:
        return DEFAULT_CLASS

    def special(item: CustomerClass) -> bool:
        return item.open_item or item.non_cis

    # Sorting is stable: the first ordinary class, else the first of all.
    return min(setup.customer_classes.values(), key=special).code
