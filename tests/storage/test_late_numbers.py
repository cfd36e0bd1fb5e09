"""P10, D-04: on a server a document number is drawn with COMMIT, and is as gapless as any other."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from posapp.domain.codes import DistributeAction
from posapp.domain.ids import AccountId, new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddedEvent, AddEvent, PaymentDraft, TenderDraft
from posapp.domain.topics import Saved
from posapp.errors import StorageFailure
from posapp.storage.audit import control_chain, head
from posapp.storage.check import check_database
from posapp.storage.db import Database
from posapp.storage.guards import InvariantError, verify
from posapp.storage.late_numbers import (
    LateNumber,
    append_with_number,
    number_later,
    series_asked,
)
from posapp.storage.line import line_of
from posapp.storage.numbers import next_number
from posapp.storage.prepared import Prepared
from posapp.storage.reading_ahead import read_ahead
from tests.helpers.clock import FixedClock
from tests.helpers.office import DAY, Office, open_office

PROOF = "posapp.services.payment_events.verify"
SERIES = ("PAYMENT", "MAIN:2026")
_AGAIN = Prepared(
    text("UPDATE payment_event SET document_number = document_number || ' again' WHERE id = :id")
)


@pytest.fixture
def served(at_work: None, postgres_db: Database, clock: FixedClock) -> Office:
    """An office on a server that has given its first number: the next ones are drawn late."""
    office = open_office(postgres_db, clock)
    pay(office, payee(office))
    return office


def payee(office: Office) -> AccountId:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 900000))
    return account


def pay(office: Office, account: AccountId) -> Saved[AddedEvent]:
    command = AddEvent(
        new_request_id(), account, (TenderDraft("CASH", Money(1000)),),
        (PaymentDraft(account, Money(1000)),), action=DistributeAction.FREEZE,
        confirmed=frozenset({"M-39", "M-40", "M-42", "M-69"}),
    )  # fmt: skip
    return office.services.payment_events.add(command, office.cashier)


def documents(office: Office) -> list[str]:
    with office.db.read() as s:
        found = s.execute(text("SELECT document_number FROM payment_event ORDER BY id"))
        return list(found.scalars())


def last_number(office: Office) -> int:
    with office.db.read() as s:
        found = s.execute(text("SELECT last FROM number_sequence WHERE kind = 'PAYMENT'"))
        return int(found.scalar_one())


def while_proved(monkeypatch: pytest.MonkeyPatch, do: Callable[[], None]) -> None:
    """Something happens once while a payment is proved, when all else of it is written."""
    left = [do]

    def proved(*given: Any, **named: Any) -> None:
        verify(*given, **named)
        if left:
            left.pop()()

    monkeypatch.setattr(PROOF, proved)


def test_p10_nobody_waits_for_a_number_while_a_payment_is_decided_written_and_proved(
    served: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other_counter() -> None:
        with served.db.begin(keep=False) as s:
            s.exec_driver_sql("SET LOCAL lock_timeout = 500")
            drawn.append(next_number(s, *SERIES))

    drawn: list[int] = []
    while_proved(monkeypatch, other_counter)
    pay(served, payee(served))
    # It was rolled back, so its number is given again.
    assert drawn == [2]
    assert documents(served) == ["2026-MAIN-000001", "2026-MAIN-000002"]
    assert check_database(served.db).findings == ()


def test_d04_what_is_refused_at_the_proof_takes_no_number(
    served: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise InvariantError

    account = payee(served)
    while_proved(monkeypatch, refuse)
    with pytest.raises(InvariantError):
        pay(served, account)
    assert last_number(served) == 1
    pay(served, account)
    assert documents(served) == ["2026-MAIN-000001", "2026-MAIN-000002"]
    assert check_database(served.db).findings == ()


def test_r7_who_waits_too_long_for_a_number_is_told_busy_and_nothing_is_kept(
    served: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """COMMIT travels with the draw; the server says that it was not carried out."""
    account = payee(served)
    monkeypatch.setattr("posapp.storage.db.MAX_TRIES", 2)
    served.db.sleep = lambda _: None
    tries = [0]

    def hurry(s: Any, **named: Any) -> None:
        verify(s, **named)
        s.exec_driver_sql("SET LOCAL lock_timeout = 100")
        tries[0] += 1

    monkeypatch.setattr(PROOF, hurry)
    with served.db.begin(keep=False) as s:
        next_number(s, *SERIES)
        with pytest.raises(StorageFailure) as caught:
            pay(served, account)
    assert (caught.value.kind, tries) == ("locked", [2])
    assert last_number(served) == 1
    monkeypatch.undo()
    pay(served, account)
    assert documents(served) == ["2026-MAIN-000001", "2026-MAIN-000002"]
    assert check_database(served.db).findings == ()


def test_d21_a_line_lost_while_commit_waits_in_the_queue_takes_the_money_once(
    served: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server has COMMIT already and carries it out later; the next try finds that."""
    account, lines = payee(served), []

    def lost(s: Any, **named: Any) -> None:
        verify(s, **named)
        line = line_of(s)
        line.patience.silence = 0.0
        lines.append(line)

    monkeypatch.setattr(PROOF, lost)
    monkeypatch.setattr("posapp.storage.patience.Patience._is_worked_on", lambda *_: False)
    with ThreadPoolExecutor(1) as counter:
        with served.db.begin(keep=False) as s:
            next_number(s, *SERIES)
            paid = counter.submit(pay, served, account)
            until = time.monotonic() + 10
            while not (lines and lines[0].closed) and time.monotonic() < until:
                time.sleep(0.02)
            assert lines[0].closed
        assert paid.result(timeout=20).replayed
    assert len(lines) == 1
    assert documents(served) == ["2026-MAIN-000001", "2026-MAIN-000002"]
    assert check_database(served.db).findings == ()


