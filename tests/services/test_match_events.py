"""Match events on both engines: from distribution to freeze, and back again (OI-2..OI-6, MT)."""

import json
from datetime import date
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from posapp.domain.codes import DistributeAction, FtType, MatchEventStatus, PaymentStatus
from posapp.domain.event_views import EventView
from posapp.domain.ids import AccountId, AgreementId, MatchEventId, new_request_id
from posapp.domain.listing import PageRequest
from posapp.domain.matching import MatchEventView
from posapp.domain.money import Money
from posapp.domain.payment_events import PaymentDraft
from posapp.domain.tender_cancels import CancelTender
from posapp.domain.transfers import Transfer
from posapp.errors import Refused
from posapp.storage.base import table_of
from posapp.storage.tables.system import AuditRow
from tests.helpers.bills import bill, match_on_demand
from tests.helpers.events import add, balance, is_clean, show
from tests.helpers.office import Office
from tests.helpers.rows import put

OCTOBER, NOVEMBER, DECEMBER = date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1)
OPEN, BALANCED, CANCELED = (
    MatchEventStatus.OPEN,
    MatchEventStatus.BALANCED,
    MatchEventStatus.CANCELED,
)
PS, PX, BS = FtType.PAY_SEGMENT, FtType.PAY_CANCEL, FtType.BILL
HOLD = DistributeAction.DISTRIBUTE


@pytest.fixture
def account(office: Office) -> AccountId:
    """An open-item account."""
    return office.account(customer_class="OPEN")


@pytest.fixture
def water(office: Office, account: AccountId) -> int:
    return office.agreement(account, "WATER")


@pytest.fixture
def b1(office: Office, account: AccountId, water: int) -> int:
    """A bill of 80.00."""
    return bill(office, account, "B-1", NOVEMBER, (water, 8000), day=OCTOBER)


def pay(
    office: Office, account: AccountId, cents: int, number: str = "B-1", **more: Any
) -> EventView:
    match = {"match_type": "BILL-ID", "match_value": number} if number else {}
    return add(office, account, [("CHEC", cents)], [(account, cents)], **match, **more)


def matches(office: Office, account: AccountId) -> tuple[MatchEventView, ...]:
    return office.services.match_events.of_account(account, PageRequest(), office.cashier).rows


def shown(office: Office, account: AccountId) -> list[tuple[str, str, list[tuple[str, int]]]]:
    """State, bill and transactions (kind, cents) of each match event."""
    return [
        (
            event.status.value,
            event.bill_number,
            sorted((line.ft_type.value, line.amount.minor) for line in event.lines),
        )
        for event in matches(office, account)
    ]


def aged(office: Office, account: AccountId) -> list[tuple[date | None, int]]:
    card = office.services.accounts.card(account, office.cashier)
    return [(cell.arrears_date, cell.amount.minor) for debt in card.debts for cell in debt.cells]


def alerts(office: Office, account: AccountId) -> int:
    return office.services.accounts.card(account, office.cashier).open_matches


def freeze(office: Office, event: EventView) -> EventView:
    office.services.event_actions.freeze(event.id, new_request_id(), office.cashier)
    return show(office, event.id)


def cancel(office: Office, event: EventView) -> None:
    office.clock.advance(minutes=1)
    payment = event.payments[0].id
    office.services.canceling.cancel_payment(payment, "WRAC", new_request_id(), office.supervisor)


def test_case_22_oi3_a_bill_paid_whole_is_open_then_balanced(
    office: Office, account: AccountId, water: int, b1: int
) -> None:
    event = pay(office, account, 8000, action=HOLD)
    (match,) = matches(office, account)
    assert (match.status, match.bill_id, match.open_amount) == (OPEN, b1, Money(8000))
    assert [(line.ft_type, line.agreement_id, line.parent_id) for line in match.lines] == [
        (BS, water, b1)
    ]
    assert alerts(office, account) == 1
    assert aged(office, account) == [(OCTOBER, 8000)]
    assert is_clean(office)
    event = freeze(office, event)
    assert event.payments[0].segments[0].bill == "B-1"
    assert shown(office, account) == [("BALANCED", "B-1", [("BS", 8000), ("PS", -8000)])]
    assert office.services.match_events.show(match.id, office.cashier).status is BALANCED
    assert (alerts(office, account), balance(office, account)) == (0, 0)
    assert aged(office, account) == []
    assert is_clean(office)


