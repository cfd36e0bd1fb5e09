"""``posapp mail``: the outbox, and the mail server (ML-3)."""

from datetime import datetime
from typing import Annotated, Any

import typer

from posapp.cli.call import Call, replayed, tell
from posapp.cli.commands import command, noun
from posapp.cli.options import LimitOption
from posapp.cli.plain import Document
from posapp.cli.secrets import new_mail_password
from posapp.devices.smtp import SmtpMailer
from posapp.domain.mail_codes import MailKind, MailState
from posapp.domain.mail_layouts import preview as preview_of
from posapp.domain.mails import Attachment, MailFilter, MailLine, MailTry
from posapp.domain.rights import Right
from posapp.errors import Refused

app = noun("Mails: what is queued, sent, failed and why.", "posapp mail list --user sam")

MailArgument = Annotated[int, typer.Argument(metavar="MAIL", help="Number of the mail.")]


@command(app, "list", example="posapp mail list --state failed --user sam --json")
def list_(
    call: Call,
    state: Annotated[
        MailState | None, typer.Option(case_sensitive=False, help="Only these.")
    ] = None,
    words: Annotated[str, typer.Option(metavar="WORDS", help="In address, subject or cause.")] = "",
    limit: LimitOption = 100,
) -> Document:
    """List mails, newest first, and how many there are of each state."""
    box, actor = call.services.mails, call.actor
    counts = box.counts(actor)
    return {
        "server": counts.server or None,
        "queued": counts.queued,
        "sent": counts.sent,
        "failed": counts.failed,
        "canceled": counts.canceled,
        "mails": [_line(one) for one in box.list_mails(actor, MailFilter(state, words), limit)],
    }


@command(app, "show", example="posapp mail show 1000000042 --user sam")
def show(call: Call, mail: MailArgument) -> Document:
    """Show a mail with its text, files and tries."""
    view = call.services.mails.mail(mail, call.actor)
    return _line(view.line) | {
        "message_id": view.message_id,
        "body": view.body,
        "attachments": [_file(one) for one in view.attachments],
        "log": [_try(one) for one in view.tries],
    }


@command(
    app,
    "resend",
    writes=True,
    example="posapp mail resend 1000000042 --to new@example.org --user sam",
)
def resend(
    call: Call,
    mail: MailArgument,
    to: Annotated[str, typer.Option(metavar="ADDRESS", help="Another address.")] = "",
) -> Document:
    """Queue a mail again; one that was sent asks first (--confirm M-365)."""
    box = call.services.mails
    saved = box.resend(mail, call.request_id, call.actor, to=to, confirmed=call.confirmed)
    return replayed(_line(box.mail(mail, call.actor).line), saved)


@command(app, "cancel", writes=True, example="posapp mail cancel 1000000042 --user sam")
def cancel(call: Call, mail: MailArgument) -> Document:
    """Take a mail out of the queue, or give up one that failed."""
    box = call.services.mails
    saved = box.cancel(mail, call.request_id, call.actor)
    return replayed(_line(box.mail(mail, call.actor).line), saved)


@command(app, "test", example="posapp mail test --to me@example.org --user adm")
def test(
    call: Call, to: Annotated[str, typer.Option(metavar="ADDRESS", help="Where it goes.")]
) -> Document:
    """Send a test mail now, past the queue, and say what the server answered."""
    said = call.services.mail_sending.send_test(to, SmtpMailer, call.actor)
    return {"to": to, "said": said}


@command(app, "password", example="posapp mail password --user adm")
def password(call: Call) -> Document:
    """Put the password of the mail server's user into this computer's keyring."""
    actor = call.actor
    actor.require(Right.SETUP)
    call.services.mail_sending.keep_password(new_mail_password(), actor)
    tell(["The keyring of this computer has the password."])
    return {"kept": True}


@command(app, "preview", example="posapp mail preview PAYROLL --user adm")
def preview(
    call: Call,
    kind: Annotated[MailKind, typer.Argument(case_sensitive=False, help="Which layout.")],
) -> Document:
    """Show a layout with examples in place of its placeholders."""
    rows = call.services.setup_edits.rows("mail_template", call.actor).rows
    row = next((one for one in rows if one["code"] == kind), None)
    if row is None:
        raise Refused("M-55", field="mail_template", value=kind.value)
    subject, body = preview_of(kind, row["subject"], row["body"])
    return {"kind": kind.value, "subject": subject, "body": body}


def _line(one: MailLine) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind.value,
        "cause": one.cause,
        "to": one.to,
        "subject": one.subject,
        "state": one.state.value,
        "tries": one.tries,
        "created_at": one.created_at.isoformat(),
        "next_try_at": _stamp(one.next_try_at),
        "sent_at": _stamp(one.sent_at),
        "said": one.said,
    }


def _file(one: Attachment) -> dict[str, Any]:
    return {"name": one.name, "media_type": one.media_type, "drawn": one.object_id is not None}


def _try(one: MailTry) -> dict[str, Any]:
    return {
        "started_at": one.started_at.isoformat(),
        "ended_at": _stamp(one.ended_at),
        "workstation": one.workstation,
        "outcome": one.outcome or None,
        "said": one.said,
    }


def _stamp(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
