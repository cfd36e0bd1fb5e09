"""Rows of tenders of one event, each with a payor of its own (payments 10.3, QA-9)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any, Final

from PySide6.QtCore import QObject

from posapp.domain.accounts import AccountCard
from posapp.domain.ids import AccountId, short_id
from posapp.domain.money import Money
from posapp.domain.one_line import TenderWords
from posapp.domain.setup import TenderType
from posapp.i18n import _
from posapp.ui.delegates.cells import CellDelegate
from posapp.ui.delegates.choice import ChoiceDelegate
from posapp.ui.delegates.money import MoneyDelegate
from posapp.ui.formats import Formats, grouped
from posapp.ui.models.columns import Align, EditColumn
from posapp.ui.models.grid import EditableGridModel, Errors
from posapp.ui.tokens import Tone
from posapp.ui.widgets.choice_box import Choice

_WIDTHS: Final[Mapping[str, int]] = {
    "payor": 40,
    "check_number": 10,
    "micr": 30,
    "customer_id": 36,
    "external_reference": 36,
    "name": 254,
}


@dataclass(frozen=True, slots=True)
class TenderEntry:
    """A row as it is typed; ``card`` is the payor's account, once it was looked up.

    Attributes:
        key: tells the row from others while it is moved or changed.
        payor: number of the payor as typed.
        wrong: what somebody else found wrong, by column.
    """

    key: int
    tender_type: str
    payor: str = ""
    card: AccountCard | None = None
    amount: Money | None = None
    check_number: str = ""
    micr: str = ""
    customer_id: str = ""
    external_reference: str = ""
    name: str = ""
    wrong: Mapping[str, str] = field(default_factory=dict)

    @property
    def payor_id(self) -> AccountId | None:
        """The account that hands it over, ``None`` while nobody knows."""
        return None if self.card is None else self.card.account.id

    @property
    def typed(self) -> tuple[object, ...]:
        """What a person put into the row."""
        return (
            self.payor, self.amount, self.tender_type, self.check_number, self.micr,
            self.customer_id, self.external_reference, self.name,
        )  # fmt: skip


def wants_check(kind: TenderType) -> bool:
    """Whether a tender of a type has a number to type."""
    return kind.requires_check_number or not (kind.like_cash or kind.generate_auto_pay)


def with_card(entry: TenderEntry, card: AccountCard) -> TenderEntry:
    """The row with its payor known."""
    wrong = {name: says for name, says in entry.wrong.items() if name != "payor"}
    return replace(entry, payor=short_id(card.account.id), card=card, wrong=wrong)


def with_wrong(entry: TenderEntry, name: str, says: str) -> TenderEntry:
    """The row with an error in a cell."""
    return replace(entry, wrong={**entry.wrong, name: says})


class TenderGrid(EditableGridModel[TenderEntry]):
    """Tenders of one event; the payor of a new row is typed, its type is the default one."""

    def __init__(
        self,
        formats: Formats,
        types: Sequence[TenderType],
        default: str,
        words: Mapping[str, str],
        parent: QObject | None = None,
    ) -> None:
        """Make an empty grid.

        Args:
            formats: writes amounts.
            types: tender types to choose from.
            default: code of the type that a row starts with.
            words: codes by the words of the set-up (``ca`` is cash).
            parent: parent object.
        """
        self._formats = formats
        self._types = {kind.code: kind for kind in types}
        self._words = TenderWords(self._types, words)
        self._keys = count(1)
        self.currency = formats.home.code
        super().__init__(
            self._made_columns(),
            blank=lambda: TenderEntry(next(self._keys), default),
            check=_wrong,
            parent=parent,
        )

    def kind(self, entry: TenderEntry) -> TenderType:
        """The type of a row."""
        return self._types[entry.tender_type]

    def row_of(self, key: int) -> int:
        """The line of a row, -1 when it is gone."""
        return next((at for at, one in enumerate(self._rows) if one.key == key), -1)

    def set_currency(self, currency: str) -> None:
        """Write amounts in another currency."""
        if currency != self.currency:
            self.currency = currency
            self._forget_texts()
            self._recheck_all()

    def refuse_cell(self, row: int, name: str, says: str) -> None:
        """Show an error in a cell until its row is changed."""
        if 0 <= row < len(self._rows):
            self.replace_record(row, with_wrong(self.record(row), name, says))

    def clear_errors(self) -> None:
        """Take back errors that came from outside; a payor that is not there stays wrong."""
        for row, entry in enumerate(self.records):
            kept = {name: says for name, says in entry.wrong.items() if name == "payor"}
            kept = kept if entry.card is None else {}
            if kept != dict(entry.wrong):
                self.replace_record(row, replace(entry, wrong=kept))

    def delegates(self) -> dict[str, CellDelegate]:
        """Editors of its cells."""
        choices = [Choice(one.code, one.description) for one in self._types.values()]
        texts: dict[str, CellDelegate] = {
            name: CellDelegate(max_length=width) for name, width in _WIDTHS.items()
        }
        return texts | {
            "tender_type": ChoiceDelegate(
                lambda _row: choices,
                reads=lambda typed: self._words.reading(typed, self._types),
            ),
            "amount_tendered": MoneyDelegate(
                self._formats, lambda _row: self._formats.currency(self.currency)
            ),
        }

    def _made_columns(self) -> tuple[EditColumn[TenderEntry], ...]:
        return (
            EditColumn(
                _("Payor Account ID"), _payor, width=126, name="payor",
                edit=lambda one: one.payor, write=_with_payor,
            ),
            EditColumn(_("Payor"), _payor_name, width=140, name="payor_name", stretch=True),
            EditColumn("", _marker, width=100, name="cash_only", tone=lambda _one: Tone.AMBER),
            EditColumn(
                _("Tender Amount"), self._amount, Align.RIGHT, width=112, name="amount_tendered",
                edit=lambda one: one.amount, write=_with("amount"),
            ),
            EditColumn(
                _("Tender Type"), lambda one: self.kind(one).description, width=116,
                name="tender_type", edit=lambda one: one.tender_type, write=self._with_type,
            ),
            EditColumn(
                _("Check Number"), lambda one: one.check_number, width=118, name="check_number",
                edit=lambda one: one.check_number, write=_with("check_number"),
                editable=lambda one: wants_check(self.kind(one)),
            ),
            EditColumn(
                _("MICR ID"), lambda one: one.micr, width=84, name="micr",
                edit=lambda one: one.micr, write=_with("micr"),
                editable=self._takes_micr,
            ),
            *_texts(),
        )  # fmt: skip

    def _takes_micr(self, entry: TenderEntry) -> bool:
        kind = self.kind(entry)
        return wants_check(kind) and not kind.requires_authorization

    def _with_type(self, entry: TenderEntry, code: str) -> TenderEntry:
        """Another type; what it has no room for is forgotten."""
        changed = replace(entry, tender_type=code or entry.tender_type, wrong={})
        if not wants_check(self.kind(changed)):
            changed = replace(changed, check_number="")
        return changed if self._takes_micr(changed) else replace(changed, micr="")

    def _amount(self, entry: TenderEntry) -> str:
        return "" if entry.amount is None else self._formats.money(entry.amount, self.currency)


def _texts() -> tuple[EditColumn[TenderEntry], ...]:
    """The columns of free texts."""
    titles = (
        ("customer_id", _("Customer ID"), 106, lambda one: one.customer_id),
        ("external_reference", _("External Reference ID"), 164, lambda one: one.external_reference),
        ("name", _("Name"), 92, lambda one: one.name),
    )
    return tuple(
        EditColumn(title, text, width=width, name=name, edit=text, write=_with(name))
        for name, title, width, text in titles
    )


def _payor(entry: TenderEntry) -> str:
    return entry.payor if entry.card is None else grouped(short_id(entry.card.account.id))


def _payor_name(entry: TenderEntry) -> str:
    return "" if entry.card is None else entry.card.account.name


def _marker(entry: TenderEntry) -> str:
    """Whatever its type, the payor is marked (D-03)."""
    return _("Cash-Only") if entry.card is not None and entry.card.cash_only else ""


def _with(name: str) -> Callable[[TenderEntry, Any], TenderEntry]:
    empty = None if name == "amount" else ""

    def write(entry: TenderEntry, value: Any) -> TenderEntry:
        changed: dict[str, Any] = {name: value or empty}
        wrong = {at: says for at, says in entry.wrong.items() if at not in {name, _column(name)}}
        return replace(entry, **changed, wrong=wrong)

    return write


def _column(name: str) -> str:
    return "amount_tendered" if name == "amount" else name


def _with_payor(entry: TenderEntry, text: str) -> TenderEntry:
    known = entry.card is not None and text.replace(" ", "") == entry.payor
    return entry if known else replace(entry, payor=text or "", card=None, wrong={})


def _wrong(entries: tuple[TenderEntry, ...]) -> Errors:
    return {
        (row, name): says for row, entry in enumerate(entries) for name, says in entry.wrong.items()
    }
