"""Reading and writing mandates (controls 11.1)."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from sqlalchemy import Connection, bindparam, func, select, update

from posapp.domain.autopay_codes import RequestStatus
from posapp.domain.ids import AccountId
from posapp.domain.mandate import Mandate, MandateDraft, MandateId, MandateLine
from posapp.domain.sealed import SealedAccount
from posapp.errors import Conflict
from posapp.storage.base import record, table_of
from posapp.storage.event_writes import Stamp
from posapp.storage.prepared import Prepared, any_of, insert_into
from posapp.storage.tables.autopay import AutoPaySourceRow, ClearingRequestRow, MandateRow
from posapp.storage.tables.people import AccountRow, PersonRow

_INSERT = insert_into(MandateRow)
_mandate = table_of(MandateRow)
_latest = (_mandate.c.start_date.desc(), _mandate.c.id.desc())
_OF_ACCOUNT: Final = Prepared(
    select(_mandate).where(_mandate.c.account_id == bindparam("account_id")).order_by(*_latest)
)
_ONE: Final = Prepared(select(_mandate).where(_mandate.c.id == bindparam("its_id")))
_SOME: Final = Prepared(
    select(_mandate).where(any_of(_mandate.c.id, "ids")).order_by(_mandate.c.id)
)
_waiting = (
    select(func.count())
    .where(
        ClearingRequestRow.mandate_id == _mandate.c.id,
        ClearingRequestRow.status == RequestStatus.PENDING,
    )
    .scalar_subquery()
)
_lines = (
    select(
        _mandate,
        PersonRow.name.label("account_name"),
        AccountRow.currency,
        AutoPaySourceRow.description.label("source_name"),
        _waiting.label("pending"),
    )
    .join(AccountRow, AccountRow.id == _mandate.c.account_id)
    .join(PersonRow, PersonRow.id == AccountRow.person_id)
    .join(AutoPaySourceRow, AutoPaySourceRow.code == _mandate.c.source)
    .order_by(*_latest)
    .limit(bindparam("most"))
)
_LINES: Final = Prepared(_lines)
_LINES_OF_ACCOUNT: Final = Prepared(_lines.where(_mandate.c.account_id == bindparam("account_id")))


def place_of(mandate_id: int) -> str:
    """What the account number of a mandate is sealed for."""
    return f"account_autopay {mandate_id}"


def load_mandates(s: Connection, account_id: AccountId) -> tuple[Mandate, ...]:
    """Every mandate of an account, the latest first."""
    return tuple(_record(row) for row in _OF_ACCOUNT.all(s, {"account_id": account_id}))


def load_mandate(s: Connection, mandate_id: MandateId) -> Mandate | None:
    """One mandate; ``None`` when there is none."""
    row = _ONE.first(s, {"its_id": mandate_id})
    return None if row is None else _record(row)


def load_all(s: Connection, mandate_ids: Collection[MandateId]) -> tuple[Mandate, ...]:
    """Mandates by their ids."""
    return tuple(_record(row) for row in _SOME.all(s, {"ids": sorted(mandate_ids)}))


def list_mandates(
    s: Connection, account_id: AccountId | None, most: int
) -> tuple[MandateLine, ...]:
    """Mandates with whose they are, the latest first; of one account or of all."""
    lines = _LINES if account_id is None else _LINES_OF_ACCOUNT
    rows = lines.all(s, {"account_id": account_id, "most": most})
    return tuple(record(row, MandateLine, mandate=_record(row)) for row in rows)


def insert_mandate(
    s: Connection, mandate_id: MandateId, draft: MandateDraft, account: SealedAccount, stamp: Stamp
) -> None:
    """Write a new mandate; ``account`` is sealed for its row."""
    own = {"id": mandate_id, "created_at": stamp.at, "created_by": stamp.user_id, "version": 1}
    _INSERT.run(s, own | _values(draft) | _account(account))


def update_mandate(
    s: Connection, old: Mandate, draft: MandateDraft, account: SealedAccount
) -> None:
    """Give a mandate new values.

    Raises:
        Conflict: somebody changed it meanwhile.
    """
    values = _values(draft) | _account(account) | {"version": old.version + 1}
    done = s.execute(
        update(_mandate)
        .where(_mandate.c.id == old.id, _mandate.c.version == old.version)
        .values(values)
    )
    if done.rowcount != 1:
        raise Conflict


def mandate_values(mandate: Mandate | MandateDraft) -> Mapping[str, Any]:
    """What the audit keeps of a mandate: never more of the account number than its last signs."""
    return {
        **_values(mandate),
        "maximum_withdrawal": None
        if mandate.maximum_withdrawal is None
        else mandate.maximum_withdrawal.minor,
        "account_last4": None if mandate.account is None else mandate.account.last4,
    }


def mandate_mention(mandate: Mandate) -> dict[str, Any]:
    """What the audit compares of a mandate's row."""
    return {
        **mandate_values(mandate),
        "id": mandate.id,
        "version": mandate.version,
    }


def _values(draft: MandateDraft | Mandate) -> dict[str, Any]:
    return {
        "account_id": draft.account_id,
        "start_date": draft.start_date,
        "end_date": draft.end_date,
        "source": draft.source,
        "expires_on": draft.expires_on,
        "entity_name": draft.entity_name,
        "maximum_withdrawal": draft.maximum_withdrawal,
        "comments": draft.comments,
    }


def _account(account: SealedAccount) -> dict[str, str]:
    return {"account_sealed": account.text, "account_last4": account.last4}


def _record(row: Any) -> Mandate:
    sealed = SealedAccount(row.account_sealed, row.account_last4, place_of(row.id))
    return record(row, Mandate, account=sealed)
