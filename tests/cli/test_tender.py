"""``posapp tender``: add, set, move, delete, cancel."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from tests.helpers.command_line import CommandLine


def taken(office: CommandLine, *more: str, tender: str = "CHEC:25:1047", cents: int = 2500) -> Any:
    account = office.owing(cents)
    return office.done("event", "add", "--payor", account, "--tender", tender, *more)


def lines(office: CommandLine, control: str) -> dict[str, tuple[int, str]]:
    view = office.done("control", "show", control, user="sam")
    return {line["type"]: (line["count"], line["received"]) for line in view["lines"]}


def expected_cash(office: CommandLine, control: str) -> Decimal:
    view = office.done("control", "show", control, user="sam")
    (cash,) = (line for line in view["lines"] if line["type"] == "CASH")
    return Decimal(cash["expected"])


@pytest.fixture(scope="module")
def supervisors(office: CommandLine) -> str:
    """An open drawer of ``sam``."""
    control: str = office.done("control", "open", user="sam")["id"]
    return control


def test_tn5_a_second_tender_makes_up_the_rest(office: CommandLine) -> None:
    event = taken(office, "--action", "none", tender="CASH:20")
    args = ("tender", "add", event["id"], "chec:5:1050", "--request-id", str(uuid4()))
    after = office.done(*args)
    assert [(t["type"], t["amount"], t["check_number"]) for t in after["tenders"]] == [
        ("CASH", "20.00", None),
        ("CHEC", "5.00", "1050"),
    ]
    assert after["status"]["balanced"] is True
    assert office.done(*args) == after | {"replayed": True}
    assert office.run("tender", "add", event["id"], "CASH").code == 2
    assert office.refused("tender", "add", event["id"], "CHEC:5")["code"] == "M-63"


def test_5_a_type_that_needs_an_authorization_takes_its_code(office: CommandLine) -> None:
    card = ("setup", "set", "tender_type", "code=CARD")
    office.done(*card, "requires_authorization=yes", user="adm")
    try:
        account = office.owing(2500)
        pay = ("event", "add", "--payor", account, "--tender", "CARD:25")
        refused = office.refused(*pay)
        assert (refused["code"], refused["fields"]["field"]) == ("M-193", "external_reference")
        assert "Authorization Code is required for" in refused["message"]
        event = office.done(*pay, "--authorization", "A-4711")
        (tender,) = event["tenders"]
        assert tender["external_reference"] == "A-4711"
        after = office.done("tender", "set", tender["id"], "--authorization", "A-4712")
        assert after["tenders"][0]["external_reference"] == "A-4712"
        blank = office.refused("tender", "set", tender["id"], "--authorization", "")
        assert blank["code"] == "M-193"
        other = taken(office, "--action", "none", tender="CASH:20")
        add = ("tender", "add", other["id"], "CARD:5")
        assert office.refused(*add)["code"] == "M-193"
        more = office.done(*add, "--authorization", "B-1")
        assert more["tenders"][-1]["external_reference"] == "B-1"
        assert (
            office.run("tender", "add", other["id"], "CASH:1", "--authorization", "B-2").code == 2
        )
        wrong = taken(office, tender="CASH:25")
        right = ("event", "correct", wrong["id"], "--what", "tender-type", "--tender-type", "card")
        assert office.refused(*right)["code"] == "M-193"
        done = office.done(*right, "--authorization", "C-1")
        assert done["tenders"][-1]["external_reference"] == "C-1"
    finally:
        office.done(*card, "requires_authorization=no", user="adm")


def test_tn5_of_another_payor_into_another_drawer(office: CommandLine, supervisors: str) -> None:
    event = taken(office, "--action", "none", tender="CASH:20")
    payor = office.account(name="Agency")
    after = office.done(
        *("tender", "add", event["id"], "CASH:5", "--payor", payor, "--control", supervisors),
        user="sam",
    )
    new = after["tenders"][1]
    assert (new["payor_account_id"], new["payor_name"]) == (payor, "Agency")
    assert new["tender_control_id"] == supervisors
    assert (
        office.refused("tender", "add", event["id"], "CASH:5", "--control", supervisors)["code"]
        == "C-02"
    )


def test_d28_check_number_and_references_change_after_freezing(office: CommandLine) -> None:
    event = taken(office)
    tender = event["tenders"][0]
    args = ("tender", "set", tender["id"], "--check-number", "1048", "--request-id", str(uuid4()))
    after = office.done(*args, "--external-reference", "X-9", "--customer-id", "7", "--name", "Ada")
    assert after["tenders"][0] == tender | {
        "check_number": "1048",
        "external_reference": "X-9",
        "customer_id": "7",
        "name": "Ada",
    }
    # What was not named stays; with other content the request is another one.
    kept = office.done("tender", "set", tender["id"], "--micr", "123456789")
    assert kept["tenders"] == [after["tenders"][0] | {"micr_last4": "6789"}]
    assert office.refused(*args)["code"] == "M-54"
    error = office.refused("tender", "set", tender["id"], "--amount", "30")
    assert error["code"] == "M-88"


def test_d28_type_and_amount_change_while_nothing_is_frozen(office: CommandLine) -> None:
    event = taken(office, "--action", "none", tender="CASH:20")
    tender = event["tenders"][0]["id"]
    args = ("tender", "set", tender, "--amount", "25", "--request-id", str(uuid4()))
    after = office.done(*args)
    assert after["status"]["balanced"] is True
    after = office.done("tender", "set", tender, "--type", "chec", "--check-number", "7")
    assert (after["tenders"][0]["type"], after["tenders"][0]["amount"]) == ("CHEC", "25.00")
    assert office.done(*args) == after | {"replayed": True}
    assert office.refused("tender", "set", tender, "--type", "OVUN")["code"] == "M-62"
    assert office.refused("tender", "set", "001999999999", "--amount", "1")["code"] == "M-55"


def test_tc04_a_tender_moves_into_another_open_drawer(
    office: CommandLine, supervisors: str
) -> None:
    event = taken(office)
    tender = event["tenders"][0]["id"]
    before = lines(office, supervisors).get("CHEC", (0, "0.00"))
    error = office.refused("tender", "move", tender, "--control", supervisors)
    assert error["code"] == "C-02"
    args = ("tender", "move", tender, "--control", supervisors, "--request-id", str(uuid4()))
    after = office.done(*args, user="sam")
    assert after["tenders"][0]["tender_control_id"] == supervisors
    assert lines(office, supervisors)["CHEC"][0] == before[0] + 1
    assert office.done(*args, user="sam") == after | {"replayed": True}
    error = office.refused("tender", "move", tender, "--control", supervisors, user="sam")
    assert error["code"] == "M-70"


def test_d12_delete_while_nothing_is_frozen_and_never_the_last(office: CommandLine) -> None:
    event = taken(office, "--action", "none", tender="CASH:20")
    after = office.done("tender", "add", event["id"], "CASH:5")
    args = ("tender", "delete", after["tenders"][1]["id"], "--request-id", str(uuid4()))
    after = office.done(*args)
    assert len(after["tenders"]) == 1
    assert office.done(*args) == after | {"replayed": True}
    assert office.refused("tender", "delete", after["tenders"][0]["id"])["code"] == "M-29"
    frozen = taken(office)
    assert office.refused("tender", "delete", frozen["tenders"][0]["id"])["code"] == "M-29"


def test_cx1_nsf_cancels_charges_and_marks(office: CommandLine) -> None:
    event = taken(office)
    payor = event["payments"][0]["account_id"]
    args = ("tender", "cancel", event["tenders"][0]["id"])
    assert office.refused(*args)["code"] == "M-14"
    request = ("--reason", "nsf", "--request-id", str(uuid4()))
    before = lines(office, office.control)["CHEC"]
    after = office.done(*args, *request)
    assert [(t["status"], t["cancel_reason"]) for t in after["tenders"]] == [("CANCELED", "NSF")]
    assert [p["status"] for p in after["payments"]] == ["CANCELED"]
    assert after["totals"]["canceled_tender_count"] == 1
    assert after["notes"] == []
    # The debt is back and the charge of 25.00 is on top; not-good money moves through no drawer.
    assert office.done("account", "show", payor)["current_balance"] == "50.00"
    assert lines(office, office.control)["CHEC"] == before
    again = office.done(*args, *request)
    assert again == after | {"replayed": True}
    assert office.done("account", "show", payor)["current_balance"] == "50.00"
    assert office.refused(*args, "--reason", "NSF")["code"] == "M-70"


def changed(office: CommandLine) -> Any:
    """A traveller's check of 100 for a debt of 25: 75.00 of change."""
    return taken(office, "--amount", "25", "--confirm", "M-42", tender="TRAV:100")


