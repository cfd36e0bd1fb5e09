"""The search line finds an event by the numbers on its papers (RC-1, D-31, D-32)."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from posapp.domain.event_views import EventView
from posapp.domain.ids import long_id, new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.ui.formats import grouped
from posapp.ui.window import MainWindow
from tests.helpers.every import every
from tests.helpers.office import DAY, Office
from tests.helpers.surroundings import Keyboard, settle


@pytest.fixture
def taken(office: Office) -> EventView:
    account = office.account("Okafor, Ngozi")
    office.agreement(account, "WATER", (DAY, 6135))
    command = AddEvent(
        new_request_id(),
        account,
        (TenderDraft("CASH", Money(10000)),),
        (PaymentDraft(account, Money(6135)),),
    )
    services = office.services
    event = services.payment_events.add(command, office.cashier).value.event_id
    return services.payment_events.show(event, office.cashier)


def numbers(event: EventView) -> list[str]:
    found = [long_id(event.id), grouped(long_id(event.id)), event.receipt_number or ""]
    return [*found, event.document_number] if event.document_number else found


def test_rc1_a_scanned_receipt_opens_its_event(window: MainWindow, taken: EventView) -> None:
    assert taken.receipt_number
    for number in numbers(taken):
        window.open_page("home", 0)
        window.header.search.take_scan(number)
        settle()
        assert window.page is not None
        assert (window.page.KIND, window.page.number) == ("event", taken.id), number


def test_a_typed_receipt_number_is_the_first_hit(
    qtbot: QtBot, window: MainWindow, taken: EventView, keys: Keyboard
) -> None:
    window.to_search()
    window.header.search.setText(taken.receipt_number or "")
    window.header.search.textEdited.emit(window.header.search.text())
    qtbot.waitUntil(lambda: bool(window.header.search.hits_shown()))
    (hit,) = window.header.search.hits_shown()
    assert hit.title == f"Payment event {grouped(long_id(taken.id))}"
    assert "Okafor, Ngozi" in hit.detail
    assert hit.right == "$61.35", "the change is taken off"
    keys.press(Qt.Key.Key_Return)
    assert window.page is not None
    assert (window.page.KIND, window.page.number) == ("event", taken.id)


@every("typed", ["", "1", "okafor", "1-1", "1000000007-999", "²²²²²²", "D-" * 40])
def test_what_names_no_event_finds_none(office: Office, taken: EventView, typed: str) -> None:
    assert office.services.search.events(typed, office.cashier) == ()
