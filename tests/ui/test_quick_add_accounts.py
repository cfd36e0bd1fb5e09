"""Payment Quick Add by accounts: four outcomes, the limit, the latest bill (QA-14..QA-19)."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu

from posapp.domain.ids import AccountId, short_id
from posapp.domain.quick_add import Outcome
from posapp.ui.pages.quick_add import QuickAddAccountsPage
from posapp.ui.window import MainWindow
from tests.helpers.bills import bill
from tests.helpers.events import balance
from tests.helpers.office import DAY, Office
from tests.helpers.surroundings import Keyboard

ENTER, F9, F10 = Qt.Key.Key_Return, Qt.Key.Key_F9, Qt.Key.Key_F10
YES = Qt.KeyboardModifier.ControlModifier, ENTER
SHIFT = Qt.KeyboardModifier.ShiftModifier


def customer(office: Office, name: str, points: int = 0) -> AccountId:
    account = office.account(name, points=points)
    office.agreement(account, "WATER", (DAY, 50_000))
    return account


@pytest.fixture
def ngozi(office: Office) -> AccountId:
    return customer(office, "Okafor, Ngozi")


@pytest.fixture
def page(window: MainWindow, keys: Keyboard) -> QuickAddAccountsPage:
    keys.press((SHIFT, Qt.Key.Key_F6))
    shown = window.page
    assert isinstance(shown, QuickAddAccountsPage)
    return shown


def paste(page: QuickAddAccountsPage, *rows: tuple[object, ...]) -> None:
    QGuiApplication.clipboard().setText(
        "\n".join("\t".join(str(cell) for cell in row) for row in rows)
    )
    page.intake.paste(QGuiApplication.clipboard().text())


def outcomes(page: QuickAddAccountsPage) -> list[Outcome | None]:
    assert page.run.batch is not None
    return [one.outcome for one in page.run.batch.rows]


def test_qa16_the_four_outcomes_and_what_can_be_done_with_each(
    page: QuickAddAccountsPage, window: MainWindow, keys: Keyboard, office: Office,
    ngozi: AccountId,
) -> None:  # fmt: skip
    sam = customer(office, "Quill, Sam", points=900)
    paste(
        page,
        (short_id(ngozi), "10.00", "Cash"),
        ("42", "11.00", "Cash"),
        (short_id(sam), "12.00", "Check", "118"),
        (short_id(ngozi), "13.00", "Cash", "", "SA-ID", "0000000042"),
    )
    # QA-14 is said before anything is sent, and whose account it is.
    assert page.grid.record(2).wrong is not None
    assert page.grid.record(2).payor_name == "Quill, Sam"
    keys.press(F9)
    assert outcomes(page) == [Outcome.DONE, Outcome.INVALID, Outcome.NOT_HERE, Outcome.ERROR]
    # QA-15: one event a row, also for one account.
    assert page.grid.record(0).event_id != page.grid.record(3).event_id
    assert balance(office, ngozi) == 49_000
    assert page.grid.record(3).is_done
    page.table.setFocus()
    page.table.go_to(2, "account")
    keys.press((SHIFT, F10))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert menu.actions()[0].text() == "Open account"
    menu.actions()[0].trigger()
    menu.close()
    assert window.page is not None
    assert (window.page.KIND, window.page.number) == ("account", sam)
    window.back()
    page.table.go_to(3, "account")
    page.table.setFocus()
    keys.press(ENTER)
    assert window.page.KIND == "event"


def test_qa16_an_invalid_row_is_corrected_and_sent_again(
    page: QuickAddAccountsPage, keys: Keyboard, office: Office, ngozi: AccountId
) -> None:
    keys.type("42")
    keys.press(ENTER)
    keys.type("10")
    keys.press(ENTER, F9)
    assert outcomes(page) == [Outcome.INVALID]
    keys.type(short_id(ngozi))
    keys.press(ENTER, F9)
    assert outcomes(page) == [Outcome.DONE]
    assert balance(office, ngozi) == 49_000


def test_the_setting_says_how_many_rows_there_are(
    page: QuickAddAccountsPage, ngozi: AccountId
) -> None:
    paste(page, *((short_id(ngozi), f"{n}.00") for n in range(1, 17)))
    assert len(page.grid.records) == page.grid.offer.limit == 15
    assert "1 row was left out: this page has 15 rows." in page.notices[0].text
    assert page.grid.rowCount() == 15


def test_qa18_a_bill_without_number_is_the_latest(
    page: QuickAddAccountsPage, keys: Keyboard, office: Office
) -> None:
    account = office.account("Varga, Ilona", customer_class="OPEN")
    water = office.agreement(account, "WATER")
    for month, cents in ((9, 4000), (10, 5000)):
        day = date(2026, month, 3)
        bill(office, account, f"W-{month}", date(2026, month, 24), (water, cents), day=day)
    paste(page, (short_id(account), "50.00", "Cash", "", "BILL-ID"))
    keys.press(F9)
    assert outcomes(page) == [Outcome.DONE]
    event = page.grid.record(0).event_id
    view = office.services.payment_events.show(event, office.cashier)  # type: ignore[arg-type]
    assert view.payments[0].match_value == "W-10"


def test_qa19_empty_rows_are_skipped(
    page: QuickAddAccountsPage, keys: Keyboard, ngozi: AccountId
) -> None:
    page.table.go_to(0, "tender_type")
    keys.type("Ch")
    keys.press(ENTER)
    assert page.grid.record(0).row.tender_type == "CHEC"
    page.table.go_to_free_row()
    keys.type(short_id(ngozi))
    keys.press(ENTER)
    keys.type("10")
    keys.press(ENTER)
    keys.type("77")
    keys.press(ENTER, F9)
    assert outcomes(page) == [Outcome.DONE]
    assert page.grid.rowCount() == 1


def test_d22_each_row_is_asked_about_what_holds_for_itself(
    page: QuickAddAccountsPage, keys: Keyboard, office: Office
) -> None:
    """A yes to both overpayments is none to the second check's being like the first one (M-40)."""
    owes_less = office.account("Lund, Ida")
    office.agreement(owes_less, "WATER", (DAY, 5_000))
    paste(page, *[(short_id(owes_less), "80.00", "Check", "7")] * 2)
    keys.press(F9)
    assert page.question.text().startswith("Rows 1, 2: ")
    keys.press(YES)
    assert outcomes(page) == [Outcome.DONE, None]
    assert page.question.text().startswith("Row 2: ")
    keys.press(YES)
    assert outcomes(page) == [Outcome.DONE, Outcome.DONE]
