"""Rows of Quick Add grouped into payment events (QA-4, QA-5, QA-15, D-22).

Amounts are integer minor units of the batch's currency. Pure.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from dataclasses import field as made_by
from datetime import date
from typing import Any

from posapp.domain.codes import DistributeAction
from posapp.domain.distribution_rules import DetailDraft, Remitter
from posapp.domain.ids import AccountId, ControlId
from posapp.domain.money import ZERO, Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.quick_add import QuickKind, QuickLine
from posapp.errors import Concern


@dataclass(frozen=True, slots=True)
class Entry:
    """A row whose texts are values: who pays, what is handed over, what it pays.

    ``detail`` stands in batches by rules, with who it is for on an account without customer;
    ``payment`` in those by accounts.
    """

    line: int
    row: QuickLine
    payor: AccountId
    tender: TenderDraft
    detail: DetailDraft | None = None
    remitter: Remitter = made_by(default_factory=Remitter)
    payment: PaymentDraft | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that become one payment event (QA-4, QA-15)."""

    payor: AccountId
    entries: tuple[Entry, ...]

    @property
    def lines(self) -> tuple[int, ...]:
        """Places of its rows."""
        return tuple(one.line for one in self.entries)


def grouped(entries: Iterable[Entry], kind: QuickKind) -> tuple[Group, ...]:
    """Rows as events: one for each row by accounts (QA-15), one for each payor by rules (QA-4).

    Rows for an account without customer are one event only when they are for the same person.
    """
    if kind is QuickKind.ACCOUNTS:
        return tuple(Group(one.payor, (one,)) for one in entries)
    found: dict[tuple[AccountId, Remitter], list[Entry]] = {}
    for one in entries:
        found.setdefault((one.payor, one.remitter), []).append(one)
    return tuple(Group(payor, tuple(rows)) for (payor, _), rows in found.items())


def order_of(
    group: Group, confirmed: frozenset[str], control_id: ControlId, day: date | None
) -> AddEvent:
    """The payment event of a group: its tenders merged, added, distributed and frozen (QA-5, QA-7)."""
    first = group.entries[0]
    return AddEvent(
        request_id=first.row.request_id,
        payor=group.payor,
        tenders=merged(one.tender for one in group.entries),
        payments=tuple(one.payment for one in group.entries if one.payment is not None),
        action=DistributeAction.FREEZE,
        payment_date=day,
        control_id=control_id,
        confirmed=confirmed,
        details=tuple(one.detail for one in group.entries if one.detail is not None),
        remitter=first.remitter,
    )


def merged(tenders: Iterable[TenderDraft]) -> tuple[TenderDraft, ...]:
    """One tender for each form, check, MICR, customer, reference and name; amounts added (QA-5)."""
    given = tuple(tenders)
    if len(given) == 1:
        return given
    sums: dict[TenderDraft, Money] = {}
    for one in given:
        key = replace(one, amount=ZERO)
        sums[key] = sums.get(key, ZERO) + one.amount
    return tuple(replace(key, amount=amount) for key, amount in sums.items())


def twins(group: Group, currency: str) -> tuple[Concern, ...]:
    """Rows of one event that say the same: perhaps one paper was typed twice (D-22)."""
    first: dict[tuple[Any, ...], int] = {}
    found: list[Concern] = []
    for one in group.entries:
        tender, detail = one.tender, one.detail
        key = (detail, tender.tender_type, tender.amount, tender.check_number)
        if key in first:
            fields = {"line": one.line, "other": first[key], "amount": tender.amount}
            found.append(Concern("M-148", fields | {"currency": currency}))
        else:
            first[key] = one.line
    return tuple(found)
