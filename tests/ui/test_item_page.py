"""Payable items in the window: issued by keys, looked at, paid, taken back (IT-1 to IT-6)."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from posapp.domain.codes import ItemState
from posapp.domain.ids import AccountId, ItemId
from posapp.domain.items import ItemFilter
from posapp.domain.listing import PageRequest
from posapp.domain.money import Money
from posapp.ui.dialogs.issue_item import IssueItemDialog
from posapp.ui.dialogs.person import PersonDialog, PlatesDialog
from posapp.ui.dialogs.release_item import ReleaseItemDialog
from posapp.ui.pages.account import AccountPage
from posapp.ui.pages.account_inquiry import AccountDetailsPage
from posapp.ui.pages.item import ItemPage
from posapp.ui.pages.person import PersonPage
from posapp.ui.theme import Theme
from posapp.ui.window import MainWindow
from tests.helpers.events import add, is_clean
from tests.helpers.items import issue, shown
from tests.helpers.office import Office
from tests.helpers.surroundings import Keyboard, settle, show_window, surround

MAIN, ENTER, DOWN = Qt.Key.Key_F9, Qt.Key.Key_Return, Qt.Key.Key_Down
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def account(office: Office) -> AccountId:
    return office.account()


def window_of(
    qtbot: QtBot, office: Office, theme: Theme, folder: Path, keys: Keyboard, role: str
) -> MainWindow:
    context = surround(office, theme, folder, office.actors[role]).context
    return show_window(qtbot, context, keys, (1366, 768))


def open_item(window: MainWindow, item_id: ItemId) -> ItemPage:
    window.open_page("item", item_id)
    settle()
    assert isinstance(window.page, ItemPage)
    return window.page


def dialog_of(window: MainWindow, kind: type[IssueItemDialog]) -> IssueItemDialog:
    (found,) = window.findChildren(kind)
    assert isinstance(found, kind)
    return found


def fill(keys: Keyboard, field: QWidget, text: str) -> None:
    """Type into a field of a dialog."""
    field.setFocus()
    keys.type(text)


def start_issue(window: MainWindow, keys: Keyboard, account: AccountId) -> IssueItemDialog:
    window.open_page("account", account)
    settle()
    assert isinstance(window.page, AccountPage)
    keys.press((CTRL, Qt.Key.Key_I))
    settle()
    return dialog_of(window, IssueItemDialog)


def test_it1_a_cashier_issues_an_item_by_keys(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard, account: AccountId
) -> None:
    window = window_of(qtbot, office, theme, tmp_path, keys, "cashier")
    dialog = start_issue(window, keys, account)
    assert dialog.amount.value() == Money(1500)
    fill(keys, dialog.kind, "Perm")
    settle()
    assert dialog.amount.value() == Money(18000)
    assert not dialog.form.row("violation_code").isEnabled()
    assert dialog.consequences.texts()[0] == "$180.00 is charged to the account."
    keys.press(MAIN)
    settle()
    assert isinstance(window.page, ItemPage)
    assert window.page.head.figures["due"].text() == "$180.00"
    items = office.services.items.list(ItemFilter(account), PageRequest(), office.cashier).rows
    assert [(one.number, one.due) for one in items] == [("P-000001", Money(18000))]
    assert is_clean(office)


def test_it1_a_violation_costs_what_it_costs_there_with_its_penalty(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard, account: AccountId
) -> None:
    window = window_of(qtbot, office, theme, tmp_path, keys, "cashier")
    dialog = start_issue(window, keys, account)
    fill(keys, dialog.kind, "Viol")
    settle()
    assert dialog.amount.value() is None
    keys.press(MAIN)
    settle()
    assert dialog.form.errors() == {"amount": "Type what it costs."}
    fill(keys, dialog.violation_code, "HYD")
    fill(keys, dialog.location_class, "CEN")
    settle()
    assert dialog.amount.value() == Money(11500)
    fill(keys, dialog.more["penalty"], "10")
    fill(keys, dialog.plate, "gzh7067")
    keys.press(MAIN)
    settle()
    (row,) = office.services.items.list(ItemFilter(account), PageRequest(), office.cashier).rows
    item = shown(office, row.id)
    assert (item.due, item.description) == (Money(12500), "Fire hydrant")
    assert item.attributes == {"plate": "GZH7067"}


def test_a_refusal_stands_at_its_field(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard, account: AccountId
) -> None:
    issue(office, account, number="P-7")
    window = window_of(qtbot, office, theme, tmp_path, keys, "cashier")
    dialog = start_issue(window, keys, account)
    fill(keys, dialog.number, "P-7")
    keys.press(MAIN)
    settle()
    assert list(dialog.form.errors()) == ["number"]
    assert dialog.number.text() == "P-7"


def test_it5_the_page_says_whose_and_what(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard, account: AccountId
) -> None:
    item = issue(office, account, attributes=(("plate", "GZH7067"),))
    add(office, account, [("CASH", 8000)], [(account, 8000)],
        match_type="ITEM-ID", match_value=item.number)  # fmt: skip
    window = window_of(qtbot, office, theme, tmp_path, keys, "cashier")
    page = open_item(window, item.id)
    assert page.head.name.whole == "Permit · P-000001"
    assert page.head.about.whole.startswith("Okafor, Ngozi · Account")
    assert page.head.figures["due"].text() == "$100.00"
    assert ("Plate", "GZH7067") in page.facts.facts
    assert [page.payments.record_model().cell(0, at) for at in (1, 2, 3)] == [
        "Cash", "$80.00", "Frozen"
    ]  # fmt: skip
    assert page.history.record_model().rowCount() == 2
    assert page.log.record_model().cell(0, 1) == "Issued"
    assert page.take.isVisible()
    assert not page.release.isVisible()
    assert page.account_number == account
    page.payments.setFocus()
    keys.press(ENTER)
    settle()
    assert window.page is not None
    assert window.page.KIND == "payment"


def test_it6_a_supervisor_takes_an_item_back(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard, account: AccountId
) -> None:
    item = issue(office, account)
    window = window_of(qtbot, office, theme, tmp_path, keys, "supervisor")
    page = open_item(window, item.id)
    keys.press((CTRL, Qt.Key.Key_K))
    settle()
    (dialog,) = window.findChildren(ReleaseItemDialog)
    keys.press(MAIN)
    settle()
    assert dialog.form.errors() == {"comment": "Say why the item is taken back."}
    fill(keys, dialog.comment, "Wrong zone")
    keys.press(MAIN)
    settle()
    assert shown(office, item.id).state is ItemState.RELEASED
    QApplication.processEvents()
    page.load()
    settle()
    assert not page.release.isVisible()
    assert not page.take.isVisible()


def test_d44_an_auditor_only_looks(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard, account: AccountId
) -> None:
    item = issue(office, account)
    window = window_of(qtbot, office, theme, tmp_path, keys, "auditor")
    page = open_item(window, item.id)
    assert not page.take.isVisible()
    assert not page.release.isVisible()
    window.open_page("account", account)
    settle()
    assert isinstance(window.page, AccountPage)
    window.page.setFocus()
    keys.press((CTRL, Qt.Key.Key_I))
    settle()
    assert not window.findChildren(IssueItemDialog)


def test_it5_who_sets_up_changes_person_and_plates(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard, account: AccountId
) -> None:
    window = window_of(qtbot, office, theme, tmp_path, keys, "setup")
    person = office.services.inquiry.account(account, office.cashier).person
    window.open_page("person", person.id)
    settle()
    assert isinstance(window.page, PersonPage)
    keys.press(Qt.Key.Key_F4)
    settle()
    (dialog,) = window.findChildren(PersonDialog)
    fill(keys, dialog.email, "kim")
    keys.press(MAIN)
    settle()
    assert list(dialog.form.errors()) == ["email"]
    fill(keys, dialog.email, "@example.org")
    fill(keys, dialog.person_type, "Staf")
    fill(keys, dialog.employee_number, "E-1")
    keys.press(MAIN)
    settle()
    found = office.services.inquiry.account(account, office.cashier).person
    assert (found.person_type, found.email, found.employee_number) == (
        "STAFF", "kim@example.org", "E-1"
    )  # fmt: skip
    window.open_page("account_details", account)
    settle()
    assert isinstance(window.page, AccountDetailsPage)
    window.page.details.plates.click()
    settle()
    (plates,) = window.findChildren(PlatesDialog)
    plates.plate.setPlainText("gzh7067 ny\nx;y")
    keys.press(MAIN)
    settle()
    assert list(plates.form.errors()) == ["plate"]
    plates.plate.setPlainText("gzh7067 ny")
    keys.press(MAIN)
    settle()
    kept = office.services.inquiry.account(account, office.cashier).keys
    assert ("PLATE-STATE", "GZH7067 NY") in kept


def test_it5_a_cashier_changes_no_person(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard, account: AccountId
) -> None:
    window = window_of(qtbot, office, theme, tmp_path, keys, "cashier")
    person = office.services.inquiry.account(account, office.cashier).person
    window.open_page("person", person.id)
    settle()
    assert isinstance(window.page, PersonPage)
    assert not window.page.change.isVisible()


def test_it5_the_name_of_the_open_file_stays_on_top_of_every_page(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard, account: AccountId
) -> None:
    item = issue(office, account)
    window = window_of(qtbot, office, theme, tmp_path, keys, "supervisor")
    label = window.header.file
    assert not label.isVisible()
    for kind, number in (("account", account), ("item", item.id), ("search", 0), ("setup", 0)):
        window.open_page(kind, number)
        settle()
        assert label.isVisible()
        assert label.whole == "Okafor, Ngozi"
    other = office.account("Ahn, Mina")
    window.open_page("account", other)
    settle()
    assert label.whole == "Ahn, Mina"
    window.open_page("home", 0)
    settle()
    assert not label.isVisible()
