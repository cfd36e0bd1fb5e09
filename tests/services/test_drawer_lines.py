"""What a drawer's lines count and add up, on SQLite and PostgreSQL (controls 5.4)."""

from posapp.domain.money import Money
from tests.helpers.events import add
from tests.helpers.office import DAY, Office


def test_bl_change_lowers_the_sum_and_is_no_tender_of_anybody(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 2500))
    add(office, account, [("CASH", 10000)], [(account, 2500)])
    view = office.services.tender_controls.show(office.control, office.supervisor)
    (cash,) = (line for line in view.lines if line.tender_type == "CASH")
    assert (cash.count, cash.received) == (1, Money(2500))
