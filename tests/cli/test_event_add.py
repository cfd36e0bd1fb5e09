"""``posapp event add``: the add dialog from the command line."""

from uuid import uuid4

import pytest
from sqlalchemy import text

from posapp.domain.codes import PaymentStatus
from posapp.domain.ids import parse_id
from tests.helpers.command_line import CommandLine

TABLE_14_3 = {
    ("PRIORITY_THEN_AGE", "50.00"): {"WATER": "16.67", "ELECTRIC": "33.33"},
    ("PRIORITY_THEN_AGE", "100.00"): {"WATER": "33.33", "ELECTRIC": "66.67"},
    ("PRIORITY_THEN_AGE", "200.00"): {"WATER": "66.67", "ELECTRIC": "133.33"},
    ("PRIORITY_THEN_AGE", "240.00"): {"WATER": "70.00", "ELECTRIC": "140.00", "GARBAGE": "30.00"},
    ("PRIORITY_THEN_AGE", "300.00"): {
        "WATER": "70.00",
        "ELECTRIC": "140.00",
        "GARBAGE": "45.00",
        "OVERPAY": "45.00",
    },
    ("AGE_THEN_PRIORITY", "50.00"): {"GARBAGE": "25.00", "WATER": "8.33", "ELECTRIC": "16.67"},
    ("AGE_THEN_PRIORITY", "100.00"): {"GARBAGE": "25.00", "WATER": "25.00", "ELECTRIC": "50.00"},
    ("AGE_THEN_PRIORITY", "200.00"): {"GARBAGE": "25.00", "WATER": "58.33", "ELECTRIC": "116.67"},
    ("AGE_THEN_PRIORITY", "240.00"): {"GARBAGE": "30.00", "WATER": "70.00", "ELECTRIC": "140.00"},
    ("AGE_THEN_PRIORITY", "300.00"): {
        "WATER": "70.00",
        "ELECTRIC": "140.00",
        "GARBAGE": "45.00",
        "OVERPAY": "45.00",
    },
}


@pytest.fixture(
    scope="module",
    params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)],
)
def office(request: pytest.FixtureRequest, sqlite_office: CommandLine) -> CommandLine:
    """The office, once on each engine."""
    if request.param == "sqlite":
        return sqlite_office
    found: CommandLine = request.getfixturevalue("postgres_office")
    return found


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
        "rounding": "0.00",
        "payment_count": 1,
        "tender_count": 1,
        "canceled_tender_count": 0,
    }
    assert event["status"] == {"balanced": True, "unfrozen": False}
    assert event["warnings"] == []
    assert event["info"] == f"2026-11-20, 25.00, Okafor, Ngozi, {event['document_number']}"
    assert event["receipt_number"].startswith(f"{office.control}-")
    assert event["distribution_details"] == []
    (payment,) = event["payments"]
    assert (payment["status"], payment["error"], payment["account_id"]) == ("FROZEN", None, account)
    (segment,) = payment["segments"]
    assert (segment["sa_type"], segment["amount"]) == ("WATER", "25.00")
    assert segment["current_balance"] == "0.00"
    assert office.done("account", "show", account)["current_balance"] == "0.00"
    assert office.done("event", "show", event["id"]) == event


@pytest.mark.parametrize(("order", "amount"), TABLE_14_3, ids=str)
def test_ds4_the_tables_of_14_3(office: CommandLine, order: str, amount: str) -> None:
    customer_class = "RES" if order == "PRIORITY_THEN_AGE" else "COM"
    office.set_distribution(customer_class, order)
    account = office.worked_example(customer_class)
    event = office.done(
        *("event", "add", "--payor", account, "--amount", amount, "--tender", f"CHEC:{amount}:7"),
        *("--action", "distribute", "--confirm", "M-39"),
    )
    (payment,) = event["payments"]
    assert payment["status"] == PaymentStatus.FREEZABLE
    assert {s["sa_type"]: s["amount"] for s in payment["segments"]} == TABLE_14_3[order, amount]


def test_ad3_without_an_amount_the_debt_is_paid(office: CommandLine) -> None:
    account = office.owing(3310)
    event = office.done("event", "add", "--payor", account, "--tender", "CASH:50")
    assert event["totals"]["payments"] == "33.10"
    assert event["totals"]["cash_back"] == "16.90"


def test_d21_a_replay_gives_the_first_result(office: CommandLine) -> None:
    account, request = office.owing(4000), str(uuid4())
    args = ("event", "add", "--payor", account, "--tender", "CASH:50", "--request-id", request)
    first = office.done(*args)
    again = office.done(*args)
    assert "replayed" not in first
    assert again.pop("replayed") is True
    assert again == first
    assert first["request_id"] == request
    assert first["totals"]["payments"] == "40.00"
    error = office.refused(*args, "--amount", "1")
    assert (error["code"], error["fields"]["field"]) == ("M-54", "request_id")


