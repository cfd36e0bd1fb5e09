"""A mail as it goes over the line: headers that nothing can be slipped into (ML-4).

``EmailMessage`` with the SMTP policy refuses line ends in a header; texts were cleaned before, and
what it refuses all the same is said, not sent.
"""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final

from posapp.domain.mail_addresses import why_wrong
from posapp.domain.mails import OutgoingMail

# Every server takes seven bits.
_POLICY: Final = SMTP.clone(cte_type="7bit")


class UnsendableError(ValueError):
    """A mail that cannot be put into headers; the text says why."""


def message_of(mail: OutgoingMail) -> EmailMessage:
    """The message of a mail: one recipient, plain text, files.

    Raises:
        UnsendableError: a header would be broken.
    """
    for address in (mail.sender, mail.to):
        wrong = why_wrong(address)
        if wrong:
            raise UnsendableError(f"{address!r} is no mail address: {wrong}")
    message = EmailMessage(policy=_POLICY)
    try:
        message["From"] = _address(mail.sender_name, mail.sender)
        message["To"] = _address("", mail.to)
        message["Subject"] = mail.subject
        message["Date"] = format_datetime(mail.date)
        message["Message-ID"] = mail.message_id
        # Answers of machines are not wanted: nobody reads them.
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.body)
        for name, media_type, content in mail.files:
            kind, _, sub = media_type.partition("/")
            message.add_attachment(content, maintype=kind, subtype=sub, filename=name)
    except ValueError as error:
        raise UnsendableError(f"the mail cannot be written: {error}") from error
    return message


def _address(name: str, address: str) -> Address:
    return Address(display_name=name, addr_spec=address)
