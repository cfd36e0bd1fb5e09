"""Users: list them, change them, give them a new password (D-44, reliability B.3)."""

from collections.abc import Callable
from typing import Any, Final

from posapp.domain.approvals import Matter, Secret
from posapp.domain.clock import Clock
from posapp.domain.codes import Role
from posapp.domain.ids import UserId
from posapp.domain.requests import check_request_id, fingerprint
from posapp.domain.rights import Actor, Right
from posapp.domain.texts import clean_text
from posapp.domain.topics import Saved, Topic
from posapp.domain.user_edits import UserChange, UserLine, check_change, one_of_each
from posapp.errors import Refused
from posapp.services.done import Done, chain_of_office, record_done
from posapp.services.password_checks import check_new_password
from posapp.services.setup import SetUpCache
from posapp.services.users import Users
from posapp.storage import users as store
from posapp.storage.base import Transaction
from posapp.storage.db import Database
from posapp.storage.requests import find_request
from posapp.vault.passwords import hash_password

_TOPICS: Final = frozenset({Topic.USERS})
_OWN: Final = "user.own-password"
_Edit = Callable[[Transaction, UserLine, tuple[UserLine, ...]], dict[str, Any]]


class UserEdits:
    """Use cases of who may change users; each change is in the audit, no password is."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache, users: Users) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup
        self._users = users

    def list_users(self, actor: Actor) -> tuple[UserLine, ...]:
        """Every user, by login name.

        Raises:
            Refused: ``M-51``.
        """
        actor.require(Right.SEE_USERS)
        with self._db.read() as s:
            return store.list_lines(s)

    def is_active(self, actor: Actor) -> bool:
        """Whether somebody who signed in was not deactivated since."""
        with self._db.read() as s:
            return store.is_active(s, actor.user_id)

    def change(
        self, user_id: UserId, change: UserChange, request_id: str, actor: Actor
    ) -> Saved[UserId]:
        """Change name, roles, source, or whether the user may sign in.

        Other roles hold from the next sign-in on; who is deactivated is stopped at the next action.

        Raises:
            Refused: ``M-50`` name or no role, ``M-51`` right, ``M-55`` unknown user or source,
                ``M-154`` own roles, ``M-155`` last administrator.
        """
        name = None if change.name is None else clean_text(change.name, "name")
        if name == "":
            raise Refused("M-50", field="name", value="", reason="is missing")

        def edit(s: Transaction, user: UserLine, users: tuple[UserLine, ...]) -> dict[str, Any]:
            admins = [one.id for one in users if one.active and Role.ADMIN in one.roles]
            check_change(change, user, actor.user_id, admins)
            self._source(s, user_id, change.source)
            self._sources(s, user_id, change.sources)
            store.update_user(s, user_id, name=name, active=change.active)
            if change.roles is not None:
                store.set_roles(s, user_id, change.roles)
            return _said(user, change)

        print_ = fingerprint(
            (
                user_id,
                name,
                sorted(change.roles or ()),
                change.source,
                change.active,
                change.sources,
            )
        )
        return self._edit("user.set", user_id, print_, edit, request_id, actor)

    def set_password(
        self, user_id: UserId, password: str, request_id: str, actor: Actor
    ) -> Saved[UserId]:
        """Give a user a new password; a lock after wrong ones ends with it.

        The password takes no part in the content of the request (D-21).

        Raises:
            Refused: ``M-50`` a bad password, ``M-51`` right, ``M-55`` unknown user.
        """
        actor.require(Right.USERS)
        # Hashing takes a tenth of a second on purpose; do it outside the write transaction.
        hashed = hash_password(password)

        def edit(s: Transaction, user: UserLine, _users: tuple[UserLine, ...]) -> dict[str, Any]:
            check_new_password(password, user.login, self._setup.current(s))
            store.set_password(s, user_id, hashed)
            store.set_tries(s, user_id, 0, None)
            return {"login": user.login}

        print_ = fingerprint((user_id,))
        return self._edit("user.set-password", user_id, print_, edit, request_id, actor)

    def set_own_password(
        self, present: str, password: str, request_id: str, actor: Actor
    ) -> Saved[UserId]:
        """Give oneself a new password; the present one is asked for (B.3).

        Raises:
            Refused: ``M-50`` a bad password, ``M-52`` the present one is wrong, ``M-53`` wait.
        """
        with self._db.read() as s:
            check_new_password(password, actor.login, self._setup.current(s))
        matter = Matter(_OWN, request_id, actor.user_id)
        try:
            self._users.confirm(Secret(actor.login, present), actor, matter)
        except Refused as refused:
            wrong = refused.code == "M-52"
            raise (Refused("M-52", field="present_password") if wrong else refused) from None
        hashed = hash_password(password)

        def edit(s: Transaction, user: UserLine, _users: tuple[UserLine, ...]) -> dict[str, Any]:
            check_new_password(password, user.login, self._setup.current(s))
            store.set_password(s, user.id, hashed)
            return {"login": user.login}

        print_ = fingerprint((actor.user_id,))
        return self._write(_OWN, actor.user_id, print_, edit, request_id, actor)

    def _edit(
        self,
        kind: str,
        user_id: UserId,
        print_: str,
        edit: _Edit,
        request_id: str,
        actor: Actor,
    ) -> Saved[UserId]:
        actor.require(Right.USERS)
        return self._write(kind, user_id, print_, edit, request_id, actor)

    def _write(
        self,
        kind: str,
        user_id: UserId,
        print_: str,
        edit: _Edit,
        request_id: str,
        actor: Actor,
    ) -> Saved[UserId]:
        check_request_id(request_id)

        def work(s: Transaction) -> Saved[UserId]:
            if find_request(s, request_id, kind, print_) is not None:
                return Saved(user_id, frozenset(), replayed=True)
            # All of them: two administrators must not deactivate each other at the same moment.
            store.lock_users(s)
            users = store.list_lines(s)
            user = next((one for one in users if one.id == user_id), None)
            if user is None:
                raise Refused("M-55", field="user", value=user_id)
            body, now = edit(s, user, users), self._clock()
            chain = chain_of_office(self._setup.current(s), actor.office, now)
            record_done(
                s, Done(request_id, kind, print_, user_id, chain, body, _TOPICS), actor, now
            )
            return Saved(user_id, _TOPICS)

        return self._db.write(work)

    def _source(self, s: Transaction, user_id: UserId, source: str | None) -> None:
        if source is None:
            return
        sources = self._setup.current(s).tender_sources
        if source and source not in sources:
            raise Refused("M-55", field="tender_source", value=source)
        if source:
            store.set_source(s, user_id, sources[source].currency, source)
        else:
            store.clear_sources(s, user_id)

    def _sources(self, s: Transaction, user_id: UserId, codes: tuple[str, ...] | None) -> None:
        """Exactly these sources, one of each currency at most (TS-06)."""
        if codes is None:
            return
        chosen = one_of_each(codes, self._setup.current(s))
        store.clear_sources(s, user_id)
        for currency, code in chosen.items():
            store.set_source(s, user_id, currency, code)


def _said(user: UserLine, change: UserChange) -> dict[str, Any]:
    """What the audit keeps: the user, and each value before and after."""
    said: dict[str, Any] = {"login": user.login}
    if change.name is not None and change.name != user.name:
        said["name"] = [user.name, change.name]
    if change.roles is not None and change.roles != user.roles:
        said["roles"] = [sorted(user.roles), sorted(change.roles)]
    if change.source is not None:
        said["source"] = [list(user.sources), change.source]
    if change.sources is not None and sorted(change.sources) != sorted(user.sources):
        said["source"] = [list(user.sources), list(change.sources)]
    if change.active is not None and change.active != user.active:
        said["active"] = [user.active, change.active]
    return said
