"""Quick Add: many payments at once, as rows that are typed, pasted or read from a file.

A row stays text until it is carried out; what came of it is one of four outcomes (QA-16) and is
stored with the row. Source: payments 10 and 11 (QA-1..QA-19), D-03, D-21, D-35. Amounts are integer
minor units of the batch's currency, dates business dates, stamps UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from dataclasses import field as made_by
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, NewType

from posapp.domain.codes import PaymentStatus
from posapp.domain.ids import AccountId, ControlId, EventId
from posapp.domain.money import Money, total
from posapp.errors import Concern

BatchId = NewType("BatchId", int)


class QuickKind(StrEnum):
    """What the rows of a batch say: rule and value (payments 10), or accounts (payments 11)."""

    RULES = "RULES"
    ACCOUNTS = "ACCOUNTS"


class Outcome(StrEnum):
    """What came of a row (QA-16).

    ``DONE`` added, distributed, frozen; ``INVALID`` nothing was added, correct it; ``NOT_HERE``
    nothing was added, take it on the Payment Event page; ``ERROR`` added, and its payment waits in
    Error; ``GIVEN_UP`` somebody said that it is not taken any more.
    """

    DONE = "done"
    INVALID = "invalid"
    NOT_HERE = "not_here"
    ERROR = "error"
    GIVEN_UP = "given_up"

    @property
    def is_in(self) -> bool:
        """Whether the money was taken: such a row never changes again."""
        return self in {Outcome.DONE, Outcome.ERROR}

    @property
    def is_settled(self) -> bool:
        """Whether nothing is to be done any more: in, or given up."""
        return self.is_in or self is Outcome.GIVEN_UP


@dataclass(frozen=True, slots=True)
class QuickLine:
    """One row as typed: texts only, nothing parsed.

    ``request_id`` is the UUID made when the row was begun (D-21); one made of its texts and the
    day for a row of a file, or else of its batch's and its line.
    """

    request_id: str
    rule: str = ""
    value: str = ""
    account: str = ""
    amount: str = ""
    tender_type: str = ""
    check_number: str = ""
    micr: str = ""
    customer_id: str = ""
    external_reference: str = ""
    name: str = ""
    match_type: str = ""
    match_value: str = ""
    non_cis_name: str = ""
    reference: str = ""
    comments: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed beside what a new row begins with (QA-19)."""
        return not any(getattr(self, name).strip() for name in TYPED)


TEXTS: Final = tuple(one.name for one in fields(QuickLine) if one.name != "request_id")
"""The columns of a row."""
TYPED: Final = tuple(name for name in TEXTS if name not in {"rule", "tender_type"})
"""Those that a person fills; rule and tender type are there from the start (payments 10.2)."""


@dataclass(frozen=True, slots=True)
class QuickHeader:
    """What holds for all rows of a batch.

    ``control_id`` and ``payment_date`` that are ``None`` are the default ones (D-02, the drawer's
    business day). The tape is the count and sum that was typed beforehand; ``None`` for none.
    """

    kind: QuickKind
    control_id: ControlId | None = None
    payment_date: date | None = None
    tape_count: int | None = None
    tape_total: Money | None = None


@dataclass(frozen=True, slots=True)
class QuickFile:
    """Rows of a file in their order, and the SHA-256 of its bytes."""

    sha256: str
    rows: tuple[QuickLine, ...]


@dataclass(frozen=True, slots=True)
class RowFound:
    """What a row names: shown beside it as it is left.

    ``balance`` is the current balance; ``match_description`` says in words what is paid.
    """

    payor: AccountId
    account_number: str
    name: str
    balance: Money
    currency: str
    cash_only: bool
    match_description: str = ""


