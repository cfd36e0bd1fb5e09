"""Parts of opening a tender control and of showing how it stands."""

from datetime import date, datetime

from posapp.domain.clock import business_date
from posapp.domain.exceptions import ExceptionFilter
from posapp.domain.ids import ControlId
from posapp.domain.money import Money
from posapp.domain.rights import Actor
from posapp.domain.setup import SetUp, TenderSource
from posapp.domain.sign_in import works_at_drawers
from posapp.domain.tender_controls import DepositControl, OpenControl, Standing
from posapp.errors import Refused
from posapp.storage.base import Transaction
from posapp.storage.control_changes import count_awaiting, works_at
from posapp.storage.control_views import load_standing
from posapp.storage.drawers import Drawer
from posapp.storage.exceptions import count_exceptions
from posapp.storage.users import list_users


def check_user(s: Transaction, command: OpenControl, actor: Actor, source: TenderSource) -> None:
    """Stop a drawer for somebody who does not work at one in its office.

    Raises:
        Refused: ``M-55``.
    """
    if command.all_users or command.user_id in {None, actor.user_id}:
        return
    for user in list_users(s):
        if user.id == command.user_id and works_at_drawers(user, source.office):
            return
    raise Refused("M-55", field="user_id", value=command.user_id)


def audit_body(
    control_id: ControlId, source: TenderSource, deposit: DepositControl, day: date, start: Money
) -> dict[str, object]:
    """What the chain keeps of a new control: all that never changes again (R11)."""
    mention = {
        "id": control_id,
        "tender_source": source.code,
        "deposit_control_id": deposit.id,
        "currency": source.currency,
        "business_date": day.isoformat(),
        "starting_balance": start.minor,
    }
    return {
        "source": source.code,
        "starting_balance": start.minor,
        "rows": {"tender_control": [mention]},
    }


def standing_of(
    s: Transaction, drawer: Drawer, actor: Actor, setup: SetUp, now: datetime
) -> Standing:
    """How a drawer stands: what waits, what needs attention, how far its counting has come."""
    control = drawer.control
    office = setup.offices[setup.tender_sources[control.tender_source].office]
    today = business_date(now, office.zone, office.day_start)
    found = count_exceptions(s, {ExceptionFilter.CONTROL: control.id}, today)
    return load_standing(
        s,
        control.id,
        awaiting=count_awaiting(s, control.id),
        attention=found.total,
        submits=drawer.counting.submits,
        pending=drawer.counting.pending,
        needs_supervisor=drawer.counting.needs_supervisor(setup),
        at_drawer=works_at(s, control, actor.user_id),
    )