def test_oi3_add_with_freeze_does_both_in_one_go(
    office: Office, account: AccountId, b1: int
) -> None:
    pay(office, account, 8000)
    assert shown(office, account) == [("BALANCED", "B-1", [("BS", 8000), ("PS", -8000)])]
    assert is_clean(office)


def test_mt15_a_part_leaves_it_open_and_a_second_payment_balances_it(
    office: Office, account: AccountId, b1: int
) -> None:
    pay(office, account, 3000)
    (match,) = matches(office, account)
    assert (match.status, match.open_amount) == (OPEN, Money(5000))
    assert aged(office, account) == [(OCTOBER, 5000)], "balance-forward while it is open (MT-10)"
    assert alerts(office, account) == 1
    card = office.services.accounts.card(account, office.cashier)
    assert card.default_amount == Money(5000)
    pay(office, account, 5000)
    assert shown(office, account) == [
        ("BALANCED", "B-1", [("BS", 8000), ("PS", -5000), ("PS", -3000)])
    ]
    assert is_clean(office)


def test_oi4_an_overpayment_is_not_matched(office: Office, account: AccountId, b1: int) -> None:
    event = pay(office, account, 10000)
    segments = event.payments[0].segments
    assert [(s.sa_type, s.amount.minor, s.bill) for s in segments] == [
        ("WATER", 8000, "B-1"),
        ("OVERPAY", 2000, ""),
    ]
    assert shown(office, account) == [("BALANCED", "B-1", [("BS", 8000), ("PS", -8000)])]
    assert is_clean(office)
    cancel(office, event)
    assert shown(office, account) == [
        ("BALANCED", "", [("PS", -8000), ("PX", 8000)]),
        ("CANCELED", "B-1", [("BS", 8000), ("PS", -8000)]),
    ]
    assert is_clean(office)


def test_oi2_each_agreement_must_be_even(office: Office, account: AccountId, water: int) -> None:
    garbage = office.agreement(account, "GARBAGE")
    bill(office, account, "B-2", NOVEMBER, (water, 5000), (garbage, 3000))
    pay(office, account, 8000, "B-2")
    assert shown(office, account) == [
        ("BALANCED", "B-2", [("BS", 3000), ("BS", 5000), ("PS", -5000), ("PS", -3000)])
    ]
    assert is_clean(office)


def test_d26_without_a_match_an_open_item_payment_is_an_error_and_makes_none(
    office: Office, account: AccountId, b1: int
) -> None:
    event = pay(office, account, 8000, "")
    assert (event.payments[0].status, event.payments[0].error_code) == (PaymentStatus.ERROR, "M-21")
    assert matches(office, account) == ()
    assert is_clean(office)


def test_ds12_oi5_two_bills_of_one_agreement_are_two_match_events(
    office: Office, account: AccountId, water: int, b1: int
) -> None:
    match_on_demand(office)
    bill(office, account, "B-0", DECEMBER, (water, 2500), day=NOVEMBER)
    event = pay(office, account, 9000, "")
    assert [(s.bill, s.amount.minor) for s in event.payments[0].segments] == [
        ("B-1", 8000),
        ("B-0", 1000),
    ]
    assert shown(office, account) == [
        ("OPEN", "B-0", [("BS", 2500), ("PS", -1000)]),
        ("BALANCED", "B-1", [("BS", 8000), ("PS", -8000)]),
    ]
    assert aged(office, account) == [(NOVEMBER, 1500)]
    assert is_clean(office)
    office.services.canceling.cancel_tender(
        CancelTender(event.tenders[0].id, "WRAC"), new_request_id(), office.supervisor
    )
    assert [state for state, *_ in shown(office, account)] == [
        "BALANCED",
        "BALANCED",
        "CANCELED",
        "CANCELED",
    ]
    assert aged(office, account) == [(OCTOBER, 8000), (NOVEMBER, 2500)]
    assert is_clean(office)
    pay(office, account, 10500, "")
    assert aged(office, account) == []
    assert is_clean(office)


