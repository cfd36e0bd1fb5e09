"""Workstation settings: declared once, checked, one TOML file, no secrets."""

import tomllib
from pathlib import Path

import pytest

from posapp.settings import (
    SettingsError,
    WorkstationSettings,
    declared,
    dump,
    from_values,
    load,
    save,
)


def test_a_missing_file_gives_the_defaults(tmp_path: Path) -> None:
    assert load(tmp_path / "settings.toml") == WorkstationSettings()


def test_settings_survive_the_file(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "settings.toml"
    odd = 'Größe "3" \\ Ελλ'
    settings = WorkstationSettings(station_name=odd, idle_lock_minutes=9, theme="dark")
    save(settings, path)
    assert load(path) == settings
    assert [one.name for one in path.parent.iterdir()] == ["settings.toml"]


def test_only_what_differs_is_written() -> None:
    assert tomllib.loads(dump(WorkstationSettings(theme="dark"))) == {"theme": "dark"}


def test_a_failed_save_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "settings.toml"
    save(WorkstationSettings(theme="dark"), path)

    def no_space(_fd: int) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr("posapp.settings.os.fsync", no_space)
    with pytest.raises(OSError, match="space"):
        save(WorkstationSettings(theme="light"), path)
    assert load(path).theme == "dark"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("colour = 'red'", "'colour' is unknown"),
        ("theme = 'pink'", "must be one of system, light, dark"),
        ("idle_lock_minutes = 0", "between 1 and 15"),
        ("idle_lock_minutes = '5'", "must be a whole number"),
        ("idle_lock_minutes = true", "must be a whole number"),
        ("station_name = 3", "must be a text"),
        ('station_name = "a\\nb"', "control characters"),
        ("database_url = 'postgresql://u:secret@h/d'", "password"),
        ("database_url = 'postgresql://h/d?password=x'", "password"),
        ("number_locale = 'klingon!'", "not a locale"),
        ("date_style = '31.12.'", "not a locale"),
        ("key_help = 'F5'", "used for two actions"),
        ("key_print = 'ctrl+l'", r"The key CTRL\+L is used for two actions"),
        ("key_help = ' '", "a key is needed"),
        ("theme = ", "not valid TOML"),
        ("[a]\nb = 1", "'a' is unknown"),
    ],
)
def test_bad_files_are_refused_with_a_sentence(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(SettingsError, match=says) as caught:
        load(path)
    assert str(path) in str(caught.value)


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="cannot be read"):
        load(path)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('key_back = "Alt+Home"', {"key_back": "Alt+Home", "key_home": "Ctrl+F1"}),
        ('key_print = "Ctrl+N"', {"key_print": "Ctrl+P", "key_home": "Alt+Home"}),
        (
            'key_print = "ctrl+n"\nkey_help = "Ctrl+P"\nkey_back = "Ctrl+F1"',
            {"key_print": "Ctrl+F2", "key_help": "Ctrl+P", "key_back": "Ctrl+F1"},
        ),
    ],
)
def test_a_key_that_a_newer_program_needs_locks_nobody_out(
    tmp_path: Path, text: str, found: dict[str, str]
) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(text, "utf-8")
    settings = load(path)
    assert {name: getattr(settings, name) for name in found} == found
    save(settings, path)
    assert load(path) == settings


def test_a_user_without_password_in_the_url_is_fine() -> None:
    url = "postgresql+psycopg://cashier@server/posapp"
    assert from_values({"database_url": url}).database_url == url


def test_each_setting_is_declared_with_label_and_group() -> None:
    assert all(about.label and about.group for about in declared())
    assert {about.group for about in declared()} == {
        "Backup",
        "Workstation",
        "Paper",
        "Screen",
        "Keys",
    }
    assert len(declared("Keys")) == 10
