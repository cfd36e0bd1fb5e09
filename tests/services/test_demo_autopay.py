"""What the demo shows of automatic payments (D-45): made by the services, so it is sound."""

from pathlib import Path

import pytest

from posapp.domain.autopay_codes import DebitStatus
from posapp.domain.codes import ControlStatus
from posapp.domain.ids import AccountId
from posapp.domain.money import Money
from posapp.services.bundle import build
from posapp.services.demo_autopay import BANK, add_debits
from posapp.services.demo_office import make_demo
from posapp.storage.check import check_database
from posapp.storage.db import Database
from posapp.storage.demo_cast import who_owes
from tests.helpers.clock import FixedClock


def players(db: Database) -> list[AccountId]:
    """The customers who play in the demo's day."""
    with db.read() as s:
        return list(who_owes(s, "RES", (Money(2_000), Money(19_000)), 2))


@pytest.mark.usefixtures("quick_hashes")
def test_d45_mandates_batches_plans_and_what_waits(tmp_path: Path) -> None:
    path = tmp_path / "demo.db"
    make_demo(str(path), clock=FixedClock(), accounts=120)
    db = Database.open(str(path))
    before = players(db)
    services = build(db, FixedClock())
    mandates = add_debits(services)
    assert mandates == 8
    actor = services.users.sign_in("supervisor", "demo")
    assert {one.mandate.source for one in services.mandates.listing(None, actor)} == {BANK}
    overview = services.autopay_batches.overview(actor)
    assert [(one.status, one.count) for one in overview.batches] == [(ControlStatus.BALANCED, 2)]
    assert [one.due for one in overview.waiting] == [1]
    plans = services.scheduled_payments.listing(None, actor)
    assert [one.status for one in plans] == [DebitStatus.WAITING] * 4
    # The customers of the demo's day still owe what they owed.
    assert players(db) == before
    assert check_database(db).clean
    db.dispose()


@pytest.mark.usefixtures("quick_hashes")
def test_d45_without_a_place_for_the_key_the_demo_does_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "demo.db"
    make_demo(str(path), clock=FixedClock(), accounts=60)
    (tmp_path / "taken").write_text("", "utf-8")
    monkeypatch.setenv("POSAPP_FIELD_KEY_FILE", str(tmp_path / "taken" / "field.key"))
    db = Database.open(str(path))
    services = build(db, FixedClock())
    assert add_debits(services) == 0
    assert "no automatic payments" in caplog.text
    assert check_database(db).clean
    db.dispose()