def test_d11_change_that_was_given_is_asked_about(office: CommandLine) -> None:
    event = changed(office)
    outcome = office.run("tender", "cancel", event["tenders"][0]["id"], "--reason", "NSF")
    assert outcome.code == 3
    (concern,) = outcome.document["concerns"]
    assert (concern["code"], concern["fields"]["change"]) == ("M-33", "75.00")
    told = office.told("tender", "cancel", event["tenders"][0]["id"], "--reason", "NSF")
    assert "--change kept" in told.stderr


def test_d11_returned_change_is_canceled_too(office: CommandLine) -> None:
    event = changed(office)
    before = lines(office, office.control)["CASH"]
    args = ("tender", "cancel", event["tenders"][0]["id"], "--reason", "NSF")
    after = office.done(*args, "--change", "returned", "--drawer", office.control)
    assert [t["status"] for t in after["tenders"]] == ["CANCELED", "CANCELED"]
    # The change is back in the drawer that gave it.
    cash = lines(office, office.control)["CASH"]
    assert float(cash[1]) == float(before[1]) + 75


def test_d11_kept_change_is_owed_by_the_payor(office: CommandLine) -> None:
    event = changed(office)
    args = ("tender", "cancel", event["tenders"][0]["id"], "--reason", "NSF", "--change", "kept")
    after = office.done(*args)
    assert [(t["amount"], t["status"]) for t in after["tenders"]] == [
        ("100.00", "CANCELED"),
        ("-75.00", "VALID"),
    ]
    assert [(p["amount"], p["status"]) for p in after["payments"]] == [
        ("25.00", "CANCELED"),
        ("-75.00", "FROZEN"),
    ]
    assert after["status"]["balanced"] is True
    card = office.done("account", "show", event["payments"][0]["account_id"])
    assert card["current_balance"] == "125.00"


