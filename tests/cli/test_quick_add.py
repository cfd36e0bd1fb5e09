"""``posapp quick-add``: rows in, one outcome for each row (payments 10, 11; D-21, D-35)."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.helpers.command_line import CommandLine

HEAD = "rule,value,amount,tender_type,check_number,request_id"
OF_ACCOUNTS = "account,amount,tender_type,check_number,match_type,match_value,request_id"


@pytest.fixture
def csv(tmp_path: Path) -> Any:
    """Writes a file of rows under a header."""

    def write(*rows: str, head: str = HEAD, name: str = "rows.csv") -> str:
        path = tmp_path / name
        path.write_text("\n".join((head, *rows)) + "\n", "utf-8")
        return str(path)

    return write


def outcomes(document: Any) -> list[tuple[int, str | None, str | None]]:
    return [(row["row"], row["outcome"], row["code"]) for row in document["rows"]]


def test_qa5_hostile_rows_by_rules_and_their_neighbours(office: CommandLine, csv: Any) -> None:
    """D-35: each row has its own outcome; the exit code is 0 as soon as each has one."""
    payors = [office.owing(9000) for _ in range(9)]
    file = csv(
        f"ACCT,{payors[0]},10,CASH,,",
        "BILL,B-NONE,10,CASH,,",
        f"ACCT,{payors[1]},0,CASH,,",
        f"acct,{payors[2]},12.50,chec,77,",
        f"ACCT,{payors[3]},1.005,CASH,,",
        f"ACCT,{payors[4]},ten,CASH,,",
        f"ACCT,{payors[5]},10,CHEC,,",
        f"ACCT,{payors[6]},10,DDCH,,",
        f"ACCT,{payors[7]},1,005.00,CASH,,",
        f"ACCT,{payors[8]},7",
    )
    document = office.done("quick-add", "rules", file)
    assert outcomes(document) == [
        (1, "done", None), (2, "invalid", "M-38"), (3, "invalid", "M-02"), (4, "done", None),
        (5, "invalid", "M-50"), (6, "invalid", "M-50"), (7, "invalid", "M-63"),
        (8, "invalid", "M-19"), (9, "invalid", "M-55"), (10, "done", None),
    ]  # fmt: skip
    assert document["counts"] == {
        "done": 3, "invalid": 7, "not_here": 0, "error": 0, "waiting": 0,
    }  # fmt: skip
    assert (document["taken"], document["currency"]) == ("29.50", "USD")
    first, unknown = document["rows"][:2]
    event = office.done("event", "show", first["event_id"])
    assert (event["totals"]["tenders"], first["status"]) == ("10.00", "FROZEN")
    assert unknown["message"] == "Rule value B-NONE is not valid for Bill."
    assert (unknown["field"], unknown["event_id"]) == ("value", None)
    shown = office.done("quick-add", "show", document["batch_id"])
    assert shown["rows"] == document["rows"]


def test_qa16_four_outcomes_by_accounts(office: CommandLine, csv: Any) -> None:
    """QA-14, QA-15, QA-18: cash-only is not taken here, another's match is taken in Error."""
    strict = office.account(points=100)
    file = csv(
        f"{office.owing(9000)},10,,,,,",
        f"{strict},10,CHEC,5,,,",
        "1999999999,10,,,,,",
        f"{office.owing(9000)},10,,,SA-ID,1999999999,",
        f"{office.owing(9000)},10,,,BILL-ID,,",
        *(f"{office.owing(9000)},1,,,,," for _ in range(15)),
        head=OF_ACCOUNTS,
    )
    document = office.done("quick-add", "accounts", file)
    assert outcomes(document)[:5] == [
        (1, "done", None), (2, "not_here", "M-06"), (3, "invalid", "M-01"), (4, "error", "M-22"),
        (5, "invalid", "M-147"),
    ]  # fmt: skip
    assert document["counts"]["done"] == 16, "files are not limited to fifteen rows"
    assert document["rows"][3]["status"] == "ERROR"


def test_d21_the_same_file_again_doubles_nothing(office: CommandLine, csv: Any) -> None:
    """Without a request id the file itself is the request; with one of its own it is a new one."""
    file = csv(f"ACCT,{office.owing(9000)},10,CASH,,", "BILL,B-2,3,CASH,,")
    first = office.done("quick-add", "rules", file)
    again = office.done("quick-add", "rules", file)
    assert (again["replayed"], again["rows"]) == (True, first["rows"])
    assert "--request-id" in again["notes"][0]
    retried = office.done("quick-add", "rules", file, "--resume")
    assert outcomes(retried) == [(1, "done", None), (2, "invalid", "M-38")]
    asked = office.run("quick-add", "rules", file, "--request-id", str(uuid4()))
    assert (asked.code, outcomes(asked.document)[0]) == (3, (1, None, "M-40"))
    assert [one["code"] for one in asked.document["concerns"]] == ["M-40"]
    assert asked.document["rows"][0]["concerns"] == asked.document["concerns"]


