"""Automatic payments in words: the facts of a request; the account masked (AP-02)."""

from posapp.domain.event_views import TenderView
from posapp.i18n import _
from posapp.ui.formats import Formats
from posapp.ui.words import word


def autopay_facts(tender: TenderView, formats: Formats) -> tuple[tuple[str, str], ...]:
    """The auto-pay block of a tender, as lines of caption and value; empty ones are left."""
    request = tender.auto_pay
    if request is None:
        return ()
    run = "" if request.batch_run is None else f"{request.batch_code} · {request.batch_run}"
    facts = (
        (_("Auto Pay Source"), request.source_name),
        (_("External Account ID"), request.account.masked),
        (_("Entity Name"), request.entity_name),
        (_("Expires On"), formats.date(request.expires_on) if request.expires_on else ""),
        (_("Scheduled Extract Date"), formats.date(request.extract_date)),
        (_("Ledger Distribution Date"), formats.date(request.ledger_date)),
        (_("Batch and Run"), run),
        (_("Auto Pay Status"), word(request.status).text),
    )
    return tuple((title, value) for title, value in facts if value)
