"""Characteristics: further facts about an event, a payment or a tender, by types that are set up.

Source: payments 2.4, 5, DR-5. A value is one of a list, free text of a format, or the number of
something that exists; ad hoc values have up to 254 signs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from posapp.domain.ids import PaymentId, TenderId


class CharacteristicKind(StrEnum):
    """Where the values of a type come from (2.4)."""

    PREDEFINED = "PREDEFINED"
    ADHOC = "ADHOC"
    FOREIGN_KEY = "FOREIGN_KEY"


class AdHocFormat(StrEnum):
    """What an ad hoc value looks like (DR-5)."""

    TEXT = "TEXT"
    NUMBER = "NUMBER"
    DAY = "DAY"


class ForeignKind(StrEnum):
    """What a foreign key points at."""

    ACCOUNT = "ACCOUNT"
    AGREEMENT = "AGREEMENT"
    BILL = "BILL"
    ITEM = "ITEM"
    TEMPLATE = "TEMPLATE"


class Entity(StrEnum):
    """What a characteristic can stand on."""

    EVENT = "event"
    PAYMENT = "payment"
    TENDER = "tender"


@dataclass(frozen=True, slots=True)
class CharacteristicType:
    """A characteristic type; ``values`` are those of a predefined one, code to description."""

    code: str
    description: str
    kind: CharacteristicKind
    ad_hoc_format: AdHocFormat | None
    foreign_kind: ForeignKind | None
    on_event: bool
    on_payment: bool
    on_tender: bool
    active: bool
    values: Mapping[str, str] = field(default_factory=dict)

    def stands_on(self, entity: Entity) -> bool:
        """Whether it is allowed for this kind of thing (2.4)."""
        allowed = {
            Entity.EVENT: self.on_event,
            Entity.PAYMENT: self.on_payment,
            Entity.TENDER: self.on_tender,
        }
        return allowed[entity]


@dataclass(frozen=True, slots=True)
class Bearer:
    """The event itself, or one of its payments or tenders."""

    payment_id: PaymentId | None = None
    tender_id: TenderId | None = None

    @property
    def entity(self) -> Entity:
        """What kind of thing it is."""
        if self.payment_id is not None:
            return Entity.PAYMENT
        return Entity.EVENT if self.tender_id is None else Entity.TENDER


@dataclass(frozen=True, slots=True)
class CharacteristicDraft:
    """Type and value as a person states them."""

    characteristic_type: str
    value: str


@dataclass(frozen=True, slots=True)
class CharacteristicView:
    """A characteristic as it is shown; ``description`` is the type's, the other the value's."""

    id: int
    payment_id: PaymentId | None
    tender_id: TenderId | None
    characteristic_type: str
    description: str
    value: str
    value_description: str

    @property
    def bearer(self) -> Bearer:
        """What it stands on."""
        return Bearer(self.payment_id, self.tender_id)
