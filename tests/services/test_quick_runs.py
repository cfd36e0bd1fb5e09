"""Runs of Quick Add that meet something: corrections, other runs, failures (D-21, D-25, D-35)."""

from dataclasses import replace
from typing import Any

import pytest

from posapp.domain.ids import new_request_id, short_id
from posapp.domain.money import Money
from posapp.domain.quick_add import BatchId, QuickHeader, QuickKind, QuickLine
from tests.helpers.events import is_clean
from tests.helpers.office import DAY, Office
from tests.helpers.quick_add import ALL, rule, told

RULES, ACCOUNTS = QuickKind.RULES, QuickKind.ACCOUNTS


def owing(office: Office, cents: int = 10_000) -> str:
    account = office.account()
    office.agreement(account, "WATER", (DAY, cents))
    return short_id(account)


def kept(office: Office, *rows: QuickLine, kind: QuickKind = RULES) -> BatchId:
    quick = office.services.quick_add
    return quick.start(QuickHeader(kind), rows, new_request_id(), office.cashier).value


def test_d25_a_row_corrected_while_a_run_goes_on_waits_with_its_new_text(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the old text's money nor its refusal is put on the new one."""
    quick, mended = office.services.quick_add, owing(office)
    rows = [rule(owing(office), "5"), rule(owing(office), "950"), rule(mended, "6", "BILL")]
    batch = kept(office, *rows)

    def correct(line: int, **changes: str) -> None:
        texts = replace(rows[line - 1], **changes)
        quick.correct(batch, line, texts, office.cashier, new_request_id())

    def correct_once(settled: int, _of: int | None) -> bool:
        if settled == 2:
            correct(2, amount="9.50")
        return True

    view = quick.run(batch, office.cashier, confirmed=ALL, progress=correct_once)
    assert [one[1:] for one in told(view)] == [
        ("done", "", ""), ("", "", ""), ("invalid", "value", "M-38"),
    ]  # fmt: skip
    again = quick.run(batch, office.cashier, confirmed=ALL)
    assert (again.rows[1].row.amount, again.rows[1].amount) == ("9.50", Money(950))

    correct(3, amount="7")
    mark = quick._run._mark

    def mended_between(*decided: Any) -> None:
        correct(3, rule="ACCT")
        mark(*decided)

    with monkeypatch.context() as between:
        between.setattr(quick._run, "_mark", mended_between)
        view = quick.run(batch, office.cashier)
    assert told(view)[2] == (3, "", "", "")
    assert quick.run(batch, office.cashier).rows[2].amount == Money(600)
    assert is_clean(office)
