"""Properties of sums at deposit level: types make the whole, and the proof strip adds up (DC-00, D-38)."""

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from posapp.domain.codes import ControlStatus, DepositKind, SourceType
from posapp.domain.control_lines import Movement
from posapp.domain.deposit_controls import DepositControlView
from posapp.domain.deposit_figures import DrawerMoney, figures_of, lines_of
from posapp.domain.deposit_rows import DepositFigure, rows_behind
from posapp.domain.deposits import DepositView, TenderDeposit
from posapp.domain.money import Money, total
from posapp.domain.proof import (
    ProofFacts,
    ProofStrip,
    ProvenDeposit,
    ProvenDrawer,
    ProvenEvent,
    ProvenTurnIn,
    prove,
)
from posapp.domain.tender_controls import Control, DepositControl

NOW, DAY = datetime(2026, 11, 20, 15, tzinfo=UTC), date(2026, 11, 20)
MONEY = st.integers(0, 10**7).map(Money)
SIGNED = st.integers(-(10**7), 10**7).map(Money)
DEPOSIT = DepositControl(
    1, "MAIN", SourceType.CASHIERING, "USD", ControlStatus.OPEN, DAY, 1, "Sam", NOW, None, "", 1,
)  # type: ignore[arg-type]  # fmt: skip


def control(number: int, starting: Money, status: ControlStatus) -> Control:
    return Control(
        number, "CASH-A01", 1, "USD", DAY, False, 1, "Kim", status, starting, 0, NOW, 1,
    )  # type: ignore[arg-type]  # fmt: skip


@st.composite
def movements(draw: st.DrawFn) -> dict[str, Movement]:
    kinds = draw(st.sets(st.sampled_from(["CASH", "CHEC", "CARD"])))
    return {
        kind: Movement(
            1,
            received=draw(SIGNED),
            turned_in=draw(MONEY),
            issued=draw(MONEY),
            refunded=draw(SIGNED),
            booked=draw(SIGNED),
        )
        for kind in kinds
    }


@st.composite
def drawers(draw: st.DrawFn) -> list[DrawerMoney]:
    n = draw(st.integers(0, 4))
    return [
        DrawerMoney(
            control(i, draw(MONEY), draw(st.sampled_from(list(ControlStatus)))), draw(movements())
        )
        for i in range(n)
    ]


def deposit(number: int, kind: str, amount: Money) -> DepositView:
    settled = kind != "CASH"
    made = DepositKind.SETTLEMENT if settled else DepositKind.BANK
    row = TenderDeposit(
        number, 1, made, kind if settled else None, amount, "USD", "", None, None, DAY, "", "", "",
        NOW, "Sam", 1,
    )  # type: ignore[arg-type]  # fmt: skip
    return DepositView(row, (), ())


@given(drawers(), st.lists(st.tuples(st.sampled_from(["CASH", "CARD"]), MONEY), max_size=4), MONEY)
def test_dc00_dc07_ti15_types_make_the_whole_and_turn_ins_change_nothing(
    money: list[DrawerMoney], gone: list[tuple[str, Money]], awaiting: Money
) -> None:
    rows = [deposit(i, kind, amount) for i, (kind, amount) in enumerate(gone)]
    figures = figures_of(DEPOSIT, money, rows, awaiting)
    lines = lines_of(money, rows, "CASH")
    assert total(line.expected for line in lines) == figures.expected
    assert total(line.received for line in lines) == figures.tenders
    assert figures.in_drawers + figures.in_hands == figures.expected
    assert figures.controls_amount - figures.deposits_amount == figures.expected
    without = [
        DrawerMoney(
            one.control,
            {
                kind: Movement(1, received=moved.received, refunded=moved.refunded)
                for kind, moved in one.movements.items()
            },
        )
        for one in money
    ]
    assert figures_of(DEPOSIT, without, rows, awaiting).expected == figures.expected
    both = figures + figures
    assert both.expected == figures.expected + figures.expected


