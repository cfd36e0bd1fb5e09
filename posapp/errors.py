"""The errors of the program; everything else that is raised is a bug.

``Refused`` and ``NeedsConfirmation`` carry codes of ``posapp.domain.messages``; the outer layers
word them. ``StorageFailure`` and ``DeviceFailure`` come from the two seams to the outside.
"""

from dataclasses import dataclass, field
from typing import Any


class PosError(Exception):
    """Base of every error that the program raises on purpose."""


class Refused(PosError):  # noqa: N818 - named for what happened, as the rule books do
    """A rule refuses the action; nothing was written.

    Args:
        code: message code of ``posapp.domain.messages``, such as ``M-05``.
        **fields: values for the sentence; ``field`` names the input that is wrong.
    """

    def __init__(self, code: str, **fields: Any) -> None:
        super().__init__(code, fields)
        self.code = code
        self.fields: dict[str, Any] = fields

    def __str__(self) -> str:
        shown = ", ".join(f"{name}={value}" for name, value in self.fields.items())
        return f"{self.code} ({shown})" if shown else self.code


@dataclass(frozen=True, slots=True)
class Concern:
    """One thing the user must confirm: a message code and the values of its sentence."""

    code: str
    fields: dict[str, Any] = field(default_factory=dict)


class NeedsConfirmation(PosError):  # noqa: N818 - named for what happened
    """The action is possible but the user must confirm every concern; nothing was written."""

    def __init__(self, concerns: tuple[Concern, ...]) -> None:
        super().__init__(tuple(concern.code for concern in concerns))
        self.concerns = concerns


class Conflict(Refused):
    """Somebody else changed the same thing first (M-30); nothing was written."""

    def __init__(self, **fields: Any) -> None:
        super().__init__("M-30", **fields)


class StorageFailure(PosError):  # noqa: N818 - named for what happened
    """The database could not do it.

    Args:
        kind: one of ``locked``, ``offline``, ``full``, ``read_only``, ``newer_schema``,
            ``older_schema``, ``damaged``, ``network_share``, ``settings``, ``missing``,
            ``moved`` (the office is on another server now),
            ``unknown_outcome`` (COMMIT raised: ask again with the request id) or ``other``.
        detail: a sentence for the user: what happened and what to do.
    """

    def __init__(self, kind: str, detail: str) -> None:
        super().__init__(kind, detail)
        self.kind = kind
        self.detail = detail

    def __str__(self) -> str:
        return self.detail


class DeviceFailure(PosError):  # noqa: N818 - named for what happened
    """A printer, mail server or terminal failed; what was written stays written.

    Args:
        device: name of the device as the user knows it.
        detail: a sentence for the user.
    """

    def __init__(self, device: str, detail: str) -> None:
        super().__init__(device, detail)
        self.device = device
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.device}: {self.detail}"
