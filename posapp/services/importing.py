"""Importing foreign files: one file is one transaction, everything or nothing (T12, T13, D-21)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from posapp.domain.clock import Clock, business_date
from posapp.domain.imports import (
    CREDIT_APPLIED,
    ControlTotal,
    ImportOutlook,
    ImportReport,
    MappedFile,
)
from posapp.domain.messages import sentence
from posapp.domain.money import Currency
from posapp.domain.ports import Progress
from posapp.domain.requests import fingerprint
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import SetUp
from posapp.domain.topics import Saved, Topic
from posapp.errors import Refused
from posapp.files import Profile, read_mapped, read_profile, shipped_profiles
from posapp.files import preview as read_preview
from posapp.services.bill_completion import Completion
from posapp.services.collecting import no_collection
from posapp.services.done import Done, chain_of_office, record_done
from posapp.services.import_jobs import Job, Outcome, Writing, outcome
from posapp.services.import_progress import Meter
from posapp.services.setup import SetUpCache
from posapp.storage import importing as store
from posapp.storage.base import Transaction
from posapp.storage.db import Database
from posapp.storage.event_writes import Stamp
from posapp.storage.ids import take_id
from posapp.storage.requests import find_request


@dataclass(frozen=True, slots=True)
class _Content:
    """What makes an import request this one and no other (D-21)."""

    kind: str
    profile: str
    sha256: str
    stand_in_date: date | None


class Importing:
    """Use cases of imports."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup

    def profiles(self, kind: str, actor: Actor) -> Mapping[str, str]:
        """Shipped profiles of a kind (accounts, bills, items, rates): name to description."""
        actor.require(Right.IMPORT)
        found = map(read_profile, shipped_profiles())
        return {one.name: one.description for one in found if one.kind == kind}

    @no_collection()
    def run(
        self,
        kind: str,
        path: Path | str,
        profile_name: str,
        actor: Actor,
        *,
        request_id: str,
        dry_run: bool = False,
        stand_in_date: date | None = None,
        progress: Progress | None = None,
    ) -> Saved[ImportReport]:
        """Import a file, or with ``dry_run`` say what it would come to.

        Rows that cannot be taken are in the report with line, column, value and reason; the rest
        is recorded in one transaction. What is there already is counted, never posted again.

        Args:
            kind: ``accounts``, ``bills``, ``items`` or ``rates``; the profile must be of it.
            path: the file; second files of the profile lie beside it.
            profile_name: a shipped profile's name, or the path of one.
            actor: who asks.
            request_id: of this request; the same one gives the first run's report.
            dry_run: write nothing.
            stand_in_date: for dates that the file does not have.
            progress: told (done, of); when it returns ``False`` nothing is recorded.

        Raises:
            Refused: ``M-51`` right, ``M-80`` and ``M-83`` control totals, ``M-81`` profile,
                ``M-82`` file, ``M-84`` stopped; nothing is recorded.
        """
        actor.require(Right.IMPORT)
        meter = Meter(progress, Path(path).name)
        profile, currency = self._profile(kind, profile_name)
        mapped = meter.guarding(
            partial(
                read_mapped,
                path,
                profile,
                currency=currency,
                stand_in_date=stand_in_date,
                progress=meter.reading,
            )
        )
        for fault in wrong_totals(mapped, currency):
            raise fault
        if dry_run:
            return Saved(self._report(profile, mapped), frozenset())
        content = _Content(kind, mapped.profile, mapped.sha256, stand_in_date)
        work = partial(self._run, content, request_id, profile, mapped, meter, actor)
        return self._db.write(work)

    @no_collection()
    def preview(
        self,
        kind: str,
        path: Path | str,
        profile_name: str,
        actor: Actor,
        *,
        rows: int = 50,
        stand_in_date: date | None = None,
        progress: Progress | None = None,
    ) -> ImportOutlook:
        """The file's first rows, the mapping, and what an import would come to; writes nothing.

        Raises:
            Refused: ``M-51`` right, ``M-81`` profile, ``M-82`` file, ``M-84`` stopped.
        """
        actor.require(Right.IMPORT)
        meter = Meter(progress, Path(path).name)
        profile, currency = self._profile(kind, profile_name)
        seen = meter.guarding(
            partial(
                read_preview,
                path,
                profile,
                rows,
                currency=currency,
                stand_in_date=stand_in_date,
                progress=meter.reading,
            )
        )
        wrong = wrong_totals(seen.mapped, currency)
        told = tuple(sentence(fault.code, fault.fields) for fault in wrong)
        return ImportOutlook(seen, self._report(profile, seen.mapped), told)

    def currency(self, kind: str, profile_name: str, actor: Actor) -> Currency:
        """The currency of the amounts in files of a profile.

        Raises:
            Refused: ``M-51`` right, ``M-81`` profile, ``M-55`` currency.
        """
        actor.require(Right.IMPORT)
        return self._profile(kind, profile_name)[1]

    def _profile(self, kind: str, name: str) -> tuple[Profile, Currency]:
        """The profile, of the wanted kind, and the currency of its amounts."""
        profile = read_profile(name)
        if profile.kind != kind:
            reason = f"it is for {profile.kind}, not for {kind}"
            raise Refused("M-81", field="profile", value=profile.name, reason=reason)
        with self._db.read() as s:
            setup = self._setup.current(s)
        code = profile.currency or setup.installation.currency
        if code not in setup.currencies:
            raise Refused("M-55", field="currency", value=code)
        return profile, setup.currencies[code]

    def _report(self, profile: Profile, mapped: MappedFile) -> ImportReport:
        """What an import would come to now."""
        with self._db.read() as s:
            decided = outcome(s, _job(profile, mapped, self._setup.current(s)))
        return _report(mapped, decided, dry_run=True)

    def _run(
        self,
        content: _Content,
        request_id: str,
        profile: Profile,
        mapped: MappedFile,
        meter: Meter,
        actor: Actor,
        s: Transaction,
    ) -> Saved[ImportReport]:
        store.queue_imports(s)
        print_, action = fingerprint(content), f"import.{content.kind}"
        done = find_request(s, request_id, action, print_)
        if done is not None:
            return Saved(store.load_report(s, done), frozenset(), replayed=True)
        setup, now = self._setup.current(s), self._clock()
        decided = outcome(s, _job(profile, mapped, setup))
        _check_whole(mapped, decided)
        office = setup.offices[actor.office]
        writing = Writing(
            setup,
            Stamp(now, actor.user_id),
            business_date(now, office.zone, office.day_start),
            meter.recording(decided.added + decided.changed),
        )
        completion = decided.record(s, writing)
        report = _with_credit(_report(mapped, decided, dry_run=False), completion)
        run_id = take_id(s)
        # Others may have written to the chain meanwhile: a stamp of the start would go back (F12).
        written = self._clock()
        store.insert_run(s, run_id, mapped, report, at=written, user_id=actor.user_id)
        chain = chain_of_office(setup, actor.office, written)
        topics = (decided.topics if decided.added or decided.changed else frozenset()) | {
            Topic.IMPORTS
        }
        body = _audit_body(mapped, report, decided) | {"rows": completion.rows}
        finished = Done(request_id, action, print_, run_id, chain, body, topics)
        record_done(s, finished, actor, written)
        return Saved(report, topics)


