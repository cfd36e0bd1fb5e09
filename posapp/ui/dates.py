"""Reads dates as people type them: ISO, ``11-21``, ``21``, ``t`` for today, ``+1``, ``-3``."""

import re
from datetime import date, timedelta
from typing import Final

from posapp.errors import Refused

_OFFSET: Final = re.compile(r"(?P<sign>[+-])(?P<days>[0-9]{1,4})", re.ASCII)
_PARTS: Final = re.compile(
    r"(?:(?:(?P<year>[0-9]{4})[-./ ])?(?P<month>[0-9]{1,2})[-./ ])?(?P<day>[0-9]{1,2})", re.ASCII
)
# What an error repeats; anything else may be a password that was typed into the wrong field.
_DATE_LIKE: Final = re.compile(r"[0-9./ +-]{1,12}", re.ASCII)
_COMPACT: Final = re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})", re.ASCII)


def read_date(text: str, today: date, field: str = "date") -> date:
    """The date that a typed text means.

    Missing parts come from ``today``: ``11-21`` is this year's, ``21`` this month's.

    Args:
        text: what was typed; parts run from large to small as in ISO dates.
        today: the business date that ``t`` stands for.
        field: name of the input, for the refusal.

    Raises:
        Refused: ``M-50`` when the text is no date, ``M-94`` when it is nothing like one.
    """
    typed = text.strip()
    if typed.casefold() in {"t", "today"}:
        return today
    try:
        offset = _OFFSET.fullmatch(typed)
        if offset:
            days = int(offset["days"])
            return today + timedelta(days=days if offset["sign"] == "+" else -days)
        parts = _COMPACT.fullmatch(typed) or _PARTS.fullmatch(typed)
        if parts:
            year, month = int(parts["year"] or today.year), int(parts["month"] or today.month)
            return date(year, month, int(parts["day"]))
    except (ValueError, OverflowError):
        pass
    if not _DATE_LIKE.fullmatch(typed):
        raise Refused("M-94", field=field)
    raise Refused("M-50", field=field, value=text, reason="is not a date; write it as 2026-11-21")
