"""The outbox of mails with their files and tries, and the set-up of mails (ML-1 to ML-4)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, LargeBinary
from sqlalchemy import UniqueConstraint as Unique

from posapp.domain.mail_codes import MailKind, MailState
from posapp.domain.mail_setup import MailSecurity
from posapp.domain.mails import AttachmentSource
from posapp.storage.base import KEYED, STRICT, Base, column, some_rows, text_column
from posapp.storage.types import BigInt, CodeType, UtcDateTime

_QUEUED = "state = 'QUEUED'"


class MailRow(Base):
    """A mail, queued in the transaction of what it tells about (ML-3).

    ``cause`` with ``kind`` is unique: a mail is queued once. ``message_id`` stays the same through
    all tries, so that a server that took a mail whose answer was lost can tell it is the same.
    While ``leased_until`` lies ahead one workstation has the mail for itself; ``lease`` names that
    try. ``waits_since`` counts towards giving up.
    """

    __tablename__ = "mail"
    __table_args__ = (
        Unique("kind", "cause"),
        CheckConstraint("(state = 'QUEUED') = (next_try_at IS NOT NULL)", name="next_try"),
        CheckConstraint("state <> 'SENT' OR sent_at IS NOT NULL", name="sent"),
        some_rows("ix_mail_due", "next_try_at", "id", where=_QUEUED),
        STRICT,
    )

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    kind: ColumnElement[MailKind] = column(CodeType(MailKind))
    cause: ColumnElement[str] = text_column()
    recipient: ColumnElement[str] = text_column()
    subject: ColumnElement[str] = text_column()
    body: ColumnElement[str] = text_column()
    message_id: ColumnElement[str] = text_column()
    state: ColumnElement[MailState] = column(CodeType(MailState))
    tries: ColumnElement[int] = column(BigInt(), default=0)
    created_at: ColumnElement[datetime] = column(UtcDateTime())
    waits_since: ColumnElement[datetime] = column(UtcDateTime())
    next_try_at: ColumnElement[datetime | None] = column(UtcDateTime())
    lease: ColumnElement[str] = text_column()
    leased_by: ColumnElement[str] = text_column()
    leased_until: ColumnElement[datetime | None] = column(UtcDateTime())
    sent_at: ColumnElement[datetime | None] = column(UtcDateTime())
    said: ColumnElement[str] = text_column()
    version: ColumnElement[int] = column(BigInt(), default=1)


class MailAttachmentRow(Base):
    """A file of a mail: kept bytes, or which receipt is drawn when the mail is sent."""

    __tablename__ = "mail_attachment"
    __table_args__ = (
        CheckConstraint("(source = 'BYTES') = (content IS NOT NULL)", name="content"),
        CheckConstraint("(source = 'BYTES') = (object_id IS NULL)", name="object"),
        KEYED,
    )

    mail_id: ColumnElement[int] = column(ForeignKey("mail.id"), primary_key=True)
    seq: ColumnElement[int] = column(BigInt(), primary_key=True)
    name: ColumnElement[str] = text_column()
    media_type: ColumnElement[str] = text_column()
    source: ColumnElement[AttachmentSource] = column(CodeType(AttachmentSource))
    content: ColumnElement[bytes | None] = column(LargeBinary())
    object_id: ColumnElement[int | None] = column(BigInt())


class MailTryRow(Base):
    """A try to send a mail, written before it is made; without an end after a crash."""

    __tablename__ = "mail_try"
    __table_args__ = KEYED

    mail_id: ColumnElement[int] = column(ForeignKey("mail.id"), primary_key=True)
    seq: ColumnElement[int] = column(BigInt(), primary_key=True)
    started_at: ColumnElement[datetime] = column(UtcDateTime())
    ended_at: ColumnElement[datetime | None] = column(UtcDateTime())
    workstation: ColumnElement[str] = text_column()
    outcome: ColumnElement[str] = text_column()
    said: ColumnElement[str] = text_column()


class PaymentOptionRow(Base):
    """The one row of *Admin > System settings > Payments* (ML-2)."""

    __tablename__ = "payment_option"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"), STRICT)

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    payroll_notification_email: ColumnElement[str] = text_column()


class MailServerRow(Base):
    """The one row of the mail server; its password is in the keyring, never here (ML-3)."""

    __tablename__ = "mail_server"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"), STRICT)

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    host: ColumnElement[str] = text_column()
    port: ColumnElement[int] = column(BigInt())
    security: ColumnElement[MailSecurity] = column(CodeType(MailSecurity))
    user_name: ColumnElement[str] = text_column()
    sender: ColumnElement[str] = text_column()
    sender_name: ColumnElement[str] = text_column()
    timeout_seconds: ColumnElement[int] = column(BigInt())
    give_up_days: ColumnElement[int] = column(BigInt())
    ca_file: ColumnElement[str] = text_column()


class MailTemplateRow(Base):
    """The layout of a kind of mail (ML-1, ML-2)."""

    __tablename__ = "mail_template"
    __table_args__ = KEYED

    code: ColumnElement[MailKind] = column(CodeType(MailKind), primary_key=True)
    subject: ColumnElement[str] = text_column()
    body: ColumnElement[str] = text_column()
