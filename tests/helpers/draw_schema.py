"""Draws docs/data-model.svg from the tables: ``python -m tests.helpers.draw_schema`` (needs dot)."""

import subprocess
from html import escape
from itertools import cycle
from pathlib import Path

from posapp.storage.tables.schema import METADATA, MODULES

ROOT = Path(__file__).resolve().parents[2]
COLOURS = (
    "#fde8ef",
    "#eef7d9",
    "#e8f0fe",
    "#e6f4ea",
    "#fef7e0",
    "#fce8e6",
    "#f3e8fd",
    "#e0f7fa",
    "#f1f3f4",
    "#fff3e0",
    "#e8eaf6",
    "#f0f4c3",
    "#ede7f6",
    "#fbe9e7",
    "#e3f2fd",
    "#e0f2f1",
    "#fff8e1",
    "#e8f5e9",
    "#fce4ec",
    "#f9fbe7",
    "#eceff1",
    "#e1f5fe",
    "#fff1f0",
    "#e9f7ef",
)


def dot() -> str:
    """The graph in the language of Graphviz: a box a table, an arrow a foreign key."""
    lines = [
        "digraph schema {",
        '  graph [rankdir=LR, nodesep=0.25, ranksep=1.1, fontname="Helvetica"];',
        '  node [shape=plain, fontname="Helvetica", fontsize=10];',
        '  edge [color="#8a94a6", arrowsize=0.6];',
    ]
    for module, colour in zip(MODULES, cycle(COLOURS), strict=False):
        group = module.__name__.rpartition(".")[2]
        lines.append(f'  subgraph "cluster_{group}" {{ label="{group}"; color="#c5ccd6";')
        lines.extend(
            _box(row.__table__, colour)
            for row in module.Base.__subclasses__()
            if row.__module__ == module.__name__
        )
        lines.append("  }")
    codes = {"currency", "office", "app_user", "distribution_code"}
    for table in METADATA.sorted_tables:
        targets = {key.column.table.name for key in table.foreign_keys} - codes
        lines.extend(f'  "{table.name}" -> "{target}";' for target in sorted(targets))
    return "\n".join([*lines, "}"])


def _box(table: object, colour: str) -> str:
    name = table.name  # type: ignore[attr-defined]
    rows = "".join(
        f'<tr><td align="left"><font color="{"#1a56db" if c.primary_key else "#344054"}">'
        f"{escape(c.name)}</font></td></tr>"
        for c in table.columns  # type: ignore[attr-defined]
    )
    head = f'<tr><td bgcolor="{colour}"><b>{name}</b></td></tr>'
    box = f'<table border="1" cellborder="0" cellspacing="0" color="#98a2b3">{head}{rows}</table>'
    return f'    "{name}" [label=<{box}>];'


def main() -> None:
    """Write the picture."""
    target = ROOT / "docs" / "data-model.svg"
    svg = subprocess.run(
        ["dot", "-Tsvg"], input=dot().encode(), timeout=300, capture_output=True, check=True
    ).stdout
    target.write_bytes(svg)
    print(target)


if __name__ == "__main__":
    main()
