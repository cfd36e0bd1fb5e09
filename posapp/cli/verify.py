"""``posapp verify``: is this paper ours, and what became of it (R11)."""

from collections.abc import Mapping
from typing import Annotated, Any, Final

import typer

from posapp.cli.call import Call
from posapp.cli.commands import Answer, command
from posapp.cli.contract import REFUSED
from posapp.cli.plain import Document
from posapp.domain.ids import long_id, short_id
from posapp.domain.messages import sentence
from posapp.domain.paper_proofs import (
    Fault,
    Happening,
    PaperKind,
    PaperProof,
    PaperSays,
    Verdict,
)

FAULTS: Final[Mapping[Fault, str]] = {
    Fault.CUT: "the audit chain is shorter than the paper says",
    Fault.OTHER: "the audit chain says something else at the place of the seal",
    Fault.BROKEN: "the audit chain is broken",
    Fault.ROWS: "what is stored is not what the audit chain says",
}


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    command(
        app,
        "verify",
        example="posapp verify 1000000017-12 57-7K3Q-M2F9-XABC-4TDW --user kim",
    )(verify)


def verify(
    call: Call,
    code: Annotated[
        list[str],
        typer.Argument(
            metavar="RECEIPT-OR-CODE",
            help="Number of a receipt, Z report, drawer, bank deposit or checkout; audit seal; both.",
        ),
    ],
) -> Answer:
    """Hold a paper against the data: genuine, printed how often, changed or canceled by whom.

    Exit code 1 where nothing here knows the paper, or paper and data do not agree.
    """
    typed = " ".join(code)
    proof = call.services.verifying.verify(typed, call.actor)
    document = _document(proof, call)
    if proof.verdict is Verdict.UNKNOWN:
        return _refused(document, "M-389", {"value": typed})
    if proof.verdict is Verdict.REWRITTEN:
        return _refused(document, "M-390", {"value": typed, "reason": FAULTS[proof.fault]})
    return Answer(document, 0)


def _refused(document: dict[str, Any], code: str, fields: Mapping[str, str]) -> Answer:
    error = {"code": code, "message": sentence(code, fields), "fields": dict(fields)}
    return Answer(document | {"error": error}, REFUSED)


def _document(proof: PaperProof, call: Call) -> dict[str, Any]:
    says, seal = proof.says, proof.seal
    currency = call.setup.currencies.get(says.currency)
    shown = says.amount is not None and currency is not None
    return {
        "verdict": proof.verdict.value,
        "fault": proof.fault.value or None,
        "paper": says.kind.value,
        "number": says.number,
        "id": _id_of(says),
        "date": None if says.day is None else says.day.isoformat(),
        "name": says.named,
        "amount": currency.text(says.amount) if shown and currency and says.amount else None,
        "currency": says.currency or None,
        "printed": len({one.copy for one in proof.prints}),
        "prints": [
            {
                "copy": one.copy,
                "printed_at": one.at.isoformat(),
                "printed_by": one.by,
                "outcome": one.outcome,
                "this_paper": one.is_this,
            }
            for one in proof.prints
        ],
        "canceled": None if proof.end is None else _happening(proof.end),
        "happened": [_happening(one) for one in proof.happened],
        "seal": None
        if seal is None
        else {
            "seal": seal.text,
            "holds": seal.holds,
            "chain": seal.chain or None,
            "rows": seal.length,
            "written_at": None if seal.at is None else seal.at.isoformat(),
        },
    }


def _id_of(says: PaperSays) -> str | None:
    """Of the event of a receipt, else of the drawer, deposit control or checkout."""
    if says.object_id is None:
        return None
    wide = says.kind is PaperKind.RECEIPT
    return long_id(says.object_id) if wide else short_id(says.object_id)


def _happening(one: Happening) -> Document:
    return {
        "at": one.at.isoformat(),
        "by": one.by,
        "action": one.action,
        "reason": one.reason or None,
    }
