"""Scan lines at work: what our own stub says, other layouts of the set-up, what is refused."""

from dataclasses import replace
from typing import Any

import pytest

from posapp.domain.check_digits import CheckScheme, check_digits
from posapp.domain.codes import DistributeAction
from posapp.domain.endorsements import stub_doc
from posapp.domain.ids import new_request_id, short_id
from posapp.domain.messages import sentence
from posapp.domain.money import Money
from posapp.domain.scan_layout import ScanLayout
from posapp.domain.scan_line import read
from posapp.domain.setup_fields import Values
from posapp.errors import Refused
from tests.helpers.events import add
from tests.helpers.office import DAY, Office


def stub_line(office: Office, cents: int = 8420) -> tuple[int, str]:
    """An account, and the scan line that the stub of its payment carries."""
    account = office.account()
    office.agreement(account, "WATER", (DAY, cents))
    event = add(
        office, account, [("CASH", cents)], [(account, cents)], action=DistributeAction.FREEZE
    )
    (stub,) = stub_doc(event, office.services.setup(), copy=0).stubs
    return account, stub.scan_line


def layout(office: Office, **changes: Any) -> None:
    edits, who = office.services.setup_edits, office.actors["setup"]
    rows: tuple[Values, ...] = edits.rows("scan_layout", who).rows
    was = next((one for one in rows if one["code"] == changes.get("code", "STUB")), None)
    values = dict(was or rows[0]) | changes
    edits.save("scan_layout", values, new_request_id(), who, was=was)


def code(office: Office, text: str) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        office.services.scan_lines.find(text, office.cashier)
    return caught.value.code, str(caught.value.fields.get("right", ""))


def test_rc4_our_own_stub_is_read_back_with_account_and_amount(office: Office) -> None:
    account, line = stub_line(office)
    found = office.services.scan_lines.find(line.replace(" ", ""), office.cashier)
    assert found.account_id == account
    assert (found.line.rule, found.line.value) == ("ACCT", short_id(account))
    assert found.line.amount == Money(8420)
    assert office.services.scan_lines.read(line, office.cashier) == found.line


def test_m171_a_wrong_check_digit_is_refused_with_the_right_one(office: Office) -> None:
    _account, line = stub_line(office)
    body, right = line[:-2], line[-2:]
    assert code(office, f"{body}{(int(right) + 1) % 100:02d}") == ("M-171", right)


def test_m38_m50_m58_what_a_line_may_not_name(office: Office) -> None:
    layout(office, code="SHORT", length=12, prefix="5", value_start=2, value_length=11,
           amount_start=0, amount_length=0, check_scheme="NONE", check_start=0, check_spans="",
           on_stubs=False)  # fmt: skip
    assert code(office, "512345678901")[0] == "M-38"
    # A card in place of a stub: neither read nor repeated (R13).
    with pytest.raises(Refused) as caught:
        office.services.scan_lines.read("4111111111111111", office.cashier)
    assert caught.value.code == "M-58"
    assert "4111" not in str(caught.value.fields)
    layout(office, code="SHORT", rule="MEMO")
    assert code(office, "512345678901")[0] == "M-38"


def test_a_bill_of_another_system_by_a_layout_of_its_own(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 5000))
    office.item(account, "4512907741", 8250)
    # Due until the business date; a day later the second amount counts.
    layout(office, code="CITY", length=38, prefix="B", rule="ITEM", value_start=2, value_length=12,
           strip_zeros=True, digits_only=False, amount_start=14, amount_length=8, late_start=22,
           late_length=8, date_start=30, date_format="YYYYMMDD", check_scheme="LUHN", check_start=38,
           check_spans="2-29", on_stubs=False)  # fmt: skip
    for day, amount in (("20261120", 8250), ("20261119", 9075)):
        body = f"B0045129077410000825000009075{day}"
        digit = check_digits(CheckScheme.LUHN, body[1:29])
        found = office.services.scan_lines.find(body + digit, office.cashier)
        assert (found.account_id, found.line.amount) == (account, Money(amount))
        assert found.named.match == ("ITEM-ID", "4512907741")


def test_without_a_layout_stubs_carry_the_account_alone(office: Office) -> None:
    layout(office, on_stubs=False)
    assert stub_line(office)[1] == ""


BARE = {"length": 12, "value_start": 2, "value_length": 11, "amount_start": 0, "amount_length": 0,
        "check_scheme": "NONE", "check_start": 0, "check_spans": "", "on_stubs": False}  # fmt: skip


def test_f16_of_layouts_with_one_shape_each_has_a_check_digit(office: Office) -> None:
    """Without one a misread line of the other would be taken for its own."""
    layout(office, code="SHORT", prefix="5", **BARE)
    with pytest.raises(Refused) as caught:
        layout(office, code="ITEMS", rule="ITEM", prefix="5", **BARE)
    assert (caught.value.code, caught.value.fields["field"]) == ("M-50", "check_scheme")
    assert "SHORT" in str(caught.value.fields["reason"])
    checked = BARE | {"value_length": 10, "check_scheme": "LUHN", "check_start": 12}
    with pytest.raises(Refused):
        layout(office, code="ITEMS", rule="ITEM", prefix="", **checked)
    layout(office, code="ITEMS", rule="ITEM", prefix="5", active=False, **BARE)
    layout(office, code="ITEMS", rule="ITEM", prefix="6", active=True, **BARE)
    layout(office, code="LETTER", rule="ITEM", prefix="A", **BARE | {"digits_only": False})
    layout(office, code="LONGER", rule="ITEM", prefix="5", **BARE | {"length": 13})


def test_m215_a_line_that_two_layouts_read_differently_names_both() -> None:
    """Whatever was set up: what cannot be told apart is typed, never guessed."""
    numbers = {key: value for key, value in BARE.items() if key != "on_stubs"} | {
        "check_scheme": CheckScheme.NONE
    }
    first = ScanLayout("ONE", "One", rule="ACCT", prefix="5", **numbers)  # type: ignore[arg-type]
    other = replace(first, code="TWO", rule="ITEM")
    line = "512345678901"
    with pytest.raises(Refused) as caught:
        read(line, [first, other])
    assert (caught.value.code, caught.value.fields["layouts"]) == ("M-215", "ONE, TWO")
    assert "ONE, TWO" in sentence("M-215", caught.value.fields)
    assert read(line, [first, replace(first, code="TWO")]).value == "12345678901"
    luhn = {"check_scheme": CheckScheme.LUHN, "check_start": 12, "value_length": 10}
    checked = replace(other, **luhn)  # type: ignore[arg-type]
    right = line[:11] + checked.right_digit(line)
    for text in (right, right[:11] + str((int(right[11]) + 1) % 10)):
        with pytest.raises(Refused) as caught:
            read(text, [first, checked])
        assert caught.value.code == "M-215", "a wrong digit is no proof of the layout without"
    assert read(right, [checked]).rule == "ITEM"
    with pytest.raises(Refused) as caught:
        read(right, [checked, replace(checked, code="ALSO", rule="BILL")])
    assert caught.value.fields["layouts"] == "ALSO, TWO"
