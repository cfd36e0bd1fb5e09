"""What the texts of a Quick Add row mean on this screen: amounts, codes, what is still missing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from posapp.domain.money import ZERO, Money
from posapp.domain.setup import SetUp
from posapp.errors import Refused
from posapp.i18n import _
from posapp.ui.amounts import read_amount
from posapp.ui.formats import Formats
from posapp.ui.models.quick_lines import ShownLine, Wrong, typed, with_text
from posapp.ui.texts import Texts

FIELD_NAMES: Final[Mapping[str, str]] = {
    "rule": "distribution_rule",
    "value": "rule_value",
    "account": "account",
    "amount": "payment_amount",
}
"""Names of cells by the field of ``QuickLine``; the others are called as their field."""


@dataclass(frozen=True, slots=True)
class Surround:
    """What the columns need to say a row in words.

    Attributes:
        formats: writes amounts.
        texts: words what is wrong.
        setup: knows rules, tender types and match types.
        currency: code of the tender control's currency.
        may_edit: whether a row takes texts now.
    """

    formats: Formats
    texts: Texts
    setup: SetUp
    currency: Callable[[], str]
    may_edit: Callable[[ShownLine], bool]


def column_name(field: str) -> str:
    """Name of the cell of a field of ``QuickLine``."""
    return FIELD_NAMES.get(field, field)


def rule_label(setup: SetUp, code: str) -> str:
    """A rule as it is called; an unknown one as it was typed."""
    rule = setup.distribution_rules.get(code)
    return code if rule is None else rule.label


def tender_label(setup: SetUp, code: str) -> str:
    """A tender type as it is called; an unknown one as it was typed."""
    kind = setup.tender_types.get(code)
    return code if kind is None else kind.description


def match_label(setup: SetUp, code: str) -> str:
    """A match type as it is called; an unknown one as it was typed."""
    kind = setup.match_types.get(code)
    return code if kind is None else kind.description


def with_amount(line: ShownLine, amount: Money | None, about: Surround) -> ShownLine:
    """A row with an amount; its text is the plain one that files have."""
    currency = about.formats.currency(about.currency())
    changed = typed(line, "amount", "" if amount is None else currency.text(amount))
    return line if changed is line else replace(changed, amount=amount)


def read(line: ShownLine, about: Surround) -> ShownLine:
    """A row whose amount came as a text: from a spreadsheet, a file, a batch, a draft.

    What is no amount stays as it is, with the reason why.
    """
    text = line.row.amount.strip()
    currency = about.formats.currency(about.currency())
    bare = text.removeprefix(currency.symbol or currency.code).strip() if text else ""
    if not bare:
        return replace(line, amount=None)
    try:
        amount = read_amount(bare, currency, about.formats.signs, column_name("amount"))
    except Refused as refused:
        says = about.texts.at_field(refused)
        return replace(line, amount=None, wrong=line.wrong or Wrong("amount", says))
    plain = with_text(line.row, "amount", currency.text(amount))
    return replace(line, row=plain, amount=amount)


def missing(line: ShownLine, about: Surround) -> Wrong | None:
    """What the cells of a row that is left still lack, without asking anybody."""
    row = line.row
    first = "value" if row.rule and not row.account else "account"
    if not getattr(row, first):
        # In the words of the service, which says it of the same row when it is created.
        paid = f"the {rule_label(about.setup, row.rule).lower()} that is paid"
        what = paid if first == "value" else "whose payment it is"
        says = about.texts.at_field(Refused("M-132", field=column_name(first), what=what))
        return Wrong(first, says)
    if line.amount is None:
        return Wrong("amount", _("Enter the amount."))
    if line.amount <= ZERO:
        fields = {"field": column_name("amount"), "value": line.amount}
        says = about.texts.at_field(Refused("M-02", **fields, currency=about.currency()))
        return Wrong("amount", says)
    kind = about.setup.tender_types.get(row.tender_type)
    if kind is not None and kind.requires_check_number and not row.check_number:
        return Wrong("check_number", _("Enter the check number."))
    return None
