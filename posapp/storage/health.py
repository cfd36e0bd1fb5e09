"""What the tables know of prints and mails, for the page of health (R9)."""

from sqlalchemy import func, select

from posapp.domain.health import LastPrint, Outbox
from posapp.domain.mails import MailState
from posapp.storage.base import Transaction
from posapp.storage.mail_setup import load_mail_setup
from posapp.storage.outbox import count_mails
from posapp.storage.tables.mails import MailRow
from posapp.storage.tables.system import PrintLogRow


def last_print(s: Transaction) -> LastPrint | None:
    """The newest attempt to print, on whatever printer."""
    query = select(PrintLogRow.printed_at, PrintLogRow.printer, PrintLogRow.outcome)
    row = s.execute(query.order_by(PrintLogRow.id.desc()).limit(1)).first()
    return None if row is None else LastPrint(row.printed_at, row.printer, row.outcome)


def load_outbox(s: Transaction) -> Outbox:
    """Mails that wait and that failed."""
    found = dict(count_mails(s))
    oldest = select(func.min(MailRow.waits_since)).where(MailRow.state == MailState.QUEUED)
    server = load_mail_setup(s).server
    return Outbox(
        found.get(MailState.QUEUED, 0),
        found.get(MailState.FAILED, 0),
        s.execute(oldest).scalar(),
        server.host if server.is_set else "",
    )
