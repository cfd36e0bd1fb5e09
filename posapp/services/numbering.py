"""Receipt and document numbers, drawn in the transaction that first freezes an event."""

from datetime import date

from posapp.domain.event_views import EventView, home_control
from posapp.domain.ids import ControlId
from posapp.domain.setup import Office, SetUp
from posapp.storage.base import Transaction
from posapp.storage.event_writes import Numbers
from posapp.storage.freezing import record_numbers
from posapp.storage.late_numbers import document_text, number_later
from posapp.storage.numbers import next_number, next_receipt, series_of


def take_numbers(
    s: Transaction,
    control_id: ControlId | None,
    office: Office,
    day: date,
    setup: SetUp,
    *,
    later: bool = False,
) -> Numbers:
    """The next receipt number of the control (D-31) and, where numbering is on, document number.

    The document number is gapless per issuing center and year of the payment date (D-04). Without
    a control, where all is auto pay, there is no receipt number. A caller that draws it ``later``,
    with COMMIT, may be given one that is still to come.
    """
    document = late = None
    if setup.installation.document_numbering:
        series = series_of(office, day)
        demo = "DEMO-" if setup.installation.demo else ""
        prefix = f"{demo}{day.year}-{office.issuing_center}-"
        late = number_later(s, *series, prefix) if later and control_id is not None else None
        if late is None:
            document = document_text(prefix, next_number(s, *series))
    if control_id is None:
        return Numbers(document_number=document)
    return Numbers(control_id, next_receipt(s, control_id), document, late)


def number_event(s: Transaction, event: EventView, setup: SetUp) -> None:
    """Give an event its numbers with its first freeze, once (D-04, D-31).

    One that was all auto pay when its numbers were due, and has got money of a drawer since, takes
    the missing receipt number with the next freeze.
    """
    control_id = home_control(event)
    if event.receipt_number is None and event.document_number is None:
        office = setup.offices[event.office]
        numbers = take_numbers(s, control_id, office, event.payment_date, setup)
    elif event.receipt_number is None and control_id is not None:
        numbers = Numbers(control_id, next_receipt(s, control_id), event.document_number)
    else:
        return
    record_numbers(s, event.id, numbers)
