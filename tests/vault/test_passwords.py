"""Password hashes: what fits, and an unknown user who takes as long as a known one (B.3)."""

from posapp.vault import passwords


def test_b3_nobodys_hash_has_todays_parameters_and_fits_no_password() -> None:
    assert not passwords.needs_rehash(passwords._NOBODY)
    assert not passwords.matches("nobody signs in with this", "")


def test_a_password_fits_its_own_hash_only() -> None:
    stored = passwords.hash_password("correct horse")
    assert passwords.matches("correct horse", stored)
    assert not passwords.matches("correct horse ", stored)
    assert passwords.hash_password("correct horse") != stored
