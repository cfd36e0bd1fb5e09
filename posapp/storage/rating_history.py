"""The credit rating history of an account: read it, enter a row by hand, end one (CR-01, CR-08)."""

from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, bindparam, func, select, update

from posapp.domain.history import AddRating, Rating
from posapp.domain.ids import AccountId
from posapp.storage.base import record, table_of
from posapp.storage.event_writes import Stamp
from posapp.storage.ids import take_id
from posapp.storage.mentions import Mentions
from posapp.storage.prepared import Prepared, insert_into
from posapp.storage.tables.payment_events import TenderRow
from posapp.storage.tables.people import CreditRatingRow
from posapp.storage.tables.system import UserRow

_rating, _tender, _user = table_of(CreditRatingRow), table_of(TenderRow), table_of(UserRow)
_rows = (
    select(_rating, _tender.c.event_id, func.coalesce(_user.c.name, "").label("user_name"))
    .outerjoin(_tender, _tender.c.id == _rating.c.tender_id)
    .outerjoin(_user, _user.c.id == _rating.c.created_by)
)
_OF_ACCOUNT: Final = Prepared(
    _rows.where(_rating.c.account_id == bindparam("account")).order_by(
        _rating.c.start_date.desc(), _rating.c.id.desc()
    )
)
_ONE: Final = Prepared(_rows.where(_rating.c.id == bindparam("rating")))
_INSERT: Final = insert_into(CreditRatingRow)
_END: Final = Prepared(
    update(_rating).where(_rating.c.id == bindparam("rating")).values(end_date=bindparam("day"))
)


def load_ratings(s: Connection, account_id: AccountId) -> tuple[Rating, ...]:
    """All rows of an account, newest first."""
    return tuple(_rating_of(row) for row in _OF_ACCOUNT.all(s, {"account": account_id}))


def load_rating(s: Connection, rating_id: int) -> Rating | None:
    """One row; ``None`` when there is none."""
    row = _ONE.first(s, {"rating": rating_id})
    return None if row is None else _rating_of(row)


def insert_rating(s: Connection, command: AddRating, stamp: Stamp) -> tuple[int, Mentions]:
    """Write a row by hand; returns its id and its mention.

    Its end is not mentioned: it may be brought forward later (CR-08).
    """
    rating_id = take_id(s)
    said = {
        "id": rating_id,
        "account_id": command.account_id,
        "start_date": command.start_date,
        "rating_effect": command.rating_effect,
        "cash_only_effect": command.cash_only_effect,
        "tender_id": None,
    }
    more = {
        "end_date": command.end_date,
        "comment": command.comment,
        "created_at": stamp.at,
        "created_by": stamp.user_id,
    }
    _INSERT.run(s, said | more)
    return rating_id, {"credit_rating": [said]}


def set_end(s: Connection, rating_id: int, end_date: date) -> None:
    """End a row on a day; it still counts on that day."""
    _END.run(s, {"rating": rating_id, "day": end_date})


def _rating_of(row: Any) -> Rating:
    return record(row, Rating, created_by=row.user_name)
