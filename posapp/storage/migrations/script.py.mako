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
    ${upgrades if upgrades else "pass"}
    for statement in GUARDS[dialect]:
        op.execute(sa.text(statement))


def downgrade() -> None:
    raise NotImplementedError("there is no way back: restore the copy made before the upgrade")
