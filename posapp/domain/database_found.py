"""What a test of a database found, before a workstation is set to it (S1, T14)."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Found:
    """What was found; ``None`` where it could not be asked.

    Attributes:
        shown: the address without a password.
        engine: name and version.
        schema: revision of the tables; empty without any.
        is_current: the tables are those of this program.
        organisation: whose office it is.
        latency_ms: median of one question and its answer, in milliseconds.
        clock_off: the server's clock less this computer's.
        role: name of the database user.
        is_super: that user is a superuser, whom no grant holds.
        may_take: that user may add payments.
        may_rewrite: that user may change or delete what must stay.
        is_standby: the server takes no changes.
        is_sealed: the line is encrypted.
        pooled: a pooler stands between.
    """

    shown: str
    engine: str
    schema: str
    is_current: bool
    organisation: str
    latency_ms: float
    clock_off: timedelta | None = None
    role: str = ""
    is_super: bool = False
    may_take: bool | None = None
    may_rewrite: bool | None = None
    is_standby: bool = False
    is_sealed: bool = False
    pooled: bool = False
