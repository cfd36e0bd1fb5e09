"""Folding (ui.md 3): what is typed finds what is written, whatever the accents and the script."""

from hypothesis import given
from hypothesis import strategies as st

from posapp.domain.folding import (
    LONGEST_TEXT,
    LONGEST_WORD,
    MOST_WORDS,
    Word,
    clean,
    fold_line,
    index_words,
    joined_words,
    phone_words,
    query_words,
)
from tests.helpers.every import every


def finds(typed: str, written: str) -> bool:
    """Whether every word typed is, or begins, a word under which the name is kept."""
    kept = index_words(written, name=True)
    wanted = query_words(clean(typed))
    return bool(wanted) and all(
        word.text in kept or (not word.whole and any(k.startswith(word.text) for k in kept))
        for word in wanted
    )


@every(
    ("typed", "written"),
    [
        ("Suilleabhain", "Ó Súilleabháin, Seán"),
        ("o suilleabhain", "Ó Súilleabháin, Seán"),
        ("osuill", "Ó Súilleabháin, Seán"),
        ("sean", "Ó Súilleabháin, Seán"),
        ("obrien", "O'Brien, Conan"),
        ("O’Brien", "O'Brien, Conan"),
        ("o`brien", "O‘Brien, Conan"),
        ("brien", "O'Brien, Conan"),
        ("dangelo", "D'Angelo"),
        ("smith-jones", "Smith Jones, Mary"),
        ("smith jones", "Smith-Jones, Mary"),
        ("smithjones", "Smith–Jones, Mary"),
        ("vandermeer", "van der Meer, Jan"),
        ("van der meer", "van der Meer, Jan"),
        ("mueller", "Müller, Jürgen"),
        ("muller", "Müller, Jürgen"),
        ("MÜLLER", "Mu\u0308ller, Jürgen"),
        ("strasse", "Straße"),
        ("STRASSE", "Straße"),
        ("lukasz zolc", "Łukasz Żółć"),
        ("soren", "Søren"),
        ("soeren", "Søren"),
        ("aesir", "Æsir"),
        ("thor", "Þór"),
        ("dordevic", "Đorđević"),
        ("istanbul", "İSTANBUL"),
        ("isik", "Işık"),
        ("παπαδοπουλος", "Παπαδόπουλος"),
        ("ΠΑΠΑΔΟΠΟΥΛΟΣ", "Παπαδόπουλος"),
        ("Αθήνα", "ΑΘΗΝΑ"),
        ("федоров", "Фёдоров"),
        ("محمد", "مُحَمَّد أحمد"),
        ("احمد", "مُحَمَّد أحمد"),
        ("שלום", "שָׁלוֹם"),
        ("नाम", "हिन्दी नाम"),
        ("34 شارع", "٣٤ شارع"),
        ("12", "१२"),
        ("ABC", "ＡＢＣ"),
        ("小明", "王小明"),
        ("王", "王小明"),
        ("明", "王小明"),
        ("王小明", "王小明"),
        ("철수", "김철수"),
        ("김", "김철수"),
        ("港区", "東京都港区芝公園"),
        ("東京都港区芝公園", "東京都港区芝公園"),
        ("ใจ", "สมชายใจดี"),
        ("att", "AT&T Inc."),
        ("U.S. Bank", "US Bank"),
        ("us bank", "U.S. Bank"),
    ],
)
def test_what_is_typed_finds_what_is_written(typed: str, written: str) -> None:
    assert finds(typed, written)


@every(
    ("typed", "written"),
    [
        ("brian", "O'Brien"),
        ("rien", "O'Brien"),
        ("明王", "王小明"),
        ("smithj", "Smith, John"),
        ("οδος", "Παπαδόπουλος"),
    ],
)
def test_what_is_not_there_is_not_found(typed: str, written: str) -> None:
    assert not finds(typed, written)


@every(
    ("text", "line"),
    [
        ("Ó Súilleabháin, Seán", "o suilleabhain sean"),
        ("  O'Brien ,  Conan ", "obrien conan"),
        ("Smith-Jones", "smith jones"),
        ("\u202eevil\u202c\u0007name", "evil name"),
        ("", ""),
        ("?!%_*\"'", ""),
        ("김철수", "김철수"),
    ],
)
def test_a_line_is_folded_words_by_single_spaces(text: str, line: str) -> None:
    assert fold_line(text) == line


def test_a_single_letter_is_dropped_beside_words_and_a_digit_must_be_equal() -> None:
    assert query_words("mary o") == (Word("mary"),)
    assert query_words("o") == ()
    assert query_words("9 elm") == (Word("9", whole=True), Word("elm"))


def test_numbers_keep_together_across_dashes_and_names_do_not() -> None:
    assert query_words("555-0137") == (Word("5550137"),)
    assert query_words("118-20 elm-court") == (Word("11820"), Word("elm"), Word("court"))


def test_a_mail_address_is_known_by_what_stands_before_the_sign() -> None:
    kept = index_words("Ngozi.Okafor@example.com")
    assert kept == {"ngozi", "okafor", "ngoziokafor"}
    assert query_words("ngozi.okafor@exam") == (Word("ngoziokafor"),)


def test_a_phone_is_known_whole_without_area_and_by_its_last_four() -> None:
    assert phone_words("+1 (212) 555-0137") == {"12125550137", "2125550137", "5550137", "0137"}
    assert phone_words("call me") == set()


def test_short_words_also_mean_the_joined_one() -> None:
    assert joined_words("mc donald") == (Word("mcdonald"),)
    assert joined_words("van der meer jan") == (Word("vandermeer"), Word("jan"))
    assert joined_words("donald") == ()


def test_long_words_and_long_queries_are_cut_alike() -> None:
    long = "abcdefghij" * 10
    (word,) = query_words(long)
    assert word == Word(long[:LONGEST_WORD], whole=True)
    assert word.text in index_words(long)
    assert len(clean("x" * 10_000)) == LONGEST_TEXT
    assert len(query_words(" ".join(f"word{n}" for n in range(50)))) == MOST_WORDS


def test_a_query_holds_nothing_that_a_database_refuses() -> None:
    assert clean("a\x00b\ud800c\u200bd\r\ne") == "a b cd e"
    assert clean("１２３") == "123"


@given(st.text(max_size=300))
def test_any_text_gives_words_that_no_query_syntax_is_made_of(text: str) -> None:
    for word in (*query_words(clean(text)), *joined_words(clean(text))):
        assert 0 < len(word.text) <= LONGEST_WORD
        assert not set(word.text) & set(" \"'*^:()-+%_\\\x00")
    for kept in index_words(text, name=True):
        assert 0 < len(kept) <= LONGEST_WORD
        assert " " not in kept
        kept.encode()


@given(st.text(max_size=60))
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold_line(fold_line(text)) == fold_line(text)


@given(
    st.lists(
        st.sampled_from(
            ["Ó", "Łukasz", "smith-JONES", "O'Brien", "王小明", "김철수", "12", "Straße"]
        )
    )
)
def test_every_name_is_found_by_itself(parts: list[str]) -> None:
    text = " ".join(parts)
    assert not query_words(text) or finds(text, text)
