"""Settings of one workstation: a frozen record and one flat TOML file in the user's folder.

Each setting is declared once; the preferences dialog is built from the declaration. Texts here go
through gettext where they are shown. A database password comes from the keyring or environment.
"""

import logging
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Final

from posapp.setting import (
    META,
    Setting,
    SettingsError,
    check_setting,
    key_setting,
    number_setting,
    text_setting,
)

__all__ = [
    "FIXED_KEYS",
    "Setting",
    "SettingsError",
    "WorkstationSettings",
    "declared",
    "dump",
    "from_values",
    "load",
    "save",
]

# Keys of menus and dialogs that are the same everywhere; one that two want does nothing at all.
FIXED_KEYS: Final = (
    *("Ctrl+,", "Ctrl+F", "Ctrl+L", "Ctrl+Shift+L", "Ctrl+N", "Ctrl+Q", "Shift+F5", "Shift+F6"),
    *("Alt+C", "Alt+T"),
)
_LATER_FIXED: Final = frozenset({"ctrl+n"})
_LATER_ACTIONS: Final = frozenset({"key_home"})
"""Keys that came with a later program, when somebody may have chosen them for something else."""
_SPARE_KEYS: Final = tuple(f"Ctrl+F{number}" for number in range(1, 13))
"""One of them is free whatever the ten actions have."""
_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WorkstationSettings:
    """What this workstation is set to; every value is checked when the record is made.

    Raises:
        SettingsError: when a value does not fit its declaration.
    """

    database_url: str = text_setting(
        "",
        "Database",
        "Empty for a file on this computer, else an address such as "
        "postgresql+psycopg://cashier@server/posapp. Passwords do not belong here.",
        group="Workstation",
        shape="url",
    )
    station_name: str = text_setting(
        "", "Station name", "As the office calls this counter.", group="Workstation"
    )
    idle_lock_minutes: int = number_setting(
        5,
        "Lock after (minutes)",
        "Locks the window when nobody touches it; the work is kept.",
        group="Workstation",
        least=1,
        most=15,
    )
    scanner_gap_ms: int = number_setting(
        35,
        "Scanner speed (ms between characters)",
        "Faster typing than this is taken for a scanner.",
        group="Workstation",
        least=5,
        most=100,
    )
    printer: str = text_setting(
        "", "Receipt printer", "Print queue of this computer; empty for its default.", group="Paper"
    )
    cash_drawer: str = text_setting(
        "", "Cash drawer", "queue:NAME, device:PATH, none", group="Paper"
    )
    print_folder: str = text_setting(
        "", "Print to folder", "When set, papers are written there as PDF files.", group="Paper"
    )
    receipt_layout: str = text_setting(
        "roll80", "Receipt paper", group="Paper", choices=("roll80", "letter", "a4")
    )
    receipt_detail: str = text_setting(
        "short", "Receipt detail", group="Paper", choices=("short", "long")
    )
    paper_language: str = text_setting("en", "Language on paper", group="Paper", shape="locale")
    paper_number_locale: str = text_setting(
        "en_US", "Numbers on paper", group="Paper", shape="locale"
    )
    paper_date_style: str = text_setting("iso", "Dates on paper", group="Paper", shape="date_style")
    copy_folder: str = text_setting(
        "",
        "Copies of the database",
        "Folder for the copy at each Z report and each night; empty: 'copies' beside the database.",
        group="Backup",
    )
    copy_second_folder: str = text_setting(
        "",
        "Second place",
        "Another disk or computer that gets each copy too; empty: none.",
        group="Backup",
    )
    copies_kept: int = number_setting(
        30,
        "Copies kept",
        "In each place; older ones are removed once a newer one is proved.",
        group="Backup",
        least=2,
        most=1000,
    )
    language: str = text_setting("en", "Language", group="Screen", shape="locale")
    number_locale: str = text_setting(
        "en_US",
        "Numbers and money",
        "A locale such as en_US or de_CH.",
        group="Screen",
        shape="locale",
    )
    date_style: str = text_setting(
        "iso",
        "Dates and times",
        "iso, or a locale such as en_US.",
        group="Screen",
        shape="date_style",
    )
    theme: str = text_setting(
        "system", "Theme", group="Screen", choices=("system", "light", "dark")
    )
    text_scale: int = number_setting(
        100,
        "Text size (%)",
        "On top of the system's text size.",
        group="Screen",
        least=80,
        most=200,
    )
    key_help: str = key_setting("F1", "Help")
    key_search: str = key_setting("F2", "Search")
    key_take_payment: str = key_setting("F5", "Take payment")
    key_quick_add: str = key_setting("F6", "Quick add")
    key_add_credit: str = key_setting("F7", "Add credit")
    key_turn_in: str = key_setting("F8", "Turn in")
    key_main_action: str = key_setting("F9", "Main action of the page")
    key_print: str = key_setting("Ctrl+P", "Print")
    key_back: str = key_setting("Esc", "Back")
    key_home: str = key_setting("Alt+Home", "Home")

    def __post_init__(self) -> None:
        for about in declared():
            check_setting(about, getattr(self, about.name))
        keys = [getattr(self, about.name).casefold() for about in declared("Keys")]
        taken = [*keys, *(key.casefold() for key in FIXED_KEYS)]
        for key in keys:
            if taken.count(key) > 1:
                raise SettingsError(f"The key {key.upper()} is used for two actions; change one.")