def test_oi6_mt12_canceled_and_paid_again(office: Office, account: AccountId, b1: int) -> None:
    first = pay(office, account, 8000)
    cancel(office, first)
    assert shown(office, account) == [
        ("BALANCED", "", [("PS", -8000), ("PX", 8000)]),
        ("CANCELED", "B-1", [("BS", 8000), ("PS", -8000)]),
    ]
    assert aged(office, account) == [(OCTOBER, 8000)], "the bill is unmatched again"
    assert is_clean(office)
    pay(office, account, 8000)
    assert [state for state, *_ in shown(office, account)] == ["BALANCED", "BALANCED", "CANCELED"]
    assert aged(office, account) == []
    assert is_clean(office)


def test_mt08_of_two_payments_one_is_canceled_and_the_bill_is_open_again(
    office: Office, account: AccountId, b1: int
) -> None:
    first = pay(office, account, 3000)
    pay(office, account, 5000)
    cancel(office, first)
    assert shown(office, account) == [
        ("OPEN", "B-1", [("BS", 8000), ("PS", -5000)]),
        ("BALANCED", "", [("PS", -3000), ("PX", 3000)]),
    ]
    assert aged(office, account) == [(OCTOBER, 3000)]
    assert is_clean(office)


def test_mt10_a_balanced_bill_is_no_debt_whatever_its_age(
    office: Office, account: AccountId, water: int, b1: int
) -> None:
    bill(office, account, "B-2", DECEMBER, (water, 4000), day=NOVEMBER)
    pay(office, account, 4000, "B-2")
    # Balance-forward would take the money for the oldest: 40.00 of October and all of November.
    assert aged(office, account) == [(OCTOBER, 8000)]
    assert is_clean(office)


def test_oi6_distributed_again_there_is_one_event(
    office: Office, account: AccountId, water: int, b1: int
) -> None:
    bill(office, account, "B-2", DECEMBER, (water, 8000))
    event = pay(office, account, 8000, action=HOLD)
    office.services.event_actions.distribute(event.id, new_request_id(), office.cashier)
    assert shown(office, account) == [("OPEN", "B-1", [("BS", 8000)])]
    again = show(office, event.id).payments[0]
    assert [(s.bill, s.amount.minor) for s in again.segments] == [("B-1", 8000)]
    draft = PaymentDraft(account, Money(8000), "BILL-ID", "B-2")
    edits = office.services.payment_edits
    edits.change(again.id, draft, new_request_id(), office.cashier)
    assert shown(office, account) == [], "what it was distributed to is open to others"
    edits.distribute(again.id, new_request_id(), office.cashier)
    assert shown(office, account) == [("OPEN", "B-2", [("BS", 8000)])]
    assert is_clean(office)
    freeze(office, event)
    assert shown(office, account) == [("BALANCED", "B-2", [("BS", 8000), ("PS", -8000)])]
    assert is_clean(office)


def test_py11_a_split_by_hand_matches_no_bill(
    office: Office, account: AccountId, water: int, b1: int
) -> None:
    event = pay(office, account, 8000, action=HOLD)
    office.services.payment_edits.split(
        event.payments[0].id,
        [(AgreementId(water), None, Money(8000))],
        new_request_id(),
        office.cashier,
    )
    assert shown(office, account) == []
    freeze(office, event)
    assert shown(office, account) == []
    assert is_clean(office)


@pytest.mark.parametrize("whole", [True, False])
def test_oi6_deleted_before_the_freeze_its_event_goes(
    office: Office, account: AccountId, b1: int, whole: bool
) -> None:
    event = pay(office, account, 8000, action=HOLD)
    services = office.services
    if whole:
        services.event_actions.delete(
            event.id, new_request_id(), office.supervisor, frozenset({"M-41"})
        )
    else:
        services.payment_edits.delete(event.payments[0].id, new_request_id(), office.cashier)
    assert matches(office, account) == ()
    assert alerts(office, account) == 0
    assert is_clean(office)


def test_deleting_one_of_two_payments_leaves_the_event_of_the_other(
    office: Office, account: AccountId, b1: int
) -> None:
    pay(office, account, 3000)
    second = pay(office, account, 5000, action=HOLD)
    services = office.services
    services.payment_edits.delete(second.payments[0].id, new_request_id(), office.cashier)
    assert shown(office, account) == [("OPEN", "B-1", [("BS", 8000), ("PS", -3000)])]
    assert is_clean(office)


