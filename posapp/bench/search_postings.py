"""Ledger, events and payments of a large benchmark office.

Each account has a water agreement with four charges and a frozen payment of the first, so a
million accounts carry five million transactions and ten million lines of the general ledger.
Every transaction sums to zero and every event balances.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from posapp.domain.codes import AgreementStatus, FtType, PaymentStatus, TenderStatus
from posapp.domain.money import Money
from posapp.storage.base import Transaction
from posapp.storage.bulk import BulkInsert, plain, plain_date
from posapp.storage.ids import take_ids
from posapp.storage.tables.agreements import AgreementRow
from posapp.storage.tables.ledger import FinancialTransactionRow, GlLineRow
from posapp.storage.tables.payment_events import (
    PaymentEventRow,
    PaymentRow,
    PaySegmentRow,
    TenderRow,
)
from posapp.storage.types import UtcDateTime

TODAY: Final = date(2026, 11, 20)
NOW: Final = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
CHARGES: Final = (4_210, 3_985, 5_120, 2_260)
_DAYS: Final = 720
_IDS: Final = 10
_Charge = tuple[int, int, int, date]
"""Agreement, transaction, cents, due day."""
LINES: Final = 2
"""Ledger lines of a transaction."""


@dataclass(frozen=True, slots=True)
class Codes:
    """Distribution codes of the ledger's lines."""

    receivable: str
    revenue: str
    cash: str


