"""Users: sign in, add; passwords are checked and hashed here, never shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from posapp.domain.approvals import Matter, Secret
from posapp.domain.clock import Clock
from posapp.domain.codes import Role
from posapp.domain.ids import UserId
from posapp.domain.requests import check_request_id, fingerprint
from posapp.domain.rights import Actor, Right
from posapp.domain.sign_in import (
    MAX_LOGIN,
    User,
    check_new_user,
)
from posapp.domain.texts import clean_text
from posapp.domain.topics import Saved, Topic
from posapp.domain.user_edits import one_of_each
from posapp.errors import Refused
from posapp.services.done import chain_of_office
from posapp.services.password_checks import check_new_password
from posapp.services.secret_checks import DEMO_PASSWORD, SecretChecks, Try
from posapp.services.setup import SetUpCache
from posapp.storage import users as store
from posapp.storage.audit import append_audit
from posapp.storage.base import Transaction
from posapp.storage.changes import append_change
from posapp.storage.db import Database
from posapp.storage.requests import find_request, record_request
from posapp.vault.passwords import hash_password


@dataclass(frozen=True, slots=True)
class _NewUser:
    """A user to write, the password hashed already."""

    login: str
    name: str
    password_hash: str = field(repr=False)
    roles: frozenset[Role]
    office: str
    sources: tuple[str, ...]
    request_id: str


class Users:
    """Use cases of users."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup
        self._secrets = SecretChecks(db, clock, setup)

    def sign_in(self, login: str, password: str, *, workstation: str = "") -> Actor:
        """Check a password and build the actor (reliability B.3).

        A name that nobody has and a wrong password get the same answer after the same time, also
        after many tries.

        Raises:
            Refused: ``M-52`` wrong, ``M-53`` wait; ``M-50``, ``M-58`` for what is no user name.
        """
        return _actor(self._secrets.check(Try(login, workstation), password), workstation)

    def confirm(self, secret: Secret, actor: Actor, matter: Matter) -> Actor:
        """Check the secret of somebody who approves at another's desk (D-24).

        Args:
            secret: name and password of who approves.
            actor: who asks for it.
            matter: what it is for; the audit keeps it, also of a wrong secret (pain 15).

        Raises:
            Refused: as ``sign_in``.
        """
        given = Try(secret.login, actor.workstation, actor, matter)
        return _actor(self._secrets.check(given, secret.password), actor.workstation)

    def refuse(self, approver: Actor, actor: Actor, matter: Matter, code: str) -> None:
        """Write down that somebody's right secret was not enough for an approval (pain 15)."""
        given = Try(approver.login, actor.workstation, actor, matter)
        self._secrets.refuse(given, approver, code)

    def add(
        self,
        login: str,
        name: str,
        password: str,
        roles: frozenset[Role],
        actor: Actor | None,
        *,
        office: str = "",
        source: str = "",
        sources: tuple[str, ...] = (),
        request_id: str = "",
    ) -> Saved[UserId]:
        """Add a user; the first user of a database needs no actor.

        ``source`` and ``sources`` are where the user works, at most one of each currency (TS-06).

        The password takes no part in the content of the request (D-21).

        Raises:
            Refused: ``M-51`` right, ``M-50`` name or password, or two sources of a currency,
                ``M-55`` unknown source, ``M-57`` name taken, ``M-54`` request id used for something
                else, ``M-153`` deactivated since the sign-in.
        """
        if actor is not None:
            actor.require(Right.USERS)
        login = login.strip()
        check_new_user(login, roles)
        login, name = clean_text(login, "login", MAX_LOGIN), clean_text(name, "name")
        if request_id:
            check_request_id(request_id)
        # Hashing takes a tenth of a second on purpose; do it outside the write transaction.
        works_at = (*((source,) if source else ()), *sources)
        user = _NewUser(login, name, hash_password(password), roles, office, works_at, request_id)
        demo_only = password == DEMO_PASSWORD

        def work(s: Transaction) -> Saved[UserId]:
            setup = self._setup.current(s)
            if not (demo_only and setup.installation.demo):
                check_new_password(password, login, setup)
            return self._add(s, user, actor)

        return self._db.write(work)

    def _add(self, s: Transaction, user: "_NewUser", actor: Actor | None) -> Saved[UserId]:
        print_ = fingerprint((user.login, user.name, sorted(user.roles), user.office, user.sources))
        kind = "user.add"
        done = find_request(s, user.request_id, kind, print_) if user.request_id else None
        if done is not None:
            return Saved(UserId(done), frozenset(), replayed=True)
        if actor is None and store.list_users(s):
            raise Refused("M-51", right=Right.USERS.value)
        if actor is not None and not store.is_active(s, actor.user_id):
            raise Refused("M-153", name=actor.name)
        if store.load_user(s, user.login) is not None:
            raise Refused("M-57", field="login", value=user.login)
        setup, now = self._setup.current(s), self._clock()
        user_id = store.insert_user(
            s,
            login=user.login,
            name=user.name or user.login,
            password_hash=user.password_hash,
            office=_known(setup.offices, user.office or next(iter(setup.offices)), "office"),
            roles=user.roles,
            at=now,
        )
        for currency, code in one_of_each(user.sources, setup).items():
            store.set_source(s, user_id, currency, code)
        if user.request_id:
            by = actor.user_id if actor else user_id
            record_request(s, user.request_id, kind, print_, user_id, at=now, user_id=by)
        body = {"login": user.login, "roles": sorted(user.roles)}
        by, at = (actor.user_id, actor.office) if actor else (user_id, None)
        self._audit(s, kind, user_id, body, by, at)
        topics = frozenset({Topic.USERS})
        append_change(s, at=now, topics=topics, workstation=actor.workstation if actor else "")
        return Saved(user_id, topics)

    def _audit(
        self,
        s: Transaction,
        action: str,
        about: UserId | None,
        body: Mapping[str, object],
        by: UserId | None,
        office: str | None,
    ) -> None:
        """One row in the chain of an office and its day (D-40); of the first where none is known."""
        setup, now = self._setup.current(s), self._clock()
        chain = chain_of_office(setup, office or next(iter(setup.offices)), now)
        append_audit(s, chain, at=now, user_id=by, action=action, object_id=about, body=body)


def _actor(user: User, workstation: str) -> Actor:
    return Actor(user.id, user.login, user.name, user.roles, user.office, workstation)


def _known(codes: Mapping[str, object], code: str, field: str) -> str:
    """A code that exists, else ``M-55``."""
    if code not in codes:
        raise Refused("M-55", field=field, value=code)
    return code
