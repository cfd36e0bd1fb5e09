"""The financial history names adjustments by requisition code and comment (AJ-1, CK-10, 16.3)."""

from posapp.domain.credits import AddAdjustment
from posapp.domain.ids import new_request_id
from posapp.domain.listing import PageRequest
from posapp.domain.money import Money
from posapp.ui.models.inquiry_lists import entry_words
from tests.helpers.checkouts import add_credit, issue, person, process, refund, submit
from tests.helpers.office import Office


def words(office: Office, account: int) -> list[tuple[str, int]]:
    history = office.services.history.financial_history(
        account,  # type: ignore[arg-type]
        PageRequest(),
        office.cashier,
    )
    return [(entry_words(one), one.current_amount.minor) for one in history.rows]


def test_aj1_a_charge_shows_its_code_and_comment(office: Office) -> None:
    account = person(office)
    order = AddAdjustment(new_request_id(), account, "FEE", Money(1500), "Card was lost")
    charge = office.services.adjustments.add(order, office.cashier).value
    office.services.adjustments.process(charge, new_request_id(), office.supervisor)
    (entry,) = office.services.history.financial_history(
        account, PageRequest(), office.cashier
    ).rows
    assert (entry.requisition_code, entry.comment) == ("FEE", "Card was lost")
    described = office.services.setup().crediting.requisition_codes["FEE"].description
    assert words(office, account) == [(f"{described} \u00b7 Card was lost", 1500)]


def test_ck10_the_use_of_a_credit_and_its_return_are_told_apart(office: Office) -> None:
    account = person(office)
    permit = issue(office, account, "P-1", 18000)
    add_credit(office, account, permit, 4500, comment="Flex plan")
    checkout = submit(office, account, permit)
    process(office, checkout)
    assert ("Credit used \u00b7 P-1 \u00b7 Flex plan", -4500) in words(office, account)
    refund(office, checkout)
    assert ("Credit given back \u00b7 P-1 \u00b7 Flex plan", 4500) in words(office, account)


def test_ac2_6_the_account_knows_its_open_credits_and_their_age(office: Office) -> None:
    account = person(office)
    permit = issue(office, account, "P-1", 18000)
    add_credit(office, account, permit, 4500)
    office.clock.advance(days=12)
    add_credit(office, account, permit, 1000, method="CASH")
    card = office.services.accounts.card(account, office.cashier)
    assert (card.open_credit, [one.age for one in card.open_credits]) == (Money(5500), [12, 0])
    other = office.services.accounts.card(person(office), office.cashier)
    assert other.open_credits == ()
