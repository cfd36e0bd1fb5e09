"""``posapp paper``: the papers of the drawer day by command (controls 17, cli.md)."""

import io
from pathlib import Path
from typing import Any
from uuid import uuid4

import pypdf
import pytest

from tests.helpers.command_line import CommandLine


def words(pdf: Path) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf.read_bytes())).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
)
def office(request: pytest.FixtureRequest) -> CommandLine:
    """The office on each engine."""
    found: CommandLine = request.getfixturevalue(f"{request.param}_office")
    return found


@pytest.fixture(scope="module")
def day(office: CommandLine) -> dict[str, Any]:
    """500.00 in cash, 400.00 of it turned in, a bank deposit of 75.00; the drawer is open."""
    pay = ("--confirm", "M-40", "--confirm", "M-69")
    account = office.owing(200_000)
    office.done("event", "add", "--payor", account, "--amount", "500", "--tender", "CASH:500", *pay)
    turned = office.done("turn-in", "add", office.control, "CASH:400.00", "--note", "100:4")
    office.done("turn-in", "approve", turned["id"], user="sam")
    slip = ("deposit-control", "add-deposit", office.deposit, "75.00", "--reference", "S-17")
    row = office.done(*slip, "--bag", "B-1", "--note", "50:1", "--note", "5:5", user="sam")
    return {"turn_in": turned["id"], "deposit": row["id"]}


def paper(
    office: CommandLine, tmp_path: Path, command: tuple[str, ...], user: str = "sam"
) -> tuple[Any, str]:
    """The answer, and what the file says."""
    file = tmp_path / f"{uuid4()}.pdf"
    found = office.done(*command, "-o", str(file), user=user)
    assert found["file"] == str(file)
    assert found["size"] == file.stat().st_size
    return found, words(file)


def test_controls17_every_paper_comes_as_a_file(
    office: CommandLine, day: dict[str, Any], tmp_path: Path
) -> None:
    found, x = paper(office, tmp_path, ("paper", "x", office.control))
    assert (found["paper"], found["id"], found["copy"]) == ("x", office.control, 0)
    assert "INTERIM" in x
    assert "500.00" in x
    _, slip = paper(office, tmp_path, ("paper", "turn-in", day["turn_in"]), user="kim")
    assert slip.count("$400.00") == 2
    assert slip.count("Delivered by") == 2
    _, bank = paper(
        office, tmp_path, ("paper", "deposit-slip", day["deposit"], "--layout", "letter")
    )
    for part in ("S-17", "B-1", "Note $50.00 × 1", "$75.00", "Page 1 of 1"):
        assert part in bank
    _, report = paper(office, tmp_path, ("paper", "deposit-control", office.deposit))
    assert "Total Tender Deposits 1 \u2212$75.00" in report
    found, balance = paper(office, tmp_path, ("paper", "payment-balance", "--from", "2026-11-01"))
    assert found["id"] is None
    assert "2026-11-01 – 2026-11-20" in balance
    assert "Cash 1 500.00 0 0.00" in balance
    _, log = paper(
        office, tmp_path, ("paper", "over-under", "--to", "2026-11-20", "--cashier", "kim")
    )
    assert "No drawer was over or under" in log


def test_d16_a_blind_cashiers_files_hide_what_screens_hide(
    office: CommandLine, day: dict[str, Any], tmp_path: Path
) -> None:
    del day
    _, x = paper(office, tmp_path, ("paper", "x", office.control, "--layout", "a4"), user="kim")
    assert "500.00" not in x
    assert "400.00" in x
    refused = office.refused("paper", "payment-balance", "-o", str(tmp_path / "no.pdf"))
    assert refused["code"] == "M-51"
    assert not (tmp_path / "no.pdf").exists()


def test_d21_a_file_is_replaced_by_the_same_request_only(
    office: CommandLine, day: dict[str, Any], tmp_path: Path
) -> None:
    file, request = tmp_path / "t.pdf", str(uuid4())
    args = ("paper", "turn-in", day["turn_in"], "-o", str(file))
    first = office.done(*args, "--request-id", request)
    again = office.done(*args, "--request-id", request)
    assert again == first | {"replayed": True}
    assert office.refused(*args)["code"] == "M-57"


def test_m260_a_drawer_without_z_report(office: CommandLine, tmp_path: Path) -> None:
    file = str(tmp_path / "z.pdf")
    refused = office.refused("paper", "z", office.control, "-o", file, user="sam")
    assert refused["code"] == "M-260"
    assert office.control in refused["message"]
    wrong = office.refused("paper", "payment-balance", "--from", "11/20", "-o", file, user="sam")
    assert (wrong["code"], wrong["fields"]["field"]) == ("M-50", "from")


def test_pr04_z_reports_are_numbered_and_later_copies_are_duplicates(
    office: CommandLine, day: dict[str, Any], tmp_path: Path
) -> None:
    del day
    control = office.control
    office.done("control", "start-balancing", control)
    office.done("control", "count", control, "--ending", "CASH:250.00")
    office.done("control", "submit", control)
    office.done("control", "balance", control, user="sam")
    first, z = paper(office, tmp_path, ("paper", "z", control))
    again, duplicate = paper(
        office, tmp_path, ("paper", "z", control, "--version", "1"), user="kim"
    )
    assert (first["copy"], again["copy"]) == (0, 1)
    assert "Z-1" in z
    assert "Duplicate" not in z
    assert "Duplicate 1" in duplicate
    refused = office.refused(
        "paper", "z", control, "--version", "2", "-o", str(tmp_path / "2.pdf"), user="sam"
    )
    assert refused["code"] == "M-261"
