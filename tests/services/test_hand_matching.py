"""Matching by hand on both engines: OI-7, MT-07, MT-08, MT-11, MT-12, OI-5, OI-8."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from posapp.domain.codes import DistributeAction
from posapp.domain.event_views import EventView
from posapp.domain.hand_matching import End, MatchChange, NewMatch
from posapp.domain.ids import AccountId, AgreementId, FtId, MatchEventId, new_request_id
from posapp.domain.listing import PageRequest
from posapp.domain.matching import MatchEventView
from posapp.domain.money import Money
from posapp.domain.rights import Actor
from posapp.errors import Conflict, Refused
from tests.helpers.bills import bill, match_on_demand
from tests.helpers.events import add, is_clean, show
from tests.helpers.office import Office

NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)


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
    return bill(office, account, "B-1", NOVEMBER, (water, 8000))


def pay_agreement(office: Office, account: AccountId, agreement: int, cents: int) -> EventView:
    """A frozen payment that names its agreement and no bill."""
    match = {"match_type": "SA-ID", "match_value": str(agreement)}
    event = add(office, account, [("CHEC", cents)], [(account, cents)], **match)
    office.clock.advance(minutes=1)
    return event


def items(office: Office, account: AccountId) -> dict[tuple[str, int], FtId]:
    """What is unmatched: transaction by type and cents."""
    found = office.services.hand_matching.items(account, office.cashier)
    return {(one.ft_type.value, one.amount.minor): one.ft_id for one in found}


def match(
    office: Office, account: AccountId, *ids: FtId, by: Actor | None = None
) -> MatchEventView:
    new = NewMatch(account, ids, "By phone")
    office.clock.advance(minutes=1)
    saved = office.services.hand_matching.add(new, new_request_id(), by or office.cashier)
    return look(office, saved.value)


def look(office: Office, match_id: MatchEventId) -> MatchEventView:
    return office.services.match_events.show(match_id, office.cashier)


def change(
    office: Office,
    match_id: MatchEventId,
    *add_: FtId,
    remove: tuple[FtId, ...] = (),
    by: Actor | None = None,
) -> MatchEventView:
    office.clock.advance(minutes=1)
    office.services.hand_matching.change(
        MatchChange(match_id, add_, remove), new_request_id(), by or office.cashier
    )
    return look(office, match_id)


def states(office: Office, account: AccountId) -> list[tuple[str, str, list[tuple[str, int]]]]:
    found = office.services.match_events.of_account(account, PageRequest(), office.cashier)
    return sorted(
        (m.status.value, m.bill_number, sorted((x.ft_type.value, x.amount.minor) for x in m.lines))
        for m in found.rows
    )


def unpaid(office: Office, account: AccountId) -> dict[str, int]:
    rows = office.services.browse.account_bills(account, PageRequest(), office.cashier).rows
    return {one.number: one.unpaid.minor for one in rows if one.unpaid is not None}


def code_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.code


def test_oi7_mt07_a_payment_without_a_bill_is_matched_by_hand_and_balances(
    office: Office, account: AccountId, water: int, b1: int
) -> None:
    pay_agreement(office, account, water, 8000)
    assert unpaid(office, account) == {"B-1": 8000}
    free = items(office, account)
    assert sorted(free) == [("BS", 8000), ("PS", -8000)]
    made = match(office, account, *free.values())
    assert (made.status.value, made.bill_id, made.note) == ("BALANCED", b1, "By phone")
    assert items(office, account) == {}, "MT-11: what is matched is not offered again"
    assert unpaid(office, account) == {"B-1": 0}
    card = office.services.accounts.card(account, office.cashier)
    assert [cell for debt in card.debts for cell in debt.cells] == []
    assert is_clean(office)


def test_mt08_it_is_open_until_each_agreement_is_even_and_open_again_after(
    office: Office, account: AccountId, water: int, b1: int
) -> None:
    pay_agreement(office, account, water, 3000)
    free = items(office, account)
    made = match(office, account, free["BS", 8000], free["PS", -3000])
    assert (made.status.value, made.open_amount) == ("OPEN", Money(5000))
    assert unpaid(office, account) == {"B-1": 5000}, "a bill is not paid twice"
    paid = add(office, account, [("CHEC", 9000)], [(account, 9000)], match_type="BILL-ID",
               match_value="B-1")  # fmt: skip
    assert [(s.bill, s.amount.minor) for s in paid.payments[0].segments] == [
        ("B-1", 5000),
        ("", 4000),
    ]
    assert look(office, made.id).status.value == "BALANCED"
    assert is_clean(office)
    with pytest.raises(Refused) as refused:
        change(office, made.id, remove=(free["PS", -3000],))
    assert code_of(refused) == "M-51", "who may not cancel a match does not undo a balanced one"
    again = change(office, made.id, remove=(free["PS", -3000],), by=office.supervisor)
    assert (again.status.value, again.open_amount) == ("OPEN", Money(3000))
    assert change(office, made.id, free["PS", -3000]).status.value == "BALANCED"
    assert is_clean(office)


def test_oi5_a_bill_comes_whole_and_alone(office: Office, account: AccountId, water: int) -> None:
    sewer = office.agreement(account, "SEWER")
    bill(office, account, "B-1", NOVEMBER, (water, 5000), (sewer, 2000))
    bill(office, account, "B-2", DECEMBER, (water, 1000))
    pay_agreement(office, account, water, 5000)
    free = items(office, account)
    with pytest.raises(Refused) as refused:
        match(office, account, *free.values())
    assert code_of(refused) == "M-189"
    made = match(office, account, free["BS", 5000], free["PS", -5000])
    assert (made.status.value, len(made.lines)) == ("OPEN", 3), "its sewer charge comes along"
    assert unpaid(office, account) == {"B-1": 2000, "B-2": 1000}
    with pytest.raises(Refused) as refused:
        change(office, made.id, free["BS", 1000])
    assert code_of(refused) == "M-189"
    assert is_clean(office)


def test_mt11_an_item_is_free_or_says_where_it_is(
    office: Office, account: AccountId, water: int, b1: int
) -> None:
    waiting = add(office, account, [("CHEC", 100)], [(account, 100)], match_type="SA-ID",
                  match_value=str(water), action=DistributeAction.DISTRIBUTE)  # fmt: skip
    canceled = pay_agreement(office, account, water, 700)
    office.services.canceling.cancel_payment(
        canceled.payments[0].id, "WRAC", new_request_id(), office.supervisor
    )
    pay_agreement(office, account, water, 8000)
    free = items(office, account)
    assert sorted(free) == [("BS", 8000), ("PS", -8000)], "neither waiting nor canceled money"
    assert waiting.payments[0].segments
    stranger = office.account("Stranger", customer_class="OPEN")
    with pytest.raises(Refused) as refused:
        match(office, stranger, *free.values())
    assert code_of(refused) == "M-187"
    with pytest.raises(Refused) as refused:
        match(office, account, *free.values(), FtId(4711))
    assert code_of(refused) == "M-187"
    made = match(office, account, *free.values())
    with pytest.raises(Refused, match="M-187") as refused:
        match(office, account, *free.values())
    assert str(made.id) in str(refused.value.fields["reason"])
    with pytest.raises(Refused) as refused:
        match(office, account, free["BS", 8000])
    assert code_of(refused) == "M-187"
    assert is_clean(office)


def test_m188_a_charge_alone_or_a_payment_alone_is_no_match(
    office: Office, account: AccountId, water: int, b1: int
) -> None:
    pay_agreement(office, account, water, 3000)
    free = items(office, account)
    for some in ([], [free["BS", 8000]], [free["PS", -3000]]):
        with pytest.raises(Refused) as refused:
            match(office, account, *some)
        assert code_of(refused) == "M-188"
    made = match(office, account, *free.values())
    with pytest.raises(Refused) as refused:
        change(office, made.id, remove=(free["PS", -3000],))
    assert code_of(refused) == "M-188", "who takes the last one off deletes the match event"
    with pytest.raises(Refused) as refused:
        change(office, made.id)
    assert code_of(refused) == "M-70"
    with pytest.raises(Refused) as refused:
        change(office, made.id, remove=(free["BS", 8000],))
    assert code_of(refused) == "M-190"
    assert states(office, account) == [("OPEN", "B-1", [("BS", 8000), ("PS", -3000)])]


def test_oi7_an_open_one_is_deleted_a_balanced_one_canceled_and_both_release(
    office: Office, account: AccountId, water: int, b1: int
) -> None:
    pay_agreement(office, account, water, 3000)
    free = items(office, account)
    hand = office.services.hand_matching
    made = match(office, account, *free.values())
    request = new_request_id()
    hand.delete(End(made.id), request, office.cashier)
    assert hand.delete(End(made.id), request, office.cashier).replayed, "D-21"
    assert states(office, account) == []
    assert items(office, account) == free
    pay_agreement(office, account, water, 5000)
    whole = match(office, account, *items(office, account).values())
    assert whole.status.value == "BALANCED"
    with pytest.raises(Refused) as refused:
        hand.delete(End(whole.id), new_request_id(), office.supervisor)
    assert code_of(refused) == "M-70"
    with pytest.raises(Refused) as refused:
        hand.cancel(End(whole.id), new_request_id(), office.cashier)
    assert code_of(refused) == "M-51", "D-44: canceling a match is a supervisor's"
    hand.cancel(End(whole.id, "Wrong bill"), new_request_id(), office.supervisor)
    assert look(office, whole.id).note == "Wrong bill"
    assert len(items(office, account)) == 3
    assert unpaid(office, account) == {"B-1": 8000}
    with pytest.raises(Refused) as refused:
        hand.cancel(End(whole.id), new_request_id(), office.supervisor)
    assert code_of(refused) == "M-70"
    assert match(office, account, *items(office, account).values()).status.value == "BALANCED"
    assert is_clean(office)


def test_mt12_what_payments_match_by_name_ends_with_them_only(
    office: Office, account: AccountId, water: int, b1: int
) -> None:
    event = add(office, account, [("CHEC", 3000)], [(account, 3000)], match_type="BILL-ID",
                match_value="B-1")  # fmt: skip
    pay_agreement(office, account, water, 5000)
    hand = office.services.hand_matching
    (first,) = office.services.match_events.of_account(account, PageRequest(), office.cashier).rows
    for end in (hand.delete, hand.cancel):
        with pytest.raises(Refused) as refused:
            end(End(first.id), new_request_id(), office.supervisor)
        assert code_of(refused) == "M-191"
    free = items(office, account)
    assert change(office, first.id, free["PS", -5000]).status.value == "BALANCED"
    named = next(line.ft_id for line in first.lines if line.amount == Money(-3000))
    with pytest.raises(Refused) as refused:
        change(office, first.id, remove=(named,), by=office.supervisor)
    assert code_of(refused) == "M-190"
    office.clock.advance(minutes=1)
    office.services.canceling.cancel_payment(
        event.payments[0].id, "WRAC", new_request_id(), office.supervisor
    )
    assert states(office, account) == [
        ("BALANCED", "", [("PS", -3000), ("PX", 3000)]),
        ("OPEN", "B-1", [("BS", 8000), ("PS", -5000)]),
    ]
    assert is_clean(office)
    pair = next(
        m
        for m in office.services.match_events.of_account(
            account, PageRequest(), office.cashier
        ).rows
        if m.bill_id is None
    )
    with pytest.raises(Refused) as refused:
        hand.cancel(End(pair.id), new_request_id(), office.supervisor)
    assert code_of(refused) == "M-191"
    with pytest.raises(Refused) as refused:
        change(office, pair.id, remove=(pair.lines[0].ft_id,), by=office.supervisor)
    assert code_of(refused) == "M-191"


def test_mt12_a_canceled_payment_leaves_what_was_matched_by_hand(
    office: Office, account: AccountId, water: int, b1: int
) -> None:
    event = pay_agreement(office, account, water, 8000)
    match(office, account, *items(office, account).values())
    office.clock.advance(minutes=1)
    office.services.canceling.cancel_payment(
        event.payments[0].id, "WRAC", new_request_id(), office.supervisor
    )
    assert states(office, account) == [
        ("BALANCED", "", [("PS", -8000), ("PX", 8000)]),
        ("CANCELED", "B-1", [("BS", 8000), ("PS", -8000)]),
    ]
    assert sorted(items(office, account)) == [("BS", 8000)]
    assert is_clean(office)


def test_oi7_adjustments_without_a_bill_have_a_match_event_of_their_own(
    office: Office, account: AccountId
) -> None:
    garbage = office.agreement(account, "GARBAGE", (NOVEMBER, 2500))
    event = pay_agreement(office, account, garbage, 1500)
    pay_agreement(office, account, garbage, 1000)
    free = items(office, account)
    made = match(office, account, free["AD", 2500], free["PS", -1500])
    assert (made.status.value, made.bill_id) == ("OPEN", None)
    assert change(office, made.id, free["PS", -1000]).status.value == "BALANCED"
    card = office.services.accounts.card(account, office.cashier)
    assert [cell for debt in card.debts for cell in debt.cells] == [], "MT-10"
    office.clock.advance(minutes=1)
    office.services.canceling.cancel_payment(
        event.payments[0].id, "WRAC", new_request_id(), office.supervisor
    )
    assert states(office, account) == [
        ("BALANCED", "", [("PS", -1500), ("PX", 1500)]),
        ("OPEN", "", [("AD", 2500), ("PS", -1000)]),
    ]
    assert is_clean(office)


def test_mt13_a_match_made_by_hand_goes_in_dispute_like_any_other(
    office: Office, account: AccountId, water: int, b1: int
) -> None:
    pay_agreement(office, account, water, 3000)
    made = match(office, account, *items(office, account).values())
    office.clock.advance(minutes=1)
    office.services.match_events.set_disputed(
        made.id, new_request_id(), office.cashier, disputed=True
    )
    card = office.services.accounts.card(account, office.cashier)
    assert [cell for debt in card.debts for cell in debt.cells] == []
    assert is_clean(office)


def test_oi8_m186_balance_forward_accounts_never_have_one(office: Office) -> None:
    account = office.account()
    agreement = office.agreement(account, "WATER", (NOVEMBER, 1000))
    pay_agreement(office, account, agreement, 1000)
    hand = office.services.hand_matching
    with pytest.raises(Refused) as refused:
        hand.items(account, office.cashier)
    assert code_of(refused) == "M-186"
    with pytest.raises(Refused) as refused:
        match(office, account)
    assert code_of(refused) == "M-186"
    with pytest.raises(Refused) as refused:
        hand.items(AccountId(4711), office.cashier)
    assert code_of(refused) == "M-01"


def test_py6_somebody_elses_change_and_the_same_request_are_known(
    office: Office, account: AccountId, water: int, b1: int
) -> None:
    pay_agreement(office, account, water, 3000)
    pay_agreement(office, account, water, 1000)
    free, hand = items(office, account), office.services.hand_matching
    new = NewMatch(account, (free["BS", 8000], free["PS", -3000]))
    request = new_request_id()
    made = hand.add(new, request, office.cashier).value
    assert hand.add(new, request, office.cashier).replayed
    with pytest.raises(Refused) as refused:
        hand.add(NewMatch(account, new.items, "Other"), request, office.cashier)
    assert code_of(refused) == "M-54"
    seen = look(office, made).version
    change(office, made, free["PS", -1000])
    with pytest.raises(Conflict):
        hand.delete(End(made), new_request_id(), office.cashier, seen=seen)
    hand.delete(End(made), new_request_id(), office.cashier, seen=look(office, made).version)
    with pytest.raises(Refused) as refused:
        hand.delete(End(made), new_request_id(), office.cashier)
    assert code_of(refused) == "M-55"
    assert is_clean(office)


def test_mt07_what_the_class_distributes_beyond_its_bills_is_matched_by_hand(
    office: Office, account: AccountId, water: int, b1: int
) -> None:
    match_on_demand(office)
    garbage = office.agreement(account, "GARBAGE", (NOVEMBER, 2000))
    event = add(office, account, [("CHEC", 10000)], [(account, 10000)])
    assert show(office, event.id).payments[0].segments[1].agreement_id == AgreementId(garbage)
    free = items(office, account)
    assert sorted(free) == [("AD", 2000), ("PS", -2000)]
    assert match(office, account, *free.values()).status.value == "BALANCED"
    assert is_clean(office)


def test_oi5_guards_keep_a_bill_and_an_account_together(
    office: Office, account: AccountId, water: int, b1: int
) -> None:
    pay_agreement(office, account, water, 3000)
    made = match(office, account, *items(office, account).values())
    bill(office, account, "B-2", DECEMBER, (water, 100))
    stranger = office.account("Stranger", customer_class="OPEN")
    office.agreement(stranger, "WATER", (NOVEMBER, 900))
    wrong = ["ft_type = 'BS' AND current_amount = 100", "current_amount = 900"]
    for which in wrong:
        with pytest.raises(IntegrityError, match="on the match event of that bill"):
            put_on(office, made.id, which)


def put_on(office: Office, match_id: MatchEventId, which: str) -> None:
    put = f"INSERT INTO match_event_ft SELECT :id, id FROM financial_transaction WHERE {which}"
    office.db.write(lambda s: s.execute(text(put), {"id": match_id}))
