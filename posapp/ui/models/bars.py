"""What a bar of a chart shows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, an amount in minor units for each series, and what it shows in words."""

    label: str
    values: tuple[int, ...]
    words: str
