"""Options that many commands share, declared once, and what was given of them."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated, Any

import typer

DbOption = Annotated[
    str | None,
    typer.Option(
        "--db",
        metavar="URL",
        help="Database: a path, sqlite:///path or postgresql://user@server/name. "
        "Default: the workstation's settings.",
        show_default=False,
    ),
]
UserOption = Annotated[
    str | None,
    typer.Option(
        "--user",
        metavar="NAME",
        help="Who asks. Password from POSAPP_PASSWORD, a prompt on a terminal, or the keyring.",
        show_default=False,
    ),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="One JSON document on standard output, nothing else.")
]
RequestIdOption = Annotated[
    str | None,
    typer.Option(
        "--request-id",
        metavar="UUID",
        help="Identity of this request: repeating it gives the first result, marked replayed.",
        show_default=False,
    ),
]
ConfirmOption = Annotated[
    list[str] | None,
    typer.Option(
        "--confirm",
        metavar="CODE",
        help="Yes to a concern of an earlier try, such as M-39; repeatable.",
        show_default=False,
    ),
]
IfVersionOption = Annotated[
    int | None,
    typer.Option(
        "--if-version",
        metavar="N",
        min=1,
        help="Only if the event still has this version, as 'show' gave it; else M-30.",
        show_default=False,
    ),
]
LimitOption = Annotated[
    int, typer.Option("--limit", min=1, max=1000, metavar="N", help="Lines to show at most.")
]
ReasonOption = Annotated[str, typer.Option("--reason", metavar="R", help="Cancel reason.")]
NoFreezeOption = Annotated[
    bool, typer.Option("--no-freeze", help="Leave the new payment to be looked at first.")
]
ToOption = Annotated[
    str | None, typer.Option("--to", metavar="ACCOUNT", help="The account that should have had it.")
]
MatchOption = Annotated[
    str | None,
    typer.Option(
        "--match", metavar="TYPE:VALUE", help="What it pays: ITEM-ID:1234; 'none' for no match."
    ),
]
NameOption = Annotated[
    str | None, typer.Option("--name", help="Who it is for, on accounts without customer.")
]
ReferenceOption = Annotated[
    str | None,
    typer.Option("--reference", help="Reference, required on accounts without customer."),
]
CommentsOption = Annotated[str | None, typer.Option("--comments", help="Remarks on the payment.")]
AuthorizationOption = Annotated[
    str | None,
    typer.Option(
        "--authorization",
        metavar="CODE",
        help="Code of the authorization, of a tender whose type needs one.",
    ),
]
LongCommentOption = Annotated[
    str | None, typer.Option("--comment", help="A wider comment, kept with the payment.")
]
LineOption = Annotated[
    list[str] | None,
    typer.Option(
        "--line",
        metavar="CODE:AMOUNT[:TEXT]",
        help="Ledger account that is credited, on accounts without customer; repeatable.",
    ),
]


class Change(StrEnum):
    """What became of the change that was given for a cancelled tender (D-11)."""

    RETURNED = "returned"
    KEPT = "kept"


BankAccountOption = Annotated[
    str,
    typer.Option(
        "--bank-account",
        metavar="[BANK:]B",
        help="Our account that is charged; default: the one the money went to.",
    ),
]
ChangeOption = Annotated[
    Change | None, typer.Option("--change", help="Did the customer bring the change back?")
]
ChangeDrawerOption = Annotated[
    str | None,
    typer.Option(
        "--change-drawer",
        metavar="ID",
        help="Tender control that returned change goes into; default: the one it came from.",
    ),
]


@dataclass(frozen=True, slots=True)
class Given:
    """What was given of the shared options so far; later levels win."""

    db: str = ""
    user: str = ""
    as_json: bool = False
    alone: bool = False
    """Whether the process is there for this command: then nothing it loads ever goes away."""

    def with_more(self, db: str | None, user: str | None, *, as_json: bool) -> "Given":
        """These options with those of the next level on top.

        Raises:
            typer.BadParameter: an empty address, as a script with an empty variable gives it.
        """
        if db is not None and not db.strip():
            raise typer.BadParameter("is empty.", param_hint="'--db'")
        return replace(
            self, db=db or self.db, user=user or self.user, as_json=as_json or self.as_json
        )


def given_so_far(context: Any) -> Given:
    """The options that the levels above this one took."""
    return context.obj if isinstance(context.obj, Given) else Given()
