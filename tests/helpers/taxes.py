"""An office whose water is billed with tax that is owed only when it is paid (GL-6)."""

from typing import Any

from posapp.domain.ids import new_request_id
from tests.helpers.office import Office

HELD, DUE = "2300-TAX-HELD", "2310-TAX-DUE"
HEAD = "key,account_key,account_name,sa_type,service,bill_date,amount,tax,number\n"


def save(office: Office, table: str, code: str, **changes: Any) -> None:
    """Change a row of the set-up, or add it."""
    edits, who = office.services.setup_edits, office.actors["setup"]
    rows = (dict(one) for one in edits.rows(table, who).rows)
    row = next((one for one in rows if one["code"] == code), None)
    edits.save(table, {"code": code, **(row or {}), **changes}, new_request_id(), who, was=row)


def set_up_taxes(office: Office) -> None:
    """Ledger accounts for tax, and water by cash accounting."""
    for code in (HELD, DUE):
        save(office, "distribution_code", code, description=code, account_number=code, active=True)
    save(
        office,
        "sa_type",
        "WATER",
        segment_type="CASH_ACCOUNTING",
        holding_code=HELD,
        payable_code=DUE,
    )
