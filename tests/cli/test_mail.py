"""``posapp mail`` and the mails of ``posapp job run`` (ML-3)."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from posapp.domain.ids import short_id
from posapp.services.checkout_mails import queue_processed
from tests.helpers.checkouts import issue, person
from tests.helpers.command_line import CommandLine
from tests.helpers.mail_server import HOST, mail_server
from tests.helpers.mails import facts

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
"""So that mails are due, whatever day it is."""
SERVER = ("setup", "set", "mail_server", f"host={HOST}", "sender=desk@example.org")


def queue(office: CommandLine, count: int) -> list[int]:
    """Mails to payroll, as checkouts would queue them."""
    made = []
    for number in range(count):
        told = facts(office.people, checkout_id=number, email="", at=LONG_AGO)
        made += office.db.write(lambda s, told=told: queue_processed(s, told))
    return made


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
)
def office(request: pytest.FixtureRequest) -> CommandLine:
    """An office on each engine."""
    made: CommandLine = request.getfixturevalue(f"{request.param}_office")
    return made


def test_ml3_the_outbox_by_commands(office: CommandLine, tmp_path: Path) -> None:
    office.done("setup", "set", "payment_option", "payroll_notification_email=p@example.org",
                user="adm")  # fmt: skip
    first, second, third = queue(office, 3)
    listed = office.done("mail", "list", "--state", "queued", user="sam")
    assert [one["id"] for one in listed["mails"]] == [third, second, first]
    assert (listed["queued"], listed["server"]) == (3, None)
    canceled = office.done("mail", "cancel", str(second), user="sam")
    assert canceled["state"] == "CANCELED"
    assert office.refused("mail", "cancel", str(second), user="sam")["code"] == "M-364"
    assert office.refused("mail", "cancel", str(first))["code"] == "M-51"
    assert office.refused("mail", "test", "--to", "me@example.org", user="adm")["code"] == "M-366"
    with mail_server(tmp_path) as inbox:
        office.done(*SERVER, f"port={inbox.port}", "security=NONE", user="adm")
        run = office.done("job", "run", "--once", user="sam")
        assert run["mails"] == {
            "sent": [first, third],
            "failed": [],
            "waiting": [],
            "trouble": None,
        }
        assert office.done("mail", "test", "--to", "me@example.org", user="adm")["said"] == "250 OK"
        again = office.run("mail", "resend", str(first), user="sam")
        assert again.code == 3
        office.done("mail", "resend", str(first), "--to", "q@example.org", "--confirm", "M-365",
                    user="sam")  # fmt: skip
        office.done("mail", "resend", str(second), user="sam")
    down = office.done("job", "run", "--once", user="sam")["mails"]
    assert (down["waiting"], "cannot be reached" in down["trouble"]) == ([first], True)
    shown = office.done("mail", "show", str(first), user="sam")
    assert shown["to"] == "q@example.org"
    assert [one["outcome"] for one in shown["log"]] == ["SENT", "DOWN"]
    assert shown["attachments"][0]["name"] == "payroll-100000000042.csv"
    assert len(inbox.mails) == 3


def test_ml5_payroll_batches_by_commands(office: CommandLine, tmp_path: Path) -> None:
    queue(office, 4)
    waiting = office.done("payroll", "list", user="sam")["waiting"]
    # Those of the test above are among them, once.
    (one,) = waiting
    assert (one["currency"], one["lines"], one["amount"]) == ("USD", 4, "180.00")
    assert date.fromisoformat(one["since"])
    file = tmp_path / "payroll.csv"
    made = office.done("payroll", "export", "-o", str(file), user="sam")["batches"]
    assert [(one["number"], one["lines"], one["amount"]) for one in made] == [(1, 4, "180.00")]
    assert file.read_text("utf-8").count("LINE,1,") == 4
    assert office.refused("payroll", "export", "-o", str(file), user="sam")["code"] == "M-370"
    again = tmp_path / "again.csv"
    office.done("payroll", "export", "--batch", "1", "-o", str(again), user="sam")
    assert again.read_bytes() == file.read_bytes()
    noted = office.done("payroll", "acknowledge", "1", "--by", "Ana", user="sam")
    assert (noted["acknowledged_name"], noted["acknowledged_by"]) == ("Ana", "Sam")
    twice = office.refused("payroll", "acknowledge", "1", "--by", "Ana", user="sam")
    assert twice["code"] == "M-371"


def test_ml2_a_layout_is_shown_with_examples(office: CommandLine) -> None:
    shown = office.done("mail", "preview", "payroll", user="adm")
    assert shown["subject"] == "Payroll deduction 100000000042 - E-20417 - USD 45.00"


def test_ml3_without_a_keyring_the_command_says_what_to_do(office: CommandLine) -> None:
    office.done(*SERVER, user="adm")
    refused = office.run("mail", "password", user="adm", env={"POSAPP_MAIL_PASSWORD": "x" * 20})
    assert refused.document["error"]["code"] == "M-368"
    assert "POSAPP_MAIL_PASSWORD_FILE" in refused.document["error"]["message"]


def test_ac2_6_open_credits_by_age(office: CommandLine, tmp_path: Path) -> None:
    account = person(office.people)
    issue(office.people, account, "P-9", 18000)
    office.done("credit", "add", "--account", short_id(account), "--items", "P-9",
                "--method", "PAYR", "--amount", "45.00")  # fmt: skip
    file = tmp_path / "credits.csv"
    told = office.done("credit", "open", "-o", str(file), user="sam")
    assert [one["left"] for one in told["credits"]] == ["45.00"]
    assert told["totals"][0]["total"] == "45.00"
    assert file.read_text("utf-8").count("PAYR") == 1
