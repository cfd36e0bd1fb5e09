"""Rules of taste 1, 2 and 6: tokens, contrast, fonts, lengths, icons."""

import re
from string import Template

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontDatabase, QPalette, QRawFont, QTextLayout
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from posapp.paths import resource
from posapp.ui.dressing import dress, dress_completions
from posapp.ui.icons import icon, pixmap
from posapp.ui.theme import (
    Theme,
    base_font,
    dp,
    load_script_fonts,
    palette,
    style_sheet,
    system_scale,
    tokens_of,
)
from posapp.ui.tokens import DARK, LIGHT, Tokens, contrast, text_pairs
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.looks import set_look
from tests.helpers.every import every
from tests.helpers.surroundings import Keyboard

pytestmark = pytest.mark.dressed

BOTH = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
ICONS = sorted(path.stem for path in resource("icons").glob("*.svg"))


def test_contrast_of_known_pairs() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#ffffff", "#ffffff") == 1


@BOTH
def test_taste_6_text_reaches_four_and_a_half_to_one(tokens: Tokens) -> None:
    low = {name: round(contrast(a, b), 2) for name, a, b in text_pairs(tokens)}
    assert not {name: ratio for name, ratio in low.items() if ratio < 4.5}


@BOTH
def test_focus_rings_and_marks_reach_three_to_one(tokens: Tokens) -> None:
    for ground in (tokens.window, tokens.surface, tokens.field):
        assert contrast(tokens.accent, ground) >= 3
    assert contrast(tokens.ring_on_accent, tokens.accent) >= 2
    for tone in (tokens.green, tokens.amber, tokens.red, tokens.blue, tokens.grey):
        assert contrast(tone.mark, tone.fill) >= 3


@BOTH
@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0])
def test_style_sheet_is_complete(tokens: Tokens, scale: float) -> None:
    sheet = style_sheet(tokens, scale)
    assert "$" not in sheet
    assert not re.search(r"\ddp", sheet)
    for name in re.findall(r"url\(icons:([^)]+)\)", sheet):
        assert resource("icons", name).is_file(), name
    assert f"font-size: {round(20 * scale)}px" in sheet


def test_a_colour_unknown_to_the_tokens_is_an_error() -> None:
    with pytest.raises(KeyError):
        Template("$pink").substitute({})


def test_the_base_font_is_shipped_with_the_scripts_that_names_need(qapp: QApplication) -> None:
    assert "Inter" in QFontDatabase.families()
    raw = QRawFont.fromFont(base_font(1.0))
    for char in "AÓñşčŁ ΑΩλ ЖяЂ −€₺":
        assert raw.supportsCharacter(ord(char)) or char == " ", char


def test_further_scripts_load_later(qapp: QApplication) -> None:
    load_script_fonts()
    assert "Noto Sans Hebrew" in QFontDatabase.families()


@pytest.mark.parametrize(
    "name", ["石原 和子", "やまだはなこ", "김철수", "כהן יעל", "محمد", "ნინო", "Արամ"]
)
def test_a_name_has_its_letters_on_the_screen_as_on_paper(qapp: QApplication, name: str) -> None:
    load_script_fonts()
    layout = QTextLayout(name, base_font(1.0))
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    drawn = [glyph for run in layout.glyphRuns() for glyph in run.glyphIndexes()]
    assert drawn
    assert all(drawn), "a glyph of number 0 is a box"


@pytest.mark.parametrize("role", ["", "title", "amount-hero", "amount-large", "caption"])
def test_taste_2_figures_are_tabular_under_the_style_sheet(qtbot: QtBot, role: str) -> None:
    label = QLabel()
    label.setProperty("role", role)
    qtbot.addWidget(label)
    label.ensurePolished()
    measure = label.fontMetrics().horizontalAdvance
    assert measure("111,111.11") == measure("888,888.88")


def test_13_px_text_grows_with_the_setting(theme: Theme, qapp: QApplication) -> None:
    assert qapp.font().pixelSize() == 13
    assert dp(34) == 34
    theme.choose("light", 150)
    assert qapp.font().pixelSize() == 20
    assert dp(34) == round(34 * 20 / 13)
    theme.choose("light", 500)
    assert theme.scale == 2.0
    theme.choose("light", 10)
    assert theme.scale == 0.8


@every(
    ("system", "platform", "pixels", "scale"),
    [
        ("linux", "offscreen", 30, 1.0),
        ("linux", "xcb", 15, 1.0),
        ("linux", "xcb", 30, 2.0),
        ("linux", "xcb", 9, 1.0),
        ("win32", "windows", 18, 1.5),
        ("darwin", "cocoa", 13, 1.0),
        ("linux", "xcb", 0, 1.0),
    ],
)
def test_text_follows_the_systems_text_size(
    system: str, platform: str, pixels: int, scale: float
) -> None:
    assert system_scale(system, platform, pixels) == scale


