"""Columns of a tender control: lines by tender type, the counted float."""

from posapp.domain.control_lines import ControlLine
from posapp.domain.setup_options import Denomination
from posapp.i18n import _
from posapp.ui.formats import Formats
from posapp.ui.models.columns import Align, Column, money_column, text_column

Counted = tuple[Denomination, int]


def line_columns(
    formats: Formats, currency: str, *, blind: bool
) -> tuple[Column[ControlLine], ...]:
    """Lines by tender type (controls 5.4); a blind user sees counts, no amounts (D-16)."""

    def named(_line: ControlLine) -> str:
        return currency

    first: tuple[Column[ControlLine], ...] = (
        text_column(_("Tender type"), lambda line: line.description, 160, stretch=True),
        Column(
            _("Tenders"),
            lambda line: formats.count(line.count or 0),
            Align.RIGHT,
            96,
            order=lambda line: line.count or 0,
        ),
        money_column(_("Starting balance"), lambda line: line.starting, formats, named, 132),
    )
    if blind:
        return first
    return (
        *first,
        money_column(_("Received"), lambda line: line.received, formats, named, 128),
        money_column(_("Turn-ins"), lambda line: line.turn_ins, formats, named, 120),
        money_column(_("Expected"), lambda line: line.expected, formats, named, 128),
    )


def float_columns(formats: Formats) -> tuple[Column[Counted], ...]:
    """The float as it was counted when the drawer opened (CN-05)."""

    def words(counted: Counted) -> str:
        one = counted[0]
        value = formats.money(one.value, one.currency)
        return _("{value} coin").format(value=value) if one.coin else value

    return (
        text_column(
            _("Denomination"), words, 130, stretch=True, order=lambda counted: counted[0].value
        ),
        Column(
            _("Count"),
            lambda counted: formats.count(counted[1]),
            Align.RIGHT,
            60,
            order=lambda counted: counted[1],
        ),
        money_column(
            _("Amount"),
            lambda counted: counted[0].value * counted[1],
            formats,
            lambda counted: counted[0].currency,
            96,
        ),
    )
