"""What hangs on a line of the account page, as entries of its menu (ui.md, rules of use 8)."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtGui import QGuiApplication

from posapp.domain.accounts import ItemLine, RecentPayment, UnpaidBill
from posapp.domain.ids import long_id, short_id
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.owed import OwedLine

Act = tuple[str, Callable[[], object]]
Line = OwedLine | UnpaidBill | ItemLine | RecentPayment


def line_acts(
    context: UiContext, account: int, record: Line, pays: Callable[[Any], object] | None
) -> list[Act]:
    """Pay it where that may be done, what opens for it, and copy its number.

    Args:
        context: opens pages.
        account: the account of the page.
        record: the line.
        pays: pays the line, ``None`` for who takes no money.
    """
    if isinstance(record, RecentPayment):
        number, acts = long_id(record.event_id), _of_payment(context, account, record)
    else:
        number, says, ways = _of_debt(context, record)
        acts = [*([(says, partial(pays, record))] if pays is not None else []), *ways]
    if number:
        acts.append((_("Copy number"), partial(QGuiApplication.clipboard().setText, number)))
    return acts


def _of_payment(context: UiContext, account: int, paid: RecentPayment) -> list[Act]:
    opens = context.open_page
    return [
        (_("Open payment event"), partial(opens, "event", paid.event_id)),
        (_("Open payment"), partial(opens, "payment", paid.payment_id)),
        (_("Payment history"), partial(opens, "payment_history", account)),
    ]


def _of_debt(
    context: UiContext, record: OwedLine | UnpaidBill | ItemLine
) -> tuple[str, str, list[Act]]:
    """Number of a line, the words that pay it, and what opens for it."""
    opens = context.open_page
    if isinstance(record, UnpaidBill):
        ways: list[Act] = [(_("Open bill"), partial(opens, "bill", record.bill_id))]
        return record.number, _("Pay this bill"), ways
    agreement = record.agreement_id
    ways = (
        [(_("Open service agreement"), partial(opens, "agreement", agreement))] if agreement else []
    )
    if isinstance(record, ItemLine):
        item: Act = (_("Open item"), partial(opens, "item", record.id))
        return record.number, _("Pay this item"), [item, *ways]
    return short_id(agreement) if agreement else "", _("Pay this agreement"), ways
