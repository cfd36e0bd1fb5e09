"""The picture of the data model shows every table, and the page names it."""

from pathlib import Path

from posapp.storage.tables.schema import METADATA

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_picture_and_its_page_name_every_table() -> None:
    picture = (DOCS / "data-model.svg").read_text("utf-8")
    page = (DOCS / "data-model.md").read_text("utf-8")
    names = set(METADATA.tables)
    assert {name for name in names if f">{name}</text>" not in picture} == set()
    assert {name for name in names if name not in page} == set()
