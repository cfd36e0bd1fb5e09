"""Strips, pills, cards, buttons, tables, shortcuts."""

from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from posapp.settings import WorkstationSettings
from posapp.ui.models.columns import text_column
from posapp.ui.models.paged import PagedTableModel
from posapp.ui.models.records import RecordTableModel
from posapp.ui.shortcuts import Key, Shortcuts
from posapp.ui.state import WindowState
from posapp.ui.theme import Theme
from posapp.ui.tokens import DARK, LIGHT, Tone
from posapp.ui.widgets.badges import Pill, PillStrip
from posapp.ui.widgets.banner import Banner, BannerStack, Notice
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.fact_lines import FactLines
from posapp.ui.widgets.looks import text_label
from posapp.ui.widgets.table import DataTable
from posapp.ui.widgets.totals_bar import TotalsBar


@dataclass(frozen=True, slots=True)
class Line:
    """A row."""

    name: str
    detail: str = ""


COLUMNS = (
    text_column("Name", lambda r: r.name, 100),
    text_column("Detail", lambda r: r.detail, 100, stretch=True),
)


@pytest.fixture
def table(qtbot: QtBot) -> DataTable:
    made = DataTable("lines", "Lines")
    qtbot.addWidget(made)
    made.set_model(RecordTableModel(COLUMNS, [Line("a", "1"), Line("b", "2")], made))
    made.resize(400, 300)
    made.show()
    return made


def test_a_strip_says_word_and_sentence_and_acts(qtbot: QtBot) -> None:
    pressed: list[int] = []
    banner = Banner()
    qtbot.addWidget(banner)
    assert banner.isHidden()
    banner.show_notice(
        Notice("Out of paper.", Tone.AMBER, "Reprint", lambda: pressed.append(1), "F4")
    )
    assert banner.accessibleName() == "Warning: Out of paper."
    button = banner.findChild(KeyButton, "banner_action")
    assert button is not None
    assert (button.text(), button.hint) == ("Reprint", "F4")
    button.click()
    assert pressed == [1]
    banner.clear()
    assert banner.isHidden()
    assert banner.text() == ""
    button.click()
    assert pressed == [1]


def test_strips_stand_in_order_of_severity(qtbot: QtBot) -> None:
    stack = BannerStack()
    qtbot.addWidget(stack)
    assert stack.isHidden()
    stack.show_notices([Notice("n", Tone.BLUE), Notice("w", Tone.AMBER), Notice("e", Tone.RED)])
    assert stack.texts() == ("e", "w", "n")
    stack.show_notices([Notice("w", Tone.AMBER)])
    assert stack.texts() == ("w",)
    stack.show_notices([])
    assert stack.isHidden()


def test_taste_1_pills_always_have_a_word(qtbot: QtBot) -> None:
    pill = Pill("Frozen", Tone.GREEN)
    qtbot.addWidget(pill)
    assert pill.accessibleName() == "Frozen"
    pill.show_state("", Tone.RED)
    assert pill.isHidden()
    strip = PillStrip()
    qtbot.addWidget(strip)
    strip.show_states([("Cash-only", Tone.RED), ("", Tone.BLUE), ("Auto-pay", Tone.BLUE)])
    assert strip.texts() == ("Cash-only", "Auto-pay")
    strip.show_states([])
    assert strip.texts() == ()


def test_labels_show_markup_as_it_is_typed(qtbot: QtBot) -> None:
    label = text_label("<b>A & B</b>")
    qtbot.addWidget(label)
    assert label.textFormat() is Qt.TextFormat.PlainText


def test_fact_lines_change_in_place(qtbot: QtBot) -> None:
    facts = FactLines()
    qtbot.addWidget(facts)
    facts.show_line("cash", "Cash", "$1.00")
    facts.show_line("cash", "Cash · 2", "$2.00")
    facts.show_line("hidden", "Expected", "", strong=True)
    assert facts.text("cash") == "$2.00"
    assert facts.text("hidden") == "—"
    facts.keep(("cash",))
    assert facts.text("hidden") == ""


def test_the_words_of_a_card_without_a_title_are_no_windows(qtbot: QtBot) -> None:
    card = Card()
    qtbot.addWidget(card)
    card.show()
    for words in (card.heading, card.caption):
        assert words.parent() is card
        assert not words.isVisible()


