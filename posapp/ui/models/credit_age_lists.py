"""Columns of the report of open credits (AC2-6)."""

from posapp.domain.ids import short_id
from posapp.domain.open_credits import OpenCredit
from posapp.i18n import _
from posapp.ui.formats import Formats
from posapp.ui.models.columns import Align, Column, date_column, money_column, text_column


def open_credit_columns(formats: Formats) -> tuple[Column[OpenCredit], ...]:
    """Whose, since when, how it was paid, and what is left."""

    def coded(one: OpenCredit) -> str:
        return one.currency

    return (
        date_column(_("Date"), lambda c: c.day, formats),
        Column(
            _("Days"), lambda c: formats.count(c.age), Align.RIGHT, 72, order=lambda c: c.age,
        ),
        text_column(_("Account"), lambda c: short_id(c.account_id), 120),
        text_column(_("Name"), lambda c: c.name, 200, stretch=True),
        text_column(_("Method"), lambda c: c.method, 88),
        text_column(_("Comment"), lambda c: c.comment, 180),
        money_column(_("Amount"), lambda c: c.amount, formats, coded, 112),
        money_column(_("Used"), lambda c: c.used, formats, coded, 112),
        money_column(_("In checkout"), lambda c: c.reserved, formats, coded, 112),
        money_column(_("Left"), lambda c: c.left, formats, coded, 112),
    )  # fmt: skip
