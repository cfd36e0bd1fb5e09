"""A dialog that closes another leaves the keyboard with the window below, on a real display."""

from pathlib import Path

import pytest

from tests.helpers.asking_window import ASKS, MAIN
from tests.helpers.display import missing_programs, open_display

pytestmark = [
    pytest.mark.display,
    pytest.mark.skipif(bool(missing_programs()), reason=f"not installed: {missing_programs()}"),
]
ROUNDS = 6
QUESTION = "Throw away what is typed?"


def test_ui_rule_1_the_keyboard_stays_when_a_question_closes_its_dialog(tmp_path: Path) -> None:
    with open_display(tmp_path) as display:
        display.start(module="tests.helpers.asking_window")
        # Without a window that has the keyboard the next round would not open its dialog.
        display.wait_for_window(MAIN)
        for _ in range(ROUNDS):
            for key, name in (("Return", ASKS), ("Escape", QUESTION), ("F9", MAIN)):
                display.press_until(key, name, lambda wanted=name: display.window() == wanted)
