"""``posapp event add``: the add dialog from the command line."""

from uuid import uuid4

from tests.helpers.command_line import CommandLine


def test_d01_change_is_a_second_negative_tender(office: CommandLine) -> None:
    account = office.owing(2500)
    event = office.done(
        "event", "add", "--payor", account, "--amount", "25", "--tender", "TRAV:100"
    )
    assert [(t["type"], t["amount"], t["cash_back"]) for t in event["tenders"]] == [
        ("TRAV", "100.00", False),
        ("CASH", "-75.00", True),
    ]
    assert event["totals"] == {
        "payments": "25.00",
        "tenders": "25.00",
        "amount_tendered": "100.00",
        "cash_back": "75.00",
        "payment_count": 1,
        "tender_count": 1,
        "canceled_tender_count": 0,
    }
    assert event["status"] == {"balanced": True, "unfrozen": False}
    assert event["warnings"] == []
    assert event["info"] == (f"2026-11-20, 25.00, Okafor, Ngozi, {event['document_number']}")
    assert event["receipt_number"] == f"{office.control}-1"
    assert office.done("account", "show", account)["current_balance"] == "0.00"


def test_d21_a_replay_gives_the_first_result(office: CommandLine) -> None:
    account, request = office.owing(4000), str(uuid4())
    args = ("event", "add", "--payor", account, "--tender", "CASH:50", "--request-id", request)
    first = office.done(*args)
    again = office.done(*args)
    assert "replayed" not in first
    assert again.pop("replayed") is True
    assert again == first
    assert first["totals"]["payments"] == "40.00"
    assert office.refused(*args, "--amount", "1")["code"] == "M-54"