def wrong_totals(mapped: MappedFile, currency: Currency) -> tuple[Refused, ...]:
    """The control totals that differ from what the file or its profile says, as refusals."""
    return tuple(
        Refused(
            "M-80",
            field="file",
            name=name,
            expected=_shown(mapped.expected[name], currency),
            found=_shown(mapped.totals.get(name), currency),
            rejected=len(mapped.rejected),
        )
        for name in mapped.wrong_totals()
    )


def _shown(one: ControlTotal | None, currency: Currency) -> str:
    if one is None:
        return "nothing"
    count = f"{one.count} records"
    return count if one.amount is None else f"{currency.text(one.amount)} in {count}"


def _check_whole(mapped: MappedFile, decided: Outcome) -> None:
    """Control totals vouch for the file as a whole: with them no row may be left out (M-83)."""
    if mapped.expected and decided.rejected:
        first = decided.rejected[0]
        raise Refused(
            "M-83",
            field="file",
            n=len(decided.rejected),
            line=first.line,
            column=first.column,
            value=first.value,
            reason=first.reason,
        )


def _job(profile: Profile, mapped: MappedFile, setup: SetUp) -> Job:
    stated = None if profile.item is None else profile.item.due
    counts = any(one.on_difference == "count" and one.equals == stated for one in profile.checks)
    return Job(mapped, setup, trust_lines=counts)


def _report(mapped: MappedFile, decided: Outcome, *, dry_run: bool) -> ImportReport:
    rejected = sorted((*mapped.rejected, *decided.rejected), key=lambda reject: reject.line)
    return ImportReport(
        read=mapped.read,
        added=decided.added,
        changed=decided.changed,
        unchanged=decided.unchanged,
        rejected=tuple(rejected),
        totals=mapped.totals,
        dry_run=dry_run,
    )


def _with_credit(report: ImportReport, completion: Completion) -> ImportReport:
    """The report with the credit of overpayments that paid the new bills, if any did (OP-3)."""
    if not completion.bills:
        return report
    applied = ControlTotal(completion.bills, completion.credit)
    return replace(report, totals={**report.totals, CREDIT_APPLIED: applied})


def _audit_body(mapped: MappedFile, report: ImportReport, decided: Outcome) -> dict[str, object]:
    """What the audit chain keeps of an import (D-40): the file, the counts, what it changed."""
    return {
        "profile": mapped.profile,
        "file": mapped.file_name,
        "sha256": mapped.sha256,
        "read": report.read,
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "rejected": len(report.rejected),
        "totals": {name: [one.count, one.amount] for name, one in report.totals.items()},
        "changes": list(decided.changes),
    }
