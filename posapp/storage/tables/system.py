"""Users, numbers, requests, audit, print log, change log, import runs."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from posapp.domain.codes import Role
from posapp.storage.base import KEYED, STRICT, Base, text_column, width
from posapp.storage.types import BigInt, CodeType, Flag, UtcDateTime


class UserRow(Base):
    """A user; the secret is an argon2id hash (B.3)."""

    __tablename__ = "app_user"
    __table_args__ = (width("login", 36), STRICT)

    id: Mapped[int] = mapped_column(BigInt(), primary_key=True, autoincrement=False)
    login: Mapped[str] = text_column(unique=True)
    name: Mapped[str] = text_column()
    password_hash: Mapped[str] = text_column()
    office: Mapped[str] = mapped_column(ForeignKey("office.code"))
    failed_tries: Mapped[int] = mapped_column(BigInt(), default=0)
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime())
    active: Mapped[bool] = mapped_column(Flag(), default=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())


class UserRoleRow(Base):
    """A role of a user (D-44)."""

    __tablename__ = "user_role"
    __table_args__ = KEYED

    user_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(CodeType(Role), primary_key=True)


class UserSourceRow(Base):
    """The tender source a user works at, at most one per currency (TS-06)."""

    __tablename__ = "user_source"
    __table_args__ = KEYED

    user_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"), primary_key=True)
    currency: Mapped[str] = mapped_column(ForeignKey("currency.code"), primary_key=True)
    tender_source: Mapped[str] = mapped_column(ForeignKey("tender_source.code"))


class ControlChoiceRow(Base):
    """The tender control a user used last (D-02)."""

    __tablename__ = "control_choice"
    __table_args__ = KEYED

    user_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"), primary_key=True)
    currency: Mapped[str] = mapped_column(ForeignKey("currency.code"), primary_key=True)
    tender_control_id: Mapped[int] = mapped_column(ForeignKey("tender_control.id"))


class IdCounterRow(Base):
    """The one counter of identities (SQLite; PostgreSQL uses a sequence)."""

    __tablename__ = "id_counter"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"), STRICT)

    id: Mapped[int] = mapped_column(BigInt(), primary_key=True, autoincrement=False)
    next_id: Mapped[int] = mapped_column(BigInt())


class NumberSequenceRow(Base):
    """A gapless series: documents by issuing center and year (D-04)."""

    __tablename__ = "number_sequence"
    __table_args__ = KEYED

    kind: Mapped[str] = text_column(primary_key=True)
    scope: Mapped[str] = text_column(primary_key=True)
    last: Mapped[int] = mapped_column(BigInt())


class RequestRow(Base):
    """A request that was carried out, and its result (D-21)."""

    __tablename__ = "request"
    __table_args__ = (width("id", 64), KEYED)

    id: Mapped[str] = text_column(primary_key=True)
    kind: Mapped[str] = text_column()
    fingerprint: Mapped[str] = text_column()
    result_id: Mapped[int] = mapped_column(BigInt())
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
    user_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))


class InHandRow(Base):
    """A draft with its request id, stored before its write and offered again after a crash."""

    __tablename__ = "in_hand"
    __table_args__ = KEYED

    request_id: Mapped[str] = text_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    workstation: Mapped[str] = text_column()
    kind: Mapped[str] = text_column()
    draft: Mapped[str] = text_column()
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())


class AuditRow(Base):
    """A link of an audit chain: one chain per tender control, else per office and day (D-40).

    ``hash`` = SHA-256 over every other column (``storage.audit.row_hash``); ``body`` is canonical
    JSON.
    """

    __tablename__ = "audit"
    __table_args__ = KEYED

    chain: Mapped[str] = text_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInt(), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime())
    user_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    action: Mapped[str] = text_column()
    object_id: Mapped[int | None] = mapped_column(BigInt(), index=True)
    body: Mapped[str] = text_column()
    prev: Mapped[str] = text_column()
    hash: Mapped[str] = text_column()


class PrintLogRow(Base):
    """Who printed what, when, which copy, and what came of it (PR-04)."""

    __tablename__ = "print_log"
    __table_args__ = (Index("ix_print_log_object_id_kind", "object_id", "kind"), STRICT)

    id: Mapped[int] = mapped_column(BigInt(), primary_key=True, autoincrement=False)
    kind: Mapped[str] = text_column()
    object_id: Mapped[int] = mapped_column(BigInt())
    copy: Mapped[int] = mapped_column(BigInt())
    printed_at: Mapped[datetime] = mapped_column(UtcDateTime())
    printed_by: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    printer: Mapped[str] = text_column()
    outcome: Mapped[str] = text_column()


class ChangeLogRow(Base):
    """What changed, for the other workstations."""

    __tablename__ = "change_log"
    # Without this SQLite would give numbers again after the newest rows were pruned.
    __table_args__: Any = {"sqlite_autoincrement": True} | STRICT

    id: Mapped[int] = mapped_column(BigInt(), primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime())
    topics: Mapped[str] = text_column()
    workstation: Mapped[str] = text_column()


class ImportRunRow(Base):
    """One import: file, profile, content hash and outcome."""

    __tablename__ = "import_run"
    __table_args__ = (Index("ix_import_run_sha256", "sha256"), STRICT)

    id: Mapped[int] = mapped_column(BigInt(), primary_key=True, autoincrement=False)
    kind: Mapped[str] = text_column()
    profile: Mapped[str] = text_column()
    file_name: Mapped[str] = text_column()
    sha256: Mapped[str] = text_column()
    outcome: Mapped[str] = text_column()
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime())
    imported_by: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