def test_the_system_decides_unless_set(theme: Theme, qapp: QApplication) -> None:
    hints = qapp.styleHints()
    theme.choose("system", 100)
    try:
        hints.setColorScheme(Qt.ColorScheme.Dark)
        qapp.processEvents()
        if hints.colorScheme() is Qt.ColorScheme.Dark:
            assert theme.tokens is DARK
        hints.setColorScheme(Qt.ColorScheme.Light)
        assert theme.tokens is LIGHT
    finally:
        hints.unsetColorScheme()
    theme.choose("dark", 100)
    assert theme.tokens is DARK


@BOTH
def test_painters_find_the_tokens_in_a_styled_palette(
    tokens: Tokens, theme: Theme, qtbot: QtBot
) -> None:
    theme.choose(tokens.name, 100)
    for widget in (QWidget(), QPushButton("x"), QLabel("x")):
        qtbot.addWidget(widget)
        widget.ensurePolished()
        assert tokens_of(widget.palette()) is tokens
    assert palette(tokens).color(QPalette.ColorRole.Window).name() == tokens.window


@every("name", ICONS)
def test_every_icon_draws_something_sharp(qapp: QApplication, name: str) -> None:
    picture = pixmap(name, "#ff0000", 18, 2.0).toImage()
    assert picture.width() == 36
    drawn = sum(picture.pixelColor(x, y).alpha() > 0 for x in range(36) for y in range(36))
    assert 0 < drawn < 36 * 36


def test_an_unknown_icon_is_a_bug(qapp: QApplication) -> None:
    assert not icon("search", "#000000").isNull()
    with pytest.raises(FileNotFoundError):
        icon("unicorn", "#000000")


def test_taste_6_a_page_and_a_dialog_that_are_open_follow_text_size_and_theme(
    qtbot: QtBot, theme: Theme
) -> None:
    """What each window wears reaches all that it holds, and what opened over it."""
    window, page = QMainWindow(), QWidget()
    dress(window)
    dialog, within = QDialog(window), QVBoxLayout(page)
    fields = [QLineEdit(), QLineEdit(dialog)]
    within.addWidget(fields[0])
    window.setCentralWidget(page)
    qtbot.addWidget(window)
    window.show()
    dialog.show()
    theme.choose("dark", 150)
    assert [one.font().pixelSize() for one in fields] == [20, 20]
    assert [one.palette().text().color().name() for one in fields] == [DARK.text, DARK.text]


@BOTH
def test_of_two_wrong_fields_the_one_with_the_cursor_is_plain(
    qtbot: QtBot, theme: Theme, tokens: Tokens
) -> None:
    theme.choose(tokens.name, 100)
    holder, fields = QWidget(), [QLineEdit(), QLineEdit()]
    within = QVBoxLayout(holder)
    for field in fields:
        set_look(field, "wrong", "true")
        within.addWidget(field)
    qtbot.addWidget(holder)
    holder.show()
    holder.activateWindow()
    qtbot.waitUntil(holder.isActiveWindow)
    for at, field in enumerate(fields):
        field.setFocus()
        grounds = [QColor(one.grab().toImage().pixel(one.rect().center())) for one in fields]
        shown = [ground.name() for ground in grounds]
        assert shown[at] == tokens.red.fill
        assert shown[1 - at] == tokens.field


@pytest.mark.parametrize("kind", ["", "primary", "quiet"])
def test_a_button_reached_by_tab_has_the_ring_of_the_design_only(qtbot: QtBot, kind: str) -> None:
    """Qt draws a box of its own around the words once a key moved the focus."""
    holder = QWidget()
    first, button = QLineEdit(), KeyButton("Open drawer", kind=kind)
    within = QVBoxLayout(holder)
    within.addWidget(first)
    within.addWidget(button)
    qtbot.addWidget(holder)
    holder.show()
    holder.activateWindow()
    qtbot.waitUntil(holder.isActiveWindow)
    button.setFocus()
    clicked = button.grab().toImage()
    first.setFocus()
    Keyboard().press(Qt.Key.Key_Tab)
    assert button.hasFocus()
    assert holder.testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
    assert button.grab().toImage() == clicked


def test_a_list_under_a_field_of_a_file_dialog_wears_the_sheet(qtbot: QtBot, theme: Theme) -> None:
    dialog = QFileDialog()
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    qtbot.addWidget(dialog)
    dress_completions(dialog)
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    popup = field.completer().popup()
    assert popup.window().styleSheet() == style_sheet(LIGHT, 1.0)
    theme.choose("dark", 100)
    assert popup.window().styleSheet() == style_sheet(DARK, 1.0)
