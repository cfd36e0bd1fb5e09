"""C-05, C-06, M-220, M-223 and M-229 as they are read on the balance page (controls 20.2, TC-22..TC-24, OU-07).

That each message of the table is reached at all is shown by ``test_drawer_messages_reached``.
"""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from posapp.domain.codes import ControlStatus, ExceptionGate
from posapp.domain.ids import new_request_id
from posapp.domain.messages import sentence
from posapp.domain.money import Money
from posapp.errors import Refused
from posapp.ui.dialogs.drawer_reasons import OverUnderDialog
from posapp.ui.pages.tender_control import TenderControlPage
from posapp.ui.texts import Texts
from posapp.ui.theme import Theme
from posapp.ui.window import MainWindow
from tests.helpers import drawer_day
from tests.helpers.cases import ESC, F9, KEY, ctrl, over, said
from tests.helpers.drawers import counted, set_option
from tests.helpers.office import Office
from tests.helpers.surroundings import Keyboard, settle, show_window, surround


@pytest.fixture
def boss(qtbot: QtBot, office: Office, theme: Theme, keys: Keyboard, tmp_path: Path) -> MainWindow:
    """The window of the supervisor."""
    return show_window(qtbot, surround(office, theme, tmp_path, office.supervisor).context, keys)


def at_drawer(window: MainWindow, office: Office) -> TenderControlPage:
    window.open_page("control", office.control)
    settle()
    page = window.page
    assert isinstance(page, TenderControlPage)
    return page


def status(office: Office) -> ControlStatus:
    return office.services.tender_controls.show(office.control, office.supervisor).control.status


def test_m223_what_needs_attention_stops_balancing_where_the_set_up_says_so(
    boss: MainWindow, office: Office, keys: Keyboard
) -> None:
    set_option(office, exceptions_gate=ExceptionGate.REFUSE.value)
    wrong = office.account("Wrong, Walter", customer_class="OPEN")
    drawer_day.take(office, wrong, "CASH", 50_00)
    counted(office, CASH=200_00)
    page = at_drawer(boss, office)
    assert page.main.text() == "Balance"
    keys.press(F9)
    assert said(boss) == "1 payments or events need attention. See to them first."
    assert status(office) is ControlStatus.BALANCING


def test_c05_and_m229_a_difference_is_said_by_type_and_theft_is_none(
    boss: MainWindow, office: Office, keys: Keyboard
) -> None:
    drawer_day.take(office, drawer_day.owing(office), "CHEC", 40_00, check="17")
    counted(office, CASH=149_50, CHEC=40_00)
    at_drawer(boss, office)
    keys.press(ctrl(KEY.Key_U))
    asked = over(OverUnderDialog)
    assert asked.consequences.texts()[-1] == (
        "Suspected theft is no over or under: report it to your department head and finance "
        "officer."
    )
    keys.press(ESC)
    page = at_drawer(boss, office)
    page.tenders.endings.type_endings({"CASH": Money(149_50), "CHEC": Money(40_00)})
    keys.press(F9)
    # A type that agrees is left out.
    assert said(boss) == (
        "Cash: counted $149.50, expected $150.00, difference \u2212$0.50. Cannot balance. "
        "A supervisor must be there for the next count."
    )


def test_c05_what_left_the_drawer_since_the_count_stops_balancing(
    boss: MainWindow, office: Office, keys: Keyboard
) -> None:
    """The page still says that the count agrees; the service knows better (TC-22)."""
    counted(office, CASH=150_00)
    page = at_drawer(boss, office)
    assert page.main.text() == "Balance"
    drawer_day.approve(office, drawer_day.turn_in(office, "CASH", 20_00))
    keys.press(F9)
    assert said(boss) == (
        "Cash: counted $150.00, expected $130.00, difference $20.00. Cannot balance."
    )
    assert status(office) is ControlStatus.BALANCING


def test_m220_a_status_is_a_word_in_the_window_and_a_code_elsewhere(
    office: Office, texts: Texts
) -> None:
    start = office.services.control_life.start_balancing
    start(office.control, new_request_id(), office.cashier)
    with pytest.raises(Refused) as caught:
        start(office.control, new_request_id(), office.cashier)
    shown = texts.of(caught.value)
    assert shown.endswith("is Balancing In Progress; it must be Open to start balancing.")
    told = sentence(caught.value.code, caught.value.fields)
    assert told.endswith("is BALANCING; it must be OPEN to start balancing.")


def test_c06_a_turn_in_that_waits_is_said_before_anything_is_balanced(
    boss: MainWindow, office: Office, keys: Keyboard
) -> None:
    drawer_day.turn_in(office, "CASH", 50_00)
    counted(office, CASH=100_00)
    at_drawer(boss, office)
    keys.press(F9)
    assert said(boss) == "1 turn-in(s) are awaiting approval."
    assert status(office) is ControlStatus.BALANCING
