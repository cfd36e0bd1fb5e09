"""``posapp template``: payments without customer account, by template."""

from typing import Annotated

import typer

from posapp.cli.answers import event_after
from posapp.cli.call import Call
from posapp.cli.commands import command, noun
from posapp.cli.draft_inputs import draft_of, lines_of_texts, with_authorization
from posapp.cli.inputs import day_of, tender_of
from posapp.cli.options import AuthorizationOption
from posapp.cli.plain import Document, maybe
from posapp.domain.ids import short_id
from posapp.domain.money import Currency
from posapp.domain.template_entry import TemplateEntry, chosen
from posapp.domain.templates import PaymentTemplate

app = noun(
    "Payment templates: money for something that has no customer account.",
    "posapp template take TAX --amount 120 --tender CASH:120 --name 'Ruiz, Ana' "
    "--reference TX-17 --user kim",
)


@command(app, "list", example="posapp template list --user kim --json")
def list_(call: Call) -> Document:
    """List the templates that may be taken, with their lines."""
    found = call.services.templates.offered(call.actor)
    return {"templates": [_template(one, call) for one in found]}


@command(
    app,
    "take",
    writes=True,
    example="posapp template take TAX --amount 120 --tender CHEC:120:1047 --name 'Ruiz, Ana' "
    "--reference TX-17 --line 4100-PERMIT:100 --line 4800-MISC:20 --user kim",
)
def take(
    call: Call,
    template: Annotated[str, typer.Argument(metavar="TEMPLATE", help="Code of the template.")],
    amount: Annotated[str, typer.Option(metavar="A", help="To pay.")],
    tender: Annotated[
        list[str],
        typer.Option(metavar="TYPE:AMOUNT[:CHECKNO[:CURRENCY]]", help="What was handed over."),
    ],
    name: Annotated[str, typer.Option(help="Who pays.")],
    reference: Annotated[str, typer.Option(help="Number of what is paid.")],
    comments: Annotated[str, typer.Option(help="Anything unusual.")] = "",
    line: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CODE:AMOUNT[:TEXT]", help="Credited instead of the template's lines."
        ),
    ] = None,
    source: Annotated[
        str, typer.Option(metavar="S", help="Tender source whose open control takes the money.")
    ] = "",
    date: Annotated[
        str | None, typer.Option(metavar="D", help="Payment date; default: the drawer's day.")
    ] = None,
    add_cis_payment: Annotated[
        bool, typer.Option("--add-cis-payment", help="Payments of customers follow for the rest.")
    ] = False,
    authorization: AuthorizationOption = None,
) -> Document:
    """Take a payment by template: its lines are credited, by amount or percent."""
    found = chosen(call.services.setup().templates, template.strip().upper())
    call.currency = found.currency
    currencies = call.setup.currencies
    home: Currency = currencies[found.currency]
    tenders = tuple(draft_of(tender_of(text), home.code, currencies) for text in tender)
    entry = TemplateEntry(
        call.request_id,
        found.code,
        home.parse(amount),
        with_authorization(tenders, authorization, call.setup.tender_types),
        name,
        reference,
        comments,
        None if line is None else lines_of_texts(line, home),
        None if date is None else day_of(date, field="payment_date"),
        source.strip().upper(),
        add_cis_payment,
        call.confirmed,
    )
    saved = call.services.templates.take(entry, call.actor)
    return event_after(call, saved.value.event_id, saved)


def _template(template: PaymentTemplate, call: Call) -> Document:
    currency = call.setup.currencies[template.currency]
    return {
        "code": template.code,
        "description": template.description,
        "account_id": short_id(template.account_id),
        "agreement_id": short_id(template.agreement_id),
        "currency": template.currency,
        "bank": template.bank,
        "lines": [
            {
                "distribution_code": line.distribution_code,
                "description": line.description,
                "amount": maybe(currency, line.amount),
                "percent": line.percent,
                "overridable": line.overridable,
            }
            for line in template.lines
        ],
    }
