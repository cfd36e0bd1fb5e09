"""What the tables know of prints and mails, for the page of health (R9)."""

import json
from datetime import datetime

from sqlalchemy import func, select

from posapp.domain.health import ClockJumps, LastPrint, Outbox
from posapp.domain.mail_codes import MailState
from posapp.storage.audit import CLOCK_BACK
from posapp.storage.base import Transaction, table_of
from posapp.storage.mail_setup import load_mail_setup
from posapp.storage.outbox import count_mails
from posapp.storage.tables.mails import MailRow
from posapp.storage.tables.system import AuditRow, PrintLogRow

_audit = table_of(AuditRow)


def last_print(s: Transaction) -> LastPrint | None:
    """The newest attempt to print, on whatever printer."""
    query = select(PrintLogRow.printed_at, PrintLogRow.printer, PrintLogRow.outcome)
    row = s.execute(query.order_by(PrintLogRow.id.desc()).limit(1)).first()
    return None if row is None else LastPrint(row.printed_at, row.printer, row.outcome)


def clock_jumps(s: Transaction, since: datetime) -> ClockJumps:
    """Entries that say that a clock went back, and the newest of them.

    By the order of stamps: entries after a jump count from the time that the clock was set to, so
    a month is one by the present clock.
    """
    query = select(_audit.c.at, _audit.c.body).where(
        _audit.c.action == CLOCK_BACK, _audit.c.at >= since
    )
    rows = s.execute(query.order_by(_audit.c.at.desc(), _audit.c.chain, _audit.c.seq)).all()
    if not rows:
        return ClockJumps(0)
    body = json.loads(rows[0].body)
    return ClockJumps(len(rows), rows[0].at, int(body["seconds_back"]))


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
