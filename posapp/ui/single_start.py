"""What a single event of an account starts with: the rule and value of what is paid (10.3, AD-3)."""

from typing import Final

from posapp.domain.accounts import AccountCard
from posapp.domain.codes import MatchKind
from posapp.domain.distribution_rule import DistributionRule, ValueType
from posapp.domain.ids import short_id
from posapp.domain.money import Money
from posapp.domain.setup import SetUp
from posapp.ui.dialogs.payment_start import PaymentPreset
from posapp.ui.models.detail_grid import DetailLine

_KINDS: Final = {
    MatchKind.BILL: ValueType.BILL,
    MatchKind.AGREEMENT: ValueType.AGREEMENT,
    MatchKind.ITEM: ValueType.ITEM,
}


def first_detail(
    card: AccountCard, preset: PaymentPreset, amount: Money, setup: SetUp
) -> DetailLine | None:
    """The first detail: what was chosen before, else the account or its latest bill.

    ``None`` where the default rule asks for a value that nobody knows yet; then it is typed.
    """
    match = setup.match_types.get(preset.match_type)
    if match is not None and preset.match_value:
        return _line(_KINDS.get(match.kind), preset.match_value, amount, setup)
    rule = setup.distribution_rules.get(setup.options.default_distribution_rule or "")
    kind = ValueType.ACCOUNT if rule is None else rule.value_type
    bill = card.latest_bill
    if kind is ValueType.BILL and bill is not None and bill.unmatched:
        return _line(kind, bill.number, amount, setup)
    if kind is ValueType.ACCOUNT:
        return _line(kind, short_id(card.account.id), amount, setup)
    return None


def _line(kind: ValueType | None, value: str, amount: Money, setup: SetUp) -> DetailLine | None:
    """A row of the rule for a kind of value: the default one where it is of that kind."""
    default = setup.options.default_distribution_rule
    fit = [one for one in setup.distribution_rules.values() if _is_fit(one, kind)]
    rule = next((one for one in fit if one.code == default), next(iter(fit), None))
    return None if rule is None else DetailLine(rule.code, value, amount or None)


def _is_fit(rule: DistributionRule, kind: ValueType | None) -> bool:
    return rule.active and bool(rule.makers) and rule.value_type is kind
