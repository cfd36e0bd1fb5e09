"""Reading rows of Quick Add: whose they are, what they hand over, what they pay (QA-5, QA-6).

Whoever is named is looked up for all rows together; what is decided about money is decided again
under the locks of the event. Amounts are integer minor units of the batch's currency.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from posapp.domain.accounts import Account
from posapp.domain.codes import MatchKind
from posapp.domain.distribution_rule import DistributionRule
from posapp.domain.distribution_rules import DetailDraft, Remitter, unknown_value
from posapp.domain.ids import AccountId
from posapp.domain.money import Currency, Money
from posapp.domain.payment_edits import check_draft
from posapp.domain.payment_events import PaymentDraft, TenderDraft
from posapp.domain.quick_add import Outcome, QuickKind, QuickLine
from posapp.domain.quick_groups import Entry
from posapp.domain.quick_rows import (
    Refusal,
    blamed,
    read_detail,
    read_match,
    read_tender,
    remitter_of,
)
from posapp.domain.setup import SetUp
from posapp.domain.texts import clean_payment, clean_tender
from posapp.errors import Refused
from posapp.services.distribution_rule_work import resolve_details
from posapp.services.held_items import refuse_held
from posapp.storage.accounts import load_accounts
from posapp.storage.base import Transaction
from posapp.storage.quick_look_ups import find_accounts, find_owners, latest_bill

Rows = Mapping[int, QuickLine]
Owner = AccountId | Refused
_REMITTER = ("non_cis_name", "reference", "comments")
_ONE = Money(1)


@dataclass(frozen=True, slots=True)
class Desk:
    """Where rows are read: transaction, set-up, currency of the batch, business day."""

    s: Transaction
    setup: SetUp
    currency: Currency
    today: date


@dataclass(frozen=True, slots=True)
class Reading:
    """Rows that can be taken, and why the others cannot."""

    entries: tuple[Entry, ...]
    refused: tuple[tuple[int, Refusal], ...]


def read_rows(desk: Desk, kind: QuickKind, rows: Rows) -> Reading:
    """Read rows; one that is wrong holds those of its event back (QA-6, UPR-03)."""
    owners = owners_of(desk, kind, rows)
    accounts = accounts_of(desk, owners.values())
    entries: list[Entry] = []
    refused: dict[int, Refusal] = {}
    lacking: dict[tuple[AccountId, Remitter], int] = {}
    for line, row in rows.items():
        owner = owners[line]
        try:
            entries.append(read_entry(desk, kind, line, row, owner, accounts))
        except Refused as error:
            refused[line] = blamed(error, kind)
            if not isinstance(owner, Refused):
                lacking.setdefault((owner, _for_whom(desk, row, accounts[owner])), line)
    if kind is QuickKind.RULES:
        entries, held = _held_back(entries, lacking)
        refused |= held
    return Reading(tuple(entries), tuple(sorted(refused.items())))


def owners_of(desk: Desk, kind: QuickKind, rows: Rows) -> dict[int, Owner]:
    """Whose each row is, or why that cannot be said, by line."""
    if kind is QuickKind.RULES:
        return _by_rules(desk, rows)
    found = find_accounts(desk.s, [row.account for row in rows.values()])
    return {line: _one_account(row.account, found[row.account]) for line, row in rows.items()}


def accounts_of(desk: Desk, owners: Iterable[Owner]) -> Mapping[AccountId, Account]:
    """The accounts of rows, with their cash-only score today."""
    ids = dict.fromkeys(one for one in owners if not isinstance(one, Refused))
    return load_accounts(desk.s, ids, desk.today, desk.setup)


def read_entry(
    desk: Desk,
    kind: QuickKind,
    line: int,
    row: QuickLine,
    owner: Owner,
    accounts: Mapping[AccountId, Account],
) -> Entry:
    """A row as values.

    Raises:
        Refused: what is wrong with it, in the words of the event's rules.
    """
    account = owner_account(desk, row, owner, accounts)
    tender = clean_tender(read_tender(row, desk.currency, desk.setup))
    if kind is QuickKind.ACCOUNTS:
        payment = _payment(desk, row, account, tender)
        return Entry(line, row, account.id, tender, payment=payment)
    detail = read_detail(row, tender.amount)
    return Entry(line, row, account.id, tender, detail, _for_whom(desk, row, account))


def _for_whom(desk: Desk, row: QuickLine, account: Account) -> Remitter:
    """Who the payment is for, on an account without customer (NC-7)."""
    non_cis = desk.setup.customer_classes[account.customer_class].non_cis
    return remitter_of(row) if non_cis else Remitter()


def owner_account(
    desk: Desk, row: QuickLine, owner: Owner, accounts: Mapping[AccountId, Account]
) -> Account:
    """The payor of a row, in the batch's currency.

    Raises:
        Refused: why there is none; ``M-65``, ``M-77``.
    """
    if isinstance(owner, Refused):
        raise owner
    account = accounts[owner]
    if account.currency != desk.currency.code:
        fields = {"value": account.currency, "currency": desk.currency.code}
        raise Refused("M-65", field="payor", **fields)
    if not desk.setup.customer_classes[account.customer_class].non_cis:
        for name in _REMITTER:
            if getattr(row, name).strip():
                raise Refused("M-77", field=name)
    return account


def match_of(desk: Desk, row: QuickLine, account: Account) -> tuple[str, str]:
    """Match type and value; the type of bills alone means the latest one (QA-18).

    Raises:
        Refused: ``M-147`` the account has no bill.
    """
    match_type, value = read_match(row)
    kind = desk.setup.match_types.get(match_type)
    if value or kind is None or kind.kind is not MatchKind.BILL:
        return match_type, value
    bill = latest_bill(desk.s, account.id)
    if bill is None:
        raise Refused("M-147", field="match_value", account=account.name)
    return match_type, bill


def rule_of(desk: Desk, row: QuickLine) -> DistributionRule:
    """The rule of a row in *Multiple*: active, with a payor (QA-6).

    Raises:
        Refused: ``M-132``, ``M-55``, ``M-50``, ``M-144``.
    """
    code = row.rule.strip().upper()
    if not code:
        raise Refused("M-132", field="rule", what="by which rule it is paid")
    rule = desk.setup.distribution_rules.get(code)
    if rule is None:
        raise Refused("M-55", field="rule", value=code)
    if not rule.active:
        raise Refused("M-50", field="rule", value=code, reason="is not active")
    if not rule.determine_account or not rule.makers:
        raise Refused("M-144", field="rule", rule=rule.label)
    if not row.value.strip():
        raise Refused("M-132", field="value", what=f"the {rule.label.lower()} that is paid")
    return rule


def _one_account(text: str, found: Sequence[AccountId]) -> Owner:
    if not text.strip():
        return Refused("M-132", field="account", what="whose payment it is")
    if len(found) == 1:
        return found[0]
    return Refused("M-56" if found else "M-01", field="account", value=text)


def _by_rules(desk: Desk, rows: Rows) -> dict[int, Owner]:
    owners: dict[int, Owner] = {}
    together: dict[str, dict[int, str]] = {}
    for line, row in rows.items():
        try:
            rule = rule_of(desk, row)
            if rule.algorithms:
                owners[line] = _by_algorithm(desk, row)
            else:
                together.setdefault(rule.code, {})[line] = row.value
        except Refused as error:
            owners[line] = error
    for code, values in together.items():
        rule = desk.setup.distribution_rules[code]
        found = find_owners(desk.s, rule.value_type, list(values.values()), desk.setup)
        for line, value in values.items():
            owners[line] = found.get(value) or unknown_value(rule, value)
    return owners


def _by_algorithm(desk: Desk, row: QuickLine) -> AccountId:
    """The payor that a third party's algorithm determines; it may pay no one else (D-35).

    Raises:
        Refused: ``M-144``, ``M-145``, and what the rule refuses.
    """
    try:
        amount = desk.currency.parse(row.amount)
    except Refused:
        # Whose it is does not hang on the amount, which is refused by itself later.
        amount = _ONE
    draft = DetailDraft(row.rule.strip().upper(), row.value, max(amount, _ONE))
    (detail,) = resolve_details(desk.s, (draft,), desk.currency.code, desk.setup)
    payor = detail.payor
    if payor is None:
        raise Refused("M-144", field="rule", rule=detail.rule.label)
    if any(one.account_id != payor for one in detail.made or ()):
        raise Refused("M-145", field="value", rule=detail.rule.label)
    return payor


def _payment(desk: Desk, row: QuickLine, account: Account, tender: TenderDraft) -> PaymentDraft:
    match_type, match_value = match_of(desk, row, account)
    draft = clean_payment(
        PaymentDraft(
            account.id,
            tender.amount,
            match_type,
            match_value,
            row.non_cis_name,
            row.reference,
            row.comments,
        )
    )
    check_draft(draft, account, desk.currency.code, desk.setup)
    refuse_held(desk.s, [draft], desk.setup)
    return draft


def _held_back(
    entries: Iterable[Entry], refused: Mapping[tuple[AccountId, Remitter], int]
) -> tuple[list[Entry], dict[int, Refusal]]:
    """Rows whose event would miss one that is not right yet (QA-6): nothing of it is taken."""
    kept: list[Entry] = []
    held: dict[int, Refusal] = {}
    for one in entries:
        line = refused.get((one.payor, one.remitter))
        if line is None:
            kept.append(one)
        else:
            held[one.line] = Refusal(Outcome.INVALID, "", "M-146", {"line": line})
    return kept, held
