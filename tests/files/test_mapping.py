"""From rows to records: tables, templates, money and dates as written, repeats, accounts, lines."""

from datetime import date

import pytest

from posapp.domain.messages import sentence
from posapp.domain.money import Currency
from posapp.errors import Refused
from posapp.files import preview, read_profile

HEAD = "id,account,name,amount\n"


def rejects(mapped):
    return [(r.line, r.column, r.value, r.reason) for r in mapped.rejected]


def names(mapped):
    return [record.account.name for record in mapped.records]


def test_value_table_maps_many_spellings(read, bills_profile):
    table = '[tables.b]\nMN = "Manhattan"\nNY = "Manhattan"\nBX = "Bronx"\nBronx = "Bronx"\n'
    rows = "b1,a1,NY,1\nb2,a2, mn ,1\nb3,a3,bronx,1\nb4,a4,ZZ,1\nb5,a5,,1\n"
    plain = 'column = "name", default = "Account {account}", optional = true'
    for unknown, last in (("keep", "ZZ"), ("blank", None), ("reject", None)):
        profile = bills_profile(more=table).replace(
            plain, f'column = "name", table = "b", unknown = "{unknown}"'
        )
        mapped = read(profile, HEAD + rows)
        assert names(mapped)[:3] == ["Manhattan", "Manhattan", "Bronx"]
        assert (names(mapped)[3:] == [last]) == (unknown == "keep")
        reasons = [reject.reason for reject in mapped.rejected]
        assert reasons[-1] == "is blank"
        assert ("is not in table 'b'" in reasons) == (unknown == "reject")


@pytest.mark.parametrize(
    ("steps", "name"),
    [
        ('["upper"]', "JOHN  Q DOE"),
        ('["lower", "collapse"]', "john q doe"),
        ('["collapse", "title"]', "John Q Doe"),
        ('["no_spaces"]', "JohnQDoe"),
    ],
)
def test_steps_apply_in_order(read, bills_profile, steps, name):
    profile = bills_profile().replace("optional = true", f"steps = {steps}")
    assert names(read(profile, HEAD + "b1,a1,  John  Q Doe ,1\n")) == [name]


def test_no_leading_zeros_keeps_one_zero(read, bills_profile):
    profile = bills_profile().replace("optional = true", 'steps = ["no_leading_zeros"]')
    assert names(read(profile, HEAD + "b1,a1,007,1\nb2,a2,000,1\n")) == ["7", "0"]


def test_a_template_with_a_blank_part_is_blank(read, bills_profile):
    profile = bills_profile().replace('key = "account"', 'key = { template = "{name}-{account}" }')
    mapped = read(profile, HEAD + "b1,a1,NY,1\nb2,a2,,1\nb3,,NJ,1\n")
    assert [r.account.key for r in mapped.records] == ["NY-a1"]
    assert [reject[3] for reject in rejects(mapped)] == ["is blank", "is blank"]


def test_joined_columns_leave_blank_ones_out(read, bills_profile):
    profile = bills_profile().replace(
        'name = { column = "name"', 'name = { columns = ["name", "id"], separator = ", "'
    )
    assert names(read(profile, HEAD + "b1,a1,Ann,1\nb2,a2,,1\n")) == ["Ann, b1", "b2"]


def test_texts_that_stand_for_nothing(read, bills_profile):
    profile = bills_profile(top='blanks = ["N/A", "-"]\n')
    mapped = read(profile, HEAD + "b1,a1,N/A,1\nb2,a2, - ,1\nb3,a3,x,N/A\n")
    assert names(mapped) == ["Account a1", "Account a2"]
    assert rejects(mapped) == [(4, "amount", "", "is blank, which is not zero")]


def test_hash_na_keys_are_rejected_and_other_texts_left_blank(read, bills_profile):
    mapped = read(bills_profile(), HEAD + "b1,#N/A,x,1\nb2,a2,#N/A,1\nb3,a3,x,#VALUE!\n")
    assert rejects(mapped) == [
        (2, "account", "#N/A", "is the error of a broken formula"),
        (4, "amount", "#VALUE!", "is the error of a broken formula"),
    ]
    assert names(mapped) == ["Account a2"]


def test_hash_na_in_a_part_of_a_key_rejects_it_too(read, bills_profile):
    profile = bills_profile().replace('key = "account"', 'key = { template = "{name}-{account}" }')
    mapped = read(profile, HEAD + "b1,#N/A,NY,1\n")
    assert rejects(mapped)[0][1:3] == ("{name}-{account}", "#N/A")


def test_hash_na_among_joined_columns_is_left_out(read, bills_profile):
    profile = bills_profile().replace('column = "name"', 'columns = ["name", "id"]')
    assert names(read(profile, HEAD + "b1,a1,#N/A,1\n")) == ["b1"]


