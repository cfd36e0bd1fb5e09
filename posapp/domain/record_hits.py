"""What else than an account or an event a number can name; the search line finds it (SR-1)."""

from dataclasses import dataclass
from enum import StrEnum

from posapp.domain.ids import AccountId


class RecordKind(StrEnum):
    """What else than an account or an event a number of ours can name."""

    PERSON = "person"
    AGREEMENT = "agreement"
    BILL = "bill"
    ITEM = "item"
    MATCH_EVENT = "match_event"
    TRANSACTION = "transaction"
    PAYMENT = "payment"
    TENDER = "tender"
    CHECKOUT = "checkout"
    CONTROL = "control"
    DEPOSIT_CONTROL = "deposit_control"


@dataclass(frozen=True, slots=True)
class RecordHit:
    """Something that a number names, and whose it is.

    ``leads_to`` is what to open for it: the event of a tender, else itself.
    ``name`` is its customer's, a drawer's user's (empty for all users), a deposit control's owner's.
    ``words`` say more of it: an SA type, the number of a bill or a checkout, where a drawer or a
    deposit control belongs; empty for none.
    """

    kind: RecordKind
    number: int
    leads_to: int
    account_id: AccountId | None
    name: str
    words: str
