"""JSON: numbers stay exact, broken documents are refused in words (A.5)."""

import json
from decimal import Decimal

import pytest

from posapp.files.json_table import parse_json

ROWS = (
    '[{"id": "b1", "account": "a1", "amount": 12.50}, {"id": 2, "account": "a2", "amount": "0.1"}]'
)


def rejects(mapped):
    return [(r.line, r.column, r.value, r.reason) for r in mapped.rejected]


def test_numbers_and_texts_give_exact_money(read, bills_profile):
    mapped = read(bills_profile(), ROWS, "in.json")
    assert [(r.line, r.key, r.amount.minor) for r in mapped.records] == [
        (1, "b1", 1250),
        (2, "2", 10),
    ]


def test_no_number_ever_becomes_a_float():
    document = parse_json("[0.1, 1e2, -3, 123456789012345678901234567890123456789012345]", "x")
    assert all(type(number) in {int, Decimal} for number in document)
    assert document[0] == Decimal("0.1")


@pytest.mark.parametrize(
    ("number", "minor"), [("1e2", 10000), ("-12.5", -1250), ("0.100", 10), ("0", 0), ("-0.0", 0)]
)
def test_numbers_in_any_notation(read, bills_profile, number, minor):
    mapped = read(bills_profile(), f'[{{"id":"b","account":"a","amount":{number}}}]', "in.json")
    assert mapped.records[0].amount.minor == minor


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("0.005", "has more than 2 decimals"),
        ("161607.6499999999", "has more than 2 decimals"),
        ("1e400", "is not an amount of money"),
        ("1e-9999", "is not an amount of money"),
        ("1234567890123456", "is too large"),
        ("true", "is not an amount of money"),
        ("[1]", "is not a single value"),
        ('{"a": 1}', "is not a single value"),
        ("null", "is blank, which is not zero"),
        ('""', "is blank, which is not zero"),
        ('"1_000"', "is not an amount of money"),
        ('"\uff11\uff12"', "is not an amount of money"),
    ],
)
def test_what_is_no_amount_rejects_the_element(read, bills_profile, cell, reason):
    text = f'[{{"id":"b","account":"a","amount":{cell}}},{{"id":"c","account":"a","amount":1}}]'
    mapped = read(bills_profile(), text, "in.json")
    assert [(r[0], r[1], r[3]) for r in rejects(mapped)] == [(1, "amount", reason)]
    assert len(mapped.records) == 1


def test_dotted_path_to_the_list_and_into_objects(read, bills_profile):
    document = {"data": {"rows": [{"id": "b", "who": {"id": "a9"}, "amount": 1}]}}
    profile = bills_profile('rows = "data.rows"').replace('key = "account"', 'key = "who.id"')
    profile = profile.replace("{account}", "{who.id}")
    assert read(profile, json.dumps(document), "in.json").records[0].account.key == "a9"


def test_last_of_two_equal_keys_counts(read, bills_profile):
    text = '[{"id": "b", "account": "a", "amount": 1, "amount": 2}]'
    assert read(bills_profile(), text, "in.json").records[0].amount.minor == 200


def test_elements_that_are_no_objects_are_rejected_by_number(read, bills_profile):
    text = '[{"id":"b","account":"a","amount":1}, 7, null, "x", []]'
    assert rejects(read(bills_profile(), text, "in.json")) == [
        (2, "", "7", "the element is not an object"),
        (3, "", "", "the element is not an object"),
        (4, "", "x", "the element is not an object"),
        (5, "", "(list of 0)", "the element is not an object"),
    ]


def test_a_key_that_no_element_has_is_a_missing_column(refusal, bills_profile):
    told = refusal(bills_profile(), '[{"id": "b", "account": "a", "amt": 1}]', "in.json")
    assert "bill.amount: there is no column 'amount'; there are id, account, amt." in told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[{"id": 1}', "is not JSON: line 1, column 11"),
        ('[\n{"id": NaN}]', "holds NaN, which is not a number"),
        ('[{"id": -Infinity}]', "holds -Infinity, which is not a number"),
        ("[" * 100_000, "is nested too deeply"),
        ('[{"id": 1e99999999999999999999}]', "has an endless number"),
        ('{"a": 1, "b": [1]}', "is not a list of rows; the profile must say where: a, b"),
        ('{"a": [}', "is not JSON"),
    ],
)
def test_broken_documents_are_refused(refusal, bills_profile, text, told):
    assert told in refusal(bills_profile(), text, "in.json")


def test_list_that_is_not_there_is_refused_with_what_is(refusal, bills_profile):
    told = refusal(bills_profile('rows = "bills"'), '{"Bills": [], "meters": []}', "in.json")
    assert told == "File in.json has no list at 'bills'; there: Bills, meters."


def test_broken_half_of_a_character_rejects_the_row(read, bills_profile):
    text = r'[{"id": "b\ud800", "account": "a", "amount": 1}]'
    (reject,) = read(bills_profile(), text, "in.json").rejected
    assert reject.reason == "has a broken character"
    reject.value.encode()


def test_a_fixed_format_does_not_take_another(refusal, bills_profile):
    assert "is not JSON" in refusal(bills_profile('format = "json"'), "id,account\n", "in.json")
    assert "is not a workbook" in refusal(bills_profile('format = "xlsx"'), ROWS, "in.xlsx")