def test_r10_hostile_texts_are_kept_harmless(read, bills_profile):
    nasty = "=HYPERLINK(1) ../../x \x1bp\x00\u202e\u2066\ufeffe\u0301".replace("\x00", "\x01")
    mapped = read(bills_profile(), f"{HEAD}b1,a1,{nasty},1\n")
    assert names(mapped) == ["=HYPERLINK(1) ../../x pé"]


def test_r10_endless_texts_reject_the_row_with_a_cut_value(read, bills_profile):
    mapped = read(bills_profile(), f"{HEAD}b1,a1,{'x' * 10_000},1\nb2,a2,{'y' * 300},1\n")
    (_, _, first, told), (_, column, second, why) = rejects(mapped)
    assert (first, told) == ("", "is longer than 2,000 characters")
    assert (column, second, why) == ("name", "y" * 79 + "…", "is longer than 254 characters")


def test_r13_card_numbers_are_refused_and_not_repeated(read, bills_profile):
    rows = "b1,a1,card 4111 1111 1111 1111,1\nb2,4111111111111111,x,1\nb3,a3,4111111111111111,x\n"
    mapped = read(bills_profile(), HEAD + rows + "b4,a4,8713353457,1\n")
    assert [r.account.name for r in mapped.records] == ["8713353457"]
    assert [reject.reason for reject in mapped.rejected] == [
        "looks like a card number", "looks like a card number", "is not an amount of money",
    ]  # fmt: skip
    assert "1111" not in str(mapped.rejected)


def test_r13_fields_of_long_numbers_can_be_named(read, bills_profile):
    profile = bills_profile(top='numbers_like_cards = ["account.key"]\n')
    profile = profile.replace("Account {account}", "Somebody")
    mapped = read(profile, "id,account,amount\nb1,4111111111111111,1\n")
    assert mapped.records[0].account.key == "4111111111111111"


@pytest.mark.parametrize(
    ("form", "text", "minor"),
    [
        ("", "0.1", 10),
        ("", "12116.54", 1211654),
        ("", "-3", -300),
        ("", "12.5000000", 1250),
        ("", "12.0000000", 1200),
        ("", "1234567", 123456700),
        ('group_mark = ","', "1,234.50", 123450),
        ('group_mark = ","', "12,34.50", None),
        ('group_mark = ","', "1234.50", 123450),
        ('decimal_mark = ","\ngroup_mark = "."', "1.234,5", 123450),
        ('decimal_mark = ","\ngroup_mark = "."', "1.23", None),
        ('decimal_mark = ","', "1234,50", 123450),
        ('decimal_mark = ","', "1234.50", None),
        ('symbols = ["$", "USD"]', "$ 5.00 USD", 500),
        ("", "$5.00", None),
        ("parentheses = true", "(5.00)", -500),
        ("", "(5.00)", None),
        ("minor_units = true", "1250", 1250),
        ("minor_units = true", "12.50", None),
        ("", "1.005", None),
        ("", "1.0000001", None),
        ("", "1e3", None),
        ("", "1_000", None),
        ("", "\uff11", None),
        ("", "\u00b2", None),
        ("", "NaN", None),
        ("", "--5", None),
        ("", "0012.50", 1250),
        ("", "9" * 13 + ".99", 999999999999999),
        ("", "1" + "0" * 13 + ".00", None),
        ("", "00" + "9" * 13 + ".99", 999999999999999),
        ("", "12.50\n", 1250),
        ("minor_units = true", "9" * 15, 999999999999999),
        ("minor_units = true", "9" * 16, None),
        ("", "9" * 16, None),
        ("", "9" * 100, None),
    ],
)
def test_money_as_it_is_written(read, bills_profile, form, text, minor):
    profile = bills_profile(more=f"[money]\n{form}\n")
    mapped = read(profile, f'id,account,amount\nb1,a1,"{text}"\n')
    assert [record.amount.minor for record in mapped.records] == ([] if minor is None else [minor])
    assert len(mapped.rejected) == (minor is None)


