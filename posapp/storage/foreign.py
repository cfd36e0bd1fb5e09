"""What acts inside a database and is not ours: triggers, views, rules (T12).

Whoever hands over a copy may have put a trigger into it that writes whenever something is paid. The
guards that are missing or changed are found elsewhere; here is what should not be there at all.
"""

import re
from typing import Final

from sqlalchemy import Connection

from posapp.storage.guard_rules import NO_TRUNCATE, all_guards
from posapp.storage.running import fetch

_SQLITE: Final = (
    "SELECT type, name, sql FROM sqlite_master WHERE type IN ('trigger', 'view') ORDER BY name"
)
# A view of somebody's reports beside our tables does nothing on a server; a rule or trigger does.
_POSTGRES: Final = (
    "SELECT 'trigger' AS type, t.tgname AS name, '' AS sql FROM pg_trigger t"
    " JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal"
    " AND c.relnamespace = current_schema()::regnamespace"
    " UNION ALL SELECT 'rule', r.rulename, '' FROM pg_rewrite r"
    " JOIN pg_class c ON c.oid = r.ev_class WHERE c.relkind IN ('r', 'p')"
    " AND c.relnamespace = current_schema()::regnamespace ORDER BY 2"
)
# A guard of any version refuses and does nothing else: one statement, and it aborts.
_REFUSES: Final = re.compile(
    r"CREATE TRIGGER guard_\w+ BEFORE (INSERT|UPDATE|DELETE) ON \w+( WHEN [^;]*)?"
    r" BEGIN SELECT RAISE\(ABORT, 'guard: [^']*'\); END"
)


def foreign(s: Connection) -> tuple[str, ...]:
    """Triggers, views and rules that this program did not make, as ``trigger payment_spy``."""
    ours = {guard.trigger for guard in all_guards()}
    if s.dialect.name != "sqlite":
        ours |= {f"guard_{table}_truncate" for table in NO_TRUNCATE}
    query = _SQLITE if s.dialect.name == "sqlite" else _POSTGRES
    return tuple(
        f"{kind} {name}"
        for kind, name, _ in fetch(s, query, ())
        if kind != "trigger" or name not in ours
    )


def acting(s: Connection) -> tuple[str, ...]:
    """Those of a SQLite file of any version that do more than refuse: looked for before it is used."""
    return tuple(
        f"{kind} {name}"
        for kind, name, sql in fetch(s, _SQLITE, ())
        if kind != "trigger" or not _REFUSES.fullmatch(sql or "")
    )
