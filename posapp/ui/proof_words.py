"""A proved paper in words: is it ours, how often was it printed, what became of it (R11)."""

from collections.abc import Mapping
from typing import Final

from posapp.domain.ids import short_id
from posapp.domain.paper_proofs import (
    Fault,
    Happening,
    PaperKind,
    PaperPrint,
    PaperProof,
    Verdict,
)
from posapp.i18n import _, plural
from posapp.ui.audit_words import MORE_ACTIONS
from posapp.ui.formats import Formats, joined
from posapp.ui.log_words import ACTIONS
from posapp.ui.tokens import Tone
from posapp.ui.widgets.hits import Hit

_VERDICTS: Final[Mapping[Verdict, tuple[str, Tone]]] = {
    Verdict.GENUINE: ("Genuine", Tone.GREEN),
    Verdict.CHANGED: ("Genuine, changed since", Tone.AMBER),
    Verdict.CANCELED: ("Genuine, canceled since", Tone.AMBER),
    Verdict.UNKNOWN: ("Not known here", Tone.RED),
    Verdict.REWRITTEN: ("Paper and data do not agree", Tone.RED),
}
_KINDS: Final[Mapping[PaperKind, str]] = {
    PaperKind.RECEIPT: "Receipt",
    PaperKind.Z_REPORT: "Z report",
    PaperKind.DEPOSIT_SLIP: "Deposit slip",
    PaperKind.CHECKOUT: "Checkout",
    PaperKind.CHAIN: "Audit seal",
    PaperKind.NOTHING: "Paper",
}
_FAULTS: Final[Mapping[Fault, str]] = {
    Fault.CUT: "The audit chain is shorter than this paper says: rows were removed, or an older copy was put back.",
    Fault.OTHER: "At the place of this seal the audit chain says something else: the history was rewritten, or the paper is false.",
    Fault.BROKEN: "The audit chain is broken: a row was changed, removed or added.",
    Fault.ROWS: "What is stored is not what the audit chain says of it.",
}
PAGES: Final[Mapping[PaperKind, str]] = {
    PaperKind.RECEIPT: "event",
    PaperKind.Z_REPORT: "control",
    PaperKind.DEPOSIT_SLIP: "deposit_control",
    PaperKind.CHECKOUT: "checkout",
}
"""What opens for a paper of a kind."""


def verdict_words(proof: PaperProof) -> tuple[str, Tone]:
    """The answer in a few words, with its tone."""
    words, tone = _VERDICTS[proof.verdict]
    if proof.verdict is Verdict.GENUINE and _is_unprinted(proof):
        # The number is ours, the paper cannot be: green would say that it may be trusted.
        return _("Number known, never printed"), Tone.AMBER
    return _(words), tone


def named(proof: PaperProof) -> str:
    """Which paper it is."""
    return f"{_(_KINDS[proof.says.kind])} {proof.says.number}".strip()


def told(proof: PaperProof, formats: Formats) -> str:
    """What became of the paper, in sentences."""
    if proof.verdict is Verdict.REWRITTEN:
        return _(_FAULTS[proof.fault])
    if proof.verdict is Verdict.UNKNOWN:
        return _unknown(proof)
    parts = [_printed(proof)]
    end = proof.end
    if end is not None:
        parts.append(_ended(end, formats))
    elif proof.verdict is Verdict.CHANGED:
        count = len(proof.happened)
        changed = plural("Changed {n} time since.", "Changed {n} times since.", count)
        parts.append(changed.format(n=count))
    return " ".join(part for part in parts if part)


def _unknown(proof: PaperProof) -> str:
    if proof.seal is not None and proof.seal.chain:
        return _("The seal is ours, but of another paper than the number says.")
    if proof.seal is not None:
        return _(
            "No audit chain here holds this seal. Type the number of the paper before it; "
            "if that is ours, the history was rewritten."
        )
    return _("No paper here has this number.")


def _printed(proof: PaperProof) -> str:
    count = len({one.copy for one in proof.prints})
    if _is_unprinted(proof):
        return _("Never printed here; a mailed one is no print.")
    if not count:
        return ""
    return plural("Printed {n} time.", "Printed {n} times.", count).format(n=count)


def _is_unprinted(proof: PaperProof) -> bool:
    """Whether it is a paper that would be in the print log."""
    return not proof.prints and proof.says.kind not in {PaperKind.CHECKOUT, PaperKind.CHAIN}


def _ended(end: Happening, formats: Formats) -> str:
    said = _("Canceled on {stamp} by {name} ({reason}).")
    if not end.reason:
        said = _("Canceled on {stamp} by {name}.")
    return said.format(stamp=formats.stamp(end.at), name=end.by, reason=end.reason)


def action_words(one: Happening) -> str:
    """What was done."""
    return _(ACTIONS.get(one.action) or MORE_ACTIONS.get(one.action) or one.action)


def copy_words(one: PaperPrint) -> str:
    """Which print it was, marked where it bears the seal; prints without a payment between do both."""
    copy = _("Original") if not one.copy else _("Duplicate {n}").format(n=one.copy)
    return joined(copy, _("with this seal")) if one.is_this else copy


def seal_words(proof: PaperProof, formats: Formats) -> str:
    """Where the seal is."""
    seal = proof.seal
    if seal is None:
        return _("not given")
    if not seal.chain:
        return _("in no chain")
    chain = seal.chain.removeprefix("control/")
    place = _("TC {number}").format(number=short_id(int(chain))) if chain.isdigit() else chain
    stamp = "" if seal.at is None else formats.stamp(seal.at)
    return joined(_("holds") if seal.holds else _("of another paper"), place, stamp)


def proof_hit_of(proof: PaperProof, formats: Formats) -> Hit:
    """A proved paper in the list under the search line."""
    words, tone = verdict_words(proof)
    amount = proof.says.amount
    right = "" if amount is None else formats.money(amount, proof.says.currency)
    return Hit(named(proof), told(proof, formats), right, ((words, tone),))
