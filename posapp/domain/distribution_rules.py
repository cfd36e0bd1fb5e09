"""Distribution rules: who pays and who is paid, said by a bill, item or agreement number.

A detail is a rule, a value and an amount (DR-1). What the value names is read elsewhere; here its
shape is checked, and a detail becomes payments. Source: payments 1.7 and 12 (DR-1..DR-8). Amounts
are integer minor units of the event's currency.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from posapp.domain.distribution import DistributionFailed
from posapp.domain.distribution_rule import DistributionRule, Maker
from posapp.domain.ids import AccountId, short_id
from posapp.domain.money import ZERO, Money, total
from posapp.domain.rule_algorithms import (
    NO_ALGORITHMS,
    AlgorithmFault,
    CreatePayment,
    RuleAlgorithms,
    RuleFacts,
    Share,
    is_name,
)
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
class RulePayment:
    """A payment that a detail makes; ``failed`` is what it stores instead of segments (M-18)."""

    account_id: AccountId
    amount: Money
    match_type: str = ""
    match_value: str = ""
    failed: DistributionFailed | None = None


@dataclass(frozen=True, slots=True)
class Detail:
    """A detail whose value is known.

    Attributes:
        rule: the rule.
        named: what the value names.
        amount: of the detail.
        paid_by: the payor, where an algorithm of a third party determined one.
        made: what it pays, where it was worked out already.
    """

    rule: DistributionRule
    named: Named
    amount: Money
    paid_by: AccountId | None = None
    made: tuple[RulePayment, ...] | None = None

    @property
    def payor(self) -> AccountId | None:
        """Determine Tender Account: who hands the money over, where the rule knows (DR-2)."""
        if self.paid_by is not None:
            return self.paid_by
        found = self.rule.determine_account
        return self.named.account_id if found and not is_name(found) else None


Accounts = Callable[[str], AccountId | None]
"""Finds an account by a number as people write it; ``None`` when there is none or several."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What algorithms of third parties need beside a detail: themselves, currency, accounts."""

    algorithms: RuleAlgorithms
    currency: str
    accounts: Accounts


ALONE: Final = Surroundings(NO_ALGORITHMS, "", lambda _number: None)


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


def payments_of(detail: Detail, around: Surroundings = ALONE) -> tuple[RulePayment, ...]:
    """Create Payment: what a detail pays, one payment or several (DR-3, DR-4, DR-8, OP-7).

    Where the makers leave a part over, pay too much or fail, the whole goes to the account as a
    payment that could not be distributed: the money was received (M-18). The account is the one
    that the value names, else the payor that the rule determined.

    Raises:
        Refused: ``M-150`` when an algorithm is missing, or fails where no account is known.
    """
    if detail.made is not None:
        return detail.made
    left, made = detail.amount, list[RulePayment]()
    try:
        for maker in detail.rule.makers:
            new = _payments_by(maker, detail, left, around)
            made += new
            left -= total(one.amount for one in new)
    except AlgorithmFault as fault:
        return _failed(
            detail,
            DistributionFailed(
                "M-151",
                {"rule": detail.rule.label, "algorithm": str(maker), "reason": str(fault)},
            ),
        )
    if left == ZERO or not detail.rule.makers:
        return tuple(made)
    created = total(one.amount for one in made)
    return _failed(
        detail,
        DistributionFailed(
            "M-18", {"rule": detail.rule.label, "created": created, "amount": detail.amount}
        ),
    )


def in_turn(details: Sequence[Detail], around: Surroundings = ALONE) -> tuple[Detail, ...]:
    """Details of one event: each sees what the ones before it leave due of the same debt (DR-3)."""
    paid: dict[tuple[AccountId | None, tuple[str, str]], Money] = {}
    found: list[Detail] = []
    for detail in details:
        named = detail.named
        debt = (named.account_id, named.match)
        due = max(ZERO, named.due - paid.get(debt, ZERO))
        left = detail if due == named.due else replace(detail, named=replace(named, due=due))
        made = payments_of(left, around)
        found.append(replace(left, made=made))
        paid[debt] = paid.get(debt, ZERO) + total(
            one.amount
            for one in made
            if (one.account_id, (one.match_type, one.match_value)) == debt
        )
    return tuple(found)


def facts_of(detail: Detail, left: Money, currency: str) -> RuleFacts:
    """What an algorithm of a third party may know of a detail."""
    named = detail.named
    return RuleFacts(
        rule=detail.rule.code,
        value=named.value,
        description=named.description,
        amount=detail.amount,
        left=left,
        due=named.due,
        currency=currency,
        account="" if named.account_id is None else short_id(named.account_id),
        match=named.match,
    )


def _payments_by(
    maker: Maker | str, detail: Detail, left: Money, around: Surroundings
) -> tuple[RulePayment, ...]:
    """What one maker pays of what the ones before it left."""
    named = detail.named
    if not isinstance(maker, Maker):
        algorithm = around.algorithms.get(maker, CreatePayment, detail.rule.label)
        return _shared(algorithm.create(facts_of(detail, left, around.currency)), detail, around)
    share = min(left, named.due) if maker is Maker.DUE else left
    if share <= ZERO or named.account_id is None:
        return ()
    match = ("", "") if maker in _WITHOUT_MATCH else named.match
    return (RulePayment(named.account_id, share, *match),)


def _shared(
    shares: Iterable[Share], detail: Detail, around: Surroundings
) -> tuple[RulePayment, ...]:
    """The payments of an algorithm's shares; what makes no sense is its fault."""
    made: list[RulePayment] = []
    for share in shares:
        account = around.accounts(share.account) if share.account else detail.named.account_id
        if account is None:
            raise AlgorithmFault(f"named account {share.account!r}, which is none")
        if share.amount <= ZERO:
            raise AlgorithmFault("made a payment that is not above zero")
        if bool(share.match_type) != bool(share.match_value):
            raise AlgorithmFault("gave a match type without value, or a value without type")
        made.append(RulePayment(account, share.amount, share.match_type, share.match_value))
    return tuple(made)


def _failed(detail: Detail, failed: DistributionFailed) -> tuple[RulePayment, ...]:
    """The whole detail as one payment that could not be distributed (M-18)."""
    account = detail.named.account_id or detail.paid_by
    if account is None:
        raise Refused(
            "M-150",
            field="rule_value",
            rule=detail.rule.label,
            algorithm=detail.rule.create_payment,
            reason="made no payments that can be taken",
        )
    return (RulePayment(account, detail.amount, failed=failed),)


def check_sum(details: Sequence[Detail], amount: Money, currency: str) -> None:
    """The details must make up what is moved (TR-4); those without money do not count.

    Raises:
        Refused: ``M-17``.
    """
    given = total(one.amount for one in details)
    if given != amount:
        raise Refused("M-17", field="details", given=given, amount=amount, currency=currency)
