"""Users, numbers, requests, audit, print log, change log, import runs."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index

from posapp.domain.codes import Role
from posapp.storage.base import KEYED, STRICT, Base, column, text_column, width
from posapp.storage.types import BigInt, CodeType, Flag, UtcDateTime


class UserRow(Base):
    """A user; the secret is an argon2id hash (B.3)."""

    __tablename__ = "app_user"
    __table_args__ = (width("login", 36), STRICT)

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    login: ColumnElement[str] = text_column(unique=True)
    name: ColumnElement[str] = text_column()
    password_hash: ColumnElement[str] = text_column()
    office: ColumnElement[str] = column(ForeignKey("office.code"))
    failed_tries: ColumnElement[int] = column(BigInt(), default=0)
    locked_until: ColumnElement[datetime | None] = column(UtcDateTime())
    active: ColumnElement[bool] = column(Flag(), default=True)
    created_at: ColumnElement[datetime] = column(UtcDateTime())


class UserRoleRow(Base):
    """A role of a user (D-44)."""

    __tablename__ = "user_role"
    __table_args__ = KEYED

    user_id: ColumnElement[int] = column(ForeignKey("app_user.id"), primary_key=True)
    role: ColumnElement[Role] = column(CodeType(Role), primary_key=True)


class SignInTryRow(Base):
    """Wrong passwords under a name that nobody has (B.3): as many as of a name that somebody has.

    The name itself is not kept: somebody may have typed a password there.
    """

    __tablename__ = "sign_in_try"
    __table_args__ = KEYED

    login_hash: ColumnElement[str] = text_column(primary_key=True)
    failed_tries: ColumnElement[int] = column(BigInt(), default=0)
    locked_until: ColumnElement[datetime | None] = column(UtcDateTime())
    tried_at: ColumnElement[datetime] = column(UtcDateTime(), index=True)


class UserSourceRow(Base):
    """The tender source a user works at, at most one per currency (TS-06)."""

    __tablename__ = "user_source"
    __table_args__ = KEYED

    user_id: ColumnElement[int] = column(ForeignKey("app_user.id"), primary_key=True)
    currency: ColumnElement[str] = column(ForeignKey("currency.code"), primary_key=True)
    tender_source: ColumnElement[str] = column(ForeignKey("tender_source.code"))


class ControlChoiceRow(Base):
    """The tender control a user used last (D-02)."""

    __tablename__ = "control_choice"
    __table_args__ = KEYED

    user_id: ColumnElement[int] = column(ForeignKey("app_user.id"), primary_key=True)
    currency: ColumnElement[str] = column(ForeignKey("currency.code"), primary_key=True)
    tender_control_id: ColumnElement[int] = column(ForeignKey("tender_control.id"))


class IdCounterRow(Base):
    """The one counter of identities (SQLite; PostgreSQL uses a sequence)."""

    __tablename__ = "id_counter"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"), STRICT)

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    next_id: ColumnElement[int] = column(BigInt())


class NumberSequenceRow(Base):
    """A gapless series: documents by issuing center and year (D-04)."""

    __tablename__ = "number_sequence"
    __table_args__ = KEYED

    kind: ColumnElement[str] = text_column(primary_key=True)
    scope: ColumnElement[str] = text_column(primary_key=True)
    last: ColumnElement[int] = column(BigInt())


class RequestRow(Base):
    """A request that was carried out, and its result (D-21)."""

    __tablename__ = "request"
    __table_args__ = (width("id", 64), KEYED)

    id: ColumnElement[str] = text_column(primary_key=True)
    kind: ColumnElement[str] = text_column()
    fingerprint: ColumnElement[str] = text_column()
    result_id: ColumnElement[int] = column(BigInt())
    created_at: ColumnElement[datetime] = column(UtcDateTime())
    user_id: ColumnElement[int | None] = column(ForeignKey("app_user.id"))


class InHandRow(Base):
    """A draft with its request id, stored before its write and offered again after a crash."""

    __tablename__ = "in_hand"
    __table_args__ = KEYED

    request_id: ColumnElement[str] = text_column(primary_key=True)
    user_id: ColumnElement[int] = column(ForeignKey("app_user.id"))
    workstation: ColumnElement[str] = text_column()
    kind: ColumnElement[str] = text_column()
    draft: ColumnElement[str] = text_column()
    created_at: ColumnElement[datetime] = column(UtcDateTime())


class AuditRow(Base):
    """A link of an audit chain: one chain per tender control, else per office and day (D-40).

    ``hash`` = SHA-256 over every other column (``storage.audit.row_hash``); ``body`` is canonical
    JSON.
    """

    __tablename__ = "audit"
    __table_args__ = KEYED

    chain: ColumnElement[str] = text_column(primary_key=True)
    seq: ColumnElement[int] = column(BigInt(), primary_key=True)
    at: ColumnElement[datetime] = column(UtcDateTime(), index=True)
    user_id: ColumnElement[int | None] = column(ForeignKey("app_user.id"))
    action: ColumnElement[str] = text_column()
    object_id: ColumnElement[int | None] = column(BigInt(), index=True)
    body: ColumnElement[str] = text_column()
    prev: ColumnElement[str] = text_column()
    hash: ColumnElement[str] = text_column()


class AuditHeadRow(Base):
    """How long each audit chain is and its last hash, so that a tail cut off is missed (R11).

    ``at`` is the stamp of its last row, so that a clock that went back is noticed (F12).
    """

    __tablename__ = "audit_head"
    __table_args__ = KEYED

    chain: ColumnElement[str] = text_column(primary_key=True)
    length: ColumnElement[int] = column(BigInt())
    hash: ColumnElement[str] = text_column()
    at: ColumnElement[datetime] = column(UtcDateTime())


class PrintLogRow(Base):
    """Who printed what, when, which copy, with which audit seal, and what came of it (PR-04, R11)."""

    __tablename__ = "print_log"
    __table_args__ = (Index("ix_print_log_object_id_kind", "object_id", "kind"), STRICT)

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    kind: ColumnElement[str] = text_column()
    object_id: ColumnElement[int] = column(BigInt())
    copy: ColumnElement[int] = column(BigInt())
    printed_at: ColumnElement[datetime] = column(UtcDateTime())
    printed_by: ColumnElement[int | None] = column(ForeignKey("app_user.id"))
    printer: ColumnElement[str] = text_column()
    outcome: ColumnElement[str] = text_column()
    seal: ColumnElement[str] = text_column()


class ChangeLogRow(Base):
    """What changed, for the other programs; ``workstation`` names the one that wrote it."""

    __tablename__ = "change_log"
    # Without this SQLite would give numbers again after the newest rows were pruned.
    __table_args__ = {"sqlite_autoincrement": True} | STRICT

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=True)
    at: ColumnElement[datetime] = column(UtcDateTime())
    topics: ColumnElement[str] = text_column()
    workstation: ColumnElement[str] = text_column()


class ImportRunRow(Base):
    """One import: file, profile, content hash and outcome."""

    __tablename__ = "import_run"
    __table_args__ = (Index("ix_import_run_sha256", "sha256"), STRICT)

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    kind: ColumnElement[str] = text_column()
    profile: ColumnElement[str] = text_column()
    file_name: ColumnElement[str] = text_column()
    sha256: ColumnElement[str] = text_column()
    outcome: ColumnElement[str] = text_column()
    imported_at: ColumnElement[datetime] = column(UtcDateTime())
    imported_by: ColumnElement[int | None] = column(ForeignKey("app_user.id"))
