"""A command kept over a crash comes back as it was, with its request id (D-21)."""

import json
from dataclasses import replace
from typing import Any

import pytest

from posapp.domain.codes import DistributeAction
from posapp.domain.distribution_rules import DetailDraft, Remitter
from posapp.domain.event_drafts import from_text, to_text
from posapp.domain.ids import ControlId
from posapp.domain.money import ZERO
from posapp.domain.payment_events import AddEvent
from posapp.domain.requests import fingerprint
from tests.helpers.every import every
from tests.helpers.facts import COUNTY, PAYEE, TODAY, add_event, pay, tender, usd

PLAIN = add_event([tender("CASH", "25.00")], [pay("25.00")])
FULL = replace(
    add_event(
        [
            tender("CHEC", "1.00", micr="12", currency="EUR", customer_id="C", name="Ωμέγα 用户"),
            tender("CASH", "0.01", payor=PAYEE, external_reference='"quoted" \\ and {braced}'),
        ],
        [
            pay("0.50", PAYEE, match_type="SA-ID", match_value="0000000007"),
            pay("0.51", COUNTY, non_cis_name="N. Body", reference="R", comments="two\nlines"),
        ],
    ),
    action=DistributeAction.NONE,
    payment_date=TODAY,
    control_id=ControlId(501),
    confirmed=frozenset({"M-39", "M-40"}),
)
EMPTY = add_event([], [])
BY_RULES = replace(
    add_event([tender("CASH", "25.00", payor=PAYEE)], []),
    details=(DetailDraft("BILL", "77", usd("25.00")), DetailDraft("MEMO", 'at "9:15"', ZERO)),
    remitter=Remitter("N. Body", "R", "two"),
)


@every("command", [PLAIN, FULL, EMPTY, BY_RULES], ids=["plain", "full", "empty", "rules"])
def test_d21_a_kept_command_comes_back_as_it_was(command: AddEvent) -> None:
    back = from_text(to_text(command))
    assert back == command
    assert fingerprint(back) == fingerprint(command)
    assert back.request_id == command.request_id


def test_the_same_command_is_kept_as_the_same_text() -> None:
    again = replace(FULL, confirmed=frozenset(sorted(FULL.confirmed, reverse=True)))
    assert to_text(again) == to_text(FULL)


def changed(**changes: Any) -> str:
    return json.dumps({**json.loads(to_text(PLAIN)), **changes})


BROKEN = {
    "no text": "",
    "no JSON": "{",
    "null": "null",
    "a number": "5",
    "a list": "[]",
    "another record": "{}",
    "an unknown action": changed(action="guess"),
    "a wrong date": changed(payment_date="20 November"),
    "an amount that is a float": changed(tenders=[{"tender_type": "CASH", "amount": 25.0}]),
    "an unknown field": changed(payments=[{"account_id": 1, "amount": 1, "evil": 1}]),
    "a tender without type": changed(tenders=[{"amount": 1}]),
    "tenders that are no list": changed(tenders=5),
    "a detail without amount": changed(details=[["BILL", "77"]]),
    "a remitter that is a number": changed(remitter=5),
}


@every("text", BROKEN.values(), ids=BROKEN)
def test_a_broken_draft_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_text(text)
