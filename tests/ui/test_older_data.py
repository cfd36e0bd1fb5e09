"""T8: an old copy that is put back is noticed by what this computer saw, and needs two people."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from posapp.domain.approvals import Secret
from posapp.domain.ids import new_request_id
from posapp.domain.last_seen import Seen
from posapp.errors import Refused, StorageFailure
from posapp.services.bundle import build
from posapp.storage.audit import append_audit
from posapp.storage.backup import copy_database
from posapp.storage.db import Database
from posapp.ui import older_data
from posapp.ui.dialogs.approved import StepDialog
from posapp.ui.older_data import FILE_NAME, OlderDataWatch
from posapp.ui.theme import Theme
from posapp.ui.window import MainWindow
from tests.helpers.drawers import secret
from tests.helpers.events import add, is_clean
from tests.helpers.office import Office
from tests.helpers.surroundings import Keyboard, Surroundings, settle, show_window, surround


@pytest.fixture
def put_back(office: Office, tmp_path: Path, theme: Theme) -> Iterator[Office]:
    """The office after a copy from before the last payment took the place of its file.

    The computer had seen that payment.
    """
    secret(office, "supervisor")
    copy = tmp_path / "old.db"
    copy_database(office.db, copy)
    account = office.account()
    add(office, account, [("CASH", 2500)], [(account, 2500)])
    desk = surround(office, theme, tmp_path)
    watch = OlderDataWatch(desk.context, MainWindow(desk.context))
    watch.start()
    settle()
    assert (tmp_path / FILE_NAME).exists()
    path = office.db.path
    assert path is not None
    office.db.dispose()
    shutil.copyfile(copy, path)
    db = Database.open(str(path))
    yield Office(db, office.clock, build(db, office.clock), office.actors)
    db.dispose()


def look(
    qtbot: QtBot, office: Office, theme: Theme, folder: Path, keys: Keyboard
) -> tuple[Surroundings, OlderDataWatch, list[None], StepDialog | None]:
    desk = surround(office, theme, folder)
    window = show_window(qtbot, desk.context, keys)
    watch = OlderDataWatch(desk.context, window)
    refused: list[None] = []
    watch.refused.connect(lambda: refused.append(None))
    watch.start()
    settle()
    found = [one for one in window.findChildren(StepDialog) if one.isVisible()]
    return desk, watch, refused, found[0] if found else None


def test_t8_an_old_copy_that_was_put_back_stops_the_start_until_two_people_accept(
    qtbot: QtBot, put_back: Office, theme: Theme, tmp_path: Path, keys: Keyboard
) -> None:
    _desk, _watch, refused, dialog = look(qtbot, put_back, theme, tmp_path, keys)
    assert dialog is not None
    assert "not in this database any more" in dialog.subtitle.text()
    dialog.approval.approver.setText("supervisor")
    dialog.approval.password.setText("correct horse battery")
    dialog.submit()
    settle()
    assert refused == []
    with put_back.db.read() as s:
        (body,) = s.execute(
            text("SELECT body FROM audit WHERE action = 'database.accept-older'")
        ).scalars()
    told = json.loads(body)
    assert told["approved_by"] == put_back.supervisor.user_id
    assert is_clean(put_back)
    # It is remembered as it is now: nobody is asked again.
    assert look(qtbot, put_back, theme, tmp_path, keys)[3] is None


def test_t8_who_finds_no_second_person_does_not_go_on(
    qtbot: QtBot, put_back: Office, theme: Theme, tmp_path: Path, keys: Keyboard
) -> None:
    seen = (tmp_path / FILE_NAME).read_text("utf-8")
    _desk, _watch, refused, dialog = look(qtbot, put_back, theme, tmp_path, keys)
    assert dialog is not None
    dialog.reject()
    settle()
    assert refused == [None]
    assert (tmp_path / FILE_NAME).read_text("utf-8") == seen


def test_t8_one_person_alone_or_without_the_right_accepts_nothing(put_back: Office) -> None:
    service, cashier = put_back.services.older_data, put_back.cashier
    seen = service.newest(cashier)
    assert seen is not None
    own = secret(put_back, "cashier")
    for given, code in ((None, "M-382"), (own, "M-133"), (Secret("supervisor", "x"), "M-52")):
        with pytest.raises(Refused) as refused:
            service.accept(seen, new_request_id(), cashier, given)
        assert refused.value.code == code


def test_t8_what_is_as_it_was_seen_asks_nothing_and_a_broken_note_neither(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard
) -> None:
    assert look(qtbot, office, theme, tmp_path, keys)[3] is None
    account = office.account()
    add(office, account, [("CASH", 2500)], [(account, 2500)])
    assert look(qtbot, office, theme, tmp_path, keys)[3] is None
    for broken in ("", "[]", '{"x": 1}', '{"x": {"chain": 1}}'):
        (tmp_path / FILE_NAME).write_text(broken, "utf-8")
        assert look(qtbot, office, theme, tmp_path, keys)[3] is None
    kept = json.loads((tmp_path / FILE_NAME).read_text("utf-8"))
    assert list(kept) == [office.db.url_shown]


def test_t8_a_row_of_a_clock_that_ran_ahead_does_not_stop_the_memory(office: Office) -> None:
    service, cashier = office.services.older_data, office.cashier
    with office.db.begin() as s:
        ahead = datetime(2036, 1, 1, tzinfo=UTC)
        append_audit(
            s, "office/X/2036-01-01", at=ahead, user_id=None, action="x", object_id=None, body={}
        )
    before = service.newest(cashier)
    account = office.account()
    add(office, account, [("CASH", 2500)], [(account, 2500)])
    after = service.newest(cashier)
    assert before is not None
    assert after is not None
    assert (before.at, after.at) == (ahead, ahead)
    assert after.total > before.total
    assert service.look(before, cashier) is None
    assert service.look(replace(after, total=after.total + 1), cashier) is not None


def test_t8_what_was_written_since_the_old_copy_came_back_does_not_make_it_look_new(
    put_back: Office, tmp_path: Path
) -> None:
    (kept,) = json.loads((tmp_path / FILE_NAME).read_text("utf-8")).values()
    at = datetime.fromisoformat(kept["at"])
    seen = Seen(kept["chain"], kept["seq"], kept["hash"], at, kept["total"])
    with put_back.db.begin() as s:
        later = at + timedelta(hours=1)
        append_audit(
            s, "office/X/later", at=later, user_id=None, action="x", object_id=None, body={}
        )
    older = put_back.services.older_data.look(seen, put_back.cashier)
    assert older is not None
    assert older.newest is not None
    assert older.newest <= at


def test_t8_a_first_look_that_fails_is_tried_again_and_a_held_file_is_left_alone(
    qtbot: QtBot,
    office: Office,
    theme: Theme,
    tmp_path: Path,
    keys: Keyboard,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _desk, watch, _refused, _dialog = look(qtbot, office, theme, tmp_path, keys)
    path = tmp_path / FILE_NAME
    kept = path.read_text("utf-8")

    def offline(*_given: object) -> None:
        raise StorageFailure("offline", "Nobody answers.")

    monkeypatch.setattr(older_data, "AGAIN_MS", 1)
    with monkeypatch.context() as broken:
        broken.setattr(older_data, "_look", offline)
        second = OlderDataWatch(watch._context, watch._window)
        second.start()
        assert second._again.isActive()
    account = office.account()
    add(office, account, [("CASH", 2500)], [(account, 2500)])
    monkeypatch.setattr(older_data, "_LOCK_MS", 0)
    held = QLockFile(f"{path}.lock")
    assert held.tryLock(0)
    watch.remember()
    assert path.read_text("utf-8") == kept
    held.unlock()
    qtbot.waitUntil(lambda: path.read_text("utf-8") != kept, timeout=9_000)