@given(
    drawers(),
    st.lists(st.tuples(st.sampled_from(["CASH", "CARD"]), MONEY), max_size=4),
    st.none() | MONEY,
)
def test_dc00_dc07_the_rows_behind_each_figure_sum_to_it(
    money: list[DrawerMoney], gone: list[tuple[str, Money]], ending: Money | None
) -> None:
    deposits = tuple(deposit(i, kind, amount) for i, (kind, amount) in enumerate(gone))
    control = replace(DEPOSIT, ending_balance=ending)
    figures = figures_of(control, money, deposits, Money(0))
    lines = lines_of(money, deposits, "CASH")
    view = DepositControlView(
        control, "Sam", None, "", (), (), deposits, figures, lines, 0, by_program=False,
        money=tuple(money),
    )  # fmt: skip
    whole = {
        DepositFigure.STARTING: figures.starting,
        DepositFigure.TENDERS: figures.tenders,
        DepositFigure.CONTROLS: figures.controls_amount,
        DepositFigure.DEPOSITS: figures.deposits_amount,
        DepositFigure.EXPECTED: figures.expected,
        DepositFigure.ENDING: figures.ending or Money(0),
        DepositFigure.OVER_UNDER: figures.over_under or Money(0),
        DepositFigure.BOOKED: figures.booked,
        DepositFigure.TAKEN: figures.taken,
    }
    for figure, amount in whole.items():
        assert total(row.amount for row in rows_behind(view, figure, "CASH")) == amount
    assert len(rows_behind(view, DepositFigure.CONTROLS, "CASH")) == figures.controls
    for line in lines:
        of_line = {
            DepositFigure.STARTING: line.starting,
            DepositFigure.TENDERS: line.received,
            DepositFigure.BOOKED: line.booked,
            DepositFigure.DEPOSITS: line.deposited,
            DepositFigure.TAKEN: line.taken,
            DepositFigure.BANKED: line.banked,
            DepositFigure.EXPECTED: line.expected,
        }
        assert line.starting + line.taken + line.booked + line.banked == line.expected
        for figure, amount in of_line.items():
            rows = rows_behind(view, figure, "CASH", line.tender_type)
            assert total(row.amount for row in rows) == amount
    hidden = replace(view, money=None, deposits=(), figures=None, lines=None)
    assert rows_behind(hidden, DepositFigure.EXPECTED, "CASH") == ()


def good(amounts: list[tuple[Money, Money, Money]]) -> ProofFacts:
    """Drawers with (float, taken, turned in), each taken in one event and frozen."""
    found = [
        ProvenDrawer(i, 1, "USD", start, taken, start + taken - turned, of_day=True)  # type: ignore[arg-type]
        for i, (start, taken, turned) in enumerate(amounts)
    ]
    turn_ins = tuple(ProvenTurnIn(100 + i, i, 1, one[2]) for i, one in enumerate(amounts))  # type: ignore[arg-type]
    events = tuple(
        ProvenEvent(200 + i, "USD", taken, taken, taken, Money(0), Money(0), taken, home=True)  # type: ignore[arg-type]
        for i, (_, taken, _) in enumerate(amounts)
    )
    deposits = (ProvenDeposit(1, "USD", ((300, Money(7)),), None),)  # type: ignore[arg-type]
    return ProofFacts(DAY, "MAIN", tuple(found), turn_ins, deposits, events)


def adds_up(strip: ProofStrip) -> bool:
    explained = strip.returned.amount + strip.other_days.amount + strip.debited.amount
    known = strip.ledger.amount + explained + strip.foreign
    return strip.receipts.amount == known + strip.missing_in_ledger


@given(st.lists(st.tuples(MONEY, MONEY, MONEY), min_size=1, max_size=4))
def test_d38_a_good_day_is_green(amounts: list[tuple[Money, Money, Money]]) -> None:
    (strip,) = prove(good(amounts))
    assert strip.is_green
    assert adds_up(strip)


@given(
    st.lists(
        st.builds(
            ProvenEvent,
            event_id=st.integers(1, 9),
            currency=st.just("USD"),
            received_today=SIGNED,
            posted_today=SIGNED,
            received=SIGNED,
            returned=MONEY,
            debited=MONEY,
            posted=SIGNED,
            home=st.booleans(),
        ),
        max_size=5,
    )
)
def test_d38_whatever_the_events_are_the_strip_explains_the_whole_difference(
    events: list[ProvenEvent],
) -> None:
    facts = ProofFacts(DAY, "MAIN", good([(Money(1), Money(2), Money(3))]).drawers, (), (), ())
    (strip,) = prove(ProofFacts(DAY, "MAIN", facts.drawers, (), (), tuple(events)))
    assert adds_up(strip)
