"""Rows of rule, value and amount: what is paid, said by distribution rules (DR-1)."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject

from posapp.domain.distribution_rules import DetailDraft
from posapp.domain.money import ZERO, Money, total
from posapp.domain.setup import SetUp
from posapp.i18n import _
from posapp.ui.delegates.cells import CellDelegate
from posapp.ui.delegates.choice import ChoiceDelegate
from posapp.ui.delegates.money import MoneyDelegate
from posapp.ui.formats import Formats
from posapp.ui.models.columns import Align, EditColumn
from posapp.ui.models.grid import EditableGridModel, Errors, RowToken
from posapp.ui.widgets.choice_box import Choice

_VALUE_WIDTH = 254


@dataclass(frozen=True, slots=True)
class DetailLine:
    """A row as it is typed; ``named`` is what its value means, once it was looked up."""

    rule: str = ""
    value: str = ""
    amount: Money | None = None
    named: str = ""
    wrong: str = ""

    @property
    def draft(self) -> DetailDraft:
        """The detail."""
        return DetailDraft(self.rule, self.value.strip(), self.amount or ZERO)


class DetailGrid(EditableGridModel[DetailLine]):
    """Details of an event; a row starts with the default rule, or the first that takes money."""

    def __init__(
        self, formats: Formats, setup: SetUp, currency: str, parent: QObject | None = None
    ) -> None:
        """Make an empty grid.

        Args:
            formats: writes amounts.
            setup: knows the rules.
            currency: the event's.
            parent: parent object.
        """
        self._formats, self._setup, self._money = formats, setup, currency
        self.rules = tuple(one for one in setup.distribution_rules.values() if one.active)
        paying = [one.code for one in self.rules if one.makers]
        wanted = setup.options.default_distribution_rule
        first = wanted if wanted in {one.code for one in self.rules} else next(iter(paying), "")
        super().__init__(
            (
                EditColumn(
                    _("Distribution Rule"), self._label, width=150, name="rule",
                    edit=lambda line: line.rule, write=_with_rule,
                ),
                EditColumn(
                    _("Rule Value"), lambda line: line.value, width=170, name="rule_value",
                    edit=lambda line: line.value, write=_with_value,
                ),
                EditColumn(
                    _("Description"), lambda line: line.wrong or line.named, width=150, name="description",
                    stretch=True,
                ),
                EditColumn(
                    _("Amount"), self._amount, Align.RIGHT, width=120, name="detail_amount",
                    edit=lambda line: line.amount, write=_with_amount,
                ),
            ),
            blank=lambda: DetailLine(first or ""),
            check=_wrong,
            parent=parent,
        )  # fmt: skip

    def set_currency(self, currency: str) -> None:
        """Write amounts in another currency."""
        if currency != self._money:
            self._money = currency
            self._forget_texts()
            self._recheck_all()

    def row_of(self, token: RowToken) -> int | None:
        """Where a row is that was looked up; ``None`` when it is gone or was edited since."""
        return self._row_of(token)

    def set_amount(self, row: int, amount: Money) -> None:
        """Change an amount from the program's side."""
        self.replace_record(row, replace(self.record(row), amount=amount))

    @property
    def drafts(self) -> tuple[DetailDraft, ...]:
        """The details as typed."""
        return tuple(line.draft for line in self.records)

    @property
    def sum(self) -> Money:
        """What the rows make up."""
        return total(line.amount or ZERO for line in self.records)

    def delegates(self) -> dict[str, CellDelegate]:
        """Editors of its cells."""
        choices = [Choice(one.code, one.label) for one in self.rules]
        return {
            "rule": ChoiceDelegate(lambda _row: choices),
            "rule_value": CellDelegate(max_length=_VALUE_WIDTH),
            "detail_amount": MoneyDelegate(
                self._formats, lambda _row: self._setup.currencies[self._money]
            ),
        }

    def _label(self, line: DetailLine) -> str:
        rule = self._setup.distribution_rules.get(line.rule)
        return line.rule if rule is None else rule.label

    def _amount(self, line: DetailLine) -> str:
        return "" if line.amount is None else self._formats.money(line.amount, self._money)


Change = Callable[[DetailLine], DetailLine]


def _with_rule(line: DetailLine, rule: str) -> DetailLine:
    return replace(line, rule=rule or "", named="", wrong="")


def _with_value(line: DetailLine, value: str) -> DetailLine:
    return replace(line, value=value or "", named="", wrong="")


def _with_amount(line: DetailLine, amount: Money | None) -> DetailLine:
    return replace(line, amount=amount)


def _wrong(lines: tuple[DetailLine, ...]) -> Errors:
    """What the look-up of a value said."""
    return {(row, "rule_value"): line.wrong for row, line in enumerate(lines) if line.wrong}
