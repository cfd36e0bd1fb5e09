"""Progress on standard error, where a person watches."""

import sys

import typer

_WIDTH = 30


class ProgressLine:
    """Draws one line that grows; draws nothing when standard error is no terminal."""

    def __init__(self, title: str, *, shown: bool | None = None) -> None:
        self._title = title
        self._shown = _is_watched() if shown is None else shown
        self._last = -1

    def __call__(self, done: int, of: int | None) -> bool:
        """A step, as services report it; never stops the work."""
        percent = 100 * done // of if of else 0
        if self._shown and percent != self._last:
            self._last = percent
            bar = ("#" * (_WIDTH * percent // 100)).ljust(_WIDTH, ".")
            typer.echo(f"\r{self._title} [{bar}] {percent:3d} %", err=True, nl=False)
        return True

    def end(self) -> None:
        """Leave the line, so that what follows starts on its own."""
        if self._last >= 0:
            typer.echo(err=True)


def _is_watched() -> bool:
    return sys.stderr is not None and sys.stderr.isatty()
