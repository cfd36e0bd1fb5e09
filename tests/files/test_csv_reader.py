"""CSV (A.5): each way in which the standard reader is too kind."""

import os

import pytest

from posapp.domain.money import Currency
from posapp.errors import Refused
from posapp.files import read_mapped, read_profile

USD = Currency("USD")
ROWS = "id,account,amount\nb1,a1,12.50\nb2,a2,0.1\n"


def amounts(mapped):
    return [record.amount.minor for record in mapped.records]


def rejects(mapped):
    return [(r.line, r.column, r.value, r.reason) for r in mapped.rejected]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiter_is_sniffed_among_four(read, bills_profile, delimiter):
    mapped = read(bills_profile(), ROWS.replace(",", delimiter))
    assert amounts(mapped) == [1250, 10]
    assert mapped.rejected == ()


def test_fixed_delimiter_wins_over_the_sniffed_one(read, bills_profile):
    text = "id|account,amount\nb1|a1,12.50\n"
    profile = bills_profile('delimiter = ","').replace('key = "id"', 'key = "id|account"')
    profile = profile.replace('key = "account"', 'key = "id|account"').replace(
        "{account}", "{id|account}"
    )
    assert [r.key for r in read(profile, text).records] == ["b1|a1"]


def test_semicolons_under_a_fixed_comma_are_a_missing_column(refusal, bills_profile):
    told = refusal(bills_profile('delimiter = ","'), ROWS.replace(",", ";"))
    assert told == (
        "Profile town: account.key: there is no column 'account'; there are id;account;amount."
    )


def test_byte_order_mark_and_crlf_leave_no_trace(read, bills_profile):
    mapped = read(bills_profile(), b"\xef\xbb\xbf" + ROWS.replace("\n", "\r\n").encode())
    assert [record.key for record in mapped.records] == ["b1", "b2"]
    assert [record.line for record in mapped.records] == [2, 3]


def test_lines_are_counted_as_an_editor_counts_them(read, bills_profile):
    text = 'id,account,name,amount\nb1,a1,"two\nlines",1\n\nb2,a2,x,no\n'
    mapped = read(bills_profile(), text)
    assert [(r.line, r.account.name) for r in mapped.records] == [(2, "two lines")]
    assert rejects(mapped) == [(5, "amount", "no", "is not an amount of money")]


def test_blank_rows_in_between_and_at_the_tail_are_skipped(read, bills_profile):
    mapped = read(bills_profile(), ROWS + "\n,,\n  , ,\nb3,a3,1\n,,\n,,\n")
    assert mapped.read == 3
    assert [record.line for record in mapped.records] == [2, 3, 7]


@pytest.mark.parametrize(
    ("row", "columns"), [("b3,a3", 2), ("b3,a3,1.00,x", 4), ("b3", 1), ("b3,a3,1,", 4)]
)
def test_columns_are_counted_on_each_line(read, bills_profile, row, columns):
    mapped = read(bills_profile(), ROWS + row + "\nb4,a4,2\n")
    assert rejects(mapped) == [(4, "", row, f"the row has {columns} columns, the header has 3")]
    assert amounts(mapped) == [1250, 10, 200]
    assert mapped.read == 4


def test_blank_tail_lets_blank_surplus_through_and_nothing_else(read, bills_profile):
    mapped = read(bills_profile('tail = "blank"'), ROWS + "b3,a3,3,,\nb4,a4,4,,x\n")
    assert amounts(mapped) == [1250, 10, 300]
    assert [reject.line for reject in mapped.rejected] == [5]


def test_ignored_tail_never_hides_a_row_that_was_cut_off(read, bills_profile):
    text = "id,account,amount,,\nb1,a1,12116.54,,\nb2,a2,5,extra,Yes,more\nb3,a3\n"
    mapped = read(bills_profile('tail = "ignore"'), text)
    assert amounts(mapped) == [1211654, 500]
    assert rejects(mapped)[0][3] == "the row has 2 columns, the header has 5"


def test_repeated_and_empty_names_are_found_by_position(read, bills_profile):
    text = "id,account,,amount,amount\nb1,a1,Ann,1,2\n"
    profile = bills_profile().replace('amount = "amount"', 'amount = "amount[2]"')
    profile = profile.replace('column = "name"', 'column = "[3]"')
    (record,) = read(profile, text).records
    assert (record.amount.minor, record.account.name) == (200, "Ann")


