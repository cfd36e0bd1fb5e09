"""``posapp receipt``: the PDF, the print log, and what a failing disk leaves behind."""

import io
import stat
from pathlib import Path
from typing import Any
from uuid import uuid4

import pypdf
import pytest
from sqlalchemy import text

from tests.helpers.command_line import CommandLine


@pytest.fixture(scope="module")
def event(office: CommandLine) -> Any:
    account = office.owing(2500, name="Γεωργίου, Ελένη")
    return office.done("event", "add", "--payor", account, "--tender", "CASH:30")


def words(pdf: Path) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf.read_bytes())).pages
    return "\n".join(page.extract_text() for page in pages)


def test_rc2_the_first_is_the_original_and_later_ones_are_duplicates(
    office: CommandLine, event: Any, tmp_path: Path
) -> None:
    file = tmp_path / "receipt.pdf"
    first = office.done("receipt", event["id"], "-o", str(file))
    assert first == {
        "event_id": event["id"],
        "receipt_number": event["receipt_number"],
        "file": str(file),
        "size": file.stat().st_size,
        "copy": 0,
    }
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    printed = words(file)
    assert event["receipt_number"] in printed
    assert "Duplicate" not in printed
    other = tmp_path / "again.pdf"
    again = office.done("receipt", event["id"], "--long", "--layout", "a4", "-o", str(other))
    assert again["copy"] == 1
    assert "Duplicate" in words(other)
    assert sorted(tmp_path.iterdir()) == [other, file]


def test_d21_a_retry_gives_the_same_copy_into_the_same_file(
    office: CommandLine, tmp_path: Path
) -> None:
    event = office.done("event", "add", "--payor", office.owing(100), "--tender", "CASH:1")
    file = tmp_path / "receipt.pdf"
    args = ("receipt", event["id"], "-o", str(file), "--request-id", str(uuid4()))
    first = office.done(*args)
    again = office.done(*args)
    assert again == first | {"replayed": True}
    assert "Duplicate" not in words(file)
    with office.db.read() as s:
        query = text("SELECT outcome FROM print_log WHERE object_id = :id")
        outcomes = s.execute(query, {"id": int(event["id"])}).scalars().all()
    assert outcomes == [f"PRINTED: {file}"]
    error = office.refused(*args, "--long")
    assert (error["code"], error["fields"]["field"]) == ("M-54", "request_id")
    # Another request is another copy.
    done = office.done("receipt", event["id"], "-o", str(tmp_path / "later.pdf"))
    assert done["copy"] == 1


def test_d21_a_try_that_failed_is_no_copy_of_its_own(office: CommandLine, tmp_path: Path) -> None:
    event = office.done("event", "add", "--payor", office.owing(100), "--tender", "CASH:1")
    folder = tmp_path / "later"
    args = ("receipt", event["id"], "-o", str(folder / "r.pdf"), "--request-id", str(uuid4()))
    assert office.run(*args).code == 4
    folder.mkdir()
    assert office.done(*args)["copy"] == 0
    assert office.done(*args)["replayed"] is True
    assert office.done("receipt", event["id"], "-o", str(tmp_path / "r.pdf"))["copy"] == 1


def test_a_file_that_is_there_is_left_alone(
    office: CommandLine, event: Any, tmp_path: Path
) -> None:
    file = tmp_path / "other.pdf"
    file.write_bytes(b"somebody's")
    for more in ((), ("--request-id", str(uuid4()))):
        error = office.refused("receipt", event["id"], "-o", str(file), *more)
        assert (error["code"], error["fields"]) == ("M-57", {"field": "file", "value": str(file)})
    assert file.read_bytes() == b"somebody's"


def test_a_first_receipt_can_be_asked_for_as_a_duplicate(
    office: CommandLine, tmp_path: Path
) -> None:
    event = office.done("event", "add", "--payor", office.owing(100), "--tender", "CASH:1")
    done = office.done("receipt", event["id"], "--duplicate", "-o", str(tmp_path / "r.pdf"))
    assert done["copy"] == 1


def test_a_paper_that_cannot_be_written_is_a_device_failure(
    office: CommandLine, event: Any, tmp_path: Path
) -> None:
    outcome = office.run("receipt", event["id"], "-o", str(tmp_path / "none" / "r.pdf"))
    assert outcome.code == 4
    error = outcome.document["error"]
    assert (error["code"], error["fields"]) == ("DEVICE", {"device": "file"})
    assert "none/r.pdf" in error["message"]
    with office.db.read() as s:
        query = text("SELECT outcome FROM print_log ORDER BY id DESC LIMIT 1")
        assert s.execute(query).scalar_one().startswith("FAILED")
    outcome = office.run("receipt", event["id"], "-o", str(tmp_path))
    assert outcome.code == 4
    assert list(tmp_path.iterdir()) == []


def test_m37_no_receipt_without_a_frozen_payment(office: CommandLine, tmp_path: Path) -> None:
    account = office.owing(100)
    event = office.done(
        "event", "add", "--payor", account, "--tender", "CASH:1", "--action", "none"
    )
    error = office.refused("receipt", event["id"], "-o", str(tmp_path / "r.pdf"))
    assert error["code"] == "M-37"
    args = ("receipt", event["id"], "-o", str(tmp_path / "r.pdf"), "--layout", "roll10")
    assert office.refused(*args)["code"] in {"M-37", "M-50"}
    error = office.refused("receipt", "001999999999", "-o", str(tmp_path / "r.pdf"))
    assert error["code"] == "M-55"
    assert list(tmp_path.iterdir()) == []
