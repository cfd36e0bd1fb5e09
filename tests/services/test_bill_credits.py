"""OP-3: at its completion a bill takes the credit of an overpayment, on both engines (OI-4, AP-05)."""

import pytest
from sqlalchemy import text

from posapp.domain.codes import AgreementStatus, DistributeAction
from posapp.domain.ids import AccountId, new_request_id
from posapp.domain.imports import ImportReport
from posapp.domain.listing import PageRequest
from posapp.domain.money import Money
from posapp.storage.check import check_database
from tests.helpers.bill_debits import HEAD, SATURDAY, complete, payer, run, stamp
from tests.helpers.events import add, balance, is_clean, ledger, show
from tests.helpers.imports import Imports

FIRST = "A-1,Ada Water,B0,WATER,M,2026-10-01,2026-10-20,10.00,N-0\n"


def bills(imports: Imports, *rows: str, request: str = "") -> ImportReport:
    """Import bills: key, type, due day of December, amount."""
    lines = (row.split() for row in rows)
    text_ = "".join(
        f"A-1,Ada Water,{key},{kind},M,2026-11-01,2026-12-{due},{amount},N-{key}\n"
        for key, kind, due, amount in lines
    )
    return imports.run("bills", HEAD + text_, request_id=request or new_request_id())


@pytest.fixture
def account(imports: Imports) -> AccountId:
    """An account that a first bill of 10.00 made."""
    imports.run("bills", HEAD + FIRST)
    return AccountId(imports.one("SELECT id FROM account"))


def overpay(imports: Imports, account: AccountId, cents: int, **more: object) -> int:
    """Pay the 10.00 and so much more; returns the event."""
    paid = cents + 1000
    event = add(imports.office, account, [("CHEC", paid)], [(account, paid)], **more)
    imports.office.clock.advance(minutes=1)
    return event.id


def open_item(imports: Imports) -> None:
    """Every account is of the class whose payments name bills."""
    with imports.office.db.begin() as s:
        s.execute(text("UPDATE account SET customer_class = 'OPEN'"))


def agreements(imports: Imports, account: AccountId) -> dict[str, tuple[str, int]]:
    """Status and balance in cents by agreement type, closed ones too."""
    card = imports.office.services.inquiry.agreements(
        account, PageRequest(), imports.office.cashier
    )
    return {a.sa_type: (a.status.value, a.current_balance.minor) for a in card.rows}


def history(imports: Imports, account: AccountId) -> list[tuple[str, str, str, int]]:
    """What the financial history says of adjustments: agreement, words, bill, cents."""
    found = imports.office.services.history.financial_history(
        account, PageRequest(), imports.office.cashier
    )
    return [
        (e.sa_type, e.adjustment, e.bill, e.current_amount.minor)
        for e in found.rows
        if e.ft_type == "AD"
    ]


def matches(imports: Imports, account: AccountId) -> list[tuple[str, str, list[tuple[str, int]]]]:
    """State, bill and transactions of each match event."""
    service = imports.office.services.match_events
    return [
        (m.status.value, m.bill_number, sorted((x.ft_type.value, x.amount.minor) for x in m.lines))
        for m in service.of_account(account, PageRequest(), imports.office.cashier).rows
    ]


def test_op3_the_credit_pays_new_bills_by_priority_and_its_agreement_closes(
    imports: Imports, account: AccountId
) -> None:
    overpay(imports, account, 2500)
    assert agreements(imports, account)["OVERPAY"] == ("ACTIVE", -2500)
    report = bills(imports, "B1 GARBAGE 01 20.00", "B2 WATER 15 20.00")
    applied = report.totals["credit_applied"]
    assert (applied.count, applied.amount) == (2, Money(2500))
    assert agreements(imports, account) == {
        "OVERPAY": (AgreementStatus.CLOSED.value, 0),
        "WATER": ("ACTIVE", 0),
        "GARBAGE": ("ACTIVE", 1500),
    }
    assert sorted(history(imports, account)) == [
        ("GARBAGE", "Overpayment used", "N-B1", -500),
        ("OVERPAY", "Overpayment used", "N-B1", 500),
        ("OVERPAY", "Overpayment used", "N-B2", 2000),
        ("WATER", "Overpayment used", "N-B2", -2000),
    ]
    assert [ledger(imports.office, c) for c in ("2150-OVERPAY", "2190-TRANSFERS")] == [0, 0]
    assert balance(imports.office, account) == 1500
    assert matches(imports, account) == [], "balance-forward accounts never have any (OI-8)"
    assert is_clean(imports.office)


