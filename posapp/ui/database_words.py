"""What a test of a database found, in words: each line good, worth a look, or in the way."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from posapp.domain.health import Level
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.formats import joined
from posapp.ui.health_words import level_words
from posapp.ui.models.columns import Column, text_column
from posapp.ui.tokens import Tone

if TYPE_CHECKING:
    from posapp.domain.database_found import Found

_TONES: Final = {Level.GOOD: Tone.GREEN, Level.LOOK: Tone.AMBER, Level.BAD: Tone.RED}
_CLOCK_S: Final = 120
"""More is told in the audit as a jump of the clock (F12)."""
_FAR_MS: Final = 20.0


@dataclass(frozen=True, slots=True)
class FoundLine:
    """One thing that was looked at."""

    name: str
    level: Level
    says: str


def found_columns() -> tuple[Column[FoundLine], ...]:
    """What, state, what was found."""
    return (
        text_column(_("Looked at"), lambda one: one.name, 150),
        Column(
            _("State"), lambda one: level_words(one.level), width=110,
            tone=lambda one: _TONES[one.level],
        ),
        text_column(_("What was found"), lambda one: one.says, 600, stretch=True),
    )  # fmt: skip


def found_lines(found: "Found", context: UiContext) -> tuple[FoundLine, ...]:
    """Everything that the test looked at."""
    lines = [_server(found), _tables(found), _latency(found, context)]
    if found.role:
        lines += [_rights(found), _clock(found, context), _line(found)]
    return tuple(lines)


def is_usable(lines: tuple[FoundLine, ...]) -> bool:
    """Whether nothing is in the way of working there."""
    return not any(line.level is Level.BAD for line in lines)


def _server(found: "Found") -> FoundLine:
    says = joined(found.engine, found.shown)
    if found.is_standby:
        return FoundLine(
            _("Server"), Level.BAD, joined(says, _("a standby, which takes no changes"))
        )
    return FoundLine(_("Server"), Level.GOOD, says)


def _tables(found: "Found") -> FoundLine:
    name = _("Tables")
    if not found.schema:
        says = _("Empty: its keeper makes the tables with 'posapp db init --admin NAME'.")
        return FoundLine(name, Level.BAD, says)
    if not found.is_current:
        says = _("Of another version ({schema}): 'posapp db upgrade', or update this program.")
        return FoundLine(name, Level.BAD, says.format(schema=found.schema))
    return FoundLine(name, Level.GOOD, joined(_("Ready"), found.organisation))


def _latency(found: "Found", context: UiContext) -> FoundLine:
    tenth = round(10 * found.latency_ms)
    shown = f"{context.formats.count(tenth // 10)}.{tenth % 10}"
    level = Level.GOOD if found.latency_ms <= _FAR_MS else Level.LOOK
    says = _("{ms} ms for a question and its answer").format(ms=shown)
    if level is Level.LOOK:
        says = joined(says, _("payments will be felt to wait"))
    return FoundLine(_("Distance"), level, says)


def _rights(found: "Found") -> FoundLine:
    name, role = _("Rights"), _("user {role}").format(role=found.role)
    if found.may_take is False:
        return FoundLine(name, Level.BAD, joined(role, _("may not record payments")))
    if found.is_super:
        says = _("a superuser, whom nothing holds: give the counter a user of its own")
        return FoundLine(name, Level.LOOK, joined(role, says))
    if found.may_rewrite:
        says = _("may change what was recorded: take those rights from it")
        return FoundLine(name, Level.LOOK, joined(role, says))
    return FoundLine(name, Level.GOOD, joined(role, _("may add, and change nothing that stays")))


def _clock(found: "Found", context: UiContext) -> FoundLine:
    off = 0.0 if found.clock_off is None else found.clock_off.total_seconds()
    seconds = context.formats.count(round(abs(off)))
    level = Level.GOOD if abs(off) <= _CLOCK_S else Level.LOOK
    if level is Level.GOOD:
        says = _("within {n} s of this computer").format(n=seconds)
    else:
        says = _("{n} s away from this computer: set the clocks").format(n=seconds)
    return FoundLine(_("Clock"), level, says)


def _line(found: "Found") -> FoundLine:
    pooled = _("through a pooler") if found.pooled else ""
    if found.is_sealed:
        return FoundLine(_("Line"), Level.GOOD, joined(_("encrypted"), pooled))
    if "host=/" in found.shown:
        return FoundLine(_("Line"), Level.GOOD, joined(_("a socket of this computer"), pooled))
    says = _("not encrypted: choose verify-full")
    return FoundLine(_("Line"), Level.LOOK, joined(says, pooled))
