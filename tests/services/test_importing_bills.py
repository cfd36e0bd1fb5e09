"""Importing bills: agreements, lines, postings, repeats; on both engines."""

import json

from posapp.domain.ids import AccountId
from posapp.domain.money import Money
from tests.helpers.imports import Imports, counts

HEAD = "account_key,account_name,key,sa_type,service,bill_date,due_date,amount,number\n"
THREE = (
    HEAD
    + "A-1,Ngozi Okafor,B1,WATER,M-7,2026-01-10,2026-02-09,30.00,2026-001\n"
    + "A-1,Ngozi Okafor,B2,WATER,M-7,2026-02-10,,40.00,\n"
    + "A-2,Yerevan Cafe,B3,GAS,,2024-05-01,,0.01,\n"
)


def test_a_bill_charges_one_agreement_per_service_and_ages_from_its_date(imports: Imports) -> None:
    report = imports.run("bills", THREE)
    assert counts(report) == (3, 0, 0, 0)
    assert report.totals["bills"].amount == Money(7001)
    assert imports.rows(
        "SELECT sa_type, service, status, start_date FROM agreement ORDER BY id"
    ) == [("WATER", "M-7", "ACTIVE", "2026-01-10"), ("GAS", "", "ACTIVE", "2024-05-01")]
    assert imports.rows(
        "SELECT b.import_key, b.number, b.bill_date, b.due_date, b.amount, l.seq, l.description,"
        " l.amount FROM bill b JOIN bill_line l ON l.bill_id = b.id ORDER BY b.id"
    ) == [
        ("B1", "2026-001", "2026-01-10", "2026-02-09", 3000, 1, "Water", 3000),
        ("B2", "", "2026-02-10", "2026-03-12", 4000, 1, "Water", 4000),
        ("B3", "", "2024-05-01", "2024-05-31", 1, 1, "Gas", 1),
    ]
    assert imports.rows(
        "SELECT f.ft_type, f.current_amount, f.payoff_amount, f.arrears_date, f.accounting_date,"
        " f.currency, f.parent_id - b.id, g.distribution_code, g.amount"
        " FROM financial_transaction f JOIN bill b ON b.id = f.parent_id"
        " JOIN gl_line g ON g.ft_id = f.id ORDER BY f.id, g.seq"
    ) == [
        ("BS", 3000, 3000, "2026-01-10", "2026-01-10", "USD", 0, "1200-AR-WATER", 3000),
        ("BS", 3000, 3000, "2026-01-10", "2026-01-10", "USD", 0, "4000-WATER", -3000),
        ("BS", 4000, 4000, "2026-02-10", "2026-02-10", "USD", 0, "1200-AR-WATER", 4000),
        ("BS", 4000, 4000, "2026-02-10", "2026-02-10", "USD", 0, "4000-WATER", -4000),
        # The books of 2024 are closed: the first open date takes it (FT-6).
        ("BS", 1, 1, "2024-05-01", "2026-01-01", "USD", 0, "1220-AR-GAS", 1),
        ("BS", 1, 1, "2024-05-01", "2026-01-01", "USD", 0, "4020-GAS", -1),
    ]
    imports.assert_sound()


def test_14_1_the_account_card_shows_the_imported_debt_by_age(imports: Imports) -> None:
    imports.run("bills", THREE)
    account = AccountId(imports.one("SELECT min(id) FROM account"))
    card = imports.office.services.accounts.card(account, imports.office.cashier)
    assert card.current_balance == Money(7000)
    assert [(c.arrears_date.isoformat(), c.amount) for c in card.debts[0].cells] == [
        ("2026-01-10", Money(3000)),
        ("2026-02-10", Money(4000)),
    ]


def test_t13_a_second_run_adds_nothing_and_later_bills_join_the_agreement(
    imports: Imports,
) -> None:
    imports.run("bills", THREE)
    assert counts(imports.run("bills", THREE)) == (0, 0, 3, 0)
    more = THREE + "A-1,Somebody Else,B4,WATER,M-7,2026-03-10,,50.00,\n"
    assert counts(imports.run("bills", more)) == (1, 0, 3, 0)
    assert imports.one("SELECT count(*) FROM agreement") == 2
    assert imports.one("SELECT count(*) FROM financial_transaction") == 4
    # A file of bills never renames an account.
    assert imports.rows("SELECT name FROM person ORDER BY id") == [
        ("Ngozi Okafor",),
        ("Yerevan Cafe",),
    ]


