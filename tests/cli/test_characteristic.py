"""``posapp characteristic`` and ``posapp template`` through the real command line, both engines."""

from collections.abc import Iterator

import pytest

from posapp.domain.ids import short_id
from tests.helpers.command_line import CommandLine
from tests.helpers.county import county

SPLIT = (("4100-PERMIT", "80"), ("4900-NSF-FEES", "20"))


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def office(request: pytest.FixtureRequest) -> Iterator[CommandLine]:
    """Both engines behind the same commands."""
    return request.getfixturevalue(f"{request.param}_office")


@pytest.fixture(scope="module")
def tax(office: CommandLine) -> str:
    """A template made with ``setup set``; returns its account."""
    of = county(office.people)
    row = (
        "code=tax",
        "description=Property tax",
        f"account_id={short_id(of.account)}",
        f"agreement_id={short_id(of.agreements[0])}",
        "currency=USD",
    )
    made = office.done("setup", "set", "payment_template", *row, user="adm")
    assert made["row"]["account_id"] == short_id(of.account)
    for seq, (code, percent) in enumerate(SPLIT, 1):
        line = ("template=TAX", f"seq={seq}", f"distribution_code={code}", "currency=USD")
        office.done(
            "setup", "set", "payment_template_line", *line, f"percent={percent}", user="adm"
        )
    return short_id(of.account)


def take(*more: str, amount: str = "100.01") -> tuple[str, ...]:
    named = ("--name", "Ruiz, Ana", "--reference", "TX-17")
    return ("template", "take", "TAX", "--amount", amount, "--tender", f"CASH:{amount}",
            *named, *more)  # fmt: skip


def test_nci08_list_says_which_templates_there_are(office: CommandLine, tax: str) -> None:
    (found,) = office.done("template", "list")["templates"]
    assert (found["code"], found["account_id"]) == ("TAX", tax)
    assert found["lines"][0] == {
        "distribution_code": "4100-PERMIT",
        "description": "",
        "amount": None,
        "percent": "80",
        "overridable": True,
    }


def test_nc4_take_splits_the_payment_to_the_cent(office: CommandLine, tax: str) -> None:
    (payment,) = office.done(*take("--comments", "By a cousin"))["payments"]
    assert (payment["status"], payment["account_id"]) == ("FROZEN", tax)
    assert (payment["template"], payment["comments"]) == ("TAX", "By a cousin")
    amounts = [(line["distribution_code"], line["amount"]) for line in payment["lines"]]
    assert amounts == [("4100-PERMIT", "80.01"), ("4900-NSF-FEES", "20.00")]


def test_nci09_nci10_lines_may_be_given_and_must_sum(office: CommandLine, tax: str) -> None:
    assert tax
    refused = office.refused(*take("--line", "4800-MISC:50", amount="51"))
    assert refused["code"] == "M-28"
    done = office.done(*take("--line", "4800-misc:51:Copies: 102 pages", amount="51"))
    assert done["payments"][0]["lines"] == [
        {"distribution_code": "4800-MISC", "amount": "51.00", "description": "Copies: 102 pages"}
    ]


def test_nci11_customer_payments_follow(office: CommandLine, tax: str) -> None:
    customer = office.owing(3000)
    event = office.done(
        "template", "take", "TAX", "--amount", "70", "--tender", "CHEC:100:1047", "--name", "R",
        "--reference", "T", "--add-cis-payment",
    )  # fmt: skip
    assert event["status"] == {"balanced": False, "unfrozen": True}
    assert event["totals"]["cash_back"] == "0.00"
    office.done("payment", "add", event["id"], f"{customer}:30")
    office.done("event", "distribute", event["id"])
    after = office.done("event", "freeze", event["id"])
    assert after["status"] == {"balanced": True, "unfrozen": False}
    assert tax in {payment["account_id"] for payment in after["payments"]}


def test_nci03_nci08_refusals(office: CommandLine, tax: str) -> None:
    assert tax
    none = ("template", "take", "NONE", "--amount", "1", "--tender", "CASH:1", "--name", "R",
            "--reference", "T")  # fmt: skip
    assert office.refused(*none)["code"] == "M-55"
    blank = ("template", "take", "TAX", "--amount", "1", "--tender", "CASH:1", "--name", " ",
             "--reference", "T")  # fmt: skip
    assert office.refused(*blank)["code"] == "C-22"
    assert office.refused(*take("--source", "CASH-A02", amount="3"))["code"] == "M-05N"
    assert office.run(*take("--line", "4800-MISC")).code == 2


def test_nci05_a_wider_comment_and_lines_on_a_payment(office: CommandLine, tax: str) -> None:
    event = office.done(
        "event", "add", "--payor", tax, "--amount", "9", "--tender", "CASH:9", "--name", "R",
        "--reference", "T", "--action", "none",
    )  # fmt: skip
    payment = event["payments"][0]["id"]
    office.done("payment", "set", payment, "--comment", "For the whole street")
    after = office.done("payment", "set", payment, "--line", "4800-MISC:9")
    assert after["payments"][0]["comment"] == "For the whole street"
    assert after["payments"][0]["lines"][0]["amount"] == "9.00"


def test_2_4_characteristics_are_added_changed_and_deleted(office: CommandLine) -> None:
    payor = office.owing(1200)
    event = office.done(
        "event", "add", "--payor", payor, "--tender", "CASH:12", "--action", "distribute"
    )
    office.done("characteristic", "add", event["id"], "channel:mail")
    tender, payment = event["tenders"][0]["id"], event["payments"][0]["id"]
    office.done("characteristic", "add", event["id"], "REMARK:Torn: top", "--tender", tender)
    after = office.done("characteristic", "add", event["id"], "REMARK:Half", "--payment", payment)
    first, second, third = after["characteristics"]
    assert (first["type"], first["value"], first["value_description"]) == (
        "CHANNEL", "MAIL", "By mail",
    )  # fmt: skip
    assert (second["value"], second["tender_id"]) == ("Torn: top", tender)
    assert (third["value"], third["payment_id"]) == ("Half", payment)
    changed = office.done("characteristic", "set", first["id"], "CHANNEL:COUNTER")
    assert changed["characteristics"][0]["value"] == "COUNTER"
    gone = office.done("characteristic", "delete", first["id"])
    assert [one["id"] for one in gone["characteristics"]] == [second["id"], third["id"]]


def test_dr5_m38_values_must_fit(office: CommandLine) -> None:
    event = office.done("event", "add", "--payor", office.owing(700), "--tender", "CASH:7")
    add = ("characteristic", "add", event["id"])
    assert office.refused(*add, "CHANNEL:PIGEON")["code"] == "M-38"
    assert office.refused(*add, "RELATED:1999999999")["code"] == "M-38"
    assert office.refused(*add, "NONE:x")["code"] == "M-55"
    assert office.run(*add, "nothing").code == 2
    assert office.run(*add, "REMARK:x", "--tender", "1", "--payment", "2").code == 2
    assert office.refused("characteristic", "delete", "001999999999")["code"] == "M-55"
