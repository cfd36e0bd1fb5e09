"""Long lists (SR-1, SR-2, SR-4, PE-7): criteria, pages, totals, what each row says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from posapp.domain.browse import Criterion
from posapp.domain.codes import DistributeAction, PaymentStatus, TenderStatus
from posapp.domain.desk import EventState
from posapp.domain.ids import AccountId, EventId, new_request_id
from posapp.domain.listing import Page, PageRequest
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.rights import Actor
from posapp.errors import Refused
from posapp.storage.search_index import index_accounts
from posapp.storage.tables.payment_events import TenderRow
from tests.helpers.office import DAY, Office
from tests.helpers.people import People


@dataclass(frozen=True)
class Day:
    """A day at the counter: three customers and their events, the oldest first."""

    office: Office
    okafor: AccountId
    suilleabhain: AccountId
    zoe: AccountId
    cash: EventId
    check: EventId
    both: EventId
    two: EventId

    def find(self, list_name: str, filters: Mapping[str, Any], **asked: Any) -> Page[Any]:
        browse: Any = self.office.services.browse
        method: Callable[..., Page[Any]] = getattr(browse, list_name)
        return method(PageRequest(filters=filters, **asked), self.office.supervisor)

    def paid_in(self, filters: Mapping[str, Any]) -> list[tuple[int, int]]:
        """Event and cents of the payments found."""
        return [(p.event_id, p.amount.minor) for p in self.find("payments", filters).rows]

    def handed_in(self, filters: Mapping[str, Any]) -> list[tuple[int, int]]:
        """Event and cents of the tenders found."""
        return [(t.event_id, t.amount.minor) for t in self.find("tenders", filters).rows]


def take(office: Office, payor: AccountId, tenders: list[Any], *payments: Any) -> EventId:
    office.clock.advance(minutes=20)
    command = AddEvent(
        new_request_id(),
        payor,
        tuple(TenderDraft(code, Money(cents), *more) for code, cents, *more in tenders),
        tuple(PaymentDraft(account, Money(cents)) for account, cents in payments),
        confirmed=frozenset({"M-39", "M-40"}),
    )
    return office.services.payment_events.add(command, office.cashier).value.event_id


@pytest.fixture
def day(office: Office) -> Day:
    okafor = office.account("Okafor, Ngozi")
    suilleabhain = office.account("Ó Súilleabháin, Seán")
    zoe = office.account("Young, Zoe")
    for account in (okafor, suilleabhain, zoe):
        office.agreement(account, "WATER", (DAY, 50_000))
    with office.db.begin() as s:
        index_accounts(s, None)
    cash = take(office, okafor, [("CASH", 10_000)], (okafor, 2_500))
    check = take(office, suilleabhain, [("CHEC", 4_210, "2207")], (suilleabhain, 4_210))
    both = take(
        office, okafor, [("CASH", 1_000), ("CHEC", 2_000, "17")], (okafor, 1_000), (zoe, 2_000)
    )
    two = take(office, zoe, [("MORD", 3_000)], (zoe, 3_000))
    with office.db.begin() as s:
        referenced = update(TenderRow).where(TenderRow.event_id == two)
        s.execute(referenced.values(external_reference="LOCKBOX-7", micr_last4="4321"))
    return Day(office, okafor, suilleabhain, zoe, cash, check, both, two)


def test_sr2_an_empty_search_is_refused(day: Day) -> None:
    for name in ("payments", "tenders", "payment_totals", "tender_totals"):
        for filters in ({}, {"payee_name": "  ", "payee_id": None}):
            with pytest.raises(Refused) as caught:
                day.find(name, filters)
            assert caught.value.code == "M-70"


def test_an_unknown_criterion_is_a_bug_and_an_unknown_order_is_refused(day: Day) -> None:
    with pytest.raises(ValueError, match="colour"):
        day.find("payments", {"colour": "red"})
    with pytest.raises(Refused) as caught:
        day.find("payments", {"payee_id": day.okafor}, sort="colour")
    assert (caught.value.code, caught.value.fields["field"]) == ("M-55", "sort")


def test_sr2_each_payment_criterion(day: Day) -> None:
    cash, check, both, two = (day.cash, 2_500), (day.check, 4_210), day.both, (day.two, 3_000)
    own, others = (both, 1_000), (both, 2_000)
    everything = [two, others, own, check, cash]
    cases: list[tuple[dict[str, Any], list[tuple[int, int]]]] = [
        ({"event_id": both}, [others, own]),
        ({"payee_id": day.zoe}, [two, others]),
        ({"payee_name": "OKAF"}, [own, cash]),
        ({"payee_name": "o suill"}, [check]),
        ({"payee_name": "ngozi"}, []),
        ({"payment_from": Money(2_500)}, [two, check, cash]),
        ({"payment_to": Money(2_000)}, [others, own]),
        ({"payment_from": Money(2_500), "payment_to": Money(3_000)}, [two, cash]),
        ({"payment_status": PaymentStatus.FROZEN}, everything),
        ({"payment_status": PaymentStatus.ERROR}, []),
        ({"match_value": "77"}, []),
        ({"match_type": "BILL-ID"}, []),
        ({"date_from": DAY, "date_to": DAY}, everything),
        ({"date_from": DAY + timedelta(days=1)}, []),
        ({"date_to": DAY - timedelta(days=1)}, []),
        ({"user_id": day.office.cashier.user_id}, everything),
        ({"user_id": day.office.supervisor.user_id}, []),
        ({"rule": "ACCT"}, []),
        ({"rule_value": "x"}, []),
        ({"document_number": "x"}, []),
    ]
    for filters, expected in cases:
        assert day.paid_in(filters) == expected, filters


def test_sr2_each_tender_criterion(day: Day) -> None:
    cash, change = (day.cash, 10_000), (day.cash, -7_500)
    check, order = (day.check, 4_210), (day.two, 3_000)
    part, rest = (day.both, 1_000), (day.both, 2_000)
    everything = [order, rest, part, check, change, cash]
    cases: list[tuple[dict[str, Any], list[tuple[int, int]]]] = [
        ({"payor_id": day.okafor}, [rest, part, change, cash]),
        ({"payor_name": "Ó Súill"}, [check]),
        ({"tender_from": Money(3_000)}, [order, check, cash]),
        ({"tender_to": Money(0)}, [change]),
        ({"tender_type": "CHEC"}, [rest, check]),
        ({"tender_status": TenderStatus.VALID}, everything),
        ({"tender_status": TenderStatus.CANCELED}, []),
        ({"check_number": "2207"}, [check]),
        ({"check_number": " 17 "}, [rest]),
        ({"check_number": "220"}, []),
        ({"micr_last4": "4321"}, [order]),
        ({"external_reference": "LOCKBOX-7"}, [order]),
        ({"tender_control_id": day.office.control}, everything),
        ({"tender_control_id": 1}, []),
    ]
    for filters, expected in cases:
        assert day.handed_in(filters) == expected, filters


def test_sr2_criteria_of_both_kinds_are_combined_with_and(day: Day) -> None:
    assert day.paid_in({"check_number": "17"}) == [(day.both, 2_000), (day.both, 1_000)]
    assert day.paid_in({"check_number": "17", "payee_id": day.zoe}) == [(day.both, 2_000)]
    assert day.paid_in({"tender_type": "CASH", "payee_id": day.zoe}) == [(day.both, 2_000)]
    assert day.handed_in({"payee_name": "young", "tender_type": "CASH"}) == [(day.both, 1_000)]
    assert day.handed_in({"payment_from": Money(4_000)}) == [(day.check, 4_210)]
    # No one tender is both.
    assert day.paid_in({"check_number": "17", "tender_type": "CASH"}) == []


def test_every_criterion_is_known_to_some_list(day: Day) -> None:
    values: dict[Criterion, Any] = {
        Criterion.DATE_FROM: DAY,
        Criterion.DATE_TO: DAY,
        Criterion.PAYMENT_STATUS: PaymentStatus.FROZEN,
        Criterion.TENDER_STATUS: TenderStatus.VALID,
    }
    money = {name for name in Criterion if name.endswith(("_from", "_to"))} - set(values)
    ids = {name for name in Criterion if name.endswith("_id")}
    for name in Criterion:
        value = values.get(name, Money(-100_000) if name in money else -1 if name in ids else "zzz")
        narrowed = day.paid_in({name.value: value, "event_id": day.cash})
        keeps = name in values or name.endswith("_from") or name is Criterion.EVENT
        assert narrowed == ([(day.cash, 2_500)] if keeps else []), name


def test_a_payment_in_the_list_says_what_it_is(day: Day) -> None:
    (item,) = day.find("payments", {"event_id": day.check}).rows
    event = day.office.services.payment_events.show(day.check, day.office.supervisor)
    assert item.payment_id == event.payments[0].id
    assert (item.account_id, item.account_name) == (day.suilleabhain, "Ó Súilleabháin, Seán")
    assert (item.amount, item.currency, item.payment_date) == (Money(4_210), "USD", DAY)
    assert (item.status, item.error_text, item.match_type) == (PaymentStatus.FROZEN, "", None)
    assert item.created_by == day.office.cashier.name
    assert item.document_number == event.document_number


def test_a_tender_in_the_list_says_what_it_is(day: Day) -> None:
    change, cash = day.find("tenders", {"event_id": day.cash}).rows
    assert (cash.description, cash.amount, cash.flagged) == ("Cash", Money(10_000), False)
    assert (change.amount, change.flagged) == (Money(-7_500), True)
    (check,) = day.find("tenders", {"event_id": day.check}).rows
    assert (check.check_number, check.tender_type) == ("2207", "CHEC")
    assert (check.payor_account_id, check.payor_name) == (
        day.suilleabhain,
        "Ó Súilleabháin, Seán",
    )
    assert check.tender_control_id == day.office.control
    assert check.status is TenderStatus.VALID


def walk(day: Day, list_name: str, filters: Mapping[str, Any], **asked: Any) -> list[Any]:
    """Every row, two at a time."""
    rows: list[Any] = []
    after: tuple[Any, ...] | None = None
    for _ in range(50):
        page = day.find(list_name, filters, limit=2, after=after, **asked)
        assert len(page.rows) <= 2
        rows += page.rows
        after = page.next
        if after is None:
            return rows
    raise AssertionError("the list does not end")


SORTS = {
    "payments": ("", "payment_date", "amount", "account_id", "account_name"),
    "tenders": (*("", "payment_date", "amount", "payor_name", "check_number", "payor_account_id"),),
    "events": ("", "payment_date", "event_id"),
}
# "Ó Súilleabháin" sorts before "Okafor", because it is folded to "o suill...".
NAMES = ["Ó Súilleabháin, Seán", "Okafor, Ngozi", "Young, Zoe"]


def test_pages_together_are_the_whole_list_in_order(day: Day) -> None:
    filters = {"date_from": DAY}
    for list_name, sort, down in [
        (name, sort, down) for name, sorts in SORTS.items() for sort in sorts for down in (0, 1)
    ]:
        asked = {"sort": sort, "descending": bool(down)}
        whole = list(day.find(list_name, filters, **asked).rows)
        assert len(whole) == {"payments": 5, "tenders": 6, "events": 4}[list_name]
        assert walk(day, list_name, filters, **asked) == whole, (list_name, asked)
        if sort:
            keys = [getattr(row, sort) for row in whole]
            if sort.endswith("_name"):
                keys = [NAMES.index(key) for key in keys]
            assert keys == sorted(keys, reverse=bool(down)), (list_name, asked)


def test_newest_come_first_and_a_page_is_never_empty_or_endless(day: Day) -> None:
    newest = [row.event_id for row in day.find("events", {}).rows]
    assert newest == [day.two, day.both, day.check, day.cash]
    assert len(day.find("events", {}, limit=0).rows) == 1
    assert day.find("events", {}, limit=4).next is None
    assert day.find("events", {}, limit=3).next is not None
    assert day.find("payments", {"event_id": 1}) == Page((), None)


def test_sr4_totals_count_and_sum_by_currency(day: Day) -> None:
    browse, boss = day.office.services.browse, day.office.supervisor
    paid = browse.payment_totals(PageRequest(filters={"payee_id": day.zoe}), boss)
    assert (paid.count, paid.sums) == (2, {"USD": Money(5_000)})
    handed = browse.tender_totals(PageRequest(filters={"event_id": day.cash}), boss)
    assert (handed.count, handed.sums) == (2, {"USD": Money(2_500)})
    nothing = browse.payment_totals(PageRequest(filters={"event_id": 1}), boss)
    assert (nothing.count, nothing.sums) == (0, {})


def test_d16_a_blind_cashier_gets_no_sum_that_could_be_the_drawers(day: Day) -> None:
    browse, cashier = day.office.services.browse, day.office.cashier
    drawer = PageRequest(filters={"tender_control_id": day.office.control})
    assert browse.tender_totals(drawer, cashier).sums is None
    assert browse.tender_totals(drawer, cashier).count == 6
    assert browse.tender_totals(drawer, day.office.supervisor).sums == {"USD": Money(12_710)}
    today = PageRequest(filters={"date_from": DAY})
    assert browse.payment_totals(today, cashier).sums is None
    customer = PageRequest(filters={"payee_id": day.zoe, "date_from": DAY})
    assert browse.payment_totals(customer, cashier).sums == {"USD": Money(5_000)}


def test_sr1_events_by_id_payor_and_date_and_tender(day: Day) -> None:
    def found(**filters: Any) -> list[int]:
        return [row.event_id for row in day.find("events", filters).rows]

    assert found(event_id=day.check) == [day.check]
    assert found(payor_id=day.okafor, date_from=DAY, date_to=DAY) == [day.both, day.cash]
    assert found(payor_name="young") == [day.two]
    assert found(payee_name="young") == [day.two, day.both]
    assert found(check_number="17") == [day.both]
    assert found(tender_from=Money(4_000), tender_to=Money(4_500)) == [day.check]
    assert found(payment_from=Money(4_000), tender_type="CASH") == []


def test_an_event_in_the_list_says_what_it_is(day: Day) -> None:
    two, both, _check, cash = day.find("events", {}).rows
    assert (both.account_id, both.payor_name) == (day.okafor, "Okafor, Ngozi")
    assert both.tender == "Cash + Check 17"
    assert (both.amount, both.currency, both.state) == (Money(3_000), "USD", EventState.FROZEN)
    assert both.created_by == day.office.cashier.name
    assert (cash.tender, cash.amount) == ("Cash", Money(2_500))
    event = day.office.services.payment_events.show(day.two, day.office.supervisor)
    assert two.receipt_number == event.receipt_number
    assert two.document_number == event.document_number


def test_an_unfrozen_event_says_so(day: Day) -> None:
    office = day.office
    command = AddEvent(
        new_request_id(),
        day.okafor,
        (TenderDraft("CASH", Money(700)),),
        (PaymentDraft(day.okafor, Money(700)),),
        action=DistributeAction.NONE,
        confirmed=frozenset({"M-40"}),
    )
    office.services.payment_events.add(command, office.cashier)
    newest = day.find("events", {}, limit=1).rows[0]
    assert (newest.state, newest.receipt_number) == (EventState.UNFROZEN, None)


def test_sr3_history_of_an_account_newest_first(day: Day) -> None:
    history, cashier = day.office.services.history, day.office.cashier
    page = history.payment_history(day.okafor, PageRequest(limit=1), cashier)
    (newest,) = page.rows
    assert (newest.event_id, newest.amount, newest.tender) == (
        day.both,
        Money(1_000),
        "Cash + Check 17",
    )
    rest = history.payment_history(day.okafor, PageRequest(after=page.next), cashier)
    assert [(row.event_id, row.tender, row.status) for row in rest.rows] == [
        (day.cash, "Cash", "FROZEN")
    ]
    card = day.office.services.accounts.card(day.okafor, cashier)
    assert card.recent == page.rows + rest.rows


def test_bills_of_an_account_newest_first(day: Day) -> None:
    people = People(day.office.db)
    old = people.bill(day.zoe, "B-9", DAY - timedelta(days=30))
    new = people.bill(day.zoe, "B-1")
    people.bill(day.okafor, "B-2")
    browse, cashier = day.office.services.browse, day.office.cashier
    page = browse.account_bills(day.zoe, PageRequest(limit=1), cashier)
    assert [row.bill_id for row in page.rows] == [new]
    following = browse.account_bills(day.zoe, PageRequest(limit=1, after=page.next), cashier)
    assert [(row.bill_id, row.number, row.amount) for row in following.rows] == [
        (old, "B-9", Money(4_210))
    ]
    assert following.next is None
    by_number = browse.account_bills(day.zoe, PageRequest(sort="number"), cashier)
    assert [row.number for row in by_number.rows] == ["B-1", "B-9"]


def test_nobody_looks_without_the_right(day: Day) -> None:
    stranger = Actor(day.office.cashier.user_id, "x", "X", frozenset(), "MAIN")
    browse, asked = day.office.services.browse, PageRequest(filters={"event_id": day.cash})
    calls: list[Callable[[], object]] = [
        lambda: browse.payments(asked, stranger),
        lambda: browse.tenders(asked, stranger),
        lambda: browse.payment_totals(asked, stranger),
        lambda: browse.tender_totals(asked, stranger),
        lambda: browse.events(asked, stranger),
        lambda: browse.account_bills(day.okafor, asked, stranger),
        lambda: day.office.services.search.find("okafor", stranger),
    ]
    for call in calls:
        with pytest.raises(Refused) as caught:
            call()
        assert caught.value.code == "M-51"


def test_the_search_line_finds_an_account_and_an_item(day: Day) -> None:
    office = day.office
    office.item(day.zoe, "PV-20441", 6_500)
    (hit,) = office.services.search.find("suilleabhain", office.cashier)
    assert hit.account_id == day.suilleabhain
    (item,) = office.services.search.find("pv-20441", office.cashier)
    assert (item.account_id, item.kind) == (day.zoe, "item")
    assert item.item_id is not None
    assert len(office.services.search.find("o", office.cashier, limit=1)) == 1
