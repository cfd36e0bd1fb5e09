"""Payable items on both engines: issued by hand, paid, taken back, listed (IT-1 to IT-6)."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from posapp.domain.codes import ChargeKind, FtType, ItemState
from posapp.domain.ids import AccountId, ItemId, new_request_id
from posapp.domain.imports import ImportCharge
from posapp.domain.issuing import IssueItem, ReleaseItem
from posapp.domain.items import ItemFilter, ItemSum, ItemView
from posapp.domain.listing import PageRequest
from posapp.domain.money import Money
from posapp.domain.persons import SetPlates
from posapp.domain.plates import Plate
from posapp.errors import Conflict, NeedsConfirmation, Refused
from posapp.storage.base import table_of
from posapp.storage.tables.items import ItemLineRow, PayableItemRow
from tests.helpers import checkouts
from tests.helpers.events import add, balance, is_clean, ledger
from tests.helpers.items import issue, shown
from tests.helpers.office import DAY, Office


def pay(office: Office, account: AccountId, item: ItemView, cents: int) -> Any:
    return add(
        office, account, [("CASH", cents)], [(account, cents)],
        match_type="ITEM-ID", match_value=item.number,
    )  # fmt: skip


def refused(
    office: Office, account: AccountId, code: str, kind: str = "PERMIT", **more: Any
) -> None:
    command = IssueItem(new_request_id(), account, kind, **more)
    with pytest.raises(Refused) as found:
        office.services.items.issue(command, office.cashier)
    assert found.value.code == code


def release(office: Office, item_id: ItemId, **more: Any) -> ItemView:
    command = ReleaseItem(new_request_id(), item_id, **({"comment": "Wrong zone"} | more))
    return shown(office, office.services.items.release(command, office.supervisor).value)


def test_it1_an_item_has_an_agreement_of_its_own_that_it_charges(office: Office) -> None:
    account = office.account()
    item = issue(office, account)
    assert (item.number, item.sa_type, item.state) == ("P-000001", "PERMIT", ItemState.PAYABLE)
    assert (item.due, item.description, item.issue_date) == (Money(18000), "Permit", DAY)
    assert (item.issued_by, item.issued_at) == ("Cashier", office.clock())
    assert [(line.kind, line.amount) for line in item.lines] == [(ChargeKind.FEE, Money(18000))]
    (entry,) = item.entries
    assert (entry.ft_type, entry.current_amount) == (FtType.ADJUSTMENT, Money(18000))
    kind = office.services.setup().sa_types["PERMIT"]
    assert ledger(office, kind.distribution_code) == 18000
    assert ledger(office, kind.revenue_code) == -18000
    assert balance(office, account) == 18000
    assert issue(office, account).number == "P-000002"
    assert issue(office, account, "LOCKER").agreement_id != item.agreement_id
    assert is_clean(office)


def test_it1_each_charge_line_has_one_transaction(office: Office) -> None:
    account = office.account()
    lines = tuple(
        ImportCharge(kind, Money(cents))
        for kind, cents in (
            (ChargeKind.FINE, 11500),
            (ChargeKind.PENALTY, 1000),
            (ChargeKind.INTEREST, 10),
            (ChargeKind.TAX, 700),
        )
    )
    item = issue(
        office, account, "VIOLATION", charges=lines, number="8713353457",
        attributes=(("plate", "GZH7067"), ("state", "NY"), ("empty", "")),
    )  # fmt: skip
    assert item.due == Money(13210)
    assert sorted(one.current_amount.minor for one in item.entries) == [10, 700, 1000, 11500]
    assert (item.charged, item.sum_of(ChargeKind.PENALTY)) == (Money(13210), Money(1000))
    assert item.attributes == {"plate": "GZH7067", "state": "NY"}
    assert is_clean(office)


def test_it1_a_violation_costs_what_it_costs_there(office: Office) -> None:
    account = office.account()
    for location, cents in (("CENTER", 6500), ("OTHER", 3500)):
        item = issue(office, account, "VIOLATION", violation="METER", location=location)
        assert (item.due, item.description) == (Money(cents), "Meter expired")
        assert (item.violation, item.location) == ("METER", location)
        assert item.lines[0].kind is ChargeKind.FINE
    refused(office, account, "M-302", "VIOLATION")
    refused(office, account, "M-305", "VIOLATION", violation="METER")
    refused(office, account, "M-305", "VIOLATION", location="OTHER")
    refused(office, account, "M-55", "VIOLATION", violation="NONE", location="OTHER")
    refused(office, account, "M-55", "VIOLATION", violation="METER", location="NONE")
    refused(office, account, "M-301", "PERMIT", violation="METER", location="OTHER")


def test_it1_what_costs_nothing_is_paid_at_once(office: Office) -> None:
    edits, who = office.services.setup_edits, office.actors["setup"]
    fine = {"violation_code": "METER", "location_class": "OTHER", "amount": Money(3500)}
    edits.save("violation_fine", fine | {"amount": Money(0)}, new_request_id(), who, was=fine)
    account = office.account()
    item = issue(office, account, "VIOLATION", violation="METER", location="OTHER")
    assert (item.state, item.due, list(item.lines)) == (ItemState.PAID, Money(0), [])
    assert is_clean(office)


def test_issue_refuses_what_does_not_fit(office: Office) -> None:
    account = office.account()
    line = (ImportCharge(ChargeKind.FEE, Money(0)),)
    refused(office, account, "M-02", charges=line)
    refused(office, account, "M-303", charges=(ImportCharge(ChargeKind.REDUCTION, Money(5)),))
    refused(office, account, "M-300", "WATER")
    refused(office, account, "M-304", issue_date=DAY + timedelta(days=1))
    refused(office, account, "M-51", issue_date=DAY - timedelta(days=1))
    refused(office, AccountId(77), "M-01")
    refused(office, account, "M-50", charges=line * 21)
    refused(office, account, "M-50", number="9" * 31)
    refused(office, account, "M-58", description="4111 1111 1111 1111")
    refused(office, account, "M-50", attributes=tuple((f"n{i}", "x") for i in range(21)))
    issue(office, account, number="P-7")
    refused(office, account, "M-57", number="P-7")
    kinds = office.services.setup_edits
    row = next(r for r in kinds.rows("item_kind", office.cashier).rows if r["code"] == "LOCKER")
    off = dict(row) | {"active": False}
    kinds.save("item_kind", off, new_request_id(), office.actors["setup"], was=row)
    refused(office, account, "M-300", "LOCKER")
    assert "LOCKER" not in {kind.code for kind in office.services.items.kinds(office.cashier)}


def test_d44_who_may_issue_and_take_back(office: Office) -> None:
    account = office.account()
    command = IssueItem(new_request_id(), account, "PERMIT")
    for role in ("setup", "auditor"):
        with pytest.raises(Refused) as found:
            office.services.items.issue(command, office.actors[role])
        assert found.value.code == "M-51"
    item = issue(office, account)
    give = ReleaseItem(new_request_id(), item.id, "Wrong zone")
    with pytest.raises(Refused) as found:
        office.services.items.release(give, office.cashier)
    assert found.value.code == "M-51"
    earlier = IssueItem(new_request_id(), account, "PERMIT", issue_date=DAY - timedelta(days=40))
    old = office.services.items.issue(earlier, office.supervisor).value
    assert shown(office, old).entries[0].effective_date == DAY - timedelta(days=40)


def test_d21_an_item_is_issued_once_for_each_request(office: Office) -> None:
    account = office.account()
    command = IssueItem(new_request_id(), account, "PERMIT")
    first = office.services.items.issue(command, office.cashier)
    again = office.services.items.issue(command, office.cashier)
    assert (again.value, again.replayed) == (first.value, True)
    assert balance(office, account) == 18000
    other = IssueItem(command.request_id, account, "LOCKER")
    with pytest.raises(Refused) as found:
        office.services.items.issue(other, office.cashier)
    assert found.value.code == "M-54"
    assert is_clean(office)


def test_it1_a_number_that_somebody_has_is_left_out_of_the_series(office: Office) -> None:
    account = office.account()
    issue(office, account, number="P-000001")
    assert issue(office, account).number == "P-000002"


def test_it3_it4_an_item_is_paid_no_more_than_is_due_and_payable_again(office: Office) -> None:
    account = office.account()
    item = issue(office, account)
    event = pay(office, account, item, 8000)
    now = shown(office, item.id)
    assert (now.state, now.due) == (ItemState.PAYABLE, Money(10000))
    assert [(one.amount, one.tender, one.status) for one in now.payments] == [
        (Money(8000), "Cash", "FROZEN")
    ]
    pay(office, account, item, 10000)
    now = shown(office, item.id)
    assert (now.state, now.due, now.version) == (ItemState.PAID, Money(0), 2)
    office.services.canceling.cancel_payment(
        event.payments[0].id, "DATA", new_request_id(), office.cashier
    )
    now = shown(office, item.id)
    assert (now.state, now.due, now.version) == (ItemState.PAYABLE, Money(8000), 3)
    assert [one.status for one in now.payments] == ["FROZEN", "CANCELED"]
    assert is_clean(office)


def test_it6_only_what_was_never_submitted_is_taken_back(office: Office) -> None:
    account = office.account()
    item, paid, card = (
        issue(office, account),
        issue(office, account),
        issue(office, account, "ACCESS-CARD"),
    )
    given = release(office, item.id)
    assert (given.state, given.due) == (ItemState.RELEASED, Money(0))
    assert [(line.kind, line.amount) for line in given.lines] == [
        (ChargeKind.FEE, Money(18000)), (ChargeKind.REDUCTION, Money(18000)),
    ]  # fmt: skip
    assert [(one.action, one.user_name, one.comment) for one in given.log] == [
        ("item.issue", "Cashier", ""), ("item.release", "Supervisor", "Wrong zone"),
    ]  # fmt: skip
    pay(office, account, paid, 5000)
    for wanted, code in ((item, "M-306"), (paid, "M-308"), (card, "M-307")):
        with pytest.raises(Refused) as found:
            release(office, wanted.id)
        assert found.value.code == code
    with pytest.raises(Refused) as found:
        release(office, card.id, comment=" ")
    assert found.value.code == "M-50"
    with pytest.raises(Conflict):
        release(office, issue(office, account).id, seen=7)
    assert is_clean(office)


def test_ck5_the_number_of_a_released_item_is_free_again(office: Office) -> None:
    account, other = office.account(), office.account("Ahn, Mina")
    item = issue(office, account, number="P-1")
    release(office, item.id)
    again = issue(office, other, number="P-1")
    items = office.services.items
    assert items.resolve("p-1", office.cashier) == again.id
    assert office.services.accounts.resolve("P-1", office.cashier) == other
    pay(office, other, again, 18000)
    assert shown(office, again.id).state is ItemState.PAID
    assert shown(office, item.id).state is ItemState.RELEASED
    assert is_clean(office)


def test_it6_a_held_item_names_its_checkout_and_a_waiting_credit_is_asked_about(
    office: Office,
) -> None:
    """IT-4, IT-6, AC2-6: no raw code of a state; the credit of an item that goes is not forgotten."""
    account = checkouts.person(office)
    held, item = issue(office, account), issue(office, account)
    checkout = checkouts.submit(office, account, held.id)
    with pytest.raises(Refused) as found:
        release(office, held.id)
    number = office.services.checkouts.show(checkout, office.cashier).number
    fields = found.value.fields
    assert (found.value.code, fields["checkout"], fields["user"]) == ("M-321", number, "Cashier")
    credit = checkouts.add_credit(office, account, item.id, 4500)
    with pytest.raises(NeedsConfirmation) as asked:
        release(office, item.id)
    (concern,) = asked.value.concerns
    assert (concern.code, concern.fields["amount"]) == ("M-255", Money(4500))
    assert release(office, item.id, confirmed=frozenset({"M-255"})).state is ItemState.RELEASED
    assert checkouts.left(office, credit.id) == 4500
    with pytest.raises(Refused) as found:
        release(office, item.id)
    assert (found.value.code, found.value.fields["state"]) == ("M-306", "released")
    assert is_clean(office)


def test_a_release_is_done_once(office: Office) -> None:
    item = issue(office, office.account())
    command = ReleaseItem(new_request_id(), item.id, "Wrong zone", item.version)
    items = office.services.items
    assert not items.release(command, office.supervisor).replayed
    assert items.release(command, office.supervisor).replayed


def test_it4_lists_count_what_has_no_money_apart(office: Office) -> None:
    account = office.account()
    items = [issue(office, account, "LOCKER") for _ in range(2)]
    issue(office, office.account("Ahn, Mina"))
    release(office, items[0].id)
    wanted = ItemFilter(account, states=(ItemState.PAYABLE,))
    page = office.services.items.list(wanted, PageRequest(), office.cashier)
    assert [(one.number, one.due, one.account_name) for one in page.rows] == [
        ("L-000002", Money(2500), "Okafor, Ngozi")
    ]
    every = office.services.items.totals(ItemFilter(), office.cashier)
    assert (every.count, every.due, every.without_money) == (
        3,
        (ItemSum("USD", 2, Money(20500)),),
        0,
    )
    permits = ItemFilter(kind="PERMIT")
    assert office.services.items.totals(permits, office.cashier).count == 1
    for sort in ("number", "issue_date", "state", "kind"):
        request = PageRequest(sort=sort, limit=1)
        first = office.services.items.list(ItemFilter(), request, office.cashier)
        assert len(first.rows) == 1
        assert first.next is not None


def test_it1_issued_lines_and_items_never_change(office: Office) -> None:
    item = issue(office, office.account())
    items, lines = table_of(PayableItemRow), table_of(ItemLineRow)
    other = office.account("Ahn, Mina")
    for statement in (
        update(lines).values(amount=Money(1)),
        delete(lines),
        update(items).values(number="X"),
        update(items).values(account_id=other),
        update(items).values(sa_type="LOCKER"),
        update(items).values(issue_date=DAY - timedelta(days=1)),
        update(items).values(version=0),
        delete(items),
    ):
        with pytest.raises(DBAPIError), office.db.begin() as s:
            s.execute(statement)
    release(office, item.id)
    with pytest.raises(DBAPIError), office.db.begin() as s:
        s.execute(update(items).values(state=ItemState.PAYABLE))


def test_what_is_no_item_is_not_found(office: Office) -> None:
    for ask in (
        lambda: office.services.items.resolve("nothing", office.cashier),
        lambda: shown(office, ItemId(77)),
        lambda: release(office, ItemId(2**63)),
    ):
        with pytest.raises(Refused) as found:
            ask()
        assert found.value.code == "M-55"
    assert office.services.items.resolve(str(issue(office, office.account()).id), office.cashier)


def test_it5_items_of_all_accounts_by_number_person_and_plate(office: Office) -> None:
    kofi, ngozi = office.account(name="Mensah, Kofi"), office.account(name="Okafor, Ngozi")
    order = SetPlates(new_request_id(), kofi, (Plate("GZH7067", "NY"),))
    office.services.persons.set_plates(order, office.actors["setup"])
    one = issue(office, kofi, cents=5000, number="ZX-100%")
    two = issue(office, ngozi, cents=700, number="ZX-2")
    issue(office, ngozi, cents=900, number="Z-100")

    def found(**wanted: Any) -> set[ItemId]:
        page = office.services.items.list(ItemFilter(**wanted), PageRequest(), office.cashier)
        return {row.id for row in page.rows}

    assert found(number="zx-") == {one.id, two.id}
    assert found(number="ZX-100%") == {one.id}
    assert found(number="%") == set()
    assert found(person="mensah kofi") == {one.id}
    assert found(person="nobody at all") == set()
    for plate in ("GZH7067", "gzh-7067", "GZH7067 NY"):
        assert found(plate=plate) == {one.id}
    assert found(plate="GZH7067 NJ") == set()
    sums = office.services.items.totals(ItemFilter(number="ZX"), office.cashier)
    assert (sums.count, sums.due) == (2, (ItemSum("USD", 2, Money(5700)),))


def test_it5_the_plate_of_a_violation_finds_its_person(office: Office) -> None:
    """IT-5: by plate, by plate and state, with spaces; a plate that is none is refused."""
    account, services = office.account(), office.services
    facts = (("plate", "GZH-7067"), ("state", "NY"))
    item = issue(office, account, "VIOLATION", 11500, attributes=facts)
    issue(office, account, "VIOLATION", 500, attributes=facts)
    for typed in ("GZH7067", "gzh 7067", "GZH7067 NY", "NY GZH7067"):
        found = services.search.find(typed, office.cashier)
        assert account in {hit.account_id for hit in found}, typed
    listed = services.items.list(ItemFilter(plate="GZH7067"), PageRequest(), office.cashier)
    assert item.id in {one.id for one in listed.rows}
    assert not services.search.find("GZH7067 NJ", office.cashier)
    refused(office, account, "M-50", "PERMIT", attributes=(("plate", "?!"),))
    assert is_clean(office)
