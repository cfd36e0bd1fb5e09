"""Characteristics in one line of words (payments 2.4)."""

from collections.abc import Iterable

from posapp.domain.characteristics import CharacteristicView


def characteristic_words(characteristics: Iterable[CharacteristicView]) -> str:
    """Each as type and value, or what the value means: ``Remark: Torn corner``."""
    return "; ".join(f"{one.description}: {one.value_description or one.value}"
                     for one in characteristics)  # fmt: skip
