"""An account's history on both engines: balances, postings, credit rating by hand (16.3, CR-08)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from posapp.domain.codes import FtType
from posapp.domain.history import AddRating, EndRating, FinancialEntry
from posapp.domain.ids import AccountId, PaymentId, new_request_id
from posapp.domain.listing import PageRequest
from posapp.domain.money import Money, total
from posapp.domain.tender_cancels import CancelTender
from posapp.errors import Refused
from tests.helpers.events import add, balance, is_clean, show
from tests.helpers.office import DAY, Office

ALL = PageRequest()


def history(office: Office, account: AccountId, **request: Any) -> tuple[FinancialEntry, ...]:
    page = office.services.history.financial_history(
        account, replace(ALL, **request), office.cashier
    )
    return page.rows


def bounce(office: Office, tender: Any) -> None:
    command = CancelTender(tender, "NSF")
    office.services.canceling.cancel_tender(command, new_request_id(), office.supervisor)


def row(account: AccountId, **changes: Any) -> AddRating:
    base = AddRating(new_request_id(), account, DAY, None, -50, 100, "Pays late")
    return replace(base, **changes)


def test_16_3_every_row_carries_the_balances_after_it(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 5000))
    office.agreement(account, "GARBAGE", (DAY, 1000))
    other = office.account("Other, Olga")
    office.agreement(other, "WATER", (DAY, 77700))
    event = add(office, account, [("CHEC", 6000)], [(account, 6000)])
    office.clock.advance(days=3)
    bounce(office, event.tenders[0].id)
    rows = history(office, account)
    assert [entry.ft_type for entry in reversed(rows)] == [
        FtType.ADJUSTMENT,
        FtType.ADJUSTMENT,
        FtType.PAY_SEGMENT,
        FtType.PAY_SEGMENT,
        FtType.PAY_CANCEL,
        FtType.PAY_CANCEL,
        FtType.ADJUSTMENT,
    ]
    running = Money(0)
    for entry in reversed(rows):
        running += entry.current_amount
        assert entry.current_balance == running
        assert entry.payoff_amount_is_equal
        assert entry.payoff_balance_is_equal
    newest = rows[0]
    assert newest.current_balance.minor == balance(office, account)
    assert newest.adjustment == office.services.setup().adjustment_types["NSF"].description
    assert newest.event_id is None
    assert {entry.effective_date for entry in rows[:3]} == {DAY + timedelta(days=3)}
    assert {entry.event_id for entry in rows[1:5]} == {event.id}
    assert {entry.parent_id for entry in rows[1:5]} == {event.payments[0].id}
    assert {entry.sa_type for entry in rows} == {"WATER", "GARBAGE"}
    assert {entry.description for entry in rows if entry.sa_type == "WATER"} == {
        office.services.setup().sa_types["WATER"].description
    }


def test_16_3_a_payment_is_dated_by_its_event(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY - timedelta(days=30), 5000))
    add(office, account, [("CASH", 5000)], [(account, 5000)])
    paid, owed = history(office, account)
    assert (paid.effective_date, owed.effective_date) == (DAY, DAY - timedelta(days=30))
    assert (paid.current_balance, owed.current_balance) == (Money(0), Money(5000))


def test_16_3_charity_is_no_part_of_the_payoff(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 5000))
    office.agreement(account, "CHARITY", (DAY, 500))
    add(office, account, [("CASH", 5500)], [(account, 5500)])
    gift = next(
        entry for entry in history(office, account)
        if entry.sa_type == "CHARITY" and entry.ft_type is FtType.PAY_SEGMENT
    )  # fmt: skip
    assert (gift.current_amount, gift.payoff_amount) == (Money(-500), Money(0))
    assert not gift.payoff_amount_is_equal
    assert not gift.payoff_balance_is_equal


def test_16_3_pages_lose_nothing_and_carry_whole_balances(office: Office) -> None:
    account = office.account()
    office.agreement(
        account, "WATER", *((DAY - timedelta(days=n // 3), 100 + n) for n in range(25))
    )
    office.item(account, "4001", 5000)
    whole = history(office, account)
    assert len(whole) == 26
    assert whole[0].current_balance == total(entry.current_amount for entry in whole)
    assert {entry.item for entry in whole} == {"", "4001"}
    pages: list[FinancialEntry] = []
    request = replace(ALL, limit=7)
    while True:
        page = office.services.history.financial_history(account, request, office.cashier)
        pages += page.rows
        if page.next is None:
            break
        request = replace(request, after=page.next)
    assert tuple(pages) == whole
    with pytest.raises(Refused, match="M-55"):
        history(office, account, sort="colour")


def test_16_3_payment_history_is_newest_first(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 5000))
    first = add(office, account, [("CASH", 1000)], [(account, 1000)])
    second = add(office, account, [("CHEC", 2000)], [(account, 2000)])
    bounce(office, second.tenders[0].id)
    rows = office.services.history.payment_history(account, ALL, office.cashier).rows
    assert [(one.event_id, one.amount, one.status) for one in rows] == [
        (second.id, Money(2000), "CANCELED"),
        (first.id, Money(1000), "FROZEN"),
    ]


def test_16_3_transactions_of_a_payment_with_their_gl_lines(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 5000))
    event = add(office, account, [("CASH", 5000)], [(account, 5000)])
    payment = event.payments[0].id
    service = office.services.history
    (posted,) = service.transactions_of_payment(payment, office.cashier)
    assert (posted.ft_type, posted.sa_type, posted.current_amount) == (
        FtType.PAY_SEGMENT,
        "WATER",
        Money(-5000),
    )
    assert (posted.frozen_by, posted.reverses_id, posted.accounting_date) == ("Cashier", None, DAY)
    assert {line.code: line.amount.minor for line in posted.lines} == {
        "1010-CASH": 5000,
        office.services.setup().sa_types["WATER"].distribution_code: -5000,
    }
    assert all(line.description for line in posted.lines)
    office.clock.advance(days=1)
    office.services.canceling.cancel_payment(payment, "WRAC", new_request_id(), office.supervisor)
    original, reversal = service.transactions_of_payment(payment, office.cashier)
    assert original == posted
    assert (reversal.ft_type, reversal.reverses_id, reversal.frozen_by) == (
        FtType.PAY_CANCEL,
        posted.id,
        "Supervisor",
    )
    assert [line.amount for line in reversal.lines] == [-line.amount for line in posted.lines]


def test_16_3_what_is_not_there(office: Office) -> None:
    service = office.services.history
    with pytest.raises(Refused, match="M-55"):
        service.transactions_of_payment(PaymentId(7), office.cashier)
    for ask in (
        lambda: service.financial_history(AccountId(7), ALL, office.cashier),
        lambda: service.payment_history(AccountId(7), ALL, office.cashier),
        lambda: service.credit_rating(AccountId(7), office.cashier),
        lambda: service.add_rating(row(AccountId(7)), office.supervisor),
    ):
        with pytest.raises(Refused, match="M-01"):
            ask()
    assert history(office, office.account()) == ()


def test_cr02_a_bounced_check_lowers_the_rating_and_names_its_event(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 5000))
    event = add(office, account, [("CHEC", 5000)], [(account, 5000)])
    before = office.services.history.credit_rating(account, office.cashier)
    assert (before.rows, before.rating, before.cash_only) == ((), before.beginning_rating, False)
    bounce(office, event.tenders[0].id)
    after = office.services.history.credit_rating(account, office.cashier)
    (made,) = after.rows
    reason = office.services.setup().cancel_reasons["NSF"]
    assert after.rating == before.rating + reason.affect_credit_rating_by
    assert after.score == before.score + reason.affect_cash_only_by
    assert after.cash_only is (after.score > after.cash_only_threshold)
    assert (made.tender_id, made.event_id, made.by_hand) == (
        event.tenders[0].id,
        event.id,
        False,
    )
    assert (made.comment, made.created_by) == (reason.description, "Supervisor")


def test_cr08_a_row_by_hand_counts_is_audited_and_ends(office: Office) -> None:
    account = office.account()
    service = office.services.history
    command = row(account, comment="Pays late\n often ")
    saved = service.add_rating(command, office.supervisor)
    assert not saved.replayed
    again = service.add_rating(command, office.supervisor)
    assert (again.value, again.replayed) == (saved.value, True)
    stands = service.credit_rating(account, office.cashier)
    (made,) = stands.rows
    assert (made.id, made.comment, made.created_by, made.by_hand) == (
        saved.value,
        "Pays late  often",
        "Supervisor",
        True,
    )
    assert (stands.rating, stands.score, stands.cash_only) == (650, 100, True)
    assert office.services.accounts.card(account, office.cashier).cash_only
    assert is_clean(office)
    yesterday = DAY - timedelta(days=1)
    with pytest.raises(Refused, match="M-50"):
        service.end_rating(EndRating(new_request_id(), made.id, yesterday), office.supervisor)
    end = EndRating(new_request_id(), made.id, DAY)
    service.end_rating(end, office.supervisor)
    assert service.end_rating(end, office.supervisor).replayed
    assert service.credit_rating(account, office.cashier).rating == 650, "it counts up to its end"
    office.clock.advance(days=1)
    assert service.credit_rating(account, office.cashier).rating == 700
    assert not office.services.accounts.card(account, office.cashier).cash_only
    assert is_clean(office)
    with pytest.raises(Refused, match="M-70"):
        service.end_rating(EndRating(new_request_id(), made.id, DAY), office.supervisor)


def test_cr08_a_row_of_a_bounced_check_is_only_ended(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 5000))
    event = add(office, account, [("CHEC", 5000)], [(account, 5000)])
    bounce(office, event.tenders[0].id)
    service = office.services.history
    (made,) = service.credit_rating(account, office.cashier).rows
    assert made.end_date is not None
    later = made.end_date + timedelta(days=1)
    with pytest.raises(Refused, match="M-50"):
        service.end_rating(EndRating(new_request_id(), made.id, later), office.supervisor)
    service.end_rating(EndRating(new_request_id(), made.id, DAY), office.supervisor)
    (ended,) = service.credit_rating(account, office.cashier).rows
    assert ended == replace(made, end_date=DAY)
    assert is_clean(office)


def test_cr08_only_who_may_override_the_rule_writes_rows(office: Office) -> None:
    account = office.account()
    service = office.services.history
    for name, actor in office.actors.items():
        if name == "supervisor":
            continue
        with pytest.raises(Refused, match="M-51"):
            service.add_rating(row(account), actor)
        with pytest.raises(Refused, match="M-51"):
            service.end_rating(EndRating(new_request_id(), 7, DAY), actor)
    with pytest.raises(Refused, match="M-55"):
        service.end_rating(EndRating(new_request_id(), 7, DAY), office.supervisor)
    assert service.credit_rating(account, office.actors["auditor"]).rows == ()


def test_cr01_what_is_wrong_writes_nothing(office: Office) -> None:
    account = office.account()
    service = office.services.history
    used = row(account)
    service.add_rating(used, office.supervisor)
    for wrong, code in (
        (row(account, rating_effect=5), "M-50"),
        (row(account, comment=" \n"), "M-50"),
        (row(account, comment="4111 1111 1111 1111"), "M-58"),
        (row(account, end_date=date(2020, 1, 1)), "M-50"),
        (replace(used, rating_effect=-1), "M-54"),
    ):
        with pytest.raises(Refused, match=code):
            service.add_rating(wrong, office.supervisor)
    assert len(service.credit_rating(account, office.cashier).rows) == 1
    assert show(office, add(office, account, [("CASH", 100)], [(account, 100)]).id)
