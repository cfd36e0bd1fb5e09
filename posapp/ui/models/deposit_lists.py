"""Columns of a deposit control: its figures by type, drawers, turn-ins, deposits, checks (4.2, 4.4)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QObject, Signal

from posapp.domain.codes import DepositKind
from posapp.domain.deposit_figures import DepositLine
from posapp.domain.deposit_rows import DepositFigure
from posapp.domain.deposits import DepositView
from posapp.domain.ids import TenderId, short_id
from posapp.domain.money import Money, total
from posapp.domain.setup import SetUp
from posapp.domain.tender_controls import Control, DepositControl
from posapp.domain.turn_in import IN, Instrument, TurnIn
from posapp.i18n import _
from posapp.ui.formats import Formats, grouped, joined
from posapp.ui.models.columns import (
    Align,
    Column,
    date_column,
    money_column,
    stamp_column,
    status_column,
    text_column,
)
from posapp.ui.models.records import RecordTableModel
from posapp.ui.tokens import Tone
from posapp.ui.words import word


def deposit_control_columns(formats: Formats) -> tuple[Column[DepositControl], ...]:
    """Deposit controls in a list: number, day, kind, currency, owner, what is left, status."""
    return (
        text_column(_("Deposit Control"), lambda d: grouped(short_id(d.id)), 136),
        date_column(_("Business Date"), lambda d: d.business_date, formats),
        text_column(_("Source Type"), lambda d: word(d.source_type).text, 160),
        text_column(_("Office"), lambda d: d.office, 96),
        text_column(_("Currency"), lambda d: d.currency, 84),
        text_column(_("Owner"), lambda d: d.owner_name, 160, stretch=True),
        money_column(
            _("Ending Balance"), lambda d: d.ending_balance, formats, lambda d: d.currency
        ),
        status_column(_("Status"), lambda d: d.status, 184),
    )


LINE_FIGURES: Final = (
    None,
    DepositFigure.STARTING,
    DepositFigure.TAKEN,
    DepositFigure.BOOKED,
    DepositFigure.BANKED,
    DepositFigure.EXPECTED,
    DepositFigure.TURNED_IN,
)
"""The figure of each column of the lines by tender type."""


def deposit_line_columns(
    setup: SetUp, formats: Formats, currency: str
) -> tuple[Column[DepositLine], ...]:
    """The figures of each tender type (DC-07); the gate is the total.

    Across, they add up to what is expected; what was turned in is where part of that lies.
    """

    def coded(_line: DepositLine) -> str:
        return currency

    def words(line: DepositLine) -> str:
        return setup.tender_types[line.tender_type].description

    return (
        text_column(_("Tender Type"), words, 150, stretch=True),
        money_column(_("Starting"), lambda one: one.starting, formats, coded, 108),
        money_column(_("Tenders"), lambda one: one.taken, formats, coded, 118),
        money_column(_("Over/Under"), lambda one: one.booked, formats, coded, 104),
        money_column(_("Deposited"), lambda one: one.banked, formats, coded, 118),
        money_column(_("Expected"), lambda one: one.expected, formats, coded, 118),
        money_column(_("Turned In"), lambda one: one.turned_in, formats, coded, 112),
    )


def linked_columns(setup: SetUp, formats: Formats) -> tuple[Column[Control], ...]:
    """Tender controls of a deposit control."""

    def source(one: Control) -> str:
        return setup.tender_sources[one.tender_source].description

    return (
        text_column(_("Tender Control"), lambda c: grouped(short_id(c.id)), 132),
        text_column(_("Tender Source"), source, 200, stretch=True),
        text_column(_("User"), lambda c: c.user_name or _("All users"), 170),
        date_column(_("Business Date"), lambda c: c.business_date, formats, 116),
        stamp_column(_("Opened"), lambda c: c.created_at, formats),
        money_column(_("Starting Balance"), lambda c: c.starting_balance, formats, _currency, 136),
        status_column(_("Status"), lambda c: c.status, 184),
    )


def _currency(control: Control) -> str:
    return control.currency


def signed(turn_in: TurnIn) -> Money:
    """What it brings to the supervisor; < 0 for what went back to a drawer (D-37)."""
    return -turn_in.amount if turn_in.direction is IN else turn_in.amount


def turn_in_columns(setup: SetUp, formats: Formats) -> tuple[Column[TurnIn], ...]:
    """Turn-ins in full: receipt number, drawer, what, when, by whom, status (TI-03)."""

    def drawer(one: TurnIn) -> str:
        return setup.tender_sources[one.tender_source].description

    return (
        text_column(_("Receipt Number"), lambda t: t.receipt_number, 128),
        text_column(_("Drawer"), drawer, 170, stretch=True),
        text_column(_("Tender Type"), lambda t: setup.tender_types[t.tender_type].description, 120),
        money_column(_("Amount"), signed, formats, lambda t: t.currency, 118),
        text_column(_("Created By"), lambda t: t.created_by, 140),
        stamp_column(_("Created"), lambda t: t.created_at, formats),
        text_column(_("Approved By"), lambda t: t.approved_by, 140),
        status_column(_("Status"), lambda t: t.status, 116),
    )


def short_turn_in_columns(setup: SetUp, formats: Formats) -> tuple[Column[TurnIn], ...]:
    """Turn-ins that wait, in a narrow place: since when, drawer and user, type, amount."""

    def drawer(one: TurnIn) -> str:
        return joined(setup.tender_sources[one.tender_source].description, one.drawer_user)

    return (
        text_column(_("Since"), lambda t: formats.time(t.created_at), 62),
        text_column(_("Drawer"), drawer, 120, stretch=True),
        text_column(_("Type"), lambda t: setup.tender_types[t.tender_type].description, 74),
        money_column(_("Amount"), signed, formats, lambda t: t.currency, 104),
    )


def deposit_columns(setup: SetUp, formats: Formats) -> tuple[Column[DepositView], ...]:
    """Bank deposits and settlements (4.4)."""

    def where(view: DepositView) -> str:
        one = view.deposit
        if one.kind is DepositKind.SETTLEMENT:
            return setup.tender_types[one.tender_type or ""].description
        return account_words(one.bank or "", one.bank_account or "", setup)

    return (
        text_column(_("Deposit"), lambda d: grouped(short_id(d.deposit.id)), 124),
        text_column(_("Kind"), lambda d: word(d.deposit.kind).text, 120),
        text_column(_("Account or Type"), where, 200, stretch=True),
        text_column(_("Reference ID"), lambda d: d.deposit.reference_id, 132),
        text_column(_("Bag Number"), lambda d: d.deposit.bag_number, 112),
        date_column(_("Deposit Date"), lambda d: d.deposit.deposit_date, formats),
        Column(_("Checks"), lambda d: formats.count(len(d.instruments)), Align.RIGHT, 76),
        money_column(
            _("Amount"), lambda d: d.deposit.amount, formats, lambda d: d.deposit.currency
        ),
    )


def account_words(bank: str, key: str, setup: SetUp) -> str:
    """A bank account of ours: what it is called, with the last digits of its number."""
    for one in setup.bank_accounts:
        if (one.bank, one.key) == (bank, key):
            last = f"\u2026{one.account_last4}" if one.account_last4 else ""
            return joined(one.description or f"{one.bank} {one.key}", last)
    return f"{bank} {key}"


@dataclass(frozen=True, slots=True)
class SlipItem:
    """A check or slip with whether it lies on the deposit slip."""

    instrument: Instrument
    chosen: bool = False


class SlipItems(RecordTableModel[SlipItem]):
    """Checks and slips that may go on a deposit slip; ``changed`` when another choice is made."""

    changed = Signal()

    def __init__(
        self,
        columns: Sequence[Column[SlipItem]],
        items: Sequence[SlipItem] = (),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(columns, items, parent)

    @property
    def chosen(self) -> tuple[TenderId, ...]:
        """What lies on the slip."""
        return tuple(one.instrument.tender_id for one in self.records if one.chosen)

    @property
    def total(self) -> Money:
        """What they come to."""
        return total(one.instrument.amount for one in self.records if one.chosen)

    def toggle(self, row: int) -> None:
        """Put one on the slip, or take it off."""
        item = self.record(row)
        self._replace([replace(i, chosen=not i.chosen) if i is item else i for i in self.records])

    def choose_all(self, *, chosen: bool) -> None:
        """Put all of them on the slip, or none."""
        self._replace([replace(item, chosen=chosen) for item in self.records])

    def _replace(self, items: Sequence[SlipItem]) -> None:
        self.set_records(items)
        self.changed.emit()


def slip_columns(setup: SetUp, formats: Formats, currency: str) -> tuple[Column[SlipItem], ...]:
    """Chosen or not, what it is, its number, whose, amount."""

    def kind(item: SlipItem) -> str:
        return setup.tender_types[item.instrument.tender_type].description

    return (
        Column(
            _("On slip"),
            lambda i: _("Yes") if i.chosen else "",
            width=78,
            tone=lambda i: Tone.BLUE if i.chosen else None,
        ),
        text_column(_("Type"), kind, 104),
        text_column(_("Number"), lambda i: i.instrument.check_number, 80),
        text_column(_("Name"), lambda i: i.instrument.name, 120, stretch=True),
        money_column(_("Amount"), lambda i: i.instrument.amount, formats, lambda _i: currency, 116),
    )
