"""Files of Quick Add: the day on which one was first read, which its rows keep for ever (D-21).

What says the same on two days are two payments, unless it comes in the same file. So the business
date that goes into the ids of a file's rows is that of its first reading, remembered as a request:
its id is made of the file's bytes, its result is the day's number.
"""

from datetime import date, datetime
from typing import Final
from uuid import NAMESPACE_OID, uuid5

from posapp.domain.quick_add import QuickKind
from posapp.domain.rights import Actor, Right
from posapp.storage.base import Transaction
from posapp.storage.db import Database
from posapp.storage.requests import record_request, result_of_request

KIND: Final = "quick-file"


def day_of_file(
    db: Database, kind: QuickKind, sha256: str, today: date, actor: Actor, now: datetime
) -> date:
    """Business date on which a file was first read; a new one is remembered with ``today``.

    Whoever takes no money leaves no trace.
    """
    request_id = str(uuid5(NAMESPACE_OID, f"{KIND}/{kind.value}/{sha256}"))
    with db.read() as s:
        known = result_of_request(s, request_id, KIND)
    if known is None and actor.may(Right.ADD_EVENT):

        def remember(s: Transaction) -> int:
            found = result_of_request(s, request_id, KIND)
            if found is not None:
                return found
            day, user_id = today.toordinal(), actor.user_id
            record_request(s, request_id, KIND, sha256, day, at=now, user_id=user_id)
            return day

        known = db.write(remember)
    return today if known is None else date.fromordinal(known)
