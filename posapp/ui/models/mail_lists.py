"""Columns of the outbox (ML-3)."""

from posapp.domain.mail_codes import MailState
from posapp.domain.mails import MailLine
from posapp.i18n import _
from posapp.ui.formats import Formats
from posapp.ui.models.columns import Column, number_column, stamp_column, status_column, text_column
from posapp.ui.words import word


def mail_columns(formats: Formats) -> tuple[Column[MailLine], ...]:
    """How far a mail is, what it is, to whom, and what the server said."""
    return (
        status_column(_("State"), lambda m: m.state, 104),
        stamp_column(_("Queued"), lambda m: m.created_at, formats),
        text_column(_("Mail"), lambda m: word(m.kind).text, 136),
        text_column(_("To"), lambda m: m.to, 200),
        number_column(_("Subject"), lambda m: m.subject, 300),
        text_column(_("Tries"), lambda m: str(m.tries), 64),
        text_column(_("What happened"), lambda m: what_happened(m, formats), 240, stretch=True),
    )


def what_happened(mail: MailLine, formats: Formats) -> str:
    """The server's words, when it is tried next, or when it was sent."""
    if mail.leased_by:
        return _("{workstation} is sending it").format(workstation=mail.leased_by)
    if mail.state is MailState.SENT:
        return _("Sent {at}").format(at=formats.stamp(mail.sent_at))
    if mail.state is MailState.QUEUED and mail.said:
        next_try = _("Next try {at}").format(at=formats.stamp(mail.next_try_at))
        return f"{next_try}: {mail.said}"
    return mail.said
