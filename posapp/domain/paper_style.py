"""How a workstation writes numbers and dates on its papers (PR-05, 17)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PaperStyle:
    """Words of money and counts by a locale such as ``en_US``; dates by ``iso`` or a locale."""

    locale: str = "en_US"
    date_style: str = "iso"
