"""Layouts of mails: placeholders, their check when a layout is saved, and filling them in (ML-1, ML-2).

A placeholder is a name in curly brackets. Values are filled in once and never read again, so a
bracket in somebody's name is only text. Pure.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from posapp.domain.mail_codes import MailKind
from posapp.domain.texts import clean_text
from posapp.errors import Refused

SUBJECT_WIDTH: Final = 200
BODY_WIDTH: Final = 4000
_MARK: Final = re.compile(r"\{([a-z_]+)\}")
_LINES: Final = frozenset({"items", "credits"})
_MUST: Final = "confirmation"

_COMMON: Final[Mapping[str, str]] = {
    "org": "City of Example",
    "name": "Okafor, Ngozi",
    "email": "ngozi.okafor@example.org",
    "employee_number": "E-20417",
    "confirmation": "100000000042",
    "processed_at": "2026-11-20 10:00",
    "items": "Permit P-1180: USD 180.00",
    "credits": "Credit of 2026-11-18: USD -45.00",
    "total": "USD 135.00",
    "method": "Cash",
    "comment": "Fall term",
    "cashier": "Kim",
    "workstation": "DESK-1",
}
_OF_PAYROLL: Final = {"amount": "USD 45.00", "credit_left": "USD 0.00"}

PLACEHOLDERS: Final[Mapping[MailKind, Mapping[str, str]]] = {
    MailKind.CHECKOUT: _COMMON,
    MailKind.REFUND: _COMMON,
    MailKind.PAYROLL: {**_COMMON, **_OF_PAYROLL},
}
"""What each kind of mail knows, with an example for the preview."""


def check_layout(kind: MailKind, subject: str, body: str) -> None:
    """Stop a layout that could not be filled in.

    Raises:
        Refused: ``M-361`` an unknown placeholder, ``M-362`` a bracket that stands alone, ``M-363``
            without the confirmation number nobody could trace the mail.
    """
    known = PLACEHOLDERS[kind]
    for field, text in (("subject", subject), ("body", body)):
        names = set(_MARK.findall(text))
        offered = set(known) - (_LINES if field == "subject" else frozenset())
        unknown = sorted(names - offered)
        if unknown:
            listed = ", ".join(sorted(offered))
            raise Refused("M-361", field=field, value=f"{{{unknown[0]}}}", known=listed)
        rest = _MARK.sub("", text)
        alone = next((at for at, sign in enumerate(rest) if sign in "{}"), None)
        if alone is not None:
            raise Refused("M-362", field=field, value=rest[max(alone - 10, 0) : alone + 10].strip())
    if _MUST not in _MARK.findall(f"{subject} {body}"):
        raise Refused("M-363", field="body", value=f"{{{_MUST}}}")


def fill(kind: MailKind, subject: str, body: str, values: Mapping[str, str]) -> tuple[str, str]:
    """Subject and text of a mail.

    Values are cleaned here whatever they are: without line ends and signs that nobody sees, but
    for the lines of ``items`` and ``credits`` (ML-4). A line of the text whose placeholders are
    all empty is left out.

    Args:
        kind: which placeholders there are.
        subject: its layout.
        body: its layout.
        values: of the placeholders; a missing one is empty.
    """
    clean = {name: _clean(name, values.get(name, "")) for name in PLACEHOLDERS[kind]}
    top = _one_line(_MARK.sub(lambda found: clean.get(found[1], ""), subject))[:SUBJECT_WIDTH]
    return top, "\n".join(_filled(body, clean)).strip("\n") + "\n"


def preview(kind: MailKind, subject: str, body: str) -> tuple[str, str]:
    """Subject and text with the examples filled in.

    Raises:
        Refused: as ``check_layout``.
    """
    check_layout(kind, subject, body)
    return fill(kind, subject, body, PLACEHOLDERS[kind])


def one_line(text: str) -> str:
    """A text in one line, without controls and signs that turn the direction of reading (ML-4)."""
    return _one_line(text)


def _filled(body: str, values: Mapping[str, str]) -> Iterator[str]:
    for line in body.splitlines():
        names = _MARK.findall(line)
        if names and not any(values.get(name) for name in names):
            continue
        yield _MARK.sub(lambda found: values.get(found[1], ""), line).rstrip()


def _clean(name: str, value: str) -> str:
    if name not in _LINES:
        return _one_line(value)
    return "\n".join(_one_line(one) for one in value.splitlines())


def _one_line(text: str) -> str:
    try:
        return clean_text(text, "mail", max(len(text), 1))
    except Refused:
        # A number that looks like a card's goes nowhere, least of all into a mail (R13).
        return "…"
