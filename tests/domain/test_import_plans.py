"""What becomes of imported accounts, bills, items and rates (T13, IT-1, IT-2, IT-4, AC-04, D-05)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from posapp.domain.codes import ChargeKind, ItemState
from posapp.domain.ids import AccountId, AgreementId, BillId, ItemId, PersonId
from posapp.domain.import_accounts import AccountTerms, KnownAccount, plan_accounts
from posapp.domain.import_bills import BillFacts, BillPlan, KnownBill, plan_bills
from posapp.domain.import_items import (
    ItemFacts,
    ItemPlan,
    KnownItem,
    charge_posting,
    plan_items,
)
from posapp.domain.import_rates import plan_rates
from posapp.domain.imports import (
    ControlTotal,
    ImportAccount,
    ImportBill,
    ImportCharge,
    ImportItem,
    ImportLine,
    ImportRate,
    MappedFile,
)
from tests.helpers.every import every
from tests.helpers.facts import USD, setup, usd

SETUP = setup()
DAY = date(2026, 11, 20)
KNOWN = KnownAccount(
    AccountId(9),
    PersonId(8),
    "Okafor, Ngozi",
    "118 Elm St",
    "RES",
    "MAIN",
    "USD",
    "",
    "",
    frozenset({("ACCOUNT", "A-1"), ("PLATE", "HCV 1849")}),
)


def terms(*known: KnownAccount) -> AccountTerms:
    return AccountTerms(SETUP, "USD", {"A-1": known} if known else {}, lambda text: text.strip())


def record(line: int = 1, key: str = "A-1", **changes: Any) -> ImportAccount:
    return replace(ImportAccount(line, key, "Okafor, Ngozi"), **changes)


@every(
    ("changes", "column"),
    [
        ({"key": " "}, "account.key"),
        ({"key": "x" * 37}, "account.key"),
        ({"customer_class": "NONE"}, "account.customer_class"),
        ({"division": "NONE"}, "account.division"),
        ({"currency": "XXX"}, "account.currency"),
        ({"currency": "EUR"}, "account.currency"),
    ],
)
def test_accounts_that_are_refused_name_their_column(changes: dict[str, str], column: str) -> None:
    plan = plan_accounts([record(7, **changes)], terms(KNOWN))
    (reject,) = plan.rejected
    assert (reject.line, reject.column) == (7, column)


def test_a_key_that_several_accounts_have_is_refused() -> None:
    plan = plan_accounts([record()], terms(KNOWN, replace(KNOWN, id=AccountId(10))))
    assert "2 accounts" in plan.rejected[0].reason


def test_t13_known_accounts_change_what_the_file_says_and_lose_nothing() -> None:
    same = record(address="118 Elm St", keys=(("PLATE", "HCV 1849"),))
    moved = record(2, address="7 Oak Av", phone="", keys=(("METER", "M-7"), ("METER", " ")))
    new = record(3, "A-2", keys=(("ACCOUNT", "A-2"), ("PLATE", "X")))
    plan = plan_accounts([same, moved, new], terms(KNOWN))
    assert plan.unchanged == 1
    (change,) = plan.changed
    assert change.values == {"address": "7 Oak Av"}
    assert [(one.kind, one.folded) for one in change.look_ups] == [("METER", "M-7")]
    (added,) = plan.added
    assert [(one.kind, one.folded) for one in added.look_ups] == [
        ("ACCOUNT", "A-2"),
        ("PLATE", "X"),
    ]
    assert (added.division, added.currency) == ("MAIN", "USD")


def bill(line: int = 1, key: str = "B-1", **changes: Any) -> ImportBill:
    base = ImportBill(
        line, key, record(line), "WATER", "meter 7", DAY, DAY, usd("30.00"), number="N-1"
    )
    return replace(base, **changes)


BILLED = KnownBill(BillId(5), KNOWN.id, "WATER", "meter 7", DAY, DAY, usd("30.00"), "N-1", "")


def bills(*records: ImportBill, **changes: Any) -> BillPlan:
    base = BillFacts(terms(KNOWN), {}, {}, USD.text)
    return plan_bills(records, replace(base, **changes))


def test_t13_a_known_bill_is_not_posted_again() -> None:
    plan = bills(bill(), bills={"B-1": BILLED})
    assert (plan.bills, plan.changed, plan.unchanged) == ((), (), 1)
    renamed = bills(bill(number="N-2"), bills={"B-1": BILLED})
    assert [(one.id, one.number) for one in renamed.changed] == [(5, "N-2")]


@every(
    ("changes", "column"),
    [
        ({"account": record(key="A-2")}, "account.key"),
        ({"sa_type": "ELECTRIC"}, "bill.sa_type"),
        ({"service": "meter 8"}, "bill.service"),
        ({"bill_date": date(2026, 10, 1)}, "bill.bill_date"),
        ({"amount": usd("30.01")}, "bill.amount"),
    ],
)
def test_t13_a_known_bill_with_another_posting_is_refused(
    changes: dict[str, Any], column: str
) -> None:
    plan = bills(bill(**changes), bills={"B-1": BILLED})
    (reject,) = plan.rejected
    assert reject.column == column
    assert reject.reason.startswith("differs")
    assert plan.accounts == ()


@every("sa_type", ["STEAM", "VIOLATION", "CHARITY"])
def test_only_billed_types_are_charged(sa_type: str) -> None:
    assert bills(bill(sa_type=sa_type)).rejected[0].column == "bill.sa_type"


def test_new_bills_find_or_start_their_agreement() -> None:
    known = {(KNOWN.id, "WATER", "meter 7"): AgreementId(3)}
    early = bill(2, "B-2", sa_type="ELECTRIC", service="", bill_date=date(2026, 1, 10))
    late = bill(3, "B-3", sa_type="ELECTRIC", service="", bill_date=date(2026, 2, 10))
    stranger = bill(4, "B-4", account=record(4, "A-9"))
    plan = bills(bill(), late, early, stranger, agreements=known)
    assert plan.owners == {"A-1": KNOWN.id}
    assert plan.agreements == {("A-1", "WATER", "meter 7"): 3}
    assert plan.starts[("A-1", "ELECTRIC", "")] == date(2026, 1, 10)
    assert [one.key for one in plan.accounts] == ["A-9"]
    assert [one.bill.key for one in plan.bills] == ["B-1", "B-3", "B-2", "B-4"]


def test_a_bill_of_a_refused_account_is_refused_and_look_ups_are_added() -> None:
    wrong = bill(5, account=record(5, division="NONE"))
    found = bill(6, "B-2", account=record(6, keys=(("METER", "M-1"),)))
    again = bill(7, "B-3", account=record(7, keys=(("METER", "M-1"),)))
    assert bills(wrong).rejected[0].line == 5
    plan = bills(found, again)
    assert [change.account.id for change in plan.look_ups] == [KNOWN.id]


def test_lines_leave_a_residue_that_is_shown() -> None:
    lines = (ImportLine("Usage", usd("20.00")), ImportLine("Tax", usd("9.99")))
    one = bill(lines=lines)
    assert one.residue == usd("0.01")
    assert [line.residue for line in one.shown_lines] == [False, False, True]
    assert bill().shown_lines == ()
    assert bill(lines=(ImportLine("All", usd("30.00")),)).shown_lines[0].residue is False


FINE = (
    ImportCharge(ChargeKind.FINE, usd("65.00")),
    ImportCharge(ChargeKind.REDUCTION, usd("5.00")),
)


def item(line: int = 1, number: str = "4711", **changes: Any) -> ImportItem:
    base = ImportItem(
        line, number, record(line), "VIOLATION", "No standing", DAY, FINE, usd("60.00")
    )
    return replace(base, **changes)


ISSUED = KnownItem(ItemId(6), KNOWN.id, "VIOLATION", DAY, FINE, "No standing", {})


def items(*records: ImportItem, **changes: Any) -> ItemPlan:
    base = ItemFacts(terms(KNOWN), {}, USD.text)
    return plan_items(records, replace(base, **changes))


def test_it4_state_follows_the_due() -> None:
    paid = (*FINE, ImportCharge(ChargeKind.PAYMENT, usd("60.00")))
    plan = items(
        item(),
        item(2, "4712", charges=paid, due=usd("0.00")),
        item(3, "4713", charges=None, due=None),
        item(4, "4714", account=record(4, "A-9")),
    )
    assert [(one.state, one.due) for one in plan.items] == [
        (ItemState.PAYABLE, usd("60.00")),
        (ItemState.PAID, usd("0.00")),
        (ItemState.WRITTEN_OFF, None),
        (ItemState.PAYABLE, usd("60.00")),
    ]
    assert (plan.owners, [one.key for one in plan.accounts]) == ({"A-1": KNOWN.id}, ["A-9"])


@every(
    ("changes", "column"),
    [
        ({"sa_type": "STEAM"}, "item.sa_type"),
        ({"sa_type": "WATER"}, "item.sa_type"),
        ({"due": usd("61.00")}, "item.due"),
        ({"charges": None}, "item.due"),
        ({"account": record(division="NONE")}, "account.division"),
    ],
)
def test_it2_items_that_are_refused(changes: dict[str, Any], column: str) -> None:
    assert items(item(**changes)).rejected[0].column == column


def test_it2_a_profile_may_trust_the_lines() -> None:
    plan = items(item(due=usd("61.00")), trust_lines=True)
    assert plan.items[0].due == usd("60.00")


@every(
    ("changes", "column"),
    [
        ({"account": record(key="A-2")}, "account.key"),
        ({"sa_type": "LOCKER"}, "item.sa_type"),
        ({"issue_date": date(2026, 1, 1)}, "item.issue_date"),
        ({"charges": FINE[:1], "due": None}, "charges"),
        ({"charges": None, "due": None}, "charges"),
        ({"charges": (), "due": None}, "charges"),
    ],
)
def test_t13_a_known_item_with_another_posting_is_refused(
    changes: dict[str, Any], column: str
) -> None:
    kinds = {**SETUP.sa_types, "LOCKER": replace(SETUP.sa_types["VIOLATION"], code="LOCKER")}
    known = replace(terms(KNOWN), setup=replace(SETUP, sa_types=kinds))
    plan = items(item(**changes), terms=known, items={"4711": ISSUED})
    assert plan.rejected[0].column == column


def test_t13_a_known_item_may_be_described_otherwise() -> None:
    plan = items(item(), item(2, description="No parking"), items={"4711": ISSUED})
    assert (plan.unchanged, [one.description for one in plan.changed]) == (1, ["No parking"])


@every(
    ("kind", "lines"),
    [
        (ChargeKind.FINE, {"1310-AR-VIOLATION": 500, "4000-VIOLATION": -500}),
        (ChargeKind.PAYMENT, {"1310-AR-VIOLATION": -500}),
        (ChargeKind.REDUCTION, {"1310-AR-VIOLATION": -500}),
    ],
)
def test_it1_postings_of_charge_lines(kind: ChargeKind, lines: dict[str, int]) -> None:
    posting = charge_posting(ImportCharge(kind, usd("5.00")), SETUP.sa_types["VIOLATION"], SETUP)
    found = {line.code: line.amount.minor for line in posting.lines}
    assert sum(found.values()) == 0
    assert lines.items() <= found.items()
    if kind.lowers_due:
        assert SETUP.installation.conversion_code in found


def test_ac04_the_last_word_for_a_day_counts() -> None:
    one = ImportRate(1, "EUR", "USD", DAY, Decimal("1.08"))
    other = replace(one, day=date(2026, 11, 19))
    third = replace(one, source="JPY")
    known = {("EUR", "USD", DAY): Decimal("1.08"), ("EUR", "USD", other.day): Decimal("1.07")}
    plan = plan_rates([one, other, third], known)
    assert (plan.added, plan.changed, plan.unchanged) == ((third,), (other,), 1)


def test_control_totals_that_differ_are_named() -> None:
    found = {"bills": ControlTotal(2, usd("60.00")), "rows": ControlTotal(2)}
    file = MappedFile("bills", "p", "f.csv", "", 2, (), (), found)
    assert file.wrong_totals() == ()
    expected = {
        "bills": ControlTotal(2, usd("60.01")),
        "rows": ControlTotal(2),
        "x": ControlTotal(0),
    }
    assert replace(file, expected=expected).wrong_totals() == ("bills", "x")
