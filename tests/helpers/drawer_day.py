"""The drawer day in tests: takings, turn-ins, deposits, and what the services said."""

from typing import Any

from posapp.domain.codes import DepositKind, TurnInDirection
from posapp.domain.control_counts import CountControl
from posapp.domain.deposit_controls import DepositControlView
from posapp.domain.deposits import DepositContent, DepositId
from posapp.domain.ids import AccountId, ControlId, new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.rights import Actor
from posapp.domain.turn_in import AddTurnIn, TurnInContent, TurnInId
from posapp.errors import Refused
from tests.helpers.office import DAY, Office

CONFIRMED = frozenset({"M-39", "M-40", "M-42", "M-06W", "M-69", "M-31"})


def owing(office: Office, cents: int = 100_000_00) -> AccountId:
    """An account that owes enough for a day of payments."""
    account = office.account()
    office.agreement(account, "WATER", (DAY, cents))
    return account


def take(
    office: Office,
    account: AccountId,
    kind: str,
    cents: int,
    *,
    actor: Actor | None = None,
    control: ControlId | None = None,
    check: str = "",
) -> Any:
    """A payment of one tender; gives its event as it is now."""
    actor = actor or office.cashier
    command = AddEvent(
        new_request_id(),
        account,
        (TenderDraft(kind, Money(cents), check),),
        (PaymentDraft(account, Money(cents)),),
        control_id=control,
        confirmed=CONFIRMED,
    )
    added = office.services.payment_events.add(command, actor).value
    return office.services.payment_events.show(added.event_id, actor)


def turn_in(
    office: Office,
    kind: str,
    cents: int,
    *,
    actor: Actor | None = None,
    control: ControlId | None = None,
    direction: TurnInDirection = TurnInDirection.OUT,
    **content: Any,
) -> TurnInId:
    """Money handed over, waiting for approval."""
    command = AddTurnIn(
        new_request_id(),
        control or office.control,
        TurnInContent(kind, Money(cents), **content),
        direction,
    )
    return office.services.turn_ins.add(command, actor or office.cashier).value


def approve(office: Office, turn_in_id: TurnInId, actor: Actor | None = None) -> None:
    """The other side receives it."""
    office.services.turn_ins.approve(turn_in_id, new_request_id(), actor or office.supervisor)


def bank(office: Office, cents: int, **content: Any) -> DepositId:
    """A bank deposit under the office's deposit control."""
    given = DepositContent(DepositKind.BANK, Money(cents), **({"reference_id": "S-1"} | content))
    return office.services.bank_deposits.add(
        office.deposit, given, new_request_id(), office.supervisor
    ).value


def settle(office: Office, kind: str, cents: int, **content: Any) -> DepositId:
    """A settlement under the office's deposit control."""
    given = DepositContent(DepositKind.SETTLEMENT, Money(cents), kind, **content)
    return office.services.bank_deposits.add(
        office.deposit, given, new_request_id(), office.supervisor
    ).value


def view(office: Office) -> DepositControlView:
    """The office's deposit control as the supervisor sees it."""
    return office.services.deposit_controls.show(office.deposit, office.supervisor)


def figures(office: Office) -> dict[str, Any]:
    """Its figures in cents and counts."""
    found = view(office).figures
    assert found is not None
    names = found.__slots__
    values = {name: getattr(found, name) for name in names}
    return {
        name: value.minor if isinstance(value, Money) else value for name, value in values.items()
    }


def balance_drawer(
    office: Office,
    control: ControlId,
    actor: Actor | None = None,
    by: Actor | None = None,
    confirmed: frozenset[str] = frozenset(),
) -> None:
    """Count a drawer as it should be and set it Balanced."""
    actor, by = actor or office.cashier, by or office.supervisor
    services = office.services
    services.control_life.start_balancing(control, new_request_id(), actor)
    lines = services.tender_controls.show(control, office.actors["auditor"]).lines
    endings = tuple((line.tender_type, line.expected or Money(0)) for line in lines)
    services.control_counts.count(CountControl(new_request_id(), control, endings=endings), actor)
    services.control_counts.submit(control, new_request_id(), actor)
    services.control_life.balance(control, new_request_id(), by, confirmed=confirmed)


def balance_deposit(office: Office) -> None:
    """Balance the office's deposit control with what should be left in it."""
    found = figures(office)["expected"]
    office.services.deposit_controls.balance(
        office.deposit, new_request_id(), office.supervisor, ending=Money(found)
    )


def code_of(act: Any) -> str:
    """The code with which something is refused; empty when it is done."""
    try:
        act()
    except Refused as refused:
        return refused.code
    return ""
