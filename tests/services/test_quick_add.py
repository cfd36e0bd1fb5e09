"""Quick Add (payments 10, 11): batches by rules and by accounts, on both engines."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select, text

from posapp.domain.codes import PaymentStatus
from posapp.domain.distribution_rules import Remitter
from posapp.domain.ids import AccountId, EventId, new_request_id, short_id
from posapp.domain.listing import PageRequest
from posapp.domain.messages import sentence
from posapp.domain.money import Money
from posapp.domain.quick_add import Outcome, QuickHeader, QuickKind, QuickLine
from posapp.errors import Refused
from posapp.storage.base import table_of
from posapp.storage.check import check_database
from posapp.storage.tables.payment_events import PaymentEventRow
from posapp.storage.triggers import drop_statements, statements
from tests.helpers.bills import bill
from tests.helpers.county import county, template
from tests.helpers.events import balance, drawer, is_clean, show
from tests.helpers.office import DAY, Office
from tests.helpers.quick_add import ALL, of_account, rule, take, told

RULES, ACCOUNTS = QuickKind.RULES, QuickKind.ACCOUNTS


def owing(office: Office, cents: int = 10_000, name: str = "Okafor, Ngozi", **more: object) -> str:
    account = office.account(name, **more)  # type: ignore[arg-type]
    office.agreement(account, "WATER", (DAY, cents))
    return short_id(account)


def events(office: Office) -> int:
    with office.db.read() as s:
        return int(
            s.execute(select(func.count()).select_from(table_of(PaymentEventRow))).scalar_one()
        )


def line(values: QuickLine, **changes: str) -> QuickLine:
    return replace(values, **changes)


# What is typed, and outcome, wrong field and code of its row. Between the hostile rows lie good ones
# of other payors, which are taken whatever their neighbours are.
RULE_CASES = {
    "unknown bill": ({"rule": "BILL", "value": "B-NONE"}, "invalid", "value", "M-38"),
    "unknown account": ({"value": "1999999999"}, "invalid", "value", "M-38"),
    "unknown rule": ({"rule": "NOPE"}, "invalid", "rule", "M-55"),
    "no rule": ({"rule": ""}, "invalid", "rule", "M-132"),
    "no value": ({"value": ""}, "invalid", "value", "M-132"),
    "rule without payor (QA-6)": ({"rule": "MEMO"}, "invalid", "rule", "M-144"),
    "amount 0 (QA-17)": ({"amount": "0"}, "invalid", "amount", "M-02"),
    "negative amount": ({"amount": "-5"}, "invalid", "amount", "M-02"),
    "amount 1.005": ({"amount": "1.005"}, "invalid", "amount", "M-50"),
    "text for an amount": ({"amount": "ten"}, "invalid", "amount", "M-50"),
    "amount with a comma": ({"amount": "1,005.00"}, "invalid", "amount", "M-50"),
    "no amount": ({"amount": ""}, "invalid", "amount", "M-50"),
    "huge amount": ({"amount": "9" * 39}, "invalid", "amount", "M-50"),
    "missing check number": ({"tender_type": "CHEC"}, "invalid", "check_number", "M-63"),
    "auto-pay type (QA-1, AP-08)": ({"tender_type": "DDCH"}, "invalid", "tender_type", "M-19"),
    "type of the program": ({"tender_type": "OVUN"}, "invalid", "tender_type", "M-62"),
    "unknown type": ({"tender_type": "BEAN"}, "invalid", "tender_type", "M-55"),
    "check number too long": (
        {"tender_type": "CHEC", "check_number": "12345678901"},
        "invalid", "check_number", "M-50",
    ),
    "card number": ({"name": "4111 1111 1111 1111"}, "invalid", "name", "M-58"),
    "name on a customer's account": ({"non_cis_name": "Somebody"}, "invalid", "non_cis_name", "M-77"),
    "text in lower case": ({"rule": " acct ", "tender_type": "cash"}, "done", "", ""),
    "a tender type that is not there is the set-up's": ({"tender_type": ""}, "done", "", ""),
}  # fmt: skip


def test_d35_each_hostile_row_by_rules_has_its_outcome_and_so_have_its_neighbours(
    office: Office,
) -> None:
    rows: list[QuickLine] = []
    wanted: list[tuple[int, str, str, str]] = []
    for changes, outcome, field, code in RULE_CASES.values():
        rows.append(line(rule(owing(office), "12.50"), **changes))
        wanted.append((len(rows), outcome, field, code))
        rows.append(rule(owing(office), "5"))
        wanted.append((len(rows), "done", "", ""))
    view = take(office, RULES, rows)
    assert told(view) == wanted
    for one in view.rows:
        assert (one.event_id is None) == (one.outcome is Outcome.INVALID)
        assert one.status is (None if one.event_id is None else PaymentStatus.FROZEN)
        assert not one.code or "?" not in sentence(one.code, {**one.fields, "currency": "USD"})
    done = sum(outcome == "done" for _, outcome, _, _ in wanted)
    assert (view.count(Outcome.DONE), events(office)) == (done, done)
    assert view.taken == Money(500 * len(RULE_CASES) + 2 * 1250)
    assert drawer(office, "CASH") == 15_000 + view.taken.minor
    assert is_clean(office)


ACCOUNT_CASES = {
    "unknown account": ({"account": "1999999999"}, "invalid", "account", "M-01"),
    "no account": ({"account": " "}, "invalid", "account", "M-132"),
    "amount 0 (QA-17)": ({"amount": "0.00"}, "invalid", "amount", "M-02"),
    "amount 1.005": ({"amount": "1.005"}, "invalid", "amount", "M-50"),
    "text for an amount": ({"amount": "ten"}, "invalid", "amount", "M-50"),
    "missing check number": ({"tender_type": "CHEC"}, "invalid", "check_number", "M-63"),
    "auto-pay type (QA-17, AP-08)": ({"tender_type": "CRED"}, "invalid", "tender_type", "M-19"),
    "type without value": ({"match_type": "SA-ID"}, "invalid", "match_value", "M-10"),
    "value without type": ({"match_value": "77"}, "invalid", "match_type", "M-10"),
    "unknown match type": ({"match_type": "X", "match_value": "1"}, "invalid", "match_type", "M-55"),
    "no bill (QA-18)": ({"match_type": "BILL-ID"}, "invalid", "match_value", "M-147"),
    "another's bill (D-35)": ({"match_type": "BILL-ID", "match_value": "B-1"}, "error", "", "M-23"),
    "another's agreement (D-35)": (
        {"match_type": "SA-ID", "match_value": "1999999999"}, "error", "", "M-22",
    ),
}  # fmt: skip


def test_qa16_each_hostile_row_by_accounts_has_one_of_four_outcomes(office: Office) -> None:
    """QA-15, QA-16, QA-17: each row commits by itself; 7 rows with 1 bad one leave 6 events."""
    other = AccountId(int(owing(office)))
    bill(office, other, "B-1", DAY, (office.agreement(other, "ELECTRIC", (DAY, 100)), 100))
    rows: list[QuickLine] = []
    wanted: list[tuple[int, str, str, str]] = []
    for changes, outcome, field, code in ACCOUNT_CASES.values():
        rows.append(line(of_account(owing(office), "12.50"), **changes))
        wanted.append((len(rows), outcome, field, code))
        rows.append(of_account(owing(office), "5"))
        wanted.append((len(rows), "done", "", ""))
    view = take(office, ACCOUNTS, rows)
    assert told(view) == wanted
    failed = [one for one in view.rows if one.outcome is Outcome.ERROR]
    assert [one.status for one in failed] == [PaymentStatus.ERROR] * 2
    assert view.counts[Outcome.DONE] + 2 == events(office)
    assert view.sums[Outcome.ERROR] == Money(2500)
    assert is_clean(office)


def test_qa14_cash_only_is_refused_by_accounts_and_asked_about_by_rules(office: Office) -> None:
    """QA-3, D-03: M-06 in one, M-06W in the other; like cash passes in both."""
    strict = owing(office, name="Strict, Sam", points=100)
    rows = [
        of_account(strict, "5", tender_type="CHEC", check_number="9"),
        of_account(strict, "6", tender_type="CCHK", check_number="9"),
        of_account(owing(office), "7"),
    ]
    view = take(office, ACCOUNTS, rows, confirmed=frozenset({"M-06W"}))
    assert told(view) == [
        (1, "not_here", "tender_type", "M-06"), (2, "done", "", ""), (3, "done", "", ""),
    ]  # fmt: skip
    said = sentence("M-06", view.rows[0].fields)
    assert said == "Account Strict, Sam is cash-only; use Payment Event to accept Check."
    with pytest.raises(Refused) as caught:
        office.services.quick_add.check(ACCOUNTS, rows[0], None, office.cashier)
    assert (caught.value.code, caught.value.fields["field"]) == ("M-06", "tender_type")

    quick = office.services.quick_add
    asked = take(office, RULES, [rule(strict, "8", tender_type="CHEC", check_number="9")])
    assert told(asked) == [(1, "", "", "")]
    assert [one.code for one in asked.rows[0].concerns] == ["M-06W"]
    again = quick.run(asked.id, office.cashier, confirmed=frozenset({"M-06W"}))
    assert told(again) == [(1, "done", "", "")]


def test_cr09_where_other_than_cash_is_refused_it_is_not_asked_about(office: Office) -> None:
    """M-152 by rules; by accounts it is not taken here, as ever (QA-14)."""
    with office.db.begin() as s:
        s.execute(text("UPDATE installation SET cash_only_refuse = :y"), {"y": True})
        s.execute(text("UPDATE installation SET setup_version = setup_version + 1"))
    strict, more = owing(office, points=100), {"tender_type": "CHEC", "check_number": "9"}
    by_rules = take(office, RULES, [rule(strict, "8", **more)], confirmed=ALL)
    assert told(by_rules) == [(1, "invalid", "value", "M-152")]
    by_accounts = take(office, ACCOUNTS, [of_account(strict, "8", **more)], confirmed=ALL)
    assert told(by_accounts) == [(1, "not_here", "tender_type", "M-06")]


def test_qa4_rows_of_one_payor_are_one_event_with_merged_tenders(office: Office) -> None:
    """QA-5: one tender for each form, check and name, a detail for each row; QA-7: exact, no change."""
    payor = AccountId(int(owing(office, 20_000, keys=(("ACCT", "W-77"),))))
    office.item(payor, "S-1", 3000)
    rows = [
        rule(short_id(payor), "10"),
        rule("S-1", "30", "ITEM"),
        rule(owing(office), "4"),
        rule("W 77", "20", tender_type="CHEC", check_number="12", name="Ada"),
        rule("W-77", "1", tender_type="CHEC", check_number="12", name="Ada"),
        rule("W-77", "2", tender_type="CHEC", check_number="13", name="Ada"),
    ]
    view = take(office, RULES, rows)
    first, other = view.events
    assert [one.event_id for one in view.rows] == [first, first, other, first, first, first]
    event = show(office, first)
    assert [(one.tender_type, one.amount.minor, one.check_number) for one in event.tenders] == [
        ("CASH", 4000, ""), ("CHEC", 2100, "12"), ("CHEC", 200, "13"),
    ]  # fmt: skip
    assert [(one.rule, one.amount.minor) for one in event.details] == [
        ("ACCT", 1000), ("ITEM", 3000), ("ACCT", 2000), ("ACCT", 100), ("ACCT", 200),
    ]  # fmt: skip
    assert {one.status for one in event.payments} == {PaymentStatus.FROZEN}
    assert not any(one.cash_back for one in event.tenders)
    assert len({one.receipt_number for one in view.rows}) == 2
    assert balance(office, payor) == 20_000 + 3000 - 6300
    assert is_clean(office)


def test_qa6_a_row_that_is_not_right_holds_back_those_of_its_event(office: Office) -> None:
    """QA-6, UPR-03: nothing of the group is written; corrected, all of it goes in as one event."""
    payor = owing(office)
    rows = [rule(payor, "10"), rule(owing(office), "4"), rule(payor, "1.005"), rule(payor, "3")]
    view = take(office, RULES, rows)
    assert told(view) == [
        (1, "invalid", "", "M-146"), (2, "done", "", ""),
        (3, "invalid", "amount", "M-50"), (4, "invalid", "", "M-146"),
    ]  # fmt: skip
    assert (events(office), view.rows[0].fields["line"]) == (1, 3)
    quick, request = office.services.quick_add, new_request_id()
    right = line(rows[2], amount="1.05")
    for _ in range(2):
        quick.correct(view.id, 3, right, office.cashier, request)
    assert told(quick.show(view.id, office.cashier))[2] == (3, "", "", "")
    again = quick.run(view.id, office.cashier)
    assert [one[1] for one in told(again)] == ["done"] * 4
    assert len(again.events) == 2
    with pytest.raises(Refused) as caught:
        quick.correct(view.id, 3, right, office.cashier, new_request_id())
    assert caught.value.code == "M-143"
    assert is_clean(office)


def test_d22_a_row_typed_twice_is_asked_about_and_not_taken_silently(office: Office) -> None:
    """QA-4 makes one event of both, so the look-alikes of ten minutes would not see them."""
    payor = owing(office)
    twin = rule(payor, "10", tender_type="CHEC", check_number="5")
    view = take(office, RULES, [twin, line(twin, request_id=new_request_id())])
    assert [[one.code for one in row.concerns] for row in view.rows] == [["M-148"]] * 2
    assert events(office) == 0
    again = office.services.quick_add.run(view.id, office.cashier, confirmed=ALL)
    assert [one[1] for one in told(again)] == ["done", "done"]
    assert again.taken == Money(2000)
    third = take(office, ACCOUNTS, [of_account(payor, "5"), of_account(payor, "5")])
    assert [one[1] for one in told(third)] == ["done", ""]
    assert [one.code for one in third.rows[1].concerns] == ["M-40"]


def test_d21_a_request_id_is_taken_once_whatever_batch_it_comes_with(office: Office) -> None:
    payor, other = owing(office), owing(office)
    first, second = rule(payor, "10"), rule(other, "4")
    view = take(office, RULES, [first, second, first])
    assert told(view) == [(n, "done", "", "") for n in (1, 2, 3)]
    assert [one.replayed for one in view.rows] == [False, False, True]
    assert view.rows[0].event_id == view.rows[2].event_id
    again = take(office, RULES, [second, rule(payor, "3"), line(first, amount="11")])
    assert told(again)[:2] == [(1, "done", "", ""), (2, "done", "", "")]
    assert (again.rows[0].event_id, again.rows[0].replayed) == (view.rows[1].event_id, True)
    assert told(again)[2] == (3, "invalid", "", "M-54")
    assert (events(office), again.taken) == (3, Money(300))
    assert is_clean(office)


def test_d21_the_same_batch_is_kept_once_and_other_rows_are_refused(office: Office) -> None:
    quick, request, rows = office.services.quick_add, new_request_id(), [rule(owing(office), "4")]
    first = quick.start(QuickHeader(RULES), rows, request, office.cashier)
    second = quick.start(QuickHeader(RULES), rows, request, office.cashier)
    assert (first.value, first.replayed, second.replayed) == (second.value, False, True)
    with pytest.raises(Refused) as caught:
        quick.start(QuickHeader(RULES), [rule("x", "1")], request, office.cashier)
    assert caught.value.code == "M-54"
    quick.run(first.value, office.cashier)
    assert quick.run(first.value, office.cashier).taken == Money(400)
    assert events(office) == 1


def test_tn2_a_drawer_closed_half_way_leaves_the_rest_which_goes_into_another(
    office: Office,
) -> None:
    """M-05 is said of each row that is left; what was taken stays taken."""
    rows = [rule(owing(office), "4") for _ in range(4)]
    quick = office.services.quick_add
    batch = quick.start(QuickHeader(RULES), rows, new_request_id(), office.cashier).value

    def close_at_two(settled: int, _of: int | None) -> bool:
        if settled == 2:
            office.services.control_life.start_balancing(
                office.control, new_request_id(), office.cashier
            )
        return True

    view = quick.run(batch, office.cashier, progress=close_at_two)
    assert [one[1:] for one in told(view)] == [("done", "", "")] * 2 + [("invalid", "", "M-05")] * 2
    other = office.second_drawer()
    left = [one.line for one in view.refused]
    again = quick.run(batch, office.supervisor, lines=left, control_id=other)
    assert [one[1] for one in told(again)] == ["done"] * 4
    assert again.rows[3].receipt_number == f"{short_id(other)}-2"
    with pytest.raises(Refused) as caught:
        quick.start(QuickHeader(RULES, office.control), rows, new_request_id(), office.cashier)
    assert caught.value.code == "M-05"
    assert is_clean(office)


def test_qa18_bill_id_without_value_is_the_latest_completed_bill(office: Office) -> None:
    account = office.account(customer_class="OPEN")
    water = office.agreement(account, "WATER")
    bill(office, account, "B-OLD", DAY, (water, 3000), day=date(2026, 10, 1))
    bill(office, account, "B-NEW", DAY, (water, 2000), day=date(2026, 11, 1))
    row = of_account(short_id(account), "20", match_type="bill-id")
    found = office.services.quick_add.look_up(ACCOUNTS, row, None, office.cashier)
    assert (found.name, found.match_description) == ("Okafor, Ngozi", "Bill B-NEW")
    assert found.balance == Money(5000)
    view = take(office, ACCOUNTS, [row])
    event = show(office, EventId(view.events[0]))
    assert told(view) == [(1, "done", "", "")]
    assert [(one.match_type, one.match_value) for one in event.payments] == [("BILL-ID", "B-NEW")]


def test_the_tape_must_agree_or_nothing_is_kept(office: Office) -> None:
    """The count and sum that were typed beforehand, against the rows; empty rows are none (QA-19)."""
    rows = [rule(owing(office), "4"), QuickLine("", "ACCT"), rule("x", "6.50")]
    quick = office.services.quick_add

    def start(count: int | None, cents: int | None) -> str:
        tape = None if cents is None else Money(cents)
        header = QuickHeader(RULES, tape_count=count, tape_total=tape)
        try:
            batch = quick.start(header, rows, new_request_id(), office.cashier).value
        except Refused as error:
            return error.code
        lines = [one.line for one in quick.show(batch, office.cashier).rows]
        return f"kept {lines}"

    assert start(3, 1050) == "M-140"
    assert start(2, 1049) == "M-141"
    assert start(2, 1050) == start(None, None) == "kept [1, 3]"
    page = quick.search(PageRequest(), office.cashier)
    assert [(one.rows, one.waiting) for one in page.rows] == [(2, 2), (2, 2)]
    with pytest.raises(Refused) as caught:
        quick.start(QuickHeader(RULES), rows, new_request_id(), office.cashier, most=1)
    assert caught.value.code == "M-142"
    with pytest.raises(Refused) as none:
        quick.start(QuickHeader(RULES), [QuickLine("")], new_request_id(), office.cashier)
    assert none.value.code == "M-70"


def test_r13_a_card_number_and_a_micr_line_are_not_kept_with_a_row(office: Office) -> None:
    rows = [
        rule(owing(office), "4", micr="121000248 1234567890", tender_type="CHEC", check_number="1"),
        rule(owing(office), "4", comments="card 4111-1111-1111-1111"),
        rule(owing(office), "4", name="n" * 300),
    ]
    view = take(office, RULES, rows)
    assert [one[1:] for one in told(view)] == [
        ("done", "", ""), ("invalid", "comments", "M-58"), ("invalid", "name", "M-50"),
    ]  # fmt: skip
    assert [view.rows[0].row.micr, view.rows[1].row.comments] == ["7890", ""]
    quick = office.services.quick_add
    again = quick.run(view.id, office.cashier, lines=[2, 3])
    assert told(again) == told(view)
    quick.correct(view.id, 2, rows[0], office.cashier, new_request_id())
    assert told(quick.show(view.id, office.cashier))[1] == (2, "", "", "")


def test_nc7_rows_for_an_account_without_customer_are_one_event_for_each_person(
    office: Office,
) -> None:
    """QA-4 by the person: an event has one remitter."""
    template(office, county(office), code="COPIES")
    ada = {"non_cis_name": "Ada", "reference": "R1"}
    rows = [
        rule("copies", "4", "TMPL", **ada),
        rule("COPIES", "5", "TMPL", non_cis_name="Bo", reference="R2"),
        rule("COPIES", "6", "TMPL", **ada),
        rule("COPIES", "7", "TMPL"),
    ]
    view = take(office, RULES, rows, confirmed=ALL)
    assert [one[1:] for one in told(view)] == [("done", "", "")] * 3 + [
        ("invalid", "non_cis_name", "C-22")
    ]
    first, second = (show(office, one) for one in view.events)
    assert {one.non_cis_name for one in first.payments} == {"Ada"}
    assert [one.amount.minor for one in second.tenders] == [500]
    assert Remitter("Bo", "R2") == Remitter(
        second.payments[0].non_cis_name, second.payments[0].reference
    )


def test_a_run_stops_between_two_groups_and_goes_on_where_it_stopped(office: Office) -> None:
    rows = [rule(owing(office), "4") for _ in range(4)]
    quick, seen = office.services.quick_add, list[tuple[int, int | None]]()
    batch = quick.start(QuickHeader(RULES), rows, new_request_id(), office.cashier).value
    most = [2]

    def watch(done: int, of: int | None) -> bool:
        seen.append((done, of))
        return done < most[0]

    view = quick.run(batch, office.cashier, progress=watch)
    assert [one[1] for one in told(view)] == ["done", "done", "", ""]
    assert seen == [(0, 4), (1, 4), (2, 4)], "what was stopped is not told as done"
    assert quick.run(batch, office.cashier, stop=lambda: True) == view
    seen.clear()
    most[0] = 9
    again = quick.run(batch, office.cashier, progress=watch)
    assert (again.is_finished, seen) == (True, [(0, 2), (1, 2), (2, 2)])
    assert events(office) == 4


def test_search_finds_a_batch_by_user_date_drawer_and_outcome(office: Office) -> None:
    quick = office.services.quick_add
    one = take(office, RULES, [rule(owing(office), "4"), rule("x", "1")])
    two = take(office, ACCOUNTS, [of_account(owing(office), "4")])

    def found(**filters: object) -> list[int]:
        page = quick.search(PageRequest(filters=filters), office.cashier)
        return [int(item.id) for item in page.rows]

    assert found() == [two.id, one.id]
    assert found(outcome="invalid") == found(kind=RULES) == [one.id]
    assert found(outcome="waiting") == found(date_from=date(2026, 11, 21)) == []
    assert found(user_id=office.cashier.user_id, date_to=DAY) == [two.id, one.id]
    assert found(tender_control_id=office.control, outcome="done") == [two.id, one.id]
    first = quick.search(PageRequest(limit=1), office.cashier)
    second = quick.search(PageRequest(limit=1, after=first.next), office.cashier)
    assert [item.id for item in (*first.rows, *second.rows)] == [two.id, one.id]
    assert (second.rows[0].done, second.rows[0].invalid, second.rows[0].taken) == (1, 1, Money(400))


def test_look_up_says_who_pays_and_what_as_a_row_is_left(office: Office) -> None:
    """QA-5: the payor by the rule, before amount and tender are typed; another currency is M-65."""
    payor = AccountId(int(owing(office, name="Strict, Sam", points=100)))
    office.item(payor, "S-9", 3000)
    quick = office.services.quick_add
    found = quick.look_up(RULES, rule("S-9", "", "ITEM"), office.control, office.cashier)
    assert (found.payor, found.name, found.cash_only) == (payor, "Strict, Sam", True)
    assert (found.balance, found.match_description) == (Money(13_000), "Item S-9, No standing")
    euro = short_id(office.account(currency="EUR"))
    for wrong, field, code in (
        (rule("S-0", "", "ITEM"), "value", "M-38"),
        (rule(euro, ""), "value", "M-65"),
        (rule("S-9", "", "MEMO"), "rule", "M-144"),
    ):
        with pytest.raises(Refused) as caught:
            quick.look_up(RULES, wrong, None, office.cashier)
        assert (caught.value.code, caught.value.fields["field"]) == (code, field)


def test_offered_rules_and_the_limit_come_from_the_set_up(office: Office) -> None:
    """Payments 11: fifteen rows, a setting; *Multiple* offers rules that find a payor (QA-6)."""
    quick = office.services.quick_add
    with office.db.begin() as s:
        s.execute(text("UPDATE feature_option SET default_distribution_rule = 'SA'"))
        s.execute(text("UPDATE installation SET setup_version = setup_version + 1"))
    multiple = [one.code for one in quick.offered_rules(office.cashier)]
    assert multiple == ["SA", "ACCT", "BILL", "ITEM", "TMPL"]
    single = [one.code for one in quick.offered_rules(office.cashier, single=True)]
    assert single == ["SA", "ACCT", "BILL", "ITEM", "MEMO", "TMPL"]
    assert quick.limit(office.cashier) == 15


def test_quick_add_needs_the_rights_to_add_distribute_and_freeze(office: Office) -> None:
    with pytest.raises(Refused) as caught:
        office.services.quick_add.start(
            QuickHeader(RULES), [rule("x", "1")], new_request_id(), office.actors["auditor"]
        )
    assert caught.value.code == "M-51"


def test_d40_a_row_that_was_changed_behind_the_program_is_found(office: Office) -> None:
    """A.6: the audit of the event mentions its rows with event, payor and amount."""
    take(office, RULES, [rule(owing(office), "4")])
    with office.db.begin() as s:
        for statement in drop_statements(office.db.dialect):
            s.exec_driver_sql(statement)
        s.execute(text("UPDATE quick_row SET taken = taken + 1"))
        for statement in statements(office.db.dialect):
            s.execute(text(statement))
    found = {one.name for one in check_database(office.db).findings}
    assert found == {"audit of quick_row", "quick add sums"}
