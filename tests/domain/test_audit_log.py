"""D-40, pain 15: what an entry of the audit says and changed, each value before and after."""

from typing import Any

from posapp.domain.audit_log import AuditChange, AuditEntry, TableShape, ValueKind, changes_of
from tests.helpers.every import every
from tests.helpers.facts import NOW

MONEY = ValueKind.MONEY
SHAPES = {
    "tender": TableShape(("id",), {"amount": MONEY}),
    "count_line": TableShape(("count_id", "tender_type"), {}),
}


def entry(action: str = "tender.set", **body: Any) -> AuditEntry:
    return AuditEntry("control/7", 3, NOW, "Kim", action, 5, body, "USD")


def changes(told: AuditEntry, *earlier: dict[str, Any]) -> list[tuple[object, ...]]:
    found = changes_of(told, earlier, lambda name: SHAPES.get(name, TableShape((), {})))
    return [(one.table, one.key, one.column, one.before, one.after) for one in found]


FIVE = {"id": 5, "amount": 100, "status": "VALID", "version": 1}


@every(
    ("rows", "earlier", "expected"),
    [
        (
            {"tender": [FIVE]},
            (),
            [("tender", "5", "amount", None, 100), ("tender", "5", "status", None, "VALID")],
        ),
        (
            {"tender": [FIVE | {"amount": 90, "version": 2}]},
            ({"rows": {"tender": [FIVE]}},),
            [("tender", "5", "amount", 100, 90)],
        ),
        (
            {"tender": [{"id": 5, "deleted": True}]},
            ({"rows": {"tender": [FIVE]}}, {"reason": "no rows here"}),
            [("tender", "5", "amount", 100, None), ("tender", "5", "status", "VALID", None)],
        ),
        (
            {"tender": [FIVE]},
            ({"rows": {"tender": [FIVE | {"id": 6}, {"id": 6, "deleted": True}]}},),
            [("tender", "5", "amount", None, 100), ("tender", "5", "status", None, "VALID")],
        ),
        (
            {"count_line": [{"count_id": 1, "tender_type": "CASH", "ending": 3, "note": ""}]},
            (),
            [("count_line", "1 CASH", "ending", None, 3)],
        ),
        ({"tender": [FIVE]}, ({"rows": {"tender": [FIVE]}},), []),
    ],
)
def test_d40_the_difference_to_what_was_said_before(
    rows: dict[str, Any], earlier: tuple[dict[str, Any], ...], expected: list[tuple[object, ...]]
) -> None:
    assert changes(entry(rows=rows), *earlier) == expected


def test_d40_an_amount_is_known_as_one() -> None:
    told = entry(rows={"tender": [{"id": 5, "amount": 100}]})
    assert changes_of(told, (), SHAPES.__getitem__) == (
        AuditChange("tender", "5", "amount", None, 100, MONEY),
    )


def test_pain_15_changes_of_users_and_set_up_are_told() -> None:
    user = entry("user.set", login="kim", roles=[["cashier"], ["cashier", "supervisor"]])
    assert changes(user) == [("user", "", "roles", "cashier", "cashier, supervisor")]
    assert user.said == {"login": "kim"}
    setup = entry("setup.save", table="bank", before={"code": "B", "name": "Old"},
                  after={"code": "B", "name": "New"})  # fmt: skip
    assert changes(setup) == [("bank", "", "name", "Old", "New")]
    assert setup.said == {"table": "bank"}
    gone = entry("setup.delete", table="bank", before={"code": "B"}, after=None)
    assert changes(gone) == [("bank", "", "code", "B", None)]
    text = entry("tender.set", told=[
        {"table": "tender", "id": 5, "column": "name", "before": None, "after": "Ann"},
    ])  # fmt: skip
    assert changes(text) == [("tender", "5", "name", None, "Ann")]
