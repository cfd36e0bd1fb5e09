"""Users, their roles, their failed tries and the sources they work at."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from posapp.domain.codes import Role
from posapp.domain.ids import UserId
from posapp.domain.sign_in import User
from posapp.storage.base import record, table_of
from posapp.storage.db import lock
from posapp.storage.ids import take_id
from posapp.storage.tables.system import UserRoleRow, UserRow, UserSourceRow


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