def test_several_tenders_and_several_payees(office: CommandLine) -> None:
    payor, payee = office.owing(1000), office.owing(2000, keys=(("PLATE", "GZH7067 NY"),))
    event = office.done(
        *("event", "add", "--payor", payor, "--tender", "chec:25.00:1047", "--tender", "CASH:10"),
        *("--pay", f"{payor}:10", "--pay", "gzh-7067 ny:20.00"),
    )
    assert [(t["type"], t["amount"], t["check_number"]) for t in event["tenders"]] == [
        ("CHEC", "25.00", "1047"),
        ("CASH", "10.00", None),
        ("CASH", "-5.00", None),
    ]
    paid = [(p["account_id"], p["amount"], p["status"]) for p in event["payments"]]
    assert paid == [(payor, "10.00", "FROZEN"), (payee, "20.00", "FROZEN")]
    # D-33: two tenders, so no name in the line.
    assert event["info"].split(", ")[:2] == ["2026-11-20", "30.00"]
    assert "Okafor" not in event["info"]
    assert (event["totals"]["tender_count"], event["totals"]["payment_count"]) == (2, 2)


def test_it3_an_item_found_by_its_number_is_paid_by_match(office: CommandLine) -> None:
    account = office.people.account(keys=(("PLATE", "HXR1234 NJ"),))
    office.people.item(account, "4646117890", 11500)
    event = office.done(
        *("event", "add", "--payor", "4646117890", "--match", "ITEM-ID:4646117890"),
        *("--tender", "CASH:120"),
    )
    (payment,) = event["payments"]
    assert (payment["match_type"], payment["match_value"]) == ("ITEM-ID", "4646117890")
    assert payment["amount"] == "115.00"
    card = office.done("account", "show", "hxr1234nj")
    assert card["current_balance"] == "0.00"
    assert [(i["number"], i["state"], i["due"]) for i in card["items"]] == [
        ("4646117890", "PAID", "0.00")
    ]


def test_it4_a_written_off_item_says_so_instead_of_keeping_a_credit(office: CommandLine) -> None:
    account = office.people.account()
    office.people.item(account, "W-1", 500)
    with office.db.begin() as s:
        s.execute(text("UPDATE payable_item SET state = 'WRITTEN_OFF' WHERE number = 'W-1'"))
    event = office.done(
        *("event", "add", "--payor", "W-1", "--match", "ITEM-ID:W-1"),
        *("--amount", "5", "--tender", "CASH:5"),
    )
    assert event["payments"][0]["error"] == {
        "code": "K-01",
        "message": "Item W-1 was written off: nothing can be paid on it.",
    }


def test_ad7_a_payment_that_fails_stays_in_error_and_the_event_warns(office: CommandLine) -> None:
    account = office.owing(500)
    event = office.done(
        *("event", "add", "--payor", account, "--tender", "CASH:5", "--match", "SA-ID:9999999999")
    )
    (payment,) = event["payments"]
    assert payment["status"] == "ERROR"
    assert payment["error"] == {
        "code": "M-22",
        "message": "Match value 9999999999 is unknown or belongs to another account.",
    }
    assert event["status"] == {"balanced": True, "unfrozen": True}
    assert event["warnings"] == ["Unfrozen Payments"]
    assert event["receipt_number"] is None


def test_d08_an_overpayment_asks_once(office: CommandLine) -> None:
    account = office.owing(1000)
    args = ("event", "add", "--payor", account, "--amount", "12.5", "--tender", "CHEC:12.50:9")
    outcome = office.run(*args)
    assert outcome.code == 3
    assert outcome.document == {
        "concerns": [
            {
                "code": "M-39",
                "message": "The payment exceeds what is owed. Keep USD 2.50 as credit?",
                "fields": {"excess": "2.50", "currency": "USD"},
            }
        ]
    }
    event = office.done(*args, "--confirm", "m-39")
    assert event["status"]["balanced"] is True
    card = office.done("account", "show", account)
    assert [(c["sa_type"], c["amount"]) for c in card["credits"]] == [("OVERPAY", "2.50")]
    assert card["current_balance"] == "-2.50"
    assert "Credit" in card["badges"]


def test_d05_a_concern_on_a_euro_account_asks_in_euros(office: CommandLine) -> None:
    with office.db.begin() as s:
        s.execute(text("UPDATE tender_source SET currency = 'EUR' WHERE code = 'CASH-B02'"))
        s.execute(text("UPDATE installation SET setup_version = setup_version + 1"))
    account = office.account(currency="EUR")
    office.done("deposit-control", "open", "--currency", "EUR", user="sam")
    control = office.done("control", "open", "--source", "CASH-B02", user="sam")["id"]
    args = ("--payor", account, "--amount", "2", "--tender", "CASH:2", "--control", control)
    outcome = office.run("event", "add", *args, user="sam")
    (concern,) = outcome.document["concerns"]
    assert concern["message"] == "The payment exceeds what is owed. Keep EUR 2.00 as credit?"
    assert concern["fields"] == {"excess": "2.00", "currency": "EUR"}


