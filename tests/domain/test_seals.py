"""Seals on paper (R11, reliability 0.1 finding 9, A.6): typed back, misread, mistyped."""

import hashlib

import pytest

from posapp.domain.seals import PaperCode, Seal, is_seal, read_paper, seal_of
from posapp.errors import Refused

_HASH = hashlib.sha256(b"the last row").hexdigest()
_SEAL = seal_of(57, _HASH)
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def test_r11_a_seal_fits_its_hash_and_no_other():
    assert _SEAL.fits(_HASH)
    assert not _SEAL.fits(hashlib.sha256(b"rewritten").hexdigest())
    assert _SEAL.begins == _HASH[:18]
    # 75 bits: a hash that differs in the 75th is another one, one that differs after it is not.
    bits = int(_HASH, 16)
    assert not _SEAL.fits(f"{bits ^ 1 << 256 - 75:064x}")
    assert _SEAL.fits(f"{bits ^ 1 << 256 - 76:064x}")


def test_r11_a_seal_is_typed_as_people_type():
    text = _SEAL.text
    rows, code = text.split("-", 1)
    assert rows == "57"
    assert [len(group) for group in code.split("-")] == [4, 4, 4, 4]
    for typed in (
        text,
        text.lower(),
        f"  {text.replace('-', ' ')} ",
        f"57 {code.replace('-', '')}",
    ):
        assert read_paper(typed) == PaperCode("", _SEAL)
    misread = f"57-{code.replace('1', 'l').replace('0', 'O')}"
    assert read_paper(misread) == PaperCode("", _SEAL)
    assert read_paper(f"1000000017-12 {text}") == PaperCode("1000000017-12", _SEAL)
    assert read_paper(f"Z-4 {text}") == PaperCode("Z-4", _SEAL)


def test_r11_every_wrong_character_and_every_swap_is_noticed():
    code = _SEAL.text.split("-", 1)[1].replace("-", "")
    line = f"57{code}"
    wrong = [
        line[:at] + other + line[at + 1 :]
        for at in range(len(line))
        for other in (_ALPHABET if at > 1 else "123456789")
        if other != line[at]
    ]
    swapped = [
        line[:at] + line[at + 1] + line[at] + line[at + 2 :]
        for at in range(2, len(line) - 1)
        if line[at] != line[at + 1]
    ]
    missed = [one for one in wrong + swapped if is_seal(f"{one[:2]}-{one[2:]}")]
    assert not missed
    with pytest.raises(Refused, match="M-388"):
        read_paper(f"58-{code}")


def test_r11_what_is_no_seal_is_a_number():
    texts = ("1000000017-12", "K-2026-000004", "", "12 High Street", "57-ABCD", "\u0665\u0667-ABCD")
    assert [read_paper(text).seal for text in texts] == [None] * len(texts)
    assert read_paper(" 1000000017-12 ").number == "1000000017-12"
    assert not is_seal("0-0000-0000-0000-0000")


def test_r11_a_seal_needs_rows_and_a_whole_hash():
    for rows, digest in ((0, _HASH), (1, _HASH[:16])):
        with pytest.raises(ValueError, match="whole hash"):
            seal_of(rows, digest)
    assert Seal(1, "0" * 15).text.startswith("1-0000-0000-0000-000")
