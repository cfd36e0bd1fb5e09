"""Algorithms of third parties for distribution rules: loaded once, each on its own (DR-2..DR-5).

They come by entry points of the group ``posapp.distribution_rules``. One that cannot be loaded, or
two of one name, are told with their reason wherever they are named; nothing else is stopped.
What an algorithm raises becomes an ``AlgorithmFault``, so that money that was received is kept.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache, partial
from itertools import islice
from types import MappingProxyType
from typing import Any, Final, Protocol

from posapp.domain.distribution_rules import MOST_OF_VALUE
from posapp.domain.money import Money
from posapp.domain.rule_algorithms import (
    GROUP,
    Algorithm,
    AlgorithmFault,
    CheckValue,
    CreatePayment,
    DetermineAccount,
    RuleAlgorithms,
    RuleFacts,
    Share,
    is_name,
)
from posapp.domain.texts import clean_text, shown_words
from posapp.errors import Refused
from posapp.late import plugins

MOST_PAYMENTS: Final = 5_000
MOST_OF_REASON: Final = 160
_MOST_OF_NUMBER: Final = 60
_CARD: Final = "M-58"
_LOG: Final = logging.getLogger(__name__)


class Plugin(Protocol):
    """What we need of an ``importlib.metadata.EntryPoint``."""

    @property
    def name(self) -> str:
        """Name of the algorithm."""

    def load(self) -> Any:
        """Import it and return its record; may raise anything."""


@cache
def installed() -> RuleAlgorithms:
    """The algorithms installed beside the program; looked for once."""
    return load_algorithms(plugins(GROUP))


def load_algorithms(plugins: Iterable[Plugin]) -> RuleAlgorithms:
    """Load algorithms; what cannot be used is kept with the reason (and logged)."""
    found: dict[str, Algorithm] = {}
    failed: dict[str, str] = {}
    for plugin in sorted(plugins, key=lambda one: one.name):
        name = plugin.name
        if name in found or name in failed:
            found.pop(name, None)
            failed[name] = "it is installed more than once"
            continue
        loaded = _loaded(plugin)
        if isinstance(loaded, str):
            failed[name] = loaded
        else:
            found[name] = loaded
    for name, reason in failed.items():
        _LOG.error("Distribution rule algorithm %s is left out: %s", name, reason)
    return RuleAlgorithms(MappingProxyType(found), MappingProxyType(failed))


def _loaded(plugin: Plugin) -> Algorithm | str:
    """The algorithm, guarded; or why there is none."""
    if not is_name(plugin.name):
        return "its name must begin with a small letter and have no capitals"
    try:
        one = plugin.load()
    except Exception as error:  # noqa: BLE001 - a stranger's import may raise anything
        return _reason(error)
    if isinstance(one, CheckValue) and callable(one.check):
        return replace(one, label=str(one.label), check=partial(_check, one.check))
    if isinstance(one, DetermineAccount) and callable(one.determine):
        return replace(one, label=str(one.label), determine=partial(_determine, one.determine))
    if isinstance(one, CreatePayment) and callable(one.create):
        return replace(one, label=str(one.label), create=partial(_create, one.create))
    return f"it is a {type(one).__name__}, no CheckValue, DetermineAccount or CreatePayment"


def _check(function: Callable[[str], str], value: str) -> str:
    """The value to look up; ``ValueError`` is the algorithm's way to refuse one."""
    try:
        found = function(value)
    except ValueError:
        raise
    except Exception as error:
        raise AlgorithmFault(_reason(error)) from error
    return _text(found, MOST_OF_VALUE)


def _determine(function: Callable[[RuleFacts], str], facts: RuleFacts) -> str:
    try:
        found = function(facts)
    except Exception as error:
        raise AlgorithmFault(_reason(error)) from error
    return _text(found, _MOST_OF_NUMBER)


def _create(
    function: Callable[[RuleFacts], Sequence[Share]], facts: RuleFacts
) -> tuple[Share, ...]:
    try:
        shares = tuple(islice(function(facts), MOST_PAYMENTS + 1))
    except Exception as error:
        raise AlgorithmFault(_reason(error)) from error
    if len(shares) > MOST_PAYMENTS:
        raise AlgorithmFault(f"made more than {MOST_PAYMENTS} payments")
    return tuple(_share(share) for share in shares)


def _share(share: Any) -> Share:
    if not (isinstance(share, Share) and isinstance(share.amount, Money)):
        raise AlgorithmFault("gave something else than shares of money")
    said = (share.account, share.match_type, share.match_value)
    return Share(share.amount, *(_text(text, _MOST_OF_NUMBER) for text in said))


def _text(found: object, most: int) -> str:
    """A text as it may go on: what a person may not type, a stranger's code may not give (R13)."""
    if not isinstance(found, str):
        raise AlgorithmFault(f"gave {type(found).__name__} where a text belongs")
    try:
        return clean_text(found, "rule_value", most)
    except Refused as error:
        if error.code == _CARD:
            raise AlgorithmFault("gave a card number") from None
        raise AlgorithmFault(f"gave a text that {error.fields['reason']}") from None


def _reason(error: Exception) -> str:
    """What was raised, on one line and not too long: it is stored beside the payment."""
    return shown_words(f"{type(error).__name__}: {error}", MOST_OF_REASON).rstrip(": ")
