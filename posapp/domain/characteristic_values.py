"""Whether a characteristic may stand where it is put, and whether its value fits its type.

Source: payments 2.4, DR-5. Pure: looking the number of something up is storage's.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from posapp.domain.characteristics import (
    AdHocFormat,
    CharacteristicDraft,
    CharacteristicKind,
    CharacteristicType,
    Entity,
)
from posapp.domain.texts import clean_text
from posapp.errors import Refused


def check_type(
    draft: CharacteristicDraft, entity: Entity, types: Mapping[str, CharacteristicType]
) -> CharacteristicType:
    """The type of a characteristic that may stand on such a thing (2.4).

    Raises:
        Refused: ``M-55`` for a type that is not there or not active, ``M-90`` for one that is not
            allowed here.
    """
    found = types.get(draft.characteristic_type)
    if found is None or not found.active:
        raise Refused("M-55", field="characteristic_type", value=draft.characteristic_type)
    if not found.stands_on(entity):
        raise Refused("M-90", field="characteristic_type", value=found.code, entity=entity.value)
    return found


def plain_value(draft: CharacteristicDraft, kind: CharacteristicType) -> tuple[str, str]:
    """Value and description of a predefined or ad hoc characteristic (DR-5).

    A foreign key comes back as typed and without description: storage looks it up.

    Raises:
        Refused: ``M-38`` when the value does not fit, ``M-50`` and ``M-58`` as every text.
    """
    value = clean_text(draft.value, "characteristic_value")
    if not value:
        raise Refused("M-50", field="characteristic_value", value="", reason="is required")
    if kind.kind is CharacteristicKind.PREDEFINED:
        code = next((one for one in kind.values if one.upper() == value.upper()), None)
        if code is None:
            raise invalid(kind, value)
        return code, kind.values[code]
    if kind.kind is CharacteristicKind.ADHOC and not _fits(value, kind.ad_hoc_format):
        raise invalid(kind, value)
    return value, ""


def invalid(kind: CharacteristicType, value: str) -> Refused:
    """The refusal of a value that a type does not know (M-38)."""
    return Refused("M-38", field="characteristic_value", value=value, rule=kind.description)


def _fits(value: str, form: AdHocFormat | None) -> bool:
    try:
        if form is AdHocFormat.NUMBER:
            return Decimal(value).is_finite()
        if form is AdHocFormat.DAY:
            date.fromisoformat(value)
    except (InvalidOperation, ValueError):
        return False
    return True
