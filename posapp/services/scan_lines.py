"""Scan lines of remittance stubs: what one says, and whom its rule value names."""

from dataclasses import dataclass

from posapp.domain.card_numbers import looks_like_card_number
from posapp.domain.clock import Clock, business_date
from posapp.domain.distribution_rules import Named, unknown_value
from posapp.domain.ids import AccountId
from posapp.domain.rights import Actor, Right
from posapp.domain.scan_line import ScanRead, read
from posapp.domain.setup import SetUp
from posapp.errors import Refused
from posapp.services.setup import SetUpCache
from posapp.storage.base import Transaction
from posapp.storage.db import Database
from posapp.storage.distribution_rules import load_named


@dataclass(frozen=True, slots=True)
class Scanned:
    """A scan line, and what its rule value names."""

    line: ScanRead
    named: Named
    account_id: AccountId


class ScanLines:
    """Use cases of scan lines."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup

    def read(self, text: str, actor: Actor) -> ScanRead:
        """Rule, value and amount of a scan line, by the layouts of the set-up.

        Whether the value names anything is the rule's business, as with a typed one.

        Raises:
            Refused: ``M-170`` no layout fits, ``M-171`` a wrong check digit with the right one,
                ``M-172`` a date that is none, ``M-215`` two layouts read it differently, ``M-58`` a card number, which is not repeated (R13).
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            return self._read(text, actor, self._setup.current(s))

    def find(self, text: str, actor: Actor) -> Scanned:
        """The same with the account that is to be paid (DR-2).

        Raises:
            Refused: as ``read``; ``M-38`` when the value names no account.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            setup = self._setup.current(s)
            line = self._read(text, actor, setup)
            named = _named(s, line, setup)
            if named.account_id is None:
                raise unknown_value(setup.distribution_rules[line.rule], line.value)
            return Scanned(line, named, named.account_id)

    def _read(self, text: str, actor: Actor, setup: SetUp) -> ScanRead:
        if looks_like_card_number(text):
            raise Refused("M-58", field="rule_value")
        office = setup.offices[actor.office]
        today = business_date(self._clock(), office.zone, office.day_start)
        return read(text, setup.entry.layouts.values(), today)


def _named(s: Transaction, line: ScanRead, setup: SetUp) -> Named:
    rule = setup.distribution_rules[line.rule]
    if not rule.active:
        raise Refused("M-50", field="rule", value=rule.code, reason="is not active")
    named = load_named(s, rule.value_type, line.value, setup)
    if named is None:
        raise unknown_value(rule, line.value)
    return named
