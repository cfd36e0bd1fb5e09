"""The fingerprint of a command: what it asks for, and nothing else (D-21)."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from posapp.domain.codes import DistributeAction
from posapp.domain.ids import ControlId
from posapp.domain.money import Money
from posapp.domain.requests import check_request_id, fingerprint
from posapp.errors import Refused
from tests.helpers.every import every
from tests.helpers.facts import PAYEE, TODAY, add_event, pay, tender

COMMAND = add_event([tender("CHEC", "25.00")], [pay("25.00")])
(CHECK,), (PAYMENT,) = COMMAND.tenders, COMMAND.payments

SAME: list[tuple[str, dict[str, Any]]] = [
    ("nothing changed", {}),
    ("another request id", {"request_id": "request-2"}),
    ("confirmed meanwhile", {"confirmed": frozenset({"M-39", "M-40"})}),
]


@every("changes", [s[1] for s in SAME], ids=[s[0] for s in SAME])
def test_d21_the_same_content(changes: dict[str, Any]) -> None:
    assert fingerprint(replace(COMMAND, **changes)) == fingerprint(COMMAND)


OTHER: list[tuple[str, dict[str, Any]]] = [
    ("payor", {"payor": PAYEE}),
    ("action", {"action": DistributeAction.NONE}),
    ("payment date", {"payment_date": TODAY}),
    ("control", {"control_id": ControlId(501)}),
    ("tender amount", {"tenders": (replace(CHECK, amount=Money(2501)),)}),
    ("check number", {"tenders": (replace(CHECK, check_number="4712"),)}),
    ("tender type", {"tenders": (replace(CHECK, tender_type="MORD"),)}),
    ("one tender more", {"tenders": (CHECK, CHECK)}),
    ("payment amount", {"payments": (replace(PAYMENT, amount=Money(1)),)}),
    ("payee", {"payments": (replace(PAYMENT, account_id=PAYEE),)}),
    ("match", {"payments": (replace(PAYMENT, match_type="SA-ID", match_value="7"),)}),
    ("comment", {"payments": (replace(PAYMENT, comments="odd"),)}),
    ("a name with accents", {"tenders": (replace(CHECK, name="Ωμέγα"),)}),
]


@every("changes", [o[1] for o in OTHER], ids=[o[0] for o in OTHER])
def test_d21_other_content(changes: dict[str, Any]) -> None:
    assert fingerprint(replace(COMMAND, **changes)) != fingerprint(COMMAND)


def test_d21_every_single_change_has_a_fingerprint_of_its_own() -> None:
    made = [fingerprint(replace(COMMAND, **changes)) for _, changes in OTHER]
    assert len(set(made)) == len(OTHER)


def test_d21_values_do_not_run_into_each_other() -> None:
    one = replace(COMMAND, tenders=(replace(CHECK, check_number="1", micr="23"),))
    two = replace(COMMAND, tenders=(replace(CHECK, check_number="12", micr="3"),))
    assert fingerprint(one) != fingerprint(two)


@dataclass(frozen=True)
class Odd:
    values: list[Any]
    amount: Money


def test_d21_a_fingerprint_never_changes_with_the_program() -> None:
    # Stored in databases: a request of before an upgrade must still be known after it.
    values = [Money(5), None, True, 7, "é", date(2026, 11, 20), Decimal("1.10"), (1, 2)]
    content = Odd(values, Money(12))
    text = '{"amount":12,"values":[5,null,true,7,"é","2026-11-20","1.10",[1,2]]}'
    assert fingerprint(content) == hashlib.sha256(text.encode()).hexdigest()


@every("request_id", ["a", "x" * 64, "3f2a-…".replace("…", "!"), "row:7/9"])
def test_d21_a_request_id_is_visible_ascii(request_id: str) -> None:
    check_request_id(request_id)


@every("request_id", ["", " ", "a b", "x" * 65, "a\0", "a\n", "é", "x" * 10_000])
def test_d21_anything_else_is_no_request_id(request_id: str) -> None:
    with pytest.raises(Refused, match="M-50") as caught:
        check_request_id(request_id)
    assert caught.value.fields["field"] == "request_id"
    assert len(str(caught.value)) < 250
