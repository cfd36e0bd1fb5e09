"""T1, T5: cancels by cashier and approvals by approver in the window, and the line that tells."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from posapp.domain.codes import ControlStatus
from posapp.domain.ids import new_request_id
from posapp.domain.tender_cancels import CancelTender
from posapp.ui.pages.approvals import ApprovalsPage
from posapp.ui.pages.cancels import CancelsPage
from posapp.ui.pages.supervisor import SupervisorPage
from posapp.ui.theme import Theme
from tests.helpers.drawer_day import balance_drawer, owing, take
from tests.helpers.drawers import secret
from tests.helpers.office import Office
from tests.helpers.surroundings import Keyboard, settle, show_window, surround


def test_t1_t5_a_supervisor_sees_cancels_and_what_was_approved_in_the_own_name(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard
) -> None:
    event = take(office, owing(office), "CASH", 2000)
    order = CancelTender(event.tenders[0].id, "DATA", drawer=office.control)
    office.services.canceling.cancel_tender(order, new_request_id(), office.cashier)
    balance_drawer(office, office.control)
    office.services.control_life.reopen(
        office.control, ControlStatus.BALANCING, "a check", new_request_id(), office.cashier,
        secret=secret(office),
    )  # fmt: skip
    context = surround(office, theme, tmp_path, actor=office.supervisor).context
    window = show_window(qtbot, context, keys)
    window.open_page("cancels", 0)
    settle()
    page = window.page
    assert isinstance(page, CancelsPage)
    (line,) = page.cashiers.record_model().records
    assert (line.count, line.taken, len(page.table.record_model().records)) == (1, 1, 1)

    window.open_page("supervisor", 0)
    settle()
    page = window.page
    assert isinstance(page, SupervisorPage)
    (told,) = [one for one in page.notices if one.text.startswith("1 approval was given")]
    assert "Reopened a drawer" in told.text
    assert told.on_action is not None
    told.on_action()
    settle()
    listed = window.page
    assert isinstance(listed, ApprovalsPage)
    (given,) = listed.table.record_model().records
    assert given.unseen
    assert window.pages.back()
    settle()
    page = window.page
    assert isinstance(page, SupervisorPage)
    assert not [one for one in page.notices if "in your name" in one.text]
