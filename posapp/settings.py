"""Settings of one workstation: a frozen record and one flat TOML file in the user's folder.

Each setting is declared once; the preferences dialog is built from the declaration. Texts here go
through gettext where they are shown. A database password comes from the keyring or environment.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Final

_META: Final = "setting"
_SECRET_IN_URL: Final = re.compile(r"://[^/@:]*:[^/@]+@")
_SECRET_IN_QUERY: Final = re.compile(r"[?&](password|passfile|sslpassword)=", re.IGNORECASE)
_LOCALE: Final = re.compile(r"[a-z]{2,3}(_[A-Z][a-z]{3})?(_[A-Z]{2})?")
_LONGEST: Final = 500
# Keys of menus and dialogs that are the same everywhere; one that two want does nothing at all.
FIXED_KEYS: Final = (
    *("Ctrl+,", "Ctrl+F", "Ctrl+L", "Ctrl+Shift+L", "Ctrl+Q", "Shift+F6", "Alt+C", "Alt+T"),
)


class SettingsError(ValueError):
    """A setting is unknown or has a bad value; the text is a sentence for the user."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Declaration of one setting.

    Attributes:
        name: attribute and TOML key.
        kind: ``str``, ``int`` or ``bool``.
        default: value when the file does not name it.
        label: words beside the field.
        hint: sentence under the field.
        group: heading under which the preferences show it.
        choices: allowed values of a text setting; empty means free text.
        least: smallest allowed number.
        most: largest allowed number.
        shape: ``url``, ``locale``, ``date_style``, ``key`` or empty: what the text must look like.
    """

    name: str
    kind: type
    default: str | int | bool
    label: str
    hint: str = ""
    group: str = ""
    choices: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    shape: str = ""


_Choices = tuple[str, ...]


def _text(
    default: str, label: str, hint: str = "", *, group: str, choices: _Choices = (), shape: str = ""
) -> Any:
    about = Setting("", str, default, label, hint, group, choices, shape=shape)
    return field(default=default, metadata={_META: about})


def _number(default: int, label: str, hint: str, *, group: str, least: int, most: int) -> Any:
    about = Setting("", int, default, label, hint, group, least=least, most=most)
    return field(default=default, metadata={_META: about})


def _key(default: str, label: str) -> Any:
    return _text(default, label, group="Keys", shape="key")


@dataclass(frozen=True, slots=True)
class WorkstationSettings:
    """What this workstation is set to; every value is checked when the record is made.

    Raises:
        SettingsError: when a value does not fit its declaration.
    """

    database_url: str = _text(
        "",
        "Database",
        "Empty for a file on this computer, else an address such as "
        "postgresql+psycopg://cashier@server/posapp. Passwords do not belong here.",
        group="Workstation",
        shape="url",
    )
    station_name: str = _text(
        "", "Station name", "As the office calls this counter.", group="Workstation"
    )
    idle_lock_minutes: int = _number(
        5,
        "Lock after (minutes)",
        "Locks the window when nobody touches it; the work is kept.",
        group="Workstation",
        least=1,
        most=15,
    )
    scanner_gap_ms: int = _number(
        35,
        "Scanner speed (ms between characters)",
        "Faster typing than this is taken for a scanner.",
        group="Workstation",
        least=5,
        most=100,
    )
    printer: str = _text(
        "", "Receipt printer", "Print queue of this computer; empty for its default.", group="Paper"
    )
    cash_drawer: str = _text("", "Cash drawer", "queue:NAME, device:PATH, none", group="Paper")
    print_folder: str = _text(
        "", "Print to folder", "When set, papers are written there as PDF files.", group="Paper"
    )
    receipt_layout: str = _text(
        "roll80", "Receipt paper", group="Paper", choices=("roll80", "letter", "a4")
    )
    receipt_detail: str = _text("short", "Receipt detail", group="Paper", choices=("short", "long"))
    paper_language: str = _text("en", "Language on paper", group="Paper", shape="locale")
    paper_number_locale: str = _text("en_US", "Numbers on paper", group="Paper", shape="locale")
    paper_date_style: str = _text("iso", "Dates on paper", group="Paper", shape="date_style")
    language: str = _text("en", "Language", group="Screen", shape="locale")
    number_locale: str = _text(
        "en_US",
        "Numbers and money",
        "A locale such as en_US or de_CH.",
        group="Screen",
        shape="locale",
    )
    date_style: str = _text(
        "iso",
        "Dates and times",
        "iso, or a locale such as en_US.",
        group="Screen",
        shape="date_style",
    )
    theme: str = _text("system", "Theme", group="Screen", choices=("system", "light", "dark"))
    text_scale: int = _number(
        100,
        "Text size (%)",
        "On top of the system's text size.",
        group="Screen",
        least=80,
        most=200,
    )
    key_help: str = _key("F1", "Help")
    key_search: str = _key("F2", "Search")
    key_take_payment: str = _key("F5", "Take payment")
    key_quick_add: str = _key("F6", "Quick add")
    key_add_credit: str = _key("F7", "Add credit")
    key_turn_in: str = _key("F8", "Turn in")
    key_main_action: str = _key("F9", "Main action of the page")
    key_print: str = _key("Ctrl+P", "Print")
    key_back: str = _key("Esc", "Back")

    def __post_init__(self) -> None:
        for about in declared():
            _check(about, getattr(self, about.name))
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
        about: Setting = one.metadata[_META]
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
        return from_values(tomllib.loads(text))
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


def _check(about: Setting, value: object) -> None:
    if type(value) is not about.kind:
        wanted = {str: "a text", int: "a whole number", bool: "true or false"}[about.kind]
        raise SettingsError(f"{about.label}: {value!r} must be {wanted}.")
    if isinstance(value, str):
        _check_text(about, value)
    elif about.least is not None and about.most is not None and isinstance(value, int):
        _check_range(about.label, value, about.least, about.most)


def _check_range(label: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise SettingsError(f"{label}: {value} must be between {least} and {most}.")


def _check_text(about: Setting, value: str) -> None:
    if len(value) > _LONGEST or not value.isprintable():
        raise SettingsError(f"{about.label}: the text is too long or has control characters.")
    if about.choices and value not in about.choices:
        raise SettingsError(f"{about.label}: {value!r} must be one of {', '.join(about.choices)}.")
    if about.shape == "url" and (_SECRET_IN_URL.search(value) or _SECRET_IN_QUERY.search(value)):
        raise SettingsError(
            f"{about.label}: a password must not stand in the settings. "
            "Keep it in the system's keyring or in the environment."
        )
    if about.shape == "key" and not value.strip():
        raise SettingsError(f"{about.label}: a key is needed.")
    iso = about.shape == "date_style" and value == "iso"
    if about.shape in {"locale", "date_style"} and not iso and not _LOCALE.fullmatch(value):
        raise SettingsError(f"{about.label}: {value!r} is not a locale such as en_US.")
