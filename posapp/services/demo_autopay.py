"""Automatic payments of the demo office, made as people and the job would make them (D-45).

A bank, mandates of some customers, bills that will be debited, a pay plan, a batch that was sent
and balanced, and one debit that waits. Everything is invented.
"""

import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from posapp.domain.autopay_codes import ScheduleKind
from posapp.domain.clock import business_date
from posapp.domain.codes import DistributeAction
from posapp.domain.ids import AccountId, new_request_id
from posapp.domain.mandate import MandateDraft
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.rights import Actor
from posapp.domain.scheduled_payments import ScheduleDraft
from posapp.errors import Refused
from posapp.services.bill_debits import AGREED
from posapp.services.bundle import Services
from posapp.services.secret_checks import DEMO_PASSWORD
from posapp.storage.demo_cast import due_bills, who_owes

BANK: Final = "HARBOR"
_OWED: Final = (Money(2_000), Money(40_000))
# The first ones play in the demo's day.
_PLAYERS: Final = 4
_PAYERS: Final = 8
_SENT: Final = 2
_LOG: Final = logging.getLogger(__name__)


def add_debits(services: Services) -> int:
    """Fill the pages of automatic payments of a demo that was just made; returns how many mandates.

    Without a place for the key of account numbers there are none: the demo does without.
    """
    try:
        return _DemoDebits(services).make()
    except Refused as refused:
        _LOG.warning("The demo has no automatic payments: %s", refused)
        return 0


class _DemoDebits:
    """One making."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._setup = self._user("setup")
        self._cashier, self._supervisor = self._user("cashier"), self._user("supervisor")
        office = services.setup().offices[self._cashier.office]
        self._today = business_date(services.clock(), office.zone, office.day_start)

    def make(self) -> int:
        """Bank and mandates, then what they pay."""
        with self._services.db.read() as s:
            payers = who_owes(s, "RES", _OWED, _PLAYERS + _PAYERS)[_PLAYERS:]
        self._bank()
        for place, account in enumerate(payers):
            self._mandate(place, account)
        for account in payers[:_SENT]:
            self._debit(account)
        self._services.autopay_jobs.run(self._supervisor, send=True)
        for account in payers[_SENT : _SENT + 1]:
            self._debit(account)
        self._bills(payers)
        for account in payers[-1:]:
            self._plan(account)
        return len(payers)

    def _user(self, login: str) -> Actor:
        return self._services.users.sign_in(login, DEMO_PASSWORD)

    def _bank(self) -> None:
        values = {
            "code": BANK,
            "description": "Harbor Savings, checking accounts",
            "source_name": "Harbor Savings Bank",
            "tender_type": "DDCH",
            "prenote_tender_type": None,
            "external_source_id": "000000000",
            "route_type": "DEBIT",
            "work_calendar": "FED",
            "account_rule": "DIGITS",
            "active": True,
        }
        edits = self._services.setup_edits
        edits.save("autopay_source", values, new_request_id(), self._setup)

    def _mandate(self, place: int, account: AccountId) -> None:
        number = f"{40_271_958 + place * 7_310_519}"
        sealed = self._services.sealing.seal(number, BANK, self._setup)
        name = self._services.accounts.card(account, self._setup).account.name
        most = Money(15_000) if place % 3 == 1 else None
        start = self._today - timedelta(days=200 + 31 * place)
        draft = MandateDraft(account, start, None, BANK, sealed, None, name, most)
        self._services.mandates.add(draft, new_request_id(), self._setup)

    def _debit(self, account: AccountId) -> None:
        owed = self._services.accounts.card(account, self._cashier).current_balance
        command = AddEvent(
            new_request_id(),
            account,
            (TenderDraft("DDCH", owed),),
            (PaymentDraft(account, owed),),
            action=DistributeAction.FREEZE,
            confirmed=AGREED,
        )
        self._services.payment_events.add(command, self._cashier)

    def _bills(self, payers: Sequence[AccountId]) -> None:
        """Bills that are due later are stamped, as if they had been imported now (AP-05)."""
        with self._services.db.read() as s:
            bills = due_bills(s, payers[_SENT + 1 :], self._today)
        for bill in bills:
            self._services.bill_debits.complete(bill, new_request_id(), self._supervisor)

    def _plan(self, account: AccountId) -> None:
        agreement = self._services.accounts.card(account, self._setup).debts[0].agreement_id
        first = self._today + timedelta(days=12)
        plan = ScheduleDraft(agreement, ScheduleKind.PAY_PLAN, first, Money(2_500), 4)
        self._services.scheduled_payments.add(plan, new_request_id(), self._setup)
