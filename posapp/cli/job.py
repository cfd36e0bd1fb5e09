"""``posapp job``: what is due, done by a scheduler in place of a person."""

from time import sleep
from typing import Annotated, Any

import typer

from posapp.cli.autopay_json import sent_document
from posapp.cli.call import Call, tell
from posapp.cli.commands import command, noun
from posapp.cli.control_json import listed_control
from posapp.cli.plain import Document
from posapp.cli.upkeep_json import told, upkeep_document
from posapp.devices.smtp import SmtpMailer
from posapp.domain.ids import long_id, short_id
from posapp.domain.messages import sentence
from posapp.domain.upkeep import CopyReason

app = noun("Jobs: what is due today.", "posapp job run --once --user sam --json")

_MINUTE = 60


@command(app, "run", example="posapp job run --once --user sam --json")
def run(
    call: Call,
    once: Annotated[bool, typer.Option("--once", help="Run once and end.")] = False,
    every: Annotated[
        int, typer.Option(min=1, metavar="MINUTES", help="Without --once: how often.")
    ] = 15,
    send: Annotated[
        bool, typer.Option("--send", help="Also send what is due and balance what was sent.")
    ] = False,
    check: Annotated[
        bool,
        typer.Option("--check", help="Copy and check the database also when today's is done."),
    ] = False,
) -> Document:
    """Make automatic payments that are due, freeze those in the ledger by today, send mails.

    Drawers of an earlier day that nobody balanced are named. The first run of a business day copies
    the database file and checks the whole database.
    """
    document = _run(call, send=send, check=check)
    while not once:
        mails = document["mails"]
        done = f"{len(document['created'])} made, {len(document['frozen'])} frozen"
        tell([f"{done}, {len(mails['sent'])} mails sent, {len(mails['waiting'])} waiting."])
        tell([mails["trouble"]] if mails["trouble"] else [])
        tell([_reminder(one) for one in document["stale"]])
        sleep(every * _MINUTE)
        document = _run(call, send=send)
    return document


def _run(call: Call, *, send: bool, check: bool = False) -> dict[str, Any]:
    """Make, freeze; then send, and balance what is all in the ledger (AP-05, AP-06, AP-13, AP-14)."""
    report = call.services.autopay_jobs.run(call.actor, send=send)
    failed = [(one.what, long_id(one.number), one.code, one.message) for one in report.failed]
    failed += [("batch", one.what, one.code, one.message) for one in report.failed_batches]
    currencies = call.setup.currencies
    return {
        "created": [long_id(event) for event in report.created],
        "frozen": [long_id(event) for event in report.frozen],
        "sent": [sent_document(one, currencies) for one in report.sent],
        "balanced": [short_id(one) for one in report.balanced],
        "failed": [
            {"what": what, "id": number, "code": code, "message": message}
            for what, number, code, message in failed
        ],
        "mails": _send_mails(call),
        "stale": _stale(call),
    } | _night(call, check=check)


def _night(call: Call, *, check: bool) -> dict[str, Any]:
    """Once a business day a proved copy and the whole check (R4, F21); asked for, at once."""
    checking, copies, actor = call.services.checking, call.services.copies, call.actor
    copy = None
    done = check or checking.is_due(actor)
    if done:
        copy = copies.make(CopyReason.NIGHT, actor)
        report = checking.run(actor)
        off = len(report.findings)
        tell([] if report.clean else [sentence("M-85", {"n": off})])
    return {
        "check": {"made": done, "last": upkeep_document(checking.last(actor))},
        "copy": told(copy),
    }


def _stale(call: Call) -> list[dict[str, Any]]:
    """Drawers of the office that were left open on an earlier business date (TC-08)."""
    currencies = call.setup.currencies
    found = call.services.tender_controls.stale(call.actor, for_jobs=True)
    return [listed_control(one, currencies[one.currency]) for one in found]


def _reminder(drawer: dict[str, Any]) -> str:
    whose = drawer["user"] or "everybody"
    return f"{drawer['tender_source']} of {whose}, {drawer['business_date']}, is not balanced."


def _send_mails(call: Call) -> dict[str, Any]:
    """Empty the outbox as far as the mail server takes it (ML-3)."""
    run = call.services.mail_sending.send_due(SmtpMailer, call.settings.station_name)
    return {
        "sent": list(run.sent),
        "failed": list(run.failed),
        "waiting": list(run.waiting),
        "trouble": run.trouble or None,
    }
