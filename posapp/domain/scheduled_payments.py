"""Scheduled automatic payments: budgets and pay plans are debited on dates of their own (AP-06).

Amounts are integer minor units of the account's currency; dates are business dates. Pure.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, NewType

from posapp.domain.autopay_codes import DebitStatus, ScheduleKind
from posapp.domain.autopay_setup import AutoPayDates, dates_of_bill
from posapp.domain.ids import AccountId, AgreementId, EventId
from posapp.domain.mandate import Mandate
from posapp.domain.money import ZERO, Money
from posapp.domain.setup import SetUp
from posapp.domain.texts import clean_text
from posapp.errors import Refused

ScheduleId = NewType("ScheduleId", int)
MOST_TIMES: Final = 120
MOST_AHEAD: Final = timedelta(days=3653)
"""How far ahead the first payment may lie: ten years, so that a slip in the year is seen."""
AHEAD: Final = timedelta(days=62)
"""How far ahead the job looks: further than any route's lead in working days reaches."""
_YEAR: Final = 12


@dataclass(frozen=True, slots=True)
class ScheduleDraft:
    """What is entered: the same amount once, or on the same day of several months."""

    agreement_id: AgreementId
    kind: ScheduleKind
    first: date
    amount: Money
    times: int = 1
    comments: str = ""


@dataclass(frozen=True, slots=True)
class ScheduledPayment:
    """A payment of a budget or pay plan on its date, and what became of it."""

    id: ScheduleId
    agreement_id: AgreementId
    account_id: AccountId
    account_name: str
    currency: str
    kind: ScheduleKind
    scheduled_date: date
    amount: Money
    status: DebitStatus
    event_id: EventId | None
    comments: str

    @property
    def request_id(self) -> str:
        """The request that makes its event: the same one however often the job runs (D-21)."""
        return f"autopay-plan-{self.id}"


def checked_draft(draft: ScheduleDraft, currency: str, today: date) -> ScheduleDraft:
    """A draft whose values fit; days that are past are never debited at once.

    Raises:
        Refused: ``M-02``, ``M-50``.
    """
    if draft.amount <= ZERO:
        raise Refused("M-02", field="amount", value=draft.amount, currency=currency)
    if not 1 <= draft.times <= MOST_TIMES:
        reason = f"is not between 1 and {MOST_TIMES}"
        raise Refused("M-50", field="times", value=draft.times, reason=reason)
    if not today <= draft.first <= today + MOST_AHEAD:
        past = draft.first < today
        reason = "lies in the past" if past else "is more than ten years ahead"
        raise Refused("M-50", field="scheduled_date", value=draft.first, reason=reason)
    comments = clean_text(draft.comments, "comments")
    return ScheduleDraft(
        draft.agreement_id, draft.kind, draft.first, draft.amount, draft.times, comments
    )


def days_of(draft: ScheduleDraft) -> tuple[date, ...]:
    """The dates: the first, and the same day of the months after it, or their last day."""
    return tuple(_months_later(draft.first, step) for step in range(draft.times))


def dates_of(scheduled: ScheduledPayment, mandate: Mandate, setup: SetUp) -> AutoPayDates:
    """The three dates of a scheduled payment, as those of a bill that is due on its date (AP-10)."""
    source = setup.autopay.sources[mandate.source]
    route, working = setup.autopay.route_of(source), setup.autopay.calendar_of(source)
    return dates_of_bill(scheduled.scheduled_date, route, working)


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * _YEAR + day.month - 1 + months, _YEAR)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
