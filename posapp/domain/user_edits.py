"""Changing users: what may change, and what keeps an office from locking itself out (D-44)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from posapp.domain.codes import Role
from posapp.domain.ids import UserId
from posapp.domain.setup import SetUp
from posapp.errors import Refused


@dataclass(frozen=True, slots=True)
class UserLine:
    """A user in the list; ``sources`` are the tender sources where the user works (TS-06)."""

    id: UserId
    login: str
    name: str
    office: str
    roles: frozenset[Role]
    sources: tuple[str, ...]
    active: bool
    locked_until: datetime | None


@dataclass(frozen=True, slots=True)
class UserChange:
    """What changes of a user; ``None`` keeps what is. An empty ``source`` takes all sources away.

    ``sources`` are all of them instead, at most one of each currency (TS-06).
    """

    name: str | None = None
    roles: frozenset[Role] | None = None
    source: str | None = None
    active: bool | None = None
    sources: tuple[str, ...] | None = None


def check_change(
    change: UserChange, user: UserLine, asker: UserId, admins: Collection[UserId]
) -> None:
    """Stop a change that gives oneself rights, or leaves nobody who can change users.

    Args:
        change: what is asked for.
        user: as the user is now.
        asker: who asks.
        admins: active users who may change users.

    Raises:
        Refused: ``M-50`` without a role, ``M-154`` for the own roles or to shut oneself out,
            ``M-155`` for the last active administrator.
    """
    roles = user.roles if change.roles is None else change.roles
    if not roles:
        raise Refused("M-50", field="role", value="", reason="is missing")
    active = user.active if change.active is None else change.active
    if set(admins) == {user.id} and not (active and Role.ADMIN in roles):
        raise Refused("M-155", field="active", name=user.name)
    if user.id == asker and roles != user.roles:
        raise Refused("M-154", field="role")
    if user.id == asker and not active:
        raise Refused("M-154", field="active")


def one_of_each(codes: Iterable[str], setup: SetUp) -> Mapping[str, str]:
    """Tender sources by currency: a user works at one of each at most (TS-06).

    Raises:
        Refused: ``M-55`` for an unknown one, ``M-50`` for a second one of a currency.
    """
    found: dict[str, str] = {}
    for code in codes:
        source = setup.tender_sources.get(code)
        if source is None:
            raise Refused("M-55", field="tender_source", value=code)
        if source.currency in found:
            reason = f"is a second one in {source.currency}"
            raise Refused("M-50", field="tender_source", value=code, reason=reason)
        found[source.currency] = code
    return found
