"""A small model of the counter (F18): what drawers, accounts, items and events must hold.

It knows no tables and no algorithm: only that money in equals money out, and which payments
cannot be distributed. Amounts are cents.
"""

from dataclasses import dataclass, field

GIVES_CHANGE = frozenset({"CASH", "TRAV"})
LIKE_CASH = frozenset({"CASH", "TRAV", "CCHK"})


@dataclass(frozen=True)
class Payee:
    """An account as the model sees it."""

    id: int
    kind: str
    agreements: tuple[int, ...]
    bill: str = ""
    cash_only: bool = False

    @property
    def non_cis(self) -> bool:
        return self.kind == "NONCIS"


@dataclass
class ModelPayment:
    payee: Payee
    cents: int
    match: tuple[str, str]
    status: str = "INCOMPLETE"
    code: str | None = None
    to_item: int = 0


@dataclass
class ModelEvent:
    """``tenders`` are (drawer, type, cents), the change included."""

    owner: str
    drawer: int
    tenders: list[tuple[int, str, int]]
    payments: list[ModelPayment]
    numbered: bool = False

    @property
    def statuses(self) -> list[str]:
        return [payment.status for payment in self.payments]

    @property
    def settled(self) -> bool:
        return "FROZEN" in self.statuses

    @property
    def missing(self) -> int:
        paid = sum(payment.cents for payment in self.payments)
        return paid - sum(cents for _, _, cents in self.tenders)


@dataclass
class Model:
    """All that was taken so far."""

    payees: dict[str, Payee] = field(default_factory=dict)
    start: dict[int, int] = field(default_factory=dict)
    items: dict[str, tuple[Payee, int]] = field(default_factory=dict)
    events: dict[int, ModelEvent] = field(default_factory=dict)
    receipts: dict[int, int] = field(default_factory=dict)
    documents: int = 0

    def add(self, event_id: int, event: ModelEvent, action: str) -> None:
        """A payment event was taken."""
        assert event_id not in self.events
        self.events[event_id] = event
        if action != "none":
            self.distribute(event)
        if action == "freeze":
            self.freeze(event)

    def distribute(self, event: ModelEvent) -> None:
        left = {number: due for number, (_, due) in self.items.items()}
        for payment in event.payments:
            if payment.status == "FROZEN":
                continue
            payment.code = self.failure(payment)
            payment.status = "ERROR" if payment.code else "FREEZABLE"
            kind, value = payment.match
            payment.to_item = 0
            if kind == "ITEM-ID" and not payment.code:
                payment.to_item = min(payment.cents, left[value])
                left[value] -= payment.to_item

    def failure(self, payment: ModelPayment) -> str | None:
        """Why a payment cannot be distributed (DS-9, DS-10, D-26, NC-3)."""
        payee, (kind, value) = payment.payee, payment.match
        if kind == "BILL-ID":
            if payee.kind != "OPEN":
                return "M-23"
            return None if value == payee.bill else "M-22"
        if kind == "SA-ID":
            return None if value in {str(n) for n in payee.agreements} else "M-22"
        if kind == "ITEM-ID":
            known = value in self.items and self.items[value][0].id == payee.id
            return None if known else "M-22"
        return "M-21" if payee.kind == "OPEN" else None

    def freeze(self, event: ModelEvent) -> None:
        for payment in event.payments:
            if payment.status != "FREEZABLE":
                continue
            if payment.to_item:
                payee, due = self.items[payment.match[1]]
                if payment.to_item > due:
                    payment.status, payment.code = "ERROR", "M-27"
                    continue
                self.items[payment.match[1]] = (payee, due - payment.to_item)
            payment.status = "FROZEN"
        if event.settled and not event.numbered:
            event.numbered = True
            self.receipts[event.drawer] = self.receipts.get(event.drawer, 0) + 1
            self.documents += 1

    def drawers(self) -> dict[tuple[int, str], int]:
        found: dict[tuple[int, str], int] = {}
        for event in self.events.values():
            for drawer, kind, cents in event.tenders:
                found[drawer, kind] = found.get((drawer, kind), 0) + cents
        return found

    def owed(self) -> dict[int, int]:
        found = dict(self.start)
        for event in self.events.values():
            for payment in event.payments:
                if payment.status == "FROZEN":
                    found[payment.payee.id] = found.get(payment.payee.id, 0) - payment.cents
        return found

    def statuses(self) -> dict[int, list[tuple[int, int, str, str | None]]]:
        return {
            event_id: [(p.payee.id, p.cents, p.status, p.code) for p in event.payments]
            for event_id, event in self.events.items()
        }


def change_of(tenders: list[tuple[str, int]], to_pay: int) -> int | None:
    """Change for what is handed over (CHG-01); ``None`` when the tenders cannot give it."""
    excess = max(0, sum(cents for _, cents in tenders) - to_pay)
    giving = sum(cents for kind, cents in tenders if kind in GIVES_CHANGE)
    return excess if excess <= giving else None
