"""The audit log: for auditors whole, for supervisors that of their office (D-44, pain 15)."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from posapp.domain.audit_log import AuditDetail, AuditEntry, AuditSearch, changes_of
from posapp.domain.clock import begin_of_day
from posapp.domain.codes import Role
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import SetUp
from posapp.domain.texts import clean_text
from posapp.errors import Refused
from posapp.services.setup import SetUpCache
from posapp.storage import audit_log as store
from posapp.storage.db import Database

MOST: Final = 1000
_WIDTH: Final = 64


class AuditLog:
    """Use cases of somebody who wants to know who did what."""

    def __init__(self, db: Database, setup: SetUpCache) -> None:
        self._db = db
        self._setup = setup

    def search(self, wanted: AuditSearch, actor: Actor) -> tuple[AuditEntry, ...]:
        """Entries that fit, the newest first, ``MOST`` at most.

        An auditor sees everything, somebody else what is of no other office (D-39).

        Raises:
            Refused: ``M-51``; ``M-50`` a period that ends before it begins.
        """
        actor.require(Right.AUDIT_LOG)
        wanted = replace(
            wanted,
            kind=clean_text(wanted.kind, "kind", _WIDTH).strip("."),
            most=max(1, min(wanted.most, MOST)),
        )
        if wanted.first and wanted.last and wanted.last < wanted.first:
            reason = "is before the first day"
            raise Refused("M-50", field="to", value=wanted.last.isoformat(), reason=reason)
        with self._db.read() as s:
            setup = self._setup.current(s)
            following = None if wanted.last is None else wanted.last + timedelta(days=1)
            return store.search_audit(
                s,
                wanted,
                setup,
                since=_begin(wanted.first, actor, setup),
                until=_begin(following, actor, setup),
                office=_office(actor),
            )

    def show(self, chain: str, seq: int, actor: Actor) -> AuditDetail:
        """One entry with each value before and after.

        Raises:
            Refused: ``M-51``; ``M-55`` when there is none, or none of the own office.
        """
        actor.require(Right.AUDIT_LOG)
        with self._db.read() as s:
            setup = self._setup.current(s)
            entry = store.load_audit_entry(s, chain, seq, setup, _office(actor))
            if entry is None:
                raise Refused("M-55", field="audit", value=f"{chain} {seq}")
            changes = changes_of(entry, store.said_before(s, entry), store.shape_of)
            return AuditDetail(entry, changes)


def _office(actor: Actor) -> str:
    """The office whose entries are shown; empty for an auditor, who reads everything."""
    return "" if Role.AUDITOR in actor.roles else actor.office


def _begin(day: date | None, actor: Actor, setup: SetUp) -> datetime | None:
    if day is None:
        return None
    office = setup.offices[actor.office]
    return begin_of_day(day, office.zone, office.day_start)
