"""Distribution rules: who pays and who is paid, said by a bill, item or agreement number.

A detail is a rule, a value and an amount (DR-1). What the value names is read elsewhere; here its
shape is checked, and a detail becomes payments. Source: payments 1.7 and 12 (DR-1..DR-8). Amounts
are integer minor units of the event's currency.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from posapp.domain.distribution import DistributionFailed
from posapp.domain.distribution_rule import DistributionRule, Maker
from posapp.domain.ids import AccountId
from posapp.domain.money import ZERO, Money, total
from posapp.errors import Refused

MOST_OF_VALUE: Final = 254


_WITHOUT_MATCH: Final = frozenset({Maker.ACCOUNT, Maker.TEMPLATE})


@dataclass(frozen=True, slots=True)
class DetailDraft:
    """A detail as a person states it: rule, value, amount."""

    rule: str
    value: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Remitter:
    """Who a payment on an account without customer is for (NC-2, NC-7)."""

    non_cis_name: str = ""
    reference: str = ""
    comments: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """What a rule value names.

    Attributes:
        value: as it is stored: our number, or the number on the paper.
        description: in words.
        account_id: whose it is; ``None`` for a text.
        account_name: name of that account's main customer.
        match: match type and value that restrict a payment to it; both empty for none.
        due: what is owed on it, never below zero.
    """

    value: str
    description: str
    account_id: AccountId | None = None
    account_name: str = ""
    match: tuple[str, str] = ("", "")
    due: Money = ZERO


@dataclass(frozen=True, slots=True)
class Detail:
    """A detail whose value is known."""

    rule: DistributionRule
    named: Named
    amount: Money

    @property
    def payor(self) -> AccountId | None:
        """Determine Tender Account: who hands the money over, where the rule knows (DR-2)."""
        return self.named.account_id if self.rule.determine_account else None


@dataclass(frozen=True, slots=True)
class RulePayment:
    """A payment that a detail makes; ``failed`` is what it stores instead of segments (M-18)."""

    account_id: AccountId
    amount: Money
    match_type: str = ""
    match_value: str = ""
    failed: DistributionFailed | None = None


def check_amount(rule: DistributionRule, amount: Money, currency: str) -> None:
    """Money where the rule pays something, none where it only says something (DR-6).

    Raises:
        Refused: ``M-02``, ``M-50``.
    """
    if rule.makers and amount <= ZERO:
        raise Refused("M-02", field="detail_amount", value=amount, currency=currency)
    if not rule.makers and amount != ZERO:
        reason = f"does not fit: {rule.label} takes no money"
        raise Refused("M-50", field="detail_amount", value=amount, reason=reason, currency=currency)


def unknown_value(rule: DistributionRule, value: str) -> Refused:
    """The refusal of a value that names nothing (DR-5)."""
    return Refused("M-38", field="rule_value", value=value, rule=rule.label)


def payments_of(detail: Detail) -> tuple[RulePayment, ...]:
    """Create Payment: what a detail pays, one payment or several (DR-3, DR-4, DR-8).

    Where the makers leave a part over, the whole goes to the account as a payment that could not
    be distributed: the money was received (M-18).
    """
    named = detail.named
    if not detail.rule.makers or named.account_id is None:
        return ()
    left, made = detail.amount, list[RulePayment]()
    for maker in detail.rule.makers:
        share = min(left, named.due) if maker is Maker.DUE else left
        if share > ZERO:
            match = ("", "") if maker in _WITHOUT_MATCH else named.match
            made.append(RulePayment(named.account_id, share, *match))
            left -= share
    if left == ZERO:
        return tuple(made)
    fields: dict[str, object] = {
        "rule": detail.rule.label,
        "created": total(one.amount for one in made),
        "amount": detail.amount,
    }
    return (
        RulePayment(named.account_id, detail.amount, failed=DistributionFailed("M-18", fields)),
    )


def in_turn(details: Sequence[Detail]) -> tuple[Detail, ...]:
    """Details of one event: each sees what the ones before it leave due of the same debt (DR-3)."""
    paid: dict[tuple[AccountId | None, tuple[str, str]], Money] = {}
    found: list[Detail] = []
    for detail in details:
        named = detail.named
        debt = (named.account_id, named.match)
        due = max(ZERO, named.due - paid.get(debt, ZERO))
        found.append(replace(detail, named=replace(named, due=due)))
        made = payments_of(found[-1])
        on_it = (one.amount for one in made if (one.match_type, one.match_value) == named.match)
        paid[debt] = paid.get(debt, ZERO) + total(on_it)
    return tuple(found)


def check_sum(details: Sequence[Detail], amount: Money, currency: str) -> None:
    """The details must make up what is moved (TR-4); those without money do not count.

    Raises:
        Refused: ``M-17``.
    """
    given = total(one.amount for one in details)
    if given != amount:
        raise Refused("M-17", field="details", given=given, amount=amount, currency=currency)
