"""``posapp agreement``: look at one, and at what was posted on it."""

from typing import Annotated

import typer

from posapp.cli.call import Call
from posapp.cli.commands import command, noun
from posapp.cli.inputs import id_of
from posapp.cli.inquiry_json import history_document
from posapp.cli.options import LimitOption
from posapp.cli.plain import Document
from posapp.cli.record_json import agreement_document
from posapp.domain.ids import AgreementId
from posapp.domain.listing import PageRequest

app = noun(
    "Service agreements: where all debt sits.", "posapp agreement show 1000000220 --user kim"
)

AgreementArgument = Annotated[str, typer.Argument(metavar="ID", help="Service agreement.")]


@command(app, "show", example="posapp agreement show 1000000220 --user kim --json")
def show(call: Call, agreement: AgreementArgument) -> Document:
    """Show a service agreement: balances, and what is unpaid since when."""
    agreement_id = AgreementId(id_of(agreement, field="agreement"))
    card = call.services.inquiry.agreement(agreement_id, call.actor)
    return agreement_document(card, call.setup)


@command(app, "history", example="posapp agreement history 1000000220 --user kim --json")
def history(call: Call, agreement: AgreementArgument, limit: LimitOption = 200) -> Document:
    """List what changed an agreement's balances, newest first, with the balances after it."""
    agreement_id = AgreementId(id_of(agreement, field="agreement"))
    inquiry, request = call.services.inquiry, PageRequest(limit=limit)
    inquiry.agreement(agreement_id, call.actor)
    page = inquiry.agreement_history(agreement_id, request, call.actor)
    return history_document(page, call.setup)
