"""What the demo customers hand over: cash with change, checks, cards, two forms at once (D-01)."""

from dataclasses import dataclass
from enum import Enum
from random import Random
from typing import Final

from posapp.domain.setup import SetUp
from posapp.services.demo_people import Weighted

_FORMS: Final = Weighted[tuple[str, ...]](
    (("CASH",), 42),
    (("CHEC",), 29),
    (("CARD",), 20),
    (("MORD",), 4),
    (("TRAV",), 2),
    (("CHEC", "CARD"), 2),
    (("CHEC", "CASH"), 1),
)
_NO_CASH: Final = Weighted[tuple[str, ...]](
    (("CHEC",), 52), (("CARD",), 40), (("MORD",), 6), (("CHEC", "CARD"), 2)
)
_LIKE_CASH: Final = Weighted[tuple[str, ...]]((("CASH",), 86), (("TRAV",), 7), (("CCHK",), 7))
_CASH_ROUNDING: Final = Weighted((1, 30), (500, 25), (1_000, 20), (2_000, 25))
_CHECKS: Final = 5_000
_SMALLEST_TO_SPLIT: Final = 4_000


class Forms(Enum):
    """What forms of money a payment is made of."""

    ANY = _FORMS
    LIKE_CASH = _LIKE_CASH
    NO_CASH = _NO_CASH


@dataclass(slots=True)
class HandedOver:
    """One tender: type, cents, ledger account of the money, check number, whether it is change."""

    tender_type: str
    cents: int
    code: str
    check_number: str = ""
    cash_back: bool = False


class Tenders:
    """Chooses tenders for a payment."""

    def __init__(self, setup: SetUp, cash_code: str) -> None:
        self._codes = {
            code: kind.distribution_code or cash_code for code, kind in setup.tender_types.items()
        }
        self._checks = {
            code for code, kind in setup.tender_types.items() if kind.requires_check_number
        }
        self._gives_change = {
            code for code, kind in setup.tender_types.items() if kind.allow_cash_back
        }

    def of(self, cents: int, rng: Random, wanted: Forms) -> list[HandedOver]:
        """Tenders that make an amount; more cash than that brings change."""
        forms = wanted.value.pick(rng)
        if len(forms) > 1 and cents < _SMALLEST_TO_SPLIT:
            forms = forms[:1]
        if len(forms) > 1:
            first = cents * rng.randrange(30, 70) // 100 // 100 * 100
            amounts = (first, cents - first)
            return [self._one(form, part, rng) for form, part in zip(forms, amounts, strict=True)]
        (form,) = forms
        if form not in self._gives_change:
            return [self._one(form, cents, rng)]
        step = 5_000 if form == "TRAV" else _CASH_ROUNDING.pick(rng)
        given = -(-cents // step) * step
        tenders = [self._one(form, given, rng)]
        if given > cents:
            change = self._one("CASH", cents - given, rng)
            change.cash_back = True
            tenders.append(change)
        return tenders

    def _one(self, form: str, cents: int, rng: Random) -> HandedOver:
        check = str(1_000 + rng.randrange(_CHECKS)) if form in self._checks else ""
        return HandedOver(form, cents, self._codes[form], check)
