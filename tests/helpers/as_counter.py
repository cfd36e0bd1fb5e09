"""``pytest -p tests.helpers.as_counter -k postgres``: every test's database is used as a counter.

The role of every desk (``posapp_counter``) then carries the whole program; tests that tamper with
rows as the owner fail, which is what they are about.
"""

from urllib.parse import quote

from posapp.storage.db import Database
from posapp.storage.grants import COUNTER
from posapp.storage.roles import set_roles_up
from tests.helpers import leases

ROLE = f"&options={quote(f'-c role={COUNTER}')}"
_lay_ground, _lend, _take_back = leases.lay_ground, leases.Leases.lend, leases.Leases.take_back


def lay_ground(url: str) -> None:
    """Give the template its roles before it is copied."""
    db = Database.open(url)
    set_roles_up(db)
    db.dispose()
    _lay_ground(url)


def lend(lender: leases.Leases, template: str) -> str:
    """The address of a database as a counter has it; tests' servers are named by ``?host=``."""
    return _lend(lender, template) + ROLE


def take_back(lender: leases.Leases, url: str) -> None:
    """The other way."""
    _take_back(lender, url.removesuffix(ROLE))


# The fixtures take these names over when they are imported, so a hook would come too late.
leases.lay_ground = lay_ground
leases.Leases.lend = lend  # type: ignore[method-assign]
leases.Leases.take_back = take_back  # type: ignore[method-assign]
