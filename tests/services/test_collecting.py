"""The pause in the search for garbage: it ends when its work does, however that ends."""

import gc
from collections.abc import Iterator

import pytest

from posapp.services.collecting import no_collection


@pytest.fixture(autouse=True)
def _looking() -> Iterator[None]:
    """Python looks for garbage when a test begins; afterwards it is as it was."""
    before = gc.isenabled()
    gc.enable()
    yield
    if before:
        gc.enable()
    else:
        gc.disable()


def test_it_pauses_and_goes_on() -> None:
    with no_collection():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_goes_on_after_an_error() -> None:
    with pytest.raises(KeyError), no_collection():
        raise KeyError
    assert gc.isenabled()


def test_it_goes_on_when_the_last_of_several_pauses_ends() -> None:
    first, second = no_collection(), no_collection()
    with first:
        with second:
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_where_it_was_off_it_stays_off() -> None:
    gc.disable()
    with no_collection():
        pass
    assert not gc.isenabled()
