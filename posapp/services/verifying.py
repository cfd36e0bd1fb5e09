"""Is this paper ours, and what became of it: papers held against the audit (R11, A.6)."""

import re
from typing import Final

from posapp.domain.deposits import DepositId
from posapp.domain.ids import ControlId, EventId, parse_id
from posapp.domain.paper_proofs import (
    Fault,
    Happening,
    PaperKind,
    PaperPrint,
    PaperProof,
    PaperSays,
    SealProof,
    judge,
)
from posapp.domain.rights import Actor, Right
from posapp.domain.seals import PaperCode, Seal, read_paper
from posapp.domain.setup import SetUp
from posapp.services import proved_papers as papers
from posapp.services.proved_papers import ProvedPaper
from posapp.services.setup import SetUpCache
from posapp.storage import paper_proofs as store
from posapp.storage.base import Transaction
from posapp.storage.checkouts import find_checkout
from posapp.storage.control_closes import control_of_close, control_of_z
from posapp.storage.db import Database
from posapp.storage.event_numbers import find_events
from posapp.storage.print_log import RECEIPT, Print

_Z: Final = re.compile("Z-([1-9][0-9]{0,8})", re.ASCII)
_FAILED: Final = "FAILED"
_UNKNOWN: Final = ProvedPaper(PaperSays(PaperKind.NOTHING, ""), ())


class Verifying:
    """Use cases of somebody who holds a paper of ours in the hand."""

    def __init__(self, db: Database, setup: SetUpCache) -> None:
        self._db = db
        self._setup = setup

    def verify(self, typed: str, actor: Actor) -> PaperProof:
        """What the data says of a paper: by its number, its seal, or both, typed or scanned.

        Amounts of a drawer are not told, so that a blind count stays blind (D-16).

        Raises:
            Refused: ``M-51``; ``M-388`` a seal that was mistyped.
        """
        actor.require(Right.VIEW)
        code = read_paper(typed)
        with self._db.read() as s:
            setup = self._setup.current(s)
            paper = _by_number(s, code, setup, actor) if code.number else None
            place = None if code.seal is None else _place(s, code.seal, paper)
            if paper is None and place is not None and not code.number:
                paper = _by_seal(s, code, place, setup)
            return _proof(s, code, paper or _named(code), place)


def _named(code: PaperCode) -> ProvedPaper:
    return ProvedPaper(PaperSays(PaperKind.NOTHING, code.number), ())


def _by_number(s: Transaction, code: PaperCode, setup: SetUp, actor: Actor) -> ProvedPaper | None:
    """The paper that a number names; one that names nothing is nobody's."""
    rows = 0 if code.seal is None else code.seal.rows
    events = find_events(s, code.number)
    if events:
        return papers.receipt(s, events[0].event_id, setup)
    found = find_checkout(s, code.number)
    if found is not None:
        return papers.checkout(s, found)
    numbered = _Z.fullmatch(code.number)
    if numbered:
        control = control_of_z(s, actor.office, int(numbered[1]))
        return None if control is None else papers.z_report(s, control, rows)
    number = parse_id(code.number)
    if number is None:
        return None
    return papers.z_report(s, ControlId(number), rows) or papers.deposit_slip(s, DepositId(number))


def _place(s: Transaction, seal: Seal, paper: ProvedPaper | None) -> store.Place | None:
    """Where a seal is: in a chain of the paper, else anywhere."""
    if paper is not None and paper.chains:
        found = store.find_place(s, seal, paper.chains)
        if found is not None:
            return found
    return store.find_place(s, seal)


def _by_seal(
    s: Transaction, code: PaperCode, place: store.Place, setup: SetUp
) -> ProvedPaper | None:
    """The paper that was printed with a seal; a mailed one is known by its chain only."""
    assert code.seal is not None
    printed = store.sealed_print(s, place, code.seal.text)
    if printed is None:
        return ProvedPaper(PaperSays(PaperKind.CHAIN, ""), (place.chain,))
    if printed.kind == RECEIPT:
        return papers.receipt(s, EventId(printed.object_id), setup)
    if printed.kind == "z":
        control = control_of_close(s, printed.object_id)
        return None if control is None else papers.z_report(s, control, place.seq)
    return papers.deposit_slip(s, DepositId(printed.object_id))


def _proof(
    s: Transaction, code: PaperCode, paper: ProvedPaper, place: store.Place | None
) -> PaperProof:
    seal = None if code.seal is None else _sealed(s, code.seal, paper, place)
    fault = _fault(s, code.seal, paper, place)
    happened = _happened(paper, place if seal is not None and seal.holds else None)
    shown = "" if seal is None else seal.text
    prints = tuple(
        PaperPrint(
            one.copy, one.printed_at, one.printed_by, one.outcome, bool(shown) and one.seal == shown
        )
        for one in paper.prints
        if not one.outcome.startswith(_FAILED)
    )
    verdict = judge(paper.says, seal, fault, happened)
    return PaperProof(verdict, fault, paper.says, seal, prints, happened)


def _sealed(s: Transaction, seal: Seal, paper: ProvedPaper, place: store.Place | None) -> SealProof:
    if place is None:
        return SealProof(seal.text, "", 0, holds=False, at=None)
    holds = place.chain in paper.chains
    return SealProof(seal.text, place.chain, store.length_of(s, place.chain), holds, place.at)


def _fault(
    s: Transaction, seal: Seal | None, paper: ProvedPaper, place: store.Place | None
) -> Fault:
    """Why the data is not what it was; the seal of another paper is no fault of the data."""
    if seal is not None and place is None and paper.chains:
        longest = max(store.length_of(s, chain) for chain in paper.chains)
        return Fault.CUT if longest < seal.rows else Fault.OTHER
    for chain in paper.chains:
        found = store.fault_of_chain(s, chain)
        if found is not Fault.NONE:
            return found
    return Fault.ROWS if paper.differs else Fault.NONE


def _happened(paper: ProvedPaper, place: store.Place | None) -> tuple[Happening, ...]:
    """What was done since the paper was printed, and whatever canceled what it says."""
    first = next(iter(paper.prints), None)
    return tuple(
        Happening(
            one.at, one.by, one.action, str(one.body.get("reason", "")), one.action in paper.ends
        )
        for one in paper.told
        if one.action in paper.ends or _is_since(one, place, first)
    )


def _is_since(told: store.Told, place: store.Place | None, first: Print | None) -> bool:
    """By number inside one chain, because clocks go back (R8); else by the clock."""
    if place is not None:
        return told.seq > place.seq if told.chain == place.chain else told.at > place.at
    return first is not None and told.at > first.printed_at
