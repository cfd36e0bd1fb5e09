"""Payment templates: what a non-CIS payment credits, by amount or percent, exact to the cent.

Source: payments NC-3..NC-5, controls NCI-07..NCI-10. Amounts are integer minor units of the
template's currency; a percent is of what the fixed amounts leave.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from posapp.domain.ids import AccountId, AgreementId
from posapp.domain.money import ZERO, Money, prorate, total
from posapp.errors import Refused

WHOLE: Final = Fraction(100)
_HALF: Final = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class CreditLine:
    """A ledger account that a payment credits in place of its agreement type's (NC-4)."""

    distribution_code: str
    amount: Money
    description: str = ""


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """A default line: a fixed ``amount``, or a ``percent`` as decimal text; never both (NCI-07).

    A line that is not ``overridable`` stays on the payment as it is worked out.
    """

    template: str
    seq: int
    distribution_code: str
    description: str
    amount: Money | None
    percent: str | None
    overridable: bool

    @property
    def share(self) -> Fraction:
        """Its percent, zero of a fixed line."""
        return Fraction(self.percent or 0)


@dataclass(frozen=True, slots=True)
class PaymentTemplate:
    """A template: account and agreement without customer, and its lines (NC-4, NCI-07).

    ``bank`` picks the drawer that is offered first; ``None`` leaves it to D-02.
    """

    code: str
    description: str
    active: bool
    account_id: AccountId
    agreement_id: AgreementId
    currency: str
    bank: str | None
    lines: tuple[TemplateLine, ...] = ()


def lines_of(template: PaymentTemplate, amount: Money) -> tuple[CreditLine, ...]:
    """The template's lines for a payment; with percents of 100 they sum to it exactly (NC-5).

    Fixed amounts first. The percents share what is left: their whole is rounded half up, then
    split by largest remainder, so no cent is lost or made. Lines without money are kept, so that a
    person may fill them in.
    """
    fixed = total(line.amount or ZERO for line in template.lines)
    rest = max(amount - fixed, ZERO)
    weights = [_weight(line.share) for line in template.lines]
    shares = _shares(rest, template.lines, weights)
    return tuple(
        CreditLine(
            line.distribution_code,
            share if line.amount is None else line.amount,
            line.description,
        )
        for line, share in zip(template.lines, shares, strict=True)
    )


def _shares(
    rest: Money, lines: Sequence[TemplateLine], weights: Sequence[Money]
) -> tuple[Money, ...]:
    percents = sum((line.share for line in lines), Fraction(0))
    if not percents:
        return tuple(ZERO for _ in lines)
    exact = rest.minor * min(percents, WHOLE) / WHOLE
    return prorate(Money(int(exact + _HALF)), weights)


def _weight(share: Fraction) -> Money:
    """A percent as a whole number; set-up takes no more than four decimals."""
    return Money(int(share * 10_000))


def kept_lines(lines: Iterable[CreditLine]) -> tuple[CreditLine, ...]:
    """The lines that are stored: those with money."""
    return tuple(line for line in lines if line.amount)


def check_lines(lines: Sequence[CreditLine], amount: Money, codes: Iterable[str]) -> None:
    """Lines are above zero, on ledger accounts that exist, and sum to the payment (NC-5, NCI-10).

    Raises:
        Refused: ``M-02``, ``M-28``, ``M-55``.
    """
    known = frozenset(codes)
    for line in lines:
        if line.distribution_code not in known:
            raise Refused("M-55", field="distribution_code", value=line.distribution_code)
        if line.amount < ZERO:
            raise Refused("M-02", field="line_amount", value=line.amount)
    said = total(line.amount for line in lines)
    if lines and said != amount:
        raise Refused("M-28", field="lines", lines=said, amount=amount)


def check_overrides(template: PaymentTemplate, lines: Sequence[CreditLine], amount: Money) -> None:
    """Lines that may not be overridden stand among the given ones as worked out (NCI-07, NCI-09).

    Raises:
        Refused: ``M-91`` with the ledger account.
    """
    given = [(line.distribution_code, line.amount) for line in lines]
    for line, worked in zip(template.lines, lines_of(template, amount), strict=True):
        if line.overridable or not worked.amount:
            continue
        pair = (worked.distribution_code, worked.amount)
        if pair not in given:
            raise Refused("M-91", field="lines", value=line.distribution_code)
        given.remove(pair)
