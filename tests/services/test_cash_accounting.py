"""Cash accounting of taxes from the bill to the ledger (GL-6); both engines."""

import pytest
from sqlalchemy import text

from posapp.domain.bills import BillCard
from posapp.domain.codes import DistributeAction, PaymentStatus
from posapp.domain.history import GlEntry
from posapp.domain.ids import AccountId, BillId, PaymentId, new_request_id
from posapp.domain.money import Money
from posapp.domain.tender_cancels import CancelTender
from posapp.domain.transfers import Transfer
from posapp.errors import Refused
from posapp.storage.guards import InvariantError, verify
from tests.helpers.events import add, balance, ledger, show
from tests.helpers.imports import Imports, counts
from tests.helpers.office import Office
from tests.helpers.rows import put
from tests.helpers.taxes import DUE, HEAD, HELD, save, set_up_taxes


@pytest.fixture
def taxed(imports: Imports) -> Imports:
    """Water with tax, and one bill of 110.00 with 10.00 of it."""
    set_up_taxes(imports.office)
    report = imports.run("bills", HEAD + "B1,A-1,Ngozi Okafor,WATER,,2026-10-01,110.00,10.00,1\n")
    assert counts(report) == (1, 0, 0, 0)
    return imports


def account_of(imports: Imports, key: str = "A-1") -> AccountId:
    return AccountId(
        imports.one(
            f"SELECT account_id FROM account_key WHERE kind = 'ACCOUNT' AND value = '{key}'"
        )
    )


def pay(office: Office, account: AccountId, cents: int, kind: str = "CASH") -> PaymentId:
    event = add(office, account, [(kind, cents)], [(account, cents)])
    assert event.payments[0].status is PaymentStatus.FROZEN
    return event.payments[0].id


def taxes(office: Office) -> tuple[int, int]:
    """Tax that waits and tax that is owed, in cents."""
    return -ledger(office, HELD), -ledger(office, DUE)


def cancel(office: Office, payment: PaymentId) -> None:
    office.services.canceling.cancel_payment(payment, "WRAC", new_request_id(), office.supervisor)


def test_gl6_the_example_of_16_with_its_lines_where_they_are_shown(taxed: Imports) -> None:
    office = taxed.office
    account = account_of(taxed)
    assert (taxes(office), ledger(office, "4000-WATER")) == ((1000, 0), -10000)
    payment = pay(office, account, 11000)
    assert (taxes(office), balance(office, account)) == ((0, 1000), 0)
    (posted,) = office.services.payments.show(payment, office.cashier).transactions
    shown = [(line.code, line.amount.minor) for line in posted.lines]
    assert all(isinstance(line, GlEntry) for line in posted.lines)
    assert shown == [
        ("1010-CASH", 11000),
        ("1200-AR-WATER", -11000),
        (HELD, 1000),
        (DUE, -1000),
    ]
    bill = BillId(taxed.one("SELECT id FROM bill"))
    card: BillCard = office.services.inquiry.bill(bill, office.cashier)
    assert (card.amount.minor, card.tax.minor) == (11000, 1000)
    taxed.assert_sound()


def test_gl6_part_payments_and_their_cancellation(taxed: Imports) -> None:
    office, account = taxed.office, account_of(taxed)
    first, second = pay(office, account, 5000), pay(office, account, 3000)
    assert taxes(office) == (273, 727)
    cancel(office, first)
    assert taxes(office) == (273 + 454, 727 - 454)
    pay(office, account, 8000)
    assert taxes(office) == (0, 1000)
    cancel(office, second)
    pay(office, account, 3500)
    assert (taxes(office), balance(office, account)) == ((0, 1000), -500)
    taxed.assert_sound()


