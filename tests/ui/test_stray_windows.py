"""No part of a page or dialog opens as a window of its own for a moment.

A widget that is shown before it has a parent does: it flashes, and takes the focus away from the
field that somebody is typing into.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from posapp.domain.codes import Role
from posapp.domain.ids import new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.rights import Right
from posapp.domain.setup import SetUp
from posapp.ui.dialogs.payment_event import PaymentEventDialog
from posapp.ui.pages.account import AccountPage
from posapp.ui.pages.payment_event import PaymentEventPage
from posapp.ui.pages.quick_add import QuickAddPage
from posapp.ui.pages.registry import PAGES
from posapp.ui.theme import Theme
from posapp.ui.window import MainWindow
from tests.helpers.bills import bill
from tests.helpers.office import DAY, Office
from tests.helpers.surroundings import settle, surround

INQUIRY = (
    "financial_history",
    "payment_history",
    "account_bills",
    "match_events",
    "credit_rating",
    "account_details",
)


class ShowWatch(QObject):
    """Notes every window that is neither a main window nor a dialog."""

    def __init__(self) -> None:
        super().__init__()
        self.strays: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget):
            expected = isinstance(watched, QDialog | QMainWindow)
            if watched.isWindow() and not expected:
                self.strays.append(f"{type(watched).__name__} {watched.objectName()}".strip())
        return False


@pytest.fixture
def watch(qapp: QApplication) -> Iterator[ShowWatch]:
    made = ShowWatch()
    qapp.installEventFilter(made)
    yield made
    qapp.removeEventFilter(made)


def test_the_watch_sees_a_stray_window(qtbot: QtBot, watch: ShowWatch) -> None:
    stray = QWidget()
    stray.setObjectName("stray")
    qtbot.addWidget(stray)
    stray.setVisible(True)
    assert watch.strays == ["QWidget stray"]


# Who may do everything sees every part that a right shows, the others what is shown without one.
@pytest.mark.parametrize(
    "roles",
    [
        pytest.param([Role.CASHIER], id="cashier"),
        pytest.param([Role.AUDITOR], id="auditor"),
        pytest.param(list(Role), id="everybody", marks=pytest.mark.dressed),
    ],
)
def test_pages_and_dialogs_open_nothing_but_themselves(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, watch: ShowWatch, roles: list[Role]
) -> None:
    account = office.account(points=200)
    office.agreement(account, "WATER", (DAY, 5000))
    office.item(account, "8713353457", 6500)
    command = AddEvent(
        new_request_id(),
        account,
        (TenderDraft("CASH", Money(10_000)),),
        (PaymentDraft(account, Money(2500)),),
    )
    event = office.services.payment_events.add(command, office.cashier).value.event_id
    shown = office.services.payment_events.show(event, office.cashier).payments[0]
    (posted,) = office.services.history.transactions_of_payment(shown.id, office.cashier)
    bought = office.account(customer_class="OPEN")
    numbers = {
        "account": account,
        "event": event,
        "control": office.control,
        "search": account,
        "payment": shown.id,
        "agreement": posted.agreement_id,
        "transaction": posted.id,
        "bill": bill(office, bought, "B-1", DAY, (office.agreement(bought, "WATER"), 5000)),
        "person": office.services.inquiry.account(account, office.cashier).person.id,
    } | dict.fromkeys(INQUIRY, account)
    actor = replace(office.actors[roles[0].value], roles=frozenset(roles))
    context = surround(office, theme, tmp_path, actor).context
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.show()
    window.start()
    for kind in PAGES:
        window.open_page(kind, numbers.get(kind, 0))
        settle()
    commands = window.commands
    for open_dialog in (commands.show_about, commands.show_help, commands.show_preferences):
        close(open_dialog)
    if actor.may(Right.OPEN_CONTROL):
        close(commands.open_drawer)
    if actor.may(Right.DEPOSIT_CONTROL):
        close(commands.open_deposit_control)
    window.open_page("event", event)
    settle()
    assert isinstance(window.page, PaymentEventPage)
    close(window.page.open_receipt)
    if Role.CASHIER in roles:
        window.open_page("account", account)
        settle()
        assert isinstance(window.page, AccountPage)
        close(window.page.take_payment)
        context.snapshot.current = _always_by_rules(office)
        close(window.page.take_payment)
        window.open_page("quick_add", 0)
        settle()
        assert isinstance(window.page, QuickAddPage)
        window.page.head.number.select("single")
        settle()
    assert watch.strays == []


def _always_by_rules(office: Office) -> SetUp:
    """The set-up where payments begin with distribution rules."""
    row = {"always_enable_distribution_rule": True, "default_distribution_rule": "ACCT"}
    office.services.setup_edits.save(
        "feature_option", row, new_request_id(), office.actors["setup"]
    )
    return office.services.setup()


def close(open_dialog: Callable[[], object]) -> None:
    """Open a dialog, use what opens parts of it, and close it."""
    open_dialog()
    settle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QDialog)
    if isinstance(dialog, PaymentEventDialog):
        dialog.tenders.add_line()
        settle()
    dialog.reject()
    settle()
