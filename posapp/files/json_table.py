"""JSON as a table: an array of objects, or one inside an object by its dotted path.

Numbers become ``int`` and ``Decimal``, so money is never a float; NaN and Infinity are refused. A
key that stands twice in an object keeps its last value. ``line`` is the element, counted from 1.
"""

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final, NoReturn

from posapp.domain.imports import Reject
from posapp.files.faults import shown, shown_names, wrong_file
from posapp.files.table import Entry, Table

_MAX_INT: Final = 40


def parse_json(text: str, name: str) -> object:
    """The document in ``text``.

    Raises:
        Refused: ``M-82`` with line and column of what is not JSON.
    """
    try:
        return json.loads(
            text, parse_float=Decimal, parse_int=_whole, parse_constant=_refuse_constant
        )
    except json.JSONDecodeError as error:
        raise wrong_file(
            name, f"is not JSON: line {error.lineno}, column {error.colno}: {error.msg}"
        ) from None
    except RecursionError:
        raise wrong_file(name, "is nested too deeply") from None
    except (ValueError, ArithmeticError) as error:
        told = error.args[0] if isinstance(error, ValueError) else "has an endless number"
        raise wrong_file(name, str(told)) from None


def table_at(document: object, path: str, name: str, *, loose: bool = False) -> Table:
    """The list of objects at ``path`` (dots between keys; empty for the document itself).

    A single object counts as a list of one.

    Raises:
        Refused: ``M-82`` when there is no such list, with the keys that are there.
    """
    found = document
    for step in path.split(".") if path else ():
        if not isinstance(found, dict) or step not in found:
            keys = shown_names(found) if isinstance(found, dict) else "no keys"
            raise wrong_file(name, f"has no list at '{shown(path)}'; there: {keys}")
        found = found[step]
    if isinstance(found, dict) and path:
        found = [found]
    if not isinstance(found, list):
        keys = shown_names(found) if isinstance(found, dict) else "no list"
        raise wrong_file(name, f"is not a list of rows; the profile must say where: {keys}")
    return _table(found, loose=loose)


def _table(elements: Sequence[Any], *, loose: bool) -> Table:
    header: dict[str, None] = {}
    entries: list[Entry] = []
    rejected: list[Reject] = []
    for line, element in enumerate(elements, start=1):
        if isinstance(element, dict):
            header.update(dict.fromkeys(element))
            entries.append(Entry(line, element))
        else:
            rejected.append(Reject(line, "", shown(element), "the element is not an object"))
    return Table(tuple(header), tuple(entries), tuple(rejected), keyed=True, loose=loose)


def _whole(text: str) -> int | Decimal:
    """A whole number; beyond any real use it stays a Decimal, which has no limit of digits."""
    return int(text) if len(text) <= _MAX_INT else Decimal(text)


def _refuse_constant(text: str) -> NoReturn:
    raise ValueError(f"holds {text}, which is not a number")