def test_ou06_the_over_and_under_type_is_refused_and_not_offered(office: CommandLine) -> None:
    account = office.owing(100)
    for kind in ("OVUN", "ROND"):
        error = office.refused("event", "add", "--payor", account, "--tender", f"{kind}:1")
        assert (error["code"], error["fields"]["field"]) == ("M-62", "tender_type")
    types = office.people.services.setup().tender_types.values()
    assert {kind.code for kind in types if kind.system_only} == {"OVUN", "ROND"}
    assert not any(kind.offered for kind in types if kind.system_only)


def test_2_2_a_remitter_is_refused_on_an_ordinary_account(office: CommandLine) -> None:
    account = office.owing(100)
    args = ("event", "add", "--payor", account, "--tender", "CASH:1")
    for option, field in (
        ("name", "non_cis_name"),
        ("reference", "reference"),
        ("comments", "comments"),
    ):
        error = office.refused(*args, f"--{option}", "x")
        assert (error["code"], error["fields"]["field"]) == ("M-77", field)


def test_pe2_the_turn_in_reminder_names_the_limit(office: CommandLine) -> None:
    account = office.owing(300000)
    control = office.done("control", "open", user="lee")["id"]
    event = office.done(
        "event", "add", "--payor", account, "--tender", "CASH:3000", "--control", control,
        user="lee",
    )  # fmt: skip
    assert event["warnings"] == ["Cash in the drawer is above the limit of 2000.00. Turn in funds."]
    assert office.done("control", "show", control, user="lee")["above_limit"] is True
    assert event["tenders"][0]["tender_control_id"] == control


def test_d34_a_non_cis_account_needs_name_and_reference(office: CommandLine) -> None:
    account = office.account(name="Miscellaneous receipts", customer_class="NONCIS")
    args = ("event", "add", "--payor", account, "--amount", "7", "--tender", "CASH:7")
    error = office.refused(*args)
    assert (error["code"], error["fields"]["field"]) == ("C-22", "non_cis_name")
    number = parse_id(account)
    assert number is not None
    agreement = office.people.agreement(number, "MISC")  # type: ignore[arg-type]
    event = office.done(
        *(*args, "--name", "J. Doe", "--reference", "copies", "--match", f"SA-ID:{agreement}"),
        *("--confirm", "M-39"),
    )
    (payment,) = event["payments"]
    assert (payment["status"], payment["non_cis_name"]) == ("FROZEN", "J. Doe")
    assert payment["reference"] == "copies"


def test_dr1_qa9_details_and_a_payor_for_each_tender(office: CommandLine) -> None:
    payor, payee = office.owing(1000, name="Payor, Ada"), office.owing(4000, name="Payee, Cy")
    other = office.account(name="Payor, Bob", keys=(("plate", "KPR9041 CT"),))
    event = office.done(
        "event", "add", "--payor", payor, "--tender", "CASH:20", "--tender", "CHEC:30:77::KPR9041 CT",
        "--detail", f"ACCT:{payee}:40", "--detail", f"acct:{payor}:10", "--detail", "MEMO:at 9:15:0",
    )  # fmt: skip
    assert [(t["type"], t["amount"], t["payor_account_id"]) for t in event["tenders"]] == [
        ("CASH", "20.00", payor),
        ("CHEC", "30.00", other),
    ]
    assert [(p["account_id"], p["amount"], p["status"]) for p in event["payments"]] == [
        (payee, "40.00", "FROZEN"),
        (payor, "10.00", "FROZEN"),
    ]
    said = [(d["rule"], d["value"], d["amount"]) for d in event["distribution_details"]]
    assert said == [("ACCT", payee, "40.00"), ("ACCT", payor, "10.00"), ("MEMO", "at 9:15", "0.00")]


def test_m09_details_that_do_not_make_up_the_tenders_are_refused(office: CommandLine) -> None:
    payor = office.owing(4000)
    error = office.refused(
        "event", "add", "--payor", payor, "--tender", "CHEC:30:78", "--detail", f"ACCT:{payor}:40"
    )
    assert (error["code"], error["message"]) == (
        "M-09",
        "Distribution details (USD 40.00) do not equal tenders (USD 30.00).",
    )


@pytest.mark.parametrize("beside", [("--amount", "5"), ("--payee", "1"), ("--pay", "1:5")])
def test_details_take_the_place_of_accounts_and_amount(
    office: CommandLine, beside: tuple[str, str]
) -> None:
    payor = office.account()
    outcome = office.run(
        "event", "add", "--payor", payor, "--tender", "CASH:5", "--detail", "ACCT:1:5", *beside
    )
    assert outcome.code == 2
    assert "takes the place of" in outcome.stderr


def test_a_tender_has_at_most_five_parts(office: CommandLine) -> None:
    outcome = office.run("event", "add", "--payor", office.account(), "--tender", "CASH:5::USD:1:2")
    assert outcome.code == 2
    assert "[:PAYOR]" in outcome.stderr
