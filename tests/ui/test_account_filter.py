"""The account filter of the payments grid takes one account, named whole (PE-7)."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from posapp.domain.event_views import PaymentView
from posapp.domain.ids import AccountId, short_id
from posapp.ui.formats import grouped
from posapp.ui.theme import Theme
from posapp.ui.widgets.account_filter import AccountFilter, FilterBy
from tests.helpers.office import Office
from tests.helpers.surroundings import surround
from tests.helpers.views import payment


@pytest.fixture
def accounts(office: Office) -> tuple[AccountId, AccountId]:
    return (
        office.account("Okafor, Ngozi", keys=(("plate", "NY GKL 4821"),)),
        office.account("Quill, Sam"),
    )


@pytest.fixture
def payments(accounts: tuple[AccountId, AccountId]) -> list[PaymentView]:
    return [payment("20.00", account_id=account) for account in accounts]


@pytest.fixture
def shown(qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path) -> AccountFilter:
    made = AccountFilter(surround(office, theme, tmp_path).context)
    qtbot.addWidget(made)
    made.by.select(FilterBy.ACCOUNT)
    return made


def test_pe7_a_part_of_an_id_is_no_account(
    shown: AccountFilter, accounts: tuple[AccountId, AccountId], payments: list[PaymentView]
) -> None:
    number = short_id(accounts[0])
    for part in ("1", number[:4], number[:-1], number[3:]):
        shown.text.setText(part)
        assert shown.kept(payments) == (), part


@pytest.mark.parametrize("write", [short_id, lambda account: grouped(short_id(account))])
def test_pe7_a_whole_id_is_one_account(
    shown: AccountFilter,
    accounts: tuple[AccountId, AccountId],
    payments: list[PaymentView],
    write: object,
) -> None:
    shown.text.setText(write(accounts[1]))  # type: ignore[operator]
    assert shown.kept(payments) == (payments[1],)
    shown.text.clear()
    assert shown.kept(payments) == tuple(payments)


def test_pe7_a_look_up_key_is_the_account_that_has_it(
    shown: AccountFilter, payments: list[PaymentView]
) -> None:
    changes: list[int] = []
    shown.changed.connect(lambda: changes.append(1))
    shown.text.setText("ny gkl 4821")
    assert shown.kept(payments) == (payments[0],)
    assert changes
    shown.text.setText("ny gkl 482")
    assert shown.kept(payments) == ()
