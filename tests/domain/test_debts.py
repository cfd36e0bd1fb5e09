"""Debt of one agreement as cells of age (payments 14.1)."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from posapp.domain.codes import AgreementStatus
from posapp.domain.debts import Debit, open_cells
from posapp.domain.money import Money, total
from tests.helpers.every import every
from tests.helpers.facts import debt, usd

Cells = list[tuple[str | None, str]]
JAN, FEB, MAR, NEW = "2026-01-10", "2026-02-10", "2026-03-10", None

# Balance, debits, what is left of them: credits eat the oldest first.
CASES: list[tuple[str, str, Cells, Cells]] = [
    ("nothing paid", "70.00", [(JAN, "30.00"), (FEB, "40.00")], [(JAN, "30.00"), (FEB, "40.00")]),
    ("part of the oldest", "60.00", [(JAN, "30.00"), (FEB, "40.00")], [(JAN, "20.00"), (FEB, "40.00")]),
    ("the oldest exactly", "40.00", [(JAN, "30.00"), (FEB, "40.00")], [(FEB, "40.00")]),
    ("into the second", "39.99", [(JAN, "30.00"), (FEB, "40.00")], [(FEB, "39.99")]),
    ("a cent", "0.01", [(JAN, "30.00"), (FEB, "40.00")], [(FEB, "0.01")]),
    ("settled", "0.00", [(JAN, "30.00"), (FEB, "40.00")], []),
    ("in credit", "-5.00", [(JAN, "30.00"), (FEB, "40.00")], []),
    ("any order", "60.00", [(FEB, "40.00"), (JAN, "30.00")], [(JAN, "20.00"), (FEB, "40.00")]),
    ("new charges are the youngest", "15.00", [(NEW, "10.00"), (JAN, "30.00")], [(JAN, "5.00"), (NEW, "10.00")]),
    ("only new charges are left", "10.00", [(JAN, "30.00"), (NEW, "10.00")], [(NEW, "10.00")]),
    ("older debits need not be known", "40.00", [(FEB, "40.00")], [(FEB, "40.00")]),
    ("a balance without its debits is as old as the oldest", "100.00", [(FEB, "20.00"), (MAR, "30.00")], [(FEB, "50.00"), (FEB, "20.00"), (MAR, "30.00")]),
    ("a balance without any debit is new", "12.00", [], [(NEW, "12.00")]),
]  # fmt: skip


def debits(cells: Cells) -> tuple[Debit, ...]:
    return debt(1, *cells).cells


@every(
    ("balance", "charged", "left"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_14_1_credits_go_to_the_oldest_debits(balance: str, charged: Cells, left: Cells) -> None:
    assert open_cells(usd(balance), debits(charged)) == debits(left)


@given(
    charges=st.lists(
        st.tuples(
            st.none() | st.dates(date(2020, 1, 1), date(2026, 12, 31)),
            st.integers(min_value=1, max_value=10**7),
        ),
        max_size=12,
    ),
    credit=st.integers(min_value=0, max_value=10**8),
)
def test_14_1_cells_sum_to_the_positive_balance_and_never_grow(
    charges: list[tuple[date | None, int]], credit: int
) -> None:
    known = [Debit(day, Money(amount)) for day, amount in charges]
    balance = total(debit.amount for debit in known) - Money(credit)
    cells = open_cells(balance, known)
    assert total(cell.amount for cell in cells) == max(balance, Money(0))
    assert all(cell.amount > Money(0) for cell in cells)
    ages = [cell.arrears_date or date.max for cell in cells]
    assert ages == sorted(ages)
    for age in set(ages):
        charged = total(d.amount for d in known if (d.arrears_date or date.max) == age)
        left = total(c.amount for c in cells if (c.arrears_date or date.max) == age)
        assert left <= charged
    if cells:
        # Only the oldest cell may be a part of its debits: everything newer is untouched.
        newer = [c for c in cells if (c.arrears_date or date.max) > ages[0]]
        assert total(c.amount for c in newer) == total(
            d.amount for d in known if (d.arrears_date or date.max) > ages[0]
        )


@every(
    ("status", "takes"),
    [
        (AgreementStatus.PENDING, True),
        (AgreementStatus.ACTIVE, True),
        (AgreementStatus.PENDING_STOP, True),
        (AgreementStatus.STOPPED, True),
        (AgreementStatus.CLOSED, False),
        (AgreementStatus.CANCELED, False),
    ],
)
def test_14_1_canceled_agreements_are_skipped_stopped_ones_take_part(
    status: AgreementStatus, takes: bool
) -> None:
    assert debt(1, (JAN, "1.00"), status=status).takes_money is takes


def test_14_1_age_runs_from_the_oldest_unpaid_debit() -> None:
    today = date(2026, 3, 10)
    assert debt(1, (FEB, "1.00"), (JAN, "1.00"), (NEW, "1.00")).age(today) == 59
    assert debt(1, (NEW, "1.00")).age(today) is None
    assert debt(1).age(today) is None


def test_past_due_are_cells_whose_arrears_date_has_passed() -> None:
    owed = debt(1, (JAN, "1.00"), (FEB, "2.00"), (NEW, "4.00"))
    day = date.fromisoformat(FEB)
    assert owed.past_due(day) == usd("1.00")
    assert owed.past_due(day + timedelta(days=1)) == usd("3.00")
    assert owed.past_due(date(2025, 1, 1)) == usd("0.00")
