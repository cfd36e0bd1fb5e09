"""``posapp quick-add``: many payments at once from a file, one outcome for each row."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final
from uuid import NAMESPACE_OID, uuid5

import typer

from posapp.cli.call import Call, replayed, request_id_of
from posapp.cli.commands import Answer, command, noun
from posapp.cli.contract import CONFIRM
from posapp.cli.inputs import day_of, id_of
from posapp.cli.options import ConfirmOption, RequestIdOption
from posapp.cli.plain import Document
from posapp.cli.progress import ProgressLine
from posapp.cli.quick_add_json import batch_document, item_document, open_concerns
from posapp.domain.ids import ControlId
from posapp.domain.listing import PAGE_SIZE, PageRequest
from posapp.domain.money import Money
from posapp.domain.quick_add import (
    WAITING,
    BatchCriterion,
    BatchId,
    BatchItem,
    Outcome,
    QuickHeader,
    QuickKind,
)
from posapp.domain.topics import Saved
from posapp.errors import Refused

if TYPE_CHECKING:
    from posapp.services.quick_add import QuickAdd

app = noun(
    "Quick Add: many payments at once, by distribution rules or by accounts.",
    "posapp quick-add rules payments.csv --user kim --json",
)
_AGAIN: Final = (
    "This file was taken before; its rows are not taken twice. To take the same payments once more, "
    "repeat with a --request-id of your own."
)
_ROWS_AGAIN: Final = "Rows that are replayed were taken already, with another file; they are not taken twice. To take the same payments once more, repeat with a --request-id of your own."

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="CSV with a header line.")]
BatchArgument = Annotated[str, typer.Argument(metavar="BATCH", help="Batch.")]
ControlOption = Annotated[
    str | None,
    typer.Option("--control", metavar="ID", help="Tender control; default: your open drawer."),
]
DateOption = Annotated[
    str | None,
    typer.Option("--date", metavar="D", help="Payment date; default: the drawer's day."),
]
TapeCountOption = Annotated[
    int | None,
    typer.Option("--tape-count", min=0, metavar="N", help="Rows there must be, typed beforehand."),
]
TapeTotalOption = Annotated[
    str | None,
    typer.Option("--tape-total", metavar="A", help="What they must sum to, typed beforehand."),
]
ResumeOption = Annotated[
    bool,
    typer.Option("--resume", help="Try refused rows once more too; what is in stays as it is."),
]
OutcomeOption = Annotated[
    str | None,
    typer.Option(
        metavar="O", help="Has such a row: done, invalid, not_here, error, given_up, waiting."
    ),
]


def _register(kind: QuickKind, example: str, about: str) -> None:
    def run(
        call: Call,
        file: FileArgument,
        control: ControlOption = None,
        date: DateOption = None,
        tape_count: TapeCountOption = None,
        tape_total: TapeTotalOption = None,
        resume: ResumeOption = False,
        request_id: RequestIdOption = None,
        confirm: ConfirmOption = None,
    ) -> Document | Answer:
        quick, actor = call.services.quick_add, call.actor
        read = quick.read_file(file, kind, actor, once=request_id is None)
        # The same file is the same request: killed half way and started again, it doubles nothing.
        own = str(uuid5(NAMESPACE_OID, f"quick-add/{kind.value}/{read.sha256}"))
        call.request_id = own if request_id is None else request_id_of(request_id)
        drawer = None if control is None else ControlId(id_of(control, field="tender_control"))
        day = None if date is None else day_of(date, field="payment_date")
        total = None if tape_total is None else _money(call, drawer, tape_total)
        header = QuickHeader(kind, drawer, day, tape_count, total)
        saved = quick.start(header, read.rows, call.request_id, actor)
        confirmed = frozenset(code.upper() for code in confirm or ())
        progress = ProgressLine(file.name)
        try:
            view = quick.run(
                saved.value,
                actor,
                confirmed=confirmed,
                lines=_open_lines(call, quick, saved.value) if resume else None,
                control_id=drawer,
                payment_date=day,
                progress=progress,
            )
        finally:
            progress.end()
        document = replayed(batch_document(view, call.setup), saved)
        if request_id is None and (saved.replayed or any(one.replayed for one in view.rows)):
            document["notes"] = [_AGAIN if saved.replayed else _ROWS_AGAIN]
        return _answer(document)

    run.__doc__ = (
        f"Take payments from a file, by {about}\n\n"
        "Each row gets one outcome: done, invalid (nothing was added), not_here (take it on the "
        "Payment Event page) or error (added, and its payment waits in Error). Rows that must be "
        "confirmed have none yet; then the exit code is 3. The same file again takes only what is "
        "left."
    )
    command(app, kind.value.lower(), example=example)(run)


_register(
    QuickKind.RULES,
    "posapp quick-add rules payments.csv --tape-count 40 --tape-total 1250.00 --user kim --json",
    "distribution rule and value: rule,value,amount,tender_type,check_number,request_id.",
)
_register(
    QuickKind.ACCOUNTS,
    "posapp quick-add accounts payments.csv --user kim --json",
    "account, one event a row: "
    "account,amount,tender_type,check_number,match_type,match_value,request_id.",
)


@command(app, "show", example="posapp quick-add show 1000000412 --user kim --json")
def show(call: Call, batch: BatchArgument) -> Document:
    """Show a batch with the outcome of each row."""
    batch_id = BatchId(id_of(batch, field="batch"))
    return batch_document(call.services.quick_add.show(batch_id, call.actor), call.setup)


@command(
    app, "give-up", writes=True,
    example='posapp quick-add give-up 1000000412 3 7 --reason "typed twice" --user kim --json',
)  # fmt: skip
def give_up(
    call: Call,
    batch: BatchArgument,
    rows: Annotated[
        list[int] | None, typer.Argument(metavar="[ROW...]", help="Rows; default: all that wait.")
    ] = None,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why, for who looks later.")] = "",
) -> Document:
    """Say that rows of a batch are not taken any more.

    Rows that are in are not touched; without ROW every other one is given up, so that the batch is
    not offered any more.
    """
    batch_id = BatchId(id_of(batch, field="batch"))
    settling = call.services.quick_settling
    saved = settling.give_up(batch_id, rows or None, reason, call.actor, call.request_id)
    return _shown(call, saved)


@command(
    app, "tape", writes=True,
    example="posapp quick-add tape 1000000412 --tape-count 40 --tape-total 1250.00 --user kim",
)  # fmt: skip
def tape(
    call: Call,
    batch: BatchArgument,
    tape_count: TapeCountOption = None,
    tape_total: TapeTotalOption = None,
) -> Document:
    """Correct the tape of a batch, while a row of it is open; a figure left out is none."""
    batch_id = BatchId(id_of(batch, field="batch"))
    view = call.services.quick_add.show(batch_id, call.actor)
    call.currency = view.currency
    currency = call.setup.currencies[view.currency]
    total = None if tape_total is None else currency.parse(tape_total, field="tape_total")
    settling = call.services.quick_settling
    saved = settling.correct_tape(batch_id, tape_count, total, call.actor, call.request_id)
    return _shown(call, saved)


@command(app, "search", example="posapp quick-add search --outcome waiting --user kim --json")
def search(
    call: Call,
    date_from: Annotated[str | None, typer.Option(metavar="D", help="Payment date.")] = None,
    date_to: Annotated[str | None, typer.Option(metavar="D", help="Payment date.")] = None,
    taken_by: Annotated[str | None, typer.Option(metavar="NAME", help="Full name.")] = None,
    control: ControlOption = None,
    kind: Annotated[
        QuickKind | None, typer.Option(help="Rules or accounts.", case_sensitive=False)
    ] = None,
    outcome: OutcomeOption = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = PAGE_SIZE,
) -> Document:
    """List batches, newest first."""
    filters = {
        BatchCriterion.DATE_FROM: None if date_from is None else day_of(date_from, field="date"),
        BatchCriterion.DATE_TO: None if date_to is None else day_of(date_to, field="date"),
        BatchCriterion.USER: None if taken_by is None else _taker(call, taken_by),
        BatchCriterion.CONTROL: None if control is None else id_of(control, field="tender_control"),
        BatchCriterion.KIND: kind,
        BatchCriterion.OUTCOME: None if outcome is None else _outcome(outcome),
    }
    given = {name.value: value for name, value in filters.items() if value is not None}
    found: list[BatchItem] = []
    after: tuple[Any, ...] | None = None
    while True:
        size = min(PAGE_SIZE, limit - len(found))
        request = PageRequest(filters=given, after=after, limit=size)
        page = call.services.quick_add.search(request, call.actor)
        found += page.rows
        after = page.next
        if after is None or len(found) >= limit:
            setup = call.setup
            return {
                "batches": [item_document(one, setup) for one in found],
                "more": after is not None,
            }


def _shown(call: Call, saved: Saved[BatchId]) -> Document:
    """The batch as it is after something was decided about it."""
    view = call.services.quick_add.show(saved.value, call.actor)
    return replayed(batch_document(view, call.setup), saved)


def _answer(document: dict[str, Any]) -> Document | Answer:
    """The document; with what must be confirmed and its exit code where rows wait for it."""
    concerns = open_concerns(document)
    if not concerns:
        return document
    return Answer(document | {"concerns": concerns}, CONFIRM)


def _money(call: Call, drawer: ControlId | None, text: str) -> Money:
    """The sum of the tape, in the currency of the drawer."""
    code = call.services.quick_add.currency(drawer, call.actor)
    call.currency = code
    return call.setup.currencies[code].parse(text, field="tape_total")


def _open_lines(call: Call, quick: "QuickAdd", batch_id: BatchId) -> list[int]:
    """Rows that are neither in nor given up."""
    return [one.line for one in quick.show(batch_id, call.actor).rows if not one.is_settled]


def _taker(call: Call, name: str) -> int:
    """The user of a full name."""
    for user_id, known in call.services.browse.takers(call.actor):
        if known.casefold() == name.strip().casefold():
            return user_id
    raise Refused("M-55", field="taken_by", value=name)


def _outcome(text: str) -> str:
    word = text.strip().lower()
    if word not in {WAITING, *Outcome}:
        raise Refused("M-55", field="outcome", value=text)
    return word
