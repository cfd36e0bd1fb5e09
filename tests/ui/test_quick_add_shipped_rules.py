"""The shipped distribution rules and exact amounts on the pages of Quick Add (payments 10 to 12)."""

import pytest
from PySide6.QtCore import Qt

from posapp.domain.ids import EventId, short_id
from posapp.domain.quick_add import Outcome
from posapp.ui.pages.quick_add import QuickAddAccountsPage, QuickAddPage
from posapp.ui.window import MainWindow
from tests.helpers.events import show
from tests.helpers.office import DAY, Office
from tests.helpers.shipped_rules import ITEM, named_by_each, set_makers
from tests.helpers.surroundings import Keyboard, settle

F6, F9 = Qt.Key.Key_F6, Qt.Key.Key_F9
SHIFT = Qt.KeyboardModifier.ShiftModifier
YES = Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Return


@pytest.fixture
def page(window: MainWindow, keys: Keyboard) -> QuickAddPage:
    keys.press(F6)
    shown = window.page
    assert isinstance(shown, QuickAddPage)
    return shown


def create(
    page: QuickAddPage | QuickAddAccountsPage, keys: Keyboard, *rows: tuple[object, ...]
) -> list[tuple[Outcome | None, str]]:
    """Paste rows, create them, say yes to what is asked; outcome and code of each."""
    page.intake.paste("\n".join("\t".join(str(cell) for cell in row) for row in rows))
    settle()
    keys.press(F9)
    if not page.question.isHidden():
        keys.press(YES)
    assert page.run.batch is not None
    return [(one.outcome, one.code) for one in page.run.batch.rows]


def event_of(page: QuickAddPage | QuickAddAccountsPage, row: int) -> EventId:
    assert page.run.batch is not None
    event_id = page.run.batch.rows[row].event_id
    assert event_id is not None
    return event_id


def test_dr2_dr5_dr8_each_shipped_rule_finds_its_payor(
    page: QuickAddPage, keys: Keyboard, office: Office
) -> None:
    """DR-1; a value that names nothing is said in its cell before anything is sent."""
    named = [one for one in named_by_each(office) if one.rule != "TMPL"]
    rows = [(one.label, one.value, "4.00", "Cash") for one in named]
    wrong = [(label, "nothing", "4.00", "Cash") for label in ("Account", "Bill", "Item")]
    found = create(page, keys, *rows, *wrong)
    assert [one for one, _code in found] == [
        *[Outcome.DONE] * len(named), *[Outcome.INVALID] * len(wrong),
    ]  # fmt: skip
    value = page.grid.column_of("value")
    assert all(page.grid.cell_error(len(named) + at, value) for at in range(len(wrong)))
    for at, one in enumerate(named):
        (payment,) = show(office, event_of(page, at)).payments
        assert payment.account_id == one.account
        assert (payment.match_type or "", payment.match_value or "") == one.match


def test_dr3_dr4_one_row_makes_several_payments(
    page: QuickAddPage, keys: Keyboard, office: Office
) -> None:
    set_makers(office, "ITEM", "DUE ACCOUNT")
    set_makers(office, "SA", "DUE")
    account = office.account()
    office.item(account, ITEM, 2500)
    agreement = office.agreement(office.account(), "WATER", (DAY, 1000))
    found = create(
        page,
        keys,
        ("Item", ITEM, "40.00", "Cash"),
        ("Agreement", short_id(agreement), "12.00", "Cash"),
    )
    assert found == [(Outcome.DONE, ""), (Outcome.ERROR, "M-18")]
    payments = show(office, event_of(page, 0)).payments
    assert [(one.amount.minor, one.match_value) for one in payments] == [(2500, ITEM), (1500, None)]


def test_qa7_amounts_are_exact_and_give_no_change(
    page: QuickAddPage, keys: Keyboard, office: Office
) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 400))
    found = create(page, keys, ("Account", short_id(account), "10.00", "Cash"))
    assert found == [(Outcome.DONE, "")]
    event = show(office, event_of(page, 0))
    assert [one.amount.minor for one in event.tenders] == [1000]


def test_qa17_by_accounts_only_amounts_above_zero_in_types_of_the_counter(
    window: MainWindow, keys: Keyboard, office: Office
) -> None:
    keys.press((SHIFT, F6))
    page = window.page
    assert isinstance(page, QuickAddAccountsPage)
    accounts = [office.account() for _ in range(5)]
    for account in accounts:
        office.agreement(account, "WATER", (DAY, 900))
    cells = (("0", "Cash"), ("-5", "Cash"), ("1.005", "Cash"), ("5.00", "DDCH"), ("9.00", "Cash"))
    rows = [(short_id(account), *more) for account, more in zip(accounts, cells, strict=True)]
    found = create(page, keys, *rows)
    assert [code for _one, code in found] == ["M-02", "M-02", "M-50", "M-19", ""]
    assert [one for one, _code in found] == [*[Outcome.INVALID] * 4, Outcome.DONE]
