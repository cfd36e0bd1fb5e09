"""Payable items of the demo customers: permits, violations, lockers, access cards (IT-1)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from posapp.domain.codes import ChargeKind
from posapp.domain.plates import Plate
from posapp.services.demo_people import Agreement, Customer, Weighted
from posapp.services.demo_records import Payment, Share

_LETTERS: Final = "ABCDEFGHJKLMNPRSTUVWXYZ"
_VIOLATIONS: Final = (
    ("No parking here", 6_500),
    ("Meter expired", 3_500),
    ("Fire hydrant", 11_500),
    ("Permit not shown", 4_500),
)
_KINDS: Final = Weighted(
    ("VIOLATION", 46),
    ("PERMIT", 24),
    ("LOCKER", 14),
    ("TEMP-PERMIT", 9),
    ("ACCESS-CARD", 7),
)
_FEES: Final = {
    "PERMIT": ("Parking permit, zone {zone}", 18_000, "P"),
    "TEMP-PERMIT": ("Visitor permit, one week", 1_200, "T"),
    "LOCKER": ("Locker {number}", 2_500, "L"),
    "ACCESS-CARD": ("Access card", 1_500, "C"),
}
_STATE: Final = "NY"
_DAYS: Final = 540
_PENALTY: Final = 1_000


@dataclass(slots=True)
class Item:
    """An item: its agreement, charge lines in cents, and whether it was paid."""

    account_id: int
    agreement: Agreement
    number: str
    description: str
    day: date
    lines: list[tuple[ChargeKind, int]]
    attributes: dict[str, str]
    paid: bool = False


class Items:
    """Gives items to some customers.

    Args:
        today: nothing is issued after it.
        open_day: the first day from the given one on which the office is open.
        agreement: makes the agreement of an item.
        look_up: writes a plate as a look-up key.
    """

    def __init__(
        self,
        today: date,
        open_day: Callable[[date], date],
        agreement: Callable[[int, str], Agreement],
        look_up: Callable[[int, str, str], None],
    ) -> None:
        self._today = today
        self._open_day = open_day
        self._agreement = agreement
        self._look_up = look_up
        self._count = 0

    def of(self, customer: Customer) -> Iterator[tuple[Item, Payment | None]]:
        """Items of a customer with the payment of each that was paid."""
        rng = customer.random
        plate = _plate(rng)
        for kind, value in Plate(plate, _STATE).keys:
            self._look_up(customer.account_id, kind, value)
        for _ in range(rng.randrange(1, 4)):
            item = self._item(customer.account_id, plate, rng)
            day = self._open_day(item.day + timedelta(days=rng.randrange(1, 40)))
            payment = None
            if day < self._today and rng.random() < 0.65:  # noqa: PLR2004
                item.paid = True
                due = sum(cents for _, cents in item.lines)
                share = [Share(item.agreement, due)]
                payment = Payment(
                    customer.account_id, day, share, customer.cash_only, rng, item=item.number
                )
            yield item, payment

    def _item(self, account_id: int, plate: str, rng: Random) -> Item:
        self._count += 1
        sa_type = _KINDS.pick(rng)
        day = self._today - timedelta(days=rng.randrange(2, _DAYS))
        agreement = self._agreement(account_id, sa_type)
        if sa_type == "VIOLATION":
            text, fine = rng.choice(_VIOLATIONS)
            lines = [(ChargeKind.FINE, fine)]
            if rng.random() < 0.2:  # noqa: PLR2004
                lines.append((ChargeKind.PENALTY, _PENALTY))
            number = f"{4_100_000_000 + self._count * 37}"
            facts = {"plate": plate, "time": f"{rng.randrange(7, 20):02d}:{rng.randrange(60):02d}"}
            return Item(account_id, agreement, number, text, day, lines, facts)
        form, fee, letter = _FEES[sa_type]
        text = form.format(zone=rng.choice("ABCD"), number=rng.randrange(100, 400))
        number = f"{letter}{day:%y}-{self._count:05d}"
        lines = [(ChargeKind.FEE, fee)]
        return Item(account_id, agreement, number, text, day, lines, {"plate": plate})


def _plate(rng: Random) -> str:
    letters = "".join(rng.choice(_LETTERS) for _ in range(3))
    return f"{letters} {rng.randrange(1000, 10000)}"
