"""${message}."""

import sqlalchemy as sa
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None

BIGINT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STAMP = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")
DAY = sa.Date().with_variant(sa.Text(), "sqlite")
FLAG = sa.Boolean(create_constraint=False).with_variant(sa.Integer(), "sqlite")

GUARDS: dict[str, tuple[str, ...]] = {}


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    drop_guards(dialect)
    ${upgrades if upgrades else "pass"}
    for statement in GUARDS[dialect]:
        op.execute(sa.text(statement))


def drop_guards(dialect: str) -> None:
    # A guard that names a table which is rebuilt would stop the rebuild.
    if dialect == "sqlite":
        found = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'guard%'"
        drop = "DROP TRIGGER {}"
    else:
        found = (
            "SELECT proname FROM pg_proc WHERE proname LIKE 'guard%'"
            " AND pronamespace = current_schema()::regnamespace"
        )
        drop = "DROP FUNCTION {}() CASCADE"
    for name in op.get_bind().execute(sa.text(found)).scalars().all():
        op.execute(sa.text(drop.format(name)))


def downgrade() -> None:
    raise NotImplementedError("there is no way back: restore the copy made before the upgrade")
