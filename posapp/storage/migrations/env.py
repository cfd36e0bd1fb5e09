"""Alembic's environment: runs inside a transaction that ``posapp.storage.migrate`` has opened.

Migrations are plain SQL types and frozen text, so a later change of the program's own classes
does not change what an old migration does.
"""

from typing import Any, Literal

from alembic import context
from sqlalchemy.types import TypeEngine

from posapp.storage.search_ddl import is_search_table
from posapp.storage.tables.schema import METADATA

# Our column type -> name in ``script.py.mako``.
PLAIN = {
    "BigInt": "BIGINT",
    "MoneyType": "BIGINT",
    "UtcDateTime": "STAMP",
    "DateType": "DAY",
    "Flag": "FLAG",
    "CodeType": "sa.Text()",
}


def render_item(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """Write our column types as plain SQL types; everything else as Alembic does."""
    if kind == "type":
        return PLAIN.get(type(item).__name__, False)
    return False


def differs(
    _context: Any, _found: Any, _wanted: Any, found: TypeEngine[Any], wanted: TypeEngine[Any]
) -> bool:
    """Whether a column's type in the database is another one than the tables say."""
    dialect = context.get_context().dialect
    return found.compile(dialect) != wanted.compile(dialect)


def is_ours(name: str | None, kind: str, _parents: Any) -> bool:
    """Whether the mapped tables answer for this; the search index looks after itself."""
    return kind != "table" or not is_search_table(name)


def run() -> None:
    """Run the migrations on the connection that the caller has given."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=METADATA,
        include_name=is_ours,
        render_item=render_item,
        render_as_batch=True,
        compare_type=differs,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
