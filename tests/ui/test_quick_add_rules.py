"""Rules of Quick Add through the page: what is refused, which drawer, which day (QA-1, QA-6, D-02)."""

from datetime import date

import pytest
from PySide6.QtCore import Qt

from posapp.domain.ids import AccountId, new_request_id, short_id
from posapp.domain.quick_add import Outcome
from posapp.domain.tender_controls import OpenControl
from posapp.ui.pages.quick_add import QuickAddPage
from posapp.ui.window import MainWindow
from tests.helpers.events import balance, show
from tests.helpers.office import DAY, Office
from tests.helpers.surroundings import Keyboard, settle

F6, F9 = Qt.Key.Key_F6, Qt.Key.Key_F9
YES = Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Return


def customer(office: Office, name: str) -> AccountId:
    account = office.account(name)
    office.agreement(account, "WATER", (DAY, 50_000))
    return account


@pytest.fixture
def ngozi(office: Office) -> AccountId:
    return customer(office, "Okafor, Ngozi")


@pytest.fixture
def page(window: MainWindow, keys: Keyboard) -> QuickAddPage:
    keys.press(F6)
    shown = window.page
    assert isinstance(shown, QuickAddPage)
    return shown


def paste(page: QuickAddPage, *rows: tuple[object, ...]) -> None:
    page.intake.paste("\n".join("\t".join(str(cell) for cell in row) for row in rows))
    settle()


def outcomes(page: QuickAddPage) -> list[Outcome | None]:
    assert page.run.batch is not None
    return [one.outcome for one in page.run.batch.rows]


def test_qa1_an_automatic_payment_is_not_taken_in_rows(
    page: QuickAddPage, keys: Keyboard, office: Office, ngozi: AccountId
) -> None:
    kinds = {choice.value for choice in page.rows._tenders()}
    assert "DDCH" not in kinds
    assert "CASH" in kinds
    other = customer(office, "Right, Rita")
    paste(page, ("Account", short_id(other), "10.00", "DDCH"), ("Account", short_id(ngozi), "2"))
    says = page.grid.cell_error(0, page.grid.column_of("tender_type"))
    assert "single" in says.casefold()
    keys.press(F9)
    # QA-6 and its neighbours: what is wrong writes nothing, what is right is taken.
    assert outcomes(page) == [Outcome.INVALID, Outcome.DONE]
    assert balance(office, ngozi) == 49_800


def test_qa4_qa5_rows_of_one_payor_are_one_event_with_alike_tenders_merged(
    page: QuickAddPage, keys: Keyboard, office: Office, ngozi: AccountId
) -> None:
    other = customer(office, "Right, Rita")
    number = short_id(ngozi)
    paste(
        page,
        ("Account", number, "10.00", "Cash"),
        ("Account", short_id(other), "5.00", "Cash"),
        ("Account", number, "20.00", "Cash"),
        ("Account", number, "30.00", "Check", "118"),
    )
    keys.press(F9)
    assert outcomes(page) == [Outcome.DONE] * 4
    events = [line.event_id for line in page.grid.records]
    assert events[0] == events[2] == events[3] != events[1]
    assert page.run.batch is not None
    view = show(office, page.run.batch.rows[0].event_id)  # type: ignore[arg-type]
    assert sorted((one.tender_type, one.amount.minor) for one in view.tenders) == [
        ("CASH", 3000), ("CHEC", 3000),
    ]  # fmt: skip


def test_d02_the_drawer_is_shown_and_can_be_changed(
    window: MainWindow, keys: Keyboard, office: Office, ngozi: AccountId
) -> None:
    source = "CASH-A02"
    opening = OpenControl(new_request_id(), source, None, None, all_users=True)
    shared = office.services.tender_controls.open(opening, office.supervisor).value
    window.context.drawer.refresh()
    settle()
    keys.press(F6)
    page = window.page
    assert isinstance(page, QuickAddPage)
    assert page.head.tender_control.value() == office.control
    page.head.tender_control.select(shared)
    paste(page, ("Account", short_id(ngozi), "10.00"))
    keys.press(F9)
    assert page.run.batch is not None
    assert page.run.batch.control_id == shared
    assert outcomes(page) == [Outcome.DONE]


def test_pe3_a_day_that_cannot_be_is_said_at_its_field_before_anything_is_sent(
    page: QuickAddPage, keys: Keyboard, ngozi: AccountId
) -> None:
    page.head.payment_date.set_value(date(2019, 1, 2))
    paste(page, ("Account", short_id(ngozi), "10.00"))
    keys.press(F9)
    assert "not in an open accounting period" in page.head._fields["payment_date"].error
    assert page.run.batch is None
    page.head.payment_date.set_value(date(2026, 11, 19))
    keys.press(F9)
    assert "before the drawer was opened" in page.head._fields["payment_date"].error
    page.head.payment_date.set_value(date(2026, 11, 21))
    keys.press(F9)
    assert page.head._fields["payment_date"].error
    page.head.payment_date.set_value(DAY)
    keys.press(F9)
    assert outcomes(page) == [Outcome.DONE]
    page.head.payment_date.set_value(None)
    page.head.payment_date.setText("soon")
    page.clear_all()
    assert page.head.payment_date.value() == DAY


def test_a_changed_drawer_leaves_the_typed_day_alone(page: QuickAddPage) -> None:
    page.head.payment_date.set_value(date(2026, 11, 19))
    page.context.drawer.refresh()
    settle()
    assert page.head.payment_date.value() == date(2026, 11, 19)


def test_m40_a_row_like_one_before_is_asked_about(
    page: QuickAddPage, keys: Keyboard, office: Office, ngozi: AccountId
) -> None:
    for _time in range(2):
        paste(page, ("Account", short_id(ngozi), "10.00", "Check", "118"))
        keys.press(F9)
        if page.question.isHidden():
            page.clear_all()
    assert page.question.text().startswith("Row 1: ")
    keys.press(YES)
    assert outcomes(page) == [Outcome.DONE]
    assert balance(office, ngozi) == 48_000
