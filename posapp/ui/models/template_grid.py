"""What a payment without customer account credits, line by line (NC-4, NCI-09)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QObject

from posapp.domain.money import ZERO, Money, total
from posapp.domain.templates import CreditLine
from posapp.i18n import _
from posapp.ui.formats import Formats
from posapp.ui.models.columns import Align, EditColumn
from posapp.ui.models.grid import EditableGridModel, Errors
from posapp.ui.texts import Texts

CODE: Final = "distribution_code"
AMOUNT: Final = "line_amount"
DESCRIPTION: Final = "line_description"


@dataclass(frozen=True, slots=True)
class TypedLine:
    """A line as it is typed; a ``fixed`` one is the template's and stays (NCI-07)."""

    distribution_code: str = ""
    amount: Money | None = None
    description: str = ""
    fixed: bool = False


class TemplateGrid(EditableGridModel[TypedLine]):
    """The lines of a payment; ledger account, amount and words are typed."""

    def __init__(
        self,
        formats: Formats,
        texts: Texts,
        codes: Mapping[str, str],
        currency: str,
        parent: QObject | None = None,
    ) -> None:
        """Make an empty grid.

        Args:
            formats: writes amounts.
            texts: words what is wrong about one.
            codes: ledger accounts that may be credited, with their names.
            currency: of the payment.
            parent: parent object.
        """
        self._formats, self._sentences = formats, texts
        self._codes, self.currency = codes, currency
        free = _is_free
        super().__init__(
            (
                EditColumn(
                    _("Ledger Account"),
                    self._account,
                    width=240,
                    name=CODE,
                    edit=lambda line: line.distribution_code,
                    write=_with_code,
                    editable=free,
                ),
                EditColumn(
                    _("Amount"),
                    self._amount,
                    Align.RIGHT,
                    width=120,
                    name=AMOUNT,
                    edit=lambda line: line.amount,
                    write=_with_amount,
                    editable=free,
                ),
                EditColumn(
                    _("Description"),
                    lambda line: line.description,
                    width=180,
                    stretch=True,
                    name=DESCRIPTION,
                    edit=lambda line: line.description,
                    write=_with_words,
                ),
            ),
            blank=TypedLine,
            check=self._wrong,
            parent=parent,
        )

    @property
    def lines(self) -> tuple[CreditLine, ...]:
        """The lines with money."""
        return tuple(
            CreditLine(line.distribution_code, line.amount, line.description)
            for line in self.records
            if line.amount
        )

    @property
    def sum(self) -> Money:
        """What the lines credit so far."""
        return total(line.amount or ZERO for line in self.records)

    def show_lines(self, lines: Sequence[CreditLine], fixed: frozenset[int] = frozenset()) -> None:
        """Show lines; those whose numbers are ``fixed`` may not be overridden."""
        self.set_records(
            [
                TypedLine(line.distribution_code, line.amount, line.description, at in fixed)
                for at, line in enumerate(lines)
            ]
        )

    def _account(self, line: TypedLine) -> str:
        return f"{line.distribution_code} {self._codes.get(line.distribution_code, '')}".strip()

    def _amount(self, line: TypedLine) -> str:
        return "" if line.amount is None else self._formats.money(line.amount, self.currency)

    def _wrong(self, lines: tuple[TypedLine, ...]) -> Errors:
        """What the service would refuse: no ledger account, or an amount below zero."""
        found: dict[tuple[int, str], str] = {}
        for row, line in enumerate(lines):
            if line.amount and line.distribution_code not in self._codes:
                found[row, CODE] = _("Choose a ledger account.")
            if line.amount is not None and line.amount < ZERO:
                fields = {"field": AMOUNT, "value": line.amount, "currency": self.currency}
                found[row, AMOUNT] = self._sentences.sentence("M-02", fields)
        return found


def _is_free(line: TypedLine) -> bool:
    return not line.fixed


def _with_code(line: TypedLine, code: str) -> TypedLine:
    return replace(line, distribution_code=code or "")


def _with_amount(line: TypedLine, amount: Money | None) -> TypedLine:
    return replace(line, amount=amount)


def _with_words(line: TypedLine, says: str) -> TypedLine:
    return replace(line, description=says)
