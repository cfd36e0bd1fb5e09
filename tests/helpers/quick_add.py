"""Batches of Quick Add in tests."""

from collections.abc import Sequence
from typing import Any

from posapp.domain.ids import new_request_id
from posapp.domain.quick_add import BatchView, QuickHeader, QuickKind, QuickLine
from tests.helpers.office import Office

ALL = frozenset({"M-06W", "M-31", "M-39", "M-40", "M-69", "M-148"})


def rule(value: str, amount: str, code: str = "ACCT", **more: str) -> QuickLine:
    """A row by rule."""
    return QuickLine(new_request_id(), code, value, amount=amount, **more)


def of_account(account: str, amount: str, **more: str) -> QuickLine:
    """A row by account."""
    return QuickLine(new_request_id(), account=account, amount=amount, **more)


def take(
    office: Office,
    kind: QuickKind,
    rows: Sequence[QuickLine],
    request_id: str = "",
    **more: Any,
) -> BatchView:
    """Keep a batch of the cashier and carry it out."""
    quick = office.services.quick_add
    request_id = request_id or new_request_id()
    started = quick.start(QuickHeader(kind), rows, request_id, office.cashier)
    return quick.run(started.value, office.cashier, **more)


def told(view: BatchView) -> list[tuple[int, str, str, str]]:
    """Line, outcome, wrong field and code of each row."""
    return [
        (one.line, "" if one.outcome is None else one.outcome.value, one.field, one.code)
        for one in view.rows
    ]
