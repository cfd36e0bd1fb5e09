"""Invented names and addresses, put together from our own parts in many scripts (D-45)."""

import tomllib
from dataclasses import dataclass
from random import Random
from typing import Any

from posapp.paths import resource


@dataclass(frozen=True, slots=True)
class NameGroup:
    """Parts of the names of one script; ``form`` puts ``{given}`` and ``{family}`` together."""

    code: str
    weight: int
    form: str
    given_starts: tuple[str, ...]
    given_ends: tuple[str, ...]
    family_starts: tuple[str, ...]
    family_ends: tuple[str, ...]

    def name(self, rng: Random) -> str:
        """A name of the group."""
        given = rng.choice(self.given_starts) + rng.choice(self.given_ends)
        family = rng.choice(self.family_starts) + rng.choice(self.family_ends)
        return self.form.format(given=given, family=family)


class DemoNames:
    """Names of people and firms, addresses, and who works at the office.

    Attributes:
        places: the document ``places.toml``: office, users, showcase, county.
    """

    def __init__(self) -> None:
        names = _read("names.toml")
        self.places = _read("places.toml")
        self.groups = tuple(_group(entry) for entry in names["group"])
        self._weights = [group.weight for group in self.groups]
        self._firms: dict[str, list[str]] = names["firms"]
        self._streets: dict[str, list[str]] = self.places["streets"]

    def person(self, rng: Random) -> str:
        """A person's name as it stands on papers."""
        (group,) = rng.choices(self.groups, self._weights)
        return group.name(rng)

    def firm(self, rng: Random) -> str:
        """A firm's name."""
        parts = (rng.choice(self._firms[part]) for part in ("starts", "trades", "forms"))
        return " ".join(parts).strip()

    def address(self, rng: Random) -> str:
        """Street, number and town."""
        streets = self._streets
        street = f"{rng.choice(streets['starts'])} {rng.choice(streets['ends'])}"
        flat = f", Apt {rng.randrange(1, 40)}" if rng.random() < 0.3 else ""  # noqa: PLR2004
        return f"{rng.randrange(1, 400)} {street}{flat}, {rng.choice(streets['towns'])}"

    def email(self, rng: Random, index: int) -> str:
        """A mail address in a domain that cannot exist; some people have none."""
        if rng.random() < 0.4:  # noqa: PLR2004
            return ""
        return f"customer{index}@{rng.choice(self._streets['mail'])}"


def _read(name: str) -> dict[str, Any]:
    with resource("demo", name).open("rb") as file:
        return tomllib.load(file)


def _group(entry: dict[str, Any]) -> NameGroup:
    parts = ("given_starts", "given_ends", "family_starts", "family_ends")
    own = (tuple(map(str, entry[part])) for part in parts)
    return NameGroup(entry["code"], entry["weight"], entry["form"], *own)
