"""Columns of batches and of what waits to be sent (AP-13, AP-14), and of a day's tenders (TND-10)."""

from posapp.domain.autopay_batches import AutoPayBatch, WaitingRequests
from posapp.domain.browse import TenderHistoryItem
from posapp.domain.ids import short_id
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


def waiting_columns(formats: Formats) -> tuple[Column[WaitingRequests], ...]:
    """Route, what is due on it, what follows later."""
    return (
        text_column(_("Route"), lambda w: joined(w.route, w.description), 240, stretch=True),
        Column(_("Due"), lambda w: formats.count(w.due), Align.RIGHT, 80),
        money_column(_("Amount"), lambda w: w.amount, formats, lambda w: w.currency),
        Column(_("Later"), lambda w: formats.count(w.later), Align.RIGHT, 80),
        date_column(_("Next Date"), lambda w: w.next_date, formats),
    )


def batch_columns(formats: Formats) -> tuple[Column[AutoPayBatch], ...]:
    """Series and run, control, what lies under it, and how far it is."""
    return (
        text_column(_("Batch"), lambda b: f"{b.batch_code} {b.run}", 112),
        date_column(_("Sent On"), lambda b: b.business_date, formats),
        text_column(_("Tender Control"), lambda b: grouped(short_id(b.control_id)), 132),
        Column(_("Tenders"), lambda b: formats.count(b.count), Align.RIGHT, 84),
        money_column(_("Amount"), lambda b: b.amount, formats, lambda b: b.currency),
        Column(_("Canceled"), lambda b: formats.count(b.canceled), Align.RIGHT, 84),
        Column(_("Not Frozen"), lambda b: formats.count(b.unfrozen), Align.RIGHT, 96),
        status_column(_("Status"), lambda b: b.status, 168),
        stamp_column(_("Balanced At"), lambda b: b.balanced_at, formats, stretch=True),
    )


def history_columns(formats: Formats) -> tuple[Column[TenderHistoryItem], ...]:
    """Freeze time, payment date, who handed what over, and where it lies (TND-10)."""
    return (
        stamp_column(_("Frozen At"), lambda t: t.frozen_at, formats, 148, order=None),
        date_column(_("Payment Date"), lambda t: t.payment_date, formats, order=None),
        text_column(_("Payor"), lambda t: t.payor_name, 160, stretch=True, order=None),
        text_column(_("Account"), lambda t: grouped(short_id(t.payor_account_id)), 116, order=None),
        text_column(_("Tender Type"), lambda t: t.description, 128, order=None),
        money_column(
            _("Amount"), lambda t: t.amount, formats, lambda t: t.currency, 108, order=None
        ),
        status_column(_("Status"), lambda t: t.status, 104, order=None),
        text_column(_("Drawer"), lambda t: t.tender_source, 96, order=None),
    )
