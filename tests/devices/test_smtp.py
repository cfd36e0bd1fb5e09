"""SMTP against a real server that also fails, hangs, refuses and drops (ML-3, ML-4, F15)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from posapp.devices.smtp import SmtpMailer
from posapp.domain.mail_setup import MailSecurity, MailServer
from posapp.domain.mails import Outcome, OutgoingMail
from tests.helpers.mail_server import (
    HOST,
    PASSWORD,
    USER,
    Inbox,
    dripping_server,
    free_port,
    mail_server,
    silent_server,
)

MAIL = OutgoingMail(
    sender="desk@example.org",
    sender_name="City of Örebro, Cash desk",
    to="ngozi@example.org",
    subject="Your payment 100000000042 – 135,00 €",
    body="Dear Ó Súilleabháin,\n.\n.a line that begins with a dot\n",
    message_id="<one@example.org>",
    date=datetime(2026, 11, 20, 15, 0, tzinfo=UTC),
    files=(("receipt-1.pdf", "application/pdf", b"%PDF-1.7 \x00\xff"),),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("certificates")


@pytest.fixture(scope="module")
def inbox(folder: Path) -> Iterator[Inbox]:
    with mail_server(folder) as made:
        yield made


def server_of(inbox: Inbox, **changes: Any) -> MailServer:
    made = MailServer(
        host=HOST, port=inbox.port, security=MailSecurity.NONE, sender="desk@example.org",
        timeout_seconds=5, ca_file=str(inbox.certificate or ""),
    )  # fmt: skip
    return replace(made, **changes)


def test_ml3_a_mail_arrives_as_it_was_written(folder: Path) -> None:
    with mail_server(folder) as inbox:
        delivery = SmtpMailer(server_of(inbox), "").send(MAIL)
    assert (delivery.outcome, delivery.said) == (Outcome.SENT, "250 OK")
    (envelope,), (message,) = inbox.mails, inbox.messages
    assert envelope.rcpt_tos == ["ngozi@example.org"]
    assert message["Subject"] == MAIL.subject
    assert message["Message-ID"] == "<one@example.org>"
    assert message["From"].addresses[0].display_name == "City of Örebro, Cash desk"
    assert message.get_body().get_content().replace("\r\n", "\n") == MAIL.body
    (file,) = message.iter_attachments()
    assert (file.get_filename(), file.get_content()) == ("receipt-1.pdf", b"%PDF-1.7 \x00\xff")


@pytest.mark.parametrize("security", [MailSecurity.STARTTLS, MailSecurity.TLS])
def test_ml3_over_tls_with_a_log_in(folder: Path, security: MailSecurity) -> None:
    starttls = security is MailSecurity.STARTTLS
    with mail_server(folder, starttls=starttls, tls=not starttls, login=True) as inbox:
        server = server_of(inbox, security=security, user_name=USER)
        assert SmtpMailer(server, PASSWORD).send(MAIL).outcome is Outcome.SENT
        wrong = SmtpMailer(server, "wrong").send(MAIL)
        unknown = SmtpMailer(replace(server, ca_file=""), PASSWORD).send(MAIL)
    assert wrong.outcome is Outcome.DOWN
    assert "refused the log-in: 535" in wrong.said
    assert "wrong" not in wrong.said
    assert unknown.outcome is Outcome.DOWN
    assert "could not be kept from others" in unknown.said
    assert len(inbox.mails) == 1


def test_ml3_a_server_without_starttls_gets_neither_password_nor_mail(folder: Path) -> None:
    with mail_server(folder) as inbox:
        server = server_of(inbox, security=MailSecurity.STARTTLS, user_name=USER)
        delivery = SmtpMailer(server, PASSWORD).send(MAIL)
    assert delivery.outcome is Outcome.DOWN
    assert inbox.mails == []


@pytest.mark.parametrize(
    ("recipient", "data", "outcome"),
    [
        ("550 no such user", "250 OK", Outcome.REFUSED),
        ("450 come back later", "250 OK", Outcome.LATER),
        ("250 OK", "554 this is spam", Outcome.REFUSED),
        ("250 OK", "452 no room", Outcome.LATER),
    ],
)
def test_ml3_what_the_server_answers_decides(
    folder: Path, recipient: str, data: str, outcome: Outcome
) -> None:
    with mail_server(folder) as inbox:
        inbox.to_recipient, inbox.to_data = recipient, data
        delivery = SmtpMailer(server_of(inbox), "").send(MAIL)
    assert delivery.outcome is outcome
    assert delivery.said == (recipient if recipient != "250 OK" else data)
    assert inbox.mails == []


def test_f15_a_line_that_drops_after_the_mail_is_tried_later(folder: Path) -> None:
    with mail_server(folder) as inbox:
        inbox.to_data = None
        delivery = SmtpMailer(server_of(inbox), "").send(MAIL)
    assert delivery.outcome is Outcome.LATER
    assert "may have arrived" in delivery.said
    assert len(inbox.mails) == 1


def test_f15_nobody_listens() -> None:
    delivery = SmtpMailer(server_of(Inbox(port=free_port())), "").send(MAIL)
    assert delivery.outcome is Outcome.DOWN
    assert "cannot be reached" in delivery.said


def test_f15_a_server_that_hangs_is_given_up() -> None:
    with silent_server() as port:
        server = server_of(Inbox(port=port), timeout_seconds=0.2)
        delivery = SmtpMailer(server, "").send(MAIL)
    assert delivery.outcome is Outcome.DOWN
    assert "did not answer in time" in delivery.said


def test_f15_a_server_that_drips_is_given_up() -> None:
    with dripping_server() as port:
        delivery = SmtpMailer(server_of(Inbox(port=port)), "", whole=0.3).send(MAIL)
    assert delivery.outcome is Outcome.DOWN


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\u2028", "\x0b", "\x0c", "\x1c", "\x85"])
@pytest.mark.parametrize("where", ["subject", "to", "sender", "sender_name", "message_id"])
def test_ml4_nothing_is_slipped_into_a_header(inbox: Inbox, where: str, end: str) -> None:
    evil = replace(MAIL, **{where: f"{getattr(MAIL, where)}{end}Bcc: all@example.org"})
    inbox.mails.clear()
    SmtpMailer(server_of(inbox), "").send(evil)
    for envelope, message in zip(inbox.mails, inbox.messages, strict=True):
        assert envelope.rcpt_tos == ["ngozi@example.org"]
        assert message["Bcc"] is None
        assert b"\nbcc:" not in envelope.content.lower()


def test_ml4_the_name_of_a_file_breaks_no_header(inbox: Inbox) -> None:
    evil = replace(MAIL, files=(("a\r\nBcc: x@example.org.pdf", "application/pdf", b"x"),))
    inbox.mails.clear()
    SmtpMailer(server_of(inbox), "").send(evil)
    assert all(b"\nbcc:" not in one.content.lower() for one in inbox.mails)
