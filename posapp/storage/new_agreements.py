"""Agreements that the program makes where an account has none of a type yet (OP-2, CK-10)."""

from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, select

from posapp.domain.codes import AgreementStatus
from posapp.domain.ids import AccountId, AgreementId
from posapp.storage.base import table_of
from posapp.storage.ids import take_id
from posapp.storage.prepared import insert_into
from posapp.storage.tables.agreements import AgreementRow

_agreement = table_of(AgreementRow)
INSERT_AGREEMENT: Final = insert_into(AgreementRow)


def agreement_values(
    agreement_id: AgreementId, account_id: AccountId, sa_type: str, day: date
) -> dict[str, Any]:
    """Columns of an active agreement that begins on a business date."""
    return {
        "id": agreement_id,
        "account_id": account_id,
        "sa_type": sa_type,
        "service": "",
        "status": AgreementStatus.ACTIVE,
        "start_date": day,
        "end_date": None,
    }


def agreement_of_type(s: Connection, account_id: AccountId, sa_type: str, day: date) -> AgreementId:
    """The first agreement of a type that an account has and that is in use, else a new one.

    Args:
        s: the transaction.
        account_id: the account, locked by the caller.
        sa_type: what overpayments (OP-2) or adjustments (CK-10) lie on.
        day: business date on which a new one begins.
    """
    found = s.execute(
        select(_agreement.c.id)
        .where(
            _agreement.c.account_id == account_id,
            _agreement.c.sa_type == sa_type,
            _agreement.c.status.not_in([AgreementStatus.CANCELED, AgreementStatus.CLOSED]),
        )
        .order_by(_agreement.c.id)
        .limit(1)
    ).scalar()
    if found is not None:
        return AgreementId(found)
    agreement_id = AgreementId(take_id(s))
    INSERT_AGREEMENT.run(s, agreement_values(agreement_id, account_id, sa_type, day))
    return agreement_id
