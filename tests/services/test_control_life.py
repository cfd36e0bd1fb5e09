"""The life of a drawer and its counts: controls 5.3, 5.5, D-15, D-16, TC-20..TC-27."""

from posapp.domain.codes import ControlStatus
from posapp.domain.control_counts import CountControl
from posapp.domain.ids import new_request_id
from posapp.domain.money import Money
from tests.helpers.events import add, is_clean
from tests.helpers.office import Office


def test_tc20_thin_path(office: Office) -> None:
    life, counts = office.services.control_life, office.services.control_counts
    payor = office.account()
    office.agreement(payor, "WATER", (None, 5000))
    add(office, payor, [("CASH", 5000)], [(payor, 5000)])
    control = office.control
    life.start_balancing(control, new_request_id(), office.cashier)
    counts.count(
        CountControl(new_request_id(), control, endings=(("CASH", Money(20000)),)), office.cashier
    )
    done = counts.submit(control, new_request_id(), office.cashier).value
    assert not done.differs
    life.balance(control, new_request_id(), office.supervisor)
    view = office.services.tender_controls.show(control, office.supervisor)
    assert view.control.status is ControlStatus.BALANCED
    life.reopen(control, ControlStatus.OPEN, "forgotten", new_request_id(), office.supervisor)
    assert is_clean(office)


def test_case_1_and_2_of_20_3(office: Office) -> None:
    life, counts = office.services.control_life, office.services.control_counts
    payor = office.account()
    office.agreement(payor, "WATER", (None, 600000))
    add(office, payor, [("CASH", 500000)], [(payor, 500000)])
    add(office, payor, [("CHEC", 100000)], [(payor, 100000)])
    control = office.control
    life.start_balancing(control, new_request_id(), office.cashier)
    count = CountControl(
        new_request_id(),
        control,
        endings=(("CASH", Money(515050)), ("CHEC", Money(99900))),
    )
    counts.count(count, office.cashier)
    counts.submit(control, new_request_id(), office.cashier)
    from posapp.domain.over_unders import BookOverUnder

    done = office.services.over_unders.book(
        BookOverUnder(new_request_id(), control, "COUNT", "half a dollar too much"),
        office.supervisor,
    ).value
    assert done.net == Money(-50)
    life.balance(control, new_request_id(), office.supervisor)
    from posapp.storage.check import check_database

    assert check_database(office.db).findings == ()
