"""Drawers opened without a sale: each one is logged with its reason (D-37)."""

from functools import partial

from posapp.domain.clock import Clock
from posapp.domain.codes import ControlStatus
from posapp.domain.control_life import check_at_drawer, check_by_hand, check_status
from posapp.domain.drawer_openings import DrawerOpening
from posapp.domain.ids import ControlId
from posapp.domain.rights import Actor, Right
from posapp.domain.texts import clean_text
from posapp.domain.topics import Saved
from posapp.errors import Refused
from posapp.services.control_change import Changed, ControlChanger, ControlContext, Order
from posapp.services.setup import SetUpCache
from posapp.services.users import Users
from posapp.storage.base import Transaction
from posapp.storage.db import Database
from posapp.storage.drawer_openings import insert_opening, load_openings
from posapp.storage.tender_controls import load_control

_WIDTH = 200


class DrawerOpenings:
    """Use cases of drawers that are opened without a sale."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache, users: Users) -> None:
        self._db = db
        self._changer = ControlChanger(db, clock, setup, users)

    def open_without_sale(
        self, control_id: ControlId, reason: str, request_id: str, actor: Actor
    ) -> Saved[int]:
        """Log that a drawer is opened, and why; returns the id of the entry.

        Raises:
            Refused: ``M-132`` without a reason, ``M-220`` for a balanced drawer, ``M-51``,
                ``C-02``, ``C-08``.
        """
        reason = clean_text(reason, "no_sale_reason", _WIDTH)
        order = Order("control.no_sale", control_id, request_id, reason)
        return self._changer.run(order, actor, partial(_open, reason))

    def openings(self, control_id: ControlId, actor: Actor) -> tuple[DrawerOpening, ...]:
        """When a drawer was opened without a sale, the newest first.

        Raises:
            Refused: ``M-55`` when there is no such control.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            if load_control(s, control_id) is None:
                raise Refused("M-55", field="tender_control", value=control_id)
            return load_openings(s, control_id)


def _open(reason: str, s: Transaction, context: ControlContext) -> Changed:
    control = context.control
    check_by_hand(control, context.deposit)
    context.actor.require(Right.NO_SALE)
    check_at_drawer(control, context.actor)
    check_status(
        control, ControlStatus.OPEN, ControlStatus.BALANCING, action="open it without a sale"
    )
    if not reason:
        raise Refused("M-132", field="no_sale_reason", what="why the drawer is opened")
    opening_id, rows = insert_opening(
        s, control.id, reason, at=context.now, user_id=context.actor.user_id
    )
    return Changed(opening_id, {"reason": reason}, rows)
