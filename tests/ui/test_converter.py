"""The currency converter in the window: add dialog, Add tender, both amounts shown (AC-02..AC-09)."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from posapp.domain.codes import DistributeAction
from posapp.domain.ids import AccountId, ControlId
from posapp.domain.money import Money
from posapp.ui.dialogs.converter import ConverterDialog
from posapp.ui.dialogs.payment_event import PaymentEventDialog
from posapp.ui.dialogs.tender import TenderDialog
from posapp.ui.pages.payment_event import PaymentEventPage
from posapp.ui.pages.tender_control import TenderControlPage
from posapp.ui.theme import Theme
from posapp.ui.window import MainWindow
from tests.helpers.euros import allow_euros, open_euro_drawer, quote_euro
from tests.helpers.events import add, show
from tests.helpers.office import DAY, Office
from tests.helpers.surroundings import Keyboard, settle, surround

ALT_U = (Qt.KeyboardModifier.AltModifier, Qt.Key.Key_U)
F9, ENTER = Qt.Key.Key_F9, Qt.Key.Key_Return


@pytest.fixture
def euros(office: Office) -> ControlId:
    allow_euros(office)
    quote_euro(office, "1.10", DAY - timedelta(days=2))
    quote_euro(office, "1.00", DAY - timedelta(days=9))
    return open_euro_drawer(office)


@pytest.fixture
def account(office: Office) -> AccountId:
    account = office.account()
    office.agreement(account, "WATER", (date(2026, 11, 1), 5500))
    return account


def paying(window: MainWindow, account: AccountId) -> PaymentEventDialog:
    window.open_page("account", account)
    settle()
    window.commands.add_event()
    settle()
    (dialog,) = window.findChildren(PaymentEventDialog)
    return dialog


def converter_of(parent: object) -> ConverterDialog:
    settle()
    (found,) = [
        one
        for one in parent.findChildren(ConverterDialog)
        if one.isVisible()  # type: ignore[attr-defined]
    ]
    return found


def test_ac02_the_converter_is_there_only_where_the_installation_takes_other_money(
    window: MainWindow, account: AccountId
) -> None:
    dialog = paying(window, account)
    assert dialog.converter.button.isHidden()
    dialog.converter.open()
    settle()
    assert dialog.findChildren(ConverterDialog) == []


def test_ac03_the_tender_takes_the_converted_amount_and_shows_both(
    euros: ControlId, window: MainWindow, account: AccountId, office: Office, keys: Keyboard
) -> None:
    dialog = paying(window, account)
    keys.press(ALT_U)
    converter = converter_of(dialog)
    assert converter.currency.value() == "EUR"
    assert "1 EUR = 1.10 USD" in converter.rate.text()
    keys.type("50")
    assert converter.worth.text() == "$55.00"
    keys.press(F9)
    settle()
    line = dialog.tenders.first
    assert line.amount.value() == Money(5500)
    assert line.amount.isReadOnly()
    assert "€50.00 at 1.10" in shown_hint(line.amount_field)
    assert dialog.sums.tendered.text() == "$55.00"
    keys.press(F9)
    settle()
    page = window.page
    assert isinstance(page, PaymentEventPage)
    (tender,) = show(office, page.number).tenders  # type: ignore[arg-type]
    assert (tender.control_amount, tender.control_currency, tender.amount, tender.rate) == (
        Money(5000), "EUR", Money(5500), "1.10",
    )  # fmt: skip
    assert "Alternate Currency Used" in page.header.info.text()


def shown_hint(field: object) -> str:
    return str(field._line.text())  # type: ignore[attr-defined]


def test_ac03_money_of_the_account_is_taken_again(
    euros: ControlId, window: MainWindow, account: AccountId
) -> None:
    dialog = paying(window, account)
    dialog.converter.open()
    converter = converter_of(dialog)
    converter.amount.set_value(Money(5000))
    converter.submit()
    settle()
    dialog.converter.open()
    again = converter_of(dialog)
    assert again.amount.value() == Money(5000)
    again.currency.select(None)
    again.submit()
    settle()
    line = dialog.tenders.first
    assert line.typed().conversion is None
    assert not line.amount.isReadOnly()
    assert shown_hint(line.amount_field) == ""


def test_ac04_another_payment_date_has_another_rate(
    euros: ControlId, window: MainWindow, account: AccountId
) -> None:
    dialog = paying(window, account)
    dialog.converter.open()
    converter = converter_of(dialog)
    converter.amount.set_value(Money(5000))
    converter.submit()
    settle()
    line = dialog.tenders.first
    dialog.fields.payment_date.set_value(DAY - timedelta(days=5))
    settle()
    assert line.amount.value() == Money(5000)
    dialog.fields.payment_date.set_value(DAY - timedelta(days=30))
    settle()
    assert line.typed().conversion is None
    assert "EUR" in line.amount_field.error
    assert "2026-10-21" in line.amount_field.error


def test_ac04_ac06_a_missing_rate_or_drawer_is_said_in_the_converter(
    office: Office, window: MainWindow, account: AccountId
) -> None:
    allow_euros(office)
    window.context.snapshot.current = office.services.setup()
    dialog = paying(window, account)
    dialog.converter.open()
    converter = converter_of(dialog)
    assert converter.form.errors()["currency"] == "You have no open tender control in EUR."
    converter.reject()
    open_euro_drawer(office)
    dialog.converter.open()
    converter = converter_of(dialog)
    assert converter.form.errors()["currency"] == (
        "No exchange rate from EUR to USD on or before 2026-11-20."
    )
    converter.amount.set_value(Money(5000))
    converter.submit()
    settle()
    assert converter.isVisible()


def test_ac02_add_tender_converts_too(
    euros: ControlId, window: MainWindow, account: AccountId, office: Office, keys: Keyboard
) -> None:
    event = add(office, account, [("CASH", 1000)], [(account, 6500)], action=DistributeAction.NONE)
    window.open_page("event", event.id)
    settle()
    page = window.page
    assert isinstance(page, PaymentEventPage)
    page.tabs.setCurrentWidget(page.tenders)
    page.tenders.buttons["add_tender"].click()
    settle()
    (dialog,) = window.findChildren(TenderDialog)
    keys.press(ALT_U)
    converter_of(dialog)
    keys.type("50")
    keys.press(F9)
    settle()
    assert dialog.tender_control.value() == euros
    assert dialog.amount.value() == Money(5000)
    hint = shown_hint(dialog.form.row("amount_tendered"))
    assert "= $55.00" in hint
    assert "at 1.10, 2026-11-18" in hint
    keys.press(F9)
    settle()
    tender = show(office, event.id).tenders[-1]
    assert (tender.control_currency, tender.amount) == ("EUR", Money(5500))


def test_d05_the_drawers_page_says_what_foreign_money_is_worth(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, account: AccountId,
    euros: ControlId,
) -> None:  # fmt: skip
    context = surround(office, theme, tmp_path, actor=office.supervisor).context
    page = TenderControlPage(context, euros)
    qtbot.addWidget(page)
    page.load()
    settle()
    assert page.head.figures.figure("home_value").isHidden()