def test_d21_a_request_id_in_a_row_is_taken_once(office: CommandLine, csv: Any) -> None:
    """Another file that holds the row again gives its first result; other content is refused."""
    own = str(uuid4())
    payor, other = office.owing(9000), office.owing(9000)
    first = office.done("quick-add", "rules", csv(f"ACCT,{payor},10,CASH,,{own}"))
    more = csv(
        f"ACCT,{payor},10,CASH,,{own}", f"ACCT,{other},2,CASH,,", f"ACCT,{payor},11,CASH,,{own}"
    )
    second = office.done("quick-add", "rules", more)
    assert outcomes(second) == [(1, "done", None), (2, "done", None), (3, "invalid", "M-54")]
    assert [row["replayed"] for row in second["rows"]] == [True, False, False]
    assert second["rows"][0]["event_id"] == first["rows"][0]["event_id"]
    assert second["taken"] == "2.00"


def test_concerns_are_confirmed_and_the_rest_is_in_already(office: CommandLine, csv: Any) -> None:
    """D-03, D-22: cash-only and a row that says the same wait; exit code 3, then 0."""
    strict, twice = office.account(points=100), office.owing(9000)
    file = csv(
        f"ACCT,{strict},10,CHEC,5,", f"ACCT,{office.owing(9000)},4,CASH,,",
        f"ACCT,{twice},3,CASH,,", f"ACCT,{twice},3,CASH,,",
    )  # fmt: skip
    asked = office.run("quick-add", "rules", file)
    assert asked.code == 3
    assert outcomes(asked.document) == [
        (1, None, "M-06W"), (2, "done", None), (3, None, "M-148"), (4, None, "M-148"),
    ]  # fmt: skip
    found = office.done("quick-add", "search", "--outcome", "waiting")
    assert found["batches"][0]["batch_id"] == asked.document["batch_id"]
    assert found["batches"][0]["counts"]["waiting"] == 3
    codes = ("--confirm", "M-06W", "--confirm", "m-148", "--confirm", "M-39")
    document = office.done("quick-add", "rules", file, *codes)
    assert [row["outcome"] for row in document["rows"]] == ["done"] * 4
    assert document["rows"][2]["event_id"] == document["rows"][3]["event_id"]


def test_the_tape_and_the_header_are_checked_before_anything_is_kept(
    office: CommandLine, csv: Any
) -> None:
    file = csv(f"ACCT,{office.owing(9000)},10,CASH,,", f"ACCT,{office.owing(9000)},2.50,CASH,,")
    tape = ("quick-add", "rules", file, "--tape-count", "2", "--tape-total")
    error = office.refused(*tape, "12.49")
    assert error["code"] == "M-141"
    assert error["message"] == "The tape says USD 12.49; the rows make USD 12.50, USD 0.01 more."
    assert office.refused("quick-add", "rules", file, "--tape-count", "3")["code"] == "M-140"
    assert office.refused("quick-add", "rules", file, "--control", "1999999999")["code"] == "M-55"
    document = office.done(*tape, "12.50", "--control", office.control)
    assert (document["tape_total"], document["control_id"]) == ("12.50", office.control)
    assert document["counts"]["done"] == 2


@pytest.mark.parametrize(
    ("head", "says"),
    [
        ("rule,amount", "lacks the column value"),
        ("rule,value,amount,account", "has columns that are none: account"),
        ("rule,value,amount,value", "names a column twice"),
    ],
)
def test_a_file_of_another_shape_is_refused_whole(
    office: CommandLine, csv: Any, head: str, says: str
) -> None:
    error = office.refused("quick-add", "rules", csv("ACCT,1,2", head=head))
    assert (error["code"], error["message"]) == ("M-82", f"File rows.csv {says}.")


def test_search_asks_for_known_words(office: CommandLine) -> None:
    assert office.refused("quick-add", "search", "--outcome", "odd")["code"] == "M-55"
    assert office.refused("quick-add", "search", "--taken-by", "Nobody")["code"] == "M-55"
    found = office.done(
        "quick-add", "search", "--taken-by", "kim", "--kind", "rules", "--limit", "1"
    )
    assert found["more"] == (
        len(office.done("quick-add", "search", "--kind", "rules")["batches"]) > 1
    )
    day = ("--date-from", "2026-11-21")
    assert office.done("quick-add", "search", *day) == {"batches": [], "more": False}
    assert office.refused("quick-add", "show", "1999999999")["code"] == "M-55"
