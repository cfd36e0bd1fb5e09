"""Search criteria (SR-2, D-16): what counts as filled in, and when a sum may be shown."""

import pytest

from posapp.domain.browse import (
    OF_PAYMENTS,
    OF_TENDERS,
    Criterion,
    may_be_drawer,
    read_criteria,
    refuse_empty,
)
from posapp.domain.money import Money
from posapp.errors import Refused


def test_blank_criteria_count_as_left_out() -> None:
    given = {"payee_name": " ", "payee_id": None, "check_number": " 17 ", "tender_from": Money(0)}
    assert read_criteria(given) == {
        Criterion.CHECK_NUMBER: "17",
        Criterion.TENDER_FROM: Money(0),
    }


def test_an_unknown_criterion_is_a_bug() -> None:
    with pytest.raises(ValueError, match="colour"):
        read_criteria({"colour": "red"})


def test_sr2_no_criteria_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        refuse_empty({})
    assert caught.value.code == "M-70"
    refuse_empty({Criterion.EVENT: 1})


def test_d16_only_one_event_or_customer_cannot_be_a_drawer() -> None:
    assert may_be_drawer({Criterion.CONTROL: 1})
    assert may_be_drawer({Criterion.DATE_FROM: 1, Criterion.PAYEE_NAME: "a"})
    for name in (Criterion.EVENT, Criterion.PAYEE, Criterion.PAYOR):
        assert not may_be_drawer({Criterion.CONTROL: 1, name: 2})


def test_no_criterion_is_of_payments_and_of_tenders() -> None:
    assert not OF_PAYMENTS & OF_TENDERS
