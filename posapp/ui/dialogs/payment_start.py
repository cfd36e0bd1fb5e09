"""What the add dialog starts from: the payor's card, the set-up, the drawers; loaded off screen."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posapp.domain.accounts import AccountCard
from posapp.domain.codes import MatchKind
from posapp.domain.ids import AccountId
from posapp.domain.money import Money
from posapp.domain.rights import Actor
from posapp.domain.setup import SetUp
from posapp.domain.tender_controls import Control

if TYPE_CHECKING:
    from posapp.services.bundle import Services


@dataclass(frozen=True, slots=True)
class PaymentPreset:
    """A payment chosen before the dialog opened: a match and its amount in minor units."""

    match_type: str = ""
    match_value: str = ""
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class PaymentStart:
    """Everything the dialog shows before a key is pressed; ``controls`` begins with the default."""

    card: AccountCard
    setup: SetUp
    controls: tuple[Control, ...]


def load_start(services: "Services", actor: Actor, account_id: AccountId) -> PaymentStart:
    """Load what the dialog starts from; runs off the GUI thread."""
    return PaymentStart(
        services.accounts.card(account_id, actor),
        services.setup(),
        services.tender_controls.mine(actor),
    )


def load_start_of(
    services: "Services", actor: Actor, text: str, *, field: str = "payor"
) -> PaymentStart:
    """The same for a typed account, item or bill number (AD-1)."""
    return load_start(services, actor, services.accounts.resolve(text, actor, field=field))


def with_latest_bill(preset: PaymentPreset, card: AccountCard, setup: SetUp) -> PaymentPreset:
    """The preset, or the latest bill where the account must name what it pays (AD-3, OI-1)."""
    bill = card.latest_bill
    kinds = setup.match_types.values()
    codes = [one.code for one in kinds if one.active and one.kind is MatchKind.BILL]
    known = bill is not None and bool(bill.unmatched)
    if preset.match_type or bill is None or not (card.match_required and known and codes):
        return preset
    return PaymentPreset(codes[0], bill.number, preset.amount)
