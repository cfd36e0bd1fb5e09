"""A payment's money spread over the account's agreements by hand (7.3, PY-8..PY-10)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject

from posapp.domain.ids import AgreementId, short_id
from posapp.domain.money import ZERO, Money
from posapp.domain.payment_views import SplitLine, distributed
from posapp.i18n import _
from posapp.ui.formats import Formats, grouped
from posapp.ui.models.columns import Align, EditColumn
from posapp.ui.models.grid import EditableGridModel, Errors
from posapp.ui.texts import Texts

AMOUNT: Final = "distributed_amount"


class SplitGrid(EditableGridModel[SplitLine]):
    """A line for each agreement; only the distributed amounts are typed."""

    def __init__(
        self, formats: Formats, texts: Texts, currency: str, parent: QObject | None = None
    ) -> None:
        """Make an empty grid.

        Args:
            formats: writes amounts.
            texts: words what is wrong about one.
            currency: the event's currency.
            parent: parent object.
        """
        self._formats, self._sentences, self._money = formats, texts, currency
        self._open = False
        amount = EditColumn(
            _("Distributed Amt"),
            self._given,
            Align.RIGHT,
            width=150,
            name=AMOUNT,
            edit=lambda line: line.distributed or None,
            write=_with_amount,
            editable=lambda _line: self._open,
        )
        super().__init__(
            (
                EditColumn(_("Service Agreement"), _words, width=260, stretch=True),
                EditColumn(_("SA Type"), lambda line: line.sa_type, width=120),
                amount,
                EditColumn(_("Current Balance"), self._current, Align.RIGHT, width=140),
                EditColumn(_("Payoff Balance"), self._payoff, Align.RIGHT, width=140),
            ),
            check=self._wrong,
            parent=parent,
        )

    @property
    def total(self) -> Money:
        """What is given out so far (PY-9)."""
        return distributed(self.records)

    @property
    def lines(self) -> tuple[tuple[AgreementId, Money], ...]:
        """What each agreement gets, those that get nothing left out (PY-8)."""
        return tuple((one.agreement_id, one.distributed) for one in self.records if one.distributed)

    def show_lines(self, lines: tuple[SplitLine, ...], *, may_edit: bool) -> None:
        """Show the agreements; amounts are gray once the payment is frozen (7.3)."""
        self._open = may_edit
        self.set_records(lines)

    def _given(self, line: SplitLine) -> str:
        return self._formats.money(line.distributed, self._money) if line.distributed else ""

    def _current(self, line: SplitLine) -> str:
        return self._formats.money(line.current_balance, self._money)

    def _payoff(self, line: SplitLine) -> str:
        return self._formats.money(line.payoff_balance, self._money)

    def _wrong(self, lines: tuple[SplitLine, ...]) -> Errors:
        """What the service would refuse: below zero, or more than may be paid (PY-10)."""
        if not self._open:
            return {}
        found: dict[tuple[int, str], str] = {}
        for row, line in enumerate(lines):
            fields: Mapping[str, object] = {}
            if line.distributed < ZERO:
                code = "M-02"
                fields = {"field": AMOUNT, "value": line.distributed, "currency": self._money}
            elif line.most is not None and line.distributed > line.most:
                code = "M-27"
                number = grouped(short_id(line.agreement_id))
                fields = {"agreement": number, "balance": line.most, "currency": self._money}
            if fields:
                found[row, AMOUNT] = self._sentences.sentence(code, fields)
        return found


def _words(line: SplitLine) -> str:
    return f"{grouped(short_id(line.agreement_id))} \u00b7 {line.named}"


def _with_amount(line: SplitLine, amount: Money | None) -> SplitLine:
    return replace(line, distributed=amount or ZERO)
