"""Help, about and preferences: what they say, and that they say it for every page and setting."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel, QLineEdit, QTabBar, QTextBrowser, QWidget
from pytestqt.qtbot import QtBot

from posapp.paths import resource
from posapp.settings import FIXED_KEYS, SettingsError, WorkstationSettings, declared, load
from posapp.ui.dialogs.about import AboutDialog
from posapp.ui.dialogs.help import TOPICS, HelpDialog, keys_of
from posapp.ui.dialogs.preferences import PreferencesDialog
from posapp.ui.menus import ENTRIES
from posapp.ui.pages.registry import PAGES
from posapp.ui.theme import Theme
from posapp.ui.widgets.choice_box import ChoiceBox
from posapp.ui.widgets.key_edit import KeyEdit
from posapp.ui.widgets.key_strip import KeyStrip
from posapp.ui.widgets.reading import help_text
from posapp.ui.window import MainWindow
from tests.helpers.events import add
from tests.helpers.every import every
from tests.helpers.office import DAY, Office
from tests.helpers.surroundings import Keyboard, Surroundings, settle, show_window, surround

ROOT = Path(__file__).resolve().parents[2]
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def preferences(qtbot: QtBot, desk: Surroundings) -> PreferencesDialog:
    dialog = PreferencesDialog(desk.context)
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def error_of(dialog: PreferencesDialog, name: str) -> str:
    for form in dialog._forms.values():
        if form.has(name):
            return form.row(name).error
    pytest.fail(f"no field {name}")


# Help


@every("kind", sorted(PAGES))
def test_f1_every_page_has_a_how_to_of_its_own(kind: str) -> None:
    assert kind in dict(TOPICS)
    text = help_text(kind)
    leads = re.findall(r"^\*\*[^*]+\.\*\*|^\*\*[^*]+\*\* ", text, re.MULTILINE)
    assert len(leads) >= 3, "each paragraph begins with what it is about"


def test_every_topic_has_its_text_and_every_text_is_a_topic() -> None:
    topics = {topic for topic, _words in TOPICS}
    texts = {path.stem for path in resource("help").glob("*.md")}
    assert topics <= texts
    assert texts - topics <= {"licences", "changes"}


def test_every_how_to_is_one_choice_away(qtbot: QtBot, desk: Surroundings, keys: Keyboard) -> None:
    window = MainWindow(desk.context)
    qtbot.addWidget(window)
    window.show()
    window.start()
    assert window.page is not None
    dialog = HelpDialog(window.context, window.page, window)
    dialog.open()
    assert dialog.topic.value() == "home"
    seen = set()
    for topic, _words in TOPICS:
        assert dialog.topic.select(topic)
        text = dialog.how_to.toPlainText()
        assert len(text) > 200
        assert "**" not in text
        assert "##" not in text
        seen.add(text)
    assert len(seen) == len(TOPICS)
    dialog.reject()
    settle()


# About


def test_about_names_places_and_every_library(qtbot: QtBot, desk: Surroundings) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = AboutDialog(desk.context, parent)
    facts = {label.objectName(): label.text() for label in dialog.findChildren(QLabel)}
    assert facts["database"] == desk.office.db.url_shown
    assert facts["settings"].endswith("settings.toml")
    assert "Qt 6." in facts["system"]
    licences = dialog.findChild(QTextBrowser, "licences").toPlainText()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["postgres"]]
    for line in wanted:
        name = re.match(r"[A-Za-z0-9-]+", line)
        assert name is not None
        assert name[0].lower() in licences.lower(), name[0]
    assert "SIL OPEN FONT LICENSE Version 1.1" in licences
    assert "Rasmus" in licences or "The Inter Project Authors" in licences
    assert "The Noto Project Authors" in licences or "Google" in licences


# Preferences


def test_every_setting_has_a_field_with_its_label(preferences: PreferencesDialog) -> None:
    for about in declared():
        field = preferences.field(about.name)
        assert field.objectName() == about.name
        assert field.accessibleName() == about.label
    titles = [preferences.tabs.tabText(at) for at in range(preferences.tabs.count())]
    assert titles == list(dict.fromkeys(about.group for about in declared()))


def test_choices_are_words(preferences: PreferencesDialog) -> None:
    box = preferences.field("receipt_layout")
    assert isinstance(box, ChoiceBox)
    words = [box.itemText(at) for at in range(box.count())]
    assert words == ["80 mm roll", "Letter", "A4"]


def test_a_theme_shows_at_once_and_goes_when_it_is_not_kept(
    preferences: PreferencesDialog, theme: Theme, tmp_path: Path, keys: Keyboard
) -> None:
    box = preferences.field("theme")
    assert isinstance(box, ChoiceBox)
    box.select("dark")
    assert theme.tokens.name == "dark"
    keys.press(Qt.Key.Key_Escape)
    assert theme.tokens.name == "light"
    assert not (tmp_path / "settings.toml").exists()


def test_what_is_saved_is_written_and_told(
    preferences: PreferencesDialog, tmp_path: Path, keys: Keyboard
) -> None:
    told: list[Any] = []
    preferences.completed.connect(told.append)
    station = preferences.field("station_name")
    assert isinstance(station, QLineEdit)
    station.setText("Counter 3")
    keys.press(Qt.Key.Key_F9)
    assert told == [WorkstationSettings(station_name="Counter 3")]
    assert load(tmp_path / "settings.toml") == told[0]


def test_opening_them_again_shows_what_was_saved(qtbot: QtBot, desk: Surroundings) -> None:
    window = MainWindow(desk.context)
    qtbot.addWidget(window)
    window.show()
    window.commands.show_preferences()
    (first,) = window.findChildren(PreferencesDialog)
    first.field("station_name").setText("Counter 3")
    first.submit()
    settle()
    window.commands.show_preferences()
    (again,) = [one for one in window.findChildren(PreferencesDialog) if one.isVisible()]
    assert again.field("station_name").text() == "Counter 3"
    again.reject()
    settle()


@pytest.mark.parametrize(
    ("name", "typed", "says"),
    [
        ("idle_lock_minutes", "99", "between 1 and 15"),
        ("scanner_gap_ms", "fast", "must be a whole number"),
    ],
)
def test_a_wrong_value_is_said_at_its_field_and_nothing_is_written(
    preferences: PreferencesDialog, tmp_path: Path, name: str, typed: str, says: str
) -> None:
    field = preferences.field(name)
    assert isinstance(field, QLineEdit)
    field.setText(typed)
    preferences.submit()
    assert says in error_of(preferences, name)
    assert field.text() == typed
    assert field.isVisible(), "its tab is shown"
    assert not (tmp_path / "settings.toml").exists()


def test_a_folder_that_cannot_be_written_is_said(
    qtbot: QtBot, desk: Surroundings, tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way", "utf-8")
    dialog = PreferencesDialog(desk.context)
    dialog._path = blocked / "settings.toml"
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.submit()
    assert "cannot be written" in dialog.banner.text()
    assert dialog.isVisible()


# Keys are set by pressing them


@pytest.fixture
def key_edit(qtbot: QtBot) -> KeyEdit:
    made = KeyEdit("F5")
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.setFocus()
    return made


@pytest.mark.parametrize(
    ("pressed", "shown"),
    [
        (Qt.Key.Key_F12, "F12"),
        ((CTRL, Qt.Key.Key_T), "Ctrl+T"),
        ((CTRL | Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_F3), "Ctrl+Shift+F3"),
        (Qt.Key.Key_Escape, "Esc"),
        (Qt.Key.Key_Insert, "Ins"),
        (Qt.Key.Key_A, "F5"),
        (Qt.Key.Key_5, "F5"),
        (Qt.Key.Key_Shift, "F5"),
        (Qt.Key.Key_Return, "F5"),
    ],
)
def test_a_pressed_key_is_taken_and_what_types_is_not(
    key_edit: KeyEdit, keys: Keyboard, pressed: Any, shown: str
) -> None:
    keys.press(pressed)
    assert key_edit.text() == shown
    assert not QKeySequence(key_edit.text()).isEmpty()


def test_a_key_of_the_dialog_itself_can_be_chosen(
    preferences: PreferencesDialog, tmp_path: Path, keys: Keyboard
) -> None:
    preferences.tabs.setCurrentIndex(preferences.tabs.count() - 1)
    field = preferences.field("key_take_payment")
    field.setFocus()
    keys.press(Qt.Key.Key_F9)
    assert isinstance(field, KeyEdit)
    assert field.text() == "F9"
    assert preferences.isVisible(), "the key was chosen, not obeyed"
    keys.press(Qt.Key.Key_Tab)
    assert not field.hasFocus()
    keys.press(Qt.Key.Key_Return)
    assert "used for two actions" in preferences.banner.text()
    assert not (tmp_path / "settings.toml").exists()


def test_use_1_no_setting_may_take_a_key_of_the_menus() -> None:
    assert {entry.fixed for entry in ENTRIES if entry.fixed} <= set(FIXED_KEYS)
    with pytest.raises(SettingsError, match=r"The key CTRL\+Q is used for two actions"):
        WorkstationSettings(key_print="Ctrl+Q")


def test_use_1_no_letter_opens_two_entries_of_one_menu() -> None:
    """Qt would only walk between the two."""
    letters: dict[tuple[str, ...], list[str]] = {}
    for path in {entry.path[: at + 1] for entry in ENTRIES for at in range(len(entry.path))}:
        letters.setdefault(path[:-1], []).append(letter_of(path[-1]))
    for entry in ENTRIES:
        letters.setdefault(entry.path, []).append(letter_of(entry.text))
    for path, found in letters.items():
        assert len(found) == len(set(found)), path


def test_use_1_no_tab_has_the_letter_of_a_menu_or_of_its_neighbour(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard
) -> None:
    """The menu would open in place of the tab."""
    menus = {letter_of(entry.path[0]) for entry in ENTRIES}
    context = surround(office, theme, tmp_path, actor=office.supervisor).context
    window = show_window(qtbot, context, keys)
    account = office.account()
    office.agreement(account, "WATER", (DAY, 5000))
    event = add(office, account, [("CASH", 5000)], [(account, 5000)])
    found = 0
    for name, number in {
        "control": office.control,
        "deposit_control": office.deposit,
        "event": event.id,
        "payment": event.payments[0].id,
        "account": account,
    }.items():
        window.open_page(name, number)
        settle()
        for tabs in window.page.findChildren(QTabBar):
            texts = [tabs.tabText(at) for at in range(tabs.count())]
            letters = [letter_of(text) for text in texts if "&" in text]
            found += len(letters)
            assert len(letters) == len(set(letters)), texts
            assert not menus & set(letters), texts
    assert found > 8


def letter_of(text: str) -> str:
    """The letter after the mark; every entry has one."""
    _before, mark, after = text.partition("&")
    assert mark, text
    return after[0].casefold()


def test_35_language_numbers_and_dates_are_chosen_by_how_they_look(
    preferences: PreferencesDialog, tmp_path: Path, keys: Keyboard
) -> None:
    numbers, dates = preferences.field("number_locale"), preferences.field("date_style")
    assert isinstance(numbers, ChoiceBox)
    assert isinstance(dates, ChoiceBox)
    assert numbers.currentText() == "1,234.56 \u00b7 English (United States)"
    assert dates.currentText() == "2026-11-21 (ISO)"
    assert isinstance(preferences.field("language"), ChoiceBox)
    numbers.select("de_CH")
    preferences.submit()
    assert load(tmp_path / "settings.toml").number_locale == "de_CH"


def test_35_a_locale_that_was_set_by_hand_stays(qtbot: QtBot, desk: Surroundings) -> None:
    dialog = PreferencesDialog(desk.context, None, WorkstationSettings(number_locale="hu_HU"))
    qtbot.addWidget(dialog)
    box = dialog.field("number_locale")
    assert isinstance(box, ChoiceBox)
    assert box.value() == "hu_HU"


def test_12_only_who_may_change_the_set_up_changes_the_database(
    qtbot: QtBot, desk: Surroundings, theme: Theme, tmp_path: Path
) -> None:
    address = "postgresql+psycopg://cashier@server/posapp"
    settings = WorkstationSettings(database_url=address)
    cashier = PreferencesDialog(desk.context, None, settings)
    qtbot.addWidget(cashier)
    assert not cashier.field("database_url").isEnabled()
    assert "may change the set-up" in cashier.field("database_url").accessibleDescription()
    cashier.submit()
    assert cashier._saved.database_url == address
    setup = surround(desk.office, theme, tmp_path, desk.office.actors["setup"])
    dialog = PreferencesDialog(setup.context)
    qtbot.addWidget(dialog)
    field = dialog.field("database_url")
    assert isinstance(field, QLineEdit)
    assert field.isEnabled()
    field.setText("postgresql://me:secret@server/db")
    dialog.submit()
    assert "password must not stand" in error_of(dialog, "database_url")


def test_f1_no_key_stands_twice(qtbot: QtBot, desk: Surroundings) -> None:
    window = MainWindow(desk.context)
    qtbot.addWidget(window)
    window.show()
    window.start()
    settle()
    assert window.page is not None
    listed = [key for _what, key in keys_of(window.context, window.page)]
    assert len(listed) == len(set(listed))
    assert {"F5", "Ctrl+P"} <= set(listed)
    # What the strip at the foot of the page shows is in its help as well.
    strip = window.page.findChild(KeyStrip)
    shown = [one.text() for one in strip.findChildren(QLabel) if one.property("role") == "keycap"]
    assert "F8" in shown
    assert set(shown) <= set(listed)


def test_44_an_auditor_arranges_the_screen_and_not_the_station(
    qtbot: QtBot, desk: Surroundings, theme: Theme, tmp_path: Path
) -> None:
    """Who works at no counter changes neither its printer nor its keys."""
    auditor = surround(desk.office, theme, tmp_path, desk.office.actors["auditor"])
    dialog = PreferencesDialog(auditor.context)
    qtbot.addWidget(dialog)
    open_ = {one.group for one in declared() if dialog.field(one.name).isEnabled()}
    assert open_ == {"Screen"}
    dialog.submit()
    assert dialog._saved.printer == auditor.context.settings.printer
