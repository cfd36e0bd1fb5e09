"""``posapp mandate``: customers' permissions to debit an account elsewhere."""

from dataclasses import replace
from typing import Annotated

import typer

from posapp.cli.autopay_inputs import asked_account, sealed_account
from posapp.cli.autopay_json import mandate_document
from posapp.cli.call import Call, replayed
from posapp.cli.commands import command, noun
from posapp.cli.inputs import day_of, id_of
from posapp.cli.plain import Document
from posapp.domain.ids import AccountId
from posapp.domain.mandate import Mandate, MandateDraft, MandateId
from posapp.domain.money import Currency
from posapp.domain.topics import Saved

app = noun(
    "Mandates: which account elsewhere is debited, from when to when.",
    "posapp mandate list 1000000210 --user kim --json",
)

MandateArgument = Annotated[str, typer.Argument(metavar="ID", help="Mandate.")]
AccountArgument = Annotated[
    str, typer.Argument(metavar="ACCOUNT", help="Account, plate, bill or item number.")
]
StartOption = Annotated[str | None, typer.Option("--start", metavar="D", help="First day.")]
EndOption = Annotated[
    str | None, typer.Option("--end", metavar="D", help="Last day; 'none' for no end.")
]
ExpiryOption = Annotated[
    str | None, typer.Option("--expires", metavar="D", help="Expiry date, of cards.")
]
NameOption = Annotated[str | None, typer.Option("--name", metavar="T", help="Name on the account.")]
MaximumOption = Annotated[
    str | None,
    typer.Option("--maximum", metavar="A", help="Maximum withdrawal; 'none' for no maximum."),
]
CommentsOption = Annotated[str | None, typer.Option(metavar="T", help="Remarks.")]
_NONE = "none"


@command(app, "list", example="posapp mandate list 1000000210 --user kim --json")
def list_(call: Call, account: AccountArgument) -> Document:
    """List the mandates of an account, the latest first."""
    account_id = call.services.accounts.resolve(account, call.actor)
    currency = _currency(call, account_id)
    found = call.services.mandates.of(account_id, call.actor)
    return {"mandates": [mandate_document(one, currency) for one in found]}


@command(
    app,
    "add",
    writes=True,
    example="posapp mandate add 1000000210 --source FNB --start 2026-12-01 --user setup",
)
def add(
    call: Call,
    account: AccountArgument,
    source: Annotated[str, typer.Option(metavar="S", help="Auto-pay source.")],
    start: Annotated[str, typer.Option(metavar="D", help="First day.")],
    end: EndOption = None,
    expires: ExpiryOption = None,
    name: NameOption = None,
    maximum: MaximumOption = None,
    comments: CommentsOption = None,
) -> Document:
    """Record a mandate; the account number comes from POSAPP_EXTERNAL_ACCOUNT or is asked for."""
    account_id = call.services.accounts.resolve(account, call.actor)
    currency = _currency(call, account_id)
    code = source.strip().upper()
    first = MandateDraft(
        account_id, day_of(start, field="start_date"), None, code, asked_account(call, code)
    )
    draft = _changed(first, currency, end, expires, name, maximum, comments)
    saved = call.services.mandates.add(draft, call.request_id, call.actor)
    return _after(call, saved)


@command(
    app, "set", writes=True, example="posapp mandate set 1000000313 --end 2026-12-31 --user setup"
)
def set_(
    call: Call,
    mandate: MandateArgument,
    source: Annotated[str | None, typer.Option(metavar="S", help="Auto-pay source.")] = None,
    start: StartOption = None,
    end: EndOption = None,
    expires: ExpiryOption = None,
    name: NameOption = None,
    maximum: MaximumOption = None,
    comments: CommentsOption = None,
) -> Document:
    """Change a mandate; what is not named stays. An end date stops all later debits."""
    mandate_id = MandateId(id_of(mandate, field="mandate"))
    old = call.services.mandates.show(mandate_id, call.actor)
    currency = _currency(call, old.account_id)
    code = old.source if source is None else source.strip().upper()
    kept = replace(
        _draft_of(old),
        source=code,
        account=sealed_account(call, code),
        start_date=old.start_date if start is None else day_of(start, field="start_date"),
    )
    draft = _changed(kept, currency, end, expires, name, maximum, comments)
    saved = call.services.mandates.change(
        mandate_id, draft, call.request_id, call.actor, confirmed=call.confirmed
    )
    return _after(call, saved)


def _draft_of(mandate: Mandate) -> MandateDraft:
    return MandateDraft(
        mandate.account_id,
        mandate.start_date,
        mandate.end_date,
        mandate.source,
        None,
        mandate.expires_on,
        mandate.entity_name,
        mandate.maximum_withdrawal,
        mandate.comments,
    )


def _changed(
    draft: MandateDraft,
    currency: Currency,
    end: str | None,
    expires: str | None,
    name: str | None,
    maximum: str | None,
    comments: str | None,
) -> MandateDraft:
    """The draft with what was given."""
    if end is not None:
        draft = replace(draft, end_date=None if end == _NONE else day_of(end, field="end_date"))
    if expires is not None:
        draft = replace(draft, expires_on=day_of(expires, field="expires_on"))
    if maximum is not None:
        most = None if maximum == _NONE else currency.parse(maximum, field="maximum_withdrawal")
        draft = replace(draft, maximum_withdrawal=most)
    if name is not None:
        draft = replace(draft, entity_name=name)
    return draft if comments is None else replace(draft, comments=comments)


def _currency(call: Call, account_id: AccountId) -> Currency:
    card = call.services.accounts.card(account_id, call.actor)
    call.currency = card.account.currency
    return call.setup.currencies[call.currency]


def _after(call: Call, saved: Saved[MandateId]) -> Document:
    mandate = call.services.mandates.show(saved.value, call.actor)
    return replayed(mandate_document(mandate, _currency(call, mandate.account_id)), saved)
