"""Financial transactions of imported charges with their GL lines, a batch at a time (GL-2, FT-6)."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache

from sqlalchemy import Connection, text

from posapp.domain.codes import FtType
from posapp.domain.ledger import CodedCents, Posting, accounting_date
from posapp.domain.money import Money
from posapp.domain.setup import SetUp
from posapp.storage.bulk import BulkInsert, Values, plain_date
from posapp.storage.event_writes import Stamp
from posapp.storage.guards import InvariantError
from posapp.storage.tables.ledger import FinancialTransactionRow, GlLineRow

_BILL = FtType.BILL.value
_COLUMNS = (
    "id ft_type agreement_id parent_id sibling_id current_amount payoff_amount"
    " accounting_date arrears_date"
)
# Between the first and the last id of a batch lie other counters' transactions at most, and those
# must be even too.
_UNEVEN = text(
    "SELECT f.id FROM financial_transaction f LEFT JOIN gl_line g ON g.ft_id = f.id"
    " WHERE f.id BETWEEN :first AND :last GROUP BY f.id, f.current_amount"
    " HAVING coalesce(sum(g.amount), 0) <> 0 OR (count(g.ft_id) = 0 AND f.current_amount <> 0)"
    " LIMIT 1"
)


class Postings:
    """Collects postings of imported charges; ``write`` stores and proves them."""

    def __init__(
        self, s: Connection, ids: Iterator[int], *, currency: str, setup: SetUp, stamp: Stamp
    ) -> None:
        self._s = s
        self._ids = ids
        self._fts: list[Values] = []
        self._lines: list[Values] = []
        self._day = cache(plain_date(s))
        self._booked = cache(lambda day: self._day(accounting_date(day, setup.periods)))
        self._insert = BulkInsert(
            s,
            FinancialTransactionRow,
            _COLUMNS,
            currency=currency,
            frozen_at=stamp.at,
            frozen_by=stamp.user_id,
            show_on_bill=True,
        )
        self._insert_lines = BulkInsert(s, GlLineRow, "ft_id seq distribution_code amount")

    def add(
        self,
        ft_type: FtType,
        agreement_id: int,
        parent: tuple[int, int | None],
        posting: Posting,
        day: date,
    ) -> None:
        """Add one posting.

        Args:
            ft_type: kind of the transaction.
            agreement_id: whose balance it changes.
            parent: bill or item, and its charge line if it is for one.
            posting: amounts and lines.
            day: arrears date of a charge (14.1); the books take it on their date for it (FT-6).
        """
        self._add(
            str(ft_type),
            agreement_id,
            parent,
            (posting.current_amount.minor, posting.payoff_amount.minor),
            [(line.code, line.amount.minor) for line in posting.lines],
            day,
        )

    def bill(
        self, agreement_id: int, bill_id: int, amount: Money, lines: CodedCents, day: date
    ) -> None:
        """Add what posts a bill; its charges age from its date (14.1)."""
        cents = amount.minor
        self._add(_BILL, agreement_id, (bill_id, None), (cents, cents), lines, day)

    def _add(
        self,
        ft_type: str,
        agreement_id: int,
        parent: tuple[int, int | None],
        amounts: tuple[int, int],
        lines: Iterable[tuple[str, int]],
        day: date,
    ) -> None:
        ft_id = next(self._ids)
        minor, payoff = amounts
        arrears = self._day(day) if minor > 0 else None
        own, sibling = parent
        self._fts.append(
            (ft_id, ft_type, agreement_id, own, sibling, minor, payoff, self._booked(day), arrears)
        )
        for seq, (code, cents) in enumerate(lines, 1):
            if cents:
                self._lines.append((ft_id, seq, code, cents))

    def write(self) -> None:
        """Store what was added and prove that every transaction is even.

        Raises:
            InvariantError: a posting does not sum to zero.
        """
        if not self._fts:
            return
        self._insert(self._fts)
        self._insert_lines(self._lines)
        span = {"first": self._fts[0][0], "last": self._fts[-1][0]}
        wrong = self._s.execute(_UNEVEN, span).scalar()
        if wrong is not None:
            raise InvariantError(f"the GL lines of transaction {wrong} do not sum to zero")
        self._fts.clear()
        self._lines.clear()
