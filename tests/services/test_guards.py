"""Nothing is committed that does not add up: GL lines are proved wherever they are written (25.3)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from posapp.domain.codes import DistributeAction
from posapp.domain.ids import AccountId, EventId, new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.storage import event_writes, freezing, importing_posts
from posapp.storage.guards import InvariantError
from tests.helpers.imports import Imports
from tests.helpers.office import DAY, Office
from tests.helpers.rows import put

pytestmark = pytest.mark.every_case


@pytest.fixture
def account(office: Office) -> AccountId:
    """An account that owes."""
    account = office.account()
    office.agreement(account, "WATER", (DAY, 2500))
    return AccountId(account)


@pytest.fixture(params=[1, -1])
def cent(request: pytest.FixtureRequest) -> Money:
    """What a bug books too much."""
    return Money(request.param)


def one_cent_off(monkeypatch: pytest.MonkeyPatch, module: Any, cent: Money) -> None:
    """The postings that a module writes get a line that nobody balances."""
    really: Callable[..., Any] = event_writes.insert_postings

    def uneven(s: Any, rows: Any, **named: Any) -> Any:
        mentioned = really(s, rows, **named)
        put(s, "gl_line", ft_id=rows[-1][0], seq=9, distribution_code="1010-CASH", amount=cent)
        return mentioned

    monkeypatch.setattr(module, "insert_postings", uneven)


def add(office: Office, account: AccountId, action: DistributeAction) -> EventId:
    command = AddEvent(
        new_request_id(),
        account,
        (TenderDraft("CASH", Money(2500)),),
        (PaymentDraft(account, Money(2500)),),
        action=action,
    )
    return office.services.payment_events.add(command, office.cashier).value.event_id


def count(office: Office, what: str) -> int:
    with office.db.read() as s:
        return int(s.execute(text(f"SELECT count(*) FROM {what}")).scalar_one())


def test_25_3_adding_and_freezing_is_proved_before_commit(
    office: Office, account: AccountId, cent: Money, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_cent_off(monkeypatch, event_writes, cent)
    with pytest.raises(InvariantError, match="do not sum to zero"):
        add(office, account, DistributeAction.FREEZE)
    assert count(office, "payment_event") == 0
    assert count(office, "request WHERE kind = 'event'") == 0
    add(office, account, DistributeAction.DISTRIBUTE)
    assert count(office, "payment_event") == 1


def test_25_3_freezing_later_is_proved_before_commit(
    office: Office, account: AccountId, cent: Money, monkeypatch: pytest.MonkeyPatch
) -> None:
    event_id = add(office, account, DistributeAction.DISTRIBUTE)
    before = count(office, "gl_line")
    one_cent_off(monkeypatch, freezing, cent)
    with pytest.raises(InvariantError, match="do not sum to zero"):
        office.services.event_actions.freeze(event_id, new_request_id(), office.cashier)
    assert count(office, "gl_line") == before
    assert count(office, "payment WHERE status = 'FREEZABLE'") == 1
    monkeypatch.undo()
    office.services.event_actions.freeze(event_id, new_request_id(), office.cashier)
    assert count(office, "payment WHERE status = 'FROZEN'") == 1


def test_25_3_imported_charges_are_proved_before_commit(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    imports = Imports(office, tmp_path)
    bills = (
        "account_key,account_name,key,sa_type,bill_date,amount\n"
        "A-1,One,B1,WATER,2026-01-10,30.00\n"
        "A-2,Two,B2,WATER,2026-01-11,40.00\n"
    )
    really = importing_posts.Postings.bill

    def half(self: Any, *charged: Any) -> None:
        *first, lines, day = charged
        really(self, *first, lines[:1], day)

    monkeypatch.setattr(importing_posts.Postings, "bill", half)
    with pytest.raises(InvariantError, match="do not sum to zero"):
        imports.run("bills", bills)
    assert count(office, "bill") == count(office, "gl_line") == 0
    monkeypatch.undo()
    imports.run("bills", bills)
    assert count(office, "bill") == 2
