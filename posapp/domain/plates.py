"""Plates of vehicles with their state: look-up keys of an account (IT-5).

A plate is two look-ups: ``PLATE`` its number, and ``PLATE-STATE`` number, a space and state. One
without a state is the first only. Both are found by what is typed, with or without spaces.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from posapp.domain.texts import clean_text
from posapp.errors import Refused

NUMBER: Final = "PLATE"
WITH_STATE: Final = "PLATE-STATE"
FACT: Final = "plate"
FACT_STATE: Final = "state"
"""Names of the facts of an item that say its vehicle."""
MOST_PLATES: Final = 20
_NUMBER_WIDTH: Final = 12
_STATE_WIDTH: Final = 3


@dataclass(frozen=True, slots=True, order=True)
class Plate:
    """A plate; ``state`` is empty where nobody said it."""

    number: str
    state: str = ""

    @property
    def text(self) -> str:
        """The plate as people read it: ``GZH7067 NY``."""
        return f"{self.number} {self.state}".strip()

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """Its look-ups as (kind, value)."""
        own = (NUMBER, self.number)
        return (own, (WITH_STATE, self.text)) if self.state else (own,)


def plates_of(keys: Iterable[tuple[str, str]]) -> tuple[Plate, ...]:
    """The plates among look-up keys, those without a state that is known last."""
    given = list(keys)
    found = [Plate(*_parted(value)) for kind, value in given if kind == WITH_STATE]
    known = {plate.number for plate in found}
    found += [Plate(value) for kind, value in given if kind == NUMBER and value not in known]
    return tuple(sorted(found))


def plate_of(text: str) -> Plate:
    """A plate as typed: ``GZH7067``, ``GZH7067 NY`` or ``GZH7067:NY``.

    Raises:
        Refused: ``M-50``; a number has 1 to 12 letters and digits, a state 2 or 3 letters.
    """
    number, state = _parted(text.replace(":", " ").strip())
    return checked_plate(number, state)


def checked_plate(number: str, state: str) -> Plate:
    """A plate as it is kept: capital letters, no spaces or dashes in its number.

    Raises:
        Refused: ``M-50``, ``M-58``.
    """
    bare = "".join(sign for sign in clean_text(number, "plate").upper() if sign not in " -.")
    state = clean_text(state, "plate_state").upper()
    if not (bare.isalnum() and len(bare) <= _NUMBER_WIDTH):
        reason = f"is not 1 to {_NUMBER_WIDTH} letters and digits"
        raise Refused("M-50", field="plate", value=number, reason=reason)
    if state and not (state.isascii() and state.isalpha() and 1 < len(state) <= _STATE_WIDTH):
        raise Refused("M-50", field="plate_state", value=state, reason="is no state such as NY")
    return Plate(bare, state)


def plate_in(facts: Mapping[str, str]) -> Plate | None:
    """The plate among the facts of an item, by which its person is found, too (IT-5).

    Raises:
        Refused: as ``checked_plate``.
    """
    number = facts.get(FACT, "")
    return checked_plate(number, facts.get(FACT_STATE, "")) if number else None


def _parted(text: str) -> tuple[str, str]:
    """Number and state: the last word, where it is two or three letters."""
    number, _, last = text.rpartition(" ")
    if number.strip() and last.isalpha() and 1 < len(last) <= _STATE_WIDTH:
        return number.strip(), last
    return text, ""
