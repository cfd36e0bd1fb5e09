"""What a payments page lists: items and charges with their amounts, credits at the foot (CK-1, AC2-5)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QObject

from posapp.domain.checkout_orders import ItemChoice, Selection
from posapp.domain.checkout_rules import check_part, check_payable
from posapp.domain.checkouts import PayableItem
from posapp.domain.credits import Adjustment, Holder
from posapp.domain.money import ZERO, Money
from posapp.domain.setup import SetUp
from posapp.errors import Refused
from posapp.i18n import _
from posapp.ui.formats import Formats, joined
from posapp.ui.models.columns import Align, EditColumn
from posapp.ui.models.grid import Errors
from posapp.ui.models.tick_grid import TickGrid
from posapp.ui.owed import item_state
from posapp.ui.texts import Texts
from posapp.ui.tokens import Tone
from posapp.ui.words import word

AMOUNT: Final = "pay_amount"
HELD: Final = "held_by"


@dataclass(frozen=True, slots=True)
class PayLine:
    """An item or a charge that can be paid; ``amount`` is what is paid of it (CK-1)."""

    due: Money
    amount: Money
    item: PayableItem | None = None
    charge: Adjustment | None = None
    ticked: bool = False

    @property
    def key(self) -> int:
        """Id of the item or of the charge; one sequence numbers both."""
        if self.item is not None:
            return self.item.id
        return 0 if self.charge is None else self.charge.id

    @property
    def holder(self) -> Holder | None:
        """The checkout that holds it."""
        one = self.item or self.charge
        return None if one is None else one.holder

    @property
    def may_tick(self) -> bool:
        """Whether it can be paid now (IT-4)."""
        if self.item is None:
            return self.holder is None
        try:
            check_payable(self.item)
        except Refused:
            return False
        return True

    @property
    def named(self) -> str:
        """Number of the item, code of the charge."""
        if self.item is not None:
            return self.item.number
        return "" if self.charge is None else self.charge.requisition_code

    @property
    def description(self) -> str:
        """What it is."""
        if self.item is not None:
            return self.item.description
        return "" if self.charge is None else self.charge.comment or self.charge.description

    @property
    def choice(self) -> ItemChoice | None:
        """The item as it is asked for; ``None`` for a charge."""
        if self.item is None:
            return None
        return ItemChoice(self.item.id, None if self.amount == self.due else self.amount)


@dataclass(frozen=True, slots=True)
class CreditLine:
    """A credit that waits, ticked by default (AC2-5)."""

    credit: Adjustment
    ticked: bool = True

    @property
    def key(self) -> int:
        """Its id."""
        return self.credit.id

    @property
    def holder(self) -> Holder | None:
        """The checkout that reserves some of it."""
        return self.credit.holder if self.credit.reserved else None

    @property
    def may_tick(self) -> bool:
        """Whether something is left of it (CK-8)."""
        return bool(self.credit.left)


def pay_lines(items: Sequence[PayableItem], charges: Sequence[Adjustment]) -> tuple[PayLine, ...]:
    """Lines of a page, nothing ticked."""
    return (
        *(PayLine(one.due or ZERO, one.due or ZERO, item=one) for one in items),
        *(PayLine(one.amount, one.amount, charge=one) for one in charges),
    )


def selection_of(lines: Sequence[PayLine], credits_: Sequence[CreditLine]) -> Selection:
    """What is ticked, as services take it."""
    return Selection(
        tuple(choice for line in lines if line.ticked and (choice := line.choice)),
        tuple(line.charge.id for line in lines if line.ticked and line.charge is not None),
        tuple(one.credit.id for one in credits_ if one.ticked and one.may_tick),
    )


class PayGrid(TickGrid[PayLine]):
    """Items and charges; amounts of what may be paid in part are typed."""

    def __init__(
        self,
        formats: Formats,
        texts: Texts,
        setup: SetUp,
        currency: str,
        parent: QObject | None = None,
    ) -> None:
        """Make an empty list of one currency."""
        self._formats, self._sentences, self._currency = formats, texts, currency
        self._setup = setup
        super().__init__(
            (
                EditColumn(_("Number"), lambda line: line.named, width=136),
                EditColumn(_("Description"), lambda line: line.description, width=180, stretch=True),
                EditColumn(_("Kind"), self._kind, width=150, muted=True),
                EditColumn(_("Due"), self._due, Align.RIGHT, width=112),
                EditColumn(
                    _("Amount"), self._amount, Align.RIGHT, width=124, name=AMOUNT,
                    edit=lambda line: line.amount, write=_with_amount, editable=_in_part,
                    quiet=lambda line: not line.ticked,
                ),
                EditColumn(_("State"), _state, width=128, tone=_tone),
                EditColumn(
                    _("Held by"), self._holder, width=400, muted=True, ends=True, name=HELD
                ),
            ),
            check=self._wrong,
            parent=parent,
        )  # fmt: skip

    def _kind(self, line: PayLine) -> str:
        if line.item is None:
            return _("Adjustment")
        return self._setup.sa_types[line.item.sa_type].description

    def _due(self, line: PayLine) -> str:
        return self._formats.money(line.due, self._currency)

    def _amount(self, line: PayLine) -> str:
        return self._formats.money(line.amount, self._currency) if line.ticked else ""

    def _holder(self, line: PayLine) -> str:
        return holder_words(line.holder, self._formats)

    def _wrong(self, lines: tuple[PayLine, ...]) -> Errors:
        """What the service would refuse about an amount (CK-1)."""
        found: dict[tuple[int, str], str] = {}
        for row, line in enumerate(lines):
            if line.item is None or not line.ticked:
                continue
            try:
                check_part(line.amount, line.due, line.item, self._currency)
            except Refused as refused:
                found[row, AMOUNT] = self._sentences.at_field(refused)
        return found


class CreditGrid(TickGrid[CreditLine]):
    """Credits with method, date, comment and what is left (AC2-5)."""

    def __init__(
        self, formats: Formats, setup: SetUp, currency: str, parent: QObject | None = None
    ) -> None:
        """Make an empty list of one currency."""

        def method(line: CreditLine) -> str:
            code = line.credit.method
            return line.credit.description if code is None else _kind_words(setup, code)

        def left(line: CreditLine) -> str:
            """What is left, and of how much where a part of it is used or held."""
            rest, whole = -line.credit.left, line.credit.amount
            if rest == whole:
                return formats.money(rest, currency)
            says = _("{rest} of {amount}")
            return says.format(
                rest=formats.money(rest, currency), amount=formats.money(whole, currency)
            )

        super().__init__(
            (
                EditColumn(_("Credit"), method, width=150),
                EditColumn(
                    _("Date"), lambda line: formats.stamp(line.credit.created_at), width=144
                ),
                EditColumn(_("Comment"), lambda line: line.credit.comment, width=110, stretch=True),
                EditColumn(_("Left"), left, Align.RIGHT, width=150),
                EditColumn(
                    _("Held by"), lambda line: holder_words(line.holder, formats),
                    width=400, muted=True, ends=True, name=HELD,
                ),
            ),
            parent=parent,
        )  # fmt: skip


def holder_words(holder: Holder | None, formats: Formats) -> str:
    """The checkout that holds something: number, user, time (IT-4)."""
    if holder is None:
        return ""
    return joined(holder.number, holder.user, formats.stamp(holder.at))


def _kind_words(setup: SetUp, code: str) -> str:
    return setup.tender_types[code].description


def _in_part(line: PayLine) -> bool:
    return line.item is not None and line.item.part_payment and line.may_tick


def _with_amount(line: PayLine, amount: Money | None) -> PayLine:
    """A typed amount chooses the line; an empty cell pays all of it."""
    return replace(line, amount=line.due if amount is None else amount, ticked=True)


def _state(line: PayLine) -> str:
    if line.item is not None:
        return item_state(line.item.state, line.item.due).text
    return "" if line.charge is None else word(line.charge.state).text


def _tone(line: PayLine) -> Tone | None:
    if line.item is not None:
        return item_state(line.item.state, line.item.due).tone
    return None if line.charge is None else word(line.charge.state).tone
