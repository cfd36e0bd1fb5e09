"""What was submitted, out of the snapshot of a checkout, as lines to read (CK-2)."""

import json
from collections.abc import Mapping
from typing import Any

from posapp.domain.money import Currency
from posapp.i18n import _
from posapp.ui.formats import Formats, joined

Lines = tuple[tuple[str, str, str], ...]
"""(name, words, amount) of each line; the last is what was to pay."""


def snapshot_lines(snapshot: str, formats: Formats) -> Lines:
    """Method, lines, credits and total as they were when the checkout was submitted.

    Args:
        snapshot: the JSON that the checkout keeps; amounts are decimal texts of its currency.
        formats: writes amounts.
    """
    found: dict[str, Any] = json.loads(snapshot)
    currency = formats.currency(str(found["currency"]))

    def money(text: object) -> str:
        return formats.money(currency.parse(str(text)), currency)

    return (
        ("method", _("Payment Method"), str(found["method"]) or _("Credits only")),
        *_lines(found, currency, formats),
        ("total", _("Items and adjustments"), money(found["total"])),
        (
            "credits",
            _("Credits used"),
            formats.money(-currency.parse(str(found["credits_total"])), currency),
        ),
        *((("comment", _("Comment"), str(found["comment"])),) if found.get("comment") else ()),
        ("to_pay", _("To pay"), money(found["to_pay"])),
    )


def _lines(found: Mapping[str, Any], currency: Currency, formats: Formats) -> Lines:
    return tuple(
        (
            f"line_{at}",
            joined(str(one["named"]), str(one["description"])),
            formats.money(currency.parse(str(one["amount"])), currency),
        )
        for at, one in enumerate(found["lines"])
    )
