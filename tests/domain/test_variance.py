"""The variance explainer: eight kinds of error, each in a day of 300 payments (pain 1, OU-07)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from posapp.domain.codes import TurnInDirection
from posapp.domain.ids import ControlId, EventId, TenderId
from posapp.domain.money import ZERO, Money, total
from posapp.domain.setup_options import Denomination
from posapp.domain.variance import (
    Cause,
    CountedInstrument,
    DrawerFacts,
    DrawerRefund,
    DrawerTender,
    DrawerTurnIn,
    Mend,
    Neighbour,
)
from posapp.domain.variance_causes import explain

NOTES = tuple(
    Denomination("USD", Money(value), coin=value < 100)
    for value in (10000, 5000, 2000, 1000, 500, 100, 25, 10, 5, 1)
)
START = datetime(2026, 11, 20, 14, tzinfo=UTC)


def day(random: Random) -> list[DrawerTender]:
    """300 payments by cash (with change as often as not), check and card."""
    tenders = []
    for n in range(300):
        kind = random.choice(("CASH", "CASH", "CHEC", "CARD"))
        due = random.randint(500, 30000)
        at, event = START + timedelta(minutes=n), EventId(1000 + n)
        handed = due
        if kind == "CASH" and random.random() < 0.7:
            handed = min(value for value in (1000, 2000, 5000, 10000, 40000) if value >= due)
        number = str(2000 + n) if kind == "CHEC" else ""
        tenders.append(
            DrawerTender(TenderId(5000 + n), event, kind, Money(handed), at, f"Payor {n}", number)
        )
        if handed > due:
            change = TenderId(9000 + n)
            tenders.append(
                DrawerTender(change, event, "CASH", Money(due - handed), at, "", cash_back=True)
            )
    return tenders


@dataclass(frozen=True)
class Seeded:
    """A day with one error: what the drawer is off by, and what else can be seen."""

    facts: DrawerFacts
    cause: Cause
    true: int | None


def facts(tenders: list[DrawerTender], **more: object) -> DrawerFacts:
    base = DrawerFacts({}, "CASH", tuple(tenders), notes=NOTES)
    return replace(base, **more)  # type: ignore[arg-type]


def some(random: Random, tenders: list[DrawerTender], kind: str) -> DrawerTender:
    among = [one for one in tenders if one.tender_type == kind and not one.cash_back]
    return random.choice(among)


def not_received(random: Random, tenders: list[DrawerTender]) -> Seeded:
    one = some(random, tenders, "CASH")
    net = total(each.amount for each in tenders if each.event_id == one.event_id)
    return Seeded(facts(tenders, differences={"CASH": -net}), Cause.WHOLE_TENDER, one.id)


def other_side(random: Random, tenders: list[DrawerTender]) -> Seeded:
    one = random.choice([one for one in tenders if one.cash_back])
    # What was paid out as change was taken in instead.
    return Seeded(facts(tenders, differences={"CASH": one.amount * -2}), Cause.WRONG_SIDE, one.id)


def swapped(random: Random, tenders: list[DrawerTender]) -> Seeded:
    one = some(random, tenders, "CARD")
    off = {"CARD": -one.amount, "CASH": one.amount}
    return Seeded(facts(tenders, differences=off), Cause.SWAPPED_TYPE, one.id)


def transposed(random: Random, tenders: list[DrawerTender]) -> Seeded:
    while True:
        one = some(random, tenders, "CARD")
        digits = str(one.amount.minor)
        at = random.randrange(len(digits) - 1)
        meant = int(digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :])
        if meant != one.amount.minor:
            break
    off = {"CARD": Money(meant) - one.amount}
    return Seeded(facts(tenders, differences=off), Cause.TRANSPOSED, one.id)


def no_slip(random: Random, tenders: list[DrawerTender]) -> Seeded:
    off = {"CASH": Money(-random.choice((20000, 50000, 80000, 100000)))}
    return Seeded(facts(tenders, differences=off), Cause.TURN_IN_MISSING, None)


def beside(random: Random, tenders: list[DrawerTender]) -> Seeded:
    amount = Money(random.randint(500, 30000))
    neighbours = (
        Neighbour(ControlId(7), "A02", "CASH", -amount),
        Neighbour(ControlId(8), "B01", "CASH", Money(35)),
    )
    found = facts(tenders, differences={"CASH": amount}, neighbours=neighbours)
    return Seeded(found, Cause.NEIGHBOUR, 7)


def wrong_change(random: Random, tenders: list[DrawerTender]) -> Seeded:
    changed = {one.event_id for one in tenders if one.cash_back}
    one = random.choice([
        one for one in tenders
        if one.event_id in changed and not one.cash_back and one.amount.minor in {2000, 5000}
    ])  # fmt: skip
    off = one.amount - Money({2000: 5000, 5000: 10000}[one.amount.minor])
    return Seeded(facts(tenders, differences={"CASH": off}), Cause.WRONG_NOTE, one.id)


def lost_check(random: Random, tenders: list[DrawerTender]) -> Seeded:
    one = some(random, tenders, "CHEC")
    counted = tuple(
        CountedInstrument("CHEC", other.number, other.amount)
        for other in tenders
        if other.tender_type == "CHEC" and other is not one
    )
    found = facts(tenders, differences={"CHEC": -one.amount}, instruments=counted)
    return Seeded(found, Cause.INSTRUMENT_MISSING, one.id)


ERRORS = (
    not_received,
    other_side,
    swapped,
    transposed,
    no_slip,
    beside,
    wrong_change,
    lost_check,
)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
@pytest.mark.parametrize("seed", range(12))
def test_pain_1_the_true_cause_is_among_the_first_three(
    error: Callable[[Random, list[DrawerTender]], Seeded], seed: int
) -> None:
    random = Random(seed)
    seeded = error(random, day(random))
    first = explain(seeded.facts)[:3]
    assert seeded.cause in [one.cause for one in first]
    found = next(one for one in first if one.cause == seeded.cause)
    ids = {clue.tender_id or clue.control_id for clue in found.clues}
    assert seeded.true is None or seeded.true in ids


def one(amount: int, kind: str = "CASH", number: str = "", n: int = 1) -> DrawerTender:
    return DrawerTender(TenderId(n), EventId(n), kind, Money(amount), START, "Ana", number)


def only(found: DrawerFacts, cause: Cause) -> tuple[Mend, list[tuple[Money, Money | None]]]:
    (match,) = [each for each in explain(found) if each.cause == cause]
    return match.mend, [(clue.amount, clue.should_be) for clue in match.clues]


def test_ou07_a_check_that_was_mistyped_is_found_by_its_number() -> None:
    found = facts(
        [one(4500, "CHEC", "1043")],
        differences={"CHEC": Money(900)},
        instruments=(CountedInstrument("CHEC", "1043", Money(5400)),),
    )
    assert only(found, Cause.INSTRUMENT_DIFFERS) == (
        Mend.CORRECT_AMOUNT,
        [(Money(4500), Money(5400))],
    )
    assert explain(found)[0].cause == Cause.INSTRUMENT_DIFFERS


def test_ou07_a_check_that_nobody_entered_asks_for_its_payment() -> None:
    found = facts(
        [one(4500, "CHEC", "1043")],
        differences={"CHEC": Money(700)},
        instruments=(
            CountedInstrument("CHEC", "1043", Money(4500)),
            CountedInstrument("CHEC", "88", Money(700)),
        ),
    )
    assert only(found, Cause.INSTRUMENT_UNKNOWN) == (Mend.ADD_PAYMENT, [(Money(700), None)])


def test_ou07_checks_without_numbers_are_told_apart_by_their_amounts() -> None:
    found = facts(
        [one(4500, "CHEC"), one(800, "CHEC", n=2)],
        differences={"CHEC": Money(-800)},
        instruments=(CountedInstrument("CHEC", "", Money(4500)),),
    )
    assert only(found, Cause.INSTRUMENT_MISSING) == (Mend.OPEN_EVENT, [(Money(800), None)])


def test_ou07_a_digit_too_many_is_found() -> None:
    found = facts([one(12000, "CARD")], differences={"CARD": Money(-10800)})
    assert only(found, Cause.SHIFTED) == (Mend.CORRECT_AMOUNT, [(Money(12000), Money(1200))])


def test_d37_a_slip_whose_money_lies_here_still_and_a_float_that_never_came() -> None:
    def turn_in(direction: TurnInDirection) -> tuple[DrawerTurnIn, ...]:
        return (DrawerTurnIn(3, "CASH", Money(50000), direction, waiting=True),)

    out = facts([], differences={"CASH": Money(50000)}, turn_ins=turn_in(TurnInDirection.OUT))
    back = facts([], differences={"CASH": Money(-50000)}, turn_ins=turn_in(TurnInDirection.IN))
    for found in (out, back):
        assert only(found, Cause.TURN_IN_WAITING) == (Mend.OPEN_TURN_IN, [(Money(50000), None)])


def test_d14_money_that_was_to_go_back_lies_here_still() -> None:
    refund = DrawerRefund(EventId(4), "CASH", Money(2500))
    found = facts([], differences={"CASH": Money(2500)}, refunds=(refund,))
    assert only(found, Cause.REFUND_NOT_PAID) == (Mend.OPEN_EVENT, [(Money(2500), None)])


def test_cn06_one_note_too_many_is_counted_again() -> None:
    found = facts([], differences={"CASH": Money(2000)}, counted={NOTES[2]: 24, NOTES[3]: 3})
    assert only(found, Cause.MISCOUNTED) == (Mend.COUNT_AGAIN, [(Money(2000), None)])


def test_pain_1_what_agrees_needs_no_explanation_and_notes_are_only_of_cash() -> None:
    assert explain(facts([one(500)], differences={"CASH": ZERO})) == ()
    odd = facts([one(777, "CARD")], differences={"CARD": Money(-10000)})
    assert explain(odd) == ()


def test_pain_1_more_rows_say_less_and_the_order_never_changes() -> None:
    single = facts([one(500)], differences={"CASH": Money(-500)})
    many = facts([one(500, n=n) for n in range(1, 5)], differences={"CASH": Money(-500)})
    assert explain(single)[0].weight > explain(many)[0].weight
    assert explain(many) == explain(many)
    assert total(clue.amount for clue in explain(many)[0].clues) == Money(2000)