def test_a_known_bill_with_other_money_is_rejected_never_posted_again(imports: Imports) -> None:
    imports.run("bills", THREE)
    changed = (
        HEAD
        + "A-1,Ngozi Okafor,B1,WATER,M-7,2026-01-10,2026-02-09,30.01,2026-001\n"
        + "A-2,Yerevan Cafe,B2,WATER,M-7,2026-02-10,,40.00,\n"
        + "A-2,Yerevan Cafe,B3,GAS,,2024-05-02,,0.01,\n"
    )
    report = imports.run("bills", changed)
    assert counts(report) == (0, 0, 0, 3)
    assert [(r.line, r.column, r.value, r.reason) for r in report.rejected] == [
        (2, "bill.amount", "30.01", "differs: the bill was posted with '30.00'"),
        (3, "account.key", "A-2", "differs: the bill was posted with 'another account'"),
        (4, "bill.bill_date", "2024-05-02", "differs: the bill was posted with '2024-05-01'"),
    ]
    assert imports.one("SELECT sum(current_amount) FROM financial_transaction") == 7001


def test_number_and_due_date_of_a_known_bill_may_change(imports: Imports) -> None:
    imports.run("bills", THREE)
    changed = THREE.replace("2026-02-09", "2026-02-20").replace("2026-001", "2026-1")
    assert counts(imports.run("bills", changed)) == (0, 1, 2, 0)
    assert imports.rows("SELECT number, due_date FROM bill WHERE import_key = 'B1'") == [
        ("2026-1", "2026-02-20")
    ]
    imports.assert_sound()


def test_a_residue_is_a_line_of_its_own_and_never_spread(imports: Imports) -> None:
    rows = [
        {
            "account_key": "A-1", "key": "B1", "sa_type": "ELECTRIC", "service": "E1",
            "bill_date": "2026-01-10", "amount": "100.00",
            "lines": [
                {"description": "Demand", "amount": "33.33"},
                {"description": "Usage", "amount": "66.66"},
            ],
        }
    ]  # fmt: skip
    path = imports.file(json.dumps(rows), "in.json")
    assert counts(imports.run_file("bills", path, "bills")) == (1, 0, 0, 0)
    flags = imports.rows(
        "SELECT description, amount, CASE WHEN residue THEN 1 ELSE 0 END FROM bill_line ORDER BY seq"
    )
    assert flags == [("Demand", 3333, 0), ("Usage", 6666, 0), ("Difference to the lines", 1, 1)]
    assert imports.one("SELECT count(*) FROM financial_transaction") == 1
    imports.assert_sound()


def test_zero_and_negative_bills_are_posted_as_they_are(imports: Imports) -> None:
    content = (
        HEAD + "A-1,One,B1,WATER,,2026-01-10,,0.00,\n" + "A-1,One,B2,WATER,,2026-01-11,,-5.00,\n"
    )
    assert counts(imports.run("bills", content)) == (2, 0, 0, 0)
    assert imports.rows(
        "SELECT current_amount, arrears_date FROM financial_transaction ORDER BY id"
    ) == [(0, None), (-500, None)]
    assert imports.one("SELECT count(*) FROM gl_line") == 2
    imports.assert_sound()


def test_only_billed_types_take_bills(imports: Imports) -> None:
    content = (
        HEAD
        + "A-1,One,B1,STEAM,,2026-01-10,,1.00,\n"
        + "A-2,Two,B2,VIOLATION,,2026-01-10,,1.00,\n"
        + "A-3,Three,B3,OVERPAY,,2026-01-10,,1.00,\n"
    )
    report = imports.run("bills", content)
    assert [r.reason for r in report.rejected] == [
        "is not in the set-up",
        "is an agreement type that is not billed",
        "is an agreement type that is not billed",
    ]
    # An account all of whose rows are refused is not made.
    assert imports.one("SELECT count(*) FROM account") == 0


def test_d05_bills_in_another_currency_than_the_accounts_are_rejected(imports: Imports) -> None:
    imports.office.account("Euro", currency="EUR", keys=(("ACCOUNT", "A-1"),))
    report = imports.run("bills", THREE)
    assert counts(report) == (1, 0, 0, 2)
    assert {r.reason for r in report.rejected} == {"does not fit: the account is in EUR"}


def test_a_closed_agreement_is_not_billed_again(imports: Imports) -> None:
    imports.run("bills", THREE)
    with imports.office.db.begin() as s:
        s.exec_driver_sql("UPDATE agreement SET status = 'CLOSED' WHERE sa_type = 'WATER'")
    imports.run("bills", HEAD + "A-1,One,B9,WATER,M-7,2026-06-10,,1.00,\n")
    assert imports.rows(
        "SELECT status, start_date FROM agreement WHERE sa_type = 'WATER' ORDER BY id"
    ) == [("CLOSED", "2026-01-10"), ("ACTIVE", "2026-06-10")]


def test_bills_of_one_file_open_the_agreement_on_the_earliest_date(imports: Imports) -> None:
    content = (
        HEAD
        + "A-1,One,B1,WATER,,2026-03-10,,1.00,\n"
        + "A-1,One,B2,WATER,,2026-01-10,,1.00,\n"
        + "A-1,One,B3,WATER,,2026-02-10,,1.00,\n"
    )
    imports.run("bills", content)
    assert imports.rows("SELECT start_date FROM agreement") == [("2026-01-10",)]
