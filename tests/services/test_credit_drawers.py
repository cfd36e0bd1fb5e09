"""What credits and checkouts do to drawers: the way back of money, and the hard limit (AC2-8, D-19)."""

import pytest
from sqlalchemy import text

from posapp.domain.credits import AddCredit
from posapp.domain.ids import new_request_id
from posapp.domain.money import Money
from tests.helpers.checkouts import (
    CONFIRMED,
    add_credit,
    clearing,
    count,
    issue,
    left,
    person,
    state,
    submission,
)
from tests.helpers.drawer_day import code_of
from tests.helpers.drawers import secret, set_option
from tests.helpers.events import drawer, is_clean, ledger
from tests.helpers.office import Office


@pytest.mark.parametrize(
    ("paid", "method", "code"),
    [
        ("PAYR", "CASH", "M-346"),
        ("PAYR", "NOPE", "M-346"),
        ("PAYR", "CA\nSH", "M-50"),
        ("PAYR", " payr ", ""),
        ("CHEC", "PAYR", "M-346"),
        ("CASH", "", ""),
    ],
)
def test_ac2_8_a_credit_goes_back_as_its_drawer_and_ledger_agree(
    sqlite_office: Office, paid: str, method: str, code: str
) -> None:
    """AC2-8, CK-6: never cash for what payroll deducts; a method that is none is refused."""
    office = sqlite_office
    account = person(office)
    permit = issue(office, account, "P-1", 18000)
    more = {"check_number": "7"} if paid == "CHEC" else {}
    credit = add_credit(office, account, permit, 4500, paid, **more)
    cash = drawer(office, "CASH")
    reverse = office.services.credits.reverse

    def act() -> None:
        reverse(credit.id, new_request_id(), office.supervisor, method=method)

    assert code_of(act) == code
    went = 4500 if paid == "CASH" else 0
    assert drawer(office, "CASH") == cash - (0 if code else went)
    assert clearing(office) == left(office, credit.id) == (4500 if code else 0)
    assert ledger(office, "1040-PAYROLL") == (4500 if code and paid == "PAYR" else 0)
    assert is_clean(office)


def test_d21_another_comment_or_method_is_another_reversal(sqlite_office: Office) -> None:
    """D-21, AC2-8: a word that moves from one field to the next makes another request."""
    office = sqlite_office
    account = person(office)
    credit = add_credit(office, account, issue(office, account, "P-1", 18000), 4500)
    reverse, request = office.services.credits.reverse, new_request_id()
    reverse(credit.id, request, office.supervisor, comment="Wrong", method="PAYR")
    assert reverse(credit.id, request, office.supervisor, comment="Wrong", method="PAYR").replayed
    moved = code_of(lambda: reverse(credit.id, request, office.supervisor, comment="Wrong PAYR"))
    assert moved == "M-54"


def test_d19_above_the_hard_limit_a_supervisor_approves_credits_and_checkouts(
    office: Office,
) -> None:
    """D-19, D-24, AC2-4, CK-3: the secret lends the right for this one."""
    set_option(office, turn_in_hard_limit_percent=100)
    with office.db.begin() as s:
        s.execute(text("UPDATE tender_source SET max_amount_balance = 20000"))
    account = person(office)
    permit = issue(office, account, "P-1", 18000)
    services = office.services
    selection = submission(account, [permit])
    approver = secret(office)
    assert code_of(lambda: services.checkouts.submit(selection, office.cashier)) == "M-238"
    saved = services.checkouts.submit(selection, office.cashier, secret=approver)
    assert services.checkouts.submit(selection, office.cashier, secret=approver).replayed
    assert state(office, permit)[0] == "IN_CHECKOUT"
    assert (
        services.checkouts.show(saved.value.checkout_id, office.cashier).submitted_by == "Cashier"
    )
    locker = issue(office, account, "P-2", 9000)
    order = AddCredit(
        new_request_id(), account, (locker,), "CASH", Money(9000), confirmed=CONFIRMED
    )
    assert code_of(lambda: services.credits.add(order, office.cashier)) == "M-238"
    wrong = secret(office, "auditor")
    refused = code_of(lambda: services.credits.add(order, office.cashier, secret=wrong))
    assert refused == "M-135"
    added = services.credits.add(order, office.cashier, secret=approver).value
    assert left(office, added.credit_id) == 9000
    assert count(office, "approval") == 2
    assert is_clean(office)


def test_ck2_nothing_handed_over_is_said_and_not_left_out(sqlite_office: Office) -> None:
    """CK-2: zero is an amount; below zero has its own sentence; nothing said is what is to pay."""
    office = sqlite_office
    account = person(office)
    permit = issue(office, account, "P-1", 18000)

    def code(cents: int | None) -> str:
        tendered = None if cents is None else Money(cents)
        order = submission(account, [permit], tendered=tendered)
        return code_of(lambda: office.services.checkouts.submit(order, office.cashier))

    assert [code(cents) for cents in (0, -1, None)] == ["M-324", "M-325", ""]
