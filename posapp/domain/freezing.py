"""Freezing a payment: the check that must hold again, and what it posts.

Source: PY-2, D-25 (do not overpay is checked again), D-29, D-30, FT-1, IT-3, IT-4.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from posapp.domain.cash_accounting import HeldTax, TaxMoves
from posapp.domain.distribution import DistributionFailed
from posapp.domain.ids import AgreementId, BillId, PaymentId, SegmentId
from posapp.domain.ledger import CashSplit, GlLine, Posting, credited_segment
from posapp.domain.money import ZERO, Money, total
from posapp.domain.setup import SetUp
from posapp.domain.spreading import Share
from posapp.domain.templates import CreditLine
from posapp.errors import Refused


@dataclass(frozen=True, slots=True)
class StoredSegment:
    """A segment of a Freezable payment with what its agreement is and owes now."""

    segment_id: SegmentId
    agreement_id: AgreementId
    sa_type: str
    amount: Money
    current_balance: Money
    bill_id: BillId | None = None


@dataclass(frozen=True, slots=True)
class FreezeFacts:
    """A Freezable payment with its segments, what it credits instead (NC-4), held tax (GL-6)."""

    payment_id: PaymentId
    amount: Money
    segments: tuple[StoredSegment, ...]
    lines: tuple[CreditLine, ...] = ()
    taxes: Mapping[AgreementId, HeldTax] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Freezing:
    """The decision: one posting per segment, in order, and items that are now paid."""

    payment_id: PaymentId
    postings: tuple[Posting, ...]
    settled: tuple[AgreementId, ...]


def decide_freeze(
    facts: FreezeFacts, cash: CashSplit, setup: SetUp
) -> Freezing | DistributionFailed:
    """Freeze one payment (PY-2), or the error it falls into when a debt is gone meanwhile (D-25).

    Raises:
        Refused: ``M-13`` when the segments do not equal the payment.
    """
    split = total(segment.amount for segment in facts.segments)
    if split != facts.amount:
        raise Refused("M-13", segments=split, amount=facts.amount)
    # Several segments of one agreement pay different bills of it (PY-12).
    paid: dict[AgreementId, Money] = {}
    for segment in facts.segments:
        paid[segment.agreement_id] = paid.get(segment.agreement_id, ZERO) + segment.amount
        strict = setup.sa_types[segment.sa_type].is_strict
        if strict and paid[segment.agreement_id] > max(segment.current_balance, ZERO):
            return DistributionFailed(
                "M-27",
                {"agreement": segment.agreement_id, "balance": segment.current_balance},
            )
    shares = [(segment.sa_type, segment.amount) for segment in facts.segments]
    return Freezing(
        facts.payment_id,
        TaxMoves(facts.taxes).of_shares(post(shares, cash, setup, facts.lines), facts.segments),
        tuple(
            dict.fromkeys(
                segment.agreement_id
                for segment in facts.segments
                if setup.sa_types[segment.sa_type].item_kind
                and paid[segment.agreement_id] == segment.current_balance
            )
        ),
    )


def post(
    shares: Iterable[tuple[str, Money]],
    cash: CashSplit,
    setup: SetUp,
    lines: Sequence[CreditLine] = (),
) -> tuple[Posting, ...]:
    """Postings of segments given as (agreement type, amount), in order (GL-1, D-30).

    ``lines`` of the payment are credited in place of the agreement types' accounts, spread over
    its segments like cash, so that the last one closes each to the cent (NC-4).
    """
    named = [(line.distribution_code, line.amount) for line in lines]
    spread = CashSplit(nets_of(named, ""), {}) if named else None
    done: list[Posting] = []
    for sa_type, amount in shares:
        kind = setup.sa_types[sa_type]
        own = (GlLine(kind.distribution_code, amount),)
        credited = own if spread is None else spread.take(amount)
        done.append(credited_segment(amount, kind.segment_type, credited, cash.take(amount)))
    return tuple(done)


def nets_of(tenders: Sequence[tuple[str, Money]], fallback: str) -> Mapping[str, Money]:
    """Signed net of tenders per ledger account; the fallback account when there is none."""
    nets: dict[str, Money] = {}
    for code, amount in tenders:
        nets[code] = nets.get(code, ZERO) + amount
    return nets or {fallback: ZERO}


def sa_types_of(
    shares: Iterable[Share], known: Mapping[AgreementId, str], overpayment: str
) -> list[tuple[str, Money]]:
    """Shares as (agreement type, amount); a share without agreement is a new overpayment one."""
    return [
        (overpayment if share.agreement_id is None else known[share.agreement_id], share.amount)
        for share in shares
    ]
