"""Writes resources/locale/posapp.pot, every text that a translator needs.

Run ``python -m tests.helpers.make_template`` after texts changed. Texts are marked with ``_`` and
``plural``, or stand in a table of ``TABLES`` and are translated where they are shown.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from importlib import import_module
from io import BytesIO
from operator import attrgetter
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = ROOT / "resources" / "locale" / "posapp.pot"
Found = tuple[str | tuple[str, str], str]
"""A text, or both forms of one, and the file that it stands in."""

TABLES: Mapping[str, tuple[str, ...]] = {
    "posapp.domain.messages": ("CATALOGUE", "FIELD_LABELS"),
    "posapp.domain.rights": ("_IN_WORDS",),
    "posapp.domain.endorsements": ("NOTHING_TO_ENDORSE", "NOTHING_TO_STUB"),
    "posapp.domain.setup_tables": ("SETUP_TABLES",),
    "posapp.settings": ("_DECLARED",),
    "posapp.printing.day_heads": ("_WORDS",),
    "posapp.ui.words": ("_WORDS",),
    "posapp.ui.verbs": ("_VERBS",),
    "posapp.ui.account_hits": ("_KINDS",),
    "posapp.ui.checkout_words": ("_HEADINGS",),
    "posapp.ui.correct_words": ("FAULTS", "_PAPERS"),
    "posapp.ui.audit_words": ("KINDS", "MORE_ACTIONS"),
    "posapp.ui.log_words": ("ACTIONS", "_ROWS", "_COLUMNS"),
    "posapp.ui.drawer_words": ("_ENTRIES", "_CAUSES", "_MENDS", "_STEPS"),
    "posapp.ui.menus": ("ENTRIES",),
    "posapp.ui.models.item_lists": ("_DONE",),
    "posapp.ui.papers": ("WORDS",),
    "posapp.ui.storage_advice": ("_ADVICE",),
    "posapp.domain.exceptions": ("REPAIRS",),
    "posapp.domain.setup_use": ("TITLES",),
    "posapp.ui.dialogs.characteristic": ("_FORMATS",),
    "posapp.ui.dialogs.correct_fields": ("REQUIRED",),
    "posapp.ui.dialogs.help": ("TOPICS", "_EVERYWHERE", "_FIXED"),
    "posapp.ui.dialogs.paper": ("_TITLES", "_NONE_YET"),
    "posapp.ui.dialogs.payment": ("_ADVICE",),
    "posapp.ui.dialogs.preferences": ("_WORDS",),
    "posapp.ui.dialogs.receipt": ("_PRINT_WORDS",),
    "posapp.ui.dialogs.tender": ("_TEXTS",),
    "posapp.ui.widgets.banner": ("_WORDS",),
    "posapp.ui.widgets.deposit_tabs": (
        "MainTab.TITLE",
        "DrawersTab.TITLE",
        "TurnInsTab.TITLE",
        "ExceptionsTab.TITLE",
        "BankDepositsTab.TITLE",
    ),
    "posapp.ui.widgets.key_strip": ("_SHOWN",),
    "posapp.ui.widgets.paper_wish": ("_SUBJECTS",),
}
"""Constants whose texts are translated where they are shown, by module."""


def template() -> bytes:
    """The template as it should stand, the same for the same texts whenever it is made."""
    long_ago = datetime(2026, 1, 1, tzinfo=UTC)
    catalogue = Catalog(
        project="posapp", copyright_holder="posapp", creation_date=long_ago, charset="utf-8"
    )
    catalogue.header_comment = "# Texts of posapp."
    for text, where in (*_marked(), *_tabled()):
        catalogue.add(text, locations=((where, 0),))
    out = BytesIO()
    write_po(out, catalogue, width=100, sort_output=True, include_lineno=False)
    lines = out.getvalue().splitlines(keepends=True)
    # Another Babel is no other text.
    return b"".join(line for line in lines if not line.startswith(b'"Generated-By'))


def _marked() -> Iterator[Found]:
    """Literal texts in ``_`` and ``plural``, and reasons that sentences are filled with."""
    for path in sorted((ROOT / "posapp").rglob("*.py")):
        where = path.relative_to(ROOT).as_posix()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                yield from ((text, where) for text in _texts_of(node))


def _texts_of(call: ast.Call) -> Iterator[str | tuple[str, str]]:
    texts = [one.value for one in call.args if isinstance(one, ast.Constant)]
    named = call.func.id if isinstance(call.func, ast.Name) else ""
    if named == "_" and texts and isinstance(texts[0], str) and texts[0]:
        yield texts[0]
    elif named == "plural" and len(texts) > 1 and all(isinstance(one, str) for one in texts[:2]):
        yield str(texts[0]), str(texts[1])
    for keyword in call.keywords:
        value = keyword.value.value if isinstance(keyword.value, ast.Constant) else None
        if keyword.arg == "reason" and isinstance(value, str) and is_text(value):
            yield value


def _tabled() -> Iterator[Found]:
    for name, constants in TABLES.items():
        module = import_module(name)
        for constant in constants:
            where = f"{name.replace('.', '/')}.py"
            for text in _inside(attrgetter(constant)(module)):
                yield text, where


def _inside(value: Any) -> Iterator[str]:
    """The texts of a table, keys and names left out."""
    if isinstance(value, str) and not isinstance(value, Enum):
        if is_text(value):
            yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _inside(one)
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _inside(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _inside(getattr(value, field.name))


def is_text(value: str) -> bool:
    """Whether a string is read by people: no code, no field name."""
    readable = any(char.islower() for char in value)
    return readable and (" " in value or value[0].isupper() or value[0] == "&")


if __name__ == "__main__":
    TEMPLATE.write_bytes(template())
