"""Finding their columns: by name, by occurrence, by position, in a joined table, inside an object.

A reference is looked up in this order: the name as it stands in the header; ``Name[2]``, the second
column of that name, and ``[8]``, the eighth column; ``join.Name``; ``key.inner`` inside a JSON
object; with loose headers the name without case, spaces and signs.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Final

from posapp.files.cells import LONGEST_TEXT, is_spreadsheet_error, text_of
from posapp.files.faults import shown_names, wrong_profile
from posapp.files.table import Cells, Table

_NUMBERED: Final = re.compile(r"(?P<name>.*)\[(?P<at>[0-9]{1,4})\]", re.DOTALL)
_SIGNS: Final = re.compile(r"[\W_]+")


@dataclass(slots=True)
class Line:
    """The row at hand: its number, its cells, and the row that each join found, or ``None``."""

    number: int
    cells: Cells
    joined: list[Cells | None]


Getter = Callable[[Line], object]
"""Takes a cell out of the row at hand; ``None`` when it is not there."""


def nothing(_line: Line) -> None:
    """The getter of a column that the file may lack and does lack."""


@dataclass(frozen=True, slots=True)
class At:
    """The getter of a cell that stands at a place of the imported table's rows."""

    at: int

    def __call__(self, line: Line) -> object:
        """The cell."""
        cells: Any = line.cells
        return cells[self.at]


class Columns:
    """The columns of a file and of the tables joined to it.

    Args:
        profile: name of the profile, for refusals.
        table: the imported table.
        joins: joined tables in the order of ``Line.joined``; ``None`` where the file is missing.
    """

    def __init__(self, profile: str, table: Table, joins: Mapping[str, Table | None]) -> None:
        self._profile = profile
        self._table = table
        self._joins = joins

    @property
    def header(self) -> tuple[str, ...]:
        """Names of the imported table, as they stand there."""
        return self._table.header

    @property
    def text_only(self) -> bool:
        """Whether every cell of the tables is text or missing: then equal cells are the same."""
        joined = (table for table in self._joins.values() if table is not None)
        return self._table.text_only and all(table.text_only for table in joined)

    def getter(self, name: str, field: str, *, optional: bool = False) -> Getter:
        """The getter of column ``name``, which our ``field`` is made of.

        Raises:
            Refused: ``M-81`` with the column and the columns that are there, when it is missing or
                when several have that name.
        """
        if not self._table.keyed:
            at = self._position(self._table, name, field)
            if at is not None:
                return At(at)
        taken = self._pick(self._table, name, field)
        if taken is not None:
            return lambda line: taken(line.cells)
        prefix, dot, rest = name.partition(".")
        if dot and prefix in self._joins:
            return self._joined(prefix, rest, field, optional=optional)
        if optional:
            return nothing
        raise self._missing(name, field, self._table.header)

    def _joined(self, prefix: str, name: str, field: str, *, optional: bool) -> Getter:
        at = list(self._joins).index(prefix)
        table = self._joins[prefix]
        if table is None:
            return nothing
        taken = self._pick(table, name, field)
        if taken is None:
            if optional:
                return nothing
            raise self._missing(f"{prefix}.{name}", field, table.header)

        def from_join(line: Line) -> object:
            cells = line.joined[at]
            return None if cells is None else taken(cells)

        return from_join

    def _missing(self, name: str, field: str, header: Sequence[str]) -> Exception:
        return wrong_profile(
            self._profile, field, f"there is no column '{name}'; there are {shown_names(header)}"
        )

    def _pick(self, table: Table, name: str, field: str) -> Callable[[Any], object] | None:
        at = self._position(table, name, field)
        if at is not None:
            return _by_key(table.header[at]) if table.keyed else _by_position(at)
        outer, dot, inner = name.partition(".")
        if dot and table.keyed and outer in table.header:
            return _by_path((outer, *inner.split(".")))
        return None

    def _position(self, table: Table, name: str, field: str) -> int | None:
        header = table.header
        places = [at for at, known in enumerate(header) if known == name and name]
        numbered = None if places else _NUMBERED.fullmatch(name)
        if numbered is not None:
            return _numbered(header, numbered["name"], int(numbered["at"]))
        if not places and table.loose:
            wanted = loosened(name)
            places = [at for at, known in enumerate(header) if wanted and loosened(known) == wanted]
        if len(places) > 1:
            told = f"{len(places)} columns are called '{name}'; write '{name}[1]' or '{name}[2]'"
            raise wrong_profile(self._profile, field, told)
        return places[0] if places else None


def loosened(name: str) -> str:
    """A column's name without case, spaces and signs: ``Summons Number`` is ``summons_number``."""
    return _SIGNS.sub("", name).casefold()


def taker(getters: Sequence[Getter]) -> Callable[[Line], tuple[object, ...]]:
    """What takes several cells out of a row, in one call where they stand by position."""
    places = [getter.at for getter in getters if isinstance(getter, At)]
    if len(places) == len(getters) > 1:
        pick: Callable[[Any], tuple[object, ...]] = itemgetter(*places)
        return lambda line: pick(line.cells)
    if len(places) == len(getters) == 1:
        return _only(places[0])
    if len(getters) == 1:
        only = getters[0]
        return lambda line: (only(line),)
    return lambda line: tuple([getter(line) for getter in getters])


def _only(at: int) -> Callable[[Line], tuple[object, ...]]:
    def taken(line: Line) -> tuple[object, ...]:
        cells: Any = line.cells
        return (cells[at],)

    return taken


def joined_text(cells: Sequence[Any], separator: str) -> str:
    """The texts of several cells with a separator, blank ones and errors left out.

    Raises:
        ValueError: when a cell is no text (see ``text_of``).
    """
    try:
        bare = "".join(cells)
    except TypeError:
        bare = ""
    # Most rows hold plain words and numbers alone; then there is nothing to take out of them.
    if (
        bare.isascii()
        and bare.isprintable()
        and 0 < len(bare) <= LONGEST_TEXT
        and not (" " in bare or "#" in bare or "" in cells)
    ):
        return separator.join(cells)
    texts = [text_of(cell) for cell in cells]
    # The first sign is looked at here already: this runs for each row of a large file.
    return separator.join(
        [text for text in texts if text and (text[0] != "#" or not is_spreadsheet_error(text))]
    )


def _numbered(header: tuple[str, ...], name: str, number: int) -> int | None:
    places = [at for at, known in enumerate(header) if not name or known == name]
    return places[number - 1] if 0 < number <= len(places) else None


def _by_position(at: int) -> Callable[[Any], object]:
    return lambda cells: cells[at]


def _by_key(key: str) -> Callable[[Any], object]:
    return lambda cells: cells.get(key)


def _by_path(path: tuple[str, ...]) -> Callable[[Any], object]:
    def walk(cells: object) -> object:
        for step in path:
            if not isinstance(cells, dict):
                return None
            cells = cells.get(step)
        return cells

    return walk
