"""``credit``, ``adjustment``, ``checkout``: the worked cases by commands, on both databases."""

from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from posapp.domain.ids import new_request_id, short_id
from tests.helpers.checkouts import person
from tests.helpers.command_line import PASSWORD, CommandLine

MAIL = "ngozi@example.org"
CONFIRM = ("--confirm", "M-40", "--confirm", "M-69")


@pytest.fixture(params=["sqlite_office", "postgres_office"], scope="module")
def office(request: pytest.FixtureRequest) -> CommandLine:
    """Both databases; payroll has an address."""
    made: CommandLine = request.getfixturevalue(request.param)
    address = "payroll_notification_email=payroll@example.org"
    made.done("setup", "set", "payment_option", address, user="adm")
    return made


def someone(office: CommandLine, email: str = MAIL) -> str:
    return short_id(person(office.people, email=email))


def issued(office: CommandLine, account: str, amount: str, kind: str = "PERMIT") -> str:
    given = ("--account", account, "--kind", kind, "--amount", amount)
    return str(office.done("item", "issue", *given, user="sam")["number"])


def credited(office: CommandLine, account: str, item: str, amount: str, *more: str) -> Any:
    named = ("--account", account, "--items", item, "--method", "PAYR", "--amount", amount)
    return office.done("credit", "add", *named, *CONFIRM, *more)


def submitted(office: CommandLine, account: str, item: str, *more: str) -> Any:
    named = ("--account", account, "--items", item, *more)
    return office.done("checkout", "submit", *named, *CONFIRM)


def mails(office: CommandLine) -> list[tuple[str, str]]:
    found = office.done("mail", "list", user="sam")["mails"]
    return sorted((one["to"], one["state"]) for one in found)


