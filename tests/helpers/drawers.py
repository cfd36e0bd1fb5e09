"""Days of a drawer in tests: take money, count, submit, book, balance; what is refused."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text, update

from posapp.domain.approvals import Secret
from posapp.domain.codes import ControlStatus, TurnInDirection
from posapp.domain.control_counts import CountControl, Submitted
from posapp.domain.control_lines import ControlLine
from posapp.domain.ids import AccountId, ControlId, new_request_id
from posapp.domain.money import Money
from posapp.domain.rights import Actor
from posapp.domain.tender_controls import ControlView
from posapp.domain.turn_in import AddTurnIn, TurnInContent
from posapp.errors import Refused
from posapp.storage.check import check_database
from posapp.storage.integrity import Finding
from posapp.storage.tables.setup import InstallationRow
from posapp.storage.users import set_password
from posapp.vault.passwords import hash_password
from tests.helpers.events import add
from tests.helpers.office import DAY, Office

OPEN, BALANCING, BALANCED = ControlStatus


def payor(office: Office, cents: int = 10_000_00) -> AccountId:
    """An account that owes a lot."""
    account = office.account()
    office.agreement(account, "WATER", (DAY, cents))
    return account


def take(office: Office, account: AccountId, kind: str, cents: int) -> Any:
    """A frozen payment in the cashier's drawer."""
    return add(office, account, [(kind, cents)], [(account, cents)])


def start(office: Office, actor: Actor | None = None, control: ControlId | None = None) -> None:
    """Start balancing, as the cashier unless said."""
    office.services.control_life.start_balancing(
        control or office.control, new_request_id(), actor or office.cashier
    )


def count(office: Office, actor: Actor | None = None, **cents: int) -> int:
    """Enter ending balances in cents by tender type."""
    endings = tuple((kind, Money(amount)) for kind, amount in cents.items())
    order = CountControl(new_request_id(), office.control, endings=endings)
    return office.services.control_counts.count(order, actor or office.cashier).value


def submit(office: Office, actor: Actor | None = None, **more: Any) -> Submitted:
    """Give the count in."""
    counts = office.services.control_counts
    return counts.submit(office.control, new_request_id(), actor or office.cashier, **more).value


def counted(office: Office, **cents: int) -> Submitted:
    """Start balancing, count and submit, all by the cashier."""
    start(office)
    count(office, **cents)
    return submit(office)


def balance_drawer(office: Office, actor: Actor | None = None, **more: Any) -> None:
    """Confirm the drawer, as the supervisor unless said."""
    office.services.control_life.balance(
        office.control, new_request_id(), actor or office.supervisor, **more
    )


def reopen(
    office: Office, to: ControlStatus = OPEN, actor: Actor | None = None, reason: str = "forgotten"
) -> None:
    """Back to a status, as the supervisor unless said."""
    office.services.control_life.reopen(
        office.control, to, reason, new_request_id(), actor or office.supervisor
    )


def seen_by(office: Office, actor: Actor, control: ControlId | None = None) -> ControlView:
    """The drawer as somebody sees it."""
    return office.services.tender_controls.show(control or office.control, actor)


def line_of(view: ControlView, kind: str) -> ControlLine:
    """The line of a tender type."""
    return next(line for line in view.lines if line.tender_type == kind)


def refused(act: Callable[[], object]) -> Refused:
    """What an action is refused with."""
    with pytest.raises(Refused) as caught:
        act()
    return caught.value


def turn_in(
    office: Office,
    kind: str,
    cents: int,
    *,
    approved: bool = True,
    way: TurnInDirection = TurnInDirection.OUT,
) -> None:
    """Hand money over, out by the cashier or in by the supervisor; the other side approves."""
    turn_ins = office.services.turn_ins
    giver, taker = office.cashier, office.supervisor
    if way is TurnInDirection.IN:
        giver, taker = taker, giver
    content = TurnInContent(kind, Money(cents))
    order = AddTurnIn(new_request_id(), office.control, content, way)
    given = turn_ins.add(order, giver).value
    if approved:
        turn_ins.approve(given, new_request_id(), taker)


def findings(office: Office) -> tuple[Finding, ...]:
    """What ``db check`` finds."""
    return check_database(office.db).findings


def set_option(office: Office, **values: Any) -> None:
    """Change settings of the drawer day."""
    with office.db.begin() as s:
        for name, value in values.items():
            s.execute(text(f"UPDATE drawer_option SET {name} = :value"), {"value": value})
        s.execute(update(InstallationRow).values(setup_version=InstallationRow.setup_version + 1))


def set_installation(office: Office, **values: Any) -> None:
    """Change settings of the installation."""
    with office.db.begin() as s:
        more = {"setup_version": InstallationRow.setup_version + 1}
        s.execute(update(InstallationRow).values(**values, **more))


def secret(office: Office, name: str = "supervisor") -> Secret:
    """Name and own password of somebody who approves."""
    with office.db.begin() as s:
        set_password(s, office.actors[name].user_id, hash_password(PASSWORD))
    return Secret(name, PASSWORD)


def second_supervisor(office: Office) -> Actor:
    """The supervisor's rights in the person of another user."""
    return replace(office.colleague(), roles=office.supervisor.roles, login="second", name="Second")


PASSWORD = "correct horse battery"
