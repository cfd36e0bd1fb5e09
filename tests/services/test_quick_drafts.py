"""D-21: rows of Quick Add that are typed and not created are kept for their user, here only."""

from dataclasses import replace
from datetime import date

import pytest

from posapp.domain.ids import ControlId, new_request_id
from posapp.domain.money import Money
from posapp.domain.quick_add import QuickHeader, QuickKind
from posapp.errors import Refused
from tests.helpers.office import Office
from tests.helpers.quick_add import rule

HEADER = QuickHeader(QuickKind.RULES, ControlId(7), date(2026, 11, 20), 2, Money(3000))


def test_d21_the_newest_rows_of_a_kind_are_offered_to_their_user(office: Office) -> None:
    drafts, who = office.services.quick_drafts, office.cashier
    first, second = new_request_id(), new_request_id()
    drafts.keep(HEADER, (rule("1", "1"),), first, who)
    office.clock.advance(minutes=1)
    drafts.keep(HEADER, (rule("2", "2"),), second, who)
    drafts.keep(HEADER, (rule("2", "3"), rule("4", "4")), second, who)
    kept = drafts.kept(QuickKind.RULES, who)
    assert kept is not None
    assert (kept.request_id, [row.value for row in kept.rows]) == (second, ["2", "4"])
    assert drafts.kept(QuickKind.ACCOUNTS, who) is None
    assert drafts.kept(QuickKind.RULES, replace(who, workstation="WS9")) is None
    # Payments in hand are others (D-21), and rows are none of them.
    assert office.services.in_hand.kept(who) == ()
    drafts.keep(HEADER, (), second, who)
    left = drafts.kept(QuickKind.RULES, who)
    assert left is not None
    assert left.request_id == first
    drafts.drop(first)
    assert drafts.kept(QuickKind.RULES, who) is None


def test_d44_who_takes_no_money_keeps_no_rows(office: Office) -> None:
    with pytest.raises(Refused) as caught:
        office.services.quick_drafts.keep(
            HEADER, (rule("1", "1"),), new_request_id(), office.actors["auditor"]
        )
    assert caught.value.code == "M-51"
