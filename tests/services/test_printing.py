"""Printing receipts: copies are counted, a failing printer leaves the payment alone."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from posapp.domain.codes import DistributeAction
from posapp.domain.ids import EventId, new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.errors import DeviceFailure, Refused
from tests.helpers.office import DAY, Office


class RememberingPrinter:
    """Keeps what it is given; fails while ``broken``."""

    name = "Window 2"

    def __init__(self) -> None:
        self.printed: list[tuple[str, bytes]] = []
        self.broken = False

    def print_pdf(self, pdf: bytes, title: str) -> str:
        if self.broken:
            raise DeviceFailure(self.name, "out of paper")
        self.printed.append((title, pdf))
        return "tray"


def paid_event(office: Office, action: DistributeAction = DistributeAction.FREEZE) -> EventId:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 6135))
    command = AddEvent(
        new_request_id(),
        account,
        (TenderDraft("CASH", Money(10000)),),
        (PaymentDraft(account, Money(6135)),),
        action=action,
    )
    return office.services.payment_events.add(command, office.cashier).value.event_id


def test_rc2_the_first_print_is_the_original_and_later_ones_are_duplicates(
    office: Office,
) -> None:
    event_id, printer = paid_event(office), RememberingPrinter()
    prints = [
        office.services.printing.print_receipt(event_id, office.cashier, printer) for _ in range(3)
    ]
    assert [printed.copy for printed in prints] == [0, 1, 2]
    assert [title.rpartition("-")[2] for title, _ in printer.printed] == ["1", "1", "2"]
    log = office.services.printing.log(event_id, office.supervisor)
    assert [(row.copy, row.printed_by, row.outcome) for row in log] == [
        (n, "Cashier", "PRINTED: tray") for n in range(3)
    ]


def test_a_failing_printer_leaves_the_payment_and_the_reprint_is_a_duplicate(
    office: Office,
) -> None:
    event_id, printer = paid_event(office), RememberingPrinter()
    printer.broken = True
    with pytest.raises(DeviceFailure):
        office.services.printing.print_receipt(event_id, office.cashier, printer)
    event = office.services.payment_events.show(event_id, office.cashier)
    assert event.unfrozen == 0
    printer.broken = False
    again = office.services.printing.print_receipt(event_id, office.cashier, printer)
    assert again.copy == 1
    outcomes = [row.outcome for row in office.services.printing.log(event_id, office.cashier)]
    assert outcomes == ["FAILED: out of paper", "PRINTED: tray"]


def test_pr03_an_unfrozen_event_has_no_receipt(office: Office) -> None:
    event_id = paid_event(office, DistributeAction.DISTRIBUTE)
    with pytest.raises(Refused, match="M-37"):
        office.services.printing.preview(event_id, office.cashier)


def test_the_preview_is_not_logged(office: Office) -> None:
    event_id = paid_event(office)
    assert office.services.printing.preview(event_id, office.cashier, long=True)[:4] == b"%PDF"
    assert office.services.printing.log(event_id, office.cashier) == ()


def test_it1_an_unmatched_payment_names_the_items_that_it_paid(office: Office) -> None:
    account = office.account(customer_class="RES")
    for number, cents in (("4001", 5000), ("4002", 6500)):
        office.item(account, number, cents)
    command = AddEvent(
        new_request_id(),
        account,
        (TenderDraft("CASH", Money(11500)),),
        (PaymentDraft(account, Money(11500)),),
    )
    event_id = office.services.payment_events.add(command, office.cashier).value.event_id
    (payment,) = office.services.payment_events.show(event_id, office.cashier).payments
    assert payment.match_type is None
    assert {(one.item, one.amount) for one in payment.segments} == {
        ("4001", Money(5000)),
        ("4002", Money(6500)),
    }
    for long in (False, True):
        pdf = office.services.printing.preview(event_id, office.cashier, long=long)
        said = " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
        assert "4001" in said
        assert "4002" in said
