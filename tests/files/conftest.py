"""Reading texts through profiles written in the test itself."""

from collections.abc import Callable
from pathlib import Path

import pytest

from posapp.domain.imports import MappedFile
from posapp.domain.messages import sentence
from posapp.domain.money import Currency
from posapp.errors import Refused
from posapp.files import read_mapped, read_profile

USD = Currency("USD")
Read = Callable[..., MappedFile]
Refusal = Callable[..., str]

BILLS = """
name = "town"
kind = "bills"
[reader]
{reader}
[account]
key = "account"
name = {{ column = "name", default = "Account {{account}}", optional = true }}
[bill]
key = "id"
sa_type = {{ constant = "WATER" }}
bill_date = {{ stand_in = 2024-06-30 }}
due_date = {{ days_after_bill_date = 10 }}
amount = "amount"
[totals.bills]
field = "amount"
"""


@pytest.fixture
def bills_profile() -> Callable[..., str]:
    """A small profile of bills, with reader options and more text at the end."""

    def written(reader: str = "", more: str = "", top: str = "") -> str:
        return top + BILLS.format(reader=reader) + more

    return written


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Writes profile and file, reads the file through the profile."""

    def run(
        profile: str, content: str | bytes, name: str = "in.csv", **options: object
    ) -> MappedFile:
        written = tmp_path / "profile.toml"
        written.write_text(profile, "utf-8")
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        options.setdefault("currency", USD)
        return read_mapped(path, read_profile(written), **options)  # type: ignore[arg-type]

    return run


@pytest.fixture
def refusal(read: Read) -> Refusal:
    """The sentence with which a reading is refused."""

    def run(profile: str, content: str | bytes, name: str = "in.csv", **options: object) -> str:
        with pytest.raises(Refused) as caught:
            read(profile, content, name, **options)
        return sentence(caught.value.code, caught.value.fields)

    return run
