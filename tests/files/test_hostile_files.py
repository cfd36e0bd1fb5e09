"""R10, T12: whatever the bytes are, a reading ends soon, in records and rejects or in a refusal."""

import csv
import io
import json
import re
import zipfile
from functools import cache

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from posapp import paths
from posapp.domain.messages import sentence
from posapp.domain.money import Currency
from posapp.errors import Refused
from posapp.files import preview, read_mapped, read_profile, shipped_profiles
from tests.helpers import first_cases
from tests.helpers.every import every

USD = Currency("USD")
EXAMPLES = 120 if first_cases.all_wanted() else 40
"""Drawn for each way in; what must be tried stands beside it. ``hostile`` draws a million by hand."""
FUZZ = settings(
    max_examples=EXAMPLES,
    deadline=None,  # a busy machine is not a hang; the time of the process is measured below
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
NAMES = [
    "plate", "state", "summons_number", "issue_date", "fine_amount", "amount_due", "TDS #", "EDP",
    "Current Charges", "key", "name", "account_key", "amount", "bill_date", "sa_type", "Date",
    "USD", "source", "target", "day", "rate", "guid", "charges", "totalCost", "meterData", "",
]  # fmt: skip
CELLS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(NAMES),
    st.sampled_from(["0.1", "12116.54", "10/13/2020", "2024-02-30", "#N/A", "N/A", "1e9", "-0"]),
    st.sampled_from(['"', '""', ",", ";", "\t", "\r", "\n", "\0", "\ufeff", "\ud83d\ude00"]),
)
LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), CELLS,
    st.sampled_from([10**30, 1e308, -1e-300]),
)  # fmt: skip
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=4), inner, max_size=8)
    ),
    max_leaves=40,
)
profile_of = cache(read_profile)


@pytest.fixture
def survives(tmp_path):
    """Reads content through a shipped profile; anything but a refusal fails the test."""

    def run(content: bytes, profile: str) -> None:
        path = tmp_path / "in"
        path.write_bytes(content)
        refused = None
        try:
            mapped = read_mapped(path, profile_of(profile), currency=USD)
        except Refused as refusal:
            refused = refusal
        if refused is not None:
            assert refused.code in {"M-81", "M-82"}
            sentence(refused.code, refused.fields).encode()
            return
        assert mapped.read == len(mapped.records) + len(mapped.rejected)
        for reject in mapped.rejected:
            assert reject.reason
            assert len(reject.value) <= 80
            assert reject.value.isprintable()
            (reject.column + reject.value).encode()
        for record in mapped.records:
            repr(record).encode()

    return run


@FUZZ
@given(st.binary(max_size=400), st.sampled_from(shipped_profiles()))
@example(b"\xff\xfe", "rates")
@example(b"PK\x03\x04", "rates")
@example(b"\xef\xbb\xbf", "rates")
@example(b"[" * 100_000, "items")
@example(b'{"meterData":' * 3_000, "verifi")
def test_r10_any_bytes(survives, content, profile):
    survives(content, profile)


@FUZZ
@given(
    st.lists(st.lists(CELLS, max_size=8), max_size=8),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(shipped_profiles()),
)
def test_r10_any_csv(survives, rows, delimiter, end, profile):
    text = end.join(delimiter.join(row) for row in rows)
    survives(text.encode("utf-8", "replace"), profile)


@FUZZ
@given(VALUES, st.sampled_from(shipped_profiles()))
def test_r10_any_json(survives, value, profile):
    survives(json.dumps(value).encode(), profile)


@settings(FUZZ, max_examples=EXAMPLES // 3)
@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(
                [
                    "number",
                    "account_key",
                    "sa_type",
                    "issue_date",
                    "fine",
                    "payment",
                    "due",
                    "plate",
                ]
            ),
            st.sampled_from(
                ["A1", "2024-01-05", "35", "0.1", "", "x", "4111111111111111", "\ud800"]
            )
            | VALUES,
            min_size=6,
        ),
        min_size=1,
        max_size=8,
    )
)
def test_r10_items_of_any_values(survives, rows):
    survives(json.dumps(rows).encode(), "items")


@FUZZ
@given(st.binary(max_size=60), st.integers(0, 5000), st.integers(0, 60))
def test_r10_any_damage_to_a_workbook(survives, noise, at, cut):
    whole = good_workbook()
    at %= len(whole)
    survives(whole[:at] + noise + whole[at + cut :], "rates")


@FUZZ
@given(
    st.binary(max_size=80), st.integers(0, 800), st.sampled_from(["sheet1", "workbook", "styles"])
)
def test_r10_any_damage_inside_a_workbook(survives, noise, at, part):
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good_workbook())) as old, zipfile.ZipFile(stream, "w") as new:
        for item in old.infolist():
            data = old.read(item)
            if part in item.filename:
                data = data[: at % len(data)] + noise + data[at % len(data) + len(noise) :]
            new.writestr(item, data)
    survives(stream.getvalue(), "rates")


