"""Request ids (D-21, F11): the same twice acts once, other content under the same id is refused."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Connection, text

from posapp.domain.drafts import Draft
from posapp.errors import Refused
from posapp.storage.db import Database
from posapp.storage.ids import take_id
from posapp.storage.requests import (
    drop_draft,
    find_request,
    list_drafts,
    record_request,
    store_draft,
)
from tests.helpers.clock import NOON
from tests.helpers.rows import make_office

ID = "7d1c0b0e-0000-4000-8000-000000000001"


def remember(s: Connection, content: str = "a", result: int = 7) -> None:
    record_request(s, ID, "event", content, result, at=NOON, user_id=None)


def test_d21_the_first_result_comes_back(db: Database) -> None:
    with db.begin() as s:
        assert find_request(s, ID, "event", "a") is None
        remember(s)
    with db.read() as s:
        assert find_request(s, ID, "event", "a") == 7


@pytest.mark.parametrize(("kind", "content"), [("event", "b"), ("delete", "a")])
def test_d21_other_content_or_kind_is_refused(db: Database, kind: str, content: str) -> None:
    db.write(remember)
    with db.read() as s, pytest.raises(Refused) as caught:
        find_request(s, ID, kind, content)
    assert (caught.value.code, caught.value.fields["kind"]) == ("M-54", "event")


def test_a_try_that_failed_does_not_use_the_id_up(db: Database) -> None:
    def fails(s: Connection) -> None:
        remember(s)
        raise Refused("M-05")

    with pytest.raises(Refused):
        db.write(fails)
    with db.read() as s:
        assert find_request(s, ID, "event", "a") is None


def command(s: Connection) -> int:
    """A command as services write them: look up, act, record."""
    done = find_request(s, ID, "event", "a")
    if done is not None:
        return done
    result = take_id(s)
    remember(s, result=result)
    return result


def test_f11_the_same_request_a_thousand_times_in_eight_threads_acts_once(db: Database) -> None:
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda _: db.write(command), range(1000)))
    assert len(set(results)) == 1
    with db.read() as s:
        assert s.execute(text("SELECT count(*) FROM request")).scalar() == 1


def test_f11_two_that_looked_before_either_wrote_end_with_one_result(
    postgres_db: Database,
) -> None:
    """Both miss the look-up; the key of the table refuses one, which runs again and finds it."""
    both_looked = threading.Barrier(2)
    first_try = threading.local()

    def slow(s: Connection) -> int:
        done = find_request(s, ID, "event", "a")
        if done is not None:
            return done
        if not getattr(first_try, "over", False):
            first_try.over = True
            both_looked.wait(10)
        result = take_id(s)
        remember(s, result=result)
        return result

    with ThreadPoolExecutor(2) as pool:
        one, two = pool.map(lambda _: postgres_db.write(slow), range(2))
    assert one == two


def test_drafts_in_hand_are_offered_again_until_dropped(db: Database) -> None:
    with db.begin() as s:
        user = make_office(s).user
        other = make_office(s, source="CASH-A02").user
        store_draft(s, Draft("r2", user, "counter-1", "event", "{}", NOON.replace(hour=16)))
        store_draft(s, Draft("r1", user, "counter-1", "event", '{"amount":1}', NOON))
        store_draft(s, Draft("r1", user, "counter-1", "event", '{"amount":2}', NOON))
        store_draft(s, Draft("r3", user, "counter-2", "event", "{}", NOON))
        store_draft(s, Draft("r4", other, "counter-1", "event", "{}", NOON))
    with db.read() as s:
        found = list_drafts(s, user, "counter-1")
    assert [(draft.request_id, draft.draft) for draft in found] == [
        ("r1", '{"amount":2}'),
        ("r2", "{}"),
    ]
    assert found[0].created_at == NOON
    with db.begin() as s:
        drop_draft(s, "r1")
        drop_draft(s, "r1")
        assert [draft.request_id for draft in list_drafts(s, user, "counter-1")] == ["r2"]
