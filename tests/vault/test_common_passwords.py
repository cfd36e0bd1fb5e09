"""The list of passwords that everybody tries (ASVS 6.2.4)."""

import pytest

from posapp.vault.common_passwords import is_common


@pytest.mark.parametrize("password", ["password", "PassWord", "123456789987654321", "qwertyuiop"])
def test_6_2_4_what_everybody_tries_is_known(password: str) -> None:
    assert is_common(password)


@pytest.mark.parametrize("password", ["", "correct horse battery", "seven grey herons"])
def test_6_2_4_what_nobody_tries_is_not(password: str) -> None:
    assert not is_common(password)
