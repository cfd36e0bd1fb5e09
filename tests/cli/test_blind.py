"""D-16: no command tells a blind cashier what the drawer should hold, in JSON or in words."""

import re

import pytest

from tests.helpers.command_line import CommandLine

# 150.00 and 61.37, 13.61, 40.17 of cash, 20.09 of it handed over: 245.06 should be there.
TAKEN = ("61.37", "13.61", "40.17")
SECRETS = ("245.06", "265.15", "115.15", "95.06", "5.05")
LEAK = re.compile(rf"(?<![\d.])({'|'.join(re.escape(one) for one in SECRETS)})(?!\d)")


@pytest.fixture(scope="module")
def event(office: CommandLine) -> str:
    """An event of a drawer with takings and a turn-in."""
    payor = office.owing(1_000_000)
    made = [
        office.done(
            "event", "add", "--payor", payor, "--amount", amount, "--tender", f"CASH:{amount}",
            "--confirm", "M-40",
        )
        for amount in TAKEN
    ]  # fmt: skip
    given = office.done("turn-in", "add", office.control, "CASH:20.09")
    office.done("turn-in", "approve", given["id"], user="sam")
    return str(made[0]["id"])


def asked(office: CommandLine, event: str) -> list[tuple[str, ...]]:
    control, under = office.control, office.deposit
    figures = ("starting", "received", "change", "booked", "turned_in", "issued", "turn_ins",
               "refunded", "expected", "ending", "over_under")  # fmt: skip
    return [
        ("control", "show", control),
        ("control", "attempts", control),
        ("control", "search"),
        ("control", "stale"),
        ("control", "explain", control),
        ("control", "recipe", control),
        ("control", "over-under-log"),
        *(("control", "rows", control, "--type", "CASH", "--figure", one) for one in figures),
        ("control", "balance", control),
        ("control", "book-over-under", control, "--reason", "COUNT", "--comments", "x"),
        ("turn-in", "list", "--control", control),
        ("turn-in", "list", "--deposit-control", under),
        ("turn-in", "add", control, "CASH:9999"),
        ("deposit-control", "show", under),
        ("deposit-control", "search"),
        ("deposit-control", "day", "2026-11-20"),
        ("deposit-control", "undeposited", under),
        ("deposit-control", "balance", under, "--ending", "1"),
        ("ledger", "list"),
        ("event", "show", event),
        ("event", "log", event),
        ("event", "search"),
        ("payment", "search"),
        ("tender", "search"),
        ("tender", "list"),
        ("exception", "list"),
        ("exception", "list", "--control", control),
    ]


def leaks(office: CommandLine, event: str) -> list[tuple[str, ...]]:
    found = []
    for args in asked(office, event):
        said = [office.run(*args), office.told(*args)]
        assert all(one.code != 2 for one in said), (args, said[0].stderr)
        if any(LEAK.search(one.stdout.replace(",", "") + one.stderr) for one in said):
            found.append(args)
    return found


def test_d16_no_command_tells_a_blind_cashier(office: CommandLine, event: str) -> None:
    assert leaks(office, event) == []
    office.done("control", "start-balancing", office.control)
    count = ("control", "count", office.control, "--ending", "CASH:240.01")
    office.done(*count)
    told = office.run("control", "submit", office.control)
    assert not LEAK.search(told.stdout)
    assert leaks(office, event) == []
    show = ("control", "show", office.control)
    assert LEAK.search(office.run(*show, user="aud").stdout)
    office.done(*count)
    office.done("control", "submit", office.control)
    assert LEAK.search(office.run(*show).stdout)
