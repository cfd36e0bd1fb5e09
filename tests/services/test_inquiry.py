"""Inquiry pages on both engines: persons, accounts, agreements, bills, transactions, numbers."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import insert, text

from posapp.domain.codes import DistributeAction, FtType, MatchEventStatus, PaymentStatus
from posapp.domain.history import AddRating
from posapp.domain.ids import (
    AccountId,
    AgreementId,
    BillId,
    FtId,
    PersonId,
    long_id,
    new_request_id,
    short_id,
)
from posapp.domain.listing import PageRequest
from posapp.domain.money import Money
from posapp.domain.record_hits import RecordKind
from posapp.domain.tender_cancels import CancelTender
from posapp.domain.tender_controls import OpenControl
from posapp.errors import Refused
from posapp.storage.base import table_of
from posapp.storage.ids import take_ids
from posapp.storage.tables.agreements import BillRow
from posapp.storage.tables.ledger import FinancialTransactionRow, GlLineRow
from tests.helpers import checkouts
from tests.helpers.bills import bill
from tests.helpers.events import add
from tests.helpers.office import DAY, Office

ALL = PageRequest()
DUE = date(2026, 12, 1)


@pytest.fixture
def account(office: Office) -> AccountId:
    """An open-item account with a look-up key."""
    return office.account(customer_class="OPEN", keys=(("meter", "77-01"),))


def person_of(office: Office, account: AccountId) -> PersonId:
    return office.services.inquiry.account(account, office.cashier).person.id


def named(office: Office, number: int) -> list[tuple[RecordKind, int, AccountId | None, str]]:
    hits = office.services.search.records(long_id(number), office.cashier)
    assert hits == office.services.search.records(f" {short_id(number)} ", office.cashier)
    return [(hit.kind, hit.leads_to, hit.account_id, hit.words) for hit in hits]


def test_0_1_an_account_says_all_that_stands_on_it(office: Office, account: AccountId) -> None:
    with office.db.begin() as s:
        s.execute(text("UPDATE account SET comments = 'Gate code 7'"))
        s.execute(text("UPDATE person SET phone = '555 0142', person_type = 'GUEST'"))
    found = office.services.inquiry.account(account, office.cashier)
    assert (found.account.id, found.account.name, found.account.customer_class) == (
        account,
        "Okafor, Ngozi",
        "OPEN",
    )
    assert (found.person.name, found.person.phone, found.person.person_type) == (
        "Okafor, Ngozi",
        "555 0142",
        "GUEST",
    )
    assert found.keys == (("meter", "77-01"),)
    assert (found.comments, found.setup_date, found.review_date) == ("Gate code 7", DAY, None)


def test_0_1_a_person_has_accounts_with_their_balances(office: Office, account: AccountId) -> None:
    office.agreement(account, "WATER", (DAY, 5000))
    office.agreement(account, "GARBAGE", (DAY, 1000))
    person = person_of(office, account)
    second = office.account("Else, Elsa")
    with office.db.begin() as s:
        s.execute(
            text("UPDATE account SET person_id = :p WHERE id = :a"), {"p": person, "a": second}
        )
    service = office.services.inquiry
    assert service.person(person, office.cashier).name == "Okafor, Ngozi"
    rows = service.accounts_of(person, ALL, office.cashier).rows
    assert [(row.account_id, row.current_balance, row.currency) for row in rows] == [
        (account, Money(6000), "USD"),
        (second, Money(0), "USD"),
    ]
    first = service.accounts_of(person, replace(ALL, limit=1), office.cashier)
    rest = service.accounts_of(person, replace(ALL, after=first.next), office.cashier)
    assert first.rows + rest.rows == rows


def test_ft4_agreements_of_an_account_carry_their_balances(
    office: Office, account: AccountId
) -> None:
    water = office.agreement(account, "WATER", (DAY, 5000))
    item = office.item(account, "4001", 700)
    idle = office.agreement(account, "GARBAGE")
    office.agreement(office.account("Else, Elsa"), "WATER", (DAY, 77))
    service = office.services.inquiry
    rows = service.agreements(account, ALL, office.cashier).rows
    assert [(row.agreement_id, row.item, row.current_balance.minor) for row in rows] == [
        (water, "", 5000),
        (item, "4001", 700),
        (idle, "", 0),
    ]
    kinds = service.agreements(account, PageRequest(sort="sa_type"), office.cashier).rows
    assert [row.sa_type for row in kinds] == ["GARBAGE", "VIOLATION", "WATER"]
    page = service.agreements(account, replace(ALL, limit=2), office.cashier)
    rest = service.agreements(account, replace(ALL, after=page.next), office.cashier)
    assert page.rows + rest.rows == rows


def test_14_1_an_agreement_shows_its_aged_debt_and_its_own_history(office: Office) -> None:
    account = office.account()
    old = DAY - timedelta(days=40)
    water = AgreementId(office.agreement(account, "WATER", (old, 5000), (DAY, 2000)))
    office.agreement(account, "GARBAGE", (DAY, 900))
    add(office, account, [("CASH", 1000)], [(account, 1000)])
    service = office.services.inquiry
    card = service.agreement(water, office.cashier)
    assert (card.account_id, card.account_name, card.currency) == (account, "Okafor, Ngozi", "USD")
    assert (card.current_balance, card.payoff_balance) == (Money(6000), Money(6000))
    assert (card.age, card.past_due, card.disputed) == (40, Money(4000), Money(0))
    assert [(cell.arrears_date, cell.amount.minor) for cell in card.cells] == [
        (old, 4000),
        (DAY, 2000),
    ]
    rows = service.agreement_history(water, ALL, office.cashier).rows
    assert [(row.ft_type, row.current_amount.minor, row.current_balance.minor) for row in rows] == [
        (FtType.PAY_SEGMENT, -1000, 6000),
        (FtType.ADJUSTMENT, 2000, 7000),
        (FtType.ADJUSTMENT, 5000, 5000),
    ]
    assert {row.agreement_id for row in rows} == {water}


def test_14_1_a_canceled_agreement_has_a_page_but_no_debt(office: Office) -> None:
    account = office.account()
    water = AgreementId(office.agreement(account, "WATER", (DAY, 5000)))
    with office.db.begin() as s:
        s.execute(text("UPDATE agreement SET status = 'CANCELED'"))
    card = office.services.inquiry.agreement(water, office.cashier)
    assert (card.current_balance, card.past_due, card.age, card.cells) == (
        Money(5000),
        Money(0),
        None,
        (),
    )


def test_oi5_a_bill_shows_its_charges_and_what_paid_it(office: Office, account: AccountId) -> None:
    water = office.agreement(account, "WATER")
    sewer = office.agreement(account, "SEWER")
    first = bill(office, account, "B-1", DUE, (water, 8000), (sewer, 2000))
    bill(office, account, "B-2", DUE, (water, 500))
    match = {"match_type": "BILL-ID", "match_value": "B-1"}
    paid = add(office, account, [("CHEC", 4000)], [(account, 4000)], **match)
    undone = add(office, account, [("CHEC", 1000)], [(account, 1000)], **match)
    office.services.canceling.cancel_payment(
        undone.payments[0].id, "WRAC", new_request_id(), office.supervisor
    )
    held = add(
        office, account, [("CASH", 500)], [(account, 500)],
        action=DistributeAction.DISTRIBUTE, **match,
    )  # fmt: skip
    card = office.services.inquiry.bill(first, office.cashier)
    assert (card.number, card.account_id, card.due_date, card.amount) == (
        "B-1",
        account,
        DUE,
        Money(10_000),
    )
    assert card.unpaid == Money(5500), "money that waits for its freeze counts (DS-10)"
    assert [(line.agreement_id, line.amount.minor) for line in card.charges] == [
        (water, 8000),
        (sewer, 2000),
    ]
    newest, canceled, *rest = card.payments
    assert (newest.event_id, newest.status) == (held.id, PaymentStatus.FREEZABLE)
    assert (canceled.event_id, canceled.status, canceled.cancel_reason) == (
        undone.id,
        PaymentStatus.CANCELED,
        "Wrong account",
    )
    assert {one.payment_id for one in rest} == {paid.payments[0].id}
    assert [match.status for match in card.matches] == [MatchEventStatus.OPEN]


def test_oi8_a_bill_of_a_balance_forward_account_has_no_balance_of_its_own(office: Office) -> None:
    account = office.account()
    water = office.agreement(account, "WATER")
    one = bill(office, account, "B-1", DUE, (water, 8000))
    add(office, account, [("CASH", 8000)], [(account, 8000)])
    card = office.services.inquiry.bill(one, office.cashier)
    assert (card.unpaid, card.payments, card.matches) == (None, (), ())


def test_16_1_a_transaction_says_what_it_hangs_on(office: Office, account: AccountId) -> None:
    water = office.agreement(account, "WATER")
    first = bill(office, account, "B-1", DUE, (water, 8000))
    match = {"match_type": "BILL-ID", "match_value": "B-1"}
    event = add(office, account, [("CHEC", 8000)], [(account, 8000)], **match)
    service = office.services
    (posted,) = service.history.transactions_of_payment(event.payments[0].id, office.cashier)
    (on,) = service.match_events.of_account(account, ALL, office.cashier).rows
    card = service.inquiry.transaction(posted.id, office.cashier)
    assert (card.ft_type, card.payment_id, card.event_id, card.bill_id) == (
        FtType.PAY_SEGMENT,
        event.payments[0].id,
        event.id,
        None,
    )
    assert (card.match_event_id, card.frozen_by, card.lines) == (on.id, "Cashier", posted.lines)
    charged = next(line for line in on.lines if line.ft_type is FtType.BILL)
    charge = service.inquiry.transaction(charged.ft_id, office.cashier)
    assert (charge.bill_id, charge.bill, charge.payment_id, charge.event_id) == (
        first,
        "B-1",
        None,
        None,
    )
    assert sum(line.amount.minor for line in charge.lines) == 0
    assert (charged.event_id, charged.accounting_date) == (None, DAY)
    office.services.canceling.cancel_tender(
        CancelTender(event.tenders[0].id, "NSF"), new_request_id(), office.supervisor
    )
    card = service.inquiry.transaction(posted.id, office.cashier)
    assert card.reversed_by is not None
    reversal = service.inquiry.transaction(card.reversed_by, office.cashier)
    assert (reversal.ft_type, reversal.reverses_id) == (FtType.PAY_CANCEL, posted.id)
    assert reversal.match_event_id == card.match_event_id != on.id, "the pair of OI-6"
    entries = service.history.financial_history(account, ALL, office.cashier).rows
    fee = next(entry for entry in entries if entry.adjustment)
    charged_for = service.inquiry.transaction(fee.id, office.cashier)
    assert (charged_for.adjustment, charged_for.event_id) == (fee.adjustment, event.id)


def test_16_1_a_transaction_of_an_item_names_it(office: Office, account: AccountId) -> None:
    office.item(account, "4001", 700)
    (entry,) = office.services.history.financial_history(account, ALL, office.cashier).rows
    card = office.services.inquiry.transaction(entry.id, office.cashier)
    assert (card.item, card.item_id is not None, card.bill_id) == ("4001", True, None)


def test_7_2_segments_show_posting_and_match_event(office: Office, account: AccountId) -> None:
    water = office.agreement(account, "WATER")
    bill(office, account, "B-1", DUE, (water, 8000))
    match = {"match_type": "BILL-ID", "match_value": "B-1"}
    held = add(
        office, account, [("CHEC", 3000)], [(account, 3000)],
        action=DistributeAction.DISTRIBUTE, **match,
    )  # fmt: skip
    payment, service = held.payments[0].id, office.services
    (before,) = service.payments.show(payment, office.cashier).segments
    assert (before.ft_id, before.match_event_id) == (None, None)
    service.event_actions.freeze(held.id, new_request_id(), office.cashier)
    shown = service.payments.show(payment, office.cashier)
    (segment,) = shown.segments
    (posted,) = shown.transactions
    (on,) = service.match_events.of_account(account, ALL, office.cashier).rows
    assert (segment.segment_id, segment.agreement_id, segment.bill) == (
        before.segment_id,
        water,
        "B-1",
    )
    assert (segment.ft_id, segment.match_event_id) == (posted.id, on.id)
    assert (segment.amount, segment.current_balance) == (Money(3000), Money(5000))
    assert shown.transactions == service.history.transactions_of_payment(payment, office.cashier)


def test_sr1_a_number_names_what_has_a_page(office: Office, account: AccountId) -> None:
    water = office.agreement(account, "WATER")
    first = bill(office, account, "B-1", DUE, (water, 8000))
    match = {"match_type": "BILL-ID", "match_value": "B-1"}
    event = add(office, account, [("CHEC", 3000)], [(account, 3000)], **match)
    (on,) = office.services.match_events.of_account(account, ALL, office.cashier).rows
    payment, tender = event.payments[0].id, event.tenders[0].id
    person = person_of(office, account)
    assert named(office, water) == [(RecordKind.AGREEMENT, water, account, "WATER")]
    assert named(office, first) == [(RecordKind.BILL, first, account, "B-1")]
    assert named(office, on.id) == [(RecordKind.MATCH_EVENT, on.id, account, "")]
    assert named(office, payment) == [(RecordKind.PAYMENT, payment, account, "")]
    assert named(office, tender) == [(RecordKind.TENDER, event.id, account, "CHEC")]
    assert named(office, person) == [(RecordKind.PERSON, person, None, "")]
    for line in on.lines:
        assert named(office, line.ft_id) == [(RecordKind.TRANSACTION, line.ft_id, account, "WATER")]
    assert named(office, event.id) == [], "events are found by themselves"
    assert named(office, 1_999_999_999) == []
    for typed in ("", "B-1", "118 Elm St", "77-01", short_id(water)[:-1]):
        assert office.services.search.records(typed, office.cashier) == ()


def test_5_1_a_drawer_and_a_deposit_control_are_found_by_their_numbers(office: Office) -> None:
    drawer, deposit = office.control, office.deposit
    assert named(office, drawer) == [(RecordKind.CONTROL, drawer, None, "CASH-A01")]
    assert named(office, deposit) == [(RecordKind.DEPOSIT_CONTROL, deposit, None, "MAIN")]
    order = OpenControl(new_request_id(), "CASH-A02", None, None, all_users=True)
    shared = office.services.tender_controls.open(order, office.supervisor).value
    search = office.services.search.records
    names = [search(short_id(one), office.cashier)[0].name for one in (drawer, deposit, shared)]
    assert names == [office.cashier.name, office.supervisor.name, ""]


def test_ck2_a_checkout_is_found_by_its_confirmation_number(sqlite_office: Office) -> None:
    office = sqlite_office
    payer = checkouts.person(office)
    made = checkouts.submit(office, payer, checkouts.issue(office, payer, "P-1", 5000))
    number = office.services.checkouts.show(made, office.cashier).number
    expected = [(RecordKind.CHECKOUT, made, payer, number)]
    assert named(office, made) == expected
    for typed in (number, f" {number.lower()} ", number.replace("-", " -")):
        (hit,) = office.services.search.records(typed, office.cashier)
        assert [(hit.kind, hit.leads_to, hit.account_id, hit.words)] == expected
    assert office.services.search.records(number[:-1], office.cashier) == ()


def test_cr07_the_card_knows_a_low_rating(office: Office) -> None:
    account = office.account()
    service = office.services.accounts
    before = service.card(account, office.cashier)
    assert (before.rating, before.risky) == (700, False)
    for effect, risky in ((-100, False), (-1, True)):
        command = AddRating(new_request_id(), account, DAY, DAY, effect, 0, "Pays late")
        office.services.history.add_rating(command, office.supervisor)
        assert service.card(account, office.cashier).risky is risky
    stands = office.services.history.credit_rating(account, office.cashier)
    assert service.card(account, office.cashier).rating == stands.rating == 599
    office.clock.advance(days=1)
    assert not service.card(account, office.cashier).risky, "the rows ended"


def test_what_is_not_there(office: Office) -> None:
    service, actor = office.services.inquiry, office.cashier
    with pytest.raises(Refused, match="M-01"):
        service.account(AccountId(7), actor)
    for ask in (
        lambda: service.person(PersonId(7), actor),
        lambda: service.agreement(AgreementId(7), actor),
        lambda: service.bill(BillId(7), actor),
        lambda: service.transaction(FtId(7), actor),
        lambda: service.accounts_of(PersonId(7), PageRequest(sort="colour"), actor),
        lambda: service.agreements(AccountId(7), PageRequest(sort="colour"), actor),
    ):
        with pytest.raises(Refused, match="M-55"):
            ask()


MANY = 3248


def test_growth_an_account_with_thousands_of_bills_is_read_page_by_page(office: Office) -> None:
    account = office.account(customer_class="OPEN")
    water = office.agreement(account, "WATER")
    first = bill(office, account, "B-0", DAY, (water, 100))
    with office.db.begin() as s:
        ids = [*take_ids(s, 2 * (MANY - 1))]
        bills, fts = ids[: MANY - 1], ids[MANY - 1 :]
        days = [DAY - timedelta(days=number) for number in range(1, MANY)]
        s.execute(
            insert(table_of(BillRow)),
            [
                {
                    "id": number, "account_id": account, "number": f"B-{at}", "bill_date": day,
                    "due_date": day, "amount": Money(100), "import_key": f"big/{at}",
                }
                for at, (number, day) in enumerate(zip(bills, days, strict=True), 1)
            ],
        )  # fmt: skip
        s.execute(
            insert(table_of(FinancialTransactionRow)),
            [
                {
                    "id": ft, "ft_type": FtType.BILL, "agreement_id": water, "parent_id": number,
                    "current_amount": Money(100), "payoff_amount": Money(100), "currency": "USD",
                    "accounting_date": day, "arrears_date": day, "frozen_at": office.clock(),
                }
                for ft, number, day in zip(fts, bills, days, strict=True)
            ],
        )  # fmt: skip
        s.execute(
            insert(table_of(GlLineRow)),
            [
                {"ft_id": ft, "seq": seq, "distribution_code": code, "amount": Money(cents)}
                for ft in fts
                for seq, code, cents in ((1, "1200-AR-WATER", 100), (2, "4000-WATER", -100))
            ],
        )
    card = office.services.accounts.card(account, office.cashier)
    assert (card.unpaid_bills, card.current_balance) == (MANY, Money(100 * MANY))
    assert len(card.bills) == 200, "the oldest; the rest is read when it is looked for"
    assert card.bills[0].bill_date == days[-1]
    browse, history = office.services.browse, office.services.history
    seen: list[BillId] = []
    request = ALL
    while True:
        page = browse.account_bills(account, request, office.cashier)
        assert len(page.rows) <= ALL.limit
        assert {row.unpaid for row in page.rows} == {Money(100)}
        seen += [row.bill_id for row in page.rows]
        if page.next is None:
            break
        request = replace(request, after=page.next)
    assert seen == [first, *bills], "newest first, none twice, none lost"
    entries = history.financial_history(account, ALL, office.cashier)
    assert len(entries.rows) == ALL.limit
    assert entries.rows[0].current_balance == Money(100 * MANY)