def test_d17_the_currency_decides_the_minor_unit(read, bills_profile):
    text = "id,account,amount\nb1,a1,12\nb2,a2,12.5\nb3,a3,1.125\n"
    yen = read(bills_profile(), text, currency=Currency("JPY", 0))
    assert [r.amount.minor for r in yen.records] == [12]
    dinar = read(bills_profile(), text, currency=Currency("KWD", 3))
    assert [r.amount.minor for r in dinar.records] == [12000, 12500, 1125]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("10/13/2020", date(2020, 10, 13)),
        ("1/3/2020", date(2020, 1, 3)),
        ("2020-10-13", date(2020, 10, 13)),
        ("2020-10-13T00:00:00.000", date(2020, 10, 13)),
        ("13/10/2020", None),
        ("02/30/2020", None),
        ("10/13/1020", None),
        ("10/13/9999", None),
        ("\uff11\uff10/13/2020", None),
        ("10/13/20", None),
        ("", None),
    ],
)
def test_dates_as_they_are_written(read, bills_profile, text, day):
    profile = bills_profile().replace(
        "stand_in = 2024-06-30",
        'column = "day", formats = ["%m/%d/%Y", "%Y-%m-%dT%H:%M:%S.%f"]',
    )
    mapped = read(profile, f"id,account,amount,day\nb1,a1,1,{text}\n")
    assert [record.bill_date for record in mapped.records] == ([day] if day else [])
    assert [r[1] for r in rejects(mapped)] == ([] if day else ["day"])


def test_stand_in_date_of_the_profile_and_of_the_import(read, bills_profile):
    text = "id,account,amount\nb1,a1,1\n"
    (bill,) = read(bills_profile(), text).records
    assert (bill.bill_date, bill.due_date) == (date(2024, 6, 30), date(2024, 7, 10))
    (bill,) = read(bills_profile(), text, stand_in_date=date(2025, 1, 31)).records
    assert (bill.bill_date, bill.due_date) == (date(2025, 1, 31), date(2025, 2, 10))


def test_stand_in_fills_only_dates_that_are_missing(read, bills_profile):
    profile = bills_profile().replace("{ stand_in", '{ column = "day", stand_in')
    mapped = read(profile, "id,account,amount,day\nb1,a1,1,\nb2,a2,1,2024-02-29\nb3,a3,1,x\n")
    assert [r.bill_date for r in mapped.records] == [date(2024, 6, 30), date(2024, 2, 29)]
    assert rejects(mapped) == [(4, "day", "x", "is not a date (%Y-%m-%d)")]


def test_due_date_of_the_file_or_counted(read, bills_profile):
    profile = bills_profile().replace("{ days", '{ column = "due", days')
    mapped = read(profile, "id,account,amount,due\nb1,a1,1,2024-09-01\nb2,a2,1,\nb3,a3,1,?\n")
    assert [r.due_date for r in mapped.records] == [date(2024, 9, 1), date(2024, 7, 10)]
    assert rejects(mapped)[0][:3] == (4, "due", "?")


def test_t13_repeated_keys_are_rejected_with_the_first_line(read, bills_profile):
    mapped = read(bills_profile(), "id,account,amount\nb1,a1,1\nb1,a2,2\nb2,a3,bad\nb2,a3,3\n")
    assert [(r.line, r.key) for r in mapped.records] == [(2, "b1"), (5, "b2")]
    assert rejects(mapped) == [
        (3, "", "b1", "repeats the key of line 2"),
        (4, "amount", "bad", "is not an amount of money"),
    ]


def test_t13_first_of_repeated_keys(read, bills_profile):
    profile = bills_profile(top='repeats = "first"\n')
    mapped = read(profile, "id,account,amount\nb1,a1,1\nb1,a2,2\n")
    assert [r.amount.minor for r in mapped.records] == [100]
    assert (mapped.read, mapped.rejected) == (2, ())
    assert mapped.notes == ("1 rows repeat a key and are left out",)


def test_t13_nth_occurrence_makes_equal_rows_different_and_stable(read, bills_profile):
    profile = bills_profile(top='repeats = "nth"\n')
    text = "id,account,amount\nb1,a1,1\nb2,a1,2\nb1,a1,x\nb1,a1,1\n"
    first, second = read(profile, text), read(profile, text)
    assert [r.key for r in first.records] == ["b1#1", "b2#1", "b1#2"]
    assert first.records == second.records
    longer = read(profile, text + "b1,a1,1\n")
    assert [r.key for r in longer.records] == ["b1#1", "b2#1", "b1#2", "b1#3"]


def test_one_account_in_the_file_for_each_key(read, bills_profile):
    profile = bills_profile(more='[account.keys]\nMETER = "meter"\n')
    text = "id,account,amount,name,meter\nb1,a1,1,,m1\nb2,a1,1,Ann,m2\nb3,a1,1,Eve,m1\nb4,a2,1,,\n"
    profile = profile.replace(', default = "Account {account}"', ', default = "?"')
    mapped = read(profile, text)
    first, second, third, other = (record.account for record in mapped.records)
    assert first is second is third
    assert first.keys == (("METER", "m1"), ("METER", "m2"))
    assert (first.line, first.name) == (2, "?")
    assert other.keys == ()


