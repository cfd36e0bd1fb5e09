"""The account of open credits is used for nothing else, so that it adds up (CK-10).

Its balance is at any time the sum of the open credits. Whatever else posted to it would break that,
so set-up gives it no other part, and nobody names it on a payment line. Pure.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from posapp.domain.setup_fields import Values
from posapp.domain.setup_rules import must
from posapp.domain.setup_table import SetUpTable
from posapp.domain.templates import CreditLine
from posapp.errors import Refused

ACCOUNTS = "distribution_code"
OPTIONS = "credit_option"
REQUISITIONS = "requisition_code"
_CHOSEN = "open_credit_code"


@dataclass(frozen=True, slots=True)
class ClearingUse:
    """What is known of an account that shall be that of open credits.

    Attributes:
        was_clearing: credits were made on it before; nothing else has used it since.
        used_by: title of something else that names it or was posted on it; empty when nothing is.
        open_credits: credits wait on the present account.
    """

    was_clearing: bool
    used_by: str
    open_credits: bool


def check_other_part(
    table: SetUpTable, row: Values, before: Values | None, clearing: frozenset[str]
) -> None:
    """Stop a row of the set-up that gives the account of open credits another part.

    A requisition code of the program's own may name it; one that people choose may not (AJ-2b).

    Raises:
        Refused: ``M-50`` with the field.
    """
    for field in table.fields:
        if field.table != ACCOUNTS or table.name == OPTIONS or row[field.name] not in clearing:
            continue
        kept = before is not None and before[field.name] == row[field.name]
        own = table.name == REQUISITIONS and not row["manual"]
        must(own or (kept and table.name != REQUISITIONS), field.name, row[field.name],
             "is the account of open credits, which nothing else uses")  # fmt: skip


def check_chosen(row: Values, use: ClearingUse) -> None:
    """Stop another account of open credits that is no account of its own, or while credits wait.

    Raises:
        Refused: ``M-50`` with the field.
    """
    chosen = row[_CHOSEN]
    must(not use.open_credits, _CHOSEN, chosen, "cannot be chosen while credits are open")
    must(use.was_clearing or not use.used_by, _CHOSEN, chosen,
         f"is used otherwise: {use.used_by}")  # fmt: skip


def check_no_clearing(lines: Iterable[CreditLine], clearing: frozenset[str]) -> None:
    """Stop a payment line on the account of open credits (NC-5, CK-10).

    Raises:
        Refused: ``M-254``.
    """
    for line in lines:
        if line.distribution_code in clearing:
            raise Refused("M-254", field="distribution_code", value=line.distribution_code)
