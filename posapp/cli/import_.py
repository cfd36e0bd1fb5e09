"""``posapp import``: foreign files through a profile."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from posapp.cli.call import Call, replayed
from posapp.cli.commands import command, noun
from posapp.cli.inputs import day_of
from posapp.cli.plain import Document, maybe
from posapp.cli.progress import ProgressLine
from posapp.domain.imports import ImportReport
from posapp.domain.money import Currency

_POSTED: Final = re.compile(r"posted with '(\d{4}-\d{2}-\d{2})'")
KINDS: Final = {
    "accounts": ("Customers with their accounts and look-up numbers.", "accounts"),
    "bills": ("Bills with their charge lines, by agreement.", "water-bills"),
    "items": ("Payable items such as violations and permits.", "parking-summonses"),
    "rates": ("Exchange rates by day.", "ecb-rates"),
}

app = noun(
    "Imports: foreign files (CSV, JSON, XLSX) through a profile.",
    "posapp import items summonses.json --profile parking-summonses --user adm",
)


def import_file(
    call: Call,
    kind: str,
    file: Path,
    profile: str,
    *,
    dry_run: bool,
    date: str | None,
) -> Document:
    """Import one file and report what came of it."""
    day = None if date is None else day_of(date, field="date")
    importing, actor = call.services.importing, call.actor
    progress = ProgressLine(file.name)
    try:
        saved = importing.run(
            kind,
            file,
            profile,
            actor,
            request_id=call.request_id,
            dry_run=dry_run,
            stand_in_date=day,
            progress=progress,
        )
    finally:
        progress.end()
    currency = importing.currency(kind, profile, actor)
    return replayed(report_document(saved.value, currency, day), saved)


def report_document(
    report: ImportReport, currency: Currency, stand_in: date | None = None
) -> dict[str, Any]:
    """The report as the contract words it; ``totals`` by name with count and amount.

    ``stand_in`` is the date that was given for dates that the file does not have.
    """
    return {
        "read": report.read,
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "dry_run": report.dry_run,
        "currency": currency.code,
        "totals": {
            name: {"count": total.count, "amount": maybe(currency, total.amount)}
            for name, total in report.totals.items()
        },
        "notes": [] if stand_in is None else list(_of_another_day(report, stand_in)),
        "rejected": [
            {
                "line": reject.line,
                "column": reject.column,
                "value": reject.value,
                "reason": reject.reason,
            }
            for reject in report.rejected
        ],
    }


def _of_another_day(report: ImportReport, day: date) -> Iterator[str]:
    """One sentence for all bills that were imported before under another stand-in date."""
    told = day.isoformat()
    earlier = [
        found[1]
        for reject in report.rejected
        if reject.column == "bill.bill_date" and reject.value == told
        if (found := _POSTED.search(reject.reason)) is not None
    ]
    if earlier:
        days = ", ".join(sorted(set(earlier)))
        yield (
            f"{len(earlier)} bill(s) of this file were imported before with another date in place "
            f"of the missing one: {days}, not {told}. They are not posted again; to see what is "
            f"new, repeat with --date {min(earlier)}."
        )


def _register(kind: str, about: str, profile_name: str) -> None:
    def run(
        call: Call,
        file: Annotated[Path, typer.Argument(metavar="FILE", help="The file.")],
        profile: Annotated[
            str, typer.Option(metavar="P", help="Profile: a shipped one by name, or a path.")
        ],
        dry_run: Annotated[
            bool, typer.Option("--dry-run", help="Say what it would come to; write nothing.")
        ] = False,
        date: Annotated[
            str | None, typer.Option(metavar="D", help="Stands in for dates that the file has not.")
        ] = None,
    ) -> Document:
        return import_file(call, kind, file, profile, dry_run=dry_run, date=date)

    run.__doc__ = (
        f"Import {kind}: {about[0].lower()}{about[1:]}\n\n"
        "Rows that cannot be taken are listed with line, column, value and reason; the rest is "
        "recorded at once, or nothing when a control total is wrong. A second run changes nothing."
    )
    example = f"posapp import {kind} FILE --profile {profile_name} --dry-run --user adm --json"
    command(app, kind, example=example, writes=True)(run)


for _kind, (_about, _profile) in KINDS.items():
    _register(_kind, _about, _profile)