def declared(group: str = "") -> tuple[Setting, ...]:
    """The declarations in order, all or those of one group."""
    return tuple(s for s in _DECLARED if not group or s.group == group)


def _declarations() -> tuple[Setting, ...]:
    found = []
    for one in fields(WorkstationSettings):
        about: Setting = one.metadata[META]
        found.append(
            Setting(
                one.name, about.kind, about.default, about.label, about.hint, about.group,
                about.choices, about.least, about.most, about.shape,
            )
        )  # fmt: skip
    return tuple(found)


_DECLARED: Final = _declarations()


def from_values(values: Mapping[str, Any]) -> WorkstationSettings:
    """A record from values by name; what is missing gets its default.

    Raises:
        SettingsError: for an unknown name or a value that does not fit.
    """
    known = {about.name for about in declared()}
    unknown = [name for name in values if name not in known]
    if unknown:
        raise SettingsError(
            f"The setting '{unknown[0]}' is unknown. Remove it or correct its name."
        )
    return WorkstationSettings(**values)


def _with_free_keys(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values of a file, without clashes that came with a newer program.

    A program that gets a key of its own must not lock out whoever chose that key before: a chosen
    key that is fixed since goes back to its default, and an action that is new gives way to those
    that the file names. Other clashes are the file's own and stay refused.
    """
    keys = {about.name: about for about in declared("Keys")}
    gone = {name for name in keys if str(values.get(name, "")).casefold() in _LATER_FIXED}
    settled = {name: value for name, value in values.items() if name not in gone}
    later = sorted((gone | _LATER_ACTIONS) - set(settled))
    kept = {name: settled.get(name, keys[name].default) for name in set(keys) - set(later)}
    taken = {str(key).casefold() for key in (*FIXED_KEYS, *kept.values())}
    for name in later:
        wanted = (str(keys[name].default), *_SPARE_KEYS)
        free = next(key for key in wanted if key.casefold() not in taken)
        taken.add(free.casefold())
        asked = values.get(name, keys[name].default)
        if free != asked:
            settled[name] = free
            _LOG.warning("the key %s of '%s' is taken; it has %s", asked, keys[name].label, free)
    return settled


def load(path: Path) -> WorkstationSettings:
    """Settings of a file; a file that does not exist gives the defaults.

    Raises:
        SettingsError: when the file cannot be read or holds something unknown or wrong; the
            sentence names the file.
    """
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return WorkstationSettings()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"The settings file {path} cannot be read: {error}") from error
    try:
        return from_values(_with_free_keys(tomllib.loads(text)))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"The settings file {path} is not valid TOML: {error}") from error
    except SettingsError as error:
        raise SettingsError(f"{error} (in {path})") from error


def save(settings: WorkstationSettings, path: Path) -> None:
    """Write the settings in one step: readers see the old file or the new one, never half of one.

    Raises:
        OSError: when the folder cannot be written; the old file stays.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, prefix=path.name, suffix=".new", delete=False
    ) as new:
        fresh = Path(new.name)
        try:
            new.write(dump(settings))
            new.flush()
            os.fsync(new.fileno())
            new.close()
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)


def dump(settings: WorkstationSettings) -> str:
    """The TOML text: a comment with the label above each setting that differs from its default."""
    lines = ["# Settings of this workstation. What is missing here has its default.", ""]
    for about in declared():
        value = getattr(settings, about.name)
        if value != about.default:
            lines += [f"# {about.label}", f"{about.name} = {_toml(value)}", ""]
    return "\n".join(lines)


def _toml(value: str | int | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    safe = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in safe) + '"'
