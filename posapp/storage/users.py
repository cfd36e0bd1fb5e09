"""Users, their roles, their failed tries and the sources they work at."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, select, update

from posapp.domain.codes import Role
from posapp.domain.ids import UserId
from posapp.domain.sign_in import User
from posapp.domain.user_edits import UserLine
from posapp.storage.base import record, table_of
from posapp.storage.db import lock
from posapp.storage.ids import take_id
from posapp.storage.prepared import Ask, Prepared, insert_into
from posapp.storage.tables.system import UserRoleRow, UserRow, UserSourceRow

_user, _role, _source = table_of(UserRow), table_of(UserRoleRow), table_of(UserSourceRow)
_OWN_SOURCES = _source.c.user_id == bindparam("user_id")
_ACTIVE = Prepared(select(_user.c.active).where(_user.c.id == bindparam("id")))
_OF_LOGIN = Prepared(select(_user).where(func.lower(_user.c.login) == bindparam("login")))
_ROLES = Prepared(select(_role.c.role).where(_role.c.user_id == bindparam("user_id")))
_USERS = Prepared(select(_user).order_by(_user.c.login))
_ALL_ROLES = Prepared(select(_role.c.user_id, _role.c.role))
_ALL_SOURCES = Prepared(
    select(_source.c.user_id, _source.c.tender_source).order_by(_source.c.tender_source)
)
_INSERT = insert_into(UserRow)
_INSERT_ROLE = insert_into(UserRoleRow)
_INSERT_SOURCE = insert_into(UserSourceRow)
_DROP_ROLES = Prepared(delete(_role).where(_role.c.user_id == bindparam("user_id")))
_TRIES = Prepared(
    select(_user.c.failed_tries, _user.c.locked_until).where(_user.c.id == bindparam("id"))
)
_SET_TRIES = Prepared(
    update(_user)
    .where(_user.c.id == bindparam("key"))
    .values(failed_tries=bindparam("failed"), locked_until=bindparam("until"))
)
_SET_PASSWORD = Prepared(
    update(_user).where(_user.c.id == bindparam("key")).values(password_hash=bindparam("hashed"))
)
_SOURCE = Prepared(
    select(_source.c.tender_source).where(_OWN_SOURCES, _source.c.currency == bindparam("currency"))
)
_SOURCES = Prepared(
    select(_source.c.tender_source).where(_OWN_SOURCES).order_by(_source.c.currency)
)
_SET_SOURCE = Prepared(
    update(_source)
    .where(_source.c.user_id == bindparam("who"), _source.c.currency == bindparam("money"))
    .values(tender_source=bindparam("works_at"))
)


def load_user(s: Connection, login: str) -> User | None:
    """A user by login name, case does not count; ``None`` if there is none."""
    row = _OF_LOGIN.first(s, {"login": login.strip().lower()})
    if row is None:
        return None
    roles = frozenset(one.role for one in _ROLES.all(s, {"user_id": row.id}))
    return record(row, User, roles=roles)


def list_users(s: Connection) -> tuple[User, ...]:
    """Every user, by login name."""
    rows = _USERS.all(s)
    roles: dict[int, set[Role]] = {}
    for row in _ALL_ROLES.all(s):
        roles.setdefault(row.user_id, set()).add(row.role)
    return tuple(record(row, User, roles=frozenset(roles.get(row.id, ()))) for row in rows)


def list_lines(s: Connection) -> tuple[UserLine, ...]:
    """Every user with the tender sources where each works, by login name."""
    sources: dict[int, list[str]] = {}
    for row in _ALL_SOURCES.all(s):
        sources.setdefault(row.user_id, []).append(row.tender_source)
    return tuple(
        UserLine(
            user.id,
            user.login,
            user.name,
            user.office,
            user.roles,
            tuple(sources.get(user.id, ())),
            user.active,
            user.locked_until,
        )
        for user in list_users(s)
    )


def active_asked(user_id: UserId) -> Ask:
    """What ``is_active`` asks."""
    return _ACTIVE, {"id": user_id}


def is_active(s: Connection, user_id: UserId) -> bool:
    """Whether a user may still act; False for one who is not there."""
    return bool(_ACTIVE.scalar(s, {"id": user_id}))


def lock_users(s: Connection) -> None:
    """Let nobody else change users until this transaction ends."""
    lock(s, _user, sorted(s.execute(select(_user.c.id)).scalars()))


def update_user(s: Connection, user_id: UserId, *, name: str | None, active: bool | None) -> None:
    """Change what is not ``None``."""
    given = {"name": name, "active": active}
    values = {key: value for key, value in given.items() if value is not None}
    if values:
        s.execute(update(_user).where(_user.c.id == user_id).values(values))


def set_roles(s: Connection, user_id: UserId, roles: Iterable[Role]) -> None:
    """Give a user exactly these roles."""
    _DROP_ROLES.many(s, [{"user_id": user_id}])
    _INSERT_ROLE.many(s, [{"user_id": user_id, "role": role} for role in sorted(roles)])


def clear_sources(s: Connection, user_id: UserId) -> None:
    """A user works at no tender source any more."""
    s.execute(delete(UserSourceRow).where(UserSourceRow.user_id == user_id))


def insert_user(
    s: Connection,
    *,
    login: str,
    name: str,
    password_hash: str,
    office: str,
    roles: Iterable[Role],
    at: datetime,
) -> UserId:
    """Write a new user with roles."""
    user_id = UserId(take_id(s))
    row = {
        "id": user_id,
        "login": login,
        "name": name,
        "password_hash": password_hash,
        "office": office,
        "failed_tries": 0,
        "active": True,
        "created_at": at,
    }
    _INSERT.many(s, [row])
    _INSERT_ROLE.many(s, [{"user_id": user_id, "role": role} for role in sorted(roles)])
    return user_id


def reload_tries(s: Connection, user: User) -> User:
    """The user with the failed tries of now, locked so that every try counts (R12)."""
    lock(s, _user, [user.id])
    row = _TRIES.first(s, {"id": user.id})
    return replace(user, failed_tries=row.failed_tries, locked_until=row.locked_until)


def set_tries(s: Connection, user_id: UserId, failed: int, locked_until: datetime | None) -> None:
    """Count wrong passwords; the count survives a restart."""
    _SET_TRIES.many(s, [{"key": user_id, "failed": failed, "until": locked_until}])


def set_password(s: Connection, user_id: UserId, password_hash: str) -> None:
    """Store a new hash."""
    _SET_PASSWORD.many(s, [{"key": user_id, "hashed": password_hash}])


def load_source(s: Connection, user_id: UserId, currency: str) -> str | None:
    """The tender source a user works at in a currency (TS-06)."""
    found: str | None = _SOURCE.scalar(s, {"user_id": user_id, "currency": currency})
    return found


def load_sources(s: Connection, user_id: UserId) -> tuple[str, ...]:
    """The tender sources a user works at, one of each currency (TS-06)."""
    return tuple(row.tender_source for row in _SOURCES.all(s, {"user_id": user_id}))


def set_source(s: Connection, user_id: UserId, currency: str, source: str) -> None:
    """Name the tender source a user works at (TS-06); replaces an earlier one."""
    if not _SET_SOURCE.run(s, {"who": user_id, "money": currency, "works_at": source}):
        row = {"user_id": user_id, "currency": currency, "tender_source": source}
        _INSERT_SOURCE.many(s, [row])