def test_gl6_it_is_moved_at_the_freeze_not_before(taxed: Imports) -> None:
    office, account = taxed.office, account_of(taxed)
    pays = [(account, 5000), (account, 6000)]
    event = add(office, account, [("CASH", 11000)], pays, action=DistributeAction.DISTRIBUTE)
    assert taxes(office) == (1000, 0)
    office.services.event_actions.freeze(event.id, new_request_id(), office.cashier)
    assert taxes(office) == (0, 1000)
    moved = taxed.rows(
        f"SELECT g.amount FROM gl_line g WHERE g.distribution_code = '{HELD}' AND g.amount > 0"
        " ORDER BY g.ft_id"
    )
    assert moved == [(454,), (546,)]
    # Two payments of one event that freezes at once share the move alike.
    taxed.run("bills", HEAD + "B2,A-1,,WATER,,2026-11-01,110.00,10.00,2\n")
    add(office, account, [("CASH", 11000)], pays)
    assert taxes(office) == (0, 2000)
    taxed.assert_sound()


def test_gl6_a_transfer_takes_the_tax_along(taxed: Imports) -> None:
    office, wrong = taxed.office, account_of(taxed)
    taxed.run("bills", HEAD + "B2,A-2,Yerevan Cafe,WATER,,2026-10-01,110.00,22.00,2\n")
    payment = pay(office, wrong, 5500)
    assert taxes(office) == (2700, 500)
    order = Transfer(account_of(taxed, "A-2"), "WRAC")
    office.services.transfers.payment(payment, order, new_request_id(), office.cashier)
    assert taxes(office) == (1000 + 1100, 1100)
    taxed.assert_sound()


def test_gl6_a_returned_check_puts_the_tax_back_whatever_account_is_charged(
    taxed: Imports,
) -> None:
    office, account = taxed.office, account_of(taxed)
    office.bank_account("RETURNS", "3900-CONVERSION")
    event = show(office, add(office, account, [("CHEC", 5500)], [(account, 5500)]).id)
    assert taxes(office) == (500, 500)
    order = CancelTender(event.tenders[0].id, "NSF", bank_account="RETURNS")
    office.services.canceling.cancel_tender(order, new_request_id(), office.supervisor)
    assert taxes(office) == (1000, 0)
    # The charge for it carries no tax, and is the younger debt.
    assert balance(office, account) == 11000 + 2500
    pay(office, account, 11000)
    assert taxes(office) == (0, 1000)
    taxed.assert_sound()


def test_gl6_an_excess_moves_no_more_than_the_tax(taxed: Imports) -> None:
    office, account = taxed.office, account_of(taxed)
    pay(office, account, 15000)
    assert (taxes(office), ledger(office, "2150-OVERPAY")) == ((0, 1000), -4000)
    taxed.assert_sound()


@pytest.mark.parametrize("customer_class", ["RES", "OPEN"])
def test_gl6_op3_credit_that_a_bill_takes_moves_its_share(
    taxed: Imports, customer_class: str
) -> None:
    office, account = taxed.office, account_of(taxed)
    pay(office, account, 11000 + 5500 + 11000)
    assert (taxes(office), ledger(office, "2150-OVERPAY")) == ((0, 1000), -16500)
    with office.db.begin() as s:
        s.execute(text("UPDATE account SET customer_class = :c"), {"c": customer_class})
    taxed.run("bills", HEAD + "B2,A-1,,WATER,,2026-11-01,110.00,10.00,2\n")
    assert taxes(office) == (0, 2000)
    taxed.run("bills", HEAD + "B3,A-1,,WATER,,2026-11-02,110.00,10.00,3\n")
    assert (taxes(office), balance(office, account)) == ((500, 2500), 5500)
    named = {"match_type": "BILL-ID", "match_value": "3"} if customer_class == "OPEN" else {}
    add(office, account, [("CASH", 5500)], [(account, 5500)], **named)
    assert (taxes(office), balance(office, account)) == ((0, 3000), 0)
    taxed.assert_sound()


