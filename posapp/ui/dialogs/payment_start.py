"""What the add dialog starts from: the payor's card, the set-up, the drawers; loaded off screen."""

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from posapp.domain.accounts import AccountCard
from posapp.domain.ids import AccountId
from posapp.domain.money import Money
from posapp.domain.one_line import latest_match
from posapp.domain.payment_events import TenderDraft
from posapp.domain.rights import Actor
from posapp.domain.scan_line import recognized
from posapp.domain.setup import SetUp
from posapp.domain.tender_controls import Control
from posapp.errors import Refused

if TYPE_CHECKING:
    from posapp.services.bundle import Services


@dataclass(frozen=True, slots=True)
class PaymentPreset:
    """A payment chosen before the dialog opened: a match and its amount in minor units."""

    match_type: str = ""
    match_value: str = ""
    amount: Money | None = None
    tenders: tuple[TenderDraft, ...] = ()
    """What was said to be handed over."""


NOTHING_CHOSEN: Final = PaymentPreset()


@dataclass(frozen=True, slots=True)
class PaymentStart:
    """Everything the dialog shows before a key is pressed; ``controls`` begins with the default."""

    card: AccountCard
    setup: SetUp
    controls: tuple[Control, ...]
    preset: PaymentPreset = NOTHING_CHOSEN
    """What a scanned stub asks for."""


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
    """The same for a typed account, item or bill number, or a scanned stub (AD-1)."""
    account_id, preset = account_named(services, actor, text, field=field)
    return replace(load_start(services, actor, account_id), preset=preset)


def account_named(
    services: "Services", actor: Actor, text: str, *, field: str
) -> tuple[AccountId, PaymentPreset]:
    """The account that a text names, and what the scan line of a stub asks for.

    A text that only looks like a scan line is what it says otherwise; runs off the GUI thread.

    Raises:
        Refused: ``M-01``, ``M-56``; of a scan line ``M-38``, ``M-58``, ``M-171``, ``M-172``.
    """
    if not recognized(text, services.setup().entry.layouts.values()):
        return services.accounts.resolve(text, actor, field=field), NOTHING_CHOSEN
    try:
        scanned = services.scan_lines.find(text, actor)
    except Refused as refused:
        with suppress(Refused):
            return services.accounts.resolve(text, actor, field=field), NOTHING_CHOSEN
        raise refused from None
    return scanned.account_id, PaymentPreset(*scanned.named.match, scanned.line.amount)


def with_latest_bill(preset: PaymentPreset, card: AccountCard, setup: SetUp) -> PaymentPreset:
    """The preset, or the latest bill where the account must name what it pays (AD-3, OI-1)."""
    if preset.match_type:
        return preset
    match_type, match_value = latest_match(card, setup)
    return replace(preset, match_type=match_type, match_value=match_value)
