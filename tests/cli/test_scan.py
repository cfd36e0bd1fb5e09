"""``posapp scan read``: the line of our own stub, a wrong check digit, a text that is none."""

from posapp.domain.money import Money
from posapp.domain.scan_line import compose, in_groups
from tests.helpers.command_line import CommandLine


def line_of(office: CommandLine, account: str, cents: int) -> str:
    layout = office.people.services.setup().entry.layouts["STUB"]
    return in_groups(layout, compose(layout, account, Money(cents)))


def test_a_stub_is_read(office: CommandLine) -> None:
    account = office.owing(8420)
    found = office.done("scan", "read", line_of(office, account, 8420))
    assert found == {
        "layout": "STUB", "rule": "ACCT", "value": account, "amount": "84.20",
        "due_amount": "84.20", "late_amount": None, "currency": "USD", "due_date": None,
        "account_id": account, "name": found["name"],
    }  # fmt: skip


def test_m171_m170_m38_what_is_refused(office: CommandLine) -> None:
    line = line_of(office, office.owing(8420), 8420)
    wrong = f"{line[:-2]}{(int(line[-2:]) + 1) % 100:02d}"
    error = office.refused("scan", "read", wrong)
    assert error["code"] == "M-171"
    assert f"should be {line[-2:]}." in error["message"]
    assert office.refused("scan", "read", "smith elm st")["code"] == "M-170"
    assert office.refused("scan", "read", line_of(office, "9999999999", 1))["code"] == "M-38"


def test_layouts_are_set_up_by_name(office: CommandLine) -> None:
    rows = office.done("setup", "list", "scan_layout")["rows"]
    assert [one["code"] for one in rows] == ["STUB"]
    error = office.refused(
        "setup", "set", "scan_layout", "code=STUB", "check_spans=1-26", user="adm"
    )
    assert (error["code"], error["fields"]["field"]) == ("M-50", "check_spans")
