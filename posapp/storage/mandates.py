"""Reading and writing mandates (controls 11.1)."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, func, select, update

from posapp.domain.autopay_codes import RequestStatus
from posapp.domain.ids import AccountId
from posapp.domain.mandate import Mandate, MandateDraft, MandateId, MandateLine
from posapp.domain.sealed import SealedAccount
from posapp.errors import Conflict
from posapp.storage.base import record, table_of
from posapp.storage.event_writes import Stamp
from posapp.storage.prepared import insert_into
from posapp.storage.tables.autopay import AutoPaySourceRow, ClearingRequestRow, MandateRow
from posapp.storage.tables.people import AccountRow, PersonRow

_INSERT = insert_into(MandateRow)
_mandate = table_of(MandateRow)
_AT_ONCE = 500


def place_of(mandate_id: int) -> str:
    """What the account number of a mandate is sealed for."""
    return f"account_autopay {mandate_id}"


def load_mandates(s: Connection, account_id: AccountId) -> tuple[Mandate, ...]:
    """Every mandate of an account, the latest first."""
    query = (
        select(_mandate)
        .where(_mandate.c.account_id == account_id)
        .order_by(_mandate.c.start_date.desc(), _mandate.c.id.desc())
    )
    return tuple(_record(row) for row in s.execute(query))


def load_mandate(s: Connection, mandate_id: MandateId) -> Mandate | None:
    """One mandate; ``None`` when there is none."""
    row = s.execute(select(_mandate).where(_mandate.c.id == mandate_id)).first()
    return None if row is None else _record(row)


def load_all(s: Connection, mandate_ids: Collection[MandateId]) -> tuple[Mandate, ...]:
    """Mandates by their ids, some hundred with each statement."""
    ids, found = sorted(mandate_ids), list[Mandate]()
    for start in range(0, len(ids), _AT_ONCE):
        some = _mandate.c.id.in_(ids[start : start + _AT_ONCE])
        found += [_record(row) for row in s.execute(select(_mandate).where(some))]
    return tuple(found)


def list_mandates(
    s: Connection, account_id: AccountId | None, most: int
) -> tuple[MandateLine, ...]:
    """Mandates with whose they are, the latest first; of one account or of all."""
    waiting = (
        select(func.count())
        .where(
            ClearingRequestRow.mandate_id == _mandate.c.id,
            ClearingRequestRow.status == RequestStatus.PENDING,
        )
        .scalar_subquery()
    )
    query = (
        select(
            _mandate,
            PersonRow.name.label("account_name"),
            AccountRow.currency,
            AutoPaySourceRow.description.label("source_name"),
            waiting.label("pending"),
        )
        .join(AccountRow, AccountRow.id == _mandate.c.account_id)
        .join(PersonRow, PersonRow.id == AccountRow.person_id)
        .join(AutoPaySourceRow, AutoPaySourceRow.code == _mandate.c.source)
        .order_by(_mandate.c.start_date.desc(), _mandate.c.id.desc())
        .limit(most)
    )
    if account_id is not None:
        query = query.where(_mandate.c.account_id == account_id)
    return tuple(record(row, MandateLine, mandate=_record(row)) for row in s.execute(query))


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
