"""``posapp schedule``: payments of budgets and pay plans that are debited on dates of their own."""

from typing import Annotated, Any

import typer

from posapp.cli.call import Call, replayed
from posapp.cli.commands import command, noun
from posapp.cli.inputs import day_of, id_of
from posapp.cli.plain import Document
from posapp.domain.autopay_codes import ScheduleKind
from posapp.domain.ids import AgreementId, long_id, short_id
from posapp.domain.scheduled_payments import ScheduledPayment, ScheduleDraft, ScheduleId
from posapp.errors import Refused

app = noun(
    "Scheduled automatic payments of budgets and pay plans.",
    "posapp schedule list 1000000210 --user kim --json",
)


@command(app, "list", example="posapp schedule list 1000000210 --user kim --json")
def list_(
    call: Call,
    account: Annotated[
        str | None, typer.Argument(metavar="[ACCOUNT]", help="Account; all by default.")
    ] = None,
) -> Document:
    """List scheduled payments by date."""
    actor = call.actor
    account_id = None if account is None else call.services.accounts.resolve(account, actor)
    found = call.services.scheduled_payments.listing(account_id, actor)
    return {"scheduled": [_document(one, call) for one in found]}


@command(
    app,
    "add",
    writes=True,
    example="posapp schedule add 1000000313 pay-plan 2026-12-01 40.00 --times 6 --user setup",
)
def add(
    call: Call,
    agreement: Annotated[str, typer.Argument(metavar="AGREEMENT", help="Service agreement.")],
    kind: Annotated[str, typer.Argument(metavar="KIND", help="budget or pay-plan.")],
    first: Annotated[str, typer.Argument(metavar="DATE", help="Date of the first payment.")],
    amount: Annotated[str, typer.Argument(metavar="AMOUNT", help="Amount of each payment.")],
    times: Annotated[
        int, typer.Option("--times", metavar="N", help="How many, a month apart each.")
    ] = 1,
    comments: Annotated[str, typer.Option("--comments", metavar="T", help="Remarks.")] = "",
) -> Document:
    """Schedule payments of an agreement; each is debited by the mandate in force on its date."""
    agreement_id = AgreementId(id_of(agreement, field="agreement"))
    view = call.services.inquiry.agreement(agreement_id, call.actor)
    draft = ScheduleDraft(
        agreement_id,
        _kind(kind),
        day_of(first, field="scheduled_date"),
        call.setup.currencies[view.currency].parse(amount, field="amount"),
        times,
        comments,
    )
    saved = call.services.scheduled_payments.add(draft, call.request_id, call.actor)
    account = call.services.scheduled_payments.listing(view.account_id, call.actor)
    own = [one for one in account if one.agreement_id == agreement_id]
    return replayed({"scheduled": [_document(one, call) for one in own]}, saved)


@command(app, "stop", writes=True, example="posapp schedule stop 1000000377 --user setup")
def stop(
    call: Call,
    scheduled: Annotated[str, typer.Argument(metavar="ID", help="Scheduled payment.")],
) -> Document:
    """Take a payment that was not made yet off the schedule."""
    schedule_id = ScheduleId(id_of(scheduled, field="scheduled_payment"))
    saved = call.services.scheduled_payments.stop(schedule_id, call.request_id, call.actor)
    return replayed(_document(saved.value, call), saved)


def _kind(text: str) -> ScheduleKind:
    try:
        return ScheduleKind(text.strip().upper().replace("-", "_"))
    except ValueError as error:
        reason = "is neither budget nor pay-plan"
        raise Refused("M-50", field="kind", value=text, reason=reason) from error


def _document(one: ScheduledPayment, call: Call) -> dict[str, Any]:
    return {
        "id": short_id(one.id),
        "account_id": short_id(one.account_id),
        "account_name": one.account_name,
        "agreement_id": short_id(one.agreement_id),
        "kind": one.kind.value,
        "scheduled_date": one.scheduled_date.isoformat(),
        "currency": one.currency,
        "amount": call.setup.currencies[one.currency].text(one.amount),
        "status": one.status.value,
        "event_id": None if one.event_id is None else long_id(one.event_id),
        "comments": one.comments,
    }
