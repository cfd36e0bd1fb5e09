"""Actions of a page: one at a time, once each, with questions and retries (D-21, PY-6).

A page, its tabs and its dialogs share one ``Acting``: while an action runs every button rests, and
what it fails with is shown where it belongs.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from posapp.domain.ids import new_request_id
from posapp.domain.rights import Actor
from posapp.domain.topics import Saved
from posapp.ui.context import UiContext
from posapp.ui.line_words import Lost
from posapp.ui.pages.base import Page
from posapp.ui.tasks import Progress
from posapp.ui.widgets.progress_strip import ProgressStrip

Act = Callable[..., Saved[Any]]
"""Calls a service with the codes that the user said yes to; no widgets in it."""
Answered = Callable[[Any], object]
Helped = Callable[[BaseException, frozenset[str]], bool]
"""Takes what an action fails with, and the codes said yes to; whether it goes on from there."""


class Acting(QObject):
    """Runs the actions of a page; ``changed`` says when one begins and when it is over."""

    changed = Signal()

    def __init__(self, context: UiContext, page: Page) -> None:
        """Make it for a page; after an action the page loads again, unless told otherwise."""
        super().__init__(page)
        self._context = context
        self._page = page
        self._running = False
        self._unread = 0
        self._words = ""
        self._helped: Helped | None = None
        self._request = self._next = ""
        self._strip: ProgressStrip | None = None
        self._progress: Progress | None = None

    @property
    def is_running(self) -> bool:
        """Whether an action is under way."""
        return self._running

    def request(self) -> tuple[str, Actor]:
        """Id of a new request, kept through its retries (D-21), and who asks."""
        self._next = new_request_id()
        return self._next, self._context.actor

    def seen(self, version: int) -> int:
        """Version of an event that was read at ``version``, with the user's own changes since (PY-6).

        Somebody else's change makes another version of it, and the service refuses (M-30).
        """
        return version + self._unread

    def read(self) -> None:
        """The page shows the event as it is: own changes are in it."""
        self._unread = 0

    def begin(
        self, act: Act, on_done: Answered | None = None, helped: Helped | None = None
    ) -> None:
        """Run an action for which nothing is confirmed yet; ``on_done`` instead of a reload.

        ``helped`` is asked first about an error, such as one that somebody else can help with.
        """
        self._strip = None
        self._run_first(act, on_done, helped)

    def begin_long(
        self, act: Act, strip: ProgressStrip, words: str, on_done: Answered | None = None
    ) -> None:
        """Run an action over many payments, which takes ``progress``.

        The strip shows how far it is, and stops it at its next payment; nothing of it stays then.
        """
        self._strip, self._words = strip, words
        strip.stopped.connect(self.stop, Qt.ConnectionType.UniqueConnection)
        self._run_first(act, on_done)

    @Slot()
    def stop(self) -> None:
        """Ask a long action to stop."""
        if self._progress is not None:
            self._progress.cancel()

    def _run_first(self, act: Act, on_done: Answered | None, helped: Helped | None = None) -> None:
        self._helped = helped
        # The id was asked for just before; an action without one is not looked up.
        self._request, self._next = self._next, ""
        self._run(act, on_done, frozenset())

    def _run(self, act: Act, on_done: Answered | None, confirmed: frozenset[str]) -> None:
        self._running = True
        self.changed.emit()
        answered = partial(self._on_answer, on_done)
        failed = partial(self._on_failed, act, on_done, confirmed)
        runner, self._progress = self._context.runner, None
        work = partial(act, confirmed)
        if self._strip is not None:
            self._strip.start(self._words)
            self._progress = runner.progress(self._page, self._strip.show_moved)
            work = partial(act, confirmed, progress=self._progress)
        runner.run(self._page, work, answered, failed, "db", self._progress)

    def _over(self) -> None:
        self._running = False
        if self._strip is not None:
            self._strip.finish()

    def _on_answer(self, on_done: Answered | None, saved: Any) -> None:
        # The page still shows how it was; its buttons rest until it is read again.
        self._over()
        self._context.failures.tell_replayed(saved, Lost("", self._page.load))
        self._unread += not saved.replayed
        if on_done is None:
            self._page.load()
        else:
            on_done(saved)

    def _on_failed(
        self,
        act: Act,
        on_done: Answered | None,
        confirmed: frozenset[str],
        error: BaseException,
    ) -> None:
        self._over()
        self.changed.emit()
        if self._helped is not None and self._helped(error, confirmed):
            return
        again = partial(self._run, act, on_done, confirmed)
        self._context.failures.present(
            error,
            self._page,
            confirm=lambda codes: self._run(act, on_done, confirmed | codes),
            retry=again,
            reload=self._page.load,
            declined=self._page.declined,
            lost=Lost(self._request, again) if self._request else None,
        )