def test_cases_1_to_4_9_credit_checkout_mails_and_refund(
    office: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cases 1 to 4 and 9, D-24, CK-7b, ML-1, ML-2: without a mail server the mails wait."""
    account = someone(office)
    item = issued(office, account, "180.00")
    added = credited(office, account, item, "45.00", "--comment", "Flex")
    assert (added["debit"]["amount"], added["debit"]["state"]) == ("45.00", "PROCESSED")
    assert (added["credit"]["amount"], added["credit"]["state"]) == ("-45.00", "UNPROCESSED")
    event = office.done("event", "show", added["event_id"])
    assert [(one["type"], one["amount"]) for one in event["tenders"]] == [("PAYR", "45.00")]
    assert (event["payments"][0]["status"], event["checkout"]) == ("FROZEN", None)
    foot = office.done("checkout", "page", "--account", account)
    assert [one["left"] for one in foot["credits"]] == ["45.00"]
    assert (foot["items"][0]["due"], mails(office)) == ("180.00", [])

    planned = office.done("checkout", "plan", "--account", account, "--items", item)
    assert (planned["total"], planned["to_pay"]) == ("180.00", "135.00")
    made = submitted(office, account, item, "--method", "CASH", "--expect", "135.00")
    assert (made["state"], made["to_pay"], made["change"]) == ("SUBMITTED", "135.00", "0.00")
    shown = office.done("event", "show", made["event_id"])
    assert (shown["payments"][0]["status"], shown["payments"][0]["match_value"]) == (
        "FREEZABLE",
        item,
    )
    assert shown["checkout"]["number"] == made["number"]
    assert office.refused("checkout", "process", made["number"])["code"] == "M-51"

    done = office.done("checkout", "process", made["number"], user="sam")
    assert (done["state"], done["credits"][0]["state"]) == ("PROCESSED", "USED")
    assert office.done("item", "show", item)["state"] == "PAID"
    file = tmp_path / "receipt.pdf"
    office.done("receipt", made["event_id"], "-o", str(file))
    text = " ".join(page.extract_text() for page in PdfReader(file).pages)
    assert all(
        one in text for one in (made["number"], "180.00", "Credit used", "45.00", "Flex", "135.00")
    )
    assert mails(office) == [(MAIL, "QUEUED"), ("payroll@example.org", "QUEUED")]
    again = office.refused("checkout", "process", made["number"], user="sam")
    assert (again["code"], again["fields"]["user"]) == ("M-336", "Sam")

    why = ("--comment", "Sold the car", "--control", office.control)
    alone = office.refused("checkout", "refund", made["number"], *why, user="sam")
    assert alone["code"] == "M-251"
    monkeypatch.setenv("POSAPP_APPROVER_PASSWORD", PASSWORD)
    ended = office.done("checkout", "refund", made["number"], *why, "--approver", "sam")
    assert (ended["state"], ended["refund_method"]) == ("REFUNDED", "CASH")
    page = office.done("checkout", "page", "--account", account)
    assert (page["items"][0]["due"], page["credits"][0]["left"]) == ("180.00", "45.00")
    twice = office.refused("checkout", "refund", made["number"], *why, user="sam")
    assert twice["code"] == "M-337"
    assert office.done("db", "check", user="")["clean"]


def test_case_5_a_credit_that_covers_all_needs_no_tender(
    office: CommandLine, tmp_path: Path
) -> None:
    """Case 5, CK-7: it has a receipt under its confirmation number."""
    account = someone(office)
    item = issued(office, account, "30.00", "ACCESS-CARD")
    credited(office, account, item, "45.00", "--confirm", "M-326")
    made = submitted(office, account, item)
    assert (made["to_pay"], made["event_id"], made["method"]) == ("0.00", None, None)
    file = tmp_path / "receipt.pdf"
    paper = ("checkout", "receipt", made["number"], "-o", str(file))
    assert office.refused("checkout", "receipt", made["number"], "-o", str(file))["code"] == "M-350"
    office.done("checkout", "process", made["number"], user="sam")
    assert office.done(*paper)["copy"] == 0
    text = " ".join(page.extract_text() for page in PdfReader(file).pages)
    assert all(one in text for one in (made["number"], item, "30.00", "Credit used"))
    assert office.refused(*paper)["code"] == "M-57"
    (found,) = office.done("credit", "list", "--account", account)["credits"]
    assert (found["left"], found["used"]) == ("15.00", "30.00")


def test_case_6_the_second_is_told_who_has_the_credit_and_the_item(office: CommandLine) -> None:
    """Case 6, IT-4, CK-8: and a supervisor breaks the lock."""
    account = someone(office)
    item, other = issued(office, account, "180.00"), issued(office, account, "180.00")
    credit = credited(office, account, item, "45.00")["credit"]["id"]
    made = submitted(office, account, item, "--method", "CASH")
    named = ("--account", account, "--method", "CASH", *CONFIRM)
    held = office.refused("checkout", "submit", *named, "--items", item)
    assert (held["code"], held["fields"]["checkout"]) == ("M-321", made["number"])
    used = office.refused("checkout", "submit", *named, "--items", other, "--credits", credit)
    assert (used["code"], used["fields"]["user"], used["fields"]["left"]) == (
        "M-322",
        "Kim",
        "0.00",
    )
    ended = office.done("checkout", "break-lock", item, "--comment", "Went home", user="sam")
    assert (ended["state"], ended["number"]) == ("CANCELED", made["number"])


def test_case_7_amounts_that_are_none_each_have_a_sentence(office: CommandLine) -> None:
    """Case 7, AC2-1."""
    account = someone(office)
    item = issued(office, account, "180.00")
    named = ("--account", account, "--items", item, "--method", "PAYR")
    said = [
        office.refused("credit", "add", *named, f"--amount={amount}")
        for amount in ("0", "-5", "45.001", "text")
    ]
    assert [one["code"] for one in said] == ["M-324", "M-325", "M-50", "M-50"]
    assert len({one["message"] for one in said}) == len(said)


def test_case_8_without_payrolls_address_there_is_one_mail(office: CommandLine) -> None:
    """Case 8, ML-2."""
    office.done("setup", "set", "payment_option", "payroll_notification_email=", user="adm")
    account, before = someone(office, "one@example.org"), len(mails(office))
    item = issued(office, account, "180.00")
    credited(office, account, item, "45.00")
    made = submitted(office, account, item, "--method", "CASH")
    office.done("checkout", "process", made["number"], user="sam")
    after = mails(office)
    assert (len(after) - before, ("one@example.org", "QUEUED") in after) == (1, True)


def test_credits_are_reversed_and_checkouts_canceled(office: CommandLine) -> None:
    """AC2-8, CK-5, D-21: once, whatever is repeated."""
    account = someone(office)
    item = issued(office, account, "180.00")
    credit = credited(office, account, item, "45.00")["credit"]["id"]
    request = ("--request-id", new_request_id())
    named = ("--account", account, "--items", item, "--method", "CASH", *CONFIRM, *request)
    made = [office.done("checkout", "submit", *named) for _ in range(2)]
    assert (made[1]["replayed"], made[1]["number"]) == (True, made[0]["number"])
    assert office.refused("credit", "reverse", credit)["code"] == "M-322"
    ended = office.done("checkout", "cancel", made[0]["number"], "--release")
    assert (ended["state"], ended["released"], ended["event_id"]) == ("CANCELED", True, None)
    assert office.done("item", "list", "--account", account)["items"][0]["state"] == "RELEASED"
    back = office.done("credit", "reverse", credit, "--comment", "Wrong person")
    assert (back["amount"], back["reverses_id"]) == ("45.00", credit)
    found = office.done("checkout", "list", "--account", account, "--state", "canceled")
    assert [one["number"] for one in found["checkouts"]] == [made[0]["number"]]
    assert office.refused("checkout", "show", "CO-1")["code"] == "M-55"


def test_adjustments_are_added_processed_and_reversed(office: CommandLine) -> None:
    """AJ-1, AJ-3, AJ-5, CK-6."""
    account = someone(office)
    named = ("--account", account, "--comment", "Late", "--code", "FEE", "--amount")
    fee = office.done("adjustment", "add", *named, "12.00")
    assert (fee["amount"], fee["state"], fee["left"]) == ("12.00", "UNPROCESSED", None)
    done = office.done("adjustment", "process", fee["id"], user="sam")
    assert (done["state"], done["processed_by"]) == ("PROCESSED", "Sam")
    why = ("--comment", "Typed twice")
    back = office.done("adjustment", "reverse", fee["id"], *why, user="sam")
    assert (back["amount"], back["reverses_id"]) == ("-12.00", fee["id"])
    listed = office.done("adjustment", "list", "--account", account)["adjustments"]
    assert [one["id"] for one in listed] == [fee["id"], back["id"]]
    assert office.done("adjustment", "show", fee["id"])["reversed_by"] == back["id"]
    item = issued(office, account, "180.00")
    made = submitted(office, account, item, "--method", "CHEC", "--check", "77")
    office.done("checkout", "process", made["number"], user="sam")
    half = ("--account", account, "--code", "PART-REFUND", "--amount=-90.00", "--comment", "Half")
    office.done("adjustment", "add", *half, "--checkout", made["number"], user="sam")
    assert office.done("checkout", "show", made["number"])["adjusted"] == "-90.00"
