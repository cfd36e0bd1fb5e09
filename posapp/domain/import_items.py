"""What becomes of the payable items in an imported file (IT-1, IT-2, IT-4, T13).

An item is known by its number for ever. A known one is never posted again: other charge lines,
account, kind or issue date are refused, description and attributes may change. Amounts are integer
minor units of the file's currency.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from posapp.domain.codes import ItemState
from posapp.domain.ids import AccountId, ItemId
from posapp.domain.import_accounts import (
    AccountChange,
    AccountTerms,
    KnownAccount,
    NewAccount,
    Refusal,
)
from posapp.domain.import_owners import Owners
from posapp.domain.imports import ImportCharge, ImportItem, Reject
from posapp.domain.ledger import Posting, charge
from posapp.domain.money import Money, total
from posapp.domain.setup import SaType, SetUp


@dataclass(frozen=True, slots=True)
class KnownItem:
    """An item that we have; ``charges`` is ``None`` when it came without money."""

    id: ItemId
    account_id: AccountId
    sa_type: str
    issue_date: date
    charges: tuple[ImportCharge, ...] | None
    description: str
    attributes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class NewItem:
    """An item to be made: its state and the amount its agreement owes (``None``: no money)."""

    item: ImportItem
    state: ItemState
    due: Money | None


@dataclass(frozen=True, slots=True)
class ItemChange:
    """New description and attributes of a known item."""

    id: ItemId
    description: str
    attributes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ItemPlan:
    """What an import of items will write; ``owners`` are the known accounts by key."""

    accounts: tuple[NewAccount, ...]
    look_ups: tuple[AccountChange, ...]
    owners: Mapping[str, AccountId]
    items: tuple[NewItem, ...]
    changed: tuple[ItemChange, ...]
    unchanged: int
    rejected: tuple[Reject, ...]


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What decisions on items read: ``items`` by number.

    ``trust_lines``: the profile counts differences between lines and stated due and lets them pass.
    """

    terms: AccountTerms
    items: Mapping[str, KnownItem]
    text: Callable[[Money], str]
    trust_lines: bool = False


def plan_items(records: Sequence[ImportItem], facts: ItemFacts) -> ItemPlan:
    """Decide every item of a file."""
    owners = Owners(facts.terms)
    ids: dict[str, AccountId] = {}
    items: list[NewItem] = []
    changed: list[ItemChange] = []
    rejected: list[Reject] = []
    for record in records:
        owner = owners.of(record.account)
        known = facts.items.get(record.number)
        fault = owner if isinstance(owner, Refusal) else item_fault(record, facts)
        if fault is None and known is not None:
            fault = _money_fault(record, known, owner, facts)
        if fault is not None:
            rejected.append(fault.at(record.line))
        elif known is not None:
            if (record.description, record.attributes) != (known.description, known.attributes):
                changed.append(ItemChange(known.id, record.description, record.attributes))
        else:
            if isinstance(owner, KnownAccount):
                ids[record.account.key] = owner.id
            elif isinstance(owner, NewAccount):
                owners.use(owner)
            items.append(_new_item(record))
    counted = len(items) + len(changed) + len(rejected)
    return ItemPlan(
        accounts=owners.new,
        look_ups=owners.changes,
        owners=ids,
        items=tuple(items),
        changed=tuple(changed),
        unchanged=len(records) - counted,
        rejected=tuple(rejected),
    )


def item_fault(item: ImportItem, facts: ItemFacts) -> Refusal | None:
    """Why an item cannot be one of its kind, if so."""
    kind = facts.terms.setup.sa_types.get(item.sa_type)
    if kind is None:
        return Refusal("item.sa_type", item.sa_type, "is not in the set-up")
    if not kind.item_kind:
        return Refusal("item.sa_type", item.sa_type, "is not a kind of payable items")
    due = due_of(item.charges)
    if item.due is not None and due != item.due and not facts.trust_lines:
        told = "no amount" if due is None else facts.text(due)
        return Refusal("item.due", facts.text(item.due), f"differs: the charge lines give {told}")
    return None


def due_of(charges: Sequence[ImportCharge] | None) -> Money | None:
    """Charges - reductions - payments (IT-2); ``None`` without money."""
    if charges is None:
        return None
    return total(-c.amount if c.kind.lowers_due else c.amount for c in charges)


def _new_item(item: ImportItem) -> NewItem:
    due = due_of(item.charges)
    if due is None:
        return NewItem(item, ItemState.WRITTEN_OFF, None)
    return NewItem(item, ItemState.PAYABLE if due else ItemState.PAID, due)


def _money_fault(
    item: ImportItem,
    known: KnownItem,
    owner: NewAccount | KnownAccount | Refusal,
    facts: ItemFacts,
) -> Refusal | None:
    """What of a known item's posting the file wants otherwise; it is never posted again."""
    account_id = owner.id if isinstance(owner, KnownAccount) else None
    now = (account_id, item.sa_type, item.issue_date, item.charges)
    before = (known.account_id, known.sa_type, known.issue_date, known.charges)
    if now == before:
        return None
    shown = (
        ("account.key", item.account.key, "another account"),
        ("item.sa_type", item.sa_type, known.sa_type),
        ("item.issue_date", item.issue_date.isoformat(), known.issue_date.isoformat()),
        ("charges", _told(item.charges, facts), _told(known.charges, facts)),
    )
    at = next(i for i, value in enumerate(now) if value != before[i])
    column, value, earlier = shown[at]
    return Refusal(column, value, f"differs: the item was posted with '{earlier}'")


def _told(charges: Sequence[ImportCharge] | None, facts: ItemFacts) -> str:
    if charges is None:
        return "no money"
    return ", ".join(f"{c.kind} {facts.text(c.amount)}" for c in charges) or "nothing charged"


def charge_posting(line: ImportCharge, kind: SaType, setup: SetUp) -> Posting:
    """Posting of a charge line (IT-1).

    A charge debits the kind's receivable and credits its revenue; a reduction or an earlier
    payment is a conversion: it credits the receivable against the conversion account, no tender.
    """
    if line.kind.lowers_due:
        return charge(-line.amount, kind.distribution_code, setup.installation.conversion_code)
    return charge(line.amount, kind.distribution_code, kind.revenue_code)
