"""The currency converter: which foreign money can be taken now, and what it is worth (AC-02..AC-06)."""

from datetime import date

from posapp.domain.clock import Clock, business_date
from posapp.domain.converter import Conversion, ForeignMoney, RateQuote, convert
from posapp.domain.money import Money
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import SetUp
from posapp.domain.tender_controls import ENTRY_SOURCES
from posapp.errors import Refused
from posapp.services.setup import SetUpCache
from posapp.storage.db import Database
from posapp.storage.payment_facts import load_home_drawer
from posapp.storage.rates import load_quote


class Converter:
    """Use cases of money in another currency than the account's."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup

    def offers(self, home: str, day: date | None, actor: Actor) -> tuple[ForeignMoney, ...]:
        """Currencies that drawers of the actor's office take, with rate and the actor's drawer.

        Args:
            home: currency of the account.
            day: payment date whose rates count; today where none is given.
            actor: who takes the money.

        Nothing is offered where the installation takes no alternate currency (AC-02).
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            setup = self._setup.current(s)
            if not setup.installation.alternate_currency:
                return ()
            wanted = day or self._today(setup, actor)
            return tuple(
                ForeignMoney(
                    currency,
                    load_quote(s, currency, home, wanted),
                    load_home_drawer(s, currency, actor, setup),
                )
                for currency in _taken(setup, actor.office)
                if currency != home
            )

    def quote(self, source: str, target: str, day: date | None, actor: Actor) -> RateQuote:
        """The rate in force on a day, today where none is given (AC-04).

        Raises:
            Refused: ``M-55`` for a currency that the set-up has not, ``C-20`` without a rate.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            setup = self._setup.current(s)
            for field, code in (("source", source), ("target", target)):
                if code not in setup.currencies:
                    raise Refused("M-55", field=field, value=code)
            wanted = day or self._today(setup, actor)
            found = load_quote(s, source, target, wanted)
        if found is None:
            raise Refused("C-20", field="currency", source=source, target=target, date=wanted)
        return found

    def convert(
        self, amount: Money, source: str, target: str, day: date | None, actor: Actor
    ) -> Conversion:
        """What an amount is worth on a day (AC-03).

        Raises:
            Refused: as ``quote``, and ``M-02`` for an amount that is or becomes nothing.
        """
        found = self.quote(source, target, day, actor)
        with self._db.read() as s:
            currencies = self._setup.current(s).currencies
        wanted = day or found.day
        return convert(amount, found, source, target, day=wanted, currencies=currencies)

    def _today(self, setup: SetUp, actor: Actor) -> date:
        office = setup.offices[actor.office]
        return business_date(self._clock(), office.zone, office.day_start)


def _taken(setup: SetUp, office: str) -> tuple[str, ...]:
    """Currencies of the drawers of an office: one source for each currency (TS-06)."""
    sources = setup.tender_sources.values()
    found = {
        one.currency
        for one in sources
        if one.active and one.office == office and one.source_type in ENTRY_SOURCES
    }
    return tuple(sorted(found))
