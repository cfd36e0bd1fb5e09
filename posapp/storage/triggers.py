"""Triggers that keep frozen and append-only rows as they are, on both engines.

The services refuse first, with a sentence; a guard that fires means a bug or a foreign tool.
``REPLACE`` does not slip through, because ``recursive_triggers`` is on (reliability finding 7).
What is guarded stands in ``guard_rules``.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from sqlalchemy import Connection

from posapp.storage.guard_rules import NO_TRUNCATE, all_guards
from posapp.storage.guard_terms import Guard
from posapp.storage.running import fetch


def statements(dialect: str) -> tuple[str, ...]:
    """SQL that makes every guard on an engine; a migration freezes it as text."""
    if dialect == "sqlite":
        return tuple(_sqlite(guard) for guard in all_guards())
    made = [part for guard in all_guards() for part in _postgres(guard)]
    return (*made, *_truncates(), _OWN_TABLES)


# Temporary tables are searched first unless a function says otherwise: whoever makes one called
# payment would have its guards look there. A migration knows the schema only when it runs.
_OWN_TABLES: Final = (
    "DO $$ DECLARE guard text; BEGIN FOR guard IN SELECT p.proname FROM pg_catalog.pg_proc p"
    " WHERE p.pronamespace = CAST(current_schema() AS regnamespace) AND p.proname LIKE 'guard%'"
    " LOOP EXECUTE format('ALTER FUNCTION %I.%I() SET search_path = %I, pg_temp',"
    " current_schema(), guard, current_schema()); END LOOP; END $$"
)


def drop_statements(dialect: str) -> tuple[str, ...]:
    """SQL that removes every guard; for migrations that rebuild a table."""
    if dialect == "sqlite":
        return tuple(f"DROP TRIGGER IF EXISTS {guard.trigger}" for guard in all_guards())
    drops = [f"DROP FUNCTION IF EXISTS {guard.trigger}() CASCADE" for guard in all_guards()]
    return (*drops, "DROP FUNCTION IF EXISTS guard_truncate() CASCADE")


def _sqlite(guard: Guard) -> str:
    when = f" WHEN {guard.when}" if guard.when else ""
    return (
        f"CREATE TRIGGER {guard.trigger} BEFORE {guard.action} ON {guard.table}{when}"
        f" BEGIN SELECT RAISE(ABORT, 'guard: {guard.says}'); END"
    )


def _postgres(guard: Guard) -> tuple[str, str]:
    row = "OLD" if guard.action == "DELETE" else "NEW"
    fault = (
        f"RAISE EXCEPTION 'guard: {guard.says}'"
        f" USING ERRCODE = '23000', CONSTRAINT = '{guard.trigger}';"
    )
    body = f"IF {guard.when} THEN {fault} END IF; RETURN {row};" if guard.when else f"{fault}"
    return (
        (
            f"CREATE FUNCTION {guard.trigger}() RETURNS trigger LANGUAGE plpgsql"
            f" AS $$ BEGIN {body} END $$"
        ),
        (
            f"CREATE TRIGGER {guard.trigger} BEFORE {guard.action} ON {guard.table}"
            f" FOR EACH ROW EXECUTE FUNCTION {guard.trigger}()"
        ),
    )


def _truncates() -> Iterator[str]:
    yield (
        "CREATE FUNCTION guard_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " RAISE EXCEPTION 'guard: % is never emptied', TG_TABLE_NAME"
        " USING ERRCODE = '23000', CONSTRAINT = 'guard_truncate'; END $$"
    )
    for table in NO_TRUNCATE:
        yield (
            f"CREATE TRIGGER guard_{table}_truncate BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()"
        )


_SQLITE_FOUND: Final = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
_POSTGRES_FOUND: Final = (
    "SELECT t.tgname, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid AND"
    " p.proconfig = ARRAY['search_path=' || quote_ident(current_schema()) || ', pg_temp']"
    " JOIN pg_class c ON c.oid = t.tgrelid"
    " WHERE NOT t.tgisinternal AND t.tgenabled = 'O'"
    " AND c.relnamespace = current_schema()::regnamespace"
)


def missing(s: Connection) -> tuple[str, ...]:
    """Names of guards that are not there, switched off, or not as they should be."""
    if s.dialect.name == "sqlite":
        found = dict(fetch(s, _SQLITE_FOUND, ()))
    else:
        found = {name: source.strip() for name, source in fetch(s, _POSTGRES_FOUND, ())}
    expected = _expected(s.dialect.name)
    return tuple(sorted(name for name, sql in expected.items() if found.get(name) != sql))


@cache
def _expected(dialect: str) -> Mapping[str, str]:
    """What an engine says of each guard that is as it should be."""
    if dialect == "sqlite":
        return {guard.trigger: _sqlite(guard) for guard in all_guards()}
    own = {guard.trigger: _source(_postgres(guard)[0]) for guard in all_guards()}
    shared = _source(next(_truncates()))
    return own | {f"guard_{table}_truncate": shared for table in NO_TRUNCATE}


def _source(statement: str) -> str:
    return statement.split("$$")[1].strip()
