"""What goes to which stream, help on each level, and the text for a person."""

import json
from decimal import Decimal
from typing import Any

import pytest
import typer
from typer.main import get_command

from posapp.cli.failures import report
from posapp.cli.inputs import match_of, pay_of, tender_of
from posapp.cli.plain import plain, rate_text
from posapp.cli.root import app
from posapp.cli.text_output import as_json, as_text
from posapp.domain.codes import PaymentStatus
from posapp.domain.money import Currency, Money
from posapp.errors import DeviceFailure, Refused, StorageFailure
from tests.helpers.command_line import CommandLine, run
from tests.helpers.every import every

YEN = Currency("JPY", 0)


def levels(command: Any, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = [path]
    for name, child in getattr(command, "commands", {}).items():
        found += levels(child, (*path, name))
    return found


LEVELS = levels(get_command(app))
WRITING = (
    *("add", "open", "set", "freeze", "distribute", "split", "cancel", "transfer", "move"),
    *("delete", "set-date", "recalculate-cash-back", "receipt"),
)
REPORTS = {("credit", "open"), ("db", "move")}
"""Commands that are named as if they wrote: one lists open credits, one is about a whole database."""


@every("path", LEVELS, ids=" ".join)
def test_help_on_each_level_has_an_example(path: tuple[str, ...]) -> None:
    outcome = run(*path, "--help")
    assert (outcome.code, outcome.stderr) == (0, "")
    assert "Example:\n    posapp" in outcome.stdout
    for option in ("--db", "--user", "--json"):
        assert option in outcome.stdout


def test_the_commands_of_the_contract_are_there() -> None:
    wanted = {
        "db": {"move", "roles", "init", "upgrade", "check", "info", "backup", "restore"},
        "user": {"add"},
        "account": {"find", "show"},
        "import": {"accounts", "bills", "items", "rates"},
        "event": {
            "add",
            "show",
            "distribute",
            "freeze",
            "recalculate-cash-back",
            "delete",
            "set-date",
            "transfer",
            "cancel",
            "search",
        },
        "payment": {
            "add",
            "set",
            "show",
            "distribute",
            "split",
            "freeze",
            "cancel",
            "transfer",
            "delete",
        },
        "tender": {"add", "set", "move", "delete", "cancel"},
        "control": {"open", "show"},
        "deposit-control": {"open", "show"},
    }
    for noun, verbs in wanted.items():
        assert verbs <= {path[1] for path in LEVELS if len(path) == 2 and path[0] == noun}, noun
    assert ("receipt",) in LEVELS


@every(
    "path",
    [path for path in LEVELS if path[-1:] in {(verb,) for verb in WRITING} and path not in REPORTS],
    ids=" ".join,
)
def test_write_commands_take_a_request_id(path: tuple[str, ...]) -> None:
    shown = run(*path, "--help").stdout
    assert "--request-id" in shown
    assert "--confirm" in shown


@every(
    "args",
    [
        ("nonsense",),
        ("event",),
        ("event", "nonsense"),
        ("event", "add"),
        ("event", "show"),
        ("event", "add", "--payor", "1"),
        ("event", "show", "001000000001", "--nonsense"),
        ("event", "freeze", "001000000001", "--request-id", "7", "--user", "kim"),
        ("user", "add", "x", "--role", "king"),
        ("deposit-control", "open", "--source-type", "MAGIC"),
        ("db", "info", "--db", ""),
        ("--db", " ", "db", "info"),
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2_and_an_empty_standard_output(args: tuple[str, ...]) -> None:
    outcome = run(*args)
    assert (outcome.code, outcome.stdout) == (2, "")
    assert outcome.stderr


def test_shapes_are_wrong_usage() -> None:
    for text in ("CASH", ":5", "CASH:5:1:USD:x"):
        with pytest.raises(typer.BadParameter):
            tender_of(text)
    for text in ("1", "1:2:3", ":5"):
        with pytest.raises(typer.BadParameter):
            pay_of(text)
    for text in ("BILL-ID", ":7", ""):
        with pytest.raises(typer.BadParameter):
            match_of(text)
    assert pay_of("A-1:5:pay plan:x:y").match_value == "x:y"
    assert match_of("pay plan: a:b ") == ("PAY PLAN", "a:b")


def test_pay_takes_the_place_of_payee_and_amount(office: CommandLine) -> None:
    account = office.owing(100)
    args = ("event", "add", "--payor", account, "--tender", "CASH:1", "--pay", f"{account}:1")
    for more in (("--amount", "1"), ("--payee", account), ("--match", "SA-ID:1")):
        outcome = office.run(*args, *more)
        assert (outcome.code, outcome.stdout) == (2, "")
        assert "--pay" in outcome.stderr


def test_shared_options_stand_before_or_after_the_command(office: CommandLine) -> None:
    last = run("control", "show", office.control, "--db", office.path, "--user", "kim", "--json")
    first = run("--db", office.path, "--user", "kim", "--json", "control", "show", office.control)
    mixed = run("--user", "sam", "control", "--db", office.path, "show", "--user", "kim",
                office.control, "--json")  # fmt: skip
    assert last.code == 0
    assert first.stdout == mixed.stdout == last.stdout


def test_text_for_a_person_has_labels_and_tables(office: CommandLine) -> None:
    account = office.owing(2500, name="Ann \x1b[31mRed")
    added = office.told("event", "add", "--payor", account, "--tender", "CASH:30")
    assert (added.code, added.stderr) == (0, "")
    lines = added.stdout.splitlines()
    assert any(line.startswith("receipt number  ") for line in lines)
    assert any(line.split() == ["status", "balanced", "yes,", "unfrozen", "no"] for line in lines)
    assert "tenders:" in lines
    assert "payments 1, segments:" in lines
    assert "\x1b" not in added.stdout
    assert "Ann \N{REPLACEMENT CHARACTER}[31mRed" in added.stdout


def test_tables_leave_empty_columns_out_and_set_money_right() -> None:
    document = {
        "id": "7",
        "nothing": None,
        "empty": [],
        "lines": [
            {"type": "CASH", "amount": "5.00", "note": None, "n": 1},
            {"type": "TRAV", "amount": "-100.00", "note": None, "n": None},
        ],
    }
    assert as_text(document).splitlines() == [
        "id       7",
        "",
        "lines:",
        "  type   amount  n",
        "  CASH     5.00  1",
        "  TRAV  -100.00",
    ]


@every("sign", "\x7f\x9b\x85\u061c\u200f\u202e\u2066\u2028")
def test_json_shows_signs_that_steer_a_terminal_or_turn_what_is_read(sign: str) -> None:
    written = as_json({"name": f"a{sign}b"})
    assert sign not in written
    assert f"\\u{ord(sign):04x}" in written
    assert json.loads(written) == {"name": f"a{sign}b"}


def test_json_keeps_names_and_can_do_without_unicode() -> None:
    assert as_json({"name": "李"}) == '{\n  "name": "李"\n}'
    assert as_json({"name": "李"}, unicode=False) == '{\n  "name": "\\u674e"\n}'


def test_values_of_messages_are_plain() -> None:
    assert plain(Money(-500), YEN) == "-500"
    assert plain(PaymentStatus.FROZEN, YEN) == "FROZEN"
    assert plain(True, YEN) is True
    assert plain(12, YEN) == 12
    assert plain(1_000_000_042, YEN) == "1000000042"
    assert plain(1_000_000_042, YEN, name="event") == "001000000042"
    assert plain({"a": (Money(1), None)}, YEN) == {"a": ["1", None]}
    assert plain(Decimal("1.50"), YEN) == "1.50"
    assert rate_text("1E+2") == "100"
    assert rate_text(None) is None


def test_d17_money_in_a_message_has_the_decimals_of_its_currency() -> None:
    currencies = {"JPY": YEN, "KWD": Currency("KWD", 3)}
    refused = Refused("M-02", field="amount", value=Money(-1500))
    assert report(refused, currencies, "JPY").document["error"]["message"].endswith("is -1500.")
    refused = Refused("M-02", field="amount", value=Money(-1500), currency="KWD")
    assert report(refused, currencies, "JPY").document["error"]["fields"]["value"] == "-1.500"


def test_d21_a_failed_write_names_the_request_id_to_repeat_with() -> None:
    lost = StorageFailure("unknown_outcome", "The line broke while the payment was written.")
    told = report(lost, {}, "USD", "8f14e45f-ceea-467f-9a3c-2a1b3c4d5e6f")
    assert told.code == 4
    assert told.document["error"]["fields"] == {
        "kind": "unknown_outcome",
        "request_id": "8f14e45f-ceea-467f-9a3c-2a1b3c4d5e6f",
    }
    assert told.sentences[-1] == (
        "Repeat it with --request-id 8f14e45f-ceea-467f-9a3c-2a1b3c4d5e6f."
    )
    assert report(lost, {}, "USD").document["error"]["fields"] == {"kind": "unknown_outcome"}
    gone = StorageFailure("missing", "There is no database.")
    assert report(gone, {}, "USD", "x").sentences == ("There is no database.",)


def test_failures_of_devices_and_of_the_system_end_with_4() -> None:
    told = report(DeviceFailure("Epson", "out of paper"), {}, "USD")
    assert (told.code, told.sentences) == (4, ("Epson: out of paper",))
    told = report(FileNotFoundError(2, "No such file", "x.csv"), {}, "USD")
    assert told.document["error"] == {
        "code": "SYSTEM",
        "message": "x.csv: No such file.",
        "fields": {},
    }
