"""P10: a payment on a server takes at most four round trips, counted on the wire."""

import inspect

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError

from posapp.bench.office import open_office
from posapp.bench.payment import take
from posapp.bench.wire import wire_to
from posapp.domain.ids import EventId
from posapp.domain.money import Money
from posapp.storage.check import check_database
from posapp.storage.db import Database
from posapp.storage.event_views import load_event
from posapp.storage.line import line_of
from posapp.storage.running import fetch
from posapp.storage.setup import load_setup, setup_version
from tests.helpers.postgres_server import PostgresServer
from tests.helpers.rows import HUNDRED, make_office, paid_event, put

MOST = 4
WARM = 8


@pytest.mark.postgres
def test_p10_a_payment_takes_four_round_trips(postgres_server: PostgresServer) -> None:
    """The first ones teach the driver which statements are worth preparing."""
    url = postgres_server.create()
    office = open_office(url)
    payees = office.add_payees(WARM + 3)
    with wire_to(url) as wired:
        if wired is None:
            pytest.skip("the server has no socket on this machine")
        address, wire = wired
        with office.over(address) as far:
            for payee in payees[:WARM]:
                take(far, payee)
            before = wire.trips
            for payee in payees[WARM:]:
                take(far, payee)
            assert wire.trips - before <= MOST * 3
    findings = [one.name for one in check_database(office.db).findings]
    office.db.dispose()
    # The payees of a benchmark are not made to be searched for.
    assert findings in ([], ["search index"])


def test_p10_the_set_up_takes_one_round_trip(
    postgres_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each table is read ahead by just the statement that its loader asks."""
    trips: list[int] = []
    with postgres_db.read() as s:
        line = line_of(s)
        together = line.together
        monkeypatch.setattr(line, "together", lambda asked: trips.append(1) or together(asked))
        setup = load_setup(s)
        assert not line.known
        monkeypatch.undo()
        assert load_setup(s) == setup
    assert len(trips) == 1
    assert setup.currencies


def test_p10_a_payment_event_takes_two_round_trips(
    postgres_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its rows are read in one, what lies in its drawer in another; nothing read ahead is left."""
    trips: list[int] = []
    with postgres_db.begin(keep=False) as s:
        office = make_office(s)
        paid = paid_event(s, office)
        setup = load_setup(s)
        line = line_of(s)
        line.send()
        together = line.together
        monkeypatch.setattr(line, "together", lambda asked: trips.append(1) or together(asked))
        found = load_event(s, EventId(paid.event), setup)
        assert len(trips) <= 2
        assert not line.known
        assert load_event(s, EventId(paid.event + 1000), setup) is None
        assert not line.known
        again = paid_event(s, office, request="another")
        assert load_event(s, EventId(again.event), setup) is not None
        rest = {"payor_account_id": office.account, "created_by": office.user}
        put(s, "tender", event_id=paid.event, amount=Money(1), tender_control_id=None, **rest)
        more = load_event(s, EventId(paid.event), setup)
    assert found is not None
    assert [(one.id, one.amount) for one in found.tenders] == [(paid.tender, HUNDRED)]
    assert [one.id for one in found.payments] == [paid.payment]
    assert [one.agreement_id for one in found.payments[0].segments] == [office.agreement]
    assert more is not None
    assert [one.amount for one in more.tenders] == [HUNDRED, Money(1)]


def test_what_waits_is_not_carried_out_after_a_rollback(postgres_db: Database) -> None:
    """Nothing outlives its transaction; an error of what waited comes before COMMIT (A.2.6)."""
    with postgres_db.read() as s:
        before = setup_version(s)
    with pytest.raises(LookupError), postgres_db.begin() as s:  # noqa: PT012
        line_of(s).later("UPDATE installation SET setup_version = -1", None, many=False)
        raise LookupError
    with pytest.raises(DBAPIError), postgres_db.begin() as s:
        line_of(s).later("UPDATE installation SET setup_version = 1 / 0", None, many=False)
    with postgres_db.begin() as s:
        assert not line_of(s).waiting
        assert setup_version(s) == before


def test_what_waits_goes_before_the_next_statement_of_anybody(postgres_db: Database) -> None:
    with postgres_db.begin() as s:
        line_of(s).later("UPDATE installation SET setup_version = 7000", None, many=False)
        assert s.exec_driver_sql("SELECT setup_version FROM installation").scalar() == 7000


def test_p13_a_cursor_that_is_kept_holds_few_rows(postgres_db: Database) -> None:
    few, many = (f"SELECT generate_series(1, {count})" for count in (3, 5000))
    for sql, count in ((few, 3), (many, 5000)):
        for _ in range(2):
            with postgres_db.read() as s:
                assert len(fetch(s, sql, ())) == count
    with postgres_db.read() as s:
        line = line_of(s)
    assert [len(line._spare[sql]) for sql in (few, many)] == [1, 0]
    assert line._used == []


def test_a_line_that_its_server_closed_is_replaced_without_a_question(
    postgres_server: PostgresServer, postgres_db: Database
) -> None:
    with postgres_db.read() as s:
        own = s.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
    with psycopg.connect(postgres_server.url("postgres"), autocommit=True) as admin:
        admin.execute("SELECT pg_terminate_backend(%s, 5000)", (own,))
    with postgres_db.read() as s:
        assert s.exec_driver_sql("SELECT pg_backend_pid()").scalar_one() != own


def test_p10_the_driver_still_begins_transactions_where_the_line_steps_in() -> None:
    """The line overrides what is private to the driver: another series may begin elsewhere."""
    for name in ("_start_query", "_exec_command", "_get_tx_start_command"):
        assert callable(getattr(psycopg.Connection, name, None)), f"psycopg has no {name} any more"
    asked = inspect.getsource(psycopg.Cursor._start_query)
    assert "self._conn._start_query()" in asked, "psycopg's cursors begin transactions elsewhere"
    assert list(inspect.signature(psycopg.Connection._start_query).parameters) == ["self"]