def test_ds10_what_waits_for_its_freeze_is_not_matched_twice(
    office: Office, account: AccountId, b1: int
) -> None:
    first = pay(office, account, 8000, action=HOLD)
    second = pay(office, account, 8000)
    assert [s.sa_type for s in second.payments[0].segments] == ["OVERPAY"]
    freeze(office, first)
    assert shown(office, account) == [("BALANCED", "B-1", [("BS", 8000), ("PS", -8000)])]
    assert is_clean(office)


def test_tr_a_payment_that_moves_leaves_one_bill_and_pays_another(
    office: Office, account: AccountId, b1: int
) -> None:
    right = office.account("Right, Rita", customer_class="OPEN")
    bill(office, right, "R-1", NOVEMBER, (office.agreement(right, "WATER"), 8000))
    event = pay(office, account, 8000)
    office.clock.advance(minutes=1)
    office.services.transfers.event(
        event.id,
        Transfer(right, "WRAC", ("BILL-ID", "R-1")),
        new_request_id(),
        office.supervisor,
    )
    assert [state for state, *_ in shown(office, account)] == ["BALANCED", "CANCELED"]
    assert shown(office, right) == [("BALANCED", "R-1", [("BS", 8000), ("PS", -8000)])]
    assert (balance(office, account), balance(office, right)) == (8000, 0)
    assert is_clean(office)


def test_tr6_a_payment_moves_to_another_bill_of_the_same_account(
    office: Office, account: AccountId, water: int, b1: int
) -> None:
    bill(office, account, "B-2", DECEMBER, (water, 8000), day=NOVEMBER)
    event = pay(office, account, 8000)
    transfer = Transfer(account, "WRAC", ("BILL-ID", "B-2"))
    office.services.transfers.payment(
        event.payments[0].id, transfer, new_request_id(), office.supervisor
    )
    assert sorted((state, number) for state, number, _ in shown(office, account)) == [
        ("BALANCED", ""),
        ("BALANCED", "B-2"),
        ("CANCELED", "B-1"),
    ]
    assert aged(office, account) == [(OCTOBER, 8000)]
    assert is_clean(office)


def dispute(
    office: Office, match: MatchEventId, request: str = "", *, disputed: bool = True
) -> bool:
    office.clock.advance(minutes=1)
    saved = office.services.match_events.set_disputed(
        match, request or new_request_id(), office.cashier, disputed=disputed
    )
    return saved.replayed


def test_mt13_what_is_in_dispute_is_left_out_of_aged_debt(
    office: Office, account: AccountId, water: int, b1: int
) -> None:
    bill(office, account, "B-2", DECEMBER, (water, 4000), day=NOVEMBER)
    pay(office, account, 3000)
    (match,) = matches(office, account)
    assert not dispute(office, match.id, "one-request")
    assert dispute(office, match.id, "one-request"), "the same request twice is one (D-21)"
    assert aged(office, account) == [(NOVEMBER, 4000)]
    assert balance(office, account) == 9000
    assert is_clean(office)
    dispute(office, match.id, disputed=False)
    assert aged(office, account) == [(OCTOBER, 5000), (NOVEMBER, 4000)]
    dispute(office, match.id)
    office.clock.advance(minutes=1)
    pay(office, account, 5000)
    (match,) = matches(office, account)
    assert (match.status, match.disputed) == (BALANCED, False)
    assert aged(office, account) == [(NOVEMBER, 4000)]
    assert is_clean(office)


def test_r8_a_clock_that_goes_back_between_two_chains_is_no_finding(
    office: Office, account: AccountId, b1: int
) -> None:
    pay(office, account, 3000)
    dispute(office, matches(office, account)[0].id)
    office.clock.advance(hours=-1)
    waiting = pay(office, account, 5000)
    assert matches(office, account)[0].status is BALANCED
    assert is_clean(office)
    office.clock.advance(hours=-1)
    cancel(office, waiting)
    assert is_clean(office)


def test_mt13_a_bill_in_dispute_is_paid_only_by_name(
    office: Office, account: AccountId, water: int, b1: int
) -> None:
    match_on_demand(office)
    bill(office, account, "B-2", DECEMBER, (water, 4000), day=NOVEMBER)
    pay(office, account, 3000)
    dispute(office, matches(office, account)[0].id)
    office.clock.advance(minutes=1)
    event = pay(office, account, 4000, "")
    assert [s.bill for s in event.payments[0].segments] == ["B-2"]
    assert is_clean(office)


