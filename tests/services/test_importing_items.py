"""Importing payable items: charge lines, conversions, states; on both engines."""

from posapp.domain.codes import ItemState
from posapp.domain.ids import AccountId, new_request_id
from posapp.domain.imports import ControlTotal
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from tests.helpers.imports import Imports, counts

HEAD = (
    "account_key,account_name,number,sa_type,description,issue_date,fine,penalty,interest,"
    "reduction,payment,due,plate\n"
)
OPEN = "P1,Plate KFV6188,8713353457,VIOLATION,No standing,2020-10-13,115,60,1.25,15,100,61.25,KFV 6188\n"
PAID = "P1,Plate KFV6188,8713353458,VIOLATION,No parking,2020-11-02,65.00,0,0,0,65.0,0,KFV 6188\n"
BLANK = "P2,Plate JPT2306,8713353459,VIOLATION,Camera,2021-01-05,,,,,,,JPT 2306\n"
FREE = "P2,Plate JPT2306,8713353460,VIOLATION,Code 41,2021-01-06,0,0,0,0,0,0,JPT 2306\n"
FOUR = HEAD + OPEN + PAID + BLANK + FREE


def test_it1_each_item_has_its_agreement_and_a_transaction_per_charge_line(
    imports: Imports,
) -> None:
    report = imports.run("items", FOUR)
    assert counts(report) == (4, 0, 0, 0)
    assert report.totals["due"] == ControlTotal(1, Money(6125))
    assert report.totals["without_money"].count == 1
    assert imports.one("SELECT count(DISTINCT agreement_id) FROM payable_item") == 4
    assert imports.one("SELECT count(*) FROM account") == 2
    assert imports.rows(
        "SELECT f.ft_type, f.current_amount, f.arrears_date, g.distribution_code, g.amount"
        " FROM financial_transaction f JOIN payable_item i ON i.id = f.parent_id"
        " JOIN gl_line g ON g.ft_id = f.id WHERE i.number = '8713353457' ORDER BY f.id, g.seq"
    ) == [
        ("AD", 11500, "2020-10-13", "1310-AR-VIOLATION", 11500),
        ("AD", 11500, "2020-10-13", "4110-VIOLATION", -11500),
        ("AD", 6000, "2020-10-13", "1310-AR-VIOLATION", 6000),
        ("AD", 6000, "2020-10-13", "4110-VIOLATION", -6000),
        ("AD", 125, "2020-10-13", "1310-AR-VIOLATION", 125),
        ("AD", 125, "2020-10-13", "4110-VIOLATION", -125),
        ("CV", -1500, None, "1310-AR-VIOLATION", -1500),
        ("CV", -1500, None, "3900-CONVERSION", 1500),
        ("CV", -10000, None, "1310-AR-VIOLATION", -10000),
        ("CV", -10000, None, "3900-CONVERSION", 10000),
    ]
    imports.assert_sound()


def test_it4_states_and_money_that_is_not_there(imports: Imports) -> None:
    imports.run("items", FOUR)
    assert imports.rows(
        "SELECT i.number, i.state, a.status, (SELECT sum(f.current_amount)"
        " FROM financial_transaction f WHERE f.agreement_id = i.agreement_id)"
        " FROM payable_item i JOIN agreement a ON a.id = i.agreement_id ORDER BY i.number"
    ) == [
        ("8713353457", "PAYABLE", "ACTIVE", 6125),
        ("8713353458", "PAID", "CLOSED", 0),
        # Null, not zero.
        ("8713353459", "WRITTEN_OFF", "CLOSED", None),
        ("8713353460", "PAID", "CLOSED", 0),
    ]
    # Zero lines are left out; one null line says that there was no money.
    assert imports.rows(
        "SELECT i.number, l.seq, l.kind, l.amount FROM item_line l"
        " JOIN payable_item i ON i.id = l.item_id WHERE i.number >= '8713353458'"
        " ORDER BY i.number, l.seq"
    ) == [
        ("8713353458", 1, "FINE", 6500),
        ("8713353458", 2, "PAYMENT", 6500),
        ("8713353459", 1, "FINE", None),
    ]


def test_t13_a_second_run_adds_nothing(imports: Imports) -> None:
    imports.run("items", FOUR)
    assert counts(imports.run("items", FOUR)) == (0, 0, 4, 0)
    assert imports.one("SELECT count(*) FROM payable_item") == 4
    assert imports.one("SELECT sum(current_amount) FROM financial_transaction") == 6125


def test_an_item_that_was_paid_here_is_rejected_when_its_source_says_so_too(
    imports: Imports,
) -> None:
    imports.run("items", FOUR)
    account = AccountId(imports.one("SELECT account_id FROM payable_item WHERE state = 'PAYABLE'"))
    payment = PaymentDraft(account, Money(6125), match_type="ITEM-ID", match_value="8713353457")
    command = AddEvent(new_request_id(), account, (TenderDraft("CASH", Money(10000)),), (payment,))
    imports.office.services.payment_events.add(command, imports.office.cashier)
    card = imports.office.services.accounts.card(account, imports.office.cashier)
    states = {item.number: (item.state, item.due) for item in card.items}
    assert states["8713353457"] == (ItemState.PAID, Money(0))
    assert counts(imports.run("items", FOUR)) == (0, 0, 4, 0)
    paid = OPEN.replace(",100,61.25,", ",161.25,0,")
    report = imports.run("items", HEAD + paid)
    assert counts(report) == (0, 0, 0, 1)
    reject = report.rejected[0]
    assert reject.column == "charges"
    assert reject.value.endswith("PAYMENT 161.25")
    assert "posted with 'FINE 115.00, PENALTY 60.00, INTEREST 1.25" in reject.reason
    imports.assert_sound()