@dataclass(frozen=True, slots=True)
class RowResult:
    """A row and what came of it.

    Attributes:
        line: 1-based place in the batch.
        row: its texts.
        outcome: ``None`` while it waits.
        field: name of the ``QuickLine`` field that is wrong; empty for none, or the header.
        code: message code of what is wrong, or of the error that its payment stores.
        fields: values of that message.
        event_id: the event that has it.
        payor: who pays, once known.
        account_name: of the payor.
        status: short status of the event now; ``None`` without one, or when it was deleted.
        receipt_number: of the event.
        amount: as it was taken.
        replayed: its request was carried out before; this row added nothing (D-21).
        concerns: what must be confirmed before it is taken; only right after a run.
    """

    line: int
    row: QuickLine
    outcome: Outcome | None = None
    field: str = ""
    code: str = ""
    fields: Mapping[str, Any] = made_by(default_factory=dict)
    event_id: EventId | None = None
    payor: AccountId | None = None
    account_name: str = ""
    status: PaymentStatus | None = None
    receipt_number: str | None = None
    amount: Money | None = None
    replayed: bool = False
    concerns: tuple[Concern, ...] = ()

    @property
    def is_in(self) -> bool:
        """Whether its money was taken."""
        return self.outcome is not None and self.outcome.is_in

    @property
    def is_settled(self) -> bool:
        """Whether it is in or was given up."""
        return self.outcome is not None and self.outcome.is_settled


@dataclass(frozen=True, slots=True)
class BatchView:
    """A batch with the outcome of each row."""

    id: BatchId
    kind: QuickKind
    request_id: str
    control_id: ControlId
    payment_date: date
    made_at: datetime
    user_name: str
    currency: str
    tape_count: int | None
    tape_total: Money | None
    rows: tuple[RowResult, ...]

    def count(self, outcome: Outcome | None) -> int:
        """How many rows have an outcome; ``None`` counts those that wait."""
        return sum(one.outcome is outcome for one in self.rows)

    def sum(self, outcome: Outcome | None) -> Money:
        """Amount of the rows that have an outcome and were taken by this batch."""
        own = (one for one in self.rows if one.outcome is outcome and not one.replayed)
        return total(one.amount for one in own if one.amount is not None)

    @property
    def counts(self) -> Mapping[Outcome | None, int]:
        """Rows by outcome, every outcome named; ``None`` for those that wait."""
        return {one: self.count(one) for one in (*Outcome, None)}

    @property
    def sums(self) -> Mapping[Outcome, Money]:
        """Amounts taken by outcome; nothing is taken for rows that are not in."""
        return {one: self.sum(one) for one in Outcome}

    @property
    def taken(self) -> Money:
        """What all rows of this batch brought."""
        return self.sum(Outcome.DONE) + self.sum(Outcome.ERROR)

    @property
    def waiting(self) -> tuple[RowResult, ...]:
        """Rows that nothing came of yet."""
        return tuple(one for one in self.rows if one.outcome is None)

    @property
    def refused(self) -> tuple[RowResult, ...]:
        """Rows that were not taken and say why."""
        return tuple(one for one in self.rows if one.outcome is not None and not one.is_settled)

    @property
    def events(self) -> tuple[EventId, ...]:
        """Events that hold rows of this batch, each once, in the order of the rows."""
        found = (one.event_id for one in self.rows)
        return tuple(dict.fromkeys(one for one in found if one is not None))

    @property
    def is_finished(self) -> bool:
        """Whether every row is in or was given up."""
        return all(one.is_settled for one in self.rows)


class BatchCriterion(StrEnum):
    """What batches are searched by; combined with AND.

    ``OUTCOME`` takes an ``Outcome``, or the word ``waiting``: a batch that has such a row.
    """

    KIND = "kind"
    USER = "user_id"
    DATE_FROM = "date_from"
    DATE_TO = "date_to"
    CONTROL = "tender_control_id"
    OUTCOME = "outcome"


WAITING: Final = "waiting"
"""The name of rows without an outcome in a search."""


@dataclass(frozen=True, slots=True)
class BatchItem:
    """A batch in a list, with its rows by outcome; ``taken`` is what they brought."""

    id: BatchId
    kind: QuickKind
    request_id: str
    control_id: ControlId
    payment_date: date
    made_at: datetime
    user_name: str
    currency: str
    rows: int
    done: int
    invalid: int
    not_here: int
    error: int
    given_up: int
    waiting: int
    taken: Money