def test_oi7_the_comment_of_a_dispute_is_kept_and_audited(
    office: Office, account: AccountId, b1: int
) -> None:
    pay(office, account, 3000)
    (match,) = matches(office, account)
    service, request_id = office.services.match_events, new_request_id()
    put = partial(service.set_disputed, match.id)
    put(request_id, office.cashier, disputed=True, comment=" Meter was read wrong ")
    assert service.show(match.id, office.cashier).note == "Meter was read wrong"
    with pytest.raises(Refused, match="M-54"):
        put(request_id, office.cashier, disputed=True, comment="Something else")
    put(new_request_id(), office.cashier, disputed=False, comment="Read again")
    assert service.show(match.id, office.cashier).note == "Read again"
    with office.db.read() as s:
        query = text("SELECT body FROM audit WHERE action = 'match.dispute' ORDER BY seq")
        bodies = [json.loads(body) for body in s.execute(query).scalars()]
    assert [(one["disputed"], one["comment"]) for one in bodies] == [
        (True, "Meter was read wrong"), (False, "Read again"),
    ]  # fmt: skip
    with pytest.raises(Refused, match="M-50"):
        put(new_request_id(), office.cashier, disputed=True, comment="x" * 255)
    assert is_clean(office)


def test_mt13_only_an_open_event_and_with_the_right(
    office: Office, account: AccountId, b1: int
) -> None:
    pay(office, account, 8000)
    (match,) = matches(office, account)
    with pytest.raises(Refused) as refused:
        dispute(office, match.id)
    assert refused.value.code == "M-70"
    with pytest.raises(Refused) as refused:
        dispute(office, MatchEventId(4711))
    assert refused.value.code == "M-55"
    with pytest.raises(Refused) as refused:
        office.services.match_events.set_disputed(
            match.id, new_request_id(), office.actors["auditor"], disputed=True
        )
    assert refused.value.code == "M-51"
    with pytest.raises(Refused) as refused:
        office.services.match_events.show(MatchEventId(4711), office.cashier)
    assert refused.value.code == "M-55"


def test_mt11_a_transaction_is_on_one_live_event_only(
    office: Office, account: AccountId, b1: int
) -> None:
    pay(office, account, 8000)
    (match,) = matches(office, account)
    with office.db.begin() as s:
        other = put(s, "match_event", account_id=account, bill_id=match.bill_id, status="OPEN")
    line = f"INSERT INTO match_event_ft VALUES ({other}, {match.lines[0].ft_id})"
    for statement, says in (
        (line, "one live match event only"),
        ("UPDATE match_event SET bill_id = NULL WHERE bill_id > 0", "keeps its account and bill"),
        ("UPDATE match_event_ft SET ft_id = ft_id", "never change"),
        ("DELETE FROM match_event_ft", "only an open match event releases"),
        ("DELETE FROM match_event WHERE bill_id > 0", "only an open match event is removed"),
    ):
        refused_by_guard(office, statement, says)


def refused_by_guard(office: Office, statement: str, says: str) -> None:
    with pytest.raises(IntegrityError, match=says):
        office.db.write(lambda s: s.execute(text(statement)))


def test_d40_the_audit_mentions_what_became_of_match_events(
    office: Office, account: AccountId, b1: int
) -> None:
    cancel(office, pay(office, account, 8000))
    query = select(table_of(AuditRow).c.body).where(table_of(AuditRow).c.body.like("%match_event%"))
    with office.db.read() as s:
        added, canceled = s.execute(query.order_by(table_of(AuditRow).c.at)).scalars()
    assert '"status":"BALANCED"' in added.replace(" ", "")
    assert '"status":"CANCELED"' in canceled.replace(" ", "")
    (pair, gone) = matches(office, account)
    assert {str(pair.id), str(gone.id)} <= set(canceled.replace(",", " ").replace(":", " ").split())
    back = "UPDATE match_event SET status = 'OPEN' WHERE status = 'CANCELED'"
    refused_by_guard(office, back, "a canceled match event stays")


def test_oi8_balance_forward_accounts_have_none(office: Office) -> None:
    account = office.account()
    agreement = office.agreement(account, "WATER")
    bill(office, account, "B-9", NOVEMBER, (agreement, 8000))
    pay(office, account, 8000, "")
    event = pay(office, account, 100, "B-9")
    assert event.payments[0].error_code == "M-23"
    assert matches(office, account) == ()
    assert is_clean(office)
