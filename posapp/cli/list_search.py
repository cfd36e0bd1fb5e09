"""What the searches for events, payments and tenders share: options, criteria, pages, totals (SR-2).

Amounts are typed in the installation's currency; days are business dates.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeVar

import typer

from posapp.cli.call import Call
from posapp.cli.inputs import day_of, id_of
from posapp.domain.browse import Criterion
from posapp.domain.codes import PaymentStatus, TenderStatus
from posapp.domain.listing import PAGE_SIZE, PageRequest
from posapp.domain.money import Money
from posapp.domain.rights import Actor
from posapp.errors import Refused

if TYPE_CHECKING:
    from posapp.domain.browse import ListTotals
    from posapp.domain.listing import Page

Item = TypeVar("Item")

AccountOption = Annotated[str | None, typer.Option(metavar="ID", help="Account, exactly.")]
NameBegins = Annotated[str | None, typer.Option(metavar="T", help="The name begins so.")]
DayOption = Annotated[str | None, typer.Option(metavar="D", help="Payment date; both ends count.")]
AmountOption = Annotated[str | None, typer.Option(metavar="A", help="Amount; both ends count.")]
TextOption = Annotated[str | None, typer.Option(metavar="T", help="Exactly so.")]
TakerOption = Annotated[str | None, typer.Option(metavar="NAME", help="Full name of who took it.")]
PaymentStatusOption = Annotated[
    PaymentStatus | None, typer.Option(help="Of a payment.", case_sensitive=False)
]
TenderStatusOption = Annotated[
    TenderStatus | None, typer.Option(help="Of a tender.", case_sensitive=False)
]
MatchedOption = Annotated[
    str | None, typer.Option(metavar="TYPE:VALUE", help="Match of a payment.")
]
MicrOption = Annotated[
    str | None, typer.Option(metavar="T", help="Last four signs of the MICR line.")
]
ControlOption = Annotated[str | None, typer.Option(metavar="ID", help="Tender control.")]
LimitOption = Annotated[int, typer.Option(min=1, help="At most so many.")]


def filters_of(call: Call, given: Mapping[Criterion, Any]) -> dict[str, Any]:
    """The options that were given, as the lists compare them.

    Raises:
        Refused: ``M-01``, ``M-50``, ``M-55``, ``M-56`` at the option that cannot be read.
    """
    return {name.value: _read(call, text, name) for name, text in given.items() if text is not None}


def pages_of(
    fetch: Callable[[PageRequest, Actor], "Page[Item]"],
    filters: Mapping[str, Any],
    actor: Actor,
    limit: int,
) -> tuple[list[Item], bool]:
    """Lines page by page until there are enough, and whether there are more."""
    found: list[Item] = []
    after: tuple[Any, ...] | None = None
    while True:
        size = min(PAGE_SIZE, limit - len(found))
        page = fetch(PageRequest(filters=filters, after=after, limit=size), actor)
        found += page.rows
        after = page.next
        if after is None or len(found) >= limit:
            return found, after is not None


def totals_document(call: Call, totals: "ListTotals") -> dict[str, Any]:
    """The foot of a list: all that was found, whatever the limit; sums may be hidden (SR-4, D-16)."""
    currencies, sums = call.setup.currencies, totals.sums
    return {
        "count": totals.count,
        "sums": None
        if sums is None
        else {code: currencies[code].text(amount) for code, amount in sums.items()},
    }


def _read(call: Call, text: Any, name: Criterion) -> Any:
    """The text of a criterion as the list compares it."""
    reader = _READ.get(name)
    return text if reader is None else reader(call, text, name)


def _account(call: Call, text: str, name: Criterion) -> int:
    return call.services.accounts.resolve(text, call.actor, field=name.value.removesuffix("_id"))


def _day(_call: Call, text: str, name: Criterion) -> date:
    return day_of(text, field=name.value)


def _amount(call: Call, text: str, name: Criterion) -> Money:
    """An amount with the decimals of the installation's currency."""
    setup = call.setup
    return setup.currencies[setup.installation.currency].parse(text, field=name.value)


def _taker(call: Call, text: str, _name: Criterion) -> int:
    """The user of a full name; of several with the same name the first one."""
    for user_id, known in call.services.browse.takers(call.actor):
        if known.casefold() == text.strip().casefold():
            return user_id
    raise Refused("M-55", field="taken_by", value=text)


def _code(_call: Call, text: str, _name: Criterion) -> str:
    return text.strip().upper()


def _control(_call: Call, text: str, _name: Criterion) -> int:
    return id_of(text, field="tender_control")


_READ: Final[Mapping[Criterion, Callable[[Call, str, Criterion], Any]]] = {
    Criterion.DATE_FROM: _day,
    Criterion.DATE_TO: _day,
    Criterion.USER: _taker,
    Criterion.RULE: _code,
    Criterion.PAYEE: _account,
    Criterion.PAYMENT_FROM: _amount,
    Criterion.PAYMENT_TO: _amount,
    Criterion.PAYOR: _account,
    Criterion.TENDER_FROM: _amount,
    Criterion.TENDER_TO: _amount,
    Criterion.TENDER_TYPE: _code,
    Criterion.CONTROL: _control,
}
