"""XLSX: values as a person typed them, one sheet, damaged and hostile workbooks refused."""

import io
import zipfile
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook

HEADER = ["id", "account", "amount", "date"]


def workbook(*rows, title="Bills", more=()):
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for name in more:
        book.create_sheet(name).append(["x"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def rejects(mapped):
    return [(r.line, r.column, r.value, r.reason) for r in mapped.rejected]


@pytest.fixture
def profile(bills_profile):
    return bills_profile().replace(
        "bill_date = { stand_in = 2024-06-30 }",
        'bill_date = { column = "date", formats = ["%d.%m.%Y"] }',
    )


def test_floats_are_the_decimals_that_the_sheet_shows(read, profile):
    content = workbook(
        HEADER,
        ["b1", 101, 12116.54, datetime(2024, 3, 1)],  # noqa: DTZ001 - sheets have no zone
        ["b2", 101.0, 38, date(2024, 3, 2)],
        ["b3", "007", "0.1", "03.03.2024"],
        ["b4", "007", 0.1 + 0.7, datetime(2024, 3, 4, 12, 30)],  # noqa: DTZ001
    )
    mapped = read(profile, content, "in.xlsx")
    assert [(r.line, r.account.key, r.amount.minor, r.bill_date.day) for r in mapped.records] == [
        (2, "101", 1211654, 1),
        (3, "101", 3800, 2),
        (4, "007", 10, 3),
    ]
    assert rejects(mapped) == [(5, "amount", "0.7999999999999999", "has more than 2 decimals")]


def test_errors_of_formulas_reject_what_needs_a_value(read, profile):
    content = workbook(
        HEADER, ["#N/A", "a", 1, date(2024, 3, 1)], ["b2", "a", "#REF!", date(2024, 3, 1)]
    )
    assert rejects(read(profile, content, "in.xlsx")) == [
        (2, "id", "#N/A", "is the error of a broken formula"),
        (3, "amount", "#REF!", "is the error of a broken formula"),
    ]


def test_a_time_is_no_date(read, profile):
    content = workbook(HEADER, ["b1", "a", 1, time(12, 30)])
    assert rejects(read(profile, content, "in.xlsx")) == [
        (2, "date", "12:30:00", "is not a date (%d.%m.%Y)")
    ]


def test_blank_rows_and_blank_tails_are_skipped(read, profile):
    content = workbook(
        HEADER, [None], ["b1", "a", 1, date(2024, 3, 1), None, " "], [" ", None], [None] * 9
    )
    mapped = read(profile, content, "in.xlsx")
    assert (mapped.read, mapped.records[0].line) == (1, 3)


def test_surplus_cells_reject_the_row(read, profile):
    content = workbook(HEADER, ["b1", "a", 1, date(2024, 3, 1), None, "x"])
    assert rejects(read(profile, content, "in.xlsx"))[0][3] == (
        "the row has 6 columns, the header has 4"
    )


def test_sheet_by_name(read, refusal, profile):
    content = workbook(HEADER, ["b1", "a", 1, date(2024, 3, 1)], more=["Notes"])
    assert (
        read(profile.replace("[reader]", '[reader]\nsheet = "Bills"'), content, "b.xlsx").read == 1
    )
    told = refusal(profile.replace("[reader]", '[reader]\nsheet = "Bill"'), content, "b.xlsx")
    assert told == "File b.xlsx has no sheet 'Bill'; it has Bills, Notes."


def test_damaged_workbooks_are_refused(refusal, profile):
    content = workbook(HEADER, ["b1", "a", 1, date(2024, 3, 1)])
    for cut in (100, len(content) // 2, len(content) - 30):
        assert "is not a readable workbook" in refusal(profile, content[:cut], "in.xlsx")
    assert "of the old kind" in refusal(profile, b"\xd0\xcf\x11\xe0" + bytes(600), "in.xls")


def test_a_workbook_that_unpacks_to_too_much_is_refused(refusal, profile):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(3_000_000))
    told = refusal(profile.replace("[reader]", "[reader]\nmax_mb = 2"), stream.getvalue(), "b.xlsx")
    assert told == "File b.xlsx unpacks to more than 2 MB."


def test_entity_bombs_do_not_explode(refusal, profile):
    content = workbook(HEADER, ["b1", "a", 1, date(2024, 3, 1)])
    bomb = '<!DOCTYPE x [<!ENTITY a "' + "a" * 100 + '">'
    bomb += "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 20}">' for n in range(12))
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename.endswith("sheet1.xml"):
                data = (bomb + "]>").encode() + data.replace(b">1<", b">&m;<")
            new.writestr(item, data)
    assert "is not a readable workbook" in refusal(profile, stream.getvalue(), "in.xlsx")


@pytest.mark.parametrize("cell", ['<row r="999999999999"><c r="A2"><v>1</v></c></row>', "wide"])
def test_r10_rows_and_columns_without_end_are_refused(refusal, profile, cell):
    wide = "".join(f'<row r="{n}"><c r="ZZZ{n}"><v>1</v></c></row>' for n in range(2, 1200))
    content = workbook(HEADER)
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename.endswith("sheet1.xml"):
                rows = (wide if cell == "wide" else cell).encode() + b"</sheetData>"
                data = data.replace(b"</sheetData>", rows)
            new.writestr(item, data)
    told = refusal(profile, stream.getvalue(), "in.xlsx")
    assert told == "File in.xlsx has over 20,000,000 cells or 1,048,576 rows."


def test_a_workbook_without_names_is_refused(refusal, profile):
    assert "has no column names" in refusal(profile, workbook([None]), "in.xlsx")
