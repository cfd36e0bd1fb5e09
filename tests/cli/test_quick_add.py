"""``posapp quick-add``: rows in, one outcome for each row (payments 10, 11; D-21, D-35)."""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from select import select
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from posapp.cli import quick_add
from posapp.domain.ids import short_id
from posapp.storage.check import check_database
from tests.helpers import children
from tests.helpers.bills import bill
from tests.helpers.command_line import PASSWORD, CommandLine
from tests.helpers.office import DAY

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
        "done": 3, "invalid": 7, "not_here": 0, "error": 0, "given_up": 0, "waiting": 0,
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
    own = ("--request-id", str(uuid4()))
    asked = office.run("quick-add", "rules", file, *own)
    assert (asked.code, outcomes(asked.document)[0]) == (3, (1, None, "M-40"))
    assert [one["code"] for one in asked.document["concerns"]] == ["M-40"]
    assert asked.document["rows"][0]["concerns"] == asked.document["concerns"]
    taken = office.done("quick-add", "rules", file, *own, "--confirm", "M-40")
    replayed = office.done("quick-add", "rules", file, *own)
    assert (replayed["replayed"], replayed["rows"]) == (True, taken["rows"])
    assert taken["batch_id"] != first["batch_id"]


def test_d21_a_mended_file_takes_only_what_was_wrong(office: CommandLine, csv: Any) -> None:
    """Rows are known by what they say, so that a line that was put right or in doubles no other."""
    payor, other = office.owing(9000), office.owing(9000)
    good, wrong = f"ACCT,{payor},10,CASH,,", f"ACCT,{other},1O.00,CASH,,"
    first = office.done("quick-add", "rules", csv(good, wrong))
    assert outcomes(first) == [(1, "done", None), (2, "invalid", "M-50")]
    more = csv(wrong.replace("O", "0"), good, f"ACCT,{payor},10.00,CASH,,")
    asked = office.run("quick-add", "rules", more)
    rows = asked.document["rows"]
    assert [(row["outcome"], row["replayed"]) for row in rows] == [
        ("done", False), ("done", True), (None, False),
    ]  # fmt: skip
    assert rows[1]["event_id"] == first["rows"][0]["event_id"]
    assert asked.document["taken"] == "10.00"
    assert "replayed" in asked.document["notes"][0]
    again = office.done("quick-add", "rules", csv(good), "--request-id", str(uuid4()),
                        "--confirm", "M-40")  # fmt: skip
    assert (again["taken"], "notes" in again) == ("10.00", False)


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
    assert error["message"] == "The tape says USD 12.49; the rows make USD 12.50."
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


