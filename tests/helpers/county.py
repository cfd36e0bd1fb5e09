"""An office that takes money for a county: account without customer, agreements, a template."""

from dataclasses import dataclass
from typing import Any

from posapp.domain.ids import AccountId, AgreementId, new_request_id
from tests.helpers.office import Office

TAX = "TAX"


@dataclass(frozen=True)
class County:
    """The account without customer with its agreements, each ``MISC`` (NC-1)."""

    account: AccountId
    agreements: tuple[AgreementId, ...]


def county(office: Office, agreements: int = 1) -> County:
    """An account of the non-CIS class."""
    account = office.account("County of Kings", customer_class="NONCIS")
    made = tuple(AgreementId(office.agreement(account, "MISC")) for _ in range(agreements))
    return County(account, made)


def save(office: Office, table: str, **values: Any) -> None:
    """Add a row to a set-up table."""
    edits, actor = office.services.setup_edits, office.actors["setup"]
    found = edits.rows(table, actor).table
    row = {field.name: field.default for field in found.fields} | values
    edits.save(table, row, new_request_id(), actor)


def template(
    office: Office, of: County, *lines: tuple[str, Any], code: str = TAX, **more: Any
) -> None:
    """A template on the first agreement; lines are (ledger account, ``Money`` or percent)."""
    save(
        office,
        "payment_template",
        **{
            "code": code,
            "description": "Property tax",
            "account_id": of.account,
            "agreement_id": of.agreements[0],
            "currency": "USD",
        }
        | more,
    )
    for seq, (account, measure) in enumerate(lines, 1):
        is_percent = isinstance(measure, str)
        save(
            office,
            "payment_template_line",
            template=code,
            seq=seq,
            distribution_code=account,
            description=f"Line {seq}",
            currency="USD",
            amount=None if is_percent else measure,
            percent=measure if is_percent else None,
            overridable=seq > 1,
        )
