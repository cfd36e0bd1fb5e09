"""Tender sources as writers need them."""

from sqlalchemy import Connection

from posapp.storage.base import table_of
from posapp.storage.db import lock
from posapp.storage.tables.setup import TenderSourceRow


def lock_source(s: Connection, source: str) -> None:
    """Keep others from opening a control of the same source until this transaction ends (TC-07).

    A source is locked before anything else; nothing on SQLite, which has one writer.
    """
    lock(s, table_of(TenderSourceRow), [source])
