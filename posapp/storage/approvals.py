"""Approvals of transactions (D-24)."""

from sqlalchemy import Connection

from posapp.domain.approvals import Approval
from posapp.domain.ids import UserId
from posapp.storage.ids import take_id
from posapp.storage.prepared import insert_into
from posapp.storage.tables.approvals import ApprovalRow

_INSERT = insert_into(ApprovalRow)


def record_approval(
    s: Connection, approval: Approval, request_id: str, action: str, print_: str, by: UserId
) -> int:
    """Write who let a transaction happen, in that transaction; returns its id.

    Args:
        s: the transaction.
        approval: who approved, what was lent, when.
        request_id: of the transaction, which is approved once.
        action: what it does.
        print_: fingerprint of its content as it was seen.
        by: who asked; the schema refuses an approval of one's own.
    """
    approval_id = take_id(s)
    _INSERT.run(
        s,
        {
            "id": approval_id,
            "request_id": request_id,
            "action": action,
            "fingerprint": print_,
            "rights": ",".join(sorted(approval.rights)),
            "requested_by": by,
            "approved_by": approval.approver.user_id,
            "approved_at": approval.at,
        },
    )
    return approval_id
