"""What ends a batch of Quick Add without money: rows given up, a tape that was wrong (D-21, D-35)."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import text

from posapp.domain.ids import new_request_id, short_id
from posapp.domain.listing import PageRequest
from posapp.domain.money import Money
from posapp.domain.quick_add import (
    WAITING,
    BatchCriterion,
    BatchId,
    Outcome,
    QuickHeader,
    QuickKind,
    QuickLine,
)
from posapp.domain.quick_states import NEXT, RowAct, RowState, may, state_of
from posapp.errors import Refused
from tests.helpers.events import is_clean
from tests.helpers.office import DAY, Office
from tests.helpers.quick_add import rule, told

GIVEN_UP = "given_up"


def owing(office: Office, cents: int = 10_000) -> str:
    account = office.account()
    office.agreement(account, "WATER", (DAY, cents))
    return short_id(account)


def kept(office: Office, *rows: QuickLine, **tape: object) -> BatchId:
    header = QuickHeader(QuickKind.RULES, **tape)  # type: ignore[arg-type]
    return office.services.quick_add.start(header, rows, new_request_id(), office.cashier).value


def give_up(
    office: Office, batch: BatchId, lines: tuple[int, ...] | None = None, why: str = ""
) -> None:
    office.services.quick_settling.give_up(batch, lines, why, office.cashier, new_request_id())


def offered(office: Office) -> list[BatchId]:
    """Batches that wait to be finished."""
    wanted = {BatchCriterion.OUTCOME.value: WAITING}
    found = office.services.quick_add.search(PageRequest(filters=wanted), office.cashier)
    return [one.id for one in found.rows]


def audited(office: Office, action: str) -> list[dict[str, object]]:
    with office.db.read() as s:
        query = text("SELECT body FROM audit WHERE action = :action ORDER BY seq")
        return [json.loads(row.body) for row in s.execute(query, {"action": action})]


def test_d35_the_life_of_a_row_is_one_table() -> None:
    """What is settled has no way on; each stored outcome is a state of the table."""
    assert {state_of(one) for one in (None, *Outcome)} == {
        RowState.WAITING, RowState.REFUSED, RowState.IN, RowState.GIVEN_UP,
    }  # fmt: skip
    settled = {RowState.IN, RowState.GIVEN_UP}
    assert not [(state, act) for state, act in NEXT if state in settled]
    reached, before = {RowState.TYPED}, set[RowState]()
    while reached != before:
        before = set(reached)
        reached |= {to for (state, _), to in NEXT.items() if state in before and to is not None}
    assert reached == set(RowState)
    assert all(may(one, RowAct.GIVE_UP) for one in (RowState.WAITING, RowState.REFUSED))
    assert not may(RowState.TYPED, RowAct.GIVE_UP)


def test_d35_a_row_that_is_given_up_is_never_taken_and_says_who_and_why(office: Office) -> None:
    quick, payor = office.services.quick_add, owing(office)
    batch = kept(office, rule(payor, "5"), rule("0000000042", "7"), rule(owing(office), "9"))
    assert quick.run(batch, office.cashier).count(Outcome.DONE) == 2
    give_up(office, batch, (2,), "typed twice")
    view = quick.show(batch, office.cashier)
    assert told(view)[1] == (2, GIVEN_UP, "", "M-205")
    assert view.rows[1].fields == {"user": office.cashier.name, "reason": "typed twice"}
    assert view.is_finished
    assert (view.refused, view.waiting, view.taken) == ((), (), Money(1400))
    # Neither a run that names it nor a correction brings it back.
    again = quick.run(batch, office.cashier, lines=[2])
    assert told(again)[1] == (2, GIVEN_UP, "", "M-205")
    with pytest.raises(Refused, match="M-143"):
        quick.correct(batch, 2, rule(payor, "7"), office.cashier, new_request_id())
    (body,) = audited(office, "quick-add.give-up")
    assert (body["lines"], body["before"]) == ([2], [{"code": "M-38", "line": 2}])
    assert is_clean(office)


def test_d21_the_rest_of_a_batch_is_given_up_once_and_not_offered_any_more(office: Office) -> None:
    quick = office.services.quick_add
    batch = kept(office, rule(owing(office), "5"), rule(owing(office), "7"), rule("42", "1"))
    quick.run(batch, office.cashier, progress=lambda done, _of: done < 2)
    assert offered(office) == [batch]
    request, settling = new_request_id(), office.services.quick_settling
    for again in (False, True):
        saved = settling.give_up(batch, None, "", office.cashier, request)
        assert saved.replayed is again
    assert offered(office) == []
    view = quick.show(batch, office.cashier)
    assert [one[1] for one in told(view)] == ["done", GIVEN_UP, GIVEN_UP]
    assert view.rows[2].code == "M-206"
    found = quick.search(PageRequest(filters={"outcome": Outcome.GIVEN_UP}), office.cashier)
    assert [(one.id, one.given_up) for one in found.rows] == [(batch, 2)]
    with pytest.raises(Refused, match="M-207"):
        give_up(office, batch)
    assert len(audited(office, "quick-add.give-up")) == 1
    assert is_clean(office)


@pytest.mark.parametrize(("line", "code"), [(1, "M-143"), (9, "M-55")])
def test_a_row_that_is_in_or_is_not_there_is_not_given_up(
    office: Office, line: int, code: str
) -> None:
    batch = kept(office, rule(owing(office), "5"), rule("42", "1"))
    office.services.quick_add.run(batch, office.cashier)
    with pytest.raises(Refused, match=code):
        give_up(office, batch, (2, line))
    assert told(office.services.quick_add.show(batch, office.cashier))[1][1] == "invalid"


def test_qa6_a_row_that_is_given_up_holds_no_other_back(office: Office) -> None:
    quick, payor = office.services.quick_add, owing(office)
    batch = kept(office, rule(payor, "5"), rule(payor, "nothing"))
    assert [one[3] for one in told(quick.run(batch, office.cashier))] == ["M-146", "M-50"]
    give_up(office, batch, (2,))
    assert [one[1] for one in told(quick.run(batch, office.cashier))] == ["done", GIVEN_UP]


def test_d44_another_cashier_gives_nothing_up_and_keeps_the_tape(office: Office) -> None:
    batch, settling = kept(office, rule("42", "1")), office.services.quick_settling
    other = office.colleague()
    with pytest.raises(Refused, match="M-180"):
        settling.give_up(batch, None, "", other, new_request_id())
    with pytest.raises(Refused, match="M-180"):
        settling.correct_tape(batch, 1, None, other, new_request_id())


def test_a_tape_that_was_wrong_is_corrected_until_all_rows_are_in(office: Office) -> None:
    """A row and its tape were both misread: neither agrees alone, both together do."""
    quick, settling = office.services.quick_add, office.services.quick_settling
    rows = rule(owing(office), "10"), rule("42", "20")
    batch = kept(office, *rows, tape_count=2, tape_total=Money(3000))
    quick.run(batch, office.cashier)
    mended = replace(rows[1], value=owing(office), amount="25")
    quick.correct(batch, 2, mended, office.cashier, new_request_id())
    with pytest.raises(Refused, match="M-141"):
        quick.run(batch, office.cashier)
    settling.correct_tape(batch, 3, Money(3500), office.cashier, new_request_id())
    with pytest.raises(Refused, match="M-140"):
        quick.run(batch, office.cashier)
    request = new_request_id()
    for again in (False, True):
        saved = settling.correct_tape(batch, 2, Money(3500), office.cashier, request)
        assert saved.replayed is again
    view = quick.run(batch, office.cashier)
    assert (view.is_finished, view.tape_total, view.taken) == (True, Money(3500), Money(3500))
    bodies = audited(office, "quick-add.tape")
    assert [one["before"] for one in bodies] == [
        {"count": 2, "total": 3000}, {"count": 3, "total": 3500},
    ]  # fmt: skip
    with pytest.raises(Refused, match="M-208"):
        settling.correct_tape(batch, None, None, office.cashier, new_request_id())
    assert is_clean(office)