def test_gl6_an_open_item_bill_moves_its_own_tax(taxed: Imports) -> None:
    office = taxed.office
    head = HEAD.replace("key,", "key,account_customer_class,", 1)
    rows = (
        "O1,OPEN,A-9,Open Corp,WATER,,2026-09-01,50.00,5.00,901\n"
        "O2,OPEN,A-9,Open Corp,WATER,,2026-10-01,100.00,20.00,902\n"
    )
    assert counts(taxed.run("bills", head + rows)) == (2, 0, 0, 0)
    account = account_of(taxed, "A-9")
    for value, cents, moved in (("902", 2500, 500), ("901", 5000, 1000), ("902", 7500, 2500)):
        add(
            office,
            account,
            [("CASH", cents)],
            [(account, cents)],
            match_type="BILL-ID",
            match_value=value,
        )
        assert taxes(office)[1] == moved
    taxed.assert_sound()


def test_gl6_tax_that_nothing_would_hold_is_rejected(taxed: Imports) -> None:
    rows = (
        "R1,A-1,,WATER,,2026-10-01,10.00,10.01,\n"
        "R2,A-1,,WATER,,2026-10-01,10.00,-1.00,\n"
        "R3,A-1,,WATER,,2026-10-01,-10.00,-1.00,\n"
        "R4,A-1,,GAS,,2026-10-01,10.00,1.00,\n"
        "R5,A-1,,GAS,,2026-10-01,10.00,0.00,\n"
        "R6,A-1,,WATER,,2026-10-01,10.00,,\n"
        "B1,A-1,,WATER,,2026-10-01,110.00,11.00,1\n"
    )
    report = taxed.run("bills", HEAD + rows)
    assert counts(report) == (2, 0, 0, 5)
    assert {(one.line, one.column) for one in report.rejected} == {
        (line, "bill.tax") for line in (2, 3, 4, 5, 8)
    }
    assert taxes(taxed.office) == (1000, 0)
    taxed.assert_sound()


def test_gl6_a_bill_that_came_before_is_the_same_bill(taxed: Imports) -> None:
    again = taxed.run("bills", HEAD + "B1,A-1,,WATER,,2026-10-01,110.00,10.00,77\n")
    assert counts(again) == (0, 1, 0, 0)
    assert taxes(taxed.office) == (1000, 0)


def test_gl6_the_accounts_stay_once_tax_was_billed(taxed: Imports) -> None:
    office = taxed.office
    for changes in (
        {"holding_code": DUE, "payable_code": HELD},
        {"segment_type": "NORMAL", "holding_code": None, "payable_code": None},
    ):
        with pytest.raises(Refused) as caught:
            save(office, "sa_type", "WATER", **changes)
        assert caught.value.code == "M-50"
    save(office, "sa_type", "WATER", description="Water and tax")
    save(office, "sa_type", "GAS", segment_type="CASH_ACCOUNTING", holding_code=HELD,
         payable_code=DUE)  # fmt: skip
    save(office, "sa_type", "GAS", segment_type="NORMAL", holding_code=None, payable_code=None)


def test_gl6_before_commit_holding_is_never_below_zero(taxed: Imports) -> None:
    office, account = taxed.office, account_of(taxed)
    event = add(office, account, [("CASH", 11000)], [(account, 11000)])
    ft = taxed.one("SELECT max(id) FROM financial_transaction")
    with office.db.begin() as s:
        verify(s, event_ids=[event.id])
    with office.db.begin() as s:
        for seq, (code, cents) in enumerate(((HELD, 1), (DUE, -1)), 7):
            put(s, "gl_line", ft_id=ft, seq=seq, distribution_code=code, amount=Money(cents))
        with pytest.raises(InvariantError, match="more tax is moved"):
            verify(s, event_ids=[event.id])


def test_gl6_without_cash_accounting_nothing_changes(imports: Imports) -> None:
    office = imports.office
    imports.run("bills", "key,account_key,account_name,sa_type,bill_date,amount\n"
                         "P1,A-1,Ngozi Okafor,WATER,2026-10-01,110.00\n")  # fmt: skip
    payment = pay(office, account_of(imports), 11000)
    (posted,) = office.services.payments.show(payment, office.cashier).transactions
    assert [line.code for line in posted.lines] == ["1010-CASH", "1200-AR-WATER"]