def test_f12_a_clock_that_went_back_is_said_before_a_payment_with_a_late_number(
    served: Office, clock: FixedClock
) -> None:
    account = payee(served)
    clock.at -= timedelta(minutes=5)
    pay(served, account)
    with served.db.read() as s:
        chain = s.execute(
            text("SELECT action FROM audit WHERE chain = :chain ORDER BY seq DESC LIMIT 2"),
            {"chain": control_chain(served.control)},
        )
        assert list(chain.scalars()) == ["event", "database.clock-back"]
    assert check_database(served.db).findings == ()


def late(s: Any) -> LateNumber:
    read_ahead(s, [series_asked(*SERIES)])
    found = number_later(s, *SERIES, "2026-MAIN-")
    assert found is not None
    return found


def append(
    s: Any, office: Office, number: LateNumber, object_id: int, *, told: bool = True
) -> None:
    append_with_number(
        s, control_chain(office.control), number, at=office.clock(), user_id=None,
        action="test", object_id=object_id, body={"said": number.said if told else ""},
    )  # fmt: skip


def test_d04_a_number_that_nobody_is_given_is_not_drawn(served: Office) -> None:
    """The one statement says NULL where none may stand, and COMMIT after it is left out."""
    with pytest.raises(DBAPIError), served.db.begin() as s:
        append(s, served, late(s), 404)
    with pytest.raises(ValueError, match="place"), served.db.begin() as s:
        append(s, served, late(s), 404, told=False)
    assert last_number(served) == 1
    assert check_database(served.db).findings == ()


def test_what_comes_after_a_late_number_is_carried_out_after_it(served: Office) -> None:
    """A caller may go on writing to the same chain: it finds the end that the number made."""
    with served.db.begin(keep=False) as s:
        event = s.execute(text("SELECT max(id) FROM payment_event")).scalar_one()
        chain = control_chain(served.control)
        before = head(s, chain)
        number = late(s)
        s.exec_driver_sql("ALTER TABLE payment_event DISABLE TRIGGER ALL")
        s.exec_driver_sql("UPDATE payment_event SET document_number = NULL")
        append(s, served, number, event)
        assert line_of(s).at_end
        after = head(s, chain)
        assert not line_of(s).at_end
        assert before is not None
        assert after is not None
        assert after.seq == before.seq + 1
        said = s.execute(text("SELECT body FROM audit WHERE hash = :hash"), {"hash": after.hash})
        assert said.scalar_one() == '{"said":"2026-MAIN-000002"}'
    assert last_number(served) == 1


def test_what_waits_for_no_answer_is_carried_out_after_a_late_number_too(served: Office) -> None:
    """A statement without an answer waits for its journey, in which the number's come first."""
    with served.db.begin(keep=False) as s:
        event = s.execute(text("SELECT max(id) FROM payment_event")).scalar_one()
        s.exec_driver_sql("ALTER TABLE payment_event DISABLE TRIGGER ALL")
        s.exec_driver_sql("UPDATE payment_event SET document_number = NULL")
        append(s, served, late(s), event)
        _AGAIN.many(s, [{"id": event}])
        found = s.execute(
            text("SELECT document_number FROM payment_event WHERE id = :id"), {"id": event}
        )
        assert found.scalar_one() == "2026-MAIN-000002 again"


def test_the_first_number_of_a_series_is_drawn_at_once(postgres_db: Database) -> None:
    with postgres_db.begin(keep=False) as s:
        read_ahead(s, [series_asked(*SERIES)])
        assert number_later(s, *SERIES, "2026-MAIN-") is None
        assert next_number(s, *SERIES) == 1
        assert late(s).prefix == "2026-MAIN-"
