"""Financial transactions of pay segments and their GL lines; every one sums to zero.

Source: payments 16 (FT-1, FT-2, FT-5, FT-6, GL-1..GL-5), D-29, D-30. Debit +, credit -.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from posapp.domain.codes import SegmentType
from posapp.domain.money import ZERO, Money
from posapp.domain.setup_options import AccountingPeriod

CodedCents = tuple[tuple[str, int], ...]
"""Lines as their ledger account's code and signed minor units."""


@dataclass(frozen=True, slots=True)
class GlLine:
    """A line: ledger account code and signed amount."""

    code: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Posting:
    """Effect of one segment on its agreement and on the ledger."""

    current_amount: Money
    payoff_amount: Money
    lines: tuple[GlLine, ...]


class CashSplit:
    """Splits the cash side of an event's segments over the accounts of its tenders (D-30).

    Cumulative: after each segment the posted amounts are what the whole frozen sum should have, so
    the last segment closes every account to the cent. Shares may be negative: a check of 100 with
    75 of cash change debits the check's account 100 and credits cash 75.
    """

    def __init__(self, nets: Mapping[str, Money], posted: Mapping[str, Money]) -> None:
        """Take the signed net of the valid tenders per account and what is posted already."""
        self._nets = {code: net for code, net in nets.items() if net} or dict(nets)
        self._posted = dict(posted)

    def take(self, amount: Money) -> tuple[GlLine, ...]:
        """Cash lines of a segment of ``amount``; they sum to ``amount``."""
        if len(self._nets) == 1 and self._posted.keys() <= self._nets.keys():
            # Most events are paid into one account, which takes all of it.
            (only,) = self._nets
            self._posted[only] = self._posted.get(only, ZERO) + amount
            return (GlLine(only, amount),) if amount else ()
        whole = sum(net.minor for net in self._nets.values())
        before = sum(posted.minor for posted in self._posted.values())
        after = before + amount.minor
        codes = sorted(set(self._nets) | set(self._posted))
        # The account with the largest net takes the rounding difference: it shows least there.
        main = max(self._nets, key=lambda code: (abs(self._nets[code]), code))
        lines: dict[str, int] = {}
        for code in codes:
            if code != main:
                net = self._nets.get(code, ZERO).minor
                target = net * after // whole if whole else 0
                lines[code] = target - self._posted.get(code, ZERO).minor
        lines[main] = amount.minor - sum(lines.values())
        for code, minor in lines.items():
            self._posted[code] = self._posted.get(code, ZERO) + Money(minor)
        return tuple(GlLine(code, Money(minor)) for code, minor in lines.items() if minor)


def pay_segment(
    amount: Money, segment_type: SegmentType, credit_code: str, cash: Iterable[GlLine]
) -> Posting:
    """Posting of a pay segment (FT-1, FT-2): Dr cash accounts, Cr the agreement type's code."""
    return credited_segment(amount, segment_type, (GlLine(credit_code, amount),), cash)


def credited_segment(
    amount: Money, segment_type: SegmentType, credited: Iterable[GlLine], cash: Iterable[GlLine]
) -> Posting:
    """Posting of a pay segment whose credits are named, above zero (NC-4): they sum to it."""
    payoff = ZERO if segment_type is SegmentType.CHARITY else -amount
    given = (GlLine(line.code, -line.amount) for line in credited)
    return Posting(-amount, payoff, merge((*cash, *given)))


def reversal(original: Posting) -> Posting:
    """Posting of a pay segment cancellation: same codes, opposite signs (FT-5)."""
    return Posting(
        -original.current_amount,
        -original.payoff_amount,
        tuple(GlLine(line.code, -line.amount) for line in original.lines),
    )


def charge(amount: Money, receivable: str, revenue: str) -> Posting:
    """Posting of a charge or, negative, of a reduction: Dr receivable, Cr revenue (IT-1)."""
    lines = charge_lines(amount.minor, receivable, revenue)
    return Posting(amount, amount, tuple(GlLine(code, Money(cents)) for code, cents in lines))


def charge_lines(cents: int, receivable: str, revenue: str) -> CodedCents:
    """Lines of ``charge`` as codes and minor units: a large file posts many thousands at once."""
    return (receivable, cents), (revenue, -cents)


def merge(lines: Iterable[GlLine]) -> tuple[GlLine, ...]:
    """One line per account, zero ones dropped."""
    sums: dict[str, int] = {}
    for line in lines:
        sums[line.code] = sums.get(line.code, 0) + line.amount.minor
    return tuple(GlLine(code, Money(minor)) for code, minor in sums.items() if minor)


def accounting_date(payment_date: date, periods: Iterable[AccountingPeriod]) -> date:
    """Date on which a payment of ``payment_date`` enters the books (FT-6).

    The payment date when its period is open, else the first open date after it, else the last open
    date before it.
    """
    following: AccountingPeriod | None = None
    last: AccountingPeriod | None = None
    # In one walk without sorting, because every payment asks.
    for period in periods:
        if not period.open:
            continue
        start = period.start_date
        if payment_date <= period.end_date and (following is None or start < following.start_date):
            following = period
        if last is None or start >= last.start_date:
            last = period
    if following is not None:
        return max(payment_date, following.start_date)
    return payment_date if last is None else last.end_date
