"""PY-6: an action on an event that somebody changed since it was looked at is refused (M-30)."""

from collections.abc import Callable
from typing import Any

import pytest

from posapp.domain.characteristics import Bearer, CharacteristicDraft
from posapp.domain.codes import DistributeAction
from posapp.domain.event_views import EventView
from posapp.domain.ids import AccountId, new_request_id
from posapp.domain.messages import sentence
from posapp.domain.money import Money
from posapp.domain.payment_edits import PaymentChange
from posapp.domain.payment_events import PaymentDraft, TenderDraft
from posapp.domain.rights import Actor
from posapp.domain.tender_cancels import CancelEvent, CancelTender
from posapp.domain.tender_edits import TenderChange
from posapp.domain.transfers import Transfer
from posapp.errors import Conflict
from posapp.services.bundle import Services
from tests.helpers import oracle
from tests.helpers.events import add, show
from tests.helpers.every import every
from tests.helpers.office import DAY, Office
from tests.helpers.rules import draft

ALL = frozenset({"M-41", "M-89", "C-17"})
Act = Callable[[Services, EventView, Any, str, Actor, int], Any]

UNFROZEN: dict[str, Act] = {
    "event.distribute": lambda s, e, _x, r, a, v: s.event_actions.distribute(e.id, r, a, seen=v),
    "event.freeze": lambda s, e, _x, r, a, v: s.event_actions.freeze(e.id, r, a, ALL, seen=v),
    "event.set-date": lambda s, e, _x, r, a, v: s.event_actions.set_date(
        e.id, DAY.replace(day=19), r, a, seen=v
    ),
    "event.delete": lambda s, e, _x, r, a, v: s.event_actions.delete(e.id, r, a, ALL, seen=v),
    "payment.add": lambda s, e, x, r, a, v: s.payment_edits.add(
        e.id, PaymentDraft(x, Money(1)), r, a, seen=v
    ),
    "payment.change": lambda s, e, x, r, a, v: s.payment_edits.change(
        e.payments[0].id, PaymentDraft(x, Money(1)), r, a, seen=v
    ),
    "payment.adjust": lambda s, e, _x, r, a, v: s.payment_edits.adjust(
        e.payments[0].id, PaymentChange(amount=Money(1)), r, a, seen=v
    ),
    "payment.split": lambda s, e, _x, r, a, v: s.payment_edits.split(
        e.payments[0].id, [], r, a, seen=v
    ),
    "payment.distribute": lambda s, e, _x, r, a, v: s.payment_edits.distribute(
        e.payments[0].id, r, a, seen=v
    ),
    "payment.freeze": lambda s, e, _x, r, a, v: s.payment_edits.freeze(
        e.payments[0].id, r, a, ALL, seen=v
    ),
    "payment.delete": lambda s, e, _x, r, a, v: s.payment_edits.delete(
        e.payments[0].id, r, a, seen=v
    ),
    "tender.add": lambda s, e, _x, r, a, v: s.tender_edits.add(
        e.id, TenderDraft("MORD", Money(1)), r, a, seen=v
    ),
    "tender.change": lambda s, e, _x, r, a, v: s.tender_edits.change(
        e.tenders[0].id, TenderDraft("CASH", Money(1)), r, a, seen=v
    ),
    "tender.adjust": lambda s, e, _x, r, a, v: s.tender_edits.adjust(
        e.tenders[0].id, TenderChange(amount=Money(1)), r, a, seen=v
    ),
    "event.add-details": lambda s, e, x, r, a, v: s.distribution_rules.add(
        e.id, [draft("ACCT", x, 1)], r, a, seen=v
    ),
    "characteristic.add": lambda s, e, _x, r, a, v: s.characteristics.add(
        e.id, Bearer(), CharacteristicDraft("REMARK", "Wet"), r, a, seen=v
    ),
    "tender.delete": lambda s, e, _x, r, a, v: s.tender_edits.delete(e.tenders[1].id, r, a, seen=v),
}
FROZEN: dict[str, Act] = {
    "payment.cancel": lambda s, e, _x, r, a, v: s.canceling.cancel_payment(
        e.payments[0].id, "WRAC", r, a, seen=v
    ),
    "tender.cancel": lambda s, e, _x, r, a, v: s.canceling.cancel_tender(
        CancelTender(e.tenders[0].id, "DATA"), r, a, seen=v
    ),
    "event.cancel": lambda s, e, _x, r, a, v: s.canceling.cancel_event(
        CancelEvent(e.id, "DATA"), r, a, seen=v
    ),
    "payment.transfer": lambda s, e, x, r, a, v: s.transfers.payment(
        e.payments[0].id, Transfer(x, "WRAC"), r, a, seen=v
    ),
    "event.transfer": lambda s, e, x, r, a, v: s.transfers.event(
        e.id, Transfer(x, "WRAC"), r, a, seen=v
    ),
    "tender.move": lambda s, e, _x, r, a, v: s.tender_edits.move(
        e.tenders[0].id, s.tender_controls.mine(a)[0].id, r, a, seen=v
    ),
}
ACTIONS = [(name, act, True) for name, act in FROZEN.items()]
ACTIONS += [(name, act, False) for name, act in UNFROZEN.items()]


