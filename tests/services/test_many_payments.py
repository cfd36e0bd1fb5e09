"""Events of many payments: the work says how far it is, and stopping it changes nothing."""

from collections.abc import Callable

import pytest

from posapp.domain.codes import DistributeAction, PaymentStatus
from posapp.domain.event_views import EventView
from posapp.domain.ids import new_request_id
from posapp.errors import Refused
from tests.helpers import oracle
from tests.helpers.events import add, balance, is_clean, show
from tests.helpers.office import DAY, Office

MANY = 40


def of_many(office: Office) -> EventView:
    accounts = [office.account(f"Payee {n}") for n in range(4)]
    for account in accounts:
        office.agreement(account, "WATER", (DAY, 10_000))
    payments = [(accounts[n % 4], 10) for n in range(MANY)]
    return add(office, accounts[0], [("CHEC", 10 * MANY)], payments, action=DistributeAction.NONE)


def stopping_at(last: int, seen: list[tuple[int, int | None]]) -> Callable[[int, int | None], bool]:
    def told(done: int, of: int | None) -> bool:
        seen.append((done, of))
        return done < last

    return told


def test_py1_py2_progress_counts_the_payments(office: Office) -> None:
    event, actions = of_many(office), office.services.event_actions
    for act in (actions.distribute, actions.freeze):
        seen: list[tuple[int, int | None]] = []
        act(event.id, new_request_id(), office.cashier, progress=stopping_at(MANY, seen))
        assert seen == [(n, MANY) for n in range(MANY)]
    after = show(office, event.id)
    assert {payment.status for payment in after.payments} == {PaymentStatus.FROZEN}
    assert balance(office, event.payments[0].account_id) == 10_000 - 10 * MANY // 4
    assert is_clean(office)


@pytest.mark.parametrize("at", [0, 1, MANY - 1])
def test_py1_py2_what_is_stopped_leaves_nothing(office: Office, at: int) -> None:
    event, actions = of_many(office), office.services.event_actions
    for act in (actions.distribute, actions.freeze):
        before, request = oracle.counts(office.db), new_request_id()
        was = show(office, event.id)
        with pytest.raises(Refused) as refused:
            act(event.id, request, office.cashier, progress=stopping_at(at, []))
        assert (refused.value.code, refused.value.fields) == ("M-44", {"done": at, "of": MANY})
        assert oracle.counts(office.db) == before
        assert show(office, event.id) == was
        # The request is not used up: it is carried out when nobody stops it (D-21).
        assert not act(event.id, request, office.cashier).replayed
    assert is_clean(office)
