"""EX-5: every repair that the list of exceptions names ends in a balanced, frozen event."""

from collections.abc import Callable

from posapp.domain.codes import DistributeAction
from posapp.domain.event_views import EventView
from posapp.domain.exceptions import REPAIRS, Repair
from posapp.domain.ids import AccountId, EventId, new_request_id
from posapp.domain.listing import PageRequest
from posapp.domain.money import Money
from posapp.domain.payment_edits import PaymentChange
from posapp.domain.payment_events import PaymentDraft, TenderDraft
from posapp.domain.tender_cancels import CancelTender
from posapp.domain.tender_edits import TenderChange
from tests.helpers.events import add, drawer, is_clean, show
from tests.helpers.office import DAY, Office

NOT, WAIT = DistributeAction.NONE, DistributeAction.DISTRIBUTE
UNBALANCED = frozenset({"M-89"})


class Bench:
    """An office where things go wrong and are mended."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.account: AccountId = office.account()
        office.agreement(self.account, "WATER", (DAY, 900000))

    def take(self, *tenders: int, action: DistributeAction = NOT, match: str = "") -> EventView:
        """An event over 50.00."""
        handed = [("CASH", cents) for cents in tenders]
        options = {"match_type": "BILL-ID", "match_value": match} if match else {}
        return add(self.office, self.account, handed, [(self.account, 5000)], action=action,
                   **options)  # fmt: skip

    def more(self, event: EventView, cents: int) -> None:
        edits = self.office.services.tender_edits
        edits.add(event.id, TenderDraft("CASH", Money(cents)), new_request_id(),
                  self.office.cashier, confirmed=frozenset({"M-40"}))  # fmt: skip

    def pay(self, event: EventView, cents: int) -> None:
        draft = PaymentDraft(self.account, Money(cents))
        edits = self.office.services.payment_edits
        edits.add(event.id, draft, new_request_id(), self.office.cashier)

    def set_payment(self, event: EventView, change: PaymentChange) -> None:
        edits = self.office.services.payment_edits
        edits.adjust(event.payments[-1].id, change, new_request_id(), self.office.cashier)

    def set_tender(self, event: EventView, cents: int) -> None:
        change = TenderChange(amount=Money(cents))
        edits = self.office.services.tender_edits
        edits.adjust(event.tenders[0].id, change, new_request_id(), self.office.cashier)

    def cancel_payment(self, event: EventView) -> None:
        cancel = self.office.services.canceling.cancel_payment
        cancel(event.payments[0].id, "DATA", new_request_id(), self.office.supervisor)

    def freeze(self, event_id: EventId) -> None:
        if not show(self.office, event_id).unfrozen:
            return
        actions, actor = self.office.services.event_actions, self.office.supervisor
        actions.distribute(event_id, new_request_id(), actor)
        actions.freeze(event_id, new_request_id(), actor, UNBALANCED)

    def repairs(self) -> set[Repair]:
        actor = self.office.supervisor
        return {
            one.repair
            for one in self.office.services.exceptions.list_exceptions(PageRequest(), actor).rows
        }


Scene = Callable[[Bench], EventView]
Mend = Callable[[Bench, EventView], None]


def wrong_bill(bench: Bench) -> EventView:
    return bench.take(5000, action=WAIT, match="4711")


def taken_more(bench: Bench) -> EventView:
    event = bench.take(5000)
    bench.more(event, 1000)
    return event


def bounced(bench: Bench) -> EventView:
    event = bench.take(3000, 2000, action=DistributeAction.FREEZE)
    order = CancelTender(event.tenders[1].id, "NSF", confirmed=frozenset({"C-17"}))
    cancel = bench.office.services.canceling.cancel_tender
    cancel(order, new_request_id(), bench.office.supervisor)
    return event


def canceled(bench: Bench) -> EventView:
    event = bench.take(5000, action=DistributeAction.FREEZE)
    bench.cancel_payment(event)
    return event


def frozen_and_more(bench: Bench) -> EventView:
    event = bench.take(5000, action=DistributeAction.FREEZE)
    bench.more(event, 1000)
    return event


def paid_more(bench: Bench) -> EventView:
    event = bench.take(5000)
    bench.set_payment(event, PaymentChange(amount=Money(6000)))
    return event


def frozen_short(bench: Bench) -> EventView:
    event = paid_more(bench)
    bench.freeze(event.id)
    return event


def uncharged(bench: Bench) -> EventView:
    office = bench.office
    event = add(office, office.account("Agency"), [("CHEC", 5000)], [(bench.account, 5000)])
    order = CancelTender(event.tenders[0].id, "NSF", confirmed=frozenset({"C-17"}))
    office.services.canceling.cancel_tender(order, new_request_id(), office.supervisor)
    return event


def settled(bench: Bench, event: EventView) -> None:
    settle = bench.office.services.exceptions.settle_charge
    settle(event.tenders[0].id, new_request_id(), bench.office.supervisor)


def typed_wrong(bench: Bench, event: EventView) -> None:
    """EX-5 row 2: cancel the payment, correct the tender, add the payment."""
    bench.cancel_payment(event)
    bench.set_tender(event, 5500)
    bench.pay(event, 5500)


def corrected(bench: Bench, event: EventView) -> None:
    """The same, where the payment is canceled already."""
    bench.set_tender(event, 4200)
    bench.pay(event, 4200)


SCENES: tuple[tuple[Repair, Scene, Mend], ...] = (
    (Repair.MEND_PAYMENT, wrong_bill, lambda b, e: b.set_payment(e, PaymentChange(match=("", "")))),
    (Repair.DISTRIBUTE, lambda b: b.take(5000), lambda _b, _e: None),
    (Repair.FREEZE, lambda b: b.take(5000, action=WAIT), lambda _b, _e: None),
    (Repair.BALANCE_FIRST, taken_more, lambda b, e: b.pay(e, 1000)),
    (Repair.CORRECT_AMOUNTS, taken_more, lambda b, e: b.set_tender(e, 4000)),
    (Repair.TENDER_CANCELED, bounced, lambda b, e: b.pay(e, 3000)),
    (Repair.PAYMENT_CANCELED, canceled, lambda b, e: b.pay(e, 5000)),
    (Repair.PAYMENT_CANCELED, canceled, corrected),
    (Repair.ADD_PAYMENT, frozen_and_more, lambda b, e: b.pay(e, 1000)),
    (Repair.LOWER_PAYMENTS, paid_more,
     lambda b, e: b.set_payment(e, PaymentChange(amount=Money(5000)))),
    (Repair.CANCEL_PAYMENT, frozen_short, typed_wrong),
    (Repair.SETTLE_CHARGE, uncharged, settled),
)  # fmt: skip


def test_ex5_every_repair_leaves_a_balanced_frozen_event(office: Office) -> None:
    bench = Bench(office)
    assert {repair for repair, _, _ in SCENES} == set(REPAIRS)
    for repair, scene, mend in SCENES:
        event = scene(bench)
        assert repair in bench.repairs(), repair
        mend(bench, event)
        bench.freeze(event.id)
        after = show(office, event.id)
        assert (after.totals.is_balanced, after.unfrozen) == (True, 0), repair
        assert bench.repairs() == set(), repair
    assert drawer(office, "CASH") > 0
    assert is_clean(office)
