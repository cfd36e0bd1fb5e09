"""Fields of forms: amounts, dates, choices, errors beside them (rules of use 6 and 9)."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from posapp.domain.money import Currency, Money
from posapp.ui.formats import Formats
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.date_edit import DateEdit
from posapp.ui.widgets.form import Form
from posapp.ui.widgets.money_edit import MoneyEdit

Today = Callable[[], date]


@pytest.fixture
def money(qtbot: QtBot, formats: Formats) -> MoneyEdit:
    edit = MoneyEdit(formats)
    edit.setObjectName("amount_tendered")
    qtbot.addWidget(edit)
    return edit


@pytest.fixture
def day(qtbot: QtBot, formats: Formats, today: Today) -> DateEdit:
    edit = DateEdit(formats, today)
    qtbot.addWidget(edit)
    return edit


def test_a_typed_amount_is_a_value_at_every_key(qtbot: QtBot, money: MoneyEdit) -> None:
    seen: list[Money | None] = []
    money.value_changed.connect(seen.append)
    QTest.keyClicks(money, "40+22.35")
    assert money.value() == Money(6235)
    steps = (400, 4000, None, 4200, 6200, 6230, 6235)
    assert seen == [None if step is None else Money(step) for step in steps]
    assert money.error == ""


def test_use_6_what_is_no_amount_is_refused_at_once_and_stays(money: MoneyEdit) -> None:
    errors: list[str] = []
    money.error_changed.connect(errors.append)
    QTest.keyClicks(money, "12x")
    assert money.value() is None
    assert money.text() == "12x"
    assert errors == ["This is not an amount of money."]
    assert money.property("wrong") == "true"
    QTest.keyClick(money, Qt.Key.Key_Backspace)
    assert money.value() == Money(1200)
    assert errors[-1] == ""
    assert money.property("wrong") == "false"


def test_an_unfinished_sum_is_no_error(money: MoneyEdit) -> None:
    QTest.keyClicks(money, "40+")
    assert money.value() is None
    assert money.error == ""


def test_leaving_the_field_writes_the_amount_out(money: MoneyEdit) -> None:
    QTest.keyClicks(money, "1234+.5")
    QTest.keyClick(money, Qt.Key.Key_Return)
    assert money.text() == "1,234.50"
    assert money.value() == Money(123450)


def test_amounts_follow_locale_and_currency(qtbot: QtBot) -> None:
    german = Formats(Currency("EUR", 2, "€"), number_locale="de_DE")
    edit = MoneyEdit(german)
    qtbot.addWidget(edit)
    edit.setText("12,50")
    assert edit.value() == Money(1250)
    edit.set_value(Money(123456))
    assert edit.text() == "1.234,56"
    edit.set_currency(Currency("JPY", 0, "¥"))
    assert edit.value() is None
    assert "0 decimals" in edit.error
    assert edit.currency.code == "JPY"


def test_setting_nothing_empties_the_field(money: MoneyEdit) -> None:
    money.set_value(Money(-500))
    assert money.text() == "\u22125.00"
    money.set_value(None)
    assert (money.text(), money.value(), money.error) == ("", None, "")


def test_entering_the_field_selects_the_proposed_amount(qtbot: QtBot, money: MoneyEdit) -> None:
    money.set_value(Money(18420))
    money.show()
    money.activateWindow()
    money.setFocus()
    qtbot.waitUntil(money.hasFocus)
    QTest.keyClicks(money, "200")
    assert money.value() == Money(20000)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("t", "2026-11-21"), ("+1", "2026-11-22"), ("11-20", "2026-11-20"), ("3", "2026-11-03")],
)
def test_dates_are_written_out_when_left(day: DateEdit, typed: str, shown: str) -> None:
    QTest.keyClicks(day, typed)
    QTest.keyClick(day, Qt.Key.Key_Return)
    assert day.text() == shown


def test_a_wrong_date_is_told_when_left_and_forgiven_while_typing(day: DateEdit) -> None:
    errors: list[str] = []
    day.error_changed.connect(errors.append)
    QTest.keyClicks(day, "2026-13")
    assert errors == []
    QTest.keyClick(day, Qt.Key.Key_Return)
    assert errors == [day.error] != [""]
    assert day.text() == "2026-13"
    assert day.value() is None
    day.setText("2026-12-01")
    assert day.error == ""
    assert day.value() == date(2026, 12, 1)


def test_ctrl_up_and_down_move_by_a_day_and_plain_arrows_change_nothing(day: DateEdit) -> None:
    ctrl = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(day, Qt.Key.Key_Up, ctrl)
    assert day.value() == date(2026, 11, 22)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Down):
        QTest.keyClick(day, key)
    assert day.value() == date(2026, 11, 22), "who wants the next field changes no date"
    QTest.keyClick(day, Qt.Key.Key_Down, ctrl)
    QTest.keyClick(day, Qt.Key.Key_Down, ctrl)
    assert day.value() == date(2026, 11, 20)
    day.setReadOnly(True)
    QTest.keyClick(day, Qt.Key.Key_Down, ctrl)
    assert day.value() == date(2026, 11, 20)
    day.set_value(None)
    assert day.text() == ""


def test_choices_carry_values_and_keep_them(qtbot: QtBot) -> None:
    box = ChoiceBox([Choice("CASH", "Cash"), Choice("CHEC", "Check")])
    qtbot.addWidget(box)
    seen: list[str] = []
    box.value_changed.connect(seen.append)
    assert box.value() == "CASH"
    assert box.select("CHEC")
    assert not box.select("CARD")
    box.set_choices([Choice("CARD", "Card"), Choice("CHEC", "Check")])
    assert box.value() == "CHEC"
    box.set_choices([Choice("CARD", "Card")])
    assert box.value() == "CARD"
    box.set_choices([])
    assert box.value() is None
    assert seen == ["CHEC", "CARD", None]


def test_scrolling_past_a_choice_does_not_change_it(qtbot: QtBot) -> None:
    box = ChoiceBox([Choice(1, "One"), Choice(2, "Two")])
    qtbot.addWidget(box)
    down = QWheelEvent(
        QPoint(5, 5),
        box.mapToGlobal(QPoint(5, 5)),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(box, down)
    assert box.value() == 1


def test_use_9_fields_have_names_labels_and_buddies(qtbot: QtBot) -> None:
    form = Form()
    qtbot.addWidget(form)
    row = form.add("payment_date", "Payment Date", QLineEdit(), "ISO")
    assert row.field.objectName() == "payment_date"
    assert row.field.accessibleName() == row.label == "Payment Date"
    assert row.field.accessibleDescription() == "ISO"
    assert form.row("payment_date") is row
    assert form.has("payment_date")
    with pytest.raises(KeyError):
        form.row("amount")


def test_errors_stand_at_the_field_and_nothing_jumps(qtbot: QtBot) -> None:
    form = Form()
    qtbot.addWidget(form)
    row = form.add("check_number", "Check Number", QLineEdit("22"))
    form.show()
    height = form.sizeHint().height()
    assert form.show_error("check_number", "Required.")
    assert not form.show_error("amount", "No such field.")
    assert form.sizeHint().height() == height
    assert form.errors() == {"check_number": "Required."}
    assert row.field.property("wrong") == "true"
    assert row.field.accessibleDescription() == "Required."
    form.clear_errors()
    assert form.errors() == {}
    assert isinstance(row.field, QLineEdit)
    assert row.field.text() == "22"


def test_a_fields_own_error_shows_and_survives_clearing(qtbot: QtBot, formats: Formats) -> None:
    form, money = Form(), MoneyEdit(formats)
    qtbot.addWidget(form)
    form.add("amount", "Amount", money)
    money.setText("x")
    assert "not an amount" in form.errors()["amount"]
    form.clear_errors()
    assert "not an amount" in form.errors()["amount"]
    money.setText("1")
    assert form.errors() == {}


def test_the_focus_goes_to_the_first_field_or_error(qtbot: QtBot) -> None:
    form = Form(2)
    qtbot.addWidget(form)
    fields: list[QWidget] = [QLineEdit(), QLineEdit(), QLineEdit()]
    fields[0].setEnabled(False)
    for number, field in enumerate(fields):
        form.add(f"f{number}", f"F{number}", field, span=1 + number // 2)
    form.show()
    form.activateWindow()
    form.focus_first()
    qtbot.waitUntil(fields[1].hasFocus)
    form.show_error("f2", "wrong")
    form.focus_first_error()
    assert fields[2].hasFocus()


def test_alt_with_a_letter_is_no_part_of_an_amount(money: MoneyEdit) -> None:
    money.setText("12")
    alt = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_7, Qt.KeyboardModifier.AltModifier, "7")
    QApplication.sendEvent(money, alt)
    assert money.text() == "12"
    assert not alt.isAccepted()