def test_op3_d21_the_same_file_and_the_same_request_move_nothing_twice(
    imports: Imports, account: AccountId
) -> None:
    overpay(imports, account, 5000)
    request = new_request_id()
    first = bills(imports, "B1 WATER 01 20.00", request=request)
    assert bills(imports, "B1 WATER 01 20.00", request=request) == first
    again = bills(imports, "B1 WATER 01 20.00")
    assert (again.added, again.unchanged, "credit_applied" in again.totals) == (0, 1, False)
    assert agreements(imports, account)["OVERPAY"] == ("ACTIVE", -3000)
    assert len(history(imports, account)) == 2
    bills(imports, "B2 GARBAGE 01 40.00")
    assert agreements(imports, account)["OVERPAY"] == ("CLOSED", 0)
    assert agreements(imports, account)["GARBAGE"] == ("ACTIVE", 1000)
    assert is_clean(imports.office)


def test_op3_without_credit_and_in_a_dry_run_nothing_moves(
    imports: Imports, account: AccountId
) -> None:
    report = bills(imports, "B1 WATER 01 20.00")
    assert "credit_applied" not in report.totals
    overpay(imports, account, 3000)
    dry = imports.run("bills", HEAD + FIRST.replace("B0", "B9"), dry_run=True)
    assert "credit_applied" not in dry.totals
    assert history(imports, account) == []
    assert is_clean(imports.office)


def test_op3_ap05_only_what_the_credit_leaves_is_debited(imports: Imports) -> None:
    account, office = payer(imports), imports.office
    add(office, account, [("CHEC", 2100)], [(account, 2100)])
    office.clock.advance(minutes=1)
    debit = stamp(imports, complete(imports))
    assert debit is not None
    assert debit.amount == Money(3000)
    assert is_clean(office)
    (event,) = run(office, days=10).created
    assert show(office, event).tenders[0].amount == Money(3000)
    assert balance(office, account) == 0
    assert is_clean(office)


def test_op3_ap15_a_bill_that_the_credit_paid_whole_is_not_debited(imports: Imports) -> None:
    account, office = payer(imports), imports.office
    add(office, account, [("CHEC", 6100)], [(account, 6100)])
    office.clock.advance(minutes=1)
    assert stamp(imports, complete(imports)) is None
    partly = complete(imports, SATURDAY, "30.00", "B2")
    first = stamp(imports, partly)
    assert first is not None
    assert first.amount == Money(2000)
    debits = office.services.bill_debits
    debits.reopen(partly, new_request_id(), office.supervisor)
    debits.complete(partly, new_request_id(), office.supervisor)
    again = stamp(imports, partly)
    assert again is not None
    assert again.amount == Money(2000), "completed again, it takes no credit twice"
    assert is_clean(office)


