"""Users, their roles, their failed tries and the sources they work at."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from posapp.domain.codes import Role
from posapp.domain.ids import UserId
from posapp.domain.sign_in import User
from posapp.domain.user_edits import UserLine
from posapp.storage.base import record, table_of
from posapp.storage.db import lock
from posapp.storage.ids import take_id
from posapp.storage.prepared import Ask, Prepared
from posapp.storage.tables.system import UserRoleRow, UserRow, UserSourceRow

_user = table_of(UserRow)
_ACTIVE = Prepared(select(_user.c.active).where(_user.c.id == bindparam("id")))


def load_user(s: Connection, login: str) -> User | None:
    """A user by login name, case does not count; ``None`` if there is none."""
    row = s.execute(
        select(table_of(UserRow)).where(func.lower(UserRow.login) == login.strip().lower())
    ).first()
    if row is None:
        return None
    roles = s.execute(select(UserRoleRow.role).where(UserRoleRow.user_id == row.id)).scalars()
    return record(row, User, roles=frozenset(roles))


def list_users(s: Connection) -> tuple[User, ...]:
    """Every user, by login name."""
    rows = s.execute(select(table_of(UserRow)).order_by(UserRow.login)).all()
    roles: dict[int, set[Role]] = {}
    for row in s.execute(select(UserRoleRow.user_id, UserRoleRow.role)):
        roles.setdefault(row.user_id, set()).add(row.role)
    return tuple(record(row, User, roles=frozenset(roles.get(row.id, ()))) for row in rows)


def list_lines(s: Connection) -> tuple[UserLine, ...]:
    """Every user with the tender sources where each works, by login name."""
    sources: dict[int, list[str]] = {}
    query = select(UserSourceRow.user_id, UserSourceRow.tender_source)
    for row in s.execute(query.order_by(UserSourceRow.tender_source)):
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
    s.execute(delete(UserRoleRow).where(UserRoleRow.user_id == user_id))
    s.execute(insert(UserRoleRow), [{"user_id": user_id, "role": role} for role in sorted(roles)])


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
    s.execute(
        insert(UserRow).values(
            id=user_id,
            login=login,
            name=name,
            password_hash=password_hash,
            office=office,
            failed_tries=0,
            active=True,
            created_at=at,
        )
    )
    s.execute(insert(UserRoleRow), [{"user_id": user_id, "role": role} for role in sorted(roles)])
    return user_id


def reload_tries(s: Connection, user: User) -> User:
    """The user with the failed tries of now, locked so that every try counts (R12)."""
    lock(s, table_of(UserRow), [user.id])
    query = select(UserRow.failed_tries, UserRow.locked_until).where(UserRow.id == user.id)
    row = s.execute(query).one()
    return replace(user, failed_tries=row.failed_tries, locked_until=row.locked_until)


def set_tries(s: Connection, user_id: UserId, failed: int, locked_until: datetime | None) -> None:
    """Count wrong passwords; the count survives a restart."""
    s.execute(
        update(UserRow)
        .where(UserRow.id == user_id)
        .values(failed_tries=failed, locked_until=locked_until)
    )


def set_password(s: Connection, user_id: UserId, password_hash: str) -> None:
    """Store a new hash."""
    s.execute(update(UserRow).where(UserRow.id == user_id).values(password_hash=password_hash))


def load_source(s: Connection, user_id: UserId, currency: str) -> str | None:
    """The tender source a user works at in a currency (TS-06)."""
    return s.execute(
        select(UserSourceRow.tender_source).where(
            UserSourceRow.user_id == user_id, UserSourceRow.currency == currency
        )
    ).scalar()


def load_sources(s: Connection, user_id: UserId) -> tuple[str, ...]:
    """The tender sources a user works at, one of each currency (TS-06)."""
    query = select(UserSourceRow.tender_source).where(UserSourceRow.user_id == user_id)
    return tuple(s.execute(query.order_by(UserSourceRow.currency)).scalars())


def set_source(s: Connection, user_id: UserId, currency: str, source: str) -> None:
    """Name the tender source a user works at (TS-06); replaces an earlier one."""
    changed = s.execute(
        update(UserSourceRow)
        .where(UserSourceRow.user_id == user_id, UserSourceRow.currency == currency)
        .values(tender_source=source)
    )
    if not changed.rowcount:
        s.execute(
            insert(UserSourceRow).values(user_id=user_id, currency=currency, tender_source=source)
        )