def taken(office: Office, *, frozen: bool) -> tuple[EventView, AccountId]:
    account, other = office.account(), office.account("Other")
    office.agreement(account, "WATER", (DAY, 2500))
    office.agreement(other, "WATER", (DAY, 2500))
    action = DistributeAction.FREEZE if frozen else DistributeAction.DISTRIBUTE
    tenders = [("CASH", 2500)] if frozen else [("CASH", 2000), ("MORD", 500)]
    return add(office, account, tenders, [(account, 2500)], action=action), other


@pytest.mark.usefixtures("clean_after")
@every(("act", "frozen"), [one[1:] for one in ACTIONS], ids=[one[0] for one in ACTIONS])
def test_py6_m30_a_stale_action_is_refused_and_the_same_on_what_is_there_is_done(
    office: Office, act: Act, frozen: bool
) -> None:
    event, other = taken(office, frozen=frozen)
    if not office.services.tender_controls.mine(office.supervisor):
        office.second_drawer()
    office.services.tender_edits.adjust(
        event.tenders[0].id, TenderChange(name="Meanwhile"), new_request_id(), office.cashier
    )
    before, request = oracle.counts(office.db), new_request_id()
    with pytest.raises(Conflict) as refused:
        act(office.services, event, other, request, office.supervisor, event.version)
    assert refused.value.code == "M-30"
    assert sentence("M-30", {}) == "Another user changed this meanwhile. Reload and look again."
    assert oracle.counts(office.db) == before
    now = show(office, event.id)
    assert now.version == event.version + 1
    # The refused try did not use the request up (D-21), and the version that is there fits.
    saved = act(office.services, now, other, request, office.supervisor, now.version)
    again = act(office.services, now, other, request, office.supervisor, now.version)
    assert (saved.replayed, again.replayed) == (False, True)


def test_py6_a_characteristic_that_somebody_changed_meanwhile_stays_as_it_is(
    office: Office,
) -> None:
    event, _other = taken(office, frozen=False)
    service, actor = office.services.characteristics, office.cashier
    wet, dry = (CharacteristicDraft("REMARK", value) for value in ("Wet", "Dry"))
    service.add(event.id, Bearer(), wet, new_request_id(), actor)
    (one,) = show(office, event.id).characteristics
    with pytest.raises(Conflict):
        service.change(one.id, dry, new_request_id(), actor, seen=event.version)
    with pytest.raises(Conflict):
        service.delete(one.id, new_request_id(), actor, seen=event.version)
    assert [one.value for one in show(office, event.id).characteristics] == ["Wet"]
    service.change(one.id, dry, new_request_id(), actor, seen=event.version + 1)
    service.delete(one.id, new_request_id(), actor, seen=event.version + 2)
    assert show(office, event.id).characteristics == ()


def test_py6_recalculate_cash_back_is_refused_when_stale(office: Office) -> None:
    event, _other = taken(office, frozen=False)
    edits = office.services.tender_edits
    change = TenderChange(amount=Money(3000))
    edits.adjust(event.tenders[0].id, change, new_request_id(), office.cashier)
    recalculate = office.services.event_actions.recalculate_cash_back
    with pytest.raises(Conflict):
        recalculate(event.id, new_request_id(), office.cashier, seen=event.version)
    recalculate(event.id, new_request_id(), office.cashier, seen=event.version + 1)
    assert show(office, event.id).totals.cash_back == Money(1000)
