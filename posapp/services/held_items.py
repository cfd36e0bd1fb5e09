"""Payments that would pay what a submitted checkout holds are refused at entry (IT-4)."""

from collections.abc import Collection, Iterable

from posapp.domain.codes import MatchKind
from posapp.domain.ids import AgreementId
from posapp.domain.payment_edits import check_not_held
from posapp.domain.payment_events import PaymentDraft
from posapp.domain.setup import SetUp
from posapp.storage.base import Transaction
from posapp.storage.held_items import load_held
from posapp.storage.payment_facts import load_matches


def refuse_held(s: Transaction, drafts: Iterable[PaymentDraft], setup: SetUp) -> None:
    """Stop payments that name an item, or its agreement, that a checkout holds.

    Raises:
        Refused: ``M-321`` names the checkout, its user and when it was submitted.
    """
    named = [
        draft for draft in drafts if _kind(draft, setup) in {MatchKind.ITEM, MatchKind.AGREEMENT}
    ]
    for match in load_matches(s, named, setup).values():
        check_not_held(match.held)


def _kind(draft: PaymentDraft, setup: SetUp) -> MatchKind | None:
    found = setup.match_types.get(draft.match_type)
    return None if found is None else found.kind


def refuse_held_agreements(s: Transaction, agreements: Collection[AgreementId]) -> None:
    """Stop a split by hand to the agreement of an item that a checkout holds.

    Raises:
        Refused: ``M-321``.
    """
    for item in load_held(s, agreements).values():
        check_not_held(item)
