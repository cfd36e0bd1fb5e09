"""The four kinds of imports: load what is known, decide, and a way to record it.

Each takes a mapped file inside a transaction and gives an ``Outcome``; nothing is written before
its ``record`` is called, so a preview and a dry run stop there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeVar

from posapp.domain.import_accounts import (
    AccountChange,
    AccountTerms,
    plan_accounts,
)
from posapp.domain.import_bills import BillFacts, plan_bills
from posapp.domain.import_items import ItemFacts, plan_items
from posapp.domain.import_rates import plan_rates
from posapp.domain.imports import (
    ImportAccount,
    ImportBill,
    ImportItem,
    ImportRate,
    MappedFile,
    Reject,
)
from posapp.domain.setup import SetUp
from posapp.domain.topics import Topic
from posapp.services.bill_completion import Completion, complete_import, lock_credit
from posapp.storage import importing_accounts, importing_bills, importing_items, importing_rates
from posapp.storage.accounts import fold_key
from posapp.storage.base import Transaction
from posapp.storage.bulk import Step
from posapp.storage.event_writes import Stamp
from posapp.storage.ids import take_id

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Writing:
    """What recording needs beside its plan: set-up, who and when, the day, the progress."""

    setup: SetUp
    stamp: Stamp
    today: date
    step: Step


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import comes to, and how to record it.

    ``changes`` is what the audit keeps of rows that were there before.
    """

    added: int
    changed: int
    unchanged: int
    rejected: tuple[Reject, ...]
    topics: frozenset[Topic]
    changes: tuple[Any, ...]
    record: Callable[[Transaction, Writing], Completion]


@dataclass(frozen=True, slots=True)
class Job:
    """A mapped file on its way into the database.

    ``trust_lines``: the profile lets items pass whose lines miss the stated due, and counts them.
    """

    mapped: MappedFile
    setup: SetUp
    trust_lines: bool

    def of(self, kind: type[R]) -> tuple[R, ...]:
        """The file's records, all of one kind."""
        return tuple(record for record in self.mapped.records if isinstance(record, kind))


def outcome(s: Transaction, job: Job) -> Outcome:
    """Load and decide by the kind of the file."""
    return _KINDS[job.mapped.kind](s, job)


def _accounts(s: Transaction, job: Job) -> Outcome:
    records = job.of(ImportAccount)
    plan = plan_accounts(records, _terms(s, job, {record.key for record in records}))

    def record(s: Transaction, writing: Writing) -> Completion:
        importing_accounts.record_accounts(s, plan, today=writing.today, step=writing.step)
        return Completion()

    return Outcome(
        len(plan.added),
        len(plan.changed),
        plan.unchanged,
        plan.rejected,
        frozenset({Topic.ACCOUNTS}),
        tuple(map(_told, plan.changed)),
        record,
    )


def _bills(s: Transaction, job: Job) -> Outcome:
    records = job.of(ImportBill)
    terms = _terms(s, job, {record.account.key for record in records})
    owners = [account.id for known in terms.known.values() for account in known]
    facts = BillFacts(
        terms,
        importing_bills.load_bills(s, [record.key for record in records]),
        importing_bills.load_agreements(s, owners),
        job.setup.currencies[job.mapped.currency].text,
    )
    plan = plan_bills(records, facts)

    def record(s: Transaction, writing: Writing) -> Completion:
        accounts = lock_credit(s, set(plan.owners.values()), writing.setup)
        last = take_id(s)
        importing_bills.record_bills(
            s,
            plan,
            currency=job.mapped.currency,
            setup=writing.setup,
            stamp=writing.stamp,
            today=writing.today,
            step=writing.step,
        )
        return complete_import(
            s, last, accounts, writing.setup, today=writing.today, stamp=writing.stamp
        )

    return Outcome(
        len(plan.bills),
        len(plan.changed),
        plan.unchanged,
        plan.rejected,
        frozenset({Topic.ACCOUNTS, Topic.LEDGER}),
        (*map(_told, plan.look_ups), *(["bill", change.id] for change in plan.changed)),
        record,
    )


def _items(s: Transaction, job: Job) -> Outcome:
    records = job.of(ImportItem)
    facts = ItemFacts(
        _terms(s, job, {record.account.key for record in records}),
        importing_items.load_items(s, [record.number for record in records]),
        job.setup.currencies[job.mapped.currency].text,
        job.trust_lines,
    )
    plan = plan_items(records, facts)

    def record(s: Transaction, writing: Writing) -> Completion:
        importing_items.record_items(
            s,
            plan,
            currency=job.mapped.currency,
            setup=writing.setup,
            stamp=writing.stamp,
            today=writing.today,
            step=writing.step,
        )
        return Completion()

    return Outcome(
        len(plan.items),
        len(plan.changed),
        plan.unchanged,
        plan.rejected,
        frozenset({Topic.ACCOUNTS, Topic.LEDGER, Topic.ITEMS}),
        (*map(_told, plan.look_ups), *(["item", change.id] for change in plan.changed)),
        record,
    )


def _rates(s: Transaction, job: Job) -> Outcome:
    records = job.of(ImportRate)
    known = importing_rates.load_rates(s, records)
    plan = plan_rates(records, known)
    changes = (
        ["rate", r.source, r.target, r.day, str(known[r.source, r.target, r.day]), str(r.rate)]
        for r in plan.changed
    )

    def record(s: Transaction, writing: Writing) -> Completion:
        importing_rates.record_rates(s, plan, step=writing.step)
        return Completion()

    return Outcome(
        len(plan.added),
        len(plan.changed),
        plan.unchanged,
        (),
        frozenset({Topic.SETUP}),
        tuple(changes),
        record,
    )


_KINDS: Final[Mapping[str, Callable[[Transaction, Job], Outcome]]] = {
    "accounts": _accounts,
    "bills": _bills,
    "items": _items,
    "rates": _rates,
}


def _terms(s: Transaction, job: Job, keys: set[str]) -> AccountTerms:
    known = importing_accounts.load_known(s, keys)
    return AccountTerms(job.setup, job.mapped.currency, known, fold_key)


def _told(change: AccountChange) -> list[object]:
    """A changed account for the audit: each field's value before and after, look-ups added."""
    account = change.account
    fields = {name: [getattr(account, name), now] for name, now in change.values.items()}
    return ["account", account.id, fields, [[one.kind, one.value] for one in change.look_ups]]
