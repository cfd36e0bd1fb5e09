"""CSV files of Quick Add: named columns, short and long lines, hostile files (R10)."""

from pathlib import Path

import pytest

from posapp.domain.quick_add import QuickKind
from posapp.errors import Refused
from posapp.files.quick_file import read_quick_file


def read(
    tmp_path: Path, content: str | bytes, kind: QuickKind = QuickKind.RULES
) -> list[list[str]]:
    path = tmp_path / "rows.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    found = read_quick_file(path, kind)
    return [[row.rule, row.value, row.account, row.amount, row.check_number] for row in found.rows]


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_columns_are_found_by_name_in_any_order(tmp_path: Path, sign: str) -> None:
    text = "\ufeff Amount ,VALUE,rule,,\r\n10,77,BILL\r\n\r\n,,\r\n5,78,ACCT,,\r\n".replace(
        ",", sign
    )
    assert read(tmp_path, text) == [["BILL", "77", "", "10", ""], ["ACCT", "78", "", "5", ""]]


def test_a_comma_between_thousands_never_makes_a_smaller_amount(tmp_path: Path) -> None:
    rows = read(tmp_path, 'rule,value,amount\nACCT,7,1,005.00\nACCT,7,"1,005.00"\nACCT\n')
    assert [row[3] for row in rows] == ["ACCT,7,1,005.00", "1,005.00", ""]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"rule,value\nA,1\n", "lacks the column amount"),
        (b"rule,value,amount,odd\n", "has columns that are none: odd"),
        (b"rule,value,amount,,amount\n", "has columns that are none"),
        (b"rule,value,amount,amount\n", "names a column twice"),
        (b"rule,value,amount\nA,\xff,1\n", "is not UTF-8 text: byte 0xFF in line 2"),
        (b'rule,value,amount\nA,"1,1\n', "opens a quote before line"),
    ],
)
def test_m82_a_file_that_cannot_be_read_is_refused_whole(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    with pytest.raises(Refused) as caught:
        read(tmp_path, content)
    assert caught.value.code == "M-82"
    assert reason in caught.value.fields["reason"]


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        read_quick_file(tmp_path / "none.csv", QuickKind.ACCOUNTS)
    assert caught.value.fields["reason"] == "does not exist"


def test_the_digest_is_of_the_bytes(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in "abc"]
    for path, end in zip(paths, ("\n", "\n", "\n\n"), strict=True):
        path.write_text(f"account,amount\n1,2{end}", "utf-8")
    first, same, other = (read_quick_file(path, QuickKind.ACCOUNTS) for path in paths)
    assert first == same
    assert (first.rows, first.sha256 == other.sha256) == (other.rows, False)