@cache
def good_workbook() -> bytes:
    book = Workbook()
    book.active.append(["source", "target", "day", "rate"])
    book.active.append(["EUR", "USD", "2024-02-01", 1.084])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


# Each is as long as a cell may be, or longer, and made to send a pattern back to its start.
LONG = 2_000
HOSTILE_CELLS = {
    "digits": "4" * LONG,
    "digits and one letter": "4" * (LONG - 1) + "x",
    "almost a card, again and again": "4111 1111 1111 111x " * (LONG // 20),
    "printed groups": "411-" * (LONG // 4),
    "digits apart": "4   " * (LONG // 4),
    "digits too far apart": "4    " * (LONG // 5),
    "blanks": "x" + " " * (LONG - 2) + "x",
    "breaks": "x" + "\u2028\t" * (LONG // 2 - 1) + "x",
    "overrides": "\u202e\u2066" * (LONG // 2),
    "accents on one letter": "e" + "\u0301" * (LONG - 1),
    "hidden signs": "4\u00ad\u200b" * (LONG // 3),
    "digits of another script": "\u0664" * LONG,
    "points": "1." * (LONG // 2),
    "groups": "1,000" * (LONG // 5),
    "zeros": "0." + "0" * (LONG - 3) + "1",
    "exponent": "1e" + "9" * (LONG - 2),
    "slots": "{" * LONG,
    "brackets": "[9" * (LONG // 2),
    "formula": "#N/A" * (LONG // 4),
    "dates": "2024-02-01" * (LONG // 10),
    "longer than a cell": "4 " * 60_000,
}


def columns_of(profile: str) -> list[str]:
    text = (paths.resource("profiles") / f"{profile}.toml").read_text("utf-8")
    return sorted(set(re.findall(r'"([a-z_]+)"', text)))


@every("profile", ["accounts", "bills", "items", "rates"])
@every("cell", HOSTILE_CELLS.values(), ids=HOSTILE_CELLS)
def test_t12_no_row_takes_a_second(survives, profile, cell):
    names = columns_of(profile)
    stream = io.StringIO()
    rows = csv.writer(stream)
    rows.writerow(names)
    rows.writerow([cell] * len(names))
    # Beside good neighbours too, so that no earlier refusal spares a column.
    good = {"bill_date": "2024-02-01", "day": "2024-02-01", "amount": "1.00", "rate": "1.1"}
    for hostile in names:
        rows.writerow([cell if name == hostile else good.get(name, "1") for name in names])
    survives(stream.getvalue().encode(), profile)


@every(
    "value",
    [
        "1" * 5_000,
        "0." + "1" * 100_000,
        "1e999999",
        "-1e-999999",
        json.dumps(["4111"] * 100_000),
        json.dumps({str(n): n for n in range(50_000)}),
        json.dumps("4 " * 500_000),
    ],
    ids=["whole", "decimals", "large", "small", "list", "object", "text"],
)
@every("profile", ["accounts", "bills", "items", "rates"])
def test_t12_no_value_of_a_json_row_takes_a_second(survives, profile, value):
    names = columns_of(profile)
    row = ", ".join(f"{json.dumps(name)}: {value}" for name in names[:6])
    rest = ", ".join(f'{json.dumps(name)}: "1"' for name in names[6:])
    survives(f"[{{{row}{', ' if rest else ''}{rest}}}]".encode(), profile)


@FUZZ
@given(st.text(max_size=300) | VALUES.map(json.dumps))
@example("name = 1e999999999")
@example("a = " + "[" * 3000)
@example("[joins.x.reader]\nheader_line = 99999999999999999999999999")
def test_r10_any_profile(tmp_path, text):
    path = tmp_path / "p.toml"
    path.write_bytes(text.encode("utf-8", "replace"))
    with pytest.raises(Refused) as caught:
        read_profile(path)
    assert caught.value.code == "M-81"
    sentence(caught.value.code, caught.value.fields).encode()


def test_r10_sparse_json_of_many_keys_stays_small(survives):
    rows = [{f"k{n}-{m}": 1 for m in range(20)} | {"source": "EUR"} for n in range(5000)]
    survives(json.dumps(rows).encode(), "rates")


def test_r10_a_preview_of_hostile_text_shows_no_controls(tmp_path):
    path = tmp_path / "in.csv"
    path.write_text("source,target,day,rate\n\x1bp\u202eEUR,4111111111111111,a,\x9b1\n", "utf-8")
    seen = preview(path, profile_of("rates"), currency=USD)
    assert seen.lines == ((2, ("pEUR", "(hidden: looks like a card number)", "a", "1")),)
