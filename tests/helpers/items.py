"""Issuing payable items in tests."""

from typing import Any

from posapp.domain.codes import ChargeKind
from posapp.domain.ids import AccountId, ItemId, new_request_id
from posapp.domain.imports import ImportCharge
from posapp.domain.issuing import IssueItem
from posapp.domain.items import ItemView
from posapp.domain.money import Money
from tests.helpers.office import Office


def issue(
    office: Office, account: AccountId, kind: str = "PERMIT", cents: int | None = None, **more: Any
) -> ItemView:
    """An item that the cashier issues; ``cents`` is its one line, none takes the usual amount."""
    lines = () if cents is None else (ImportCharge(ChargeKind.FEE, Money(cents)),)
    command = IssueItem(new_request_id(), account, kind, **({"charges": lines} | more))
    return shown(office, office.services.items.issue(command, office.cashier).value)


def shown(office: Office, item_id: ItemId) -> ItemView:
    """An item as it is now."""
    return office.services.items.show(item_id, office.cashier)
