"""The nouns under ``posapp``: each is loaded when somebody asks for it, for a command needs one."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import Any, Final

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

MODULES: Final[Mapping[str, str]] = {
    "receipt": "receipt",
    "demo": "demo",
    "bench": "bench",
    "verify": "verify",
    "db": "db",
    "copy": "copies",
    "support": "support",
    "user": "user",
    "import": "import_",
    "account": "account_rating",
    "person": "person",
    "agreement": "agreement",
    "bill": "bill",
    "item": "item",
    "credit": "open_credits",
    "adjustment": "adjustment",
    "checkout": "checkout",
    "match-event": "match_event",
    "transaction": "transaction",
    "event": "event",
    "payment": "payment",
    "quick-add": "quick_add",
    "tender": "tender",
    "characteristic": "characteristic",
    "template": "template",
    "exception": "exception",
    "mandate": "mandate",
    "autopay": "autopay",
    "schedule": "schedule",
    "job": "job",
    "mail": "mail",
    "rate": "converter",
    "scan": "scan",
    "setup": "setup",
    "audit": "audit",
    "period": "period",
    "ledger": "ledger",
    "payroll": "payroll",
    "control": "control",
    "deposit-control": "deposit_control",
    "turn-in": "turn_in",
    "paper": "paper",
}
"""Noun -> its module, in the order of the help.

The module has an ``app`` of verbs, or a function ``register`` that adds the one command it is.
"""

Command = TyperGroup | TyperCommand


class LateCommands(Mapping[str, Command]):
    """Noun -> its command; the names are known, what is behind one is loaded when it is taken."""

    def __getitem__(self, name: str) -> Command:
        """The command of a noun.

        Raises:
            KeyError: there is no such noun.
        """
        if name not in MODULES:
            raise KeyError(name)
        return _loaded(name)

    def __iter__(self) -> Iterator[str]:
        return iter(MODULES)

    def __len__(self) -> int:
        return len(MODULES)

    def __contains__(self, name: object) -> bool:
        return name in MODULES


class NounGroup(TyperGroup):
    """The group of all nouns."""

    def __init__(self, **attrs: Any) -> None:
        super().__init__(**attrs)
        self.commands: Any = LateCommands()

    def get_command(self, ctx: Any, cmd_name: str) -> Command | None:  # noqa: ARG002
        """The command of a noun, if there is one; a bug while it loads is no missing command."""
        return _loaded(cmd_name) if cmd_name in MODULES else None

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """The names in the order of the help; Typer's own loads every command for them."""
        return list(self.commands)


@cache
def _loaded(name: str) -> Command:
    module = import_module(f"posapp.cli.{MODULES[name]}")
    app = getattr(module, "app", None)
    if app is None:
        app = typer.Typer(rich_markup_mode=None, add_completion=False)
        module.register(app)
    command: Any = get_command(app)
    command.name = name
    found: Command = command
    return found
