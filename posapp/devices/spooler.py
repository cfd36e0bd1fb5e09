"""The system print queue, by the ``lp`` command of CUPS.

A print is handed over once and never repeated here: paper that came out twice looks like two
payments. A queue that hangs or refuses is a ``DeviceFailure``; what was posted stays posted.
"""

import os
import re
import subprocess
from dataclasses import dataclass
from typing import Final

from posapp.errors import DeviceFailure

_JOB: Final = re.compile(r"request id is (\S+)")
_QUEUE: Final = re.compile(r"[0-9A-Za-z_.][0-9A-Za-z_.@-]{0,126}", re.ASCII)
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_TIMEOUT: Final = 15.0
_SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class SystemPrinter:
    """Sends PDF to a queue of the operating system.

    Attributes:
        queue: name of the queue; empty for the system's default one.
        command: program that takes the job, ``lp`` unless set otherwise.
        timeout: seconds to wait for the queue.
    """

    queue: str = ""
    command: str = "lp"
    timeout: float = _TIMEOUT

    @property
    def name(self) -> str:
        """Name as the user knows it."""
        return self.queue or "Default printer"

    def print_pdf(self, pdf: bytes, title: str) -> str:
        """Hand one document to the queue; returns queue and job.

        Raises:
            DeviceFailure: when there is no such command or queue, when it refuses, and when it
                does not answer in time (the paper may come out all the same).
        """
        # Scaled bars would no longer lie on whole printer dots.
        return self._send(pdf, title, "print-scaling=none")

    def print_raw(self, content: bytes, title: str) -> str:
        """Hand bytes to the queue as they are, past every filter; returns queue and job.

        Raises:
            DeviceFailure: as ``print_pdf``.
        """
        return self._send(content, title, "raw")

    def _send(self, content: bytes, title: str, option: str) -> str:
        try:
            done = subprocess.run(  # noqa: S603 - fixed program, no shell, checked queue name
                self._arguments(title, option),
                input=content,
                capture_output=True,
                timeout=self.timeout,
                check=False,
                env={**os.environ, "LC_ALL": "C"},
            )
        except FileNotFoundError as error:
            detail = f"The command '{self.command}' is not installed. Print to a folder instead."
            raise DeviceFailure(self.name, detail) from error
        except subprocess.TimeoutExpired as error:
            detail = (
                f"The print queue did not answer in {self.timeout:g} s. "
                "Look whether the paper came out before you print again."
            )
            raise DeviceFailure(self.name, detail) from error
        except OSError as error:
            detail = f"'{self.command}' cannot be started ({error.strerror})."
            raise DeviceFailure(self.name, detail) from error
        if done.returncode:
            raise DeviceFailure(self.name, f"The print queue refused: {_words(done.stderr)}.")
        job = _JOB.search(done.stdout.decode("utf-8", "replace"))
        return f"{self.name} (job {job[1]})" if job else self.name

    def _arguments(self, title: str, option: str) -> list[str]:
        if self.queue and not _QUEUE.fullmatch(self.queue):
            raise DeviceFailure(self.name, "This is not a name of a print queue.")
        to = ["-d", self.queue] if self.queue else []
        # The title is one argument of its own option, so a leading hyphen is only text.
        options = ["-o", option]
        return [self.command, *to, *options, "-t", _CONTROLS.sub(" ", title)[:_SHOWN], "--", "-"]


def _words(stderr: bytes) -> str:
    """What the command complained about, on one line, short enough for a sentence."""
    text = _CONTROLS.sub(" ", stderr.decode("utf-8", "replace")).strip()
    return text.removeprefix("lp: ").rstrip(".")[:_SHOWN] or "it gave no reason"
