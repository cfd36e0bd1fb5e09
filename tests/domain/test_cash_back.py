"""Change: worked cases of controls 7, CHG-01..CHG-12, D-01, D-32, acceptance cases 20.3 10 to 12."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posapp.domain.cash_back import Handed, change_due
from posapp.domain.cash_rounding import recalculated
from posapp.domain.money import ZERO, Money, total
from posapp.domain.setup import SetUp
from posapp.errors import Refused
from tests.helpers.every import every
from tests.helpers.facts import setup, usd, with_tender_type

SHIPPED = setup()
USD = SHIPPED.currencies["USD"]
CHECK_WITH_CHANGE = with_tender_type(SHIPPED, "CHEC", allow_cash_back=True)


def handed(books: SetUp, *tenders: tuple[str, str]) -> list[Handed]:
    return [Handed(books.tender_types[kind], usd(amount)) for kind, amount in tenders]


CHANGE: list[tuple[str, SetUp, tuple[tuple[str, str], ...], str, str]] = [
    ("case A: cash", SHIPPED, (("CASH", "100.00"),), "25.00", "75.00"),
    ("case B and 20.3 case 10: traveller's check", SHIPPED, (("TRAV", "100.00"),), "25.00", "75.00"),
    ("case D: check with cash back on", CHECK_WITH_CHANGE, (("CHEC", "100.00"),), "80.00", "20.00"),
    ("CHG-01 the normal case", SHIPPED, (("CASH", "25.00"),), "25.00", "0.00"),
    ("CHG-01 a strict type, exact", SHIPPED, (("CHEC", "80.00"),), "80.00", "0.00"),
    ("CHG-02 too little is not its business", SHIPPED, (("CHEC", "10.00"),), "25.00", "0.00"),
    ("CHG-03 over all tenders", SHIPPED, (("CASH", "20.00"), ("TRAV", "50.00")), "30.00", "40.00"),
    ("CHG-12 change out of the cash part", SHIPPED, (("CHEC", "60.00"), ("CASH", "50.00")), "80.00", "30.00"),
    ("CHG-12 up to the whole cash part", SHIPPED, (("CHEC", "60.00"), ("CASH", "50.00")), "60.00", "50.00"),
    ("nothing handed over", SHIPPED, (), "25.00", "0.00"),
]  # fmt: skip


@every(
    ("books", "tenders", "to_pay", "change"), [c[1:] for c in CHANGE], ids=[c[0] for c in CHANGE]
)
def test_worked_cases_of_controls_7(
    books: SetUp, tenders: tuple[tuple[str, str], ...], to_pay: str, change: str
) -> None:
    assert change_due(handed(books, *tenders), usd(to_pay)) == usd(change)


REFUSED: list[tuple[str, tuple[tuple[str, str], ...], str, str]] = [
    ("case C: check with cash back off", (("CHEC", "100.00"),), "80.00", "Check"),
    ("a cent too much", (("CHEC", "80.01"),), "80.00", "Check"),
    ("CHG-12 more than the cash part", (("CHEC", "60.00"), ("CASH", "50.00")), "59.99", "Check"),
    (
        "CHG-12 every strict type is named once",
        (("CHEC", "60.00"), ("MORD", "50.00"), ("CHEC", "1.00"), ("CASH", "1.00")),
        "50.00",
        "Check + Money order",
    ),
]


@every(("tenders", "to_pay", "named"), [c[1:] for c in REFUSED], ids=[c[0] for c in REFUSED])
def test_m07_chg01_types_that_give_no_change(
    tenders: tuple[tuple[str, str], ...], to_pay: str, named: str
) -> None:
    given_tenders = handed(SHIPPED, *tenders)
    with pytest.raises(Refused) as refused:
        change_due(given_tenders, usd(to_pay))
    assert refused.value.code == "M-07"
    assert refused.value.fields == {
        "field": "tenders",
        "tender_type": named,
        "tendered": total(tender.amount for tender in given_tenders),
        "amount": usd(to_pay),
    }


@pytest.mark.parametrize(
    ("payments", "cash_back"),
    [
        pytest.param("25.00", "75.00", id="20.3 case 10: as entered"),
        pytest.param("60.00", "40.00", id="20.3 case 11: the tender becomes -40"),
        pytest.param("100.00", "0.00", id="20.3 case 12: the tender is deleted"),
    ],
)
def test_d32_recalculate_cash_back(payments: str, cash_back: str) -> None:
    found = recalculated(handed(SHIPPED, ("TRAV", "100.00")), usd(payments), USD)
    assert (found.change, found.rounding) == (usd(cash_back), ZERO)


def test_d32_tenders_too_small_say_by_how_much() -> None:
    with pytest.raises(Refused) as refused:
        recalculated(handed(SHIPPED, ("TRAV", "100.00")), usd("120.00"), USD)
    assert (refused.value.code, refused.value.fields) == (
        "M-71",
        {"missing": usd("20.00"), "currency": "USD"},
    )


def test_chg08_a_strict_type_still_gives_no_change() -> None:
    with pytest.raises(Refused, match="M-07"):
        recalculated(handed(SHIPPED, ("CHEC", "100.00")), usd("60.00"), USD)


def test_chg02_too_little_is_no_change() -> None:
    assert change_due(handed(SHIPPED, ("CHEC", "10.00")), usd("25.00")) == usd("0.00")


def test_cb1_chg03_change_is_what_was_handed_over_less_what_is_paid() -> None:
    """All tenders of the event together, not each by itself."""
    tenders = handed(SHIPPED, ("CASH", "20.00"), ("TRAV", "50.00"))
    assert change_due(tenders, usd("30.00")) == usd("40.00")
    assert change_due(tenders, usd("70.00")) == usd("0.00")


def test_chg12_change_is_no_more_than_the_tenders_that_allow_it() -> None:
    tenders = handed(SHIPPED, ("CHEC", "60.00"), ("CASH", "50.00"))
    assert change_due(tenders, usd("60.00")) == usd("50.00")
    with pytest.raises(Refused, match="M-07"):
        change_due(tenders, usd("59.99"))


@given(
    tenders=st.lists(
        st.tuples(st.sampled_from(sorted(SHIPPED.tender_types)), st.integers(1, 10_000)),
        max_size=6,
    ),
    to_pay=st.integers(1, 30_000),
)
def test_d01_change_balances_the_event_and_comes_out_of_tenders_that_allow_it(
    tenders: list[tuple[str, int]], to_pay: int
) -> None:
    found = [Handed(SHIPPED.tender_types[kind], Money(amount)) for kind, amount in tenders]
    tendered = total(tender.amount for tender in found)
    giving = total(tender.amount for tender in found if tender.tender_type.allow_cash_back)
    excess = tendered - Money(to_pay)
    if excess > giving:
        with pytest.raises(Refused, match="M-07"):
            change_due(found, Money(to_pay))
    else:
        assert change_due(found, Money(to_pay)) == max(excess, ZERO)
