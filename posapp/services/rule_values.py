"""Rule values with the algorithms of third parties: checked, looked up, their payor determined."""

from dataclasses import replace
from functools import partial

from posapp.domain.distribution_rule import DistributionRule
from posapp.domain.distribution_rules import Detail, Surroundings, facts_of
from posapp.domain.ids import AccountId
from posapp.domain.rule_algorithms import (
    AlgorithmFault,
    CheckValue,
    DetermineAccount,
    RuleAlgorithms,
    is_name,
)
from posapp.domain.setup import SetUp
from posapp.domain.texts import shown_words
from posapp.errors import Refused
from posapp.services.rule_algorithms import MOST_OF_REASON
from posapp.storage.accounts import find_account_ids
from posapp.storage.base import Transaction


def surroundings(s: Transaction, currency: str, setup: SetUp) -> Surroundings:
    """What algorithms need beside a detail."""
    return Surroundings(setup.rule_algorithms, currency, partial(_account_of, s))


def checked_value(rule: DistributionRule, value: str, algorithms: RuleAlgorithms) -> str:
    """The number to look up for what was entered (DR-5).

    Raises:
        Refused: ``M-50`` with the check's reason, ``M-150`` when the check itself cannot be used.
    """
    if not rule.check_value:
        return value
    algorithm = algorithms.get(rule.check_value, CheckValue, rule.label)
    try:
        number = algorithm.check(value)
    except ValueError as wrong:
        reason = shown_words(str(wrong), MOST_OF_REASON) or "is not valid"
        raise Refused("M-50", field="rule_value", value=value, reason=reason) from wrong
    except AlgorithmFault as fault:
        raise _refused(rule, rule.check_value, str(fault)) from fault
    if not number:
        raise _refused(rule, rule.check_value, "gave no value")
    return number


def with_payor(detail: Detail, around: Surroundings) -> Detail:
    """The detail with the payor that an algorithm determines for it (DR-2).

    Raises:
        Refused: ``M-150`` when the algorithm cannot be used or names an account that is none.
    """
    rule = detail.rule
    name = rule.determine_account
    if not is_name(name):
        return detail
    algorithm = around.algorithms.get(name, DetermineAccount, rule.label)
    try:
        number = algorithm.determine(facts_of(detail, detail.amount, around.currency))
    except AlgorithmFault as fault:
        raise _refused(rule, name, str(fault)) from fault
    if not number:
        return detail
    found = around.accounts(number)
    if found is None:
        raise _refused(rule, name, f"named account {number!r}, which is none")
    return replace(detail, paid_by=found)


def _refused(rule: DistributionRule, name: str, reason: str) -> Refused:
    return Refused("M-150", field="rule_value", rule=rule.label, algorithm=name, reason=reason)


def _account_of(s: Transaction, number: str) -> AccountId | None:
    found = find_account_ids(s, number)
    return found[0] if len(found) == 1 else None
