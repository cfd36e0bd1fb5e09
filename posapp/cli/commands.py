"""Commands: a function that returns a document becomes a command of the contract.

``command`` adds the shared options to the function's own, runs it with a ``Call``, writes the
answer and turns every error of the program into its exit code. So a command holds nothing but what
it does.
"""

import gc
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Concatenate, Final, ParamSpec

import typer

from posapp.cli.call import Call, answer, request_id_of, tell
from posapp.cli.contract import USAGE
from posapp.cli.failures import report
from posapp.cli.options import (
    ConfirmOption,
    DbOption,
    IfVersionOption,
    JsonOption,
    RequestIdOption,
    UserOption,
    given_so_far,
)
from posapp.cli.plain import Document
from posapp.errors import PosError
from posapp.settings import SettingsError

P = ParamSpec("P")

_SHARED: Final[dict[str, tuple[Any, Any]]] = {
    "db": (DbOption, None),
    "user": (UserOption, None),
    "as_json": (JsonOption, False),
}
_WRITES: Final[dict[str, tuple[Any, Any]]] = {
    "request_id": (RequestIdOption, None),
    "confirm": (ConfirmOption, None),
}
_SEES: Final[dict[str, tuple[Any, Any]]] = {"if_version": (IfVersionOption, None)}


@dataclass(frozen=True, slots=True)
class Answer:
    """A document with an exit code of its own: a finding is no error, yet not all is well."""

    document: Document
    code: int


Work = Callable[Concatenate[Call, P], Document | Answer]


def noun(about: str, example: str) -> typer.Typer:
    """An empty group of commands about one thing; takes the shared options too."""
    app = typer.Typer(
        help=with_example(about, example),
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=False,
    )
    app.callback()(take_options)
    return app


def take_options(
    context: typer.Context,
    db: DbOption = None,
    user: UserOption = None,
    as_json: JsonOption = False,
) -> None:
    """Remember the shared options of this level for the commands below it."""
    context.obj = given_so_far(context).with_more(db, user, as_json=as_json)


def command(
    app: typer.Typer, name: str, *, example: str, writes: bool = False, sees: bool = False
) -> Callable[[Work[P]], Work[P]]:
    """Make a command of a function; its docstring is the help, its parameters the options.

    Args:
        app: the group that gets the command.
        name: the verb.
        example: the example of the help.
        writes: adds ``--request-id`` and ``--confirm``.
        sees: adds ``--if-version``: it changes an event that somebody looked at before (PY-6).
    """

    def register(work: Work[P]) -> Work[P]:
        extra = _SHARED | (_WRITES if writes else {}) | (_SEES if sees else {})

        def run(context: typer.Context, **values: Any) -> None:
            _check_texts(values)
            shared = {key: values.pop(key) for key in extra}
            given = given_so_far(context).with_more(
                shared["db"], shared["user"], as_json=shared["as_json"]
            )
            confirmed = frozenset(code.upper() for code in shared.get("confirm") or ())
            request_id = request_id_of(shared.get("request_id")) if writes else ""
            call = Call(given, request_id, confirmed, shared.get("if_version"))
            call.writes = writes
            _carry_out(call, lambda: work(call, **values))  # type: ignore[call-arg]

        signature = _signature(work, extra)
        run.__signature__ = signature  # type: ignore[attr-defined]
        run.__annotations__ = {p.name: p.annotation for p in signature.parameters.values()}
        app.command(name, help=with_example(inspect.getdoc(work) or "", example))(run)
        return work

    return register


def _check_texts(values: Mapping[str, Any]) -> None:
    """Arguments are text; the shell may hand over bytes that are none.

    Raises:
        typer.BadParameter: naming the option or argument.
    """
    for name, value in values.items():
        texts = value if isinstance(value, list) else [value]
        if any(isinstance(text, str) and not text.isascii() and _is_broken(text) for text in texts):
            hint = f"'{name.strip('_').replace('_', '-')}'"
            raise typer.BadParameter("is no text in the encoding of this system.", param_hint=hint)


def _is_broken(text: str) -> bool:
    return any("\ud800" <= sign <= "\udfff" for sign in text)


def with_example(about: str, example: str) -> str:
    """Help text with an example that is not wrapped."""
    return f"{about}\n\n\b\nExample:\n  {example}"


def _carry_out(call: Call, work: Callable[[], Document | Answer]) -> None:
    """Run a command and answer.

    Raises:
        typer.Exit: with the exit code when it is not 0.
    """
    if call.given.alone:
        gc.freeze()
        gc.enable()
    try:
        result = work()
    except (PosError, OSError) as error:
        found = report(error, call.known_currencies(), call.currency, call.request_id)
        if call.given.as_json:
            answer(found.document, json=True)
        else:
            tell(found.sentences)
        raise typer.Exit(found.code) from error
    except SettingsError as error:
        tell([str(error)])
        raise typer.Exit(USAGE) from error
    finally:
        call.close()
    done = result if isinstance(result, Answer) else Answer(result, 0)
    answer(done.document, json=call.given.as_json)
    if done.code:
        raise typer.Exit(done.code)


def _signature(work: Callable[..., Any], extra: dict[str, tuple[Any, Any]]) -> inspect.Signature:
    """The signature that Typer reads: context, the function's own parameters, the shared ones."""
    keyword = inspect.Parameter.KEYWORD_ONLY
    own = list(inspect.signature(work).parameters.values())[1:]
    return inspect.Signature(
        [
            inspect.Parameter("context", keyword, annotation=typer.Context),
            *(parameter.replace(kind=keyword) for parameter in own),
            *(
                inspect.Parameter(key, keyword, annotation=annotation, default=default)
                for key, (annotation, default) in extra.items()
            ),
        ]
    )
