"""Deciding a new event, whoever says what it pays: accounts, distribution rules, or nobody.

Source: DR-1..DR-7, QA-9, QA-10, D-25. Every way to take money ends here and in
``payment_events.record_new_event``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from posapp.domain.accounts import Account
from posapp.domain.adding import decide_add
from posapp.domain.distribution_rules import Detail
from posapp.domain.ids import AccountId
from posapp.domain.money import ZERO, Money
from posapp.domain.office_days import office_day
from posapp.domain.payment_events import AddEvent, MadeByRule, NewEvent, PaymentDraft, TenderDraft
from posapp.domain.rights import Actor
from posapp.domain.setup import SetUp
from posapp.errors import Refused
from posapp.services.distribution_rule_work import accounts_of, drafts_made, resolve_details
from posapp.storage.accounts import load_accounts, load_missing_accounts
from posapp.storage.base import Transaction
from posapp.storage.payment_facts import load_add_facts


@dataclass(frozen=True, slots=True)
class _Paid:
    """The command with the payments that its details make, what made each, and accounts read."""

    command: AddEvent
    details: tuple[Detail, ...] = ()
    made: tuple[MadeByRule, ...] = ()
    accounts: Mapping[AccountId, Account] = field(default_factory=dict)


def decide_new_event(
    s: Transaction,
    command: AddEvent,
    setup: SetUp,
    *,
    actor: Actor,
    now: datetime,
    exact: bool = False,
    later: bool = False,
) -> NewEvent:
    """Load what a new event needs, under its locks, and decide it (AD-7).

    ``exact`` amounts need no change (QA-7); nobody is reminded to turn cash in then. ``later`` says
    that the document number is drawn with COMMIT (P10).

    Raises:
        Refused: a rule forbids it.
        NeedsConfirmation: the user must confirm.
    """
    paid = _paid(s, command, setup, actor, now)
    load = partial(load_add_facts, s, setup=setup, actor=actor, now=now, exact=exact, later=later)
    facts = load(paid.command, read=paid.accounts)
    if s.dialect.name != "sqlite" and paid.details:
        # What a rule pays may follow from a debt that somebody paid while the locks were waited
        # for; SQLite has one writer, so there nothing has changed.
        again = _paid(s, command, setup, actor, now)
        if again != paid:
            paid = again
            facts = load(paid.command, read=paid.accounts)
    if paid.details:
        facts = replace(facts, details=paid.details, made=paid.made)
    return decide_add(paid.command, facts)


def _paid(s: Transaction, command: AddEvent, setup: SetUp, actor: Actor, now: datetime) -> _Paid:
    """What the event pays: as stated, by its details, or what each payor hands over (DR-7)."""
    if command.payments:
        if command.details:
            raise Refused("M-70", reason="an event is paid by payments or by details, not by both")
        return _Paid(command)
    today = office_day(None, actor, setup, now)
    known = load_accounts(s, [command.payor], today, setup)
    payor = known.get(command.payor)
    if payor is None:
        raise Refused("M-01", field="account", value=command.payor)
    if not command.details:
        if any(draft.currency not in {"", payor.currency} for draft in command.tenders):
            raise Refused("M-70", reason="the event has no payment")
        paid = replace(command, payments=_by_payor(command.payor, command.tenders))
        return _Paid(paid, accounts=known)
    details = resolve_details(s, command.details, payor.currency, setup, owed=False, known=known)
    accounts = load_missing_accounts(s, accounts_of(details), today, setup, known)
    drafts = drafts_made(details, command.remitter, accounts, payor.currency, setup)
    payments = tuple(one.draft for one in drafts)
    made = tuple(MadeByRule(one.place, one.failed) for one in drafts)
    return _Paid(replace(command, payments=payments), details, made, {**known, **accounts})


def _by_payor(payor: AccountId, tenders: Iterable[TenderDraft]) -> tuple[PaymentDraft, ...]:
    """The default method: the tendering account is paid the whole of what it hands over (DR-7)."""
    given: dict[AccountId, Money] = {}
    for draft in tenders:
        whose = draft.payor or payor
        given[whose] = given.get(whose, ZERO) + draft.amount
    return tuple(PaymentDraft(account_id, amount) for account_id, amount in given.items())
