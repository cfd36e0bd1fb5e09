"""The float recipe: exact when the pieces allow it, large notes first (CN-01, BL-05)."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from posapp.domain.float_recipe import float_recipe
from posapp.domain.money import Money
from posapp.domain.setup_options import Denomination
from tests.helpers.every import every

VALUES = (10000, 5000, 2000, 1000, 500, 100, 25, 10, 5, 1)
USD = {value: Denomination("USD", Money(value), coin=value < 100) for value in VALUES}


def counted(pieces: dict[int, int]) -> dict[Denomination, int]:
    return {USD[value]: n for value, n in pieces.items()}


def plain(pieces: tuple[tuple[Denomination, int], ...]) -> dict[int, int]:
    return {item.value.minor: n for item, n in pieces}


def test_bl05_the_standard_float_stays_in_small_notes() -> None:
    drawer = {10000: 4, 5000: 3, 2000: 24, 1000: 11, 500: 17, 100: 12, 25: 18, 10: 15, 5: 4, 1: 30}
    recipe = float_recipe(counted(drawer), Money(15000))
    assert recipe.left == Money(15000)
    assert recipe.over == Money(0)
    assert recipe.bagged == Money(124350 - 15000)
    assert plain(recipe.bag) == {10000: 4, 5000: 3, 2000: 24, 1000: 6, 100: 3, 25: 2}
    assert plain(recipe.leave) == {1000: 5, 500: 17, 100: 9, 25: 16, 10: 15, 5: 4, 1: 30}


def test_cn01_a_greedy_choice_that_would_end_nowhere_is_not_made() -> None:
    # 80 must leave: a fifty first would leave 30, which twenties cannot make.
    recipe = float_recipe(counted({5000: 1, 2000: 4}), Money(5000))
    assert plain(recipe.bag) == {2000: 4}
    assert plain(recipe.leave) == {5000: 1}


def test_cn01_what_cannot_be_made_leaves_the_least_more() -> None:
    recipe = float_recipe(counted({2000: 9, 500: 1}), Money(15000))
    assert recipe.left == Money(16000)
    assert recipe.over == Money(1000)
    assert plain(recipe.bag) == {2000: 1, 500: 1}


@every(("drawer", "over"), [({}, -15000), ({100: 7}, -14300), ({5000: 3}, 0)])
def test_cn01_a_drawer_without_more_than_its_float_keeps_all(
    drawer: dict[int, int], over: int
) -> None:
    recipe = float_recipe(counted(drawer), Money(15000))
    assert recipe.bag == ()
    assert plain(recipe.leave) == drawer
    assert recipe.over == Money(over)


SOME = st.dictionaries(st.sampled_from(VALUES), st.integers(0, 4), max_size=5)


@given(SOME, st.integers(0, 60000))
def test_cn01_nothing_is_lost_and_no_other_choice_is_nearer(
    drawer: dict[int, int], standard: int
) -> None:
    recipe = float_recipe(counted(drawer), Money(standard))
    held = sum(value * n for value, n in drawer.items())
    leave, bag = plain(recipe.leave), plain(recipe.bag)
    assert all(leave.get(v, 0) + bag.get(v, 0) == n for v, n in drawer.items())
    assert recipe.left.minor + recipe.bagged.minor == held
    choices = product(*(range(n + 1) for n in drawer.values()))
    sums = {sum(v * n for v, n in zip(drawer, some, strict=True)) for some in choices}
    enough = {one for one in sums if one >= standard}
    assert recipe.left.minor == (min(enough) if enough else held)