def test_op3_oi4_oi5_on_open_item_accounts_the_credit_is_matched_to_its_bill(
    imports: Imports, account: AccountId
) -> None:
    open_item(imports)
    match = {"match_type": "BILL-ID", "match_value": "N-0"}
    event_id = overpay(imports, account, 3000, **match)
    assert matches(imports, account) == [("BALANCED", "N-0", [("BS", 1000), ("PS", -1000)])]
    bills(imports, "B1 GARBAGE 20 20.00", "B2 WATER 05 15.00")
    assert sorted(matches(imports, account)) == [
        ("BALANCED", "", [("AD", 1500), ("AD", 1500), ("PS", -3000)]),
        ("BALANCED", "N-0", [("BS", 1000), ("PS", -1000)]),
        ("BALANCED", "N-B2", [("AD", -1500), ("BS", 1500)]),
        ("OPEN", "N-B1", [("AD", -1500), ("BS", 2000)]),
    ], "the bill that is due first is paid first (DS-12)"
    listed = imports.office.services.browse.account_bills(
        account, PageRequest(), imports.office.cashier
    )
    unpaid = {one.number: one.unpaid for one in listed.rows}
    assert unpaid == {"N-0": Money(0), "N-B1": Money(500), "N-B2": Money(0)}
    assert is_clean(imports.office)
    paid = add(imports.office, account, [("CHEC", 500)], [(account, 500)], match_type="BILL-ID",
               match_value="N-B1")  # fmt: skip
    assert [(s.bill, s.amount.minor) for s in paid.payments[0].segments] == [("N-B1", 500)]
    assert ("BALANCED", "N-B1", [("AD", -1500), ("BS", 2000), ("PS", -500)]) in matches(
        imports, account
    )
    assert is_clean(imports.office)
    cancel(imports, event_id)
    assert agreements(imports, account)["OVERPAY"] == ("ACTIVE", 3000)
    states = sorted(matches(imports, account))
    assert ("CANCELED", "", [("AD", 1500), ("AD", 1500), ("PS", -3000)]) in states
    assert ("BALANCED", "", [("PS", -3000), ("PX", 3000)]) in states, "MT-12"
    assert is_clean(imports.office)


def cancel(imports: Imports, event_id: int) -> None:
    office = imports.office
    office.clock.advance(minutes=1)
    payment = show(office, event_id).payments[0].id  # type: ignore[arg-type]
    office.services.canceling.cancel_payment(payment, "WRAC", new_request_id(), office.supervisor)


def test_op3_a_payment_of_a_bill_that_took_credit_leaves_the_credit_on_it_when_canceled(
    imports: Imports, account: AccountId
) -> None:
    open_item(imports)
    overpay(imports, account, 1500, match_type="BILL-ID", match_value="N-0")
    bills(imports, "B1 WATER 20 20.00")
    event = add(imports.office, account, [("CHEC", 500)], [(account, 500)], match_type="BILL-ID",
                match_value="N-B1")  # fmt: skip
    cancel(imports, event.id)
    assert ("OPEN", "N-B1", [("AD", -1500), ("BS", 2000)]) in matches(imports, account)
    card = imports.office.services.accounts.card(account, imports.office.cashier)
    assert card.default_amount == Money(500)
    assert is_clean(imports.office)


def test_op3_the_agreement_stays_open_for_money_that_waits_for_its_freeze(
    imports: Imports, account: AccountId
) -> None:
    overpay(imports, account, 2000)
    waiting = add(imports.office, account, [("CHEC", 700)], [(account, 700)],
                  action=DistributeAction.DISTRIBUTE)  # fmt: skip
    bills(imports, "B1 WATER 20 20.00")
    assert agreements(imports, account)["OVERPAY"] == ("ACTIVE", 0)
    imports.office.services.event_actions.freeze(
        waiting.id, new_request_id(), imports.office.cashier
    )
    assert agreements(imports, account)["OVERPAY"] == ("ACTIVE", -700)
    assert is_clean(imports.office)


def test_op3_d40_the_audit_mentions_both_sides_and_a_forger_is_found(
    imports: Imports, account: AccountId
) -> None:
    overpay(imports, account, 2000)
    bills(imports, "B1 WATER 20 20.00")
    body = imports.one(
        "SELECT body FROM audit WHERE action = 'import.bills' ORDER BY seq DESC LIMIT 1"
    )
    assert body.count('"adjustment_type"') == 2
    assert is_clean(imports.office)
    with imports.office.db.begin() as s:
        s.execute(text("DROP TRIGGER guard_adjustment_update" + on(imports)))
        s.execute(text("UPDATE adjustment SET amount = -1999 WHERE amount < 0"))
    says = [finding.name for finding in check_database(imports.office.db).findings]
    assert {"OP-3 credits", "adjustments"} <= set(says)


def on(imports: Imports) -> str:
    """PostgreSQL names the table of a trigger."""
    return "" if imports.office.db.dialect == "sqlite" else " ON adjustment"
