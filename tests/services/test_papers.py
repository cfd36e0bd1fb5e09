"""Controls 17: papers of the drawer day over the services; PR-04, D-16, D-21, TI-12, TI-13, OU-10."""

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from posapp.domain.codes import ControlStatus
from posapp.domain.day_paper import DayPaper
from posapp.domain.day_papers import PaperOrder
from posapp.domain.ids import new_request_id
from posapp.domain.money import Money
from posapp.domain.over_unders import BookOverUnder
from posapp.domain.paper_style import PaperStyle
from posapp.domain.rights import Actor
from posapp.domain.setup_options import Denomination
from posapp.domain.tender_cancels import CancelTender
from posapp.domain.turn_in import TurnInId
from posapp.errors import DeviceFailure, Refused
from posapp.storage.db import Database
from tests.helpers import drawer_day as day
from tests.helpers import drawers
from tests.helpers.clock import FixedClock
from tests.helpers.databases import copy_of
from tests.helpers.office import Office, open_office
from tests.helpers.surroundings import FakePrinter

X, Z = DayPaper.X, DayPaper.Z


def said(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def printed(
    office: Office, order: PaperOrder, actor: Actor | None = None, request: str = ""
) -> tuple[int, str]:
    """Which copy came out, and what it says."""
    who = actor or office.supervisor
    paper = office.services.papers.print_paper(order, who, FakePrinter(), request_id=request)
    return paper.copy, said(paper.pdf)


def shown(office: Office, order: PaperOrder, actor: Actor | None = None) -> str:
    return said(office.services.papers.preview(order, actor or office.supervisor))


def refusal(office: Office, order: PaperOrder, actor: Actor | None = None) -> str:
    return day.code_of(lambda: office.services.papers.preview(order, actor or office.supervisor))


def short_day(office: Office) -> None:
    """Takings of 2,000.00 in cash and a check, one void, 3.00 short, booked, balanced."""
    account = day.owing(office)
    day.take(office, account, "CASH", 2000_00)
    day.take(office, account, "CHEC", 75_00, check="1043")
    void = day.take(office, account, "CASH", 12_34)
    order = CancelTender(void.tenders[0].id, "NSF")
    office.services.canceling.cancel_tender(order, new_request_id(), office.supervisor)
    cash = drawers.line_of(drawers.seen_by(office, office.supervisor), "CASH").expected
    assert cash is not None
    drawers.counted(office, CASH=cash.minor - 3_00, CHEC=75_00)
    booking = BookOverUnder(new_request_id(), office.control, "COUNT", "found no cause")
    office.services.over_unders.book(booking, office.supervisor)
    drawers.balance_drawer(office)


@pytest.fixture(scope="module")
def balanced(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Office]:
    """A drawer with a difference, balanced; for tests that only look or print other papers."""
    database = Database.open(str(copy_of(sqlite_template, tmp_path_factory.mktemp("day"))))
    office = open_office(database, FixedClock())
    short_day(office)
    yield office
    database.dispose()


def test_controls17_a_day_on_all_its_papers(office: Office) -> None:
    """Every paper of one day, with the SQL of both engines."""
    account = day.owing(office)
    day.take(office, account, "CASH", 500_00)
    day.take(office, account, "CHEC", 75_00, check="1043")
    note = Denomination("USD", Money(100_00), False)
    slip = day.turn_in(office, "CASH", 400_00, counted=((note, 4),))
    assert "$400.00" in printed(office, PaperOrder(DayPaper.TURN_IN, slip), office.cashier)[1]
    day.approve(office, slip)
    _, interim = printed(office, PaperOrder(X, office.control))
    assert "INTERIM" in interim
    assert "Cash 1 150.00 500.00 0.00 −400.00 0.00 0.00 250.00" in interim
    day.balance_drawer(office, office.control)
    _, z = printed(office, PaperOrder(Z, office.control))
    assert "1 to 2" in z
    assert "Cash 1 150.00 500.00 0.00 −400.00 0.00 0.00 250.00 250.00" in z
    (check,) = office.services.bank_deposits.undeposited(office.deposit, office.supervisor)
    row = day.bank(office, 575_00, bag_number="B 1", tenders=(check.tender_id,))
    _, deposit = printed(office, PaperOrder(DayPaper.DEPOSIT_SLIP, row))
    for part in ("S-1", "B 1", "No. 1043", "$500.00", "$75.00", "$575.00", "Prepared by"):
        assert part in deposit
    _, report = printed(office, PaperOrder(DayPaper.DEPOSIT_CONTROL, office.deposit))
    assert "Expected Ending Balance $150.00" in report
    assert "Total Tender Deposits 1 −$575.00" in report
    assert "INTERIM" in report
    _, sums = printed(office, PaperOrder(DayPaper.PAYMENT_BALANCE))
    assert "2026-11-13 – 2026-11-20" in sums
    assert "Cash 1 500.00 0 0.00" in sums
    assert "Total 2 575.00 0 0.00" in sums
    assert "USD 2 575.00 0 0.00" in sums
    _, log = printed(office, PaperOrder(DayPaper.OVER_UNDER))
    assert "No drawer was over or under" in log


def test_pr04_a_z_report_is_printed_once_and_then_a_duplicate(balanced: Office) -> None:
    order = PaperOrder(Z, balanced.control)
    first, again, third = (printed(balanced, order) for _ in range(3))
    assert (first[0], again[0], third[0]) == (0, 1, 2)
    assert "Duplicate" not in first[1]
    assert "Duplicate 1" in again[1]
    assert "Duplicate 2" in third[1]
    log = balanced.services.papers.log(order, balanced.supervisor)
    assert [(one.copy, one.printed_by) for one in log] == [(n, "Supervisor") for n in range(3)]


def test_controls17_ou12_a_z_report_has_voids_reasons_and_the_chain(balanced: Office) -> None:
    text = shown(balanced, PaperOrder(Z, balanced.control))
    assert "Z-1" in text
    assert "Version 1" in text
    assert "Canceled tenders" in text
    assert "12.34" in text
    assert "found no cause" in text
    assert "−3.00" in text
    assert "Audit seal" in text
    for name in ("Cashier · Cashier", "Supervisor · Supervisor", "Printed by"):
        assert name in text


def test_ou10_the_log_names_drawer_reason_approver_and_totals(balanced: Office) -> None:
    text = shown(balanced, PaperOrder(DayPaper.OVER_UNDER))
    assert "Cashier · USD" in text
    assert "found no cause" in text
    assert "1 booking over 0.00, under −3.00 −3.00" in text
    other = PaperOrder(DayPaper.OVER_UNDER, cashier=balanced.supervisor.user_id)
    assert "No drawer was over or under" in shown(balanced, other)
    assert "found no cause" in shown(balanced, PaperOrder(DayPaper.OVER_UNDER), balanced.cashier)


def test_a_period_that_ends_before_it_begins_is_refused(balanced: Office) -> None:
    for kind in (DayPaper.OVER_UNDER, DayPaper.PAYMENT_BALANCE):
        order = PaperOrder(kind, first=date(2026, 11, 21), last=date(2026, 11, 20))
        assert refusal(balanced, order) == "M-50"


def test_x_reports_have_a_number_each_and_reset_nothing(sqlite_office: Office) -> None:
    order = PaperOrder(X, sqlite_office.control)
    first, second = (printed(sqlite_office, order)[1] for _ in range(2))
    assert f"{sqlite_office.control}-X1" in first
    assert f"{sqlite_office.control}-X2" in second
    assert "Duplicate" not in second
    assert drawers.seen_by(sqlite_office, sqlite_office.supervisor).control.version == 1


def test_d16_no_paper_tells_a_blind_cashier_what_is_expected(sqlite_office: Office) -> None:
    office = sqlite_office
    day.take(office, day.owing(office), "CASH", 777_31)
    x = PaperOrder(X, office.control)
    assert "777.31" in shown(office, x)
    assert "927.31" in shown(office, x)
    for layout in ("roll80", "a4"):
        text = said(office.services.papers.preview(x, office.cashier, layout=layout))
        assert "777.31" not in text
        assert "927.31" not in text
    assert "777.31" not in printed(office, x, office.cashier)[1]
    for kind, number in (
        (DayPaper.PAYMENT_BALANCE, 0),
        (DayPaper.DEPOSIT_CONTROL, office.deposit),
        (DayPaper.DEPOSIT_SLIP, office.deposit),
    ):
        assert refusal(office, PaperOrder(kind, number), office.cashier) == "M-51"
    assert refusal(office, PaperOrder(Z, office.control), office.cashier) == "M-225"
    drawers.set_installation(office, blind_count=False)
    assert "777.31" in shown(office, x, office.cashier)
    assert "777.31" in shown(office, PaperOrder(DayPaper.PAYMENT_BALANCE), office.cashier)


def test_d16_tc25_a_reopened_drawer_hides_its_old_z_report_and_gets_a_new_version(
    sqlite_office: Office,
) -> None:
    office = sqlite_office
    z = PaperOrder(Z, office.control)
    day.balance_drawer(office, office.control)
    assert "Version 1" in shown(office, z, office.cashier)
    drawers.reopen(office, ControlStatus.OPEN, reason="a check was forgotten")
    assert refusal(office, z, office.cashier) == "M-225"
    assert "REOPENED" in shown(office, z)
    assert "a check was forgotten" in shown(office, z)
    day.take(office, day.owing(office), "CASH", 20_00)
    day.balance_drawer(office, office.control)
    assert printed(office, z)[0] == 0
    second = shown(office, z)
    assert "Version 2" in second
    assert "Z-2" in second
    assert "REOPENED" not in second
    # The second one says who reopened the first, and why (TC-25).
    assert "by Supervisor: a check was forgotten" in " ".join(second.split())
    first = shown(office, PaperOrder(Z, office.control, version=1))
    assert "Reopened before" not in first
    assert "Version 1" in first
    assert "170.00" not in first
    assert refusal(office, PaperOrder(Z, office.control, version=3)) == "M-261"


def test_ti12_a_changed_turn_in_is_a_new_paper_and_so_is_an_approved_one(
    sqlite_office: Office,
) -> None:
    office = sqlite_office
    day.take(office, day.owing(office), "CASH", 100_00)
    slip = day.turn_in(office, "CASH", 50_00)
    order = PaperOrder(DayPaper.TURN_IN, slip)
    assert [printed(office, order, office.cashier)[0] for _ in range(2)] == [0, 1]
    content = office.services.turn_ins.show(slip, office.cashier).content
    office.services.turn_ins.change(slip, content, new_request_id(), office.cashier)
    copy, text = printed(office, order, office.cashier)
    assert copy == 0
    assert "Awaiting Approval · Version 2" in text
    day.approve(office, slip)
    copy, text = printed(office, order, office.cashier)
    assert copy == 0
    assert "Approved · Version 2" in text
    assert "Received by · Supervisor" in text


def test_d21_the_same_request_is_the_same_copy(balanced: Office) -> None:
    order, request = PaperOrder(X, balanced.control), new_request_id()
    first = printed(balanced, order, request=request)
    assert printed(balanced, order, request=request) == first
    assert balanced.services.papers.was_asked(request, balanced.supervisor)
    other = PaperOrder(Z, balanced.control)
    with pytest.raises(Refused) as caught:
        printed(balanced, other, request=request)
    assert caught.value.code == "M-54"


def test_r9_a_printer_that_fails_leaves_a_line_in_the_log(balanced: Office) -> None:
    papers, order = balanced.services.papers, PaperOrder(DayPaper.DEPOSIT_CONTROL, balanced.deposit)
    with pytest.raises(DeviceFailure):
        papers.print_paper(order, balanced.supervisor, FakePrinter(broken=True))
    (one,) = papers.log(order, balanced.supervisor)
    assert one.outcome == "FAILED: out of paper"
    # Paper may have come out.
    assert printed(balanced, order)[0] == 1


def test_papers_that_are_not_there(sqlite_office: Office) -> None:
    office = sqlite_office
    assert refusal(office, PaperOrder(Z, office.control)) == "M-260"
    for kind in (X, Z, DayPaper.TURN_IN, DayPaper.DEPOSIT_SLIP, DayPaper.DEPOSIT_CONTROL):
        assert refusal(office, PaperOrder(kind, TurnInId(4711))) == "M-55"
    auditor = office.actors["auditor"]
    assert "INTERIM" in shown(office, PaperOrder(X, office.control), auditor)
    with pytest.raises(Refused) as caught:
        printed(office, PaperOrder(X, office.control), auditor)
    assert caught.value.code == "M-51"


def test_pr05_papers_are_written_as_the_workstation_says(office: Office) -> None:
    """Numbers and dates of *Settings > Paper*: the receipt and every paper of the day."""
    event = day.take(office, day.owing(office), "CASH", 1234_50)
    order = PaperOrder(DayPaper.X, office.control)
    plain = shown(office, order)
    assert ("1,234.50" in plain, "2026-11-20" in plain) == (True, True)
    office.services.paper_style = PaperStyle("de_DE", "de_DE")
    german = shown(office, order)
    assert ("1.234,50" in german, "20.11.2026" in german) == (True, True)
    receipt = said(office.services.printing.preview(event.id, office.cashier))
    assert ("1.234,50" in receipt, "20.11.2026" in receipt) == (True, True)
