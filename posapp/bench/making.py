"""``posapp bench --make``: a large office, written in bulk, sound by every check of ``db check``."""

from collections.abc import Mapping
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from posapp.bench.search_data import office_at
from posapp.storage.db import Database

_COUNTED = ("account", "financial_transaction", "gl_line", "payment")


def make(where: str, accounts: int, ledger: int) -> Mapping[str, Any]:
    """Fill a file that is not there yet, or an empty PostgreSQL database; what it took.

    Raises:
        ValueError: something is there already.
    """
    if "://" not in where and Path(where).exists():
        raise ValueError(f"{where} is there already")
    began, worked = perf_counter(), process_time()
    office_at(where, accounts, ledger=ledger)
    took, busy = perf_counter() - began, process_time() - worked
    db = Database.open(where)
    try:
        with db.read() as s:
            counts = {
                table: s.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()  # noqa: S608
                for table in _COUNTED
            }
    finally:
        db.dispose()
    return {"made": where, "seconds": round(took, 1), "processor": round(busy, 1), **counts}
