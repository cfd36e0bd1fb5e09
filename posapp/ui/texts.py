"""Message codes in words: the catalogue's sentence, translated, with its fields formatted."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from posapp.domain.card_numbers import without_cards
from posapp.domain.ids import FIRST_ID, parse_id
from posapp.domain.messages import CATALOGUE
from posapp.domain.money import Currency, Money
from posapp.domain.rights import right_in_words
from posapp.errors import Concern, DeviceFailure, PosError, Refused
from posapp.i18n import _
from posapp.ui.formats import Formats, grouped, isolated
from posapp.ui.words import label, word

# Fields whose values are words of the catalogue themselves.
_WORDY: Final = frozenset({"reason", "kind"})
_FIELD: Final = "{field}: "
# Fields that name something by a number of ours, one or several of them.
_NUMBERED: Final = frozenset(
    {"account", "agreement", "control", "deposit", "event", "events", "payment", "tender"}
)
# What was typed stands between quotes of people; the command line keeps those of programs.
_RAW: Final = "{value!r}"
_QUOTED: Final = "\u201c{value}\u201d"


class Texts:
    """Sentences for errors and concerns."""

    def __init__(self, formats: Formats) -> None:
        self._formats = formats

    def sentence(self, code: str, fields: Mapping[str, Any]) -> str:
        """The sentence of a code.

        Money is shown in the currency of the field ``currency``, else in the home currency. A
        missing field shows as ``?``; a code that nobody knows shows itself.
        """
        message = CATALOGUE.get(code)
        if message is None:
            return code
        text = _(message.text)
        if _RAW in text and fields.get("value", None) in {None, ""}:
            # Nothing was typed, so there is nothing to quote.
            text = text.replace(f": {_RAW}", "", 1).replace(f"{_RAW} ", "", 1)
        return self._filled(text, fields)

    def concern(self, concern: Concern) -> str:
        """The sentence of a concern that the user must confirm."""
        return self.sentence(concern.code, concern.fields)

    def of(self, error: BaseException) -> str:
        """What happened, in one sentence; also for errors that are bugs."""
        if isinstance(error, Refused):
            return self.sentence(error.code, error.fields)
        if isinstance(error, DeviceFailure):
            return f"{error.device}: {_(error.detail)}"
        if isinstance(error, PosError):
            return _(str(error))
        return _("Something went wrong in the program itself. Look before you do this again.")

    def at_field(self, refused: Refused) -> str:
        """The sentence as it stands at its field, which need not be named there."""
        message = CATALOGUE.get(refused.code)
        text = "" if message is None else _(message.text)
        if not text.startswith(_FIELD):
            return self.of(refused)
        bare = text.removeprefix(_FIELD)
        if bare.startswith(f"{_RAW} ") and refused.fields.get("value") in {None, ""}:
            bare = bare.removeprefix(f"{_RAW} ")
        says = self._filled(bare, refused.fields)
        # What was typed is repeated as it is.
        return says if bare.startswith("{value") else says[:1].upper() + says[1:]

    def _filled(self, text: str, fields: Mapping[str, Any]) -> str:
        text = text.replace(_RAW, _QUOTED)
        currency = fields.get("currency")
        safe = without_cards(fields)
        shown = {name: self._shown(name, value, currency) for name, value in safe.items()}
        return text.format_map(_Shown(shown))

    def _shown(self, name: str, value: Any, currency: Currency | str | None) -> str:
        if isinstance(value, Money):
            return self._formats.money(value, currency)
        if isinstance(value, datetime):
            return self._formats.stamp(value)
        if isinstance(value, date):
            return self._formats.date(value)
        if isinstance(value, StrEnum):
            return word(value).text
        if isinstance(value, Currency):
            return value.code
        return self._plain(name, value)

    def _plain(self, name: str, value: Any) -> str:
        if name == "needed" and not isinstance(value, str):
            # States of which any will do.
            return _(" or ").join(self._shown("", one, None) for one in value)
        if isinstance(value, tuple | list | frozenset | set):
            return ", ".join(self._shown(name, one, None) for one in value)
        if name == "field" and isinstance(value, str):
            return label(value)
        if name == "right" and isinstance(value, str):
            return _(right_in_words(value))
        if name in _WORDY and isinstance(value, str):
            return _(value)
        is_numbered = name in _NUMBERED or (name == "value" and _is_ours(value))
        return isolated(_grouped(value) if is_numbered else str(value))


def _grouped(value: Any) -> str:
    """Ids in the groups that pages show them in; any other value as it is."""
    parts = str(value).split(", ")
    return ", ".join(grouped(one) if _is_id(one) else one for one in parts)


def _is_ours(value: Any) -> bool:
    """A value may be what somebody typed, such as a phone number: those of ours are told apart."""
    return isinstance(value, int) or str(value).startswith("00")


def _is_id(text: str) -> bool:
    number = parse_id(text)
    return number is not None and number >= FIRST_ID and text.isdigit()


class _Shown(dict[str, str]):
    """Formatted fields; an unknown name gives a question mark."""

    def __missing__(self, key: str) -> str:
        return "?"