def test_look_ups_too_long_to_keep_are_left_out_with_a_note(read, bills_profile):
    profile = bills_profile(more='[account.keys]\nMETER = "meter"\n')
    mapped = read(profile, f"id,account,amount,meter\nb1,a1,1,{'m' * 37}\n")
    assert mapped.records[0].account.keys == ()
    assert mapped.notes == ("1 look-up values are too long and are left out",)


def test_limit_takes_the_first_rows(read, bills_profile):
    profile = bills_profile(more="[totals.bills.expected]\ncount = 9\n")
    mapped = read(profile, "id,account,amount\nb1,a1,1\nb2,a2,2\nb3,a3,3\n", limit=2)
    assert [record.key for record in mapped.records] == ["b1", "b2"]
    assert mapped.expected == {}


def test_progress_is_told_and_may_stop_the_reading(read, bills_profile):
    text = "id,account,amount\n" + "".join(f"b{n},a1,1\n" for n in range(1200))
    told = []
    read(bills_profile(), text, progress=lambda done, of: told.append((done, of)) or True)
    assert told == [(0, 1200), (500, 1200), (1000, 1200), (1200, 1200)]
    with pytest.raises(Refused) as caught:
        read(bills_profile(), text, progress=lambda done, of: done < 500)
    assert sentence(caught.value.code, caught.value.fields) == (
        "File in.csv was not read to its end."
    )


def test_digest_and_names_go_with_the_file(read, bills_profile):
    mapped = read(bills_profile(), "id,account,amount\nb1,a1,1\n", "may.csv")
    assert (mapped.kind, mapped.profile, mapped.file_name) == ("bills", "town", "may.csv")
    assert len(mapped.sha256) == 64
    assert mapped.currency == "USD"
    assert mapped.sha256 != read(bills_profile(), "id,account,amount\nb1,a1,2\n").sha256


def test_preview_shows_file_mapping_and_all_rejects(bills_profile, tmp_path):
    (tmp_path / "p.toml").write_text(bills_profile())
    rows = "".join(f"b{n},a{n},{n}\n" for n in range(60))
    (tmp_path / "in.csv").write_text("id,account,amount\n" + rows + "b99,a99,4\x02x\n")
    seen = preview(tmp_path / "in.csv", read_profile(tmp_path / "p.toml"), currency=Currency("USD"))
    assert seen.header == ("id", "account", "amount")
    assert seen.lines[1] == (3, ("b1", "a1", "1"))
    assert len(seen.lines) == 50
    assert ("bill.amount", "amount") in seen.mapping
    assert ("bill.sa_type", "always 'WATER'") in seen.mapping
    assert rejects(seen.mapped) == [(62, "amount", "4x", "is not an amount of money")]
    assert seen.mapped.totals["bills"].count == 60


def test_an_amount_as_a_number_is_not_the_same_amount_as_text(read, bills_profile):
    """With a point between thousands, ``1.000`` as text is a thousand, as a number it is one."""
    more = '[money]\ndecimal_mark = ","\ngroup_mark = "."\n'
    rows = [("b1", "1.000"), ("b2", '"1.000"'), ("b3", "1.000"), ("b4", '"1.000"')]
    content = ",".join(
        f'{{"id": "{key}", "account": "{key}", "name": "n", "amount": {amount}}}'
        for key, amount in rows
    )
    mapped = read(bills_profile(more=more), f"[{content}]", "in.json")
    assert [record.amount.minor for record in mapped.records] == [100, 100_000, 100, 100_000]


def test_equal_rows_share_their_account_and_keep_its_first_facts(read, bills_profile):
    rows = "b1,a1,Ann,1\nb2,a1,,1\nb3,a1,Ann,2\nb4,a2,Bea,1\n"
    mapped = read(bills_profile(), HEAD + rows)
    assert names(mapped) == ["Ann", "Ann", "Ann", "Bea"]
    assert mapped.records[0].account is mapped.records[2].account


@pytest.mark.parametrize(
    ("cells", "key"),
    [
        (("b1", "a1"), "b1|a1"),
        (("b1", ""), "b1"),
        (("b1", " a1 "), "b1|a1"),
        (("#N/A", "a1"), "a1"),
        (("b#1", "a1"), "b#1|a1"),
        (("é", "a1"), "é|a1"),
    ],
)
def test_joined_cells_are_clean_however_plain_they_are(read, bills_profile, cells, key):
    profile = (
        bills_profile()
        .replace('key = "id"', 'key = { columns = ["id", "account"], separator = "|" }')
        .replace('key = "account"', 'key = { constant = "one" }')
    )
    one, other = cells
    (record,) = read(profile, HEAD + f"{one},{other},Ann,1\n").records
    assert record.key == key
