"""Columns of a tender control: the counted float."""

from posapp.domain.setup_options import Denomination
from posapp.i18n import _
from posapp.ui.formats import Formats
from posapp.ui.models.columns import Align, Column, money_column, text_column

Counted = tuple[Denomination, int]


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
