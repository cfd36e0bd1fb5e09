"""Wrong passwords under names that nobody has, so that waiting tells nothing of who is there (B.3)."""

import hashlib
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, delete, select, text, update

from posapp.domain.sign_in import Tries
from posapp.storage.base import record, table_of
from posapp.storage.db import lock
from posapp.storage.tables.system import SignInTryRow
from posapp.storage.types import UtcDateTime

_try = table_of(SignInTryRow)
# Two workstations may try the same name first at the same moment: neither may fail for it.
_BEGIN: Final = text(
    "INSERT INTO sign_in_try (login_hash, failed_tries, tried_at) VALUES (:name, 0, :at)"
    " ON CONFLICT (login_hash) DO NOTHING"
).bindparams(bindparam("at", type_=UtcDateTime()))


def load_unknown(s: Connection, login: str) -> Tries:
    """Wrong passwords under a name that nobody has."""
    query = select(_try.c.failed_tries, _try.c.locked_until)
    row = s.execute(query.where(_try.c.login_hash == _key(login))).first()
    return Tries() if row is None else record(row, Tries)


def begin_unknown(s: Connection, login: str, at: datetime) -> Tries:
    """The same, locked for a change so that every try counts (R12)."""
    key = _key(login)
    s.execute(_BEGIN, {"name": key, "at": at})
    lock(s, _try, [key])
    return load_unknown(s, login)


def set_unknown(s: Connection, login: str, tries: Tries, at: datetime, most: int) -> None:
    """Keep the tries of a name that ``begin_unknown`` began; of more than ``most`` names the latest."""
    mine = _try.c.login_hash == _key(login)
    values = {
        "failed_tries": tries.failed_tries,
        "locked_until": tries.locked_until,
        "tried_at": at,
    }
    s.execute(update(_try).where(mine).values(values))
    by_age = select(_try.c.login_hash).order_by(_try.c.tried_at.desc(), _try.c.login_hash)
    old = s.execute(by_age.offset(most)).scalars().all()
    if old:
        s.execute(delete(_try).where(_try.c.login_hash.in_(old)))


def _key(login: str) -> str:
    return hashlib.sha256(login.strip().lower().encode()).hexdigest()
