"""Rules of payments and drawers that hold whatever is done: by service calls, on both engines."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text

from posapp.domain.codes import DistributeAction, MatchKind, TenderStatus
from posapp.domain.event_views import EventView
from posapp.domain.ids import AccountId, new_request_id
from posapp.domain.money import Money
from posapp.domain.tender_cancels import CancelTender
from posapp.storage.base import table_of
from posapp.storage.tables.ledger import FinancialTransactionRow, GlLineRow
from posapp.storage.tables.people import AccountRow
from tests.helpers.events import add, balance, drawer, is_clean, ledger, show
from tests.helpers.office import DAY, Office
from tests.helpers.rows import put

_ft, _gl = table_of(FinancialTransactionRow), table_of(GlLineRow)
DISTRIBUTE = DistributeAction.DISTRIBUTE


def owing(office: Office, *debts: tuple[str, int]) -> AccountId:
    account = office.account()
    for sa_type, cents in debts or (("WATER", 5000),):
        office.agreement(account, sa_type, (DAY, cents))
    return account


def shares(event: EventView) -> dict[str, int]:
    return {one.sa_type: one.amount.minor for one in event.payments[0].segments}


def bounce(office: Office, event: EventView, reason: str = "NSF") -> None:
    order = CancelTender(event.tenders[0].id, reason)
    office.services.canceling.cancel_tender(order, new_request_id(), office.supervisor)


def gl_lines(office: Office) -> set[tuple[object, ...]]:
    with office.db.read() as s:
        return {tuple(row) for row in s.execute(select(*_gl.c))}


def test_cb6_amount_tendered_is_what_was_handed_over_and_cash_back_stands_beside(
    office: Office,
) -> None:
    account = owing(office)
    event = add(office, account, [("CASH", 4000), ("TRAV", 3000)], [(account, 5000)])
    totals = event.totals
    assert (totals.amount_tendered, totals.cash_back) == (Money(7000), Money(2000))
    assert totals.tenders == Money(5000)


def test_tn8_a_tender_counts_in_its_drawer_until_its_money_is_out(office: Office) -> None:
    account = owing(office)
    event = add(office, account, [("MORD", 5000)], [(account, 5000)])
    assert drawer(office, "MORD") == 5000
    order = CancelTender(event.tenders[0].id, "DATA", drawer=office.control)
    office.services.canceling.cancel_tender(order, new_request_id(), office.cashier)
    assert drawer(office, "MORD") == 0


def test_tn9_the_tender_source_decides_the_account_that_is_debited(office: Office) -> None:
    with office.db.begin() as s:
        s.execute(
            text("UPDATE tender_source SET distribution_code = '1040-PAYROLL' WHERE code = :code"),
            {"code": "CASH-A01"},
        )
        s.execute(text("UPDATE installation SET setup_version = setup_version + 1"))
    account = owing(office)
    add(office, account, [("CASH", 5000)], [(account, 5000)])
    assert (ledger(office, "1040-PAYROLL"), ledger(office, "1010-CASH")) == (5000, 0)


def test_cx9_a_bounced_tender_has_its_payor_looked_at(office: Office) -> None:
    account, other = owing(office), owing(office)
    bounce(office, add(office, account, [("CHEC", 5000)], [(account, 5000)]))
    bounce(office, add(office, other, [("CHEC", 5000)], [(other, 5000)]), "DATA")
    with office.db.read() as s:
        query = select(AccountRow.id, AccountRow.review_date)
        reviews = {row.id: row.review_date for row in s.execute(query)}
    assert (reviews[account], reviews[other]) == (DAY, None)


@pytest.mark.parametrize("cents", [1, 2, 3333, 6001, 9999])
def test_ds2_shares_sum_to_the_payment_are_above_zero_and_one_an_agreement(
    office: Office, cents: int
) -> None:
    account = owing(office, ("WATER", 3001), ("GAS", 2000), ("GARBAGE", 1000))
    event = add(office, account, [("CASH", cents)], [(account, cents)], action=DISTRIBUTE)
    segments = event.payments[0].segments
    assert sum(one.amount.minor for one in segments) == cents
    assert all(one.amount > Money(0) for one in segments)
    assert len({one.agreement_id for one in segments}) == len(segments)


def test_ds3_priority_first_then_the_older_debt(office: Office) -> None:
    account = office.account()
    office.agreement(account, "PERMIT", (DAY - timedelta(days=90), 1000))
    office.agreement(account, "WATER", (DAY, 1000))
    office.agreement(account, "GAS", (DAY - timedelta(days=30), 1000))
    kinds = office.services.setup().sa_types
    assert kinds["WATER"].payment_priority == kinds["GAS"].payment_priority
    assert kinds["PERMIT"].payment_priority > kinds["GAS"].payment_priority
    event = add(office, account, [("CASH", 1500)], [(account, 1500)], action=DISTRIBUTE)
    assert shares(event) == {"GAS": 1000, "WATER": 500}


def test_ds8_the_current_balance_is_paid_not_the_payoff(office: Office) -> None:
    account = office.account()
    agreement = office.agreement(account, "WATER", (DAY, 1000))
    with office.db.begin() as s:
        put(
            s, "financial_transaction", ft_type="AD", agreement_id=agreement, parent_id=agreement,
            current_amount=Money(0), payoff_amount=Money(9000), arrears_date=DAY,
        )  # fmt: skip
    event = add(office, account, [("CASH", 2500)], [(account, 2500)], action=DISTRIBUTE)
    assert shares(event) == {"WATER": 1000, "OVERPAY": 1500}


def test_ft7_the_split_does_not_follow_the_clock(office: Office) -> None:
    early, late = (owing(office, ("WATER", 3000), ("GAS", 2000)) for _ in range(2))
    first = add(office, early, [("CASH", 1234)], [(early, 1234)], action=DISTRIBUTE)
    office.clock.advance(days=200)
    second = add(office, late, [("CASH", 1234)], [(late, 1234)], action=DISTRIBUTE)
    assert shares(first) == shares(second)


def test_ft9_what_was_frozen_may_be_shown_on_the_next_bill(office: Office) -> None:
    account = owing(office)
    event = add(office, account, [("CASH", 5000)], [(account, 5000)])
    with office.db.read() as s:
        query = select(_ft.c.show_on_bill).where(_ft.c.parent_id == event.payments[0].id)
        assert s.execute(query).scalars().all() == [True]


def test_gl3_a_gift_hits_the_ledger_and_no_payoff(office: Office) -> None:
    account = office.account()
    office.agreement(account, "CHARITY", (DAY, 500))
    event = add(office, account, [("CASH", 500)], [(account, 500)])
    with office.db.read() as s:
        query = select(_ft.c.current_amount, _ft.c.payoff_amount).where(
            _ft.c.parent_id == event.payments[0].id
        )
        assert s.execute(query).one() == (Money(-500), Money(0))
    assert ledger(office, "1010-CASH") == 500
    assert is_clean(office)


def test_gl5_lines_are_written_at_the_freeze_and_only_reversed_after(office: Office) -> None:
    account = owing(office)
    waiting = add(office, account, [("CHEC", 5000)], [(account, 5000)], action=DISTRIBUTE)
    before = gl_lines(office)
    office.services.event_actions.freeze(waiting.id, new_request_id(), office.cashier)
    frozen = gl_lines(office)
    assert len(frozen - before) == 2
    bounce(office, show(office, waiting.id), "DATA")
    canceled = gl_lines(office)
    assert canceled > frozen > before
    assert ledger(office, "1010-CASH") == 0


def test_gl7_an_account_number_is_plain_whatever_the_division(office: Office) -> None:
    edits, actor = office.services.setup_edits, office.actors["setup"]
    here = next(iter(edits.rows("division", actor).rows))
    edits.save("division", {**here, "code": "EAST"}, new_request_id(), actor)
    codes = edits.rows("distribution_code", actor).rows
    was = next(row for row in codes if row["code"] == "1200-AR-WATER")
    plain = {**was, "account_number": "01.1200 / water"}
    edits.save("distribution_code", plain, new_request_id(), actor, was=was)
    first, second = owing(office), owing(office)
    with office.db.begin() as s:
        s.execute(text("UPDATE account SET division = 'EAST' WHERE id = :id"), {"id": second})
    before = ledger(office, "1200-AR-WATER")
    for account in (first, second):
        add(office, account, [("CASH", 1000)], [(account, 1000)])
    assert ledger(office, "1200-AR-WATER") == before - 2000
    kept = next(row for row in edits.rows("distribution_code", actor).rows
                if row["code"] == "1200-AR-WATER")  # fmt: skip
    assert kept["account_number"] == "01.1200 / water"


def test_tnd05_a_check_bounces_after_its_drawer_was_balanced(office: Office) -> None:
    account = owing(office)
    event = add(office, account, [("CHEC", 5000)], [(account, 5000)])
    with office.db.begin() as s:
        s.execute(text("UPDATE tender_control SET status = 'BALANCED'"))
    office.clock.advance(days=3)
    bounce(office, event)
    after = show(office, event.id)
    assert after.tenders[0].status is TenderStatus.CANCELED
    assert (balance(office, account), drawer(office, "CHEC")) == (5000 + 2500, 5000)


def test_mt03_three_match_types_are_shipped_and_one_overrides_nothing(office: Office) -> None:
    kinds = {code: one.kind for code, one in office.services.setup().match_types.items()}
    assert {MatchKind.BILL, MatchKind.AGREEMENT, MatchKind.PAY_PLAN} <= set(kinds.values())
    plan = next(code for code, kind in kinds.items() if kind is MatchKind.PAY_PLAN)
    account = owing(office, ("WATER", 3000), ("GAS", 2000))
    match = {"match_type": plan, "match_value": "any"}
    by_plan = add(office, account, [("CASH", 2500)], [(account, 2500)], action=DISTRIBUTE, **match)
    plainly = add(office, account, [("CASH", 2500)], [(account, 2500)], action=DISTRIBUTE)
    assert shares(by_plan) == shares(plainly)


def test_pe3_the_accounting_date_follows_a_date_that_was_given(office: Office) -> None:
    office.second_drawer()
    account = owing(office)
    event = add(office, account, [("CASH", 5000)], [(account, 5000)], action=DISTRIBUTE)
    back = date(2026, 11, 2)
    actions = office.services.event_actions
    actions.set_date(event.id, back, new_request_id(), office.supervisor)
    actions.freeze(event.id, new_request_id(), office.cashier)
    with office.db.read() as s:
        query = select(_ft.c.accounting_date).where(_ft.c.parent_id == event.payments[0].id)
        assert s.execute(query).scalars().all() == [back]
