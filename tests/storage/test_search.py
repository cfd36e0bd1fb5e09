"""Search (ui.md 3, P5, C.4, B.5): anything typed finds the account, in one order, never an error."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from posapp.domain.accounts import AccountHit
from posapp.domain.ids import AccountId, short_id
from posapp.domain.searching import MOST_HITS
from posapp.storage.db import Database
from posapp.storage.search import search_accounts
from posapp.storage.search_index import count_unindexed, index_accounts, rebuild_index
from tests.helpers.people import People

NASTY = (
    "", " ", "a", "o", "%", "_", "%%", "\x00", "a\x00b", '"', "'", '" OR "', "okafor OR 1",
    "NEAR(okafor ngozi)", "okafor*", "-okafor", "words:okafor", "^okafor", "(okafor", "a AND",
    "NOT okafor", "\ud800", "\u202eokafor", "🦊", "🦊🦊 okafor", "'; DROP TABLE account; --",
    "x" * 10_000, "ab " * 4_000, "(" * 500, '"' * 999, "\\", "\n\t\r", "１２３", "٣", "½", "@",
    "a@", "@a@b", "@１@t", "--", "1" * 200, "9" * 18, "99999999999", "0000000000", "9" * 10, "\U0010ffff",
    "o'", "ก", "明" * 300, "e\u0301" * 300, "=1+1", "okafor\u0085ngozi", "1e309", "-1", "+1",
)  # fmt: skip


@pytest.fixture
def people(db: Database) -> People:
    """An office without customers."""
    return People(db)


def find(people: People, text: str, limit: int = MOST_HITS) -> tuple[AccountHit, ...]:
    with people.db.read() as s:
        return search_accounts(s, text, limit)


def ids(hits: Sequence[AccountHit]) -> list[int]:
    return [hit.account_id for hit in hits]


def test_names_are_found_folded_and_in_any_order(people: People) -> None:
    sean = people.add("Ó Súilleabháin, Seán")
    people.add("Sullivan, Sean")
    wang = people.add("王小明")
    for text in ("suilleabhain", "o suill", "osuilleabhain", "sean suil", "SEÁN Ó"):
        assert sean in ids(find(people, text)), text
    for text in ("王", "王小", "小明", "明"):
        assert ids(find(people, text)) == [wang], text
    (hit,) = find(people, "suilleabhain")
    assert hit == AccountHit(
        sean, "Ó Súilleabháin, Seán", "1 Quay", "Ó Súilleabháin, Seán", "name", None
    )


def test_names_that_begin_so_come_first_in_their_order(people: People) -> None:
    by_address = people.add("Zeller, Ann", "3 Okafor Street")
    given = people.add("Bello, Okafor")
    second = people.add("Okafor, Zoe")
    first = people.add("Okafor, Ada")
    longer = people.add("Okaforson, Ben")
    assert ids(find(people, "okafor")) == [first, second, longer, given, by_address]
    assert [hit.kind for hit in find(people, "okafor")] == ["name"] * 4 + ["address"]
    assert ids(find(people, "okafor z"))[0] == second
    assert ids(find(people, "zoe okafor")) == [second]


def test_equal_words_come_before_beginnings(people: People) -> None:
    people.many(120, "Adams, Lee", "120 Elm St")
    wanted = people.add("Young, Kim", "12 Elm St")
    for text in ("12 elm", "elm 12", "12 Elm St"):
        assert ids(find(people, text))[0] == wanted
    assert len(find(people, "12 elm")) == MOST_HITS


def test_address_phone_mail_and_keys_are_words_too(people: People) -> None:
    one = people.add(
        "Okafor, Ngozi",
        "118-20 Rue de l’Église, Apt 4",
        phone="(212) 555-0137",
        email="N.Okafor@example.com",
        keys=(("PLATE", "GZH 7067"), ("METER", "M-88.12")),
    )
    people.add("Okafor, Ada", "7 Elm St", phone="(212) 555-0138")
    expected = {
        "11820 rue": ("address", "118-20 Rue de l’Église, Apt 4"),
        "leglise": ("address", "118-20 Rue de l’Église, Apt 4"),
        "okafor apt 4": ("address", "118-20 Rue de l’Église, Apt 4"),
        "555-0137": ("contact", "(212) 555-0137"),
        "212 555 0137": ("contact", "(212) 555-0137"),
        "okafor 0137": ("contact", "(212) 555-0137"),
        "n.okafor@example.com": ("contact", "N.Okafor@example.com"),
        "ngozi gzh7067": ("contact", "PLATE GZH 7067"),
        "gzh 7067": ("key", "PLATE GZH 7067"),
        "gzh70": ("key", "PLATE GZH 7067"),
        "m8812": ("key", "METER M-88.12"),
    }
    for text, (kind, matched) in expected.items():
        assert [(h.account_id, h.kind, h.matched) for h in find(people, text)] == [
            (one, kind, matched)
        ], text


def test_numbers_come_first_the_equal_ones_before_those_that_begin_so(people: People) -> None:
    owner = people.add("Okafor, Ngozi")
    other = people.add("Elm, 4411")
    begun = people.add("Young, Kim", keys=(("OLD", "441177"),))
    equal = people.add("Young, Pat", keys=(("OLD", "4411"),))
    item = people.item(owner, "4411")
    longer = people.item(owner, "44119")
    people.bill(other, "4411")
    hits = [(hit.account_id, hit.kind, hit.item_id) for hit in find(people, "4411")]
    assert hits[:3] == [(equal, "key", None), (owner, "item", item), (other, "bill", None)]
    assert hits[3:] == [(begun, "key", None), (owner, "item", longer)]


def test_our_number_is_found_whole_padded_and_by_its_beginning(people: People) -> None:
    one, two = people.add("Okafor, Ngozi"), people.add("Young, Kim")
    for text in (short_id(one), f" {short_id(one)} ", f"00{short_id(one)}", f"{one}"):
        (hit,) = find(people, text)
        assert (hit.account_id, hit.kind, hit.matched) == (one, "account", short_id(one))
    assert ids(find(people, str(one)[:8])) == [one, two]
    assert find(people, "8") == ()


def test_an_item_number_is_found_whatever_its_case(people: People) -> None:
    one = people.add("Okafor, Ngozi")
    item = people.item(one, "PV-20441")
    for text in ("PV-20441", "pv-20441", "pv-204"):
        (hit,) = find(people, text)
        assert (hit.kind, hit.matched, hit.item_id) == ("item", "PV-20441", item)


def test_an_account_is_listed_once_but_each_of_its_items(people: People) -> None:
    one = people.add("Okafor 77, Ngozi", keys=(("OLD", "77"), ("METER", "77")))
    first, second = people.item(one, "77-1"), people.item(one, "77-2")
    hits = [(hit.account_id, hit.item_id) for hit in find(people, "77")]
    assert hits == [(one, None), (one, first), (one, second)]


def test_never_more_than_fifty_and_never_more_than_asked(people: People) -> None:
    made = people.many(60, "Okafor, Ngozi")
    assert ids(find(people, "okafor")) == made[:50]
    assert ids(find(people, "ngozi")) == made[:50]
    assert ids(find(people, "quay")) == made[:50]
    assert ids(find(people, "ok", 7)) == made[:7]
    assert len(find(people, "okafor", 1_000)) == MOST_HITS
    assert find(people, "okafor", 0) == ()
    assert find(people, "okafor", -1) == ()


def test_c4_below_four_letters_hits_come_by_id(people: People) -> None:
    street = people.add("Young, Kim", "3 Bee St")
    name = people.add("Bello, Ada")
    given = people.add("Young, Bea")
    assert ids(find(people, "be")) == [name, street, given]


def test_c4_a_single_letter_finds_only_names_that_begin_with_it(people: People) -> None:
    one = people.add("Okafor, Ngozi")
    people.add("Young, O")
    assert ids(find(people, "o")) == [one]
    assert ids(find(people, "young o")) == [one + 2]


def test_short_words_are_joined_when_nothing_else_is_found(people: People) -> None:
    one = people.add("MacDonald, Ian")
    two = people.add("Mc Donald, Ian")
    assert ids(find(people, "mac donald")) == [one]
    assert ids(find(people, "mcdonald")) == [two]
    assert ids(find(people, "mc donald")) == [two]


def test_long_words_that_begin_alike_are_told_apart(people: People) -> None:
    people.many(30, "Constantine, Ada")
    wanted = people.add("Constantinople, Ben")
    assert ids(find(people, "constantinople")) == [wanted]
    assert ids(find(people, "ben constantinop")) == [wanted]
    assert len(find(people, "constantin")) == 31


def test_words_that_meet_rarely_are_found_among_common_ones(people: People) -> None:
    people.many(2_100, "Street, Ann", "1 Quay")
    people.many(2_100, "Avenue, Ann", "2 Quay")
    both = people.add("Street, Bob", "3 Avenue")
    assert ids(find(people, "avenue street")) == [both]
    assert ids(find(people, "street avenue")) == [both]
    assert find(people, "street nowhere") == ()


def test_the_index_follows_a_change_and_a_second_run_changes_nothing(people: People) -> None:
    one = people.add("Okafor, Ngozi", "118 Elm St")
    people.move(one, "9 Birch Rd")
    assert find(people, "elm") == ()
    assert ids(find(people, "birch")) == [one]
    for _ in range(2):
        with people.db.begin() as s:
            assert index_accounts(s, [one, one, 42]) == 1
    assert ids(find(people, "birch")) == [one]
    with people.db.begin() as s:
        assert index_accounts(s, []) == 0


def test_accounts_that_nobody_indexed_are_counted_and_a_rebuild_finds_them(people: People) -> None:
    one = people.add("Okafor, Ngozi", index=False)
    two = people.add("Okafor, Ada")
    assert ids(find(people, "okafor")) == [two]
    with people.db.read() as s:
        assert count_unindexed(s) == 1
    with people.db.begin() as s:
        assert rebuild_index(s) == 2
        assert count_unindexed(s) == 0
    assert ids(find(people, "okafor")) == [two, one]
    assert ids(find(people, "ngozi")) == [one]


def test_a_change_that_is_rolled_back_leaves_the_index_alone(people: People) -> None:
    one = people.add("Okafor, Ngozi", "118 Elm St")

    def rebuilt_in_vain(s: Connection) -> None:
        rebuild_index(s)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        people.db.write(rebuilt_in_vain)
    assert ids(find(people, "elm")) == [one]


def test_the_order_is_the_same_every_time(people: People) -> None:
    people.many(20, "Okafor, Ngozi", "118 Elm St")
    people.many(20, "Elm, Okafor", "3 Quay")
    for text in ("okafor", "elm", "ok el", "1", "q"):
        assert find(people, text) == find(people, text)


def test_r10_any_text_is_answered(people: People) -> None:
    people.add("Okafor, Ngozi", "118 Elm St", keys=(("PLATE", "GZH7067"),))
    for text in NASTY:
        assert len(find(people, text)) <= MOST_HITS


def test_b5_query_syntax_means_nothing(people: People) -> None:
    one = people.add("Okafor, Ngozi")
    two = people.add("Near, Or")
    assert ids(find(people, '"okafor" OR "near"')) == []
    assert ids(find(people, "okafor*")) == [one]
    assert ids(find(people, "-okafor")) == [one]
    assert ids(find(people, "near or")) == [two]
    assert find(people, "%") == ()
    assert find(people, "%afor") == ()


@pytest.fixture(scope="module")
def fuzzed(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> People:
    """A SQLite office that the fuzzing only reads."""
    path = tmp_path_factory.mktemp("fuzz") / "posapp.db"
    path.write_bytes(sqlite_template.read_bytes())
    people = People(Database.open(str(path)))
    people.add("Okafor, Ngozi", "118 Elm St", keys=(("PLATE", "GZH7067"),))
    return people


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(
        alphabet=st.one_of(st.characters(), st.sampled_from("\"'*^:()-%_ okafor1")), max_size=40
    )
)
def test_b5_fuzzed_texts_never_fail(fuzzed: People, text: str) -> None:
    for hit in find(fuzzed, text):
        assert re.search(r"\w", hit.matched)
        assert hit.account_id == AccountId(hit.account_id)


def test_a_long_beginning_finds_those_that_begin_so_and_no_others(people: People) -> None:
    """More words begin with its first letters than are ever shown (P5)."""
    for number in range(60):
        people.add(f"Voostea{number:02d}x, Kim")
    wanted = [people.add("Voosteatin, Kim"), people.add("Kim, Voosteaton")]
    assert set(ids(find(people, "voosteat"))) == set(wanted)
    assert set(ids(find(people, "kim voosteat"))) == set(wanted)
    assert len(find(people, "voostea")) == MOST_HITS


def test_a_long_beginning_of_very_many_words_still_finds(people: People) -> None:
    """Each phone number is a word; a beginning of more words than are looked up one by one."""
    for number in range(130):
        people.add("Okafor, Ngozi", phone=f"212-367-{number:04d}")
    last = people.add("Zeller, Ann", phone="212-367-9999")
    assert len(find(people, "212367")) == MOST_HITS
    assert ids(find(people, "zeller 212367")) == [last]


def test_many_words_find_what_holds_them_all(people: People) -> None:
    """Some words nearly everybody has, others hardly anybody; the order typed says nothing."""
    people.many(150, "Adams, Lee", "7 Elm St, Lindenhaven")
    people.many(40, "Baker, Lee", "7 Oak Ave, Lindenhaven")
    wanted = people.add("Young, Kim", "8661 Kepen St, Lindenhaven")
    people.many(30, "Clark, Ann", "8661 Oak Ave, Lindenhaven")
    near = people.add("Young, Lee", "8662 Kepen St, Lindenhaven")
    for text in ("8661 kepen st lindenhaven", "lindenhaven st kepen 8661", "kep 866 lind st you"):
        assert ids(find(people, text))[0] == wanted, text
    assert set(ids(find(people, "young st lindenhaven"))) == {wanted, near}
    assert ids(find(people, "kim st ave lindenhaven")) == []
    assert len(find(people, "lee st lindenhaven")) == MOST_HITS
    assert len(find(people, "lee oak lindenhaven")) == 40
