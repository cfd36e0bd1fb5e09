"""The declaration of one setting of a workstation: kind, words, bounds, and how a value is checked."""

import re
from dataclasses import dataclass, field
from typing import Any, Final

META: Final = "setting"
"""Key of a declaration among the metadata of its field."""
_SECRET_IN_URL: Final = re.compile(r"://[^/@:]*:[^/@]+@")
_SECRET_IN_QUERY: Final = re.compile(r"[?&](password|passfile|sslpassword)=", re.IGNORECASE)
_LOCALE: Final = re.compile(r"[a-z]{2,3}(_[A-Z][a-z]{3})?(_[A-Z]{2})?")
_LONGEST: Final = 500


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


def text_setting(
    default: str, label: str, hint: str = "", *, group: str, choices: _Choices = (), shape: str = ""
) -> Any:
    """A text; of ``choices`` only, or of a ``shape``, where they are given."""
    about = Setting("", str, default, label, hint, group, choices, shape=shape)
    return field(default=default, metadata={META: about})


def number_setting(
    default: int, label: str, hint: str, *, group: str, least: int, most: int
) -> Any:
    """A whole number between two bounds."""
    about = Setting("", int, default, label, hint, group, least=least, most=most)
    return field(default=default, metadata={META: about})


def key_setting(default: str, label: str) -> Any:
    """A key of the keyboard."""
    return text_setting(default, label, group="Keys", shape="key")


def check_setting(about: Setting, value: object) -> None:
    """Refuse a value that does not fit its declaration.

    Raises:
        SettingsError: with what is wrong.
    """
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
