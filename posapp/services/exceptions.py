"""Exceptions: what is not balanced or not frozen, and what mends it (EX-1..EX-3, XC-01..XC-04)."""

from datetime import date

from posapp.domain.clock import Clock, business_date
from posapp.domain.exceptions import (
    ExceptionCounts,
    ExceptionFilter,
    ExceptionItem,
    ExceptionKind,
)
from posapp.domain.ids import ControlId
from posapp.domain.listing import Page, PageRequest
from posapp.domain.rights import Actor, Right
from posapp.services.setup import SetUpCache
from posapp.storage import exceptions as store
from posapp.storage.base import Transaction
from posapp.storage.db import Database


class Exceptions:
    """The list of exceptions; an entry is gone as soon as it is mended (XC-03)."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup

    def list_exceptions(self, request: PageRequest, actor: Actor) -> Page[ExceptionItem]:
        """One page, newest first; filters are ``ExceptionFilter`` names with their values.

        Raises:
            Refused: ``M-55`` for an unknown sort order, ``M-51``.
            ValueError: for a filter that the list does not know.
        """
        actor.require(Right.VIEW)
        filters = {
            ExceptionFilter(name): value
            for name, value in request.filters.items()
            if value is not None and value != ""
        }
        if ExceptionFilter.KIND in filters:
            filters[ExceptionFilter.KIND] = ExceptionKind(filters[ExceptionFilter.KIND])
        with self._db.read() as s:
            return store.list_exceptions(s, request, filters, self._today(s, actor))

    def count_exceptions(
        self, actor: Actor, control_id: ControlId | None = None
    ) -> ExceptionCounts:
        """How many there are, of one drawer or of all: what its closing will ask about (EX-3)."""
        actor.require(Right.VIEW)
        filters = {} if control_id is None else {ExceptionFilter.CONTROL: control_id}
        with self._db.read() as s:
            return store.count_exceptions(s, filters, self._today(s, actor))

    def _today(self, s: Transaction, actor: Actor) -> date:
        office = self._setup.current(s).offices[actor.office]
        return business_date(self._clock(), office.zone, office.day_start)