def test_money_that_turns_up_for_a_written_off_item_is_rejected(imports: Imports) -> None:
    imports.run("items", FOUR)
    later = BLANK.replace(",,,,,,", ",65,0,0,0,0,65", 1).replace(",65,,", ",65,")
    report = imports.run("items", HEAD + later)
    assert [(r.column, r.reason) for r in report.rejected] == [
        ("charges", "differs: the item was posted with 'no money'")
    ]


def test_a_changed_description_is_a_change(imports: Imports) -> None:
    imports.run("items", FOUR)
    report = imports.run("items", FOUR.replace("No parking", "No parking at night"))
    assert counts(report) == (0, 1, 3, 0)
    assert imports.rows(
        "SELECT description, version FROM payable_item WHERE number = '8713353458'"
    ) == [("No parking at night", 2)]
    imports.assert_sound()


def test_a_change_of_account_kind_or_date_is_rejected(imports: Imports) -> None:
    imports.run("items", FOUR)
    changed = (
        HEAD
        + OPEN.replace("P1,", "P2,")
        + PAID.replace("VIOLATION", "PERMIT")
        + FREE.replace("2021-01-06", "2021-01-07")
    )
    report = imports.run("items", changed)
    assert [(r.column, r.value) for r in report.rejected] == [
        ("account.key", "P2"),
        ("item.sa_type", "PERMIT"),
        ("item.issue_date", "2021-01-07"),
    ]


def test_only_item_kinds_take_items(imports: Imports) -> None:
    content = HEAD + OPEN.replace("VIOLATION", "WATER") + PAID.replace("VIOLATION", "TOWING")
    report = imports.run("items", content)
    assert [r.reason for r in report.rejected] == [
        "is not a kind of payable items",
        "is not in the set-up",
    ]


def test_it2_lines_that_miss_the_stated_due_are_rejected(imports: Imports) -> None:
    profile = imports.folder / "loose.toml"
    text = """
name = "loose"
kind = "items"
[account]
key = "k"
name = "k"
[item]
number = "n"
sa_type = { constant = "LOCKER" }
description = { constant = "Locker" }
issue_date = { stand_in = 2026-01-02 }
due = "due"
[[charges]]
kind = "FEE"
column = "fee"
"""
    profile.write_text(text, "utf-8")
    content = "k,n,fee,due\nA,1,10.00,10.00\nA,2,10.00,9.99\n"
    report = imports.run("items", content, profile)
    assert counts(report) == (1, 0, 0, 1)
    assert report.rejected[0].reason == "differs: the charge lines give 10.00"
    # A profile that counts such differences takes them as they are: our due is our ledger's.
    check = '[[checks]]\nname = "d"\nplus = ["fee"]\nequals = "due"\non_difference = "count"\n'
    profile.write_text(text + check, "utf-8")
    report = imports.run("items", content, profile)
    assert counts(report) == (1, 0, 1, 0)
    assert report.totals["d"] == ControlTotal(1, Money(-1))


def test_an_item_paid_too_much_keeps_its_credit_in_sight(imports: Imports) -> None:
    over = PAID.replace(",65.0,0,", ",70.00,-5.00,")
    assert counts(imports.run("items", HEAD + over)) == (1, 0, 0, 0)
    assert imports.rows(
        "SELECT i.state, a.status FROM payable_item i JOIN agreement a ON a.id = i.agreement_id"
    ) == [("PAYABLE", "ACTIVE")]
    imports.assert_sound()


def test_attributes_are_kept_as_json(imports: Imports) -> None:
    profile = imports.folder / "more.toml"
    profile.write_text(
        """
name = "more"
kind = "items"
[account]
key = "k"
name = "k"
[item]
number = "n"
sa_type = { constant = "LOCKER" }
description = { constant = "Locker" }
issue_date = { stand_in = 2026-01-02 }
[item.attributes]
row = "row"
note = "note"
[[charges]]
kind = "FEE"
column = "fee"
""",
        "utf-8",
    )
    content = 'k,n,fee,row,note\nA,1,10,"B ""7""",Ζ\nA,2,10,,\n'
    imports.run("items", content, profile)
    assert imports.rows("SELECT attributes FROM payable_item ORDER BY number") == [
        ('{"note":"Ζ","row":"B \\"7\\""}',),
        ("{}",),
    ]
    assert counts(imports.run("items", content, profile)) == (0, 0, 2, 0)
    assert counts(imports.run("items", content.replace("Ζ", "Z"), profile)) == (0, 1, 1, 0)
