"""The parts of an installation in words, for the page of health."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from posapp.domain.health import DiskRoom, Health, Level, Part
from posapp.i18n import _, plural
from posapp.ui.context import UiContext
from posapp.ui.formats import joined
from posapp.ui.models.columns import Column, text_column
from posapp.ui.models.copy_lists import size_words
from posapp.ui.tokens import Tone
from posapp.ui.upkeep_words import check_words, copy_words

_TONES: Final = {Level.GOOD: Tone.GREEN, Level.LOOK: Tone.AMBER, Level.BAD: Tone.RED}


@dataclass(frozen=True, slots=True)
class HealthLine:
    """A part, how it is, what is known of it and what to do; ``page`` is where one looks."""

    part: Part
    level: Level
    says: str
    page: str = ""


def health_columns() -> tuple[Column[HealthLine], ...]:
    """Part, state, what is known."""
    return (
        text_column(_("Part"), lambda one: part_words(one.part), 150),
        Column(
            _("State"), lambda one: level_words(one.level), width=130,
            tone=lambda one: _TONES[one.level],
        ),
        text_column(_("What is known"), lambda one: one.says, 600, stretch=True),
    )  # fmt: skip


def part_words(part: Part) -> str:
    """A part by name."""
    return {
        Part.DATABASE: _("Database"),
        Part.CHECK: _("Last check"),
        Part.COPY: _("Last copy"),
        Part.DISK: _("Disk space"),
        Part.PRINTER: _("Printer"),
        Part.MAIL: _("Mails"),
        Part.CLOCK: _("Clock"),
        Part.FILES: _("Files"),
    }[part]


def level_words(level: Level) -> str:
    """How it is."""
    return {Level.GOOD: _("Good"), Level.LOOK: _("Look"), Level.BAD: _("Bad")}[level]


def health_lines(context: UiContext, health: Health, printer: str) -> tuple[HealthLine, ...]:
    """All parts; ``printer`` is the one of this workstation, as the user knows it."""
    says: Mapping[Part, Callable[[], str]] = {
        Part.DATABASE: lambda: _database(context, health),
        Part.CHECK: lambda: _check(context, health),
        Part.COPY: lambda: health.server_way or _copy(context, health),
        Part.DISK: lambda: (
            joined(*(_disk(context, one) for one in health.disks))
            or _("The server's own disks are looked after there")
        ),
        Part.PRINTER: lambda: _printer(context, health, printer),
        Part.MAIL: lambda: _mails(context, health),
        Part.CLOCK: lambda: _clock(context, health),
        Part.FILES: lambda: _files(health),
    }
    pages = {Part.CHECK: "check", Part.COPY: "copies", Part.MAIL: "mails", Part.CLOCK: "audit_log"}
    return tuple(
        HealthLine(part, health.level(part), says[part](), pages.get(part, "")) for part in Part
    )


def _database(context: UiContext, health: Health) -> str:
    size = size_words(health.size, context.formats)
    named = f"{health.engine} {health.version}"
    return joined(named, health.address, size, *health.notes)


def _check(context: UiContext, health: Health) -> str:
    says = check_words(context, health.check)
    found = health.check.says if health.check is not None else ""
    return joined(says, found)


def _copy(context: UiContext, health: Health) -> str:
    last, proved = health.copy, health.proved_copy
    parts = [copy_words(context, last)]
    if last is not None:
        parts.append(last.place if last.good else last.says)
    if last is not None and not last.good and proved is not None:
        when = context.formats.stamp(proved.at)
        parts.append(_("last good one {when}").format(when=when))
    if health.restored is not None:
        when = context.formats.stamp(health.restored.at)
        parts.append(_("put back from a copy {when}").format(when=when))
    return joined(*parts)


def _disk(context: UiContext, disk: DiskRoom) -> str:
    if disk.free is None:
        return _("{folder} is not there").format(folder=disk.folder)
    free = size_words(disk.free, context.formats)
    return _("{size} free at {folder}").format(size=free, folder=disk.folder)


def _printer(context: UiContext, health: Health, printer: str) -> str:
    last = health.last_print
    if last is None:
        return joined(printer, _("nothing was printed yet"))
    when = context.formats.stamp(last.at)
    failed = last.outcome.startswith("FAILED")
    says = _("last print of all failed {when}") if failed else _("last print of all {when}")
    return joined(printer, says.format(when=when), last.printer, last.outcome if failed else "")


def _mails(context: UiContext, health: Health) -> str:
    box, count = health.outbox, context.formats.count
    waits = plural("{n} waits", "{n} wait", box.queued).format(n=count(box.queued))
    failed = plural("{n} failed", "{n} failed", box.failed).format(n=count(box.failed))
    server = box.server or _("No mail server is set")
    oldest = _("since {when}").format(when=context.formats.stamp(box.oldest)) if box.oldest else ""
    return joined(server, waits, oldest, failed)


def _clock(context: UiContext, health: Health) -> str:
    jumps, formats = health.clock, context.formats
    if jumps.at is None:
        return _("It went back at no entry of the audit in the last 30 days")
    times = plural("went back {n} time in 30 days", "went back {n} times in 30 days", jumps.count)
    last = _("last {when}, by {minutes} min").format(
        when=formats.stamp(jumps.at), minutes=formats.count(jumps.seconds // 60)
    )
    return joined(times.format(n=formats.count(jumps.count)), last, _("see the audit log"))


def _files(health: Health) -> str:
    if not health.loose:
        return _("Only their owner may read the database and the log")
    says = _("Other users of this computer may read or change {files}: take that from them")
    return says.format(files=", ".join(health.loose))
