"""What a drawer may be off by, and what to leave in it for tomorrow (pain 1, OU-07, BL-05)."""

from posapp.domain.control_counts import is_blind
from posapp.domain.float_recipe import FloatRecipe, float_recipe
from posapp.domain.ids import ControlId
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import SetUp
from posapp.domain.tender_controls import Control
from posapp.domain.variance import DrawerFacts, Explanation
from posapp.domain.variance_causes import explain
from posapp.errors import Refused
from posapp.services.setup import SetUpCache
from posapp.storage import variance_facts as store
from posapp.storage.base import Transaction
from posapp.storage.control_counts import find_pending
from posapp.storage.db import Database
from posapp.storage.drawers import Drawer, load_drawer
from posapp.storage.tender_controls import load_control


class Variance:
    """Reads that help to close a drawer; nothing is written."""

    def __init__(self, db: Database, setup: SetUpCache) -> None:
        self._db = db
        self._setup = setup

    def explain(self, control_id: ControlId, actor: Actor) -> tuple[Explanation, ...]:
        """The likeliest causes of what the last submitted count is off by, best first.

        Empty for a drawer that agrees or was not counted yet, and for who may not see what it
        should hold (D-16). Other drawers are named only to those who see them.

        Raises:
            Refused: ``M-55`` when there is no such control.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            setup = self._setup.current(s)
            control = _control(s, control_id)
            drawer = load_drawer(s, control)
            if is_blind(control, actor, setup, drawer.counting):
                return ()
            facts = _facts(s, drawer, setup, neighbours=actor.may(Right.SEE_EXPECTED))
        return explain(facts)

    def recipe(self, control_id: ControlId, actor: Actor) -> FloatRecipe | None:
        """What to leave of the last count so that tomorrow opens on the source's float.

        ``None`` when no notes and coins were counted. A blind cashier may ask: it is made of the
        own count only.

        Raises:
            Refused: ``M-55`` when there is no such control.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            setup = self._setup.current(s)
            control = _control(s, control_id)
            count_id = find_pending(s, control) or load_drawer(s, control).counting.count_id
            counted = {} if count_id is None else store.load_pieces(s, count_id, control.currency)
        if not counted:
            return None
        source = setup.tender_sources[control.tender_source]
        return float_recipe(counted, source.default_starting_balance)


def _control(s: Transaction, control_id: ControlId) -> Control:
    control = load_control(s, control_id)
    if control is None:
        raise Refused("M-55", field="tender_control", value=control_id)
    return control


def _facts(s: Transaction, drawer: Drawer, setup: SetUp, *, neighbours: bool) -> DrawerFacts:
    control, count_id = drawer.control, drawer.counting.count_id
    off = {line.tender_type: line.over_under for line in drawer.lines(setup) if line.over_under}
    if count_id is None or not off:
        return DrawerFacts({}, setup.installation.starting_balance_tender_type)
    return DrawerFacts(
        differences=off,
        cash=setup.installation.starting_balance_tender_type,
        tenders=store.load_drawer_tenders(s, control.id),
        turn_ins=store.load_drawer_turn_ins(s, control.id),
        refunds=store.load_drawer_refunds(s, control.id),
        instruments=store.load_instruments(s, count_id),
        neighbours=store.load_neighbours(s, control, setup) if neighbours else (),
        notes=tuple(one for one in setup.denominations if one.currency == control.currency),
        counted=store.load_pieces(s, count_id, control.currency),
        endings=drawer.counting.endings or {},
    )
