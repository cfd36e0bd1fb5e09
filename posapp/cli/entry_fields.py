"""Fields of one of several tenders or payments: ``--tender-field 2.micr=...`` and its like.

The number is the place of the ``--tender`` or ``--pay`` that the field belongs to, so nothing else
of the command line can be meant, and the text may hold anything (TN-7, NC-2, NCI-03).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any, Final, TypeVar

import typer

from posapp.domain.payment_events import PaymentDraft, TenderDraft

Draft = TypeVar("Draft", TenderDraft, PaymentDraft)

TENDER_FIELDS: Final[Mapping[str, str]] = {
    "micr": "micr",
    "customer-id": "customer_id",
    "external-reference": "external_reference",
    "name": "name",
}
PAY_FIELDS: Final[Mapping[str, str]] = {
    "name": "non_cis_name",
    "reference": "reference",
    "comments": "comments",
    "comment": "long_comment",
}

TenderFieldOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="N.FIELD=TEXT",
        help="Of the N-th --tender: micr, customer-id, external-reference or name. Repeatable.",
    ),
]
PayFieldOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="N.FIELD=TEXT",
        help="Of the N-th --pay: name, reference, comments or comment. Repeatable.",
    ),
]


def with_fields(
    drafts: tuple[Draft, ...], texts: Sequence[str], fields: Mapping[str, str], hint: str
) -> tuple[Draft, ...]:
    """The drafts with the fields that were given for each by its number, counted from 1.

    Raises:
        typer.BadParameter: a text of another shape, a field or number that is none, or one given
            twice.
    """
    found: dict[int, dict[str, Any]] = {}
    for text in texts:
        number, name, value = _parts(text, fields, hint)
        if not 1 <= number <= len(drafts):
            raise typer.BadParameter(
                f"{text!r}: there are {len(drafts)} of them.", param_hint=f"'{hint}'"
            )
        given = found.setdefault(number, {})
        if name in given:
            raise typer.BadParameter(f"{text!r} is given twice.", param_hint=f"'{hint}'")
        given[name] = value
    return tuple(replace(one, **found.get(at, {})) for at, one in enumerate(drafts, start=1))


def _parts(text: str, fields: Mapping[str, str], hint: str) -> tuple[int, str, str]:
    """Number, name of the draft's field, and text of one option."""
    left, equals, value = text.partition("=")
    number, _, name = left.strip().partition(".")
    known = name.strip().lower()
    if not equals or not number.isascii() or not number.isdigit() or known not in fields:
        raise typer.BadParameter(
            f"{text!r} is not N.FIELD=TEXT with one of {', '.join(fields)}.",
            param_hint=f"'{hint}'",
        )
    return int(number), fields[known], value.strip()
