"""Issuing a payable item by hand, and giving one back that was never submitted (IT-1, IT-4, IT-6).

Pure: commands and facts in, a decision or a refusal out. Amounts are integer minor units of the
account's currency, dates business dates.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from posapp.domain.codes import ChargeKind, ItemState
from posapp.domain.credits import Adjustment, Holder
from posapp.domain.ids import AccountId, ItemId
from posapp.domain.import_items import due_of
from posapp.domain.imports import ImportCharge
from posapp.domain.item_setup import ItemKind, ItemSetUp
from posapp.domain.items import ItemView
from posapp.domain.money import ZERO, Money, total
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import SetUp
from posapp.errors import Concern, NeedsConfirmation, Refused

MOST_LINES: Final = 20


@dataclass(frozen=True, slots=True)
class IssueItem:
    """An item that somebody issues by hand.

    Attributes:
        request_id: of this request (D-21).
        account_id: who pays for it.
        kind: code of its kind.
        charges: its charge lines; none: one of the amount that the set-up offers.
        number: its number; empty: the next of the kind's series.
        description: what it is; empty: as the violation or the kind is called.
        issue_date: ``None`` is today; it ages from this day.
        violation: code of the violation.
        location: class of places where it happened.
        attributes: further facts, such as a plate.
    """

    request_id: str
    account_id: AccountId
    kind: str
    charges: tuple[ImportCharge, ...] = ()
    number: str = ""
    description: str = ""
    issue_date: date | None = None
    violation: str = ""
    location: str = ""
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class IssueFacts:
    """What the decision reads: set-up, the account's currency, and today at the office."""

    setup: SetUp
    currency: str
    today: date


@dataclass(frozen=True, slots=True)
class NewItem:
    """An item to be written; ``number`` is empty where the series gives one."""

    kind: ItemKind
    number: str
    description: str
    issue_date: date
    charges: tuple[ImportCharge, ...]
    due: Money
    violation: str
    location: str
    attributes: Mapping[str, str] = field(default_factory=dict)

    @property
    def state(self) -> ItemState:
        """Nothing is left to pay on an item that costs nothing (IT-4)."""
        return ItemState.PAYABLE if self.due else ItemState.PAID


def decide_issue(command: IssueItem, facts: IssueFacts, actor: Actor) -> NewItem:
    """Decide an item (IT-1).

    Raises:
        Refused: ``M-55`` an unknown violation or location, ``M-300`` a kind that is not issued,
            ``M-301`` violation and location do not go together or not with the kind, ``M-302``
            nobody says what it costs, ``M-303`` a line that lowers what is due, ``M-02`` an amount
            that is not above zero, ``M-304`` a date ahead, ``M-51`` an earlier one.
    """
    items = facts.setup.items
    kind = items.kinds.get(command.kind)
    if kind is None or not kind.active or kind.code not in facts.setup.sa_types:
        raise Refused("M-300", field="kind", value=command.kind)
    _check_violation(command, kind, items)
    day = _issue_date(command, facts.today, actor)
    charges = _charges(command, kind, facts)
    return NewItem(
        kind=kind,
        number=command.number,
        description=command.description
        or items.violations.get(command.violation, "")
        or kind.description,
        issue_date=day,
        charges=charges,
        due=due_of(charges) or ZERO,
        violation=command.violation,
        location=command.location,
        attributes=dict(command.attributes),
    )


def offered_amount(
    setup: SetUp, currency: str, kind: ItemKind, violation: str = "", location: str = ""
) -> Money | None:
    """What the set-up offers for a new item of an account's currency; ``None``: it is typed.

    Amounts of the set-up are in the office's own currency.
    """
    if currency != setup.installation.currency:
        return None
    return setup.items.offered(kind, violation, location)


def _check_violation(command: IssueItem, kind: ItemKind, items: ItemSetUp) -> None:
    for name, value, known in (
        ("violation_code", command.violation, items.violations),
        ("location_class", command.location, items.locations),
    ):
        if value and not kind.by_violation:
            raise Refused("M-301", field=name, kind=kind.description)
        if value and value not in known:
            raise Refused("M-55", field=name, value=value)
    if bool(command.violation) != bool(command.location):
        missing = "location_class" if command.violation else "violation_code"
        raise Refused("M-305", field=missing)


def _issue_date(command: IssueItem, today: date, actor: Actor) -> date:
    day = command.issue_date or today
    if day > today:
        raise Refused("M-304", field="issue_date", value=day)
    if day < today:
        actor.require(Right.BACK_DATE)
    return day