def test_figures_have_their_place_from_the_start(qtbot: QtBot) -> None:
    bar = TotalsBar((("payments", "Payment(s)"), ("cash_back", "Cash Back Amount")))
    qtbot.addWidget(bar)
    bar.show_value("cash_back", "$13.65")
    bar.show_value("payments", "")
    assert bar.text("cash_back") == "$13.65"
    assert bar.text("payments") == "—"
    assert bar.findChild(QWidget, "cash_back").accessibleName() == "Cash Back Amount"
    card = Card("My drawer")
    qtbot.addWidget(card)
    card.add(bar)
    assert card.accessibleName() == "My drawer"


def test_use_1_buttons_show_and_take_their_key(qtbot: QtBot, shortcuts: Shortcuts) -> None:
    pressed: list[int] = []
    window = QWidget()
    qtbot.addWidget(window)
    button = KeyButton(
        "Freeze", lambda: pressed.append(1), key=Key.MAIN_ACTION, shortcuts=shortcuts, parent=window
    )
    shown_only = KeyButton(
        "Freeze too", key=Key.MAIN_ACTION, shortcuts=shortcuts, bind=False, parent=window
    )
    assert button.hint == shown_only.hint == "F9"
    assert button.accessibleName() == "Freeze"
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_F9)
    assert pressed == [1]
    button.setEnabled(False)
    QTest.keyClick(window, Qt.Key.Key_F9)
    assert pressed == [1]
    button.setEnabled(True)
    button.show_text("Freeze all")
    QTest.keyClick(window, Qt.Key.Key_F9)
    assert pressed == [1, 1]


def test_the_key_has_room_on_the_button(qtbot: QtBot, shortcuts: Shortcuts) -> None:
    bare, keyed = (
        KeyButton("Print receipt"),
        KeyButton("Print receipt", key=Key.PRINT, shortcuts=shortcuts),
    )
    for button in (bare, keyed):
        qtbot.addWidget(button)
    metrics = keyed.fontMetrics()
    assert keyed.sizeHint().width() >= bare.sizeHint().width() + metrics.horizontalAdvance("Ctrl+P")
    assert keyed.minimumSizeHint() == keyed.sizeHint()
    assert keyed.grab().size().width() > 0


def test_keys_are_listed_in_one_place_and_can_be_changed(qtbot: QtBot) -> None:
    keys = Shortcuts(WorkstationSettings(key_take_payment="Ctrl+T"))
    listed = dict(keys.listed())
    assert listed["Take payment"] == "Ctrl+T"
    assert listed["Help"] == "F1"
    assert len(listed) == len(Key)
    window = QLineEdit()
    qtbot.addWidget(window)
    pressed: list[int] = []
    keys.bind(Key.TAKE_PAYMENT, window, lambda: pressed.append(1))
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert pressed == [1]


