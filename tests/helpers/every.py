"""One test over many rows: each is looked at, and all that fail are shown together.

A row of ``pytest.mark.parametrize`` is a test of its own, which costs some milliseconds to collect,
to set up and to report. Where the check itself takes less and no row needs a fresh fixture, all
rows are one test here: ``@every`` is written like ``parametrize`` and can stand over another one.
"""

import inspect
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import pytest

Ids = Sequence[str] | Iterable[str] | Callable[[Any], object] | None


def every(
    names: str | Sequence[str],
    rows: Iterable[Any] | Callable[[], Iterable[Any]],
    ids: Ids = None,
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make one test of a check of a row.

    Args:
        names: arguments of the check that a row gives; all others are fixtures, which rows share.
        rows: what is checked, never nothing; or what gives it when the test runs.
        ids: how rows are called where they fail, as ``parametrize`` has it.
    """
    words = [one.strip() for one in names.split(",")] if isinstance(names, str) else list(names)
    kept = rows if callable(rows) and not isinstance(rows, type) else list(rows)

    def around(check: Callable[..., None]) -> Callable[..., None]:
        def test(**fixtures: Any) -> None:
            cases = list(_cases(words, list(kept() if callable(kept) else kept), ids))
            assert cases, "no row to look at"
            wrong: list[str] = []
            last: BaseException | None = None
            for name, given in cases:
                try:
                    check(**given, **fixtures)
                except (Exception, pytest.fail.Exception) as error:  # noqa: BLE001 - shown below
                    wrong.append(f"[{name}] {type(error).__name__}: {error}")
                    last = error
            if wrong:
                raise AssertionError(
                    f"{len(wrong)} of {len(cases)} rows:\n" + "\n".join(wrong)
                ) from last

        wanted = inspect.signature(check).parameters
        strangers = set(words) - set(wanted)
        assert not strangers, f"{check.__name__} takes no {strangers}"
        test.__name__, test.__qualname__ = check.__name__, check.__qualname__
        test.__doc__, test.__module__ = check.__doc__, check.__module__
        rest = [one for name, one in wanted.items() if name not in words]
        test.__dict__.update(check.__dict__)
        test.__signature__ = inspect.Signature(rest)  # type: ignore[attr-defined]
        return test

    return around


def _cases(words: list[str], rows: list[Any], ids: Ids) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each row with its name: values by the names of arguments."""
    given = None if ids is None or callable(ids) else list(ids)
    for at, row in enumerate(rows):
        values = (row,) if len(words) == 1 else tuple(row)
        if given is not None:
            name = given[at]
        elif callable(ids):
            name = "-".join(str(ids(value)) for value in values)
        else:
            name = "-".join(map(repr, values))
        yield name, dict(zip(words, values, strict=True))
