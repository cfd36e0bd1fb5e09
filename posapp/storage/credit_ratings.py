"""Credit rating history and debt review of an account (controls 13, CX-8, CX-9)."""

from datetime import date
from typing import Final

from sqlalchemy import Connection, bindparam, func, or_, select, update

from posapp.domain.ids import AccountId, TenderId
from posapp.domain.setup import CancelReason
from posapp.domain.tender_cancels import (
    Demerit,
)
from posapp.storage.base import table_of
from posapp.storage.event_writes import (
    Stamp,
)
from posapp.storage.ids import take_id
from posapp.storage.mentions import Mentions
from posapp.storage.prepared import Prepared, insert_into
from posapp.storage.tables.people import AccountRow, CreditRatingRow

_rating = table_of(CreditRatingRow)
_EFFECT: Final = Prepared(
    select(func.coalesce(func.sum(_rating.c.rating_effect), 0)).where(
        _rating.c.account_id == bindparam("account"),
        _rating.c.start_date <= bindparam("today"),
        or_(_rating.c.end_date.is_(None), _rating.c.end_date >= bindparam("today")),
    )
)
_INSERT_RATING: Final = insert_into(CreditRatingRow)
_REVIEW: Final = Prepared(
    update(AccountRow)
    .where(
        AccountRow.id == bindparam("account"),
        AccountRow.review_date.is_(None) | (AccountRow.review_date > bindparam("day")),
    )
    .values(review_date=bindparam("day"))
)


def record_demerit(
    s: Connection,
    one: Demerit,
    account_id: AccountId,
    tender_id: TenderId,
    *,
    reason: CancelReason,
    today: date,
    stamp: Stamp,
) -> Mentions:
    """Write the credit rating row of a cancelled tender (CX-8, CR-01); returns its mention.

    Its end is not mentioned: it may be brought forward later (CR-08).
    """
    said = {
        "id": take_id(s),
        "account_id": account_id,
        "start_date": today,
        "rating_effect": one.rating_effect,
        "cash_only_effect": one.cash_only_effect,
        "tender_id": tender_id,
    }
    row = said | {
        "end_date": one.end_date,
        "comment": reason.description,
        "created_at": stamp.at,
        "created_by": stamp.user_id,
    }
    _INSERT_RATING.run(s, row)
    return {"credit_rating": [said]}


def load_effect(s: Connection, account_id: AccountId, today: date) -> int:
    """What the rows in force on a day do to an account's credit rating (CR-02)."""
    return int(_EFFECT.scalar(s, {"account": account_id, "today": today}))


def set_review_date(s: Connection, account_id: AccountId, day: date) -> None:
    """Put an account up for debt review (CX-9); an earlier date stays."""
    _REVIEW.many(s, [{"account": account_id, "day": day}])
