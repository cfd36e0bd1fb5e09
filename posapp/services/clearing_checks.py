"""Checks of set-up rows that keep the account of open credits for credits alone (CK-10)."""

from posapp.domain.clearing_accounts import (
    ACCOUNTS,
    OPTIONS,
    REQUISITIONS,
    ClearingUse,
    check_chosen,
    check_other_part,
)
from posapp.domain.setup import SetUp
from posapp.domain.setup_fields import Values
from posapp.domain.setup_table import SetUpTable
from posapp.domain.setup_use import TITLES
from posapp.storage import setup_edits as store
from posapp.storage.base import Transaction
from posapp.storage.open_credits import has_open_credits


def check_clearing(
    s: Transaction, table: SetUpTable, row: Values, before: Values | None, setup: SetUp
) -> None:
    """Hold a row of the set-up against the account of open credits.

    Raises:
        Refused: ``M-50`` with the field that would post something else to it.
    """
    check_other_part(table, row, before, setup.crediting.clearing)
    if table.name != OPTIONS or row["open_credit_code"] == (before or row)["open_credit_code"]:
        return
    chosen = row["open_credit_code"]
    known = chosen in setup.crediting.clearing
    check_chosen(row, ClearingUse(known, _used_by(s, chosen), has_open_credits(s)))


def _used_by(s: Transaction, code: str) -> str:
    """Something that names the account; the program's own requisition codes do not count."""
    for use in store.uses_of(s, ACCOUNTS, {"code": code}):
        if use.table != REQUISITIONS or _is_chosen_by_hand(s, code):
            return TITLES.get(use.table) or use.table.replace("_", " ")
    return ""


def _is_chosen_by_hand(s: Transaction, code: str) -> bool:
    rows = store.list_rows(s, REQUISITIONS, ("distribution_code", "manual"))
    return any(row["distribution_code"] == code and row["manual"] for row in rows)
