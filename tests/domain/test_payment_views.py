"""What a payment can be matched to, and what an agreement may get: pure rules of the page (7)."""

from dataclasses import replace
from datetime import date

from posapp.domain.codes import AgreementStatus, MatchKind
from posapp.domain.ids import AgreementId, BillId
from posapp.domain.money import ZERO, Money
from posapp.domain.payment_views import (
    MatchChoice,
    SplitLine,
    distributed,
    given_by_agreement,
    unpaid_first,
)


def choice(value: str, day: date | None, cents: int) -> MatchChoice:
    return MatchChoice(MatchKind.ITEM, value, "", day, Money(cents))


def line(cents: int, *, strict: bool = False, given: int = 0) -> SplitLine:
    return SplitLine(
        AgreementId(1),
        "WATER",
        "Water",
        "",
        "",
        AgreementStatus.ACTIVE,
        strict,
        Money(cents),
        Money(cents),
        Money(given),
    )


def test_oi1_only_what_is_unpaid_is_offered_the_oldest_first_and_the_undated_last() -> None:
    old, new, undated = (
        choice("A", date(2026, 1, 1), 100),
        choice("B", date(2026, 2, 1), 1),
        choice("C", None, 5),
    )
    paid, credit = choice("D", date(2025, 1, 1), 0), choice("E", None, -100)
    assert unpaid_first((undated, new, credit, paid, old)) == (old, new, undated)


def test_py10_a_strict_agreement_takes_its_balance_and_nothing_in_credit() -> None:
    assert line(500, strict=True).most == Money(500)
    assert line(-500, strict=True).most == ZERO
    assert line(500).most is None


def test_py9_the_lines_sum_to_what_is_distributed() -> None:
    assert distributed((line(1, given=300), line(1), line(1, given=25))) == Money(325)
    assert distributed(()) == ZERO


def test_py12_a_bill_takes_what_is_unpaid_there_and_new_charges_take_anything() -> None:
    new = replace(line(500), unpaid=Money(200))
    assert (new.most_of_bill, new.most) == (None, None)
    of_bill = replace(line(500, strict=True), bill_id=BillId(7), unpaid=Money(300))
    assert (of_bill.most_of_bill, of_bill.most) == (Money(300), Money(500))


def test_py10_py12_all_lines_of_an_agreement_count_together() -> None:
    other = replace(line(1, given=5), agreement_id=AgreementId(2))
    given = given_by_agreement((line(1, given=300), other, line(1, given=25)))
    assert given == {AgreementId(1): Money(325), AgreementId(2): Money(5)}
