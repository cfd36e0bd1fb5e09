"""The set-up of mails, read when a mail is queued or sent (ML-2, ML-3)."""

from types import MappingProxyType
from typing import Final

from sqlalchemy import Connection, select

from posapp.domain.mail_setup import MailServer, MailSetUp, MailTemplate
from posapp.storage.base import record, table_of
from posapp.storage.prepared import Prepared
from posapp.storage.tables.mails import MailServerRow, MailTemplateRow, PaymentOptionRow

_options, _server = table_of(PaymentOptionRow), table_of(MailServerRow)
_templates = table_of(MailTemplateRow)
_SERVER: Final = Prepared(select(_server))
_PAYROLL: Final = Prepared(select(_options.c.payroll_notification_email))
_LAYOUTS: Final = Prepared(select(_templates))


def load_mail_setup(s: Connection) -> MailSetUp:
    """Server, payroll address and layouts; without their rows nothing is set up."""
    server = _SERVER.first(s)
    payroll = _PAYROLL.scalar(s)
    rows = _LAYOUTS.all(s)
    return MailSetUp(
        MailServer() if server is None else record(server, MailServer),
        payroll or "",
        MappingProxyType({row.code: record(row, MailTemplate) for row in rows}),
    )
