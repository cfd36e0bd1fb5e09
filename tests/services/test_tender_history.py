"""Tender history of a cashier: the tenders of the open drawers they may use (TND-10)."""

import pytest

from posapp.domain.browse import TenderHistoryItem
from posapp.domain.codes import DistributeAction, TenderStatus
from posapp.domain.ids import new_request_id
from posapp.domain.listing import PageRequest
from posapp.domain.rights import Actor
from posapp.domain.tender_cancels import CancelTender
from posapp.errors import Refused
from tests.helpers.events import add
from tests.helpers.office import DAY, Office


def history(office: Office, actor: Actor, limit: int = 200) -> tuple[TenderHistoryItem, ...]:
    request = PageRequest(limit=limit)
    return office.services.browse.tender_history(request, actor).rows


def test_tnd10_the_tenders_of_open_drawers_newest_first(office: Office) -> None:
    account = office.account("Meier, Rosa")
    office.agreement(account, "WATER", (DAY, 9000))
    first = add(office, account, [("CASH", 4000)], [(account, 2500)])
    office.clock.advance(minutes=5)
    second = add(office, account, [("CHEC", 3000)], [(account, 3000)], action=DistributeAction.NONE)
    found = history(office, office.cashier)
    assert [(one.event_id, one.tender_type, one.amount.minor) for one in found] == [
        (second.id, "CHEC", 3000), (first.id, "CASH", -1500), (first.id, "CASH", 4000),
    ]  # fmt: skip
    check, change, cash = found
    assert (check.frozen_at, cash.frozen_at) == (None, first.created_at)
    assert (cash.payor_account_id, cash.payor_name, cash.status) == (
        account, "Meier, Rosa", TenderStatus.VALID,
    )  # fmt: skip
    assert (change.flagged, cash.flagged, cash.tender_source) == (True, False, "CASH-A01")
    order = CancelTender(first.tenders[0].id, "DATA", confirmed=frozenset({"C-17", "M-33"}))
    office.services.canceling.cancel_tender(order, new_request_id(), office.supervisor)
    assert {one.status for one in history(office, office.cashier)[1:]} == {TenderStatus.CANCELED}


def test_tnd10_other_cashiers_and_balanced_drawers_are_left_out(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 9000))
    add(office, account, [("CASH", 2500)], [(account, 2500)])
    assert history(office, office.supervisor) == ()
    with office.db.begin() as s:
        s.exec_driver_sql(
            f"UPDATE tender_control SET status = 'BALANCED' WHERE id = {office.control}"
        )
    assert history(office, office.cashier) == ()


def test_tnd10_is_read_page_by_page(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 9000))
    for cents in (1000, 1100, 1200):
        add(office, account, [("CASH", cents)], [(account, cents)])
    browse = office.services.browse
    first = browse.tender_history(PageRequest(limit=2), office.cashier)
    rest = browse.tender_history(PageRequest(limit=2, after=first.next), office.cashier)
    assert [one.amount.minor for one in (*first.rows, *rest.rows)] == [1200, 1100, 1000]
    assert rest.next is None
    with pytest.raises(Refused, match="M-55"):
        browse.tender_history(PageRequest(sort="amount"), office.cashier)
