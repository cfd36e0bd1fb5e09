"""What a text may mean and how well an account fits it (ui.md 3, C.4)."""

from posapp.domain.folding import query_words
from posapp.domain.searching import Candidate, Fit, HitKind, account_words, judge, read_text
from tests.helpers.every import every

NGOZI = Candidate(
    "Okafor, Ngozi",
    "118 Elm St Apt 4, Lindenhaven",
    "(212) 555-0137",
    "n.okafor@example.com",
    (("PLATE", "GZH 7067"), ("METER", "M-88.12")),
)
SEAN = Candidate("Ó Súilleabháin, Seán", "9 Rue de l’Église", "", "")


@every(
    ("typed", "one", "fit"),
    [
        ("okafor", NGOZI, Fit(HitKind.NAME, "Okafor, Ngozi", 1)),
        ("ngozi oka", NGOZI, Fit(HitKind.NAME, "Okafor, Ngozi", 1)),
        ("elm", NGOZI, Fit(HitKind.ADDRESS, NGOZI.address, 1)),
        ("okafor 118", NGOZI, Fit(HitKind.ADDRESS, NGOZI.address, 2)),
        ("4 elm", NGOZI, Fit(HitKind.ADDRESS, NGOZI.address, 2)),
        ("okafor 555-0137", NGOZI, Fit(HitKind.CONTACT, "(212) 555-0137", 2)),
        ("n.okafor@example.com", NGOZI, Fit(HitKind.CONTACT, "n.okafor@example.com", 1)),
        ("gzh7067", NGOZI, Fit(HitKind.CONTACT, "PLATE GZH 7067", 1)),
        ("7067", NGOZI, Fit(HitKind.CONTACT, "PLATE GZH 7067", 1)),
        ("m88 okafor", NGOZI, Fit(HitKind.CONTACT, "METER M-88.12", 1)),
        ("0137 gzh", NGOZI, Fit(HitKind.CONTACT, "(212) 555-0137", 2)),
        ("suilleabhain", SEAN, Fit(HitKind.NAME, SEAN.name, 1)),
        ("osuill", SEAN, Fit(HitKind.NAME, SEAN.name, 0)),
        ("leglise", SEAN, Fit(HitKind.ADDRESS, SEAN.address, 1)),
        ("sean eglise", SEAN, Fit(HitKind.ADDRESS, SEAN.address, 2)),
    ],
)
def test_an_account_fits_by_its_name_first_then_address_then_the_rest(
    typed: str, one: Candidate, fit: Fit
) -> None:
    assert judge(query_words(typed), one) == fit


@every(
    ("typed", "one"),
    [
        ("okafor birch", NGOZI),
        ("5 elm", NGOZI),
        ("fork", NGOZI),
        ("afor", NGOZI),
        ("okaforngo", NGOZI),
        ("sullivan", SEAN),
        ("7067", SEAN),
    ],
)
def test_an_account_that_lacks_a_word_does_not_fit(typed: str, one: Candidate) -> None:
    assert judge(query_words(typed), one) is None


def test_every_word_of_an_account_finds_it() -> None:
    for one in (NGOZI, SEAN):
        for word in account_words(one):
            assert judge(query_words(word), one) is not None, word


def test_c4_ranking_needs_four_letters_or_two_words() -> None:
    assert not read_text("oka").is_ranked
    assert read_text("okaf").is_ranked
    assert read_text("ok ng").is_ranked
    assert not read_text("").is_ranked


def test_equal_words_are_looked_for_apart_where_they_say_something() -> None:
    assert read_text("12 elm").tells_equal
    assert read_text("okafor").tells_equal
    assert not read_text("st ave").tells_equal
    assert not read_text("12").tells_equal


def test_a_text_is_numeric_when_it_holds_a_digit() -> None:
    assert read_text("GZH 7067").is_numeric
    assert not read_text("okafor").is_numeric
    assert read_text("\x00 ").number == ""
