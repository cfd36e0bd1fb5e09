"""What a mandate must look like before it is stored (controls 11.1, AP-01). Pure."""

from collections.abc import Iterable

from posapp.domain.mandate import NAME_WIDTH, Mandate, MandateDraft
from posapp.domain.money import ZERO
from posapp.domain.setup import SetUp
from posapp.domain.texts import clean_text
from posapp.errors import Refused


def check_mandate(
    draft: MandateDraft, others: Iterable[Mandate], setup: SetUp, *, is_new: bool
) -> MandateDraft:
    """A mandate as it may be stored.

    Args:
        draft: as stated.
        others: the account's other mandates.
        setup: the set-up in force.
        is_new: whether it has no account number yet.

    Raises:
        Refused: ``M-50`` a value, ``M-55`` an unknown source, ``M-58`` a card number in a text,
            ``M-101`` a missing value, ``M-107`` a period that overlaps another one's.
    """
    source = setup.autopay.sources.get(draft.source)
    if source is None or not source.active:
        raise Refused("M-55", field="source", value=draft.source)
    kind = setup.tender_type(source.tender_type)
    if draft.account is None and is_new:
        raise Refused("M-101", field="external_account", tender_type=kind.description)
    if kind.require_expiration_date and draft.expires_on is None:
        raise Refused("M-101", field="expires_on", tender_type=kind.description)
    if draft.end_date is not None and draft.end_date < draft.start_date:
        raise Refused(
            "M-50", field="end_date", value=draft.end_date, reason="is before the start date"
        )
    most = draft.maximum_withdrawal
    if most is not None and most <= ZERO:
        raise Refused("M-02", field="maximum_withdrawal", value=most)
    for other in others:
        if _overlap(draft, other):
            raise Refused("M-107", field="start_date", start=other.start_date, end=other.end_date)
    return MandateDraft(
        draft.account_id,
        draft.start_date,
        draft.end_date,
        draft.source,
        draft.account,
        draft.expires_on,
        clean_text(draft.entity_name, "entity_name", NAME_WIDTH),
        most,
        clean_text(draft.comments, "comments"),
    )


def _overlap(draft: MandateDraft, other: Mandate) -> bool:
    """Whether some day lies in both periods (AP-01)."""
    starts_in_time = other.end_date is None or draft.start_date <= other.end_date
    return starts_in_time and (draft.end_date is None or other.start_date <= draft.end_date)
