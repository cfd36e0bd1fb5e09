"""TI-04, D-23: what a turn-in lists, table by table of where the check is."""

from posapp.domain.handed_over import HandOver, check_in_drawer, check_never_listed
from posapp.domain.ids import TenderId
from posapp.errors import Refused
from tests.helpers.every import every

CHECK = TenderId(7)


@every(
    ("listed", "stays", "goes"),
    [
        ({}, "", ""),
        ({TenderId(8): HandOver("9", is_out=True)}, "", ""),
        ({CHECK: HandOver("9", is_out=True)}, "M-246", "M-246"),
        ({CHECK: HandOver("9", is_out=False)}, "", "M-247"),
    ],
)
def test_ti04_where_a_check_is(listed: dict[TenderId, HandOver], stays: str, goes: str) -> None:
    def said(act: object, *given: object) -> str:
        try:
            act(*given)  # type: ignore[operator]
        except Refused as refused:
            return refused.code
        return ""

    assert said(check_in_drawer, CHECK, listed) == stays
    assert said(check_never_listed, (CHECK,), listed) == goes
