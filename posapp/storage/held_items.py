"""Items that submitted checkouts hold, by their agreements (IT-4)."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Final

from sqlalchemy import Connection, select

from posapp.domain.credits import CheckoutId, HeldItem, Holder
from posapp.domain.debts import AgreementDebt
from posapp.domain.ids import AccountId, AgreementId
from posapp.storage.base import table_of
from posapp.storage.prepared import Prepared, any_of
from posapp.storage.tables.checkouts import CheckoutLockRow, CheckoutRow
from posapp.storage.tables.items import PayableItemRow
from posapp.storage.tables.system import UserRow

_item, _lock = table_of(PayableItemRow), table_of(CheckoutLockRow)
_checkout, _user = table_of(CheckoutRow), table_of(UserRow)
_HELD: Final = Prepared(
    select(
        _item.c.agreement_id,
        _item.c.number,
        _checkout.c.id,
        _checkout.c.number.label("checkout"),
        _user.c.name,
        _checkout.c.workstation,
        _checkout.c.submitted_at,
    )
    .join(_lock, _lock.c.item_id == _item.c.id)
    .join(_checkout, _checkout.c.id == _lock.c.checkout_id)
    .join(_user, _user.c.id == _checkout.c.submitted_by)
    .where(any_of(_item.c.agreement_id, "agreements"))
)


def load_held(s: Connection, agreements: Collection[AgreementId]) -> dict[AgreementId, HeldItem]:
    """Those of the agreements whose item a submitted checkout holds, and which one."""
    rows = _HELD.all(s, {"agreements": list(agreements)}) if agreements else ()
    return {
        AgreementId(row.agreement_id): HeldItem(
            row.number,
            Holder(CheckoutId(row.id), row.checkout, row.name, row.workstation, row.submitted_at),
        )
        for row in rows
    }


def without_held(
    s: Connection, debts: Mapping[AccountId, tuple[AgreementDebt, ...]]
) -> Mapping[AccountId, tuple[AgreementDebt, ...]]:
    """The debts; money that names no item goes to none that a checkout holds."""
    items = [one.agreement_id for own in debts.values() for one in own if one.item_kind]
    held = load_held(s, items)
    if not held:
        return debts
    return {
        account_id: tuple(
            replace(one, cells=()) if one.agreement_id in held else one for one in own
        )
        for account_id, own in debts.items()
    }
