"""A payment's money spread over the account's agreements by hand (7.3, PY-8..PY-10, PY-12)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject

from posapp.domain.ids import short_id
from posapp.domain.manual_split import SplitPart
from posapp.domain.money import ZERO, Money
from posapp.domain.payment_views import SplitLine, distributed, given_by_agreement
from posapp.i18n import _
from posapp.ui.formats import Formats, grouped
from posapp.ui.models.columns import Align, EditColumn
from posapp.ui.models.grid import EditableGridModel, Errors
from posapp.ui.texts import Texts
from posapp.ui.tokens import Tone

AMOUNT: Final = "distributed_amount"


class SplitGrid(EditableGridModel[SplitLine]):
    """A line for each agreement, on open item for each of its unpaid bills and its new charges.

    Only the distributed amounts are typed.
    """

    def __init__(
        self,
        formats: Formats,
        texts: Texts,
        currency: str,
        parent: QObject | None = None,
        *,
        open_item: bool = False,
    ) -> None:
        """Make an empty grid.

        Args:
            formats: writes amounts.
            texts: words what is wrong about one.
            currency: the event's currency.
            parent: parent object.
            open_item: whether lines name bills (PY-12).
        """
        self._formats, self._sentences, self._money = formats, texts, currency
        self._open, self.open_item = False, open_item
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
                *(self._bill_columns() if open_item else ()),
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
    def lines(self) -> tuple[SplitPart, ...]:
        """What each agreement and bill gets, those that get nothing left out (PY-8, PY-12)."""
        return parts_of(self.records)

    def show_lines(self, lines: tuple[SplitLine, ...], *, may_edit: bool) -> None:
        """Show the agreements; amounts are gray once the payment is frozen (7.3)."""
        self._open = may_edit
        self.set_records(lines)

    def _bill_columns(self) -> tuple[EditColumn[SplitLine], ...]:
        """What is paid of an agreement: a bill with its due date, or what is on no bill yet."""
        money, date = self._formats.money, self._formats.date
        return (
            EditColumn(_("Bill"), _bill, width=190, tone=_tone, quiet=_is_new),
            EditColumn(_("Due Date"), lambda line: date(line.due_date), width=112),
            EditColumn(
                _("Unpaid"), lambda line: money(line.unpaid, self._money), Align.RIGHT, width=120
            ),
        )

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
        given = given_by_agreement(lines)
        found: dict[tuple[int, str], str] = {}
        for row, line in enumerate(lines):
            fault = self._fault(line, given[line.agreement_id])
            if fault is not None:
                code, fields = fault
                found[row, AMOUNT] = self._sentences.sentence(code, fields)
        return found

    def _fault(self, line: SplitLine, given: Money) -> tuple[str, Mapping[str, object]] | None:
        """Code and fields of what is wrong with a line whose agreement gets so much in all."""
        number, of_bill = grouped(short_id(line.agreement_id)), line.most_of_bill
        if line.distributed < ZERO:
            return "M-02", {"field": AMOUNT, "value": line.distributed, "currency": self._money}
        if of_bill is not None and line.distributed > of_bill:
            fields = {"bill": line.bill, "agreement": number, "unpaid": of_bill}
            return "M-120", fields | {"currency": self._money}
        if line.most is not None and line.distributed and given > line.most:
            return "M-27", {"agreement": number, "balance": line.most, "currency": self._money}
        return None


def parts_of(lines: tuple[SplitLine, ...]) -> tuple[SplitPart, ...]:
    """Lines as a split, those that get nothing left out (PY-8)."""
    return tuple(
        (one.agreement_id, one.bill_id, one.distributed) for one in lines if one.distributed
    )


def _bill(line: SplitLine) -> str:
    if line.bill_id is None:
        return _("New charges")
    return _("{bill}, in dispute").format(bill=line.bill) if line.disputed else line.bill


def _tone(line: SplitLine) -> Tone | None:
    return Tone.AMBER if line.disputed else None


def _is_new(line: SplitLine) -> bool:
    return line.bill_id is None


def _words(line: SplitLine) -> str:
    return f"{grouped(short_id(line.agreement_id))} \u00b7 {line.named}"


def _with_amount(line: SplitLine, amount: Money | None) -> SplitLine:
    return replace(line, distributed=amount or ZERO)
