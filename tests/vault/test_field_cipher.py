"""Sealed account numbers and their key (AP-02, R13, reliability B.1)."""

import base64
import stat
import sys
from pathlib import Path

import pytest

from posapp.vault import field_keys
from posapp.vault.field_cipher import FieldCipher, SealError, key_of
from posapp.vault.field_keys import FieldKeyError, FieldKeys, key_id

NUMBER = "9876543210"
CIPHER = FieldCipher(bytes(range(32)))


@pytest.fixture(autouse=True)
def no_fixed_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests say themselves where the key lies."""
    monkeypatch.delenv(field_keys.VARIABLE, raising=False)
    monkeypatch.setattr(field_keys, "stored_password", lambda _entry: None)
    monkeypatch.setattr(field_keys, "keep_password", lambda _entry, _text: False)


def test_ap02_on_its_way_the_same_number_is_the_same_text() -> None:
    sealed = CIPHER.seal(NUMBER)
    assert sealed == CIPHER.seal(NUMBER)
    assert CIPHER.seal("9876543211") != sealed
    assert NUMBER not in sealed


def test_ap02_in_a_row_no_two_texts_are_the_same() -> None:
    sealed = CIPHER.seal(NUMBER)
    first, second = CIPHER.bind(sealed, "", "row 1"), CIPHER.bind(sealed, "", "row 1")
    assert first != second
    assert first.startswith("g1.")
    assert CIPHER.open(first, "row 1") == CIPHER.open(second, "row 1") == NUMBER
    assert CIPHER.loosen(first, "row 1") == sealed
    assert CIPHER.open(CIPHER.bind(first, "row 1", "row 2"), "row 2") == NUMBER


def test_ap02_what_was_changed_or_moved_does_not_open() -> None:
    bound = CIPHER.bind(CIPHER.seal(NUMBER), "", "row 1")
    body = bytearray(base64.urlsafe_b64decode(bound.rpartition(".")[2]))
    body[-1] ^= 1
    changed = f"{bound.rpartition('.')[0]}.{base64.urlsafe_b64encode(body).decode()}"
    for text in (changed, bound[:-9], bound.replace("g1.", "s1.")):
        with pytest.raises(SealError):
            CIPHER.open(text, "row 1")
    with pytest.raises(SealError):
        CIPHER.open(bound, "row 2")


def test_r13_another_key_opens_nothing_and_is_named() -> None:
    sealed = CIPHER.seal(NUMBER)
    assert key_of(sealed) == CIPHER.key_id == key_id(bytes(range(32)))
    assert key_of("clear") == ""
    with pytest.raises(SealError, match="another key"):
        FieldCipher(bytes(32)).open(sealed)


def test_r13_the_key_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    keys = FieldKeys(tmp_path / "config")
    assert keys.find() is None
    made = keys.make()
    assert keys.find() == FieldKeys(tmp_path / "config").find() == made
    assert len(made) == field_keys.SIZE
    if sys.platform != "win32":
        assert stat.S_IMODE(keys.path.stat().st_mode) == 0o600


def test_r13_the_environment_names_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(field_keys.VARIABLE, str(tmp_path / "else.key"))
    made = FieldKeys(tmp_path / "config").make()
    assert (tmp_path / "else.key").exists()
    assert FieldKeys(tmp_path).find() == made


@pytest.mark.parametrize("content", ["", "not base64!", "c2hvcnQ="])
def test_r13_a_file_without_key_is_told(tmp_path: Path, content: str) -> None:
    (tmp_path / field_keys.FILE).write_text(content, "utf-8")
    with pytest.raises(FieldKeyError, match="holds no key"):
        FieldKeys(tmp_path).find()


def test_r13_a_key_that_cannot_be_read_or_kept_is_told(tmp_path: Path) -> None:
    (tmp_path / field_keys.FILE).mkdir()
    with pytest.raises(FieldKeyError, match="cannot be read"):
        FieldKeys(tmp_path).find()
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(FieldKeyError, match="cannot be written"):
        FieldKeys(tmp_path / "file").make()


def test_r13_the_keyring_is_asked_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[str, str] = {}
    monkeypatch.setattr(field_keys, "stored_password", kept.get)

    def keep(entry: str, text: str) -> bool:
        kept[entry] = text
        return True

    monkeypatch.setattr(field_keys, "keep_password", keep)
    keys = FieldKeys(tmp_path)
    made = keys.make()
    assert keys.find() == made
    assert not keys.path.exists()
