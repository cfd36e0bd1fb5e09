"""The other counters of the demo's day: what two colleagues take while the tour is at its own.

All of it goes through the services, signed in as who would do it. One colleague types an amount
with two figures swapped: 45.00 was handed over, 54.00 was entered, so the drawer is short by 9.00
(pain 1, OU-07). Everything is invented.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from posapp.domain.codes import ControlStatus, MatchKind, PaymentStatus, Role, SourceType
from posapp.domain.control_counts import CountControl
from posapp.domain.exceptions import ExceptionFilter, ExceptionItem
from posapp.domain.ids import AccountId, ControlId, DepositControlId, PaymentId, new_request_id
from posapp.domain.listing import PageRequest
from posapp.domain.money import ZERO, Money
from posapp.domain.payment_edits import PaymentChange
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.rights import Actor
from posapp.domain.tender_controls import Control, OpenControl, OpenDepositControl
from posapp.errors import Refused
from posapp.services.bundle import Services
from posapp.services.demo_names import DemoNames
from posapp.services.secret_checks import DEMO_PASSWORD
from posapp.storage.demo_cast import who_owes

SUPERVISOR: Final = "supervisor"
SET_UP: Final = "setup"
HANDED_OVER: Final = Money(4_500)
ENTERED: Final = Money(5_400)
SHORT_BY: Final = ENTERED - HANDED_OVER
LIMIT: Final = Money(500)
_FLOAT: Final = Money(15_000)
_OWED: Final = (Money(6_000), Money(19_000))
_CONFIRMED: Final = frozenset({"M-39", "M-40", "M-42", "M-06W", "M-69", "M-31"})
_LOG: Final = logging.getLogger(__name__)
# What each colleague takes: form of money, amount, number of a check.
_FIRST: Final = (("CASH", Money(3_850), ""), ("CHEC", Money(6_000), "2291"))
_SHORT: Final = (
    ("CASH", Money(2_000), ""),
    ("CARD", Money(4_700), ""),
    ("CASH", ENTERED, ""),
    ("CASH", Money(5_775), ""),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OfficeDay:
    """The drawers of the day: whose is short, and what lies under the deposit control.

    ``expected`` is what each drawer should hold, by tender type.
    """

    deposit: DepositControlId
    short_login: str
    short: ControlId
    own: ControlId
    controls: tuple[ControlId, ...]
    expected: Mapping[ControlId, Mapping[str, Money]]


class OtherCounters:
    """The colleagues of the one whom the tour follows."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def open_day(self) -> None:
        """The supervisor opens a deposit control where none is open for drawers to lie under.

        What a cashier may book alone is less here than what the day's drawer is short by (OU-09).
        """
        self._set_limit()
        boss = self._actor(SUPERVISOR)
        filters = {"source_type": SourceType.CASHIERING, "status": ControlStatus.OPEN}
        deposits = self._services.deposit_controls
        if deposits.search(PageRequest(filters=filters), boss).rows:
            return
        currency = self._services.setup().installation.currency
        command = OpenDepositControl(new_request_id(), SourceType.CASHIERING, currency)
        deposits.open(command, boss)

    def work(self, login: str) -> OfficeDay:
        """Take the colleagues' payments, and count every drawer but the short and the own one.

        Args:
            login: whom the tour follows; this drawer is open.

        Raises:
            Refused: ``M-70`` when too few in the office owe enough, or there is no drawer.
        """
        entries = DemoNames().places["user"]
        cashiers = [one["login"] for one in entries if one["role"] == Role.CASHIER.value]
        others = sorted(one for one in cashiers if one != login)
        short_login = others[-1]
        payers = iter(self._payers(len(_FIRST) * len(others[:-1]) + len(_SHORT)))
        for other in others:
            actor = self._actor(other)
            self._drawer(actor)
            for kind, amount, check in _SHORT if other == short_login else _FIRST:
                self._take(actor, next(payers), TenderDraft(kind, amount, check))
        own, short = self._own(self._actor(login)), self._own(self._actor(short_login))
        if own is None or short is None:
            raise Refused("M-70", reason="a cashier of the demo has no drawer")
        boss = self._actor(SUPERVISOR)
        view = self._services.deposit_controls.show(own.deposit_control_id, boss)
        there = [one for one in view.controls if one.status is not ControlStatus.BALANCED]
        for one in there:
            self._mend(one.id, boss)
        day = OfficeDay(
            own.deposit_control_id,
            short_login,
            short.id,
            own.id,
            tuple(one.id for one in there),
            {one.id: self._expected(one.id, boss) for one in there},
        )
        for one in there:
            if one.id not in {own.id, short.id}:
                self._count(one, day.expected[one.id], boss)
        return day

    def expected(self, control: ControlId) -> Mapping[str, Money]:
        """What should lie in a drawer now, by tender type, as the supervisor sees it."""
        return self._expected(control, self._actor(SUPERVISOR))

    def _set_limit(self) -> None:
        edits, who = self._services.setup_edits, self._actor(SET_UP)
        (was,) = edits.rows("drawer_option", who).rows
        if was["over_under_limit"] != LIMIT:
            values = {**was, "over_under_limit": LIMIT}
            edits.save("drawer_option", values, new_request_id(), who, was=was)

    def _actor(self, login: str) -> Actor:
        return self._services.users.sign_in(login, DEMO_PASSWORD)

    def _own(self, actor: Actor) -> Control | None:
        mine = self._services.tender_controls.mine(actor)
        return next((one for one in mine if one.user_id == actor.user_id), None)

    def _drawer(self, actor: Actor) -> None:
        if self._own(actor) is None:
            command = OpenControl(new_request_id(), "", None, _FLOAT)
            self._services.tender_controls.open(command, actor)

    def _payers(self, most: int) -> Sequence[AccountId]:
        with self._services.db.read() as s:
            found = who_owes(s, "RES", _OWED, most)
        if len(found) < most:
            raise Refused("M-70", reason="too few in this demo office owe enough")
        return found

    def _take(self, actor: Actor, account: AccountId, tender: TenderDraft) -> None:
        command = AddEvent(
            new_request_id(),
            account,
            (tender,),
            (PaymentDraft(account, tender.amount),),
            confirmed=_CONFIRMED,
        )
        self._services.payment_events.add(command, actor)

    def _expected(self, control: ControlId, boss: Actor) -> Mapping[str, Money]:
        lines = self._services.tender_controls.show(control, boss).lines
        return {one.tender_type: one.expected or ZERO for one in lines}

    def _mend(self, control: ControlId, boss: Actor) -> None:
        """Freeze what waits in a drawer; a payment in Error is matched to a bill first (EX-5)."""
        request = PageRequest(filters={ExceptionFilter.CONTROL: control})
        for one in self._services.exceptions.list_exceptions(request, boss).rows:
            if one.payment_id is None:
                continue
            try:
                self._freeze(one, one.payment_id, boss)
            except Refused as refused:
                _LOG.warning("Payment %s stays an exception: %s", one.payment_id, refused)

    def _freeze(self, item: ExceptionItem, payment: PaymentId, boss: Actor) -> None:
        edits = self._services.payment_edits
        if item.status is PaymentStatus.ERROR:
            bills = self._services.accounts.card(item.account_id, boss).bills
            fit = [one for one in bills if one.unpaid == item.amount] or list(bills)
            if not fit:
                raise Refused("M-70", reason="there is no unpaid bill to match")
            change = PaymentChange(match=(MatchKind.BILL.value, fit[0].number))
            edits.adjust(payment, change, new_request_id(), boss)
            edits.distribute(payment, new_request_id(), boss)
        edits.freeze(payment, new_request_id(), boss, _CONFIRMED)

    def _count(self, control: Control, expected: Mapping[str, Money], boss: Actor) -> None:
        """Start balancing, count what lies there, submit."""
        services = self._services
        if control.status is ControlStatus.OPEN:
            services.control_life.start_balancing(control.id, new_request_id(), boss)
        count = CountControl(new_request_id(), control.id, endings=tuple(expected.items()))
        services.control_counts.count(count, boss)
        services.control_counts.submit(control.id, new_request_id(), boss)