def test_enter_and_double_click_choose_a_line(qtbot: QtBot, table: DataTable) -> None:
    chosen: list[Line] = []
    table.chosen.connect(chosen.append)
    table.select_line(1)
    QTest.keyClick(table, Qt.Key.Key_Return)
    place = table.visualRect(table.model().index(0, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen == [Line("b", "2"), Line("a", "1")]


def test_the_line_one_is_on_is_told(qtbot: QtBot, table: DataTable) -> None:
    seen: list[Any] = []
    table.current_changed.connect(seen.append)
    table.select_line(1)
    assert table.current_record() == Line("b", "2")
    table.select_line(7)
    model = table.record_model()
    assert isinstance(model, RecordTableModel)
    model.set_records([Line("z")])
    assert seen[0] == Line("b", "2")
    assert seen[-1] is None


def test_use_8_shift_f10_and_right_click_ask_for_the_menu(qtbot: QtBot, table: DataTable) -> None:
    asked: list[tuple[Any, QPoint]] = []
    table.menu_wanted.connect(lambda record, place: asked.append((record, place)))
    table.select_line(0)
    QTest.keyClick(table, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(table, Qt.Key.Key_Menu)
    place = table.visualRect(table.model().index(1, 0)).center()
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, place, table.viewport().mapToGlobal(place)
    )
    QApplication.sendEvent(table.viewport(), event)
    assert [record.name for record, _ in asked] == ["a", "a", "b"]


def test_columns_are_remembered_per_table(qtbot: QtBot, state: WindowState) -> None:
    def fresh(count: int = 2) -> DataTable:
        made = DataTable("remembered", "Lines")
        qtbot.addWidget(made)
        made.set_model(RecordTableModel(COLUMNS[:count], [Line("a")], made), state)
        return made

    first = fresh()
    assert first.horizontalHeader().sectionSize(0) == 100
    first.horizontalHeader().resizeSection(0, 177)
    assert fresh().horizontalHeader().sectionSize(0) == 177
    assert fresh(1).horizontalHeader().sectionSize(0) != 177


def test_a_click_on_a_header_sorts(qtbot: QtBot, table: DataTable) -> None:
    table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    model = table.record_model()
    assert model is not None
    assert [line.name for line in model.records] == ["b", "a"]


def pixels_of(widget: QWidget, colour: str) -> int:
    picture = widget.grab().toImage()
    wanted = [
        picture.pixelColor(x, y).name() == colour
        for x in range(picture.width())
        for y in range(picture.height())
    ]
    return sum(wanted)


def test_taste_5_an_empty_table_says_what_to_do(qtbot: QtBot, manual: Any) -> None:
    table = DataTable("empty", "Empty")
    qtbot.addWidget(table)
    table.resize(300, 200)
    model = PagedTableModel(COLUMNS, lambda _r: None, manual, parent=table)
    table.set_model(model)
    table.show()
    before = pixels_of(table.viewport(), LIGHT.text)
    table.set_empty_text("No payments yet", "Press F5.")
    assert before == 0
    assert pixels_of(table.viewport(), LIGHT.text) > 20
    model.load()
    assert pixels_of(table.viewport(), LIGHT.text) == 0


def test_a_table_can_be_as_tall_as_its_rows(table: DataTable) -> None:
    table.fit_rows(10)
    two = table.height()
    table.fit_rows(1)
    assert two - table.height() == table.verticalHeader().defaultSectionSize()


def test_rows_are_34_px_and_follow_the_text_size(theme: Theme, table: DataTable) -> None:
    assert table.verticalHeader().defaultSectionSize() == 34
    theme.choose("light", 200)
    QApplication.processEvents()
    assert table.verticalHeader().defaultSectionSize() == 68


def test_cells_change_colour_with_the_theme(theme: Theme, table: DataTable) -> None:
    assert pixels_of(table.viewport(), LIGHT.surface) > 0
    theme.choose("dark", 100)
    QApplication.processEvents()
    assert pixels_of(table.viewport(), DARK.surface) > 0
    assert pixels_of(table.viewport(), LIGHT.surface) == 0


@pytest.mark.parametrize("name", ["a", "<b>bold</b> & a name that is far too long for its column"])
def test_use_7_only_what_is_cut_off_has_a_tool_tip(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _pos, text, *_more: shown.append(text))
    table = DataTable("tips", "Tips")
    qtbot.addWidget(table)
    table.set_model(RecordTableModel(COLUMNS, [Line(name)], table))
    table.resize(QSize(300, 100))
    table.show()
    place = table.visualRect(table.model().index(0, 0)).center()
    from_mouse = table.viewport().mapToGlobal(place)
    QApplication.sendEvent(table.viewport(), _help(place, from_mouse))
    if len(name) == 1:
        assert shown == [""]
    else:
        assert shown == [
            "<p>&lt;b&gt;bold&lt;/b&gt; &amp; a name that is far too long for its column</p>"
        ]


def _help(place: QPoint, from_mouse: QPoint) -> Any:
    return QHelpEvent(QEvent.Type.ToolTip, place, from_mouse)


# Enter, and the entries of a choice


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_use_1_enter_presses_the_button_with_the_focus_once(qtbot: QtBot, key: Qt.Key) -> None:
    pressed: list[int] = []
    button = KeyButton("Look", lambda: pressed.append(1))
    qtbot.addWidget(button)
    button.show()
    QTest.keyClick(button, key)
    assert pressed == [1]


def test_a_held_enter_presses_a_button_once(qtbot: QtBot) -> None:
    pressed: list[int] = []
    button = KeyButton("Look", lambda: pressed.append(1))
    qtbot.addWidget(button)
    button.show()
    held = QKeyEvent(
        QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True
    )
    QApplication.sendEvent(button, held)
    assert pressed == []


@pytest.mark.parametrize("name", ["light", "dark"])
def test_taste_4_the_entries_of_a_choice_have_the_look_of_the_theme(
    qtbot: QtBot, theme: Theme, name: str
) -> None:
    theme.choose(name, 100)
    box = ChoiceBox([Choice(number, f"Entry {number}") for number in range(4)])
    qtbot.addWidget(box)
    box.resize(240, 34)
    box.show()
    box.showPopup()
    view = box.view()
    picture = view.window().grab().toImage()
    assert picture.pixelColor(0, 0).alpha() == 0, "the corners are round"
    marked = view.visualRect(view.currentIndex()).center()
    at = view.viewport().mapTo(view.window(), marked)
    assert picture.pixelColor(at).name() == theme.tokens.selection
    box.hidePopup()
    theme.choose("light", 100)