class Postings:
    """Writes what hangs on accounts; payment days follow the ids, as at a counter."""

    def __init__(
        self, user: int, control: int, codes: Codes, accounts: int, charges: int = len(CHARGES)
    ) -> None:
        self._user = user
        self._control = control
        self._codes = codes
        self._of = accounts
        self._made = 0
        self._more = max(0, charges - len(CHARGES))

    def write(self, s: Transaction, accounts: Sequence[int]) -> None:
        """Write agreement, charges, event, tender, payment and ledger of each account."""
        ids = iter(take_ids(s, _IDS * len(accounts)))
        rows = []
        for account in accounts:
            day = TODAY - timedelta(days=_DAYS - self._made * _DAYS // self._of)
            rows.append(_Rows(self._made, day, account, *(next(ids) for _ in range(_IDS))))
            self._made += 1
        self._charge(s, rows)
        self._pay(s, rows)

    def _charge(self, s: Transaction, rows: "list[_Rows]") -> None:
        day = plain_date(s)
        charges: list[_Charge] = [(r.agreement, *one) for r in rows for one in r.charges()]
        charges += self._older(s, rows)
        BulkInsert(
            s,
            AgreementRow,
            "id account_id",
            sa_type="WATER",
            status=AgreementStatus.ACTIVE,
            start_date=TODAY,
            end_date=None,
        )([(row.agreement, row.account) for row in rows])
        self._transactions(
            s,
            FtType.ADJUSTMENT,
            [
                (ft, owner, owner, None, cents, day(due), day(due))
                for owner, ft, cents, due in charges
            ],
        )
        codes = self._codes
        lines = ((ft, codes.receivable, codes.revenue, cents) for _, ft, cents, _ in charges)
        self._lines(s, lines)

    def _older(self, s: Transaction, rows: "list[_Rows]") -> Iterator[_Charge]:
        """Charges before the four newest, where there shall be more."""
        ids = iter(take_ids(s, self._more * len(rows)))
        for row in rows:
            for place in range(self._more):
                due = TODAY - timedelta(days=30 * (5 + place))
                yield row.agreement, next(ids), CHARGES[place % len(CHARGES)], due

    def _pay(self, s: Transaction, rows: "list[_Rows]") -> None:
        day, stamp = plain_date(s), plain(s, UtcDateTime())
        same: dict[str, Any] = {"created_at": NOW, "created_by": self._user}
        BulkInsert(
            s,
            PaymentEventRow,
            "id request_id receipt_seq payment_date created_at",
            currency="USD",
            office="MAIN",
            document_number=None,
            receipt_control_id=self._control,
            created_by=self._user,
        )(
            [
                (r.event, f"bench-{r.event}", r.turn + 1, day(r.paid_on), stamp(r.paid_at))
                for r in rows
            ]
        )
        s.exec_driver_sql(f"UPDATE tender_control SET last_receipt = {self._made}")  # noqa: S608
        BulkInsert(
            s,
            TenderRow,
            "id event_id payor_account_id amount control_amount tender_type check_number",
            control_currency="USD",
            rate=None,
            tender_control_id=self._control,
            distribution_code=self._codes.cash,
            status=TenderStatus.VALID,
            cash_back=False,
            rounding=False,
            cancel_reason=None,
            canceled_at=None,
            canceled_by=None,
            **same,
        )([(r.tender, r.event, r.account, CHARGES[0], CHARGES[0], *r.form()) for r in rows])
        self._payments(s, rows)
        paid = [(r.paid, r.agreement, r.payment, r.segment, r.paid_on) for r in rows]
        self._transactions(
            s,
            FtType.PAY_SEGMENT,
            [(ft, a, p, g, -CHARGES[0], day(on), None) for ft, a, p, g, on in paid],
        )
        cash = ((ft, self._codes.cash, self._codes.receivable, CHARGES[0]) for ft, *_ in paid)
        self._lines(s, cash)

    def _payments(self, s: Transaction, rows: "list[_Rows]") -> None:
        stamp = plain(s, UtcDateTime())
        BulkInsert(
            s,
            PaymentRow,
            "id event_id account_id frozen_at",
            amount=Money(CHARGES[0]),
            status=PaymentStatus.FROZEN,
            detail_id=None,
            error_code=None,
            match_type=None,
            match_value=None,
            cancel_reason=None,
            frozen_by=self._user,
            canceled_at=None,
            canceled_by=None,
            created_at=NOW,
        )([(r.payment, r.event, r.account, stamp(r.paid_at)) for r in rows])
        BulkInsert(
            s,
            PaySegmentRow,
            "id payment_id agreement_id",
            amount=Money(CHARGES[0]),
            bill_id=None,
        )([(r.segment, r.payment, r.agreement) for r in rows])

    def _transactions(self, s: Transaction, kind: FtType, rows: list[tuple[Any, ...]]) -> None:
        columns = (
            "id agreement_id parent_id sibling_id current_amount payoff_amount"
            " accounting_date arrears_date"
        )
        BulkInsert(
            s,
            FinancialTransactionRow,
            columns,
            ft_type=kind,
            currency="USD",
            frozen_at=NOW,
            frozen_by=None,
            reverses_id=None,
        )([(*row[:4], row[4], row[4], *row[5:]) for row in rows])

    def _lines(self, s: Transaction, rows: Iterator[tuple[int, str, str, int]]) -> None:
        BulkInsert(s, GlLineRow, "ft_id seq distribution_code amount")(
            [
                line
                for ft, debit, credit, cents in rows
                for line in ((ft, 1, debit, cents), (ft, 2, credit, -cents))
            ]
        )


@dataclass(frozen=True, slots=True)
class _Rows:
    """The ids of one account's rows, and its days."""

    turn: int
    paid_on: date
    account: int
    agreement: int
    charge1: int
    charge2: int
    charge3: int
    charge4: int
    event: int
    tender: int
    payment: int
    segment: int
    paid: int

    @property
    def paid_at(self) -> datetime:
        """Moment of the payment."""
        return datetime(self.paid_on.year, self.paid_on.month, self.paid_on.day, 15, tzinfo=UTC)

    def form(self) -> tuple[str, str]:
        """Tender type and check number: every fourth pays by check."""
        return ("CHEC", str(1_000 + self.turn % 9_000)) if self.turn % 4 == 0 else ("CASH", "")

    def charges(self) -> Iterator[tuple[int, int, date]]:
        """Transaction, cents and due day of each charge, the oldest first."""
        fts = (self.charge1, self.charge2, self.charge3, self.charge4)
        for index, (ft, cents) in enumerate(zip(fts, CHARGES, strict=True)):
            yield ft, cents, TODAY - timedelta(days=30 * (4 - index))