ROWS = 24
CHILD = """
import os, signal, sys
from posapp.cli import call, quick_add
from posapp.cli.root import app
from posapp.services import bundle, quick_add as _loaded
from tests.helpers.clock import FixedClock

class Killing(quick_add.ProgressLine):
    at = 0

    def __call__(self, done, of):
        if done >= self.at:
            os.kill(os.getpid(), signal.SIGKILL)
        return True

call.system_clock, quick_add.ProgressLine = FixedClock(), Killing
for told in sys.stdin:
    Killing.at = int(told)
    child = os.fork()
    if not child:
        signal.alarm(100)
        app(sys.argv[1:])
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@contextmanager
def killed_at(*order: str) -> Iterator[Callable[[int], int]]:
    """Runs of one command, each a process of its own that dies after so many rows; its exit code.

    They are forked from one that has loaded the program and opened nothing.
    """
    with children.start(CHILD, *order) as parent:
        assert parent.stdin is not None
        assert parent.stdout is not None

        def run_until(row: int) -> int:
            print(row, file=parent.stdin, flush=True)
            assert select([parent.stdout], [], [], 120)[0], "the run neither ended nor died"
            return int(parent.stdout.readline())

        try:
            yield run_until
            assert parent.communicate(timeout=120) == ("", "")
        finally:
            parent.kill()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_r1_a_killed_run_is_finished_by_the_same_file(
    office: CommandLine, csv: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """D-21: what is in is shown, the same file takes the rest, and nothing is taken twice."""
    payors = [office.owing(9000) for _ in range(ROWS)]
    file = csv(*(f"ACCT,{payor},{cents},CASH,," for cents, payor in enumerate(payors, 1)))
    order = ("quick-add", "rules", file, "--db", office.path, "--user", "kim", "--json")
    monkeypatch.setenv("POSAPP_PASSWORD", PASSWORD)
    waiting = ("quick-add", "search", "--outcome", "waiting", "--limit", "1")
    with killed_at(*order) as run_until:
        for at, left in ((8, 16), (7, 9)):
            assert run_until(at) == -signal.SIGKILL
            (batch,) = office.done(*waiting)["batches"]
            assert (batch["counts"]["done"], batch["counts"]["waiting"]) == (ROWS - left, left)
            shown = office.done("quick-add", "show", batch["batch_id"])
            in_it = [row["row"] for row in shown["rows"] if row["outcome"] == "done"]
            assert in_it == list(range(1, ROWS + 1 - left))
    document = office.done("quick-add", "rules", file, "--resume")
    assert (document["replayed"], document["counts"]["done"]) == (True, ROWS)
    assert document["taken"] == f"{ROWS * (ROWS + 1) // 2}.00"
    with office.db.read() as s:
        query = "SELECT payor_account_id, count(*) FROM tender GROUP BY payor_account_id"
        often = {short_id(payor): n for payor, n in s.execute(text(query))}
    assert [often[payor] for payor in payors] == [1] * ROWS
    assert check_database(office.db).clean


def test_qa4_qa6_rows_of_one_payor_are_one_event_or_none(office: CommandLine, csv: Any) -> None:
    """QA-5: a detail a row, tenders merged; a row that is not right holds back those of its event."""
    payor, other = office.owing(9000), office.owing(9000)
    file = csv(f"ACCT,{payor},10,CASH,,", f"ACCT,{payor},5,CASH,,", f"ACCT,{payor},4,CHEC,7,",
               f"ACCT,{other},2,CASH,,", f"ACCT,{other},1.005,CASH,,")  # fmt: skip
    document = office.done("quick-add", "rules", file)
    assert outcomes(document) == [
        (1, "done", None), (2, "done", None), (3, "done", None),
        (4, "invalid", "M-146"), (5, "invalid", "M-50"),
    ]  # fmt: skip
    (event_id,) = {row["event_id"] for row in document["rows"][:3]}
    event = office.done("event", "show", event_id)
    assert [(one["type"], one["amount"]) for one in event["tenders"]] == [
        ("CASH", "15.00"), ("CHEC", "4.00"),
    ]  # fmt: skip
    assert [one["amount"] for one in event["distribution_details"]] == ["10.00", "5.00", "4.00"]


def test_qa18_qa19_the_latest_bill_and_empty_rows(office: CommandLine, csv: Any) -> None:
    """QA-18: BILL-ID without a value; QA-19: a row in which nothing was typed is none."""
    people = office.people
    account = people.account(customer_class="OPEN")
    water = people.agreement(account, "WATER")
    people.actors["cashier"] = people.services.users.sign_in("kim", PASSWORD, workstation="WS1")
    for number, day in (("B-OLD", 1), ("B-NEW", 19)):
        bill(people, account, number, DAY, (water, 2000), day=date(2026, 11, day))
    rows = (",,CASH,,,,", f"{short_id(account)},20,,,BILL-ID,,")
    document = office.done("quick-add", "accounts", csv(*rows, head=OF_ACCOUNTS))
    assert outcomes(document) == [(2, "done", None)]
    event = office.done("event", "show", document["rows"][0]["event_id"])
    assert [(one["match_type"], one["match_value"]) for one in event["payments"]] == [
        ("BILL-ID", "B-NEW")
    ]


def test_tn2_a_drawer_that_is_closed_half_way(
    office: CommandLine, csv: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """M-05 for what is left; with an open drawer ``--resume`` takes it."""

    def set_to(status: str) -> None:
        with office.db.begin() as s:
            s.execute(text("UPDATE tender_control SET status = :s"), {"s": status})

    def close_at_one(_self: object, done: int, _of: int | None) -> bool:
        if done == 1:
            set_to("BALANCING")
        return True

    file = csv(*(f"ACCT,{office.owing(9000)},2,CASH,," for _ in range(3)))
    with monkeypatch.context() as patch:
        patch.setattr(quick_add.ProgressLine, "__call__", close_at_one)
        document = office.done("quick-add", "rules", file)
    assert outcomes(document) == [(1, "done", None), (2, "invalid", "M-05"), (3, "invalid", "M-05")]
    set_to("OPEN")
    again = office.done("quick-add", "rules", file)
    assert outcomes(again) == outcomes(document)
    resumed = office.done("quick-add", "rules", file, "--resume")
    assert [row["outcome"] for row in resumed["rows"]] == ["done"] * 3


def test_d35_rows_are_given_up_and_the_tape_is_corrected(office: CommandLine, csv: Any) -> None:
    """What is given up stays so, also when the same file is given again."""
    file = csv(f"ACCT,{office.owing(9000)},10", "ACCT,42,5", "BILL,B-NONE,7")
    batch = office.done("quick-add", "rules", file, "--tape-total", "22.00")["batch_id"]
    taped = office.done("quick-add", "tape", batch, "--tape-count", "3", "--tape-total", "22")
    assert (taped["tape_count"], taped["tape_total"]) == (3, "22.00")
    once = ("--request-id", str(uuid4()))
    given = ("quick-add", "give-up", batch, "3", "--reason", "no such bill", *once)
    document = office.done(*given)
    assert outcomes(document)[1:] == [(2, "invalid", "M-38"), (3, "given_up", "M-205")]
    assert document["rows"][2]["message"].startswith("Given up by ")
    assert document["rows"][2]["message"].endswith(": no such bill.")
    assert office.done(*given) == document | {"replayed": True}
    assert office.refused("quick-add", "give-up", batch, "1")["code"] == "M-143"
    counts = office.done("quick-add", "give-up", batch)["counts"]
    assert (counts["done"], counts["given_up"], counts["invalid"]) == (1, 2, 0)
    again = office.done("quick-add", "rules", file, "--resume")
    assert again["counts"] == counts
    (found,) = office.done("quick-add", "search", "--outcome", "given_up")["batches"]
    assert (found["batch_id"], found["counts"]["given_up"]) == (batch, 2)
    assert office.refused("quick-add", "tape", batch)["code"] == "M-208"