def test_repeated_name_without_position_is_refused(refusal, bills_profile):
    told = refusal(bills_profile(), "id,account,amount,amount\nb1,a1,1,2\n")
    assert told == (
        "Profile town: bill.amount: 2 columns are called 'amount'; "
        "write 'amount[1]' or 'amount[2]'."
    )


def test_loose_headers_ignore_case_blanks_and_signs(read, bills_profile):
    text = ROWS.replace("id,account,amount", " ID ,Account #,AMOUNT")
    assert len(read(bills_profile('headers = "loose"'), text).records) == 2


def test_exact_headers_do_not(refusal, bills_profile):
    text = ROWS.replace("amount", "Amount")
    assert "there is no column 'amount'; there are id, account, Amount" in refusal(
        bills_profile(), text
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('id,account,amount\nb1,a1,1\nb2,"a2,2\nb3,a3,3\n', "opens a quote in line 3 that is not"),
        (
            'id,account,amount\nb1,a1,1\nb2,"a2"x,2\nb3,a3,3\n',
            "opens a quote in line 3 that is not",
        ),
        ("id,account,amount\nb1,a\0,1\n", "has a NUL character in line 2"),
        ("", "is empty"),
        (" \n \n", "is empty"),
        (",,\n1,2,3\n", "there is no column 'account'"),
        ("id,account,amount\nb1," + "x" * 200_000 + ",1\n", "has a value of over 131,072"),
        ("id,account,amount\n" + "x" * 1_100_000, "has more than 1,000,000 characters in line 2"),
        ("a," * 2100 + "b\n", "has more than 2,000 columns"),
    ],
)
def test_broken_files_are_refused_as_a_whole(refusal, bills_profile, text, told):
    assert told in refusal(bills_profile(), text)


def test_other_bytes_than_the_encoding_are_refused_with_byte_and_line(refusal, bills_profile):
    told = refusal(bills_profile(), "id,account,amount\nb1,a1,1\nb2,Jos\xe9,1\n".encode("latin-1"))
    assert told == (
        "File in.csv is not utf-8-sig text: byte 0xE9 in line 3; set encoding in the profile."
    )


def test_encoding_of_the_profile(read, refusal, bills_profile):
    text = "id,account,name,amount\nb1,a1,José,1\n"
    latin = bills_profile('encoding = "latin-1"')
    assert read(latin, text.encode("latin-1")).records[0].account.name == "José"
    wide = bills_profile('encoding = "utf-16"')
    assert read(wide, text.encode("utf-16")).records[0].account.name == "José"
    assert 'set encoding = "utf-16"' in refusal(bills_profile(), text.encode("utf-16"))


def test_header_in_a_later_line(read, bills_profile):
    mapped = read(bills_profile("header_line = 3"), "Town of X\nreport 7\n" + ROWS)
    assert [record.line for record in mapped.records] == [4, 5]


def test_size_limit(refusal, bills_profile):
    told = refusal(bills_profile("max_mb = 1"), ROWS + "b3,a3,1\n" * 200_000)
    assert told == "File in.csv is larger than 1 MB."


def test_header_alone_is_an_empty_import(read, bills_profile):
    mapped = read(bills_profile(), "id,account,amount\n")
    assert (mapped.read, mapped.records, mapped.rejected) == (0, (), ())


@pytest.mark.parametrize(("name", "told"), [("gone.csv", "does not exist"), ("d", "is a folder")])
def test_what_is_no_file(bills_profile, tmp_path, name, told):
    (tmp_path / "d").mkdir()
    (tmp_path / "p.toml").write_text(bills_profile())
    with pytest.raises(Refused, match=f"M-82.*{told}"):
        read_mapped(tmp_path / name, read_profile(tmp_path / "p.toml"), currency=USD)


def test_a_pipe_is_refused_and_not_waited_for(bills_profile, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "p.toml").write_text(bills_profile())
    with pytest.raises(Refused, match="is not a regular file"):
        read_mapped(tmp_path / "pipe", read_profile(tmp_path / "p.toml"), currency=USD)
