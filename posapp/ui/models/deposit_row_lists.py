"""Columns of the rows behind a figure of a deposit control (4.2)."""

from posapp.domain.deposit_rows import DepositPart, DepositPartKind
from posapp.domain.ids import short_id
from posapp.domain.setup import SetUp
from posapp.i18n import _
from posapp.ui.formats import Formats, grouped
from posapp.ui.models.columns import Column, money_column, text_column


def deposit_row_columns(
    setup: SetUp, formats: Formats, currency: str
) -> tuple[Column[DepositPart], ...]:
    """What a row is, its number, whose, its type, its amount."""
    words = {
        DepositPartKind.FLOAT: _("Starting Balance"),
        DepositPartKind.TENDERS: _("Tenders"),
        DepositPartKind.CONTROL: _("Tender control"),
        DepositPartKind.DEPOSIT: _("Deposit"),
        DepositPartKind.ENDING: _("Left with the supervisor"),
        DepositPartKind.BOOKED: _("Over and under, booked"),
        DepositPartKind.TURN_IN: _("Turn-in"),
    }

    def kind(row: DepositPart) -> str:
        return setup.tender_types[row.tender_type].description if row.tender_type else ""

    def source(row: DepositPart) -> str:
        found = setup.tender_sources.get(row.source)
        return row.source if found is None else found.description

    return (
        text_column(_("What"), lambda row: words[row.kind], 134),
        text_column(_("Number"), lambda row: grouped(short_id(row.id)), 112),
        text_column(_("From"), source, 140, stretch=True),
        text_column(_("Name"), lambda row: row.name, 104),
        text_column(_("Tender Type"), kind, 134),
        money_column(_("Amount"), lambda row: row.amount, formats, lambda _row: currency, 124),
    )
