"""Persons and plates: what is known of them, changed by who sets up (IT-5, ML-4, D-44)."""

from dataclasses import replace
from functools import partial
from typing import Any, Final

from posapp.domain.clock import Clock
from posapp.domain.ids import AccountId, PersonId
from posapp.domain.inquiry import Person
from posapp.domain.persons import EditPerson, SetPlates, cleaned_person, cleaned_plates
from posapp.domain.plates import plates_of
from posapp.domain.requests import check_request_id, fingerprint
from posapp.domain.rights import Actor, Right
from posapp.domain.texts import LARGEST_ID
from posapp.domain.topics import Saved, Topic
from posapp.errors import Conflict, Refused
from posapp.services.done import Done, chain_of_office, record_done
from posapp.services.setup import SetUpCache
from posapp.storage import persons as store
from posapp.storage.accounts import load_keys
from posapp.storage.base import Transaction
from posapp.storage.db import Database
from posapp.storage.inquiry import load_person, load_standing
from posapp.storage.locks import lock_counter
from posapp.storage.requests import find_request

EDIT: Final = "person.edit"
PLATES: Final = "account.plates"
_TOPICS: Final = frozenset({Topic.ACCOUNTS})


class Persons:
    """Use cases of who keeps persons."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup

    def edit(self, command: EditPerson, actor: Actor) -> Saved[PersonId]:
        """Change type, mail address, phone and employee number of a person.

        Raises:
            Refused: ``M-51`` right, ``M-55`` no such person, ``M-57`` the employee number is that
                of another, ``M-50``, ``M-58``, ``M-360`` a text.
            Conflict: ``M-30`` when somebody changed the person since.
        """
        actor.require(Right.SETUP)
        check_request_id(command.request_id)
        return self._db.write(partial(self._edit, cleaned_person(command), actor))

    def set_plates(self, command: SetPlates, actor: Actor) -> Saved[AccountId]:
        """Say all plates of an account.

        Raises:
            Refused: ``M-51`` right, ``M-01`` no such account, ``M-50``, ``M-58`` a plate.
        """
        actor.require(Right.SETUP)
        check_request_id(command.request_id)
        return self._db.write(partial(self._set_plates, cleaned_plates(command), actor))

    def _edit(self, command: EditPerson, actor: Actor, s: Transaction) -> Saved[PersonId]:
        print_ = fingerprint(replace(command, seen=None))
        person_id = command.person_id
        if not 0 < person_id <= LARGEST_ID:
            raise Refused("M-55", field="person", value=person_id)
        store.lock_person(s, person_id)
        if find_request(s, command.request_id, EDIT, print_) is not None:
            return Saved(person_id, frozenset(), replayed=True)
        before = load_person(s, person_id)
        if before is None:
            raise Refused("M-55", field="person", value=person_id)
        if command.seen is not None and command.seen != before:
            raise Conflict
        number = command.employee_number
        if number and store.is_employee_of_another(s, number, person_id):
            raise Refused("M-57", field="employee_number", value=number)
        store.update_person(s, command)
        after = load_person(s, person_id)
        body = {"before": _said(before), "after": _said(after)}
        self._done(s, command.request_id, EDIT, print_, person_id, body, actor)
        return Saved(person_id, _TOPICS)

    def _set_plates(self, command: SetPlates, actor: Actor, s: Transaction) -> Saved[AccountId]:
        print_ = fingerprint(command)
        account_id = command.account_id
        if not 0 < account_id <= LARGEST_ID or load_standing(s, account_id) is None:
            raise Refused("M-01", field="account", value=account_id)
        lock_counter(s, (), [account_id])
        if find_request(s, command.request_id, PLATES, print_) is not None:
            return Saved(account_id, frozenset(), replayed=True)
        before = plates_of(load_keys(s, account_id))
        store.replace_plates(s, account_id, command.plates)
        body = {
            "before": [plate.text for plate in before],
            "after": [plate.text for plate in command.plates],
        }
        self._done(s, command.request_id, PLATES, print_, account_id, body, actor)
        return Saved(account_id, _TOPICS)

    def _done(
        self,
        s: Transaction,
        request_id: str,
        kind: str,
        print_: str,
        number: int,
        body: dict[str, Any],
        actor: Actor,
    ) -> None:
        now = self._clock()
        chain = chain_of_office(self._setup.current(s), actor.office, now)
        done = Done(request_id, kind, print_, number, chain, body, _TOPICS)
        record_done(s, done, actor, now)


def _said(person: Person | None) -> dict[str, str]:
    names = ("person_type", "email", "phone", "employee_number")
    return {} if person is None else {name: getattr(person, name) for name in names}
