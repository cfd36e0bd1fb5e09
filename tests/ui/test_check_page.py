"""Admin > Check database says what it knows, and nothing before (R4, taste 1)."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from posapp.ui.pages.check import CheckPage
from posapp.ui.signals import AppSignals
from posapp.ui.theme import Theme
from tests.helpers.surroundings import Surroundings, settle, surround
from tests.ui.conftest import ManualRunner


def test_r4_nothing_is_said_to_be_in_order_while_it_is_checked(
    qtbot: QtBot, desk: Surroundings, theme: Theme, tmp_path: Path
) -> None:
    runner, auditor = ManualRunner(AppSignals()), desk.office.actors["auditor"]
    page = CheckPage(surround(desk.office, theme, tmp_path, auditor, runner=runner).context)
    qtbot.addWidget(page)
    page.show()
    runner.jobs.clear()
    for _again in range(2):
        page.load()
        settle()
        assert page.says.text() == "Checking…"
        assert page.findings._empty == ("Not known yet", "")
        runner.finish()
        assert page.says.text() == "Everything is in order"
        assert page.findings._empty == ("Nothing is off", "")
