"""An event whose first tender lies in another drawer now writes into another audit chain (D-40).

Stamps do not tell which chain was written last: two counters' clocks differ and go back (R8).
"""

import pytest

from posapp.domain.codes import DistributeAction
from posapp.domain.ids import new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_edits import PaymentChange
from posapp.storage.event_log import load_event_audit
from tests.helpers.events import add, is_clean, show
from tests.helpers.office import DAY, Office


@pytest.mark.parametrize("later", [0, -600, 600])
def test_r8_an_event_that_changes_its_chain_stays_in_order(office: Office, later: int) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 2500))
    none = DistributeAction.NONE
    event = add(office, account, [("CASH", 2500)], [(account, 2500)], action=none)
    other = office.second_drawer()
    edits, tenders = office.services.payment_edits, office.services.tender_edits
    payment, tender = event.payments[0].id, event.tenders[0].id
    for cents, drawer in ((2000, other), (1500, office.control), (1000, other)):
        edits.adjust(
            payment, PaymentChange(amount=Money(cents)), new_request_id(), office.supervisor
        )
        office.clock.advance(seconds=later)
        tenders.move(tender, drawer, new_request_id(), office.supervisor)
    edits.delete(payment, new_request_id(), office.supervisor)
    assert show(office, event.id).payments == ()
    assert is_clean(office)
    with office.db.read() as s:
        actions = [line.action for line in load_event_audit(s, event.id)]
    assert actions == ["event", *["payment.set", "tender.move"] * 3, "payment.delete"]
