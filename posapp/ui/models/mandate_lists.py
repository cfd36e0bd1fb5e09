"""Columns of lists of mandates (controls 11.1); account numbers masked (AP-02)."""

from posapp.domain.ids import short_id
from posapp.domain.mandate import MandateLine
from posapp.i18n import _
from posapp.ui.formats import Formats, grouped, joined
from posapp.ui.models.columns import Column, date_column, money_column, text_column


def mandate_columns(formats: Formats, *, of_all: bool) -> tuple[Column[MandateLine], ...]:
    """Period, institution, masked account, name, maximum; whose it is in the list of all."""
    whose: tuple[Column[MandateLine], ...] = ()
    if of_all:
        whose = (
            text_column(
                _("Account"),
                lambda m: joined(grouped(short_id(m.mandate.account_id)), m.account_name),
                212,
            ),
        )
    return (
        *whose,
        date_column(_("Start Date"), lambda m: m.mandate.start_date, formats),
        date_column(_("End Date"), lambda m: m.mandate.end_date, formats),
        text_column(_("Auto Pay Source"), lambda m: m.source_name, 132, stretch=True),
        text_column(_("External Account ID"), lambda m: m.mandate.account.masked, 152),
        text_column(_("Entity Name"), lambda m: m.mandate.entity_name, 124),
        date_column(_("Expires On"), lambda m: m.mandate.expires_on, formats),
        money_column(
            _("Maximum Withdrawal"),
            lambda m: m.mandate.maximum_withdrawal,
            formats,
            lambda m: m.currency,
            148,
        ),
        text_column(_("Pending"), lambda m: str(m.pending) if m.pending else "", 76),
        text_column(_("Comments"), lambda m: m.mandate.comments, 90),
    )
