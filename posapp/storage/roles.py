"""The roles of a PostgreSQL server: made, given what ``grants`` says, and compared with it.

Roles belong to the whole server, privileges to one database; both roles cannot log in themselves.
Whoever keeps the server makes a login for each desk and puts it into ``posapp_counter``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, bindparam, text
from sqlalchemy.exc import DBAPIError

from posapp.errors import StorageFailure
from posapp.storage.db import Database
from posapp.storage.grants import COUNTER, READER, REVISION, SEQUENCES, grants

ROLES: Final = (COUNTER, READER)
_DENIED: Final = "42501"
# What no report needs: wrong passwords, and drafts of payments that may never be.
_NOT_FOR_READERS: Final = frozenset({"sign_in_try", "in_hand"})
_SECRETS: Final = {"app_user": ("password_hash",)}

_KNOWN: Final = text("SELECT rolname FROM pg_roles WHERE rolname = ANY (:names)")
_OWNER: Final = text(
    "SELECT pg_get_userbyid(relowner), current_user, pg_has_role(relowner, 'USAGE') FROM pg_class"
    " WHERE relname = :revision AND relnamespace = current_schema()::regnamespace"
)
_MEMBERS: Final = text(
    "SELECT g.rolname, m.rolname FROM pg_auth_members a JOIN pg_roles g ON g.oid = a.roleid"
    " JOIN pg_roles m ON m.oid = a.member WHERE g.rolname = ANY (:names) ORDER BY 1, 2"
)
_COLUMNS: Final = text(
    "SELECT attname FROM pg_attribute WHERE attrelid = CAST(:table AS regclass)"
    " AND attnum > 0 AND NOT attisdropped ORDER BY attnum"
)
# Who but the owner may do what here, PUBLIC as an empty name; an empty column: the whole table.
_FOUND: Final = text(
    "WITH given AS (SELECT c.relname, '' AS attname, c.relowner, x.grantee, x.privilege_type"
    " FROM pg_class c, aclexplode(c.relacl) x"
    " WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace"
    " UNION ALL SELECT c.relname, a.attname, c.relowner, x.grantee, x.privilege_type"
    " FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid, aclexplode(a.attacl) x"
    " WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace)"
    " SELECT coalesce(r.rolname, '') AS role, g.relname, g.attname, g.privilege_type FROM given g"
    " LEFT JOIN pg_roles r ON r.oid = g.grantee WHERE g.grantee <> g.relowner"
)
# Logins that can become the owner. An owner that cannot log in itself is used through members,
# so there only those of desks and readers are too many.
_OWNERS: Final = text(
    "SELECT m.rolname FROM pg_class c JOIN pg_roles o ON o.oid = c.relowner JOIN pg_roles m"
    " ON m.oid <> o.oid AND m.rolcanlogin AND NOT m.rolsuper"
    " AND pg_has_role(m.oid, o.oid, 'MEMBER')"
    " WHERE c.relname = :revision AND c.relnamespace = current_schema()::regnamespace"
    " AND (o.rolcanlogin OR EXISTS (SELECT 1 FROM pg_roles d WHERE d.rolname = ANY (:names)"
    " AND pg_has_role(m.oid, d.oid, 'MEMBER'))) ORDER BY 1"
).bindparams(bindparam("names", list(ROLES)), bindparam("revision", REVISION))
_TEMP: Final = text(
    "SELECT datname FROM pg_database"
    " WHERE datname = current_database() AND pg_has_role(datdba, 'USAGE')"
)

Privilege = tuple[str, str, str, str]
"""Role (empty for everybody), table, column (empty for the whole table), what it may do."""


@dataclass(frozen=True, slots=True)
class Roles:
    """The roles of a database: who owns it, and which logins have the others."""

    owner: str
    counters: tuple[str, ...]
    readers: tuple[str, ...]


def set_roles_up(db: Database) -> Roles:
    """Make the roles where they are missing and give them exactly what ``grants`` says.

    Raises:
        StorageFailure: ``other`` on SQLite, which knows no users; ``read_only`` when the
            connection's role does not own the tables or may make no roles, with what to do.
    """
    if db.dialect == "sqlite":
        raise StorageFailure(
            "other",
            "A SQLite file has no roles: whoever may write it may change it, and its guards keep "
            "what is frozen. Protect the file by the rights of its folder.",
        )
    with db.begin() as s:
        refuse_stranger(s, db.url_shown)
        _make_roles(s, db.url_shown)
        grant_all(s)
    with db.read() as s:
        return load_roles(s)


def load_roles(s: Connection) -> Roles:
    """Owner and members, as the server knows them."""
    owner, _, _ = owner_of(s)
    members = s.execute(_MEMBERS, {"names": list(ROLES)}).all()
    counters, readers = (tuple(m for group, m in members if group == role) for role in ROLES)
    return Roles(owner, counters, readers)


def owner_of(s: Connection) -> tuple[str, str, bool]:
    """Who owns the tables, who asks, and whether that is the same or a member of it."""
    row = s.execute(_OWNER, {"revision": REVISION}).first()
    return ("", "", True) if row is None else (row[0], row[1], bool(row[2]))


def refuse_stranger(s: Connection, shown: str) -> None:
    """Refuse to change schema or privileges as anybody but the owner.

    Raises:
        StorageFailure: ``read_only``, naming both roles.
    """
    if s.dialect.name == "sqlite":
        return
    owner, user, may = owner_of(s)
    if not may:
        raise StorageFailure(
            "read_only",
            f"{shown}: only the role {owner}, which owns the tables, may do that; this is {user}. "
            f"Repeat it with an address of that role (postgresql://{owner}@...).",
        )


def grant_again(s: Connection) -> None:
    """After a new schema: give the roles what it brought, where they are in use."""
    if s.dialect.name != "sqlite" and in_use(s):
        grant_all(s)


def in_use(s: Connection) -> bool:
    """Whether roles were set up in this database."""
    return any(role in ROLES for role, *_ in _found(s))


def grant_all(s: Connection) -> None:
    """Give both roles exactly what ``grants`` says, and everybody else nothing."""
    for statement in _statements(s):
        s.exec_driver_sql(statement)


def wrong_privileges(s: Connection) -> tuple[str, ...]:
    """Privileges that are missing or too many, whoever has them; none where no roles were set up.

    A login that can become the owner is named too: it could switch guards off.
    """
    found = _found(s)
    if not any(role in ROLES for role, *_ in found):
        return ()
    wanted = set(_wanted(s))
    missing = [f"{_said(one)} is missing" for one in sorted(wanted - found)]
    owners = (f"{name} can become the owner" for name in s.execute(_OWNERS).scalars())
    return (*missing, *(f"{_said(one)} is too much" for one in sorted(found - wanted)), *owners)


def _make_roles(s: Connection, shown: str) -> None:
    known = set(s.execute(_KNOWN, {"names": list(ROLES)}).scalars())
    for role in ROLES:
        if role in known:
            continue
        try:
            s.exec_driver_sql(f"CREATE ROLE {role} NOLOGIN")
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", "") != _DENIED:
                raise
            lines = "; ".join(f"CREATE ROLE {one} NOLOGIN" for one in ROLES if one not in known)
            raise StorageFailure(
                "read_only",
                f"{shown}: this role may make no roles. Let the server's administrator run "
                f"'{lines};' once, then repeat the command.",
            ) from error


def _statements(s: Connection) -> Iterator[str]:
    quote = s.dialect.identifier_preparer.quote_identifier
    schema = quote(s.exec_driver_sql("SELECT current_schema()").scalar_one())
    others = sorted({role for role, *_ in _found(s)} - {"", *ROLES})
    everybody = ", ".join(["PUBLIC", *ROLES, *map(quote, others)])
    # The program makes no temporary tables; one named like a table of ours would only mislead.
    # The keeper of the database alone may say so; guards look past such tables in any case.
    for name in s.execute(_TEMP).scalars():
        yield f"REVOKE TEMPORARY ON DATABASE {quote(name)} FROM {everybody}"
    yield f"REVOKE CREATE ON SCHEMA {schema} FROM {everybody}"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {everybody}"
    yield f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA {schema} FROM {everybody}"
    yield f"GRANT USAGE ON SCHEMA {schema} TO {COUNTER}, {READER}"
    for sequence in SEQUENCES:
        yield f"GRANT USAGE, SELECT ON SEQUENCE {sequence} TO {COUNTER}"
        yield f"GRANT SELECT ON SEQUENCE {sequence} TO {READER}"
    tables: dict[tuple[str, str, str], list[str]] = {}
    for role, table, column, what in _wanted(s):
        tables.setdefault((role, table, what), []).append(column)
    for (role, table, what), columns in tables.items():
        some = f" ({', '.join(map(quote, columns))})" if any(columns) else ""
        yield f"GRANT {what}{some} ON {quote(table)} TO {role}"


def _wanted(s: Connection) -> Iterator[Privilege]:
    for name, grant in grants().items():
        yield COUNTER, name, "", "SELECT"
        if grant.insert:
            yield COUNTER, name, "", "INSERT"
        if grant.delete:
            yield COUNTER, name, "", "DELETE"
        for column in grant.update:
            yield COUNTER, name, column, "UPDATE"
        if name in _SECRETS:
            for column in s.execute(_COLUMNS, {"table": name}).scalars():
                if column not in _SECRETS[name]:
                    yield READER, name, column, "SELECT"
        elif name not in _NOT_FOR_READERS:
            yield READER, name, "", "SELECT"


def _found(s: Connection) -> set[Privilege]:
    rows: Any = s.execute(_FOUND).all()
    return {(row[0], row[1], row[2], row[3]) for row in rows}


def _said(one: Privilege) -> str:
    role, table, column, what = one
    return f"{what} on {table}{f'.{column}' if column else ''} for {role or 'everybody'}"
