"""Options of commands that hand things over in batches: the general ledger, payroll (ML-5)."""

from pathlib import Path
from typing import Annotated

import typer

OutputOption = Annotated[
    Path, typer.Option("--output", "-o", metavar="FILE", help="A .csv or .xlsx file.")
]
UntilOption = Annotated[
    str | None,
    typer.Option("--until", metavar="DATE", help="Last date that goes along; default: today."),
]
BatchOption = Annotated[
    int | None, typer.Option("--batch", metavar="N", min=1, help="Write this batch again.")
]
