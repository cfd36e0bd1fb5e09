"""Which actions on tenders are possible, told by the rules themselves (D-10, D-12, D-28, D-44)."""

from dataclasses import replace
from typing import Any

from posapp.domain.codes import ControlStatus, PaymentStatus, Role, TenderStatus
from posapp.domain.event_views import EventView
from posapp.domain.ids import ControlId, UserId
from posapp.domain.rights import Actor
from posapp.domain.tender_actions import Asking, EventDesk
from posapp.errors import Refused
from tests.helpers import views
from tests.helpers.every import every
from tests.helpers.facts import TODAY, control, setup

OWN, OTHER = ControlId(5), ControlId(6)
OPEN, BALANCING, BALANCED = ControlStatus.OPEN, ControlStatus.BALANCING, ControlStatus.BALANCED
CHECK = views.tender("25.00", "CHEC", check_number="17")
ME = control(5).user_id or UserId(1)


def actor(role: Role = Role.CASHIER, user: UserId = ME) -> Actor:
    return Actor(user, "x", "X", frozenset({role}), "MAIN", "WS1")


def asking(
    event: EventView, who: Actor | None = None, status: ControlStatus = OPEN, **changes: Any
) -> Asking:
    mine = control(5, status=status, business_date=TODAY)
    desk = EventDesk(
        controls={OWN: mine},
        usable=(mine,) if status is OPEN else (),
        open_controls=(control(6),),
        cash_only=frozenset(),
        today=TODAY,
    )
    return Asking(event, replace(desk, **changes), who or actor(), setup())


def of(status: PaymentStatus = PaymentStatus.FROZEN, *more: Any) -> EventView:
    return views.event((CHECK, *more), (views.payment("25.00", status),))


def code(refused: Refused | None) -> str:
    return "" if refused is None else refused.code


@every(
    ("payment", "drawer", "change", "amount", "move", "delete", "cancel"),
    [
        (PaymentStatus.FREEZABLE, OPEN, "", "", "", "", "M-15"),
        (PaymentStatus.FREEZABLE, BALANCING, "", "", "", "M-29", "M-51"),
        (PaymentStatus.FROZEN, OPEN, "", "M-88", "", "M-29", ""),
        (PaymentStatus.FROZEN, BALANCED, "M-88", "M-88", "M-88", "M-29", "M-51"),
    ],
)
def test_a_cashier_in_the_own_drawer(
    payment: PaymentStatus, drawer: ControlStatus, change: str, amount: str, move: str,
    delete: str, cancel: str,
) -> None:  # fmt: skip
    asked = asking(of(payment, replace(CHECK, id=2)), status=drawer)  # type: ignore[arg-type]
    assert code(asked.why_not_change(CHECK)) == change
    assert code(asked.why_not_change_amount(CHECK)) == amount
    assert code(asked.why_not_move(CHECK)) == move
    assert code(asked.why_not_delete(CHECK)) == delete
    assert code(asked.why_not_cancel(CHECK)) == cancel
    assert code(asked.why_not_cancel_event()) == cancel
    assert code(asked.why_not_transfer()) == "M-51"


def test_d44_a_supervisor_cancels_what_lies_in_a_balanced_drawer() -> None:
    asked = asking(of(), actor(Role.SUPERVISOR), BALANCED)
    assert asked.why_not_cancel(CHECK) is None
    assert asked.why_not_cancel_event() is None
    assert asked.why_not_transfer() is None


def test_d44_a_cashier_does_not_cancel_what_another_took_or_yesterday() -> None:
    other = actor(user=UserId(ME + 1))
    assert code(asking(of(), other).why_not_cancel(CHECK)) == "M-51"
    old = {OWN: control(5, business_date=TODAY.replace(day=1))}
    assert code(asking(of(), controls=old).why_not_cancel(CHECK)) == "M-51"


def test_tc01_anothers_drawer_is_left_alone() -> None:
    other = actor(user=UserId(ME + 1))
    asked = asking(of(PaymentStatus.FREEZABLE, replace(CHECK, id=2)), other)  # type: ignore[arg-type]
    assert {
        code(asked.why_not_change(CHECK)),
        code(asked.why_not_move(CHECK)),
        code(asked.why_not_delete(CHECK)),
    } == {"C-02"}


def test_tc04_without_another_open_drawer_nothing_moves() -> None:
    asked = asking(of(), open_controls=())
    assert code(asked.why_not_move(CHECK)) == "M-70"
    foreign = (control(6, currency="EUR"),)
    assert code(asking(of(), open_controls=foreign).why_not_move(CHECK)) == "M-72"


def test_tn2_without_a_drawer_nothing_is_added() -> None:
    assert code(asking(of(), usable=()).why_not_add()) == "M-05N"
    assert asking(of()).why_not_add() is None
    assert code(asking(of(), actor(Role.AUDITOR)).why_not_add()) == "M-51"


def test_flagged_and_canceled_tenders_are_left_alone() -> None:
    change = views.change("-5.00", id=2)
    gone = replace(CHECK, id=3, status=TenderStatus.CANCELED)  # type: ignore[arg-type]
    asked = asking(of(PaymentStatus.FROZEN, change, gone))
    for tender in (change, gone):
        assert code(asked.why_not_change(tender)) == "M-88"
        assert code(asked.why_not_cancel(tender)) == "M-88"


def test_d32_nothing_is_left_to_cancel() -> None:
    event = views.event(
        (replace(CHECK, status=TenderStatus.CANCELED),),
        (views.payment("25.00", PaymentStatus.CANCELED),),
    )
    assert code(asking(event).why_not_cancel_event()) == "M-70"
