"""Receipts of many events in one print job: logged and counted like single ones (RC-1, RC-2, PR-04)."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from posapp.domain.codes import DistributeAction
from posapp.domain.event_views import EventView
from posapp.errors import DeviceFailure, Refused
from tests.helpers.events import add
from tests.helpers.office import DAY, Office
from tests.helpers.surroundings import FakePrinter


def taken(office: Office, name: str, action: DistributeAction) -> EventView:
    account = office.account(name)
    office.agreement(account, "WATER", (DAY, 6135))
    return add(office, account, [("CASH", 6135)], [(account, 6135)], action=action)


@pytest.fixture
def events(office: Office) -> list[EventView]:
    """Two frozen ones and one that is not."""
    freeze, none = DistributeAction.FREEZE, DistributeAction.NONE
    office.clock.advance(minutes=20)
    return [
        taken(office, "Okafor, Ngozi", freeze),
        taken(office, "Quill, Sam", none),
        taken(office, "Varga, Ilona", freeze),
    ]


@pytest.mark.parametrize(("layout", "long"), [("roll80", False), ("a4", True)])
def test_rc1_one_job_holds_the_receipt_of_each_event(
    office: Office, events: list[EventView], layout: str, long: bool
) -> None:
    printer, jobs = FakePrinter(), office.services.receipt_jobs
    ids = [one.id for one in events]
    job = jobs.print_all(ids, office.cashier, printer, layout=layout, long=long)
    assert (job.receipts, job.without) == (2, 1)
    assert printer.titles == ["receipts-2"]
    # Each is for another customer, so each has a page of its own.
    pages = [page.extract_text() for page in PdfReader(BytesIO(printer.papers[0])).pages]
    assert len(pages) == 2
    assert "Okafor" in pages[0]
    assert "Varga" in pages[1]


def test_rc2_the_second_job_prints_duplicates(office: Office, events: list[EventView]) -> None:
    printer, jobs = FakePrinter(), office.services.receipt_jobs
    ids = [events[0].id]
    for _time in range(2):
        jobs.print_all(ids, office.cashier, printer)
    text = PdfReader(BytesIO(printer.papers[1])).pages[0].extract_text()
    assert "Duplicate 1" in text
    log = office.services.printing.log(events[0].id, office.cashier)
    assert [one.copy for one in log] == [0, 1]


def test_r9_a_printer_that_fails_is_logged_for_each(
    office: Office, events: list[EventView]
) -> None:
    printer = FakePrinter(broken=True)
    ids = [events[0].id, events[2].id]
    with pytest.raises(DeviceFailure):
        office.services.receipt_jobs.print_all(ids, office.cashier, printer)
    for number in ids:
        (entry,) = office.services.printing.log(number, office.cashier)
        assert entry.outcome.startswith("FAILED")


def test_m70_events_without_receipts_print_nothing(office: Office, events: list[EventView]) -> None:
    printer = FakePrinter()
    with pytest.raises(Refused) as caught:
        office.services.receipt_jobs.print_all([events[1].id], office.cashier, printer)
    assert caught.value.code == "M-70"
    assert printer.papers == []


def test_m44_stopped_before_anything_is_printed(office: Office, events: list[EventView]) -> None:
    printer = FakePrinter()
    with pytest.raises(Refused) as caught:
        office.services.receipt_jobs.print_all(
            [events[0].id], office.cashier, printer, progress=lambda _done, _of: False
        )
    assert caught.value.code == "M-44"
    assert office.services.printing.log(events[0].id, office.cashier) == ()
