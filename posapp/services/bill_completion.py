"""Completing a bill: the credit of an overpayment pays it, and a mandate is stamped for the rest.

Bills come from outside, so importing one is its completion (D-06). Sources: OP-3, OI-4, AP-03, AP-05.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from posapp.domain.bill_credits import CreditFacts, CreditMoves, move_credit
from posapp.domain.bill_debits import BillDebit, CompletedBill, stamp_bill
from posapp.domain.cash_accounting import TaxMoves
from posapp.domain.ids import AccountId, AgreementId, BillId
from posapp.domain.ledger import accounting_date
from posapp.domain.matching import BillMatch, MatchLine
from posapp.domain.money import ZERO, Money, total
from posapp.domain.setup import SetUp
from posapp.storage import bill_credits as credits_of
from posapp.storage.adjustments import Booking, record_move
from posapp.storage.base import Transaction
from posapp.storage.bill_debits import (
    completed_bills,
    insert_debits,
    load_debits,
    mandates_of,
    record_debit,
)
from posapp.storage.event_writes import Stamp
from posapp.storage.held_taxes import load_held_taxes
from posapp.storage.locks import lock_counter
from posapp.storage.match_loading import load_bill_matches
from posapp.storage.matching import record_matches
from posapp.storage.mentions import Mentions
from posapp.storage.settling import settle


@dataclass(frozen=True, slots=True)
class Completion:
    """What the completion of bills came to: credit that paid them, of how many, and its rows."""

    bills: int = 0
    credit: Money = ZERO
    rows: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict)


def lock_credit(
    s: Transaction, accounts: Collection[AccountId], setup: SetUp
) -> tuple[AccountId, ...]:
    """Accounts whose credit bills can take, locked before anything is written to them (D-25)."""
    found = credits_of.accounts_with_credit(s, accounts, setup)
    lock_counter(s, (), found)
    return found


def complete_import(
    s: Transaction,
    after: int,
    accounts: Collection[AccountId],
    setup: SetUp,
    *,
    today: date,
    stamp: Stamp,
) -> Completion:
    """Complete the bills that were made after an id was drawn: credit first, then the mandates.

    Args:
        s: the transaction that made them.
        after: the id.
        accounts: those of ``lock_credit``.
        setup: in force.
        today: business date; credit moves on it.
        stamp: who and when.
    """
    found = credits_of.load_credit_facts(s, accounts, after, setup)
    writer = _Writer(s, setup, today, stamp)
    for account_id, (currency, facts) in found.items():
        writer.move(account_id, facts, move_credit(facts), currency)
    writer.match()
    complete_bills(s, completed_bills(s, after=after), setup)
    paid = writer.paid
    return Completion(len(paid), total(paid.values()), writer.rows)


def complete_bills(
    s: Transaction, bills: Iterable[CompletedBill], setup: SetUp
) -> tuple[BillDebit, ...]:
    """Stamp bills in the transaction that completes them; returns the stamps.

    What the credit of an overpayment has paid is not debited again; nothing is stamped where it
    has paid the whole bill (OP-3, AP-05).
    """
    found = tuple(bills)
    moved = credits_of.load_moved(s, (BillId(bill.bill_id) for bill in found))
    left = [replace(b, amount=b.amount - moved.get(b.bill_id, ZERO)) for b in found]
    owing = tuple(bill for bill in left if bill.amount > ZERO)
    mandates = mandates_of(s, owing)
    earlier = load_debits(s, owing)
    stamps = tuple(
        stamp_bill(bill, mandates[bill.mandate_id], setup, earlier.get(bill.bill_id))
        for bill in owing
    )
    insert_debits(s, (stamp for stamp in stamps if stamp.bill_id not in earlier))
    for stamp in stamps:
        if stamp.bill_id in earlier:
            record_debit(s, stamp)
    return stamps


class _Writer:
    """Writes moves of credit and collects what is matched and said of them."""

    def __init__(self, s: Transaction, setup: SetUp, today: date, stamp: Stamp) -> None:
        self._s = s
        self._setup, self._today, self._stamp = setup, today, stamp
        self._given: dict[BillId, list[MatchLine]] = {}
        self._spent: dict[AgreementId, AccountId] = {}
        self.paid: dict[BillId, Money] = {}
        self.rows: Mentions = {}

    def move(
        self, account_id: AccountId, facts: CreditFacts, done: CreditMoves, currency: str
    ) -> None:
        """Write the moves of one account; agreements at zero close by themselves (FT-8)."""
        day = accounting_date(self._today, self._setup.periods)
        booking = Booking(currency, self._today, day, self._stamp)
        kinds = {debt.agreement_id: debt.sa_type for debt in facts.debts}
        taxes = TaxMoves(load_held_taxes(self._s, kinds, self._setup) if done.moves else {})
        for move in done.moves:
            types = kinds[move.source], kinds[move.target]
            line, rows = record_move(self._s, move, types, booking, self._setup, taxes)
            self._say(rows)
            self.paid[move.bill_id] = self.paid.get(move.bill_id, ZERO) + move.amount
            if facts.rules.open_item:
                self._given.setdefault(move.bill_id, []).append(line)
        if facts.rules.open_item:
            self._spent |= dict.fromkeys(done.used_up, account_id)
        settle(self._s, done.emptied, self._today)

    def match(self) -> None:
        """Put what was given on the match event of its bill, and match what was used up (OI-4)."""
        matches = (
            [
                replace(bill, others=(*bill.others, *self._given[bill.bill_id]))
                for bill in load_bill_matches(self._s, self._given)
                if bill.bill_id is not None
            ]
            if self._given
            else []
        )
        unmatched = credits_of.load_unmatched(self._s, self._spent)
        for agreement_id, lines in unmatched.items():
            if lines and not total(line.amount for line in lines):
                account_id = self._spent[agreement_id]
                matches.append(
                    BillMatch(None, account_id, None, (), (), (), waiting=False, others=lines)
                )
        self._say(record_matches(self._s, matches, self._stamp.at))

    def _say(self, rows: Mentions) -> None:
        for table, found in rows.items():
            self.rows.setdefault(table, []).extend(found)
