"""Parts of opening a tender control and of showing how it stands."""

import shutil
from datetime import datetime
from pathlib import Path
from typing import Final

from posapp.domain.approvals import Approval, check_fresh
from posapp.domain.clock import business_date
from posapp.domain.exceptions import ExceptionFilter
from posapp.domain.health import NO_ROOM
from posapp.domain.ids import ControlId, UserId
from posapp.domain.rights import Actor
from posapp.domain.setup import SetUp, TenderSource
from posapp.domain.sign_in import works_at_drawers
from posapp.domain.tender_controls import DepositControl, OpenControl, Standing, check_holds
from posapp.errors import Refused
from posapp.storage.base import Transaction
from posapp.storage.control_changes import count_awaiting, mention_control, works_at
from posapp.storage.control_views import load_standing
from posapp.storage.drawers import Drawer
from posapp.storage.exceptions import count_exceptions
from posapp.storage.locks import lock_deposit
from posapp.storage.tender_controls import load_deposit_control, open_deposit_controls
from posapp.storage.users import list_users, load_source

_MB: Final = 1_000_000


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


def check_float_seen(
    source: TenderSource, approval: Approval | None, setup: SetUp, now: datetime
) -> UserId | None:
    """Who saw the float counted beside the one who opens the drawer (CN-05).

    Raises:
        Refused: ``M-228`` nobody, though the set-up wants a second person; ``M-134`` too long ago.
    """
    if approval is not None:
        check_fresh(approval, now)
        return approval.approver.user_id
    if setup.drawers.second_person_float:
        reason = "a second person must confirm the float"
        raise Refused("M-228", field="approver", value=source.code, action="opened", reason=reason)
    return None


def check_room(database: Path | None) -> None:
    """Open no drawer whose day might end on a full disk (F4); a server sees to its own disk.

    Raises:
        Refused: ``M-287``.
    """
    if database is None:
        return
    free = shutil.disk_usage(database.parent).free
    if free < NO_ROOM:
        raise Refused("M-287", free=free // _MB, least=NO_ROOM // _MB)


def audit_body(s: Transaction, control_id: ControlId, source: TenderSource) -> dict[str, object]:
    """What the chain keeps of a control that was just opened (R11)."""
    rows = mention_control(s, control_id)
    return {
        "source": source.code,
        "starting_balance": rows["tender_control"][0]["starting_balance"],
        # What it would be by the set-up: a difference is the supervisor's business (CN-05).
        "usual_float": source.default_starting_balance.minor,
        "rows": rows,
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


def source_for(s: Transaction, command: OpenControl, actor: Actor, setup: SetUp) -> TenderSource:
    """The source to open: as given, else the one where its user works (TS-06)."""
    code = command.tender_source or load_source(
        s, command.user_id or actor.user_id, setup.installation.currency
    )
    if not code:
        raise Refused("M-50", field="tender_source", value="", reason="is missing")
    source = setup.tender_sources.get(code)
    if source is None or not source.active:
        raise Refused("M-55", field="tender_source", value=code)
    return source


def deposit_for(s: Transaction, command: OpenControl, source: TenderSource) -> DepositControl:
    """The deposit control to lie under, locked: as given, else the newest open one that fits."""
    wanted = command.deposit_control_id
    if wanted is None:
        fit = open_deposit_controls(s, source.office, source.source_type, source.currency)
        if not fit:
            raise Refused(
                "C-03",
                field="deposit_control",
                source_type=source.source_type.value,
                currency=source.currency,
            )
        wanted = fit[0].id
    lock_deposit(s, wanted)
    deposit = load_deposit_control(s, wanted)
    if deposit is None:
        raise Refused("M-55", field="deposit_control", value=wanted)
    check_holds(deposit, source)
    return deposit
