"""D-38: the proof strip is green on a good day, and every seeded loss is the amount that is missing."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from posapp.domain.codes import DistributeAction
from posapp.domain.ids import new_request_id
from posapp.domain.money import Money
from posapp.domain.proof import ProofStrip
from posapp.domain.tender_cancels import CancelTender
from posapp.storage.db import Database
from posapp.storage.triggers import drop_statements
from tests.helpers.clock import FixedClock
from tests.helpers.drawer_day import (
    approve,
    balance_drawer,
    bank,
    code_of,
    owing,
    settle,
    take,
    turn_in,
)
from tests.helpers.events import add
from tests.helpers.office import DAY, Office, open_office

NONE = DistributeAction.NONE


def strip(office: Office, currency: str = "USD") -> ProofStrip:
    found = office.services.proof.of_day(DAY, office.supervisor)
    return next(one for one in found if one.currency == currency)


def good_day(office: Office) -> None:
    """Cash, a check, a card; a turn-in; all deposited but the float, counted and balanced."""
    account = owing(office)
    take(office, account, "CASH", 500_00)
    check = take(office, account, "CHEC", 80_00, check="1047").tenders[0].id
    take(office, account, "CARD", 20_00)
    approve(office, turn_in(office, "CASH", 400_00))
    bank(office, 580_00, tenders=(check,))
    settle(office, "CARD", 20_00)
    balance_drawer(office, office.control)
    office.services.deposit_controls.balance(
        office.deposit, new_request_id(), office.supervisor, ending=Money(150_00)
    )


def test_d38_all_figures_agree_and_have_their_rows(office: Office) -> None:
    good_day(office)
    found = strip(office)
    assert found.is_green
    for figure in (found.receipts, found.drawers, found.deposits, found.ledger):
        assert figure.amount == Money(600_00)
        assert sum(row.amount.minor for row in figure.rows) == 600_00
    assert code_of(lambda: office.services.proof.of_day(DAY, office.cashier)) == "M-51"


def test_d38_it_is_green_while_the_day_goes_on(office: Office) -> None:
    account = owing(office)
    take(office, account, "CASH", 500_00)
    turn_in(office, "CASH", 400_00)
    bank(office, 100_00)
    assert strip(office).is_green


def test_d38_a_returned_item_of_an_earlier_day_is_a_line_of_its_own(office: Office) -> None:
    account = owing(office)
    check = take(office, account, "CHEC", 80_00, check="1047").tenders[0].id
    balance_drawer(office, office.control)
    office.clock.advance(days=3)
    order = CancelTender(check, "NSF")
    office.services.canceling.cancel_tender(order, new_request_id(), office.supervisor)
    before = strip(office)
    assert before.is_green
    assert before.returned.amount == Money(0)
    later = DAY + timedelta(days=3)
    (found,) = office.services.proof.of_day(later, office.supervisor)
    assert found.is_green
    assert (found.receipts.amount, found.ledger.amount) == (Money(0), Money(-80_00))
    assert (found.returned.amount, len(found.returned.rows)) == (Money(80_00), 1)


LOSSES: dict[str, tuple[str, str, int]] = {
    "a tender is gone": (
        "missing_in_drawers", "DELETE FROM tender WHERE tender_type = 'CASH'", -500_00,
    ),
    "a tender was made smaller": (
        "missing_in_drawers",
        ("UPDATE tender SET amount = amount - 300, control_amount = control_amount - 300"
        " WHERE tender_type = 'CASH'"),
        -3_00,
    ),
    "a turn-in is gone": (
        "missing_in_drawers",
        "DELETE FROM turn_in",
        400_00,
    ),
    "a drawer was short": (
        "missing_in_drawers",
        ("UPDATE close_line SET ending = ending - 700, expected = expected - 700,"
        " received = received - 700 WHERE tender_type = 'CASH'"),
        7_00,
    ),
    "a deposit never came": (
        "missing_in_deposits", "UPDATE tender_deposit SET amount = amount - 900 WHERE kind = 'BANK'",
        9_00,
    ),
    "what was left is gone": (
        "missing_in_deposits", "UPDATE deposit_control SET ending_balance = 14000", 10_00,
    ),
    "a posting is smaller": (
        "missing_in_ledger",
        "UPDATE gl_line SET amount = amount - 1100 WHERE amount > 40000",
        11_00,
    ),
    "a card payment was never posted": (
        "missing_in_ledger",
        ("UPDATE gl_line SET distribution_code = '5910-ROUNDING' WHERE"
        " distribution_code = '1030-CARDS'"),
        20_00,
    ),
}  # fmt: skip


@pytest.mark.parametrize("loss", LOSSES)
def test_d38_every_seeded_loss_is_the_missing_amount(
    sqlite_db: Database, clock: FixedClock, loss: str
) -> None:
    office = open_office(sqlite_db, clock)
    good_day(office)
    figure, sql, cents = LOSSES[loss]
    with office.db.begin() as s:
        for statement in drop_statements("sqlite"):
            s.execute(text(statement))
        s.execute(text("PRAGMA defer_foreign_keys = ON"))
        if "DELETE FROM turn_in" in sql:
            s.execute(text("DELETE FROM turn_in_denomination"))
        s.execute(text(sql))
    found = strip(office)
    assert not found.is_green
    assert getattr(found, figure) == Money(cents)


def test_d38_money_that_waits_for_its_freeze_is_missing_in_the_ledger(office: Office) -> None:
    account = owing(office)
    event = add(office, account, [("CASH", 10_00)], [(account, 10_00)], action=NONE)
    found = strip(office)
    assert (found.missing, found.missing_in_ledger) == (Money(10_00), Money(10_00))
    assert [(row.id, row.amount) for row in found.events] == [(event.id, Money(10_00))]
    office.services.event_actions.distribute(event.id, new_request_id(), office.cashier)
    office.services.event_actions.freeze(event.id, new_request_id(), office.cashier)
    assert strip(office).is_green
