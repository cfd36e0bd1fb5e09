"""Names from right to left stay in their place in a line of other words (taste 7)."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from posapp.domain.accounts import AccountHit
from posapp.domain.ids import AccountId, parse_id
from posapp.storage.db import Database
from posapp.ui.account_hits import hit_of
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.event_words import info_line
from posapp.ui.formats import Formats, in_order, isolated, joined, leading
from posapp.ui.pages.account import AccountPage
from posapp.ui.theme import Theme
from posapp.ui.widgets.banner import Banner, Notice
from posapp.ui.widgets.consequences import Consequence, Consequences
from posapp.ui.widgets.event_header import EventHeader
from posapp.ui.widgets.record_head import RecordHead
from posapp.ui.window import MainWindow
from tests.helpers.clock import FixedClock
from tests.helpers.every import every
from tests.helpers.office import open_office
from tests.helpers.surroundings import settle, surround
from tests.helpers.views import event, payment, tender

pytestmark = pytest.mark.dressed

PALM = "شركة النخيل"
ISOLATED = f"\u2068{PALM}\u2069"


@every("name", ["", "Okafor, Ngozi", "Ó Súilleabháin", "Петрова, Анна", "王芳"])
def test_names_from_left_to_right_stay_as_they_are(name: str) -> None:
    assert isolated(name) == name


@every("name", [PALM, "כהן, דנה", "Dental النخيل", "شركة ABC النخيل"])
def test_a_name_from_right_to_left_is_isolated(name: str) -> None:
    assert isolated(name) == f"\u2068{name}\u2069"
    assert not isolated(name).isascii()


MIXED = "النخيل Dental Inc."
MIXED_SHOWN = f"\u2068\u200e{MIXED}\u2069"


def test_a_name_that_ends_from_left_to_right_reads_as_in_the_lists() -> None:
    """Else its full stop stood before it: ".Dental Inc" beside the palm."""
    assert isolated(MIXED) == MIXED_SHOWN
    assert isolated(MIXED_SHOWN) == MIXED_SHOWN
    assert joined("1000 000 029", MIXED) == f"1000 000 029 · {MIXED_SHOWN}"
    assert in_order(f"To {MIXED_SHOWN}: $5.00") == f"\u200eTo {MIXED_SHOWN}: $5.00"


@every(
    ("sentence", "shown"),
    [
        ("Event 0010 0000 0094 of 1000 000 029.", "Event 0010~0000~0094 of 1000~000~029."),
        ("Drawer 1000 000 007, counted 5 2026-11-20", "Drawer 1000~000~007, counted 5 2026-11-20"),
        ("From line 3 100.00 were taken", "From line 3 100.00 were taken"),
        ("118 Elm St, bill 42", "118 Elm St, bill 42"),
        (f"{PALM} 1000 000 029", f"\u200e{ISOLATED} 1000~000~029"),
    ],
)
def test_taste_3_no_line_of_a_sentence_ends_within_an_id(sentence: str, shown: str) -> None:
    assert in_order(sentence) == shown.replace("~", "\u00a0")


def test_sr_an_id_copied_out_of_a_sentence_is_found(qtbot: QtBot) -> None:
    """The clipboard gets plain spaces; and a number with others is one all the same."""
    banner = Banner()
    qtbot.addWidget(banner)
    banner.show_notice(Notice("Event 0010 0000 0094 is unbalanced."))
    (text,) = (one for one in banner.findChildren(QLabel) if one.text() == banner.text())
    text.setSelection(0, len(text.text()))
    text.setFocus()
    qtbot.keyClick(text, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Event 0010 0000 0094 is unbalanced."
    assert parse_id("0010\u00a00000\u00a00094") == 1_000_000_094


def test_a_line_isolates_each_part_and_leaves_empty_ones_out() -> None:
    assert joined("1000 000 029", "", PALM, "118 Elm St") == (
        f"1000 000 029 · {ISOLATED} · 118 Elm St"
    )


HALEVI = "הלוי, שרה"


@every(
    ("sentence", "shown"),
    [
        ("Delete the payment of $5.00?", "Delete the payment of $5.00?"),
        (
            f"{HALEVI} pays $5.00 for {PALM}.",
            f"\u200e\u2068{HALEVI}\u2069 pays $5.00 for {ISOLATED}.",
        ),
        (f"{PALM} · {HALEVI}", f"\u200e{ISOLATED} · \u2068{HALEVI}\u2069"),
        (f"To {ISOLATED}: $5.00", f"\u200eTo {ISOLATED}: $5.00"),
    ],
)
def test_a_sentence_keeps_its_order_around_names(sentence: str, shown: str) -> None:
    assert in_order(sentence) == shown
    assert in_order(in_order(sentence)).count("\u2068") == shown.count("\u2068")


def test_strips_consequences_and_questions_keep_their_order(qtbot: QtBot) -> None:
    sentence = f"$5.00 of {PALM} goes to 1000 000 029."
    kept = f"\u200e$5.00 of {ISOLATED} goes to 1000\u00a0000\u00a0029."
    banner, consequences = Banner(), Consequences()
    banner.show_notice(Notice(sentence))
    consequences.show_lines([Consequence(sentence)])
    question = ConfirmDialog([sentence])
    for widget in (banner, consequences, question):
        qtbot.addWidget(widget)
        assert kept in [label.text() for label in widget.findChildren(QLabel)]


def test_pe1_the_info_line_keeps_its_order(formats: Formats) -> None:
    shown = event((tender("20.00", payor_name=PALM),), (payment("20.00"),), document_number="D-7")
    assert info_line(shown, formats) == f"2026-11-20 · $20.00 · {ISOLATED} · D-7"


def test_a_hit_keeps_the_account_number_before_the_address() -> None:
    found = AccountHit(AccountId(1000000029), "Dental Inc.", PALM, "", "account")
    assert hit_of(found).detail == f"1000 000 029 · {ISOLATED}"


def test_the_account_page_keeps_a_name_at_the_left(
    qtbot: QtBot, sqlite_db: Database, clock: FixedClock, theme: Theme, tmp_path: Path
) -> None:
    office = open_office(sqlite_db, clock)
    window = MainWindow(surround(office, theme, tmp_path).context)
    qtbot.addWidget(window)
    window.show()
    window.start()
    window.open_page("account", office.account(PALM))
    settle()
    page = window.page
    assert isinstance(page, AccountPage)
    # A label turns its text to the right edge when its first strong letter asks for it.
    assert not page.head.name.text().isascii()
    assert page.head.name.whole == ISOLATED
    assert page.head.name.alignment() & Qt.AlignmentFlag.AlignLeft
    # A task bar goes by the first letter, even by one that is isolated.
    assert window.windowTitle() == f"\u200e{ISOLATED} – posapp"


@pytest.mark.parametrize(("from_right", "mark"), [(False, "\u200e"), (True, "\u200f")])
def test_a_line_begins_at_its_own_side_whatever_name_it_holds(from_right: bool, mark: str) -> None:
    line = joined("2026-11-20", PALM)
    assert leading(line, right_to_left=from_right) == f"{mark}{line}"
    assert leading("2026-11-20 · Okafor, Ngozi", right_to_left=from_right).startswith("2026")


def test_pe1_a_name_does_not_turn_the_heading_of_an_event(qtbot: QtBot, formats: Formats) -> None:
    header = EventHeader(formats)
    qtbot.addWidget(header)
    header.resize(1200, 80)
    header.show_event(event((tender("20.00", payor_name=PALM),), (payment("20.00"),)))
    header.show()
    settle()
    picture = header.info.grab().toImage()
    ground = picture.pixel(picture.width() - 2, 1)
    right = range(picture.width() // 2, picture.width(), 2)
    assert {picture.pixel(x, y) for x in right for y in range(picture.height())} == {ground}


def test_the_head_of_a_record_keeps_a_name_at_the_left(qtbot: QtBot) -> None:
    head = RecordHead("pay_head", [("to_pay", "To pay")], frozenset())
    qtbot.addWidget(head)
    head.resize(1200, 120)
    head.show_record(PALM, "Account 1000 017 744", ())
    head.show()
    settle()
    assert head.name.whole == ISOLATED
    picture = head.name.grab().toImage()
    ground = picture.pixel(picture.width() - 2, 1)
    right = range(picture.width() // 2, picture.width(), 2)
    assert {picture.pixel(x, y) for x in right for y in range(picture.height())} == {ground}
