"""``pytest -p tests.helpers.as_counter -k postgres``: every test's database is used as a counter.

The role of every desk (``posapp_counter``) then carries the whole program; tests that tamper with
rows as the owner fail, which is what they are about.
"""

from urllib.parse import quote, urlsplit

from posapp.storage.db import Database
from posapp.storage.grants import COUNTER
from posapp.storage.roles import set_roles_up
from tests.helpers import postgres_server

_create = postgres_server.PostgresServer.create
_ready: set[str] = set()


def as_role(url: str, role: str) -> str:
    """The same database as another role, which the log-in may take on."""
    sign = "&" if urlsplit(url).query else "?"
    return f"{url}{sign}options={quote(f'-c role={role}')}"


def create(server: postgres_server.PostgresServer, template: str | None = None) -> str:
    """Make a database, and give its address as a counter's where it is a filled one."""
    if template is None:
        return _create(server)
    if template not in _ready:
        db = Database.open(server.url(template))
        set_roles_up(db)
        db.dispose()
        _ready.add(template)
    return as_role(_create(server, template), COUNTER)


def pytest_configure() -> None:
    """Only a run that asks for it is changed."""
    postgres_server.PostgresServer.create = create  # type: ignore[method-assign]
