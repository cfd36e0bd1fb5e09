"""``posapp setup`` and ``posapp period`` through the real command line."""

from tests.helpers.command_line import CommandLine


def test_list_names_the_tables_and_their_rows(office: CommandLine) -> None:
    tables = office.done("setup", "list", user="adm")["tables"]
    assert {"table": "cancel_reason", "title": "Cancel reasons"} in tables
    found = office.done("setup", "list", "adjustment-type", user="adm")
    assert [row["code"] for row in found["rows"]] == ["CREDIT", "NSF"]
    assert found["rows"][1:] == [
        {
            "code": "NSF",
            "description": "Charge for a returned tender",
            "distribution_code": "4900-NSF-FEES",
            "default_amount": "25.00",
        }
    ]


def test_set_adds_changes_and_delete_removes(office: CommandLine) -> None:
    new = ("code=lost", "description=Check lost", "affect_cash_only_by=0",
           "affect_credit_rating_by=0", "months_affecting=0")  # fmt: skip
    made = office.done("setup", "set", "cancel_reason", *new, user="adm")
    assert (made["row"]["code"], made["row"]["nsf_charge"]) == ("LOST", False)
    changed = office.done(
        "setup", "set", "cancel_reason", "code=LOST", "nsf_charge=yes", user="adm"
    )
    assert (changed["row"]["nsf_charge"], changed["row"]["description"]) == (True, "Check lost")
    gone = office.done(
        "setup", "delete", "cancel_reason", "code=LOST", "--confirm", "M-96", user="adm"
    )
    assert gone == {"table": "cancel_reason", "deleted": "LOST"}


def test_refusals_are_sentences(office: CommandLine) -> None:
    refused = office.refused("setup", "set", "adjustment_type", "code=NSF", "default_amount=1,5",
                          user="adm")  # fmt: skip
    assert (refused["code"], refused["fields"]["field"]) == ("M-50", "default_amount")
    assert office.refused("setup", "delete", "currency", "code=USD", user="adm")["code"] == "M-95"
    assert office.refused("setup", "list", "nothing", user="adm")["code"] == "M-55"
    assert office.refused("period", "close", "2026-11", user="kim")["code"] == "M-51"
    assert office.refused("period", "close", "1999-01", user="adm")["code"] == "M-55"


def test_a_period_is_closed_and_opened(office: CommandLine) -> None:
    assert office.done("period", "close", "2027-03", user="adm")["open"] is False
    assert office.done("period", "open", "2027-03", user="adm")["open"] is True
