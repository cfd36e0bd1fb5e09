"""Days at the demo counter: deposit and tender controls, events with everything that hangs on them.

Days of the past end balanced; today's control of the first cashier stays open with a counted float.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from posapp.domain.codes import (
    ControlStatus,
    FtType,
    MatchEventStatus,
    PaymentStatus,
    SourceType,
    TenderStatus,
)
from posapp.domain.ids import UserId
from posapp.domain.ledger import CashSplit
from posapp.domain.messages import sentence
from posapp.domain.money import Money
from posapp.domain.setup import SetUp
from posapp.services.demo_records import Bill, Payment
from posapp.services.demo_tenders import Forms, HandedOver, Tenders
from posapp.storage.demo_rows import DemoRows

_OPENS: Final = time(8, 30)
_SECONDS_A_DAY: Final = 8 * 3600
_BALANCED_AFTER: Final = timedelta(minutes=25)
_BETWEEN_TODAYS: Final = timedelta(minutes=6)
_SEGMENT: Final = FtType.PAY_SEGMENT.value
_VALID: Final = TenderStatus.VALID.value
_CASH_GOAL: Final = 105_000
# Notes and coins of the float of 150.00.
_FLOAT: Final = ((2_000, False, 3), (1_000, False, 4), (500, False, 6), (100, False, 15), (25, True, 20))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Drawer:
    """A drawer and who works at it."""

    source: str
    user_id: UserId


@dataclass(slots=True)
class Control:
    """A tender control that is being filled."""

    id: int
    user_id: UserId
    receipts: int = 0


class Counter:
    """Writes the days at the counter; stamps are plain values, made once for each event.

    Attributes:
        documents: last document number by series (D-04).
        events: how many events were written.
    """

    def __init__(
        self, rows: DemoRows, setup: SetUp, drawers: Sequence[Drawer], supervisor: UserId
    ) -> None:
        self._rows = rows
        self._drawers = drawers
        self._supervisor = supervisor
        (self._office,) = setup.offices.values()
        self._zone = ZoneInfo(self._office.zone)
        self._currency = setup.installation.currency
        source = setup.tender_sources[drawers[0].source]
        self._float = source.default_starting_balance.minor
        self._tenders = Tenders(setup, source.distribution_code)
        self.documents: dict[str, int] = {}
        self.events = 0

    def day(self, day: date, payments: Sequence[Payment]) -> None:
        """A day of the past: every drawer that was needed, and its payments."""
        opened = datetime.combine(day, _OPENS, self._zone)
        closed = opened + timedelta(seconds=_SECONDS_A_DAY)
        per_drawer: dict[Drawer, list[Payment]] = {}
        for payment in payments:
            drawer = self._drawers[payment.account_id % len(self._drawers)]
            per_drawer.setdefault(drawer, []).append(payment)
        deposit = next(self._rows.ids)
        total = sum(p.amount for p in payments) + self._float * len(per_drawer)
        self._deposit(deposit, day, opened, (total, closed))
        for drawer, own in per_drawer.items():
            control = Control(next(self._rows.ids), drawer.user_id)
            self._control(control, drawer, deposit, (day, opened, closed), len(own))
            pace = _SECONDS_A_DAY // (len(own) + 1)
            for number, payment in enumerate(own, 1):
                at = self._rows.stamp(opened + timedelta(seconds=pace * number))
                self._event(control, payment, at, _usual(payment))

    def today(self, day: date, now: datetime, payments: Sequence[Payment]) -> Control:
        """The open drawer of the first cashier with the payments taken so far."""
        drawer = self._drawers[0]
        opened = self._opened(day, now, len(payments))
        deposit = next(self._rows.ids)
        self._deposit(deposit, day, opened, None)
        control = Control(next(self._rows.ids), drawer.user_id)
        self._control(control, drawer, deposit, (day, opened, None), len(payments))
        for value, coin, quantity in _FLOAT:
            self._rows.of("float_count").append((control.id, value, coin, quantity))
        self._rows.of("control_choice").append((drawer.user_id, self._currency, control.id))
        cash = 0
        for number, payment in enumerate(payments, 1):
            # Cash first, until the drawer holds more than its limit: the reminder shows (TI-10).
            like_cash = payment.cash_only or cash < _CASH_GOAL
            cash += payment.amount if like_cash else 0
            at = self._rows.stamp(opened + (now - opened) / (len(payments) + 1) * number)
            self._event(control, payment, at, Forms.LIKE_CASH if like_cash else Forms.NO_CASH)
        return control

    def _opened(self, day: date, now: datetime, payments: int) -> datetime:
        """When today's drawer opened: this morning, unless it is too early in the day."""
        earliest = datetime.combine(day, _OPENS, self._zone)
        usual = now - _BETWEEN_TODAYS * (payments + 1)
        return max(usual, earliest) if now - earliest > _BETWEEN_TODAYS else usual

    def unfrozen(self, control: Control, payment: Payment, at: datetime, error: str) -> None:
        """An event whose payment waits: distributed, or in Error with its message (PY-1)."""
        stamp = self._rows.stamp(at)
        event_id = self._head(control, payment, stamp, receipt=False)
        self._hand_over(event_id, control, payment, stamp, Forms.LIKE_CASH)
        status = PaymentStatus.ERROR if error else PaymentStatus.FREEZABLE
        payment_id = self._payment(event_id, control, payment, stamp, status, error)
        if not error:
            self._segments(payment_id, payment)

    def _deposit(
        self, deposit: int, day: date, at: datetime, end: tuple[int, datetime] | None
    ) -> None:
        rows, by = self._rows, self._supervisor
        head = (deposit, self._office.code, SourceType.CASHIERING.value, self._currency)
        # Balanced at last, when its drawers are (DC-12).
        made = (ControlStatus.OPEN.value, rows.day(day), by, rows.stamp(at), by)
        ended = (end[0], rows.stamp(end[1] + 2 * _BALANCED_AFTER), by) if end else (None,) * 3
        rows.of("deposit_control").append((*head, *made, *ended))

    def _control(
        self,
        control: Control,
        drawer: Drawer,
        deposit: int,
        span: tuple[date, datetime, datetime | None],
        receipts: int,
    ) -> None:
        rows, (day, opened, closed) = self._rows, span
        head = (control.id, drawer.source, deposit, self._currency, rows.day(day), False)
        made = (drawer.user_id, ControlStatus.OPEN.value, self._float, receipts)
        stamps = (rows.stamp(opened), drawer.user_id)
        end = (rows.stamp(closed + _BALANCED_AFTER), self._supervisor) if closed else (None, None)
        rows.of("tender_control").append((*head, *made, *stamps, *end))

    def _event(self, control: Control, payment: Payment, at: Any, forms: Forms) -> None:
        """A frozen event with tenders, payment, segments and postings."""
        event_id = self._head(control, payment, at, receipt=True)
        tenders = self._hand_over(event_id, control, payment, at, forms)
        payment_id = self._payment(event_id, control, payment, at, PaymentStatus.FROZEN, "")
        fts = self._post(
            payment, self._segments(payment_id, payment), payment_id, tenders, control, at
        )
        if payment.bill is not None:
            self._match(payment.bill, fts, at)
        self._rows.flush_when_full()

    def _head(self, control: Control, payment: Payment, at: Any, *, receipt: bool) -> int:
        rows = self._rows
        event_id = next(rows.ids)
        self.events += 1
        numbers: tuple[Any, ...] = (None, None, None)
        if receipt:
            control.receipts += 1
            numbers = (self._document(payment.day), control.id, control.receipts)
        head = (event_id, f"demo-{self.events}", rows.day(payment.day), self._currency)
        made = (at, control.user_id)
        rows.of("payment_event").append((*head, self._office.code, *numbers, *made))
        return event_id

    def _document(self, day: date) -> str:
        """The next document number, in the demo's own series (D-04)."""
        center = self._office.issuing_center
        scope = f"{center}:{day.year}"
        n = self.documents[scope] = self.documents.get(scope, 0) + 1
        return f"DEMO-{day.year}-{center}-{n:06d}"

    def _hand_over(
        self, event_id: int, control: Control, payment: Payment, at: Any, forms: Forms
    ) -> list[HandedOver]:
        rows, buffer = self._rows, self._rows.of("tender")
        tenders = self._tenders.of(payment.amount, payment.random, forms)
        made = (at, control.user_id)
        for one in tenders:
            head = (next(rows.ids), event_id, payment.account_id, one.tender_type)
            money = (one.cents, one.cents, self._currency, control.id, one.code)
            flags = (_VALID, one.cash_back, False, one.check_number)
            buffer.append((*head, *money, *flags, *made))
        return tenders

    def _payment(
        self,
        event_id: int,
        control: Control,
        payment: Payment,
        at: Any,
        status: PaymentStatus,
        error: str,
    ) -> int:
        rows = self._rows
        payment_id = next(rows.ids)
        match: tuple[str | None, str | None] = (None, None)
        if payment.bill is not None and not error:
            match = ("BILL-ID", payment.bill.number)
        elif payment.item:
            match = ("ITEM-ID", payment.item)
        text = sentence(error, {}) if error else ""
        frozen = (at, control.user_id) if status is PaymentStatus.FROZEN else (None, None)
        head = (payment_id, event_id, payment.account_id, payment.amount, status.value)
        said = (error or None, text, *match, *payment.remitter)
        rows.of("payment").append((*head, *said, *frozen, at))
        return payment_id

    def _segments(self, payment_id: int, payment: Payment) -> list[int]:
        """A segment for each share; the bill is noted on those that are matched to one."""
        bill = payment.bill.id if payment.bill is not None else None
        ids = []
        for share in payment.shares:
            ids.append(next(self._rows.ids))
            row = (ids[-1], payment_id, share.agreement.id, share.cents, bill)
            self._rows.of("pay_segment").append(row)
        return ids

    def _post(
        self,
        payment: Payment,
        segments: Sequence[int],
        payment_id: int,
        tenders: Sequence[HandedOver],
        control: Control,
        at: Any,
    ) -> list[int]:
        """Dr the tenders' accounts, Cr each agreement's (16.2, D-30)."""
        rows, day = self._rows, self._rows.day(payment.day)
        fts, lines = rows.of("financial_transaction"), rows.of("gl_line")
        cash = _split(tenders)
        made = []
        for share, segment in zip(payment.shares, segments, strict=True):
            ft_id, cents = next(rows.ids), share.cents
            made.append(ft_id)
            owner = (ft_id, _SEGMENT, share.agreement.id, payment_id, segment)
            money = (-cents, -cents, self._currency, day, None)
            fts.append((*owner, *money, at, control.user_id, True))
            lines.append((ft_id, 1, share.agreement.receivable, -cents))
            if cash is None:
                lines.append((ft_id, 2, tenders[0].code, cents))
            else:
                for seq, line in enumerate(cash.take(Money(cents)), 2):
                    lines.append((ft_id, seq, line.code, line.amount.minor))
        return made

    def _match(self, bill: Bill, fts: Sequence[int], at: Any) -> None:
        """The balanced match event of a bill that was paid whole (OI-3)."""
        rows, match_id = self._rows, next(self._rows.ids)
        status = MatchEventStatus.BALANCED.value
        rows.of("match_event").append(
            (match_id, bill.customer.account_id, bill.id, status, False, at)
        )
        rows.of("match_event_ft").extend((match_id, ft_id) for ft_id in (*bill.fts, *fts))


def _split(tenders: Sequence[HandedOver]) -> CashSplit | None:
    """How the cash side is shared; ``None`` when all the money lies on one account."""
    if len({one.code for one in tenders}) == 1:
        return None
    nets: dict[str, Money] = {}
    for one in tenders:
        nets[one.code] = nets.get(one.code, Money(0)) + Money(one.cents)
    return CashSplit(nets, {})


def _usual(payment: Payment) -> Forms:
    return Forms.LIKE_CASH if payment.cash_only else Forms.ANY
