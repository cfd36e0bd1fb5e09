"""Write a schema revision from the tables: ``python -m tests.helpers.make_revision MESSAGE``.

``--first`` writes revision 0001 again from scratch (only before the first release). The new file
freezes the triggers and the search index as text; look it over before committing it.
"""

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from alembic import command
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from posapp.storage import search_ddl
from posapp.storage.db import Database
from posapp.storage.migrate import FOLDER, config
from posapp.storage.migrations import REVISIONS
from posapp.storage.tables.schema import METADATA
from posapp.storage.triggers import statements

FIRST = '''"""{message}."""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES: dict[str, tuple[str, ...]] = {tables}

GUARDS: dict[str, tuple[str, ...]] = {guards}

SEARCH: dict[str, tuple[str, ...]] = {search}


def upgrade() -> None:
    s = op.get_bind()
    dialect = s.dialect.name
    wanted = (*TABLES[dialect], *SEARCH[dialect], *GUARDS[dialect])
    # A server takes all of it in one round trip.
    for some in wanted if dialect == "sqlite" else (";\\n".join(wanted),):
        s.exec_driver_sql(some, execution_options={{"no_parameters": True}})


def downgrade() -> None:
    raise NotImplementedError("there is no way back: restore the copy made before the upgrade")
'''
# Without parameters in their texts a percent sign is one, as it is when they are run.
DIALECTS: dict[str, Any] = {
    "sqlite": sqlite.dialect(),
    "postgresql": postgresql.dialect(paramstyle="named"),
}


def _tables(dialect: str) -> tuple[str, ...]:
    """The tables with their indexes, and where ids come from."""
    found: list[Any] = []
    for table in METADATA.sorted_tables:
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        found += [CreateTable(table), *map(CreateIndex, indexes)]
    made = [str(one.compile(dialect=DIALECTS[dialect])).strip() for one in found]
    if dialect == "postgresql":
        made.append("CREATE SEQUENCE posapp_ids START 1000000001")
    return *made, "INSERT INTO id_counter (id, next_id) VALUES (1, 1000000001)"


def _frozen(statements_of: Callable[[str], tuple[str, ...]]) -> str:
    lines = ["{"]
    for dialect in ("sqlite", "postgresql"):
        wanted = statements_of(dialect)
        lines += [f"    {dialect!r}: (", *(f"        {sql!r}," for sql in wanted), "    ),"]
    return "\n".join([*lines, "}"])


def make(message: str, *, first: bool) -> Path:
    """Write the file and enter it in the list of revisions; on failure nothing is changed."""
    number = "0001" if first else f"{len(REVISIONS) + 1:04d}"
    replaced = {p: p.read_text("utf-8") for p in _versions() if first and p.name[:5] == "0001_"}
    before = set(_versions()) - set(replaced)
    for old in replaced:
        old.unlink()
    done = False
    try:
        path = _generate(message, number, first=first)
        done = True
    finally:
        if not done:
            for new in set(_versions()) - before:
                new.unlink()
            for old, text in replaced.items():
                old.write_text(text, "utf-8")
    if not first:
        names = ", ".join(f'"{name}"' for name in (*REVISIONS, number))
        listed = FOLDER / "__init__.py"
        old_text = listed.read_text("utf-8")
        listed.write_text(re.sub(r"Final = \(.*\)", f"Final = ({names})", old_text), "utf-8")
    return path


def _versions() -> list[Path]:
    return list((FOLDER / "versions").glob("*.py"))


def _generate(message: str, number: str, *, first: bool) -> Path:
    path = _first(message) if first else _next(message, number)
    ruff = Path(sys.executable).with_name("ruff")
    subprocess.run([ruff, "check", "-q", "--fix", path], timeout=300, check=False)
    subprocess.run([ruff, "format", "-q", path], timeout=300, check=True)
    return path


def _first(message: str) -> Path:
    path = FOLDER / "versions" / f"0001_{re.sub('[^a-z0-9]+', '_', message.lower())}.py"
    parts = {"tables": _tables, "guards": statements, "search": search_ddl.statements}
    frozen = {name: _frozen(of) for name, of in parts.items()}
    path.write_text(FIRST.format(message=message, **frozen), "utf-8")
    return path


def _next(message: str, number: str) -> Path:
    with tempfile.TemporaryDirectory() as folder:
        db = Database.open(f"{folder}/empty.db", create=True, check_schema=False)
        with db.begin() as s:
            command.upgrade(config(s), "head")
            made: Any = command.revision(config(s), message, autogenerate=True, rev_id=number)
        db.dispose()
    path = Path(made.path)
    text = path.read_text("utf-8")
    text = text.replace("= {}", f"= {_frozen(statements)}", 1)
    path.write_text(re.sub(r"\n +# (###|commands).*", "", text), "utf-8")
    return path


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("message", nargs="?", default="create everything")
    parser.add_argument("--first", action="store_true")
    given = parser.parse_args()
    print(make(given.message, first=given.first))
