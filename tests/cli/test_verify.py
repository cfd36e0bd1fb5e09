"""``posapp verify``: answers and exit codes (R11)."""

import io
import re
from pathlib import Path
from typing import Any

import pypdf
import pytest

from tests.helpers.command_line import CommandLine


@pytest.fixture(scope="module")
def event(office: CommandLine) -> Any:
    return office.done("event", "add", "--payor", office.owing(2500), "--tender", "CASH:25")


def test_r11_a_receipt_is_held_against_the_data(
    office: CommandLine, event: Any, tmp_path: Path
) -> None:
    file = tmp_path / "receipt.pdf"
    office.done("receipt", event["id"], "-o", str(file))
    page = pypdf.PdfReader(io.BytesIO(file.read_bytes())).pages[0].extract_text()
    seal = re.findall(r"\d+(?:-[0-9A-Z]{4}){4}", page)[0]
    answer = office.done("verify", event["receipt_number"], seal)
    assert answer["verdict"] == "genuine"
    assert (answer["paper"], answer["id"]) == ("receipt", event["id"])
    assert (answer["amount"], answer["currency"], answer["printed"]) == ("25.00", "USD", 1)
    assert answer["prints"][0]["this_paper"] is True
    assert answer["seal"]["holds"] is True
    office.done("tender", "cancel", event["tenders"][0]["id"], "--reason", "NSF", user="sam")
    canceled = office.done("verify", seal.lower())
    assert canceled["verdict"] == "canceled"
    assert canceled["canceled"]["by"] == "Sam"
    assert canceled["canceled"]["reason"]


def test_r11_what_nobody_knows_is_refused(office: CommandLine, event: Any) -> None:
    unknown = office.refused("verify", "1000000017-99")
    assert unknown["code"] == "M-389"
    typo = office.refused("verify", "57-7K3Q-M2F9-XABC-4TDX")
    assert typo["code"] == "M-388"
    assert "7K3Q" in typo["message"]
