"""Checking a password: who it is, wrong ones counted, every try written down (reliability B.3).

Wrong ones, those while one must wait, and those at an approval that somebody else asked for are in the
audit with the workstation and what they were for (pain 15).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from posapp.domain.approvals import Matter
from posapp.domain.clock import Clock
from posapp.domain.rights import Actor
from posapp.domain.sign_in import (
    MAX_LOGIN,
    MOST_UNKNOWN,
    Tries,
    User,
    check_not_locked,
    lock_after_failure,
)
from posapp.domain.texts import clean_text
from posapp.errors import Refused
from posapp.services.done import chain_of_office
from posapp.services.setup import SetUpCache
from posapp.storage import sign_in_tries as unknown_store
from posapp.storage import users as store
from posapp.storage.audit import append_audit
from posapp.storage.base import Transaction
from posapp.storage.db import Database
from posapp.vault.passwords import hash_password, matches, needs_rehash

# The password that the embedded demo office ships with; no other database accepts it.
DEMO_PASSWORD = "demo"  # noqa: S105
_SIGN_IN, _APPROVE = "user.sign-in", "user.approve"
_FAILED: Final = "-failed"
_LOCKED: Final = "-locked"
_REFUSED: Final = "-refused"


@dataclass(frozen=True, slots=True)
class Try:
    """Somebody gives a name and a password.

    Attributes:
        login: the name.
        workstation: where.
        by: who asks for an approval; ``None`` at a sign-in.
        matter: what the approval is for.
    """

    login: str
    workstation: str
    by: Actor | None = None
    matter: Matter | None = None

    @property
    def action(self) -> str:
        """What the audit calls it when all is well."""
        return _SIGN_IN if self.by is None else _APPROVE

    def body(self) -> Mapping[str, Any]:
        """What the audit keeps of it; never the password."""
        said: dict[str, Any] = {"login": self.login, "workstation": self.workstation}
        if self.by is not None:
            said["requested_by"] = self.by.user_id
        if self.matter is not None:
            said |= {
                "for": self.matter.kind,
                "object": self.matter.object_id,
                "request": self.matter.request_id,
            }
        return said


class SecretChecks:
    """Checks names and passwords; unknown names get the same answers after the same time."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup

    def check(self, given: Try, password: str) -> User:
        """The user whose name and password these are.

        Raises:
            Refused: ``M-52`` wrong, ``M-53`` wait; ``M-50``, ``M-58`` for what is no user name.
        """
        login = clean_text(given.login, "login", MAX_LOGIN)
        given = Try(login, given.workstation, given.by, given.matter)
        with self._db.read() as s:
            user = store.load_user(s, login)
            tries = unknown_store.load_unknown(s, login) if user is None else user
            demo = self._setup.current(s).installation.demo
        self._stop_locked(given, user, tries)
        usable = user is not None and user.active
        good = matches(password, user.password_hash if user is not None and usable else "")
        if password == DEMO_PASSWORD and not demo:
            good = False
        if user is None or not good:
            self._db.write(lambda s: self._failed(s, given, user))
            raise Refused("M-52", field="password")
        rehash = hash_password(password) if needs_rehash(user.password_hash) else None
        now_locked = self._db.write(lambda s: self._succeeded(s, given, user, rehash))
        self._stop_locked(given, user, now_locked)
        return user

    def refuse(self, given: Try, approver: Actor, code: str) -> None:
        """Write down that somebody gave the right password but may not approve this."""
        note = dict(given.body()) | {"code": code}
        self._db.write(
            lambda s: self._audit(s, given, given.action + _REFUSED, approver.user_id, note)
        )

    def _stop_locked(self, given: Try, user: User | None, tries: User | Tries) -> None:
        try:
            check_not_locked(tries, self._clock())
        except Refused:
            self._db.write(lambda s: self._note(s, given, given.action + _LOCKED, user))
            raise

    def _failed(self, s: Transaction, given: Try, user: User | None) -> None:
        now = self._clock()
        if user is None:
            count = unknown_store.begin_unknown(s, given.login, now).failed_tries + 1
            tries = Tries(count, lock_after_failure(count, now))
            unknown_store.set_unknown(s, given.login, tries, now, MOST_UNKNOWN)
        else:
            count = store.reload_tries(s, user).failed_tries + 1
            store.set_tries(s, user.id, count, lock_after_failure(count, now))
        self._note(s, given, given.action + _FAILED, user)

    def _succeeded(self, s: Transaction, given: Try, user: User, rehash: str | None) -> Tries:
        """Nothing is written where a lock came meanwhile: the caller stops, and says so."""
        user = store.reload_tries(s, user)
        if user.locked_until is not None and user.locked_until > self._clock():
            return Tries(user.failed_tries, user.locked_until)
        if user.failed_tries or user.locked_until is not None:
            store.set_tries(s, user.id, 0, None)
        if rehash is not None:
            store.set_password(s, user.id, rehash)
        self._note(s, given, given.action, user)
        return Tries()

    def _note(self, s: Transaction, given: Try, action: str, user: User | None) -> None:
        about = None if user is None else user.id
        office = None if user is None else user.office
        self._audit(s, given, action, about, given.body(), office)

    def _audit(
        self,
        s: Transaction,
        given: Try,
        action: str,
        about: int | None,
        body: Mapping[str, Any],
        office: str | None = None,
    ) -> None:
        """One row, in the name of who asks; in the chain of the own office, else of the first."""
        setup, now = self._setup.current(s), self._clock()
        by = about if given.by is None else given.by.user_id
        place = office if given.by is None else given.by.office
        chain = chain_of_office(setup, place or next(iter(setup.offices)), now)
        append_audit(s, chain, at=now, user_id=by, action=action, object_id=about, body=body)
