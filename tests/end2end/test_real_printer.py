"""A real print queue: what is handed to the system is what comes out (reliability R9, F14)."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from pypdf import PdfReader

from posapp.devices.cash_drawer import PULSE, make_drawer
from posapp.devices.registry import make_printer, printer_factories
from posapp.devices.spooler import SystemPrinter
from posapp.domain.ids import new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.errors import DeviceFailure
from posapp.storage.db import Database
from tests.helpers.clock import FixedClock
from tests.helpers.office import DAY, open_office
from tests.helpers.print_server import QUEUE, NoPrintSystemError, PrintServer, open_print_server


@pytest.fixture(scope="module")
def server() -> Iterator[PrintServer]:
    try:
        with open_print_server() as running:
            yield running
    except NoPrintSystemError as error:
        pytest.skip(str(error))


@pytest.fixture(autouse=True)
def _its_queues(server: PrintServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUPS_SERVER", server.address)


def test_a_receipt_comes_out_of_the_queue_as_it_was_made(
    server: PrintServer, sqlite_db: Database, clock: FixedClock
) -> None:
    office = open_office(sqlite_db, clock)
    account = office.account("Okafor, Ngozi")
    office.agreement(account, "WATER", (DAY, 6135))
    tenders = (TenderDraft("CASH", Money(10000)),)
    payments = (PaymentDraft(account, Money(6135)),)
    command = AddEvent(new_request_id(), account, tenders, payments)
    event_id = office.services.payment_events.add(command, office.cashier).value.event_id
    printer = make_printer(QUEUE, printer_factories([]))
    printed = office.services.printing.print_receipt(event_id, office.cashier, printer)
    server.wait_for_paper(printed.pdf)
    words = PdfReader(BytesIO(printed.pdf)).pages[0].extract_text()
    assert "Okafor, Ngozi" in words
    assert "Change $38.65" in words
    (log,) = office.services.printing.log(event_id, office.supervisor)
    assert log.outcome.startswith(f"PRINTED: {QUEUE} (job {QUEUE}-")


def test_a_queue_that_takes_no_jobs_is_a_failure_with_its_reason(server: PrintServer) -> None:
    server.run("cupsreject", "-r", "out of paper", QUEUE)
    with pytest.raises(DeviceFailure, match="The print queue refused"):
        SystemPrinter(QUEUE).print_pdf(b"%PDF-1.4 x", "Receipt 1")
    server.run("cupsaccept", QUEUE)
    assert SystemPrinter(QUEUE).print_pdf(b"%PDF-1.4 x", "Receipt 1").startswith(f"{QUEUE} (job ")


def test_an_unknown_queue_is_a_failure(server: PrintServer) -> None:
    with pytest.raises(DeviceFailure, match="does not exist"):
        SystemPrinter("Nowhere").print_pdf(b"%PDF-1.4 x", "Receipt 1")


def test_a_print_system_that_is_off_is_a_failure(
    server: PrintServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUPS_SERVER", f"{server.address}-off")
    with pytest.raises(DeviceFailure, match="The print queue refused"):
        SystemPrinter(QUEUE).print_pdf(b"%PDF-1.4 x", "Receipt 1")


def test_d37_the_pulse_of_a_cash_drawer_comes_out_of_the_queue_as_it_is(
    server: PrintServer,
) -> None:
    drawer = make_drawer(f"queue:{QUEUE}")
    assert drawer is not None
    drawer.open_drawer()
    server.wait_for_paper(PULSE)
