"""Second tables: a file beside the imported one or another list of its document, found by key."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from posapp.files.cells import text_of
from posapp.files.columns import Columns, Line
from posapp.files.faults import Fault, wrong_file
from posapp.files.json_table import table_at
from posapp.files.opened_file import OpenedFile, open_source
from posapp.files.profile import Profile
from posapp.files.profile_parts import Join
from posapp.files.table import Cells, Table
from posapp.files.texts import TextRules, stepped, text_getter

_KEY_WIDTH = 254


@dataclass(frozen=True, slots=True)
class JoinedTables:
    """Tables by the name of their join, ``None`` where a file that may be missing is missing."""

    tables: Mapping[str, Table | None]
    notes: tuple[str, ...] = field(default=())


def open_joins(profile: Profile, opened: OpenedFile) -> JoinedTables:
    """The tables that the profile joins.

    Raises:
        Refused: ``M-82`` when one is not there or not readable.
    """
    tables: dict[str, Table | None] = {}
    notes: list[str] = []
    for name, join in profile.joins.items():
        if join.rows is not None:
            if opened.document is None:
                raise wrong_file(opened.path.name, f"is no JSON document, join '{name}' needs one")
            loose = opened.table.loose
            tables[name] = table_at(opened.document, join.rows, opened.path.name, loose=loose)
            continue
        path = opened.path.parent / Path(join.file or "")
        if join.missing_file == "blank" and not _is_there(path):
            tables[name] = None
            notes.append(f"{path.name} is not beside the file; what it would add is left blank")
        else:
            tables[name] = open_source(path, join.reader).table
    return JoinedTables(tables, tuple(notes))


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        # Reading it will say why.
        return True


Finder = Callable[[Line], Cells | None]


def finders(profile: Profile, joined: JoinedTables, rules: TextRules) -> list[tuple[int, Finder]]:
    """The place of each join and what finds the row belonging to the row at hand.

    A table that is missing has none: nothing is ever found there.

    Raises:
        Refused: ``M-81`` when a key column is missing. The functions raise ``Fault``.
    """
    tables = (joined.tables[name] for name in profile.joins)
    return [
        (at, _finder(name, join, table, rules))
        for at, ((name, join), table) in enumerate(zip(profile.joins.items(), tables, strict=True))
        if table is not None
    ]


def _finder(name: str, join: Join, table: Table, rules: TextRules) -> Finder:
    by_key = _indexed(name, join, table, rules)
    match = text_getter(join.match, rules, f"joins.{name}.match", width=_KEY_WIDTH)

    def found(line: Line) -> Cells | None:
        wanted = match(line)
        rows = by_key.get(wanted, ()) if wanted else ()
        if len(rows) > 1 and join.pick == "only":
            raise Fault(join.match.told, wanted, f"fits {len(rows)} rows of '{name}'")
        if not rows:
            if join.required:
                raise Fault(join.match.told, wanted, f"has no row in '{name}'")
            return None
        return rows[-1 if join.pick == "last" else 0]

    return found


def _indexed(name: str, join: Join, table: Table, rules: TextRules) -> dict[str, list[Cells]]:
    columns = Columns(rules.profile, table, {})
    getter = columns.getter(join.key, f"joins.{name}.key")
    by_key: dict[str, list[Cells]] = {}
    for entry in table.entries:
        try:
            key = stepped(text_of(getter(Line(entry.line, entry.cells, []))), join.key_steps)
        except ValueError:
            # A key that is no text matches nothing; the table itself is not what is imported.
            continue
        if key:
            by_key.setdefault(key, []).append(entry.cells)
    return by_key
