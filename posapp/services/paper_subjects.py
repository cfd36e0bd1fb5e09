"""What papers of the drawer day can be of: drawers, turn-ins, deposits of an office."""

from posapp.domain.codes import ControlStatus
from posapp.domain.control_search import ControlSearch, FoundControl
from posapp.domain.day_paper import DayPaper
from posapp.domain.day_papers import PaperSubject
from posapp.domain.ids import short_id
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import SetUp
from posapp.storage import paper_subjects as store
from posapp.storage.base import Transaction
from posapp.storage.control_closes import closed_once
from posapp.storage.control_search import search_controls


def load_subjects(
    s: Transaction, kind: DayPaper, actor: Actor, setup: SetUp
) -> tuple[PaperSubject, ...]:
    """Records of the actor's office that a paper can be of, the newest first.

    Raises:
        Refused: ``M-51`` for those who may not see deposits.
    """
    if kind in {DayPaper.X, DayPaper.Z}:
        return _drawers(s, kind, actor, setup)
    if kind is DayPaper.TURN_IN:
        return store.load_turn_ins(s, actor.office, setup)
    if kind is DayPaper.DEPOSIT_SLIP:
        actor.require(Right.SEE_EXPECTED)
        return store.load_deposits(s, actor.office)
    if kind is DayPaper.DEPOSIT_CONTROL:
        actor.require(Right.SEE_EXPECTED)
        return store.load_deposit_controls(s, actor.office)
    return ()


def _drawers(
    s: Transaction, kind: DayPaper, actor: Actor, setup: SetUp
) -> tuple[PaperSubject, ...]:
    """The actor's own drawers first, then the newest."""
    if kind is DayPaper.Z:
        balanced = search_controls(s, ControlSearch(status=ControlStatus.BALANCED), setup)
        closed = closed_once(s, [one.id for one in balanced])
        found = tuple(one for one in balanced if one.id in closed)
    else:
        statuses = (ControlStatus.OPEN, ControlStatus.BALANCING)
        found = tuple(
            one
            for status in statuses
            for one in search_controls(s, ControlSearch(status=status), setup)
        )
    here = [one for one in found if one.office == actor.office]
    here.sort(key=lambda one: (one.user_name != actor.name, -one.id))
    return tuple(_subject(one, setup) for one in here)


def _subject(one: FoundControl, setup: SetUp) -> PaperSubject:
    drawer = setup.tender_sources[one.tender_source].description
    return PaperSubject(one.id, short_id(one.id), drawer, one.user_name, one.business_date)
