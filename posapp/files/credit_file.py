"""Open credits by age as a CSV file, safe in a spreadsheet (AC2-6)."""

import csv
from collections.abc import Iterable, Mapping
from io import StringIO
from typing import Final

from posapp.domain.ids import short_id
from posapp.domain.money import Currency
from posapp.domain.open_credits import OpenCredit
from posapp.files.ledger_file import safe

COLUMNS: Final = (
    "account",
    "name",
    "date",
    "age_days",
    "method",
    "comment",
    "amount",
    "used",
    "reserved",
    "left",
    "currency",
)


def credit_csv(credits_: Iterable[OpenCredit], currencies: Mapping[str, Currency]) -> bytes:
    """One line a credit under a fixed header."""
    text = StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(COLUMNS)
    for one in credits_:
        currency = currencies[one.currency]
        lines.writerow(
            (
                short_id(one.account_id),
                safe(one.name),
                one.day.isoformat(),
                str(one.age),
                safe(one.method),
                safe(one.comment),
                currency.text(one.amount),
                currency.text(one.used),
                currency.text(one.reserved),
                currency.text(one.left),
                currency.code,
            )
        )
    return text.getvalue().encode()
