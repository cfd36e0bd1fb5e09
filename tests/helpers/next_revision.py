"""A program that is one revision ahead of this one, and what becomes of it when it is killed (F23)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from posapp.storage import migrate, schema_revision
from posapp.storage.db import Database
from posapp.storage.triggers import drop_statements, statements
from tests.helpers.kill9 import Bomb, Worker

# Rebuilds two tables that others point to; guards of other tables name one of them.
NEXT = f"""
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "0002", "0001", None, None
BREAK = False
def upgrade():
    dialect = op.get_bind().dialect.name
    for statement in { ({d: drop_statements(d) for d in ("sqlite", "postgresql")})!r}[dialect]:
        op.execute(sa.text(statement))
    with op.batch_alter_table("office") as batch:
        batch.add_column(sa.Column("phone", sa.Text(), nullable=False, server_default=""))
        batch.create_unique_constraint("uq_office_name", ["name"])
    with op.batch_alter_table("payment") as batch:
        batch.add_column(sa.Column("channel", sa.Text(), nullable=False, server_default=""))
        batch.create_check_constraint("ck_payment_channel", "length(channel) < 9")
    if BREAK:
        raise RuntimeError("power cut")
    for statement in { ({d: statements(d) for d in ("sqlite", "postgresql")})!r}[dialect]:
        op.execute(sa.text(statement))
"""


def write_next(folder: Path) -> Path:
    """Write the revisions of this program and one more into a folder that is not there yet."""
    (folder / "versions").mkdir(parents=True)
    for name in ("env.py", "script.py.mako"):
        (folder / name).write_text((migrate.FOLDER / name).read_text())
    for old in (migrate.FOLDER / "versions").glob("*.py"):
        (folder / "versions" / old.name).write_text(old.read_text())
    (folder / "versions" / "0002_next.py").write_text(NEXT)
    return folder


def one_ahead(folder: Path) -> dict[str, Any]:
    """What differs in that program: dotted names and their values."""
    ahead: dict[str, Any] = {"posapp.storage.migrate.FOLDER": folder}
    for module in ("schema_revision", "migrate"):
        ahead[f"posapp.storage.{module}.REVISIONS"] = ("0001", "0002")
        ahead[f"posapp.storage.{module}.HEAD"] = "0002"
    return ahead


def upgrader(bomb: Bomb, folder: str) -> Worker:
    """A worker of the kill harness: upgrades the database that it is given; gives its revision."""
    for module in (schema_revision, migrate):
        setattr(module, "REVISIONS", ("0001", "0002"))  # noqa: B010 - it is final for all others
        setattr(module, "HEAD", "0002")  # noqa: B010
    setattr(migrate, "FOLDER", Path(folder))  # noqa: B010
    really: Callable[[Database], None] = migrate._run

    def watched(at: Database) -> None:
        bomb.plant(at)
        really(at)

    setattr(migrate, "_run", watched)  # noqa: B010

    def upgrade(url: str) -> str:
        migrate.upgrade(url)
        at = Database.open(url)
        found = migrate.current(at)
        at.dispose()
        return str(found)

    return upgrade