def _charges(command: IssueItem, kind: ItemKind, facts: IssueFacts) -> tuple[ImportCharge, ...]:
    """The lines that are given, else one of the offered amount; a free item has none (IT-2)."""
    if not command.charges:
        offered = offered_amount(
            facts.setup, facts.currency, kind, command.violation, command.location
        )
        if offered is None:
            raise Refused("M-302", field="amount", kind=kind.description)
        return (ImportCharge(kind.charge_kind, offered),) if offered else ()
    if len(command.charges) > MOST_LINES:
        reason = f"are more than {MOST_LINES} lines"
        raise Refused("M-50", field="charges", value=len(command.charges), reason=reason)
    return tuple(_checked(line, facts.currency) for line in command.charges)


def _checked(line: ImportCharge, currency: str) -> ImportCharge:
    if line.kind.lowers_due:
        raise Refused("M-303", field="charges", value=line.kind.value)
    if line.amount <= ZERO:
        raise Refused("M-02", field="amount", value=line.amount, currency=currency)
    return line


@dataclass(frozen=True, slots=True)
class ReleaseItem:
    """An item that is given back.

    Attributes:
        comment: says why.
        seen: the version that was looked at.
        confirmed: codes that the user said yes to.
    """

    request_id: str
    item_id: ItemId
    comment: str
    seen: int | None = None
    confirmed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Release:
    """What gives an item back: what was due of it, and the line that takes it off (IT-2)."""

    due: Money
    seq: int

    @property
    def line(self) -> ImportCharge:
        """The charge line: a reduction of all that was due."""
        return ImportCharge(ChargeKind.REDUCTION, self.due)


def decide_release(
    item: ItemView, setup: SetUp, *, submitted: bool, holder: Holder | None = None
) -> Release:
    """Give an item back: nothing is due of it, and its number is free again (IT-4, IT-6, CK-5).

    Args:
        item: as it stands.
        setup: for its kind.
        submitted: whether it ever lay in a checkout or in a payment that still stands.
        holder: the submitted checkout that holds it.

    Raises:
        Refused: ``M-321`` a checkout holds it, ``M-306`` it is not payable, ``M-307`` its kind is kept, ``M-308`` it was
            submitted.
    """
    kind = setup.items.kinds.get(item.sa_type)
    if kind is None or not kind.releasable:
        raise Refused("M-307", field="item", value=item.number)
    if holder is not None:
        raise Refused("M-321", field="item", value=item.number, **holder.said)
    if item.state is not ItemState.PAYABLE or item.due is None:
        words = item.state.value.replace("_", " ").lower()
        raise Refused("M-306", field="item", value=item.number, state=words)
    if submitted:
        raise Refused("M-308", field="item", value=item.number)
    return Release(item.due, next_line(item.lines))


def ask_about_credit(
    item: ItemView, credits_: Sequence[Adjustment], confirmed: frozenset[str]
) -> None:
    """A credit may have been added for the item that goes: it stays, and somebody should know.

    Args:
        item: the item that is taken back.
        credits_: what waits on its account.
        confirmed: codes that the user said yes to.

    Raises:
        NeedsConfirmation: ``M-255`` something is left of a credit (AC2-6).
    """
    left = total(one.left for one in credits_)
    if left and "M-255" not in confirmed:
        fields = {"value": item.number, "amount": left, "currency": item.currency}
        raise NeedsConfirmation((Concern("M-255", fields),))


def given_back(item: ItemView, setup: SetUp) -> Release | None:
    """What gives an item of a canceled checkout back (CK-5); ``None`` where it stays payable.

    It stays where its kind is kept, and where something of it was paid or waits to be: the payment
    would have nothing left to come back to when it is canceled or refunded (IT-4).
    """
    kind = setup.items.kinds.get(item.sa_type)
    payable = item.state is ItemState.PAYABLE and item.due is not None
    if kind is None or not kind.releasable or not payable or is_part_paid(item) or item.waiting:
        return None
    return Release(item.due or ZERO, next_line(item.lines))


def is_part_paid(item: ItemView) -> bool:
    """Whether less is due of an item than its charges less its reductions (IT-2)."""
    reduced = item.sum_of(ChargeKind.REDUCTION)
    if item.charged is None or reduced is None or item.due is None:
        return False
    return item.due < item.charged - reduced


def next_line(lines: Sequence[object]) -> int:
    """Number of the next charge line."""
    return len(lines) + 1