def test_cx1_another_bank_account_is_charged(office: CommandLine) -> None:
    with office.db.read() as s:
        bank = s.execute(text("SELECT bank FROM bank_account")).scalar_one()
    office.people.bank_account("RETURNS", "1040-PAYROLL")
    event = taken(office)
    args = ("tender", "cancel", event["tenders"][0]["id"], "--reason", "NSF")
    error = office.refused(*args, "--bank-account", f"{bank}:NOPE")
    assert (error["code"], error["fields"]["field"]) == ("M-55", "bank_account")
    after = office.done(*args, "--bank-account", f"{bank}:RETURNS")
    assert after["tenders"][0]["status"] == "CANCELED"
    query = "SELECT charged_bank, charged_account FROM tender WHERE id = :id"
    with office.db.read() as s:
        charged = s.execute(text(query), {"id": int(event["tenders"][0]["id"])}).one()
    assert tuple(charged) == (bank, "RETURNS")


def test_d14_money_goes_back_out_of_a_drawer(office: CommandLine, supervisors: str) -> None:
    event = taken(office, tender="CASH:25")
    tender = event["tenders"][0]["id"]
    before = expected_cash(office, supervisors)
    args = ("tender", "cancel", tender, "--reason", "DATA", "--drawer", supervisors)
    assert office.refused(*args)["code"] == "M-51"
    office.done(*args, user="sam")
    assert expected_cash(office, supervisors) == before - 25
    findings = office.run("db", "check", user="").document["findings"]
    assert findings == []


def test_5_another_payor_for_a_tender_while_nothing_is_frozen(office: CommandLine) -> None:
    event = taken(office, "--action", "none")
    tender = event["tenders"][0]["id"]
    agency = office.account(name="Agency")
    after = office.done("tender", "set", tender, "--payor", agency)
    assert after["tenders"][0]["payor_account_id"] == agency
    assert after["tenders"][0]["amount"] == "25.00"
    assert office.refused("tender", "set", tender, "--payor", "4711")["code"] == "M-01"
    office.done("event", "distribute", event["id"])
    office.done("event", "freeze", event["id"])
    payor = event["tenders"][0]["payor_account_id"]
    assert office.refused("tender", "set", tender, "--payor", payor)["code"] == "M-88"


def test_py6_a_tender_changed_since_it_was_looked_at(office: CommandLine) -> None:
    event = taken(office)
    tender, version = event["tenders"][0]["id"], str(event["version"])
    given = ("tender", "set", tender, "--if-version", version, "--name")
    office.done(*given, "First")
    refused = office.refused(*given, "Second")
    assert refused["code"] == "M-30"
    assert refused["message"] == "Another user changed this meanwhile. Reload and look again."
    assert office.run("tender", "set", tender, "--if-version", "0", "--name", "x").code == 2


def test_tnd10_the_tenders_of_my_open_drawers(office: CommandLine) -> None:
    account = office.owing(2500)
    event = office.done("event", "add", "--payor", account, "--tender", "CASH:25.00")
    listed = office.done("tender", "list", "--limit", "1")
    (tender,) = listed["tenders"]
    assert (tender["event_id"], tender["amount"], tender["type"]) == (event["id"], "25.00", "CASH")
    assert tender["tender_control_id"] == office.control
    assert tender["frozen_at"] is not None
    assert office.done("tender", "list", user="lee")["tenders"] == []
