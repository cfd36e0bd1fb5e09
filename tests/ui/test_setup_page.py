"""The set-up page by keys over a real database."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit
from pytestqt.qtbot import QtBot

from posapp.domain.setup_tables import SETUP_TABLES
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.dialogs.setup_row import SetUpRowDialog
from posapp.ui.leaving import Leaving
from posapp.ui.models.columns import ROW_ROLE
from posapp.ui.models.records import RecordTableModel
from posapp.ui.models.setup_lists import row_columns, table_columns
from posapp.ui.pages.setup import SetUpPage
from posapp.ui.theme import Theme
from posapp.ui.widgets.choice_box import ChoiceBox
from tests.helpers.events import add
from tests.helpers.office import DAY, Office
from tests.helpers.surroundings import Keyboard, settle, surround

ENTER, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Down


def shown(qtbot: QtBot, office: Office, theme: Theme, folder: Path, who: str) -> SetUpPage:
    page = SetUpPage(surround(office, theme, folder, office.actors[who]).context)
    qtbot.addWidget(page)
    page.resize(1366, 700)
    page.show()
    qtbot.waitExposed(page)
    page.load()
    page.focus_first()
    settle()
    return page


@pytest.fixture
def page(qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path) -> SetUpPage:
    return shown(qtbot, office, theme, tmp_path, "setup")


@pytest.fixture
def keys(page: SetUpPage) -> Keyboard:
    made = Keyboard()
    made.home = page
    return made


def go_to(page: SetUpPage, table: str) -> None:
    page.tables.select_line(list(SETUP_TABLES).index(table))
    settle()


def mark(page: SetUpPage, code: str) -> None:
    model = page.rows.record_model()
    assert model is not None
    codes = [model.index(row, 0).data(ROW_ROLE)["code"] for row in range(model.rowCount())]
    page.rows.select_line(codes.index(code))
    page.rows.setFocus()
    settle()


def dialog() -> Any:
    settle()
    return QApplication.activeModalWidget()


def row(office: Office, table: str, code: str) -> dict[str, Any]:
    found = office.services.setup_edits.rows(table, office.actors["setup"]).rows
    return dict(next(one for one in found if one["code"] == code))


def test_12_every_table_is_there_with_its_rows_and_a_form_of_all_its_fields(
    page: SetUpPage, office: Office
) -> None:
    model = page.tables.record_model()
    assert model is not None
    assert model.rowCount() == len(SETUP_TABLES)
    for name, table in SETUP_TABLES.items():
        go_to(page, name)
        rows = page.rows.record_model()
        assert rows is not None
        stored = office.services.setup_edits.rows(name, office.actors["setup"]).rows
        assert rows.rowCount() == (len(table.fields) if table.single else len(stored)), name
        if table.fixed:
            buttons = (page.new, page.change, page.delete)
            assert not any(button.isEnabled() for button in buttons)
            continue
        (page.change if table.single else page.new).click()
        form = dialog()
        assert isinstance(form, SetUpRowDialog), name
        assert set(form.fields) == {field.name for field in table.fields}
        form.give_up()
        settle()


def test_enter_on_a_row_changes_it(page: SetUpPage, keys: Keyboard, office: Office) -> None:
    go_to(page, "tender_type")
    mark(page, "CHEC")
    keys.press(ENTER)
    form = dialog()
    assert isinstance(form, SetUpRowDialog)
    assert not form.fields["code"].isEnabled()
    description = form.fields["description"]
    assert isinstance(description, QLineEdit)
    assert QApplication.focusWidget() is description
    description.selectAll()
    keys.type("Cheque")
    keys.press(Qt.Key.Key_F9)
    assert row(office, "tender_type", "CHEC")["description"] == "Cheque"
    assert dialog() is None


def test_a_row_that_was_saved_holds_nobody_back(page: SetUpPage, keys: Keyboard) -> None:
    """The dialog lives on for a moment, with fields that differ from those it began with."""
    go_to(page, "cancel_reason")
    mark(page, "DATA")
    keys.press(ENTER)
    form = dialog()
    form.findChild(QLineEdit, "description").setText("Typed wrong")
    assert form.holds_work
    leaving = Leaving(page, page.context.runner)
    assert not leaving.may_go()
    keys.press(Qt.Key.Key_Escape)
    assert QApplication.activeModalWidget() is form
    keys.press(Qt.Key.Key_F9)
    assert leaving.may_go()


def test_a_new_reason_by_keys(page: SetUpPage, keys: Keyboard, office: Office) -> None:
    go_to(page, "cancel_reason")
    keys.press(Qt.Key.Key_Insert)
    form = dialog()
    keys.type("lost")
    keys.press(Qt.Key.Key_Tab)
    keys.type("Check lost")
    flag = form.fields["nsf_charge"]
    assert isinstance(flag, QCheckBox)
    flag.setFocus()
    keys.press(Qt.Key.Key_Space)
    keys.press(Qt.Key.Key_F9)
    assert form.form.errors() != {}, "numbers are required"
    for name in ("affect_cash_only_by", "affect_credit_rating_by", "months_affecting"):
        form.fields[name].setFocus()
        keys.type("0")
    keys.press(Qt.Key.Key_F9)
    assert row(office, "cancel_reason", "LOST")["nsf_charge"] is True


def test_a_wrong_value_stands_at_its_field(page: SetUpPage, keys: Keyboard, office: Office) -> None:
    go_to(page, "adjustment_type")
    mark(page, "NSF")
    keys.press(ENTER)
    form = dialog()
    amount = form.fields["default_amount"]
    amount.setFocus()
    amount.selectAll()
    keys.type("1.005")
    keys.press(Qt.Key.Key_F9)
    assert list(form.form.errors()) == ["default_amount"]
    assert form.isVisible()
    assert row(office, "adjustment_type", "NSF")["default_amount"].minor == 2500
    assert form.holds_work
    form.reject()


def test_a_row_in_use_is_not_deleted_another_one_after_a_question(
    page: SetUpPage, keys: Keyboard, office: Office
) -> None:
    go_to(page, "currency")
    mark(page, "USD")
    keys.press(Qt.Key.Key_Delete)
    assert any("because it is used" in notice.text for notice in page.notices)
    go_to(page, "bank")
    new = {"code": "TEST", "description": "Test bank"}
    office.services.setup_edits.save("bank", new, "0" * 8 + "-0000-4000-8000-" + "0" * 12,
                                     office.actors["setup"])  # fmt: skip
    page.load()
    settle()
    mark(page, "TEST")
    keys.press(Qt.Key.Key_Delete)
    asked = dialog()
    assert isinstance(asked, ConfirmDialog)
    keys.press(Qt.Key.Key_F9)
    codes = [
        one["code"] for one in office.services.setup_edits.rows("bank", page.context.actor).rows
    ]
    assert "TEST" not in codes


def test_d44_an_auditor_looks_and_changes_nothing(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path
) -> None:
    page = shown(qtbot, office, theme, tmp_path, "auditor")
    assert not page.new.isEnabled()
    assert not page.change.isEnabled()
    assert not page.delete.isEnabled()


def test_a_choice_starts_with_the_rows_value(page: SetUpPage, keys: Keyboard) -> None:
    go_to(page, "tender_source")
    mark(page, "CASH-A01")
    keys.press(ENTER)
    form = dialog()
    for name, value in (("source_type", "CASHIERING"), ("currency", "USD"), ("office", "MAIN")):
        box = form.fields[name]
        assert isinstance(box, ChoiceBox)
        assert box.value() == value
    assert not form.holds_work
    form.reject()


def test_the_lists_are_sound_models(qtbot: QtBot, page: SetUpPage, office: Office) -> None:
    tables = RecordTableModel(table_columns(), tuple(SETUP_TABLES.values()))
    QAbstractItemModelTester(tables, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for table in SETUP_TABLES.values():
        rows = office.services.setup_edits.rows(table.name, page.context.actor).rows
        model = RecordTableModel(row_columns(table, page.context.formats), rows)
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        for column in range(model.columnCount()):
            model.sort(column)
    assert qtbot


def test_d29_the_page_says_which_rows_keep_a_ledger_code(page: SetUpPage, office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 1000))
    add(office, account, [("CASH", 1000)], [(account, 1000)])
    go_to(page, "distribution_code")
    mark(page, "1010-CASH")
    assert "keep what it was when they were made" in page.uses.text()
    assert "Ledger lines (1), Tenders (1) keep" in page.uses.text()
    assert "Tender sources" in page.uses.text()
    go_to(page, "role_right")
    assert page.uses.text() == ""


def test_pr05_the_form_keeps_the_lines_of_papers(page: SetUpPage, office: Office) -> None:
    go_to(page, "installation")
    page.change.click()
    form = dialog()
    (was,) = office.services.setup_edits.rows("installation", office.actors["setup"]).rows
    assert form.fields["endorse_message"].toPlainText() == was["endorse_message"]
    assert not form.holds_work
    form.fields["address"].setPlainText("1 Elm St\nSpringfield")
    form.submit()
    settle()
    (now,) = office.services.setup_edits.rows("installation", office.actors["setup"]).rows
    assert now == {**was, "address": "1 Elm St\nSpringfield"}


def test_12_the_only_row_of_a_table_is_shown_by_its_fields(page: SetUpPage, keys: Keyboard) -> None:
    go_to(page, "installation")
    model = page.rows.record_model()
    assert model is not None
    lines = {model.cell(row, 0): model.cell(row, 1) for row in range(model.rowCount())}
    assert len(lines) == len(SETUP_TABLES["installation"].fields)
    assert lines["Currency"] == "USD"
    page.rows.setFocus()
    page.rows.select_line(list(lines).index("Cash-only threshold"))
    keys.press(ENTER)
    form = dialog()
    assert form.focusWidget().objectName() == "cash_only_threshold"
    form.fields["cash_only_threshold"].setText("120")
    form.submit()
    settle()
    model = page.rows.record_model()
    assert model is not None
    assert model.cell(page.rows.currentIndex().row(), 1) == "120", "the line stays marked"


def test_12_a_new_row_begins_with_what_the_office_uses_and_is_marked_then(page: SetUpPage) -> None:
    go_to(page, "tender_source")
    page.new.click()
    form = dialog()
    assert form.fields["currency"].value() == "USD"
    assert form.fields["source_type"].value() == "CASHIERING"
    assert form.fields["office"].value() == page.context.actor.office
    assert not form.holds_work, "nothing is lost when it is left"
    form.fields["code"].setText("AAA-1")
    form.fields["description"].setText("Another drawer")
    form.fields["default_starting_balance"].setText("0")
    assert form.holds_work
    form.submit()
    settle()
    assert page.rows.current_record()["code"] == "AAA-1"


def test_d29_each_table_is_named_once_at_the_foot(page: SetUpPage) -> None:
    go_to(page, "tender_type")
    mark(page, "CASH")
    assert page.uses.text().count("Installation") == 1
    assert "Installation (" not in page.uses.text()


def test_12_a_row_in_use_says_where_in_words(page: SetUpPage) -> None:
    go_to(page, "tender_source")
    mark(page, "CASH-A01")
    page.delete.click()
    settle()
    (notice,) = page.notices
    assert notice.text.startswith("CASH-A01 cannot be deleted, because it is used. ")
    assert "_" not in notice.text


def test_12_what_is_missing_is_said_in_words_and_bank_accounts_are_a_list(
    page: SetUpPage, keys: Keyboard, office: Office
) -> None:
    go_to(page, "tender_source")
    mark(page, "CASH-A01")
    keys.press(ENTER)
    form = dialog()
    assert "*" in form.form.row("default_starting_balance")._label.text()
    form.fields["default_starting_balance"].clear()
    keys.press(Qt.Key.Key_F9)
    assert form.form.errors() == {"default_starting_balance": "Is required."}
    bank, accounts = form.fields["bank"], form.fields["bank_account"]
    assert isinstance(accounts, ChoiceBox)
    bank.select(None)
    assert accounts.count() == 1
    first = office.services.setup().bank_accounts[0]
    bank.select(first.bank)
    assert accounts.select(first.key)
